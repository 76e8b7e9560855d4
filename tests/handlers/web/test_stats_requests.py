"""From a figure to the requests behind it: exactly those, in a fixed order, whatever they stand among."""

from datetime import UTC, date, datetime

import pytest

from bot.commit import decode_state
from bot.domain.indexes import next_due
from bot.domain.request import Request
from bot.figures.query import Asked
from bot.store.store import Store
from handlers.web.stats.requests import MOST, WHICH, Which, listed
from knowledge.directory import DepartmentId, Directory, TopicId
from tests import histories
from tests.bot.figures.company import directory

IT = DepartmentId("it")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SINCE, UNTIL = date(2026, 10, 1), date(2026, 11, 20)
FITS = {
    "received": lambda r: True,
    "open": lambda r: r.is_open,
    "late": lambda r: r.is_open and next_due(r) < NOW,
    "reopened": lambda r: r.reopened > 0,
    "complaints": lambda r: r.complaint is not None and r.complaint.is_open,
    "unconfirmed": lambda r: r.unconfirmed,
}


@pytest.fixture
async def filled(store: Store) -> tuple[Store, Directory, list[Request]]:
    company = directory()
    await histories.keep(store, company, 700, seed=11, until=NOW, days=75)
    numbers = range(1001, await store.last_number() + 1)
    requests = [decode_state(state) for _, state in (await store.states(numbers)).values()]
    return store, company, requests


def behind(requests: list[Request], which: Which, topic: str | None) -> list[int]:
    """Worked out from every request there is, one by one."""
    mine = [
        r
        for r in requests
        if r.department == IT
        and not r.confidential
        and r.moved_to is None
        and SINCE <= r.asked_at.date() <= UNTIL
        and topic in (None, r.topic)
        and FITS[which](r)
    ]
    newest_first = which not in ("open", "late")
    return [r.number for r in sorted(mine, key=lambda r: r.asked_at, reverse=newest_first)]


async def test_behind_each_figure_stand_exactly_its_requests(
    filled: tuple[Store, Directory, list[Request]],
) -> None:
    store, company, requests = filled
    lead = company.departments[IT].lead
    found_any = set()
    topics = [None, *(t for t in company.departments[IT].topics if not company.topics[t].confidential)]
    for which in WHICH:
        for topic in topics:
            asked = Asked(department=IT, since=SINCE, until=UNTIL, topic=TopicId(topic) if topic else None)
            lines = await listed(store, company, lead, asked, which, NOW)
            expected = behind(requests, which, topic)
            if which == "complaints":
                assert sorted(line.number for line in lines) == sorted(expected)[:MOST]
            else:
                assert [line.number for line in lines] == expected[:MOST], (which, topic)
            found_any |= {which} if lines else set()
    assert found_any >= {"received", "reopened", "unconfirmed", "open"}


async def test_nobody_else_finds_any(filled: tuple[Store, Directory, list[Request]]) -> None:
    store, company, _ = filled
    asked = Asked(department=IT, since=SINCE, until=UNTIL)
    for person in set(company.people) - {company.departments[IT].lead}:
        assert await listed(store, company, person, asked, "received", NOW) == []
