"""Role x figure x resource through every door: what is shown is what the rule says, worked out here from the directory and
the raw histories; page, data and spreadsheet agree; and no address leads anybody else to it.
"""

import csv
import html
import io
import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commit import decode_state
from bot.figures.passes import COOKIE, session
from bot.figures.shown import BY_NAME, FIGURES
from bot.settings import Settings
from bot.simulation import kept
from bot.store.store import Store
from bot.words import of
from handlers.web.stats import register
from knowledge.directory import Department, DepartmentId, Directory, PersonId
from tests.handlers.web.stage import Stage, example_library
from tests.samples import SOAK

SETTINGS = Settings(secret="s" * 32)
DOORS = ("/stats", "/stats/figures.csv", "/stats/figures.json", "/stats/chart/response.svg")
OF_PEOPLE = ("speed", "promises", "ratings")
FEW = 5


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Stage]:
    stage = Stage(store, example_library())
    register(stage.app)
    await stage.client.start_server()
    await kept.keep(store, stage.directory, 250, seed=3, until=await store.now(), days=60)
    yield stage
    await stage.client.close()


def roles(desk: Stage) -> dict[str, PersonId]:
    """One of each kind of viewer, towards the department of `it`."""
    directory = desk.directory
    it = DepartmentId("it")
    lead = directory.departments[it].lead
    mine = [p.id for p in directory.people.values() if p.department == it and p.id != lead]
    led = {place.lead for place in directory.departments.values()}
    return {
        "its lead": lead,
        "another department's lead": next(iter(led - {lead})),
        "an owner of theirs": mine[0],
        "an owner of another department": next(
            p.id for p in directory.people.values() if p.department != it and p.id not in led
        ),
        "an administrator": min(set(directory.administrators) - led),
        "a requester": desk.person("irene.cobo"),
        "a guest": PersonId("P999999"),
    }


async def got(desk: Stage, viewer: PersonId, door: str, /, **query: str) -> tuple[int, str]:
    desk.client.session.cookie_jar.clear()
    cookie = session(viewer, await desk.store.now(), SETTINGS, desk.directory.tenant)
    answer = await desk.client.get(door, params=query, cookies={COOKIE: cookie})
    return answer.status, await answer.text()


async def test_each_kind_of_viewer_passes_exactly_the_doors_that_are_theirs(desk: Stage) -> None:
    passed = 0
    for kind, viewer in roles(desk).items():
        for department in desk.directory.departments.values() if SOAK else _three(desk.directory):
            for door in DOORS:
                for more in _more(department, door):
                    status, _ = await got(desk, viewer, door, department=department.id, **more)
                    private = more.get("topic") and desk.directory.topics[department.topics[0]].confidential
                    theirs = department.lead == viewer and not private
                    assert status == (200 if theirs else 404), (kind, department.id, door, more)
                    passed += status == 200
    assert passed


def _more(department: Department, door: str) -> list[dict[str, str]]:
    """What is asked for beside the department; every day a chart of each is drawn once only."""
    narrowed = [{"topic": str(department.topics[0])}, {"platform": "simulated"}]
    return [{}, *narrowed] if SOAK or not door.endswith(".svg") else [{}]


def _three(directory: Directory) -> list[Department]:
    return [directory.departments[DepartmentId(one)] for one in ("it", "people", directory.concierge)]


async def test_no_word_in_the_address_leads_to_a_person_s_own_figures(desk: Stage) -> None:
    lead = roles(desk)["its lead"]
    one = roles(desk)["an owner of theirs"]
    for door in DOORS:
        _, plain = await got(desk, lead, door)
        for name in ("person", "owner", "of", "own", "viewer", "for", "by", "email"):
            status, text = await got(desk, lead, door, **{name: one})
            assert (status, text) == (200, plain), (door, name)
        status, _ = await got(desk, lead, door, department=one)
        assert status == 404


# What the rule allows, from the states themselves


def allowed(family: str, people: int, ratings: int, answers: int) -> bool:
    if family not in OF_PEOPLE:
        return True
    return people >= FEW and not (
        (family == "ratings" and ratings < FEW) or (family == "speed" and answers < FEW)
    )


async def counted(desk: Stage) -> dict[tuple[str, str], tuple[int, int]]:
    """(department, topic or "") -> how many ratings and first responses there are, without confidential ones."""
    numbers = range(1001, await desk.store.last_number() + 1)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for _, state in (await desk.store.states(numbers)).values():
        request = decode_state(state)
        if request.confidential or request.moved_to is not None:
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


async def test_every_figure_is_shown_where_the_rule_allows_it_and_nowhere_else(desk: Stage) -> None:
    """Of each department and each of its topics: the data, the spreadsheet and the page say the same."""
    directory, behind, seen = desk.directory, await counted(desk), 0
    for place in directory.departments.values() if SOAK else _three(directory):
        data = json.loads((await got(desk, place.lead, "/stats/figures.json", department=place.id))[1])
        sheet = rows((await got(desk, place.lead, "/stats/figures.csv", department=place.id))[1])
        page = (await got(desk, place.lead, "/stats", department=place.id))[1]
        ratings, answers = behind.get((place.id, "*"), (0, 0))
        for figure in FIGURES:
            value = data["total"][figure.name]
            shown = not isinstance(value, dict)
            may = allowed(figure.family, people_of(directory, place.id), ratings, answers)
            assert shown == may, (place.id, figure.name)
            assert bool(sheet["total", "total", figure.name][1]) != may
            assert on_page(page, figure.name) == may
            seen += may
        for topic, values in data["topics"].items():
            assert topic == "" or not directory.topics[topic].confidential
            ratings, answers = behind.get((place.id, topic), (0, 0))
            for name, value in values.items():
                shown = not isinstance(value, dict)
                people = people_of(directory, place.id, topic) if topic else 0
                may = allowed(BY_NAME[name].family, people, ratings, answers)
                assert may or not shown, (place.id, topic, name)
                assert bool(sheet["topic", topic, name][1]) != shown
        assert data["people"] == {}
        assert not any(group == "person" for group, _, _ in sheet)
        for group in data["alike"].values():
            assert {n for n, v in group.items() if not isinstance(v, dict)} <= {
                f.name for f in FIGURES if f.family == "speed"
            }
        for count in data["private"].values():
            assert count is None or count >= FEW
    assert seen


def rows(text: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    found = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return {(row["group"], row["key"], row["figure"]): (row["value"], row["withheld"]) for row in found}


def on_page(page: str, name: str) -> bool:
    """Whether beside the figure's name and definition stands a value, and not why there is none."""
    say = of("es")
    label, means = (re.escape(html.escape(say(one))) for one in (f"figure-{name}", f"figure-{name}-means"))
    found = re.search(
        f'<dt>{label}</dt><dd class="value">(.*?)</dd><dd class="means">{means}</dd>',
        page.replace("&#39;", "&#x27;"),
    )
    assert found, name
    return html.unescape(found[1]) not in withheld_words()


def withheld_words() -> Iterator[str]:
    say = of("es")
    return (say(f"figures-withheld-{why}") for why in ("people", "few", "ratings", "rights"))


def test_the_command_line_shows_what_the_leads_see_and_names_nobody(tmp_path_factory: Any) -> None:
    from bot.cli.simulate import simulate
    from bot.cli.stats import stats

    folder = str(tmp_path_factory.mktemp("vt"))
    assert CliRunner().invoke(simulate, ["--data", folder, "--requests", "200"]).exit_code == 0
    told = CliRunner().invoke(stats, ["--data", folder]).stdout
    data = json.loads(CliRunner().invoke(stats, ["--data", folder, "--json"]).stdout)
    directory = example_library().directory
    for text in (told, json.dumps(data, ensure_ascii=False)):
        assert not any(person.name in text or person.email in text for person in directory.people.values())
    for one in data:
        small = people_of(directory, one["department"]) < FEW
        for figure in FIGURES:
            if figure.family in OF_PEOPLE and small:
                assert one["total"][figure.name] == {"value": None, "withheld": "people"}
