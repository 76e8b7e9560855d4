"""An owner says on the page until when they are away, and that they are back; a lead says it for today."""

from datetime import timedelta

import pytest

from bot.words import of
from tests.handlers.web.parsed import elements
from tests.handlers.web.test_files import send
from tests.handlers.week_off import WHY, in_that_week, week_off

ES = of("es")


@pytest.fixture
async def owner(stage, irene):
    """Whoever has what Irene asks, on a Tuesday at eleven."""
    await stage.at(1, 11)
    return await stage.owner_of(await stage.ask(irene))


async def fields(stage, person) -> list[str]:
    html = await stage.get("/desk/form", form="away", by=person, side="work")
    return [e.attributes.get("name", "") for tag in ("input", "select") for e in elements(html, tag)]


async def away_until(stage, person):
    return (await stage.store.absences.all(await stage.desk.now())).get(person)


async def set_away(stage, by, **typed: str):
    return await stage.act(by, "away", "", **typed)


async def test_the_pane_offers_it_and_the_form_asks_until_when_and_nothing_else(stage, owner):
    assert ES("button-away") in await stage.get("/desk", work=owner)
    assert [name for name in await fields(stage, owner) if name.startswith("f.")] == ["f.until"]


async def test_what_was_typed_is_said_back_and_the_pane_says_until_when(stage, owner):
    told = await (await set_away(stage, owner, until="mañana a las 12")).text()
    assert "hasta mañana a las 12:00" in told
    assert ES("text-options") not in told
    assert (await away_until(stage, owner)) is not None
    page = await stage.get("/desk", work=owner)
    assert ES("button-back") in page
    assert ES("button-away") not in page


async def test_back_early_is_one_tap(stage, owner):
    await set_away(stage, owner, until="el lunes")
    told = await (await stage.act(owner, "back", "")).text()
    assert ES("away-back") in told
    assert await away_until(stage, owner) is None


async def test_what_is_not_understood_stays_in_the_form(stage, owner):
    answer = await set_away(stage, owner, until="un rato largo")
    assert "desk:refused" in answer.headers["HX-Trigger"]
    assert await away_until(stage, owner) is None


async def test_a_lead_says_it_of_the_team_for_today_and_nobody_else_does(stage, owner, irene):
    directory = stage.directory
    lead = directory.departments[directory.people[owner].department].lead
    names = await fields(stage, lead)
    assert "f.person" in names
    await set_away(stage, lead, person=f"person:{owner}")
    absent = await away_until(stage, owner)
    assert absent is not None
    assert absent.set_by == lead
    longer = await set_away(stage, lead, person=f"person:{owner}", until="dentro de dos semanas")
    assert ES("away-today-only") in await longer.text()
    stranger = await set_away(stage, irene, person=f"person:{owner}")
    assert ES("away-not-yours") in await stranger.text()
    assert await away_until(stage, owner) == absent


@pytest.mark.parametrize("side", ["asks", "work"])
async def test_a_calendar_sent_alone_is_shown_back_and_holds_from_a_tap_on(stage, owner, side):
    now = await stage.desk.now()
    answer = await send(stage, owner, "", ("ausencias.ics", week_off(now)), side=side)
    assert (answer.status, await answer.text()) == (200, ""), "the card tells it, no corner of the page"
    card = (await stage.shown(owner, side))[-1].card
    assert ES("calendar-found") in card.text
    assert WHY not in card.text
    [tap] = [b for block in card.blocks for b in getattr(block, "buttons", ()) if b.verb == "plan"]
    await stage.store.move_clock(in_that_week(now) // timedelta(milliseconds=1))
    assert await away_until(stage, owner) is None, "nothing holds before the tap"
    told = await (await stage.act(owner, "plan", "", **tap.fields)).text()
    assert ES("away-planned", count=1) in told
    assert await away_until(stage, owner) is not None


async def test_the_pane_for_work_takes_a_file_without_a_request(stage, owner):
    page = await stage.get("/desk", work=owner)
    assert 'id="file-loose"' in page
