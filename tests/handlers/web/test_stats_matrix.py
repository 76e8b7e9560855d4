"""Role x figure x resource through every door: what is shown is what the rule says, worked out here from the directory and
the raw histories; page, data and spreadsheet agree; and no address leads anybody else to it.
"""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from click.testing import CliRunner

from bot.figures.painter import Painter
from bot.figures.passes import COOKIE, session
from bot.figures.shown import FIGURES
from bot.figures.speaker import Speaker
from bot.settings import Settings
from bot.store.store import Store
from handlers.web.stats import register
from knowledge.directory import Department, DepartmentId, Directory, PersonId
from tests import histories
from tests.handlers.web.stage import Stage, example_library
from tests.handlers.whose_figures import (
    FEW,
    OF_PEOPLE,
    compared,
    counted,
    listed_roles,
    people_of,
    told_rightly,
)
from tests.samples import SOAK

SETTINGS = Settings(secret="s" * 32)
DOORS = ("/stats", "/stats/figures.csv", "/stats/figures.json", "/stats/chart/response.svg")


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Stage]:
    stage = Stage(store, example_library())
    register(stage.app)
    await stage.client.start_server()
    await histories.keep(store, stage.directory, 250, seed=3, until=await store.now(), days=60)
    yield stage
    await stage.client.close()


def roles(desk: Stage) -> dict[str, PersonId]:
    return {**listed_roles(desk.directory), "a guest": PersonId("P999999")}


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


async def test_every_figure_is_shown_where_the_rule_allows_it_and_nowhere_else(desk: Stage) -> None:
    """Of each department and each of its topics: the data, the spreadsheet and the page say the same."""
    directory, behind, seen = desk.directory, await counted(desk.store), 0
    for place in directory.departments.values() if SOAK else _three(directory):
        asked = {"department": str(place.id)}
        data = json.loads((await got(desk, place.lead, "/stats/figures.json", **asked))[1])
        sheet = (await got(desk, place.lead, "/stats/figures.csv", **asked))[1]
        page = (await got(desk, place.lead, "/stats", **asked))[1]
        seen += compared(directory, place, behind, data, sheet, page)
    assert seen


async def test_chat_tells_each_kind_of_viewer_what_is_theirs_and_nothing_else(desk: Stage) -> None:
    """What Slack's command, its Home and the words in Teams show is this card; their own tests look at what arrives."""
    painter = Painter()
    speaker = Speaker(desk.store, SETTINGS, painter)
    try:
        for viewer in listed_roles(desk.directory).values():
            language = desk.directory.people[viewer].languages[0]
            card = await speaker.stats(viewer, desk.directory, language, await desk.store.now())
            await told_rightly(card.text, viewer, desk.directory, desk.store)
    finally:
        painter.close()


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
