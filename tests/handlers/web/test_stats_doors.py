"""Every door to figures, for every kind of viewer: page, chart, spreadsheet, data, chat, digest. Nothing leaks."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.figures.painter import Painter
from bot.figures.passes import COOKIE, session
from bot.figures.query import NotForYou
from bot.figures.speaker import Speaker
from bot.settings import Settings
from bot.store.store import Store
from handlers.web.stats import register
from knowledge.directory import PersonId
from tests import histories
from tests.handlers.web.stage import Stage, example_library
from tests.samples import SOAK

SETTINGS = Settings(secret="s" * 32)
DOORS = ("/stats", "/stats/figures.csv", "/stats/figures.json", "/stats/chart/weekly.svg")
SECRET = "zarzamora"  # stands in confidential words only
CONFIDENTIAL = f"Mi jefe me acosa desde hace meses, {SECRET}"


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Stage]:
    stage = Stage(store, example_library())
    register(stage.app)
    await stage.client.start_server()
    await histories.keep(store, stage.directory, 300, seed=3, until=await store.now(), days=60)
    yield stage
    await stage.client.close()


def viewers(desk: Stage) -> list[PersonId]:
    """A lead, an owner of theirs, an administrator, somebody whom nobody lists; in the soak all there are."""
    directory = desk.directory
    some = [desk.person("javier.montero"), desk.person("lucia.ferrando"), min(directory.administrators)]
    everybody = [*directory.people, PersonId("P999999")]
    return everybody if SOAK else [*some, PersonId("P999999")]


async def test_each_viewer_finds_behind_each_door_the_departments_that_they_lead_and_nothing_else(
    desk: Stage,
) -> None:
    now, tenant = await desk.store.now(), desk.directory.tenant
    for viewer in viewers(desk):
        desk.client.session.cookie_jar.clear()
        cookies = {COOKIE: session(viewer, now, SETTINGS, tenant)}
        for department in desk.directory.departments.values():
            for door in DOORS:
                answer = await desk.client.get(door, params={"department": department.id}, cookies=cookies)
                expected = 200 if department.lead == viewer else 404
                assert answer.status == expected, (viewer, department.id, door)


async def test_guessed_foreign_and_ended_sessions_open_no_door(desk: Stage) -> None:
    now, lead = await desk.store.now(), desk.person("javier.montero")
    good = session(lead, now, SETTINGS, desk.directory.tenant)
    bad = [
        "guessed",
        good[:-2],
        session(lead, now, Settings(secret="t" * 32), desk.directory.tenant),
        session(lead, now, SETTINGS, "another"),
        session(lead, now - timedelta(hours=9), SETTINGS, desk.directory.tenant),
    ]
    for cookie in bad:
        for door in (*DOORS, "/stats/own"):
            answer = await desk.client.get(door, cookies={COOKIE: cookie})
            assert answer.status == 404, (cookie, door)


async def test_a_confidential_request_stands_behind_no_door_of_anybody_s(desk: Stage) -> None:
    irene = desk.person("irene.cobo")
    number = await desk.ask(irene, CONFIDENTIAL)
    request = await desk.request(number)
    assert request.confidential
    await desk.act(irene, "complain", number, side="asks", text=f"Nadie contesta, {SECRET}")
    now, directory = await desk.store.now(), desk.directory
    painter = Painter()
    speaker = Speaker(desk.store, SETTINGS, painter)
    try:
        for department in directory.departments.values():
            lead = department.lead
            cookies = {COOKIE: session(lead, now, SETTINGS, directory.tenant)}
            for door in DOORS if SOAK or department.id == request.department else DOORS[:1]:
                for which in ("received", "open", "complaints"):
                    query = {"department": department.id, "which": which}
                    answer = await desk.client.get(door, params=query, cookies=cookies)
                    text = await answer.text()
                    assert SECRET not in text, (department.id, door)
                    assert request.ref not in text, (department.id, door)
            if SOAK or department.id == request.department:
                card = await speaker.digest(lead, directory, department.id, "es", now)
                assert SECRET not in card.text
                assert request.ref not in card.text
    finally:
        painter.close()


async def test_chat_gives_a_digest_to_the_lead_alone_and_own_figures_to_oneself(desk: Stage) -> None:
    painter = Painter()
    speaker = Speaker(desk.store, SETTINGS, painter)
    now, directory = await desk.store.now(), desk.directory
    it = directory.departments[desk.directory.people[desk.person("javier.montero")].department]
    try:
        for viewer in viewers(desk):
            if viewer == it.lead:
                continue
            with pytest.raises(NotForYou):
                await speaker.digest(viewer, directory, it.id, "es", now)
        card = await speaker.stats(desk.person("lucia.ferrando"), directory, "es", now)
        assert card.title == "Tus cifras"
        names = [p.name for p in directory.people.values()]
        assert not any(name in card.text for name in names)
    finally:
        painter.close()
