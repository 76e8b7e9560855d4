"""The rules of asking how it was, as properties of many simulated requests; and kept by the store when all end at once."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from math import sqrt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bot.aftercare import drawn
from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.context import Asker
from bot.domain.evolve import evolve
from bot.domain.request import Place, Request
from bot.figures.figures import figures
from bot.simulation.simulate import simulate
from bot.store.store import Store
from knowledge.calendar import next_opening
from tests.bot.desks import SmallDesk
from tests.bot.figures.company import END, directory
from tests.samples import sample

COUNT, DAYS = sample((1_500, 10), (100_000, 60))  # so that each colleague asks several times a week


class Led(NamedTuple):
    """What is left of a life once it is over: little enough for a hundred thousand of them."""

    asker: Asker
    history: tuple[e.AnyEvent, ...]
    request: Request


@cache
def lives() -> tuple[Led, ...]:
    told = simulate(directory(), COUNT, seed=9, first=1001, until=END, days=DAYS)
    return tuple(Led(life.asker, tuple(life.history), life.request) for life in told)


def steps() -> Iterator[tuple[Led, Request | None, e.AnyEvent, Request]]:
    for life in lives():
        request = None
        for event in life.history:
            before, request = request, evolve(request, event)
            yield life, before, event, request


def week_of(life: Led, at: datetime) -> tuple[int, int]:
    return at.astimezone(ZoneInfo(life.asker.zone)).isocalendar()[:2]


def test_nobody_is_asked_more_often_in_a_week_than_the_company_says() -> None:
    cap = directory().surveys_per_week
    asked = Counter(
        (life.asker.person, week_of(life, event.at))
        for life in lives()
        for event in life.history
        if isinstance(event, e.SurveyOffered)
    )
    resolved = Counter(
        (life.asker.person, week_of(life, event.at))
        for life in lives()
        for event in life.history
        if isinstance(event, e.RequestResolved) and event.by is not None
    )
    assert max(asked.values()) == cap
    assert max(resolved.values()) > cap, "or the rule was never needed"


def test_one_reminder_at_most_and_none_once_it_was_said_or_came_back() -> None:
    seen = 0
    for _, before, event, _ in steps():
        if isinstance(event, e.SurveyReminded):
            seen += 1
            assert before is not None
            assert before.status == "resolved"
            assert before.survey is not None
            assert before.survey.reminds_at is not None, "a second one"
            assert before.rating is None
            assert not before.thanked
    assert seen


def test_reminders_come_in_the_rater_s_hours() -> None:
    office = directory().departments[directory().concierge].hours
    for life in lives():
        for event in life.history:
            if isinstance(event, e.SurveyReminded):
                hours = replace(office, zone=life.asker.zone)
                assert next_opening(event.at, hours) == event.at


def test_no_survey_outlives_a_reopening_and_no_rating_comes_without_one() -> None:
    reopened = rated = 0
    for _, before, event, after in steps():
        if isinstance(event, e.RequestReopened):
            reopened += 1
            assert after.survey is None
        if isinstance(event, e.Rated):
            rated += 1
            assert before is not None
            assert before.survey is not None
            assert event.at < before.survey.expires_at
            assert event.answered_by == before.answered_by
        assert not after.is_open or after.survey is None
    assert reopened
    assert rated


def test_one_rating_counts_once_however_often_it_was_changed() -> None:
    changed = 0
    for life in lives():
        ratings = [event for event in life.history if isinstance(event, e.Rated)]
        changed += len(ratings) > 1
        outcomes = Counter(
            cell.measure for cell in figures(life.request).elements() if cell.kind == "service"
        )
        counted = sum(outcomes[name] for name in ("exceeded", "met", "missed"))
        standing = life.request.rating is not None and not life.request.confidential
        assert counted == int(standing)
        assert counted <= outcomes["rateable"] or not counted
    assert changed


def test_the_draw_is_fair_to_every_department() -> None:
    """Of those who ask more than may be asked, each request has the same chance, whichever department had it."""
    asked: dict[str, list[bool]] = defaultdict(list)
    for number in range(1001, 1001 + 40_000):
        asked[f"department {number % 8}"].append(drawn(number, 40, 2))
    share = 2 / 10
    for chances in asked.values():
        spread = 4 * sqrt(share * (1 - share) / len(chances))
        assert abs(sum(chances) / len(chances) - share) < spread
    assert all(drawn(number, 8, 2) for number in range(1001, 1101)), "who asks little is always asked"


async def test_when_all_is_resolved_at_once_there_are_still_no_more_places(store: Store) -> None:
    desk = await SmallDesk.on(store)
    bo, count, numbers = desk.at("bo"), 8, []
    for n in range(count):
        said = f"El portátil no enciende {n}"
        numbers.append((await desk.says(bo, said, place=Place("web", f"{bo}/{n}"))).number)
        await store.move_clock(5 * 60 * 1000)
    assert len(set(numbers)) == count
    requests = [await desk.request(number) for number in numbers]
    resolving = [
        c.Resolve(id=f"resolve {r.number}", by=r.owner, number=r.number, text="hecho") for r in requests
    ]
    await asyncio.gather(*(desk.handle(one) for one in resolving))
    after = [await desk.request(number) for number in numbers]
    assert {request.status for request in after} == {"resolved"}
    assert sum(request.survey is not None for request in after) == desk.directory.surveys_per_week
