"""Absences that a calendar names beforehand: they begin and end by themselves, and one may be back early."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.away import SetAway
from bot.shelf import Shelf
from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from tests.bot.days import Day, madrid
from tests.bot.domain.world import ANA, LUIS, NOON, Story
from tests.faults.processes import written
from tests.knowledge.directories import edited, three_topics

PAYSLIP = "No me ha llegado la nómina de octubre"
LEAVES, RETURNS = madrid(29, 24), madrid(39, 9)  # from Monday the 30th to Wednesday the 9th of December


@pytest.fixture
async def day(store: Store) -> Day:
    day = await Day.at(store, madrid(24, 10))
    await store.absences.plan(day.who("ana"), [(LEAVES, RETURNS)])
    return day


async def absent(day: Day) -> dict[str, datetime]:
    found = await day.store.absences.all(await day.store.now())
    return {day.name(person): absence.until for person, absence in found.items()}


async def test_it_begins_and_ends_by_itself(day: Day) -> None:
    assert await absent(day) == {}
    assert await day.owner(await day.asks("bo", PAYSLIP)) == "ana"
    await day.clock_says(LEAVES)
    assert await absent(day) == {"ana": RETURNS}
    assert await day.owner(await day.asks("bo", PAYSLIP)) == "luis"
    await day.clock_says(RETURNS)
    assert await absent(day) == {}
    assert await day.owner(await day.asks("bo", PAYSLIP)) == "ana"


async def test_asked_at_the_weekend_it_goes_to_who_is_there_on_the_monday(day: Day) -> None:
    await day.clock_says(madrid(28, 12))
    assert await day.owner(await day.asks("bo", PAYSLIP)) == "luis"


async def test_what_is_nearly_due_while_she_is_away_goes_to_her_backup(day: Day) -> None:
    await day.clock_says(madrid(27, 16, 30))
    number = await day.asks("bo", PAYSLIP)
    assert await day.owner(number) == "ana"
    await day.until(madrid(30, 16))
    assert (await day.owners(number))[-1] == ("luis", "away")


async def test_what_the_desk_starts_waits_for_her_return(day: Day) -> None:
    number = await day.asks("bo", PAYSLIP)
    await day.clock_says(LEAVES + timedelta(hours=12))
    events = await day.events(number)
    assert events
    await day.worker.settle()
    assert day.rang("ana", "work").count("breached") == 0


async def test_back_early_ends_what_is_now_and_leaves_what_is_later(day: Day) -> None:
    later = (madrid(60, 9), madrid(65, 9))
    ana = day.who("ana")
    await day.store.absences.plan(ana, [(LEAVES, RETURNS), later])
    await day.clock_says(madrid(31, 10))
    await day.desk.set_away(SetAway(id="back", by=ana, person=ana, until=None))
    assert await absent(day) == {}
    await day.clock_says(madrid(61, 10))
    assert await absent(day) == {"ana": later[1]}


async def test_a_longer_absence_that_was_said_counts_beside_the_plan(day: Day) -> None:
    ana = day.who("ana")
    await day.clock_says(madrid(31, 10))
    await day.desk.set_away(SetAway(id="away", by=ana, person=ana, until=madrid(45, 9)))
    assert await absent(day) == {"ana": madrid(45, 9)}


async def test_a_new_calendar_takes_the_place_of_the_old_one_and_an_erased_person_has_none(day: Day) -> None:
    ana = day.who("ana")
    await day.store.absences.plan(ana, [])
    await day.clock_says(madrid(31, 10))
    assert await absent(day) == {}
    await day.store.absences.plan(ana, [(LEAVES, RETURNS)])
    assert await absent(day) == {"ana": RETURNS}


def test_a_plan_that_has_not_begun_takes_nothing_away_from_her() -> None:
    story = Story()
    story.asks()
    assert story.is_.owner == ANA
    assert story.context(planned={ANA: ((NOON, NOON + timedelta(days=1)),)}).situation.is_absent(ANA, NOON)
    assert not story.context(planned={ANA: ((NOON, NOON),)}).situation.is_absent(LUIS, NOON)


# --- from a calendar, on the command line ------------------------------------------------------------------------

HOLIDAY = b"""BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
SUMMARY:Boda de mi hermana
DTSTART;VALUE=DATE:20261130
DTEND;VALUE=DATE:20261205
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
async def command(day: Day, redis_server: EmbeddedServer, tenant: str, tmp_path: Path) -> dict[str, str]:
    files = edited(three_topics(), "company.yaml", "id: ensayo", f"id: {tenant}")
    await Shelf(day.store.publisher, day.store.people).publish(files)
    folder = str(written(files, tmp_path))
    return {"REDIS_URL": redis_server.url, "VENTANILLA_DIRECTORY": folder, "VENTANILLA_SECRET": "s" * 32}


async def people_away(env: dict[str, str], *args: str, file: bytes = b"") -> Result:
    return await asyncio.to_thread(CliRunner().invoke, main, ["people", "away", *args], env=env, input=file)


async def test_a_calendar_is_read_on_the_command_line_and_no_word_of_why_is_kept(
    day: Day, command: dict[str, str]
) -> None:
    told = await people_away(command, "ana@ensayo.example", "-", file=HOLIDAY)
    assert told.exit_code == 0, told.output
    assert "2026-11-30 00:00  to  2026-12-09 09:00  Europe/Madrid" in told.output
    assert "Boda" not in told.output
    kept = await day.store.link.ask("HGETALL", day.store.keys.absences)
    assert kept
    assert b"Boda" not in b"".join([*kept, *kept.values()])
    await day.clock_says(madrid(31, 10))
    assert await absent(day) == {"ana": RETURNS}
    assert (await people_away(command, "ana@ensayo.example", "--clear")).exit_code == 0
    assert await absent(day) == {}


async def test_what_cannot_be_used_is_told_in_a_sentence(day: Day, command: dict[str, str]) -> None:
    broken = await people_away(command, "ana@ensayo.example", "-", file=b"Hola")
    assert (broken.exit_code, "this is no calendar file (.ics)" in broken.output) == (1, True)
    nobody = await people_away(command, "nadie@ensayo.example", "-", file=HOLIDAY)
    assert (nobody.exit_code, "is not in the directory" in nobody.output) == (1, True)
    assert (await people_away(command, "ana@ensayo.example")).exit_code == 2
