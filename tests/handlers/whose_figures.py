"""Role x figure x resource, for the tests of every door: who asks, what the rule allows, and what a card or a page shows."""

import csv
import html
import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.commit import decode_state
from bot.figures.digest import last_week
from bot.figures.query import own
from bot.figures.said import said
from bot.figures.shown import BY_NAME, FIGURES
from bot.figures.speaker import own_period
from bot.store.store import FIRST_NUMBER, Store
from bot.store.tallies import Tallies
from bot.words import Words, of, text_in
from knowledge.directory import Department, DepartmentId, Directory, PersonId

OF_PEOPLE = ("speed", "promises", "ratings")
FEW = 5
HOW_IT_GOES = {"es": "¿Cómo vamos?", "en": "How are we doing?"}  # asked in words, in each language

Counted = Mapping[tuple[str, str], tuple[int, int]]


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


def allowed(family: str, people: int, ratings: int, answers: int) -> bool:
    if family not in OF_PEOPLE:
        return True
    return people >= FEW and not (
        (family == "ratings" and ratings < FEW) or (family == "speed" and answers < FEW)
    )


async def counted(store: Store, since: datetime | None = None, until: datetime | None = None) -> Counted:
    """(department, topic or "") -> how many ratings and first responses there are, without confidential ones."""
    numbers = range(FIRST_NUMBER, await store.last_number() + 1)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for _, state in (await store.states(numbers)).values():
        request = decode_state(state)
        if request.confidential or request.moved_to is not None:
            continue
        if (since and request.asked_at < since) or (until and request.asked_at >= until):
            continue
        answered = int(request.counted.response_s is not None)
        _add(found, request.department, request.topic or "", 0, answered)
        if request.rating is not None:
            same = request.rating.department == request.department
            _add(found, request.rating.department, (request.topic or "") if same else "", 1, 0)
    return found


def _add(
    found: dict[tuple[str, str], tuple[int, int]], department: str, topic: str, ratings: int, answers: int
) -> None:
    for key in {(department, topic), (department, "*")}:
        before = found.get(key, (0, 0))
        found[key] = before[0] + ratings, before[1] + answers


def people_of(directory: Directory, department: str, topic: str = "") -> int:
    if topic:
        return len({owner.person for owner in directory.topics[topic].owners})  # type: ignore[index]
    return sum(person.department == department for person in directory.people.values())


# What a page, a spreadsheet and a data file show


def compared(
    directory: Directory, place: Department, behind: Counted, data: Any, sheet: str, page: str
) -> int:
    """The three say the same, and no more than the rule allows; how many figures of the whole they show."""
    cells, seen = rows(sheet), 0
    ratings, answers = behind.get((place.id, "*"), (0, 0))
    for figure in FIGURES:
        value = data["total"][figure.name]
        shown = not isinstance(value, dict)
        may = allowed(figure.family, people_of(directory, place.id), ratings, answers)
        assert shown == may, (place.id, figure.name)
        assert bool(cells["total", "total", figure.name][1]) != may
        assert on_page(page, figure.name, place, directory) == may
        seen += may
    for topic, values in data["topics"].items():
        assert topic == "" or not directory.topics[topic].confidential
        ratings, answers = behind.get((place.id, topic), (0, 0))
        for name, value in values.items():
            shown = not isinstance(value, dict)
            people = people_of(directory, place.id, topic) if topic else 0
            may = allowed(BY_NAME[name].family, people, ratings, answers)
            assert may or not shown, (place.id, topic, name)
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
    return (say(f"figures-withheld-{why}") for why in ("people", "few", "ratings", "rights"))


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
    monday, _ = last_week((await store.now()).date())
    since = datetime.combine(monday, datetime.min.time(), (await store.now()).tzinfo)
    behind = await counted(store, since, since + timedelta(days=7))
    large = [one for one in led if people_of(directory, one.id) >= FEW]
    untold = [one for one in led if one not in large or behind.get((one.id, "*"), (0, 0))[1] < FEW]
    assert text.count(say("digest-response-unknown")) >= len(untold)
    if not large:
        promised = {"es": "promesa", "en": "promise"}[say.language]
        assert promised not in text.casefold()
