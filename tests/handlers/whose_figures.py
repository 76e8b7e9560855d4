"""Role x figure x resource, for the tests of every door: who asks, what the rule allows, and what a card or a page shows."""

import csv
import html
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.commit import decode_state
from bot.figures.digest import last_week
from bot.figures.figures import figures
from bot.figures.query import own
from bot.figures.said import said
from bot.figures.shown import BY_NAME, FIGURES, Figure
from bot.figures.speaker import own_period
from bot.store.store import FIRST_NUMBER, Store
from bot.store.tallies import Tallies
from bot.words import Words, of, text_in
from knowledge.directory import Department, DepartmentId, Directory, PersonId
from tests.whole_weeks import FEW, monday, told_weeks

OF_PEOPLE = ("speed", "promises", "ratings")
HOW_IT_GOES = {"es": "¿Cómo vamos?", "en": "How are we doing?"}  # asked in words, in each language

Counted = Mapping[str, Mapping[str, Counter[date]]]


def listed_roles(directory: Directory) -> dict[str, PersonId]:
    """One of each kind of viewer whom the directory lists, towards the department of `it`."""
    it = DepartmentId("it")
    lead = directory.departments[it].lead
    mine = [p.id for p in directory.people.values() if p.department == it and p.id != lead]
    led = {place.lead for place in directory.departments.values()}
    small = (d for d in directory.departments.values() if people_of(directory, d.id) < FEW)
    requester = directory.by_email("irene.cobo@faro.example")
    assert requester is not None
    return {
        "its lead": lead,
        "another department's lead": directory.departments[DepartmentId("payroll")].lead,
        "a small department's lead": next(one.lead for one in small),
        "an owner of theirs": mine[0],
        "an owner of another department": next(
            p.id for p in directory.people.values() if p.department != it and p.id not in led
        ),
        "an administrator": min(set(directory.administrators) - led),
        "a requester": requester.id,
    }


# What the rule allows, from the states themselves


async def counted(store: Store) -> Counted:
    """By department, by what there must be five of, by Monday: how many there are, without confidential ones."""
    numbers = range(FIRST_NUMBER, await store.last_number() + 1)
    found: dict[str, dict[str, Counter[date]]] = defaultdict(lambda: defaultdict(Counter))
    for _, state in (await store.states(numbers)).values():
        for cell, many in figures(decode_state(state)).items():
            if cell.kind == "service":
                basis = "ratings" if cell.measure in ("exceeded", "met", "missed") else cell.measure
                found[cell.of][basis][monday(cell.day)] += many
    return found


def allowed(figure: Figure, people: int, weeks: Mapping[str, Counter[date]], data: Any) -> bool:
    if figure.family not in OF_PEOPLE:
        return True
    since, until = date.fromisoformat(data["since"]), date.fromisoformat(data["until"])
    return people >= FEW and bool(told_weeks(weeks[figure.basis], since, until, today=until))


def people_of(directory: Directory, department: str, topic: str = "") -> int:
    if topic:
        return len({owner.person for owner in directory.topics[topic].owners})  # type: ignore[index]
    return sum(person.department == department for person in directory.people.values())


# What a page, a spreadsheet and a data file show


def compared(
    directory: Directory, place: Department, behind: Counted, data: Any, sheet: str, page: str
) -> int:
    """The three say the same, and no more than the rule allows; how many figures of the whole they show.

    No topic of the example company has five owners: of one alone only how many is told.
    """
    cells, seen = rows(sheet), 0
    assert not any(people_of(directory, place.id, topic) >= FEW for topic in place.topics)
    for figure in FIGURES:
        value = data["total"][figure.name]
        shown = not isinstance(value, dict)
        may = allowed(figure, people_of(directory, place.id), behind[place.id], data)
        assert shown == may, (place.id, figure.name)
        assert bool(cells["total", "total", figure.name][1]) != may
        assert on_page(page, figure.name, place, directory) == may
        seen += may
    for topic, values in data["topics"].items():
        assert topic == "" or not directory.topics[topic].confidential
        for name, value in values.items():
            shown = not isinstance(value, dict)
            assert shown == (BY_NAME[name].family not in OF_PEOPLE), (place.id, topic, name)
            assert bool(cells["topic", topic, name][1]) != shown
    assert data["people"] == {}
    assert not any(group == "person" for group, _, _ in cells)
    for group in data["alike"].values():
        assert {n for n, v in group.items() if not isinstance(v, dict)} <= {
            f.name for f in FIGURES if f.family == "speed"
        }
    for count in data["private"].values():
        assert count is None or count >= FEW
    return seen


def rows(text: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    found = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return {(row["group"], row["key"], row["figure"]): (row["value"], row["withheld"]) for row in found}


def on_page(page: str, name: str, place: Department, directory: Directory) -> bool:
    """Whether beside the figure's name and definition stands a value, and not why there is none."""
    say = of(directory.people[place.lead].languages[0])
    label, means = (re.escape(html.escape(say(one))) for one in (f"figure-{name}", f"figure-{name}-means"))
    found = re.search(
        f'<dt>{label}</dt><dd class="value">(.*?)</dd><dd class="means">{means}</dd>',
        page.replace("&#39;", "&#x27;"),
    )
    assert found, name
    return html.unescape(found[1]) not in _withheld(say)


def _withheld(say: Words) -> Iterator[str]:
    return (say(f"figures-withheld-{why}") for why in ("people", "few", "rights", "undivided", "week"))


# What chat tells


async def told_rightly(text: str, viewer: PersonId, directory: Directory, store: Store) -> None:
    """Of a lead each department that they lead and no other, and nothing of a small group's speed or promises; of everybody
    else their own figures; of nobody a name."""
    say, now = of(directory.people[viewer].languages[0]), await store.now()
    led = [place for place in directory.departments.values() if place.lead == viewer]
    for place in directory.departments.values():
        title = say("figures-title", department=text_in(place.name, say.language))
        assert (title in text) == (place in led), (viewer, place.id)
    assert (say("figures-own-title") in text) == (not led)
    assert not [p.name for p in directory.people.values() if p.id != viewer and p.name in text]
    if led:
        await _no_small_group(text, led, directory, store, say)
        return
    since, until = own_period(now.date())
    row = await own(Tallies(store.link), viewer, since, until)
    for figure in FIGURES:
        label, value = say(f"figure-{figure.name}"), said(row[figure.name], say)
        assert re.search(rf"{re.escape(label)}[\W]*{re.escape(value)}", text), figure.name


async def _no_small_group(
    text: str, led: list[Department], directory: Directory, store: Store, say: Words
) -> None:
    today = (await store.now()).date()
    week, behind = last_week(today), await counted(store)
    large = [one for one in led if people_of(directory, one.id) >= FEW]
    told = [one for one in large if told_weeks(behind[one.id]["responded"], *week, today)]
    assert text.count(say("digest-response-unknown")) >= len(led) - len(told)
    assert (say("digest-response-unknown") in text) == (len(told) < len(led))
    if not large:
        promised = {"es": "promesa", "en": "promise"}[say.language]
        assert promised not in text.casefold()
