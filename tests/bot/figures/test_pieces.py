"""Nobody learns of one person's speed, promises or ratings by taking one view from another."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.figures.pieces import QUARTER, alone, pieces, quarter_of, whole_weeks
from bot.figures.query import Asked, report
from bot.figures.tallies import Tally, tallies
from bot.store.store import Store
from bot.store.tallies import Tallies
from knowledge.directory import Directory
from tests.bot.figures.company import END, directory, lives
from tests.samples import sample
from tests.whole_weeks import FEW, monday, told_weeks

weekly = st.lists(st.integers(0, 12), min_size=30, max_size=30)
parts = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), weekly, min_size=1)
served = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]), st.sets(st.integers(0, 11), max_size=9), min_size=4
)


@given(parts, served)
def test_whatever_is_taken_from_whatever_five_people_and_five_counts_are_left(
    counts: dict[str, list[int]], owners: dict[str, set[int]]
) -> None:
    """All that is told is a sum of these: of a piece what is alone, and what is left of it."""

    def people(some: frozenset[str]) -> int:
        return len(set().union(*(owners[part] for part in some)))

    found = list(pieces(counts, people))
    for piece in found:
        assert piece.first // QUARTER == piece.last // QUARTER
        sums = {part: sum(weeks[piece.first : piece.last + 1]) for part, weeks in counts.items()}
        rest = {part: n for part, n in sums.items() if n and part not in piece.alone}
        assert sum(sums.values()) >= FEW
        for part in piece.alone:
            assert sums[part] >= FEW
            assert people(frozenset({part})) >= FEW
        if piece.alone and rest:
            assert sum(rest.values()) >= FEW
            assert people(frozenset(rest)) >= FEW
    assert all(one.last < other.first for one, other in combinations(found, 2))


@given(weekly, st.integers(0, 30))
def test_weeks_that_come_later_change_no_piece_that_was_told(counts: list[int], over: int) -> None:
    def everybody(_: frozenset[str]) -> int:
        return FEW

    whole = list(pieces({"a": counts}, everybody))
    assert list(pieces({"a": counts[:over]}, everybody)) == [one for one in whole if one.last < over]


@given(st.dictionaries(st.integers(0, 25), st.integers(0, 7)), st.integers(0, 180), st.integers(0, 180))
def test_the_weeks_of_a_period_are_those_that_a_slow_calculation_finds(
    counts: dict[int, int], start: int, length: int
) -> None:
    first = quarter_of(date(2026, 7, 1))
    since, until = first + timedelta(days=start), first + timedelta(days=start + length)
    weeks = whole_weeks(first, since, until, END.date())
    found = pieces({"a": [counts.get(week, 0) for week in range(26)]}, lambda _: FEW)
    over = [p for p in found if first + timedelta(weeks=p.last + 1) <= END.date()]
    mine = {
        w for p in over if p.first >= weeks.start and p.last < weeks.stop for w in range(p.first, p.last + 1)
    }
    slow = told_weeks(
        {first + timedelta(weeks=week): n for week, n in counts.items()}, since, until, END.date()
    )
    assert {first + timedelta(weeks=week) for week in mine} == slow


def test_the_smallest_part_stays_with_a_rest_that_is_too_small() -> None:
    assert alone({"a": 50, "b": 9, "c": 2}, lambda _: FEW) == {"a"}
    assert alone({"a": 50, "b": 9, "c": 6}, lambda _: FEW) == {"a", "b", "c"}
    assert alone({"a": 50, "c": 2}, lambda _: FEW) == frozenset()
    assert alone({"a": 50, "b": 9}, lambda some: 9 if "a" in some else 4) == frozenset()


# Through the report, which every door asks

View = tuple[date, date, str]  # since, until, which part
Sums = tuple[int | None, ...]


async def told_of(counted: Tallies, listed: Directory, asked: Asked) -> dict[View, Sums]:
    """Counts that can be taken from each other: of what was asked for, and of every row that stands beside it."""
    found = await report(counted, listed, "lead", asked, END.date())
    since, until = asked.since, asked.until
    part = f"topic {asked.topic}" if asked.topic else f"platform {asked.platform}" if asked.platform else ""
    rows = {(since, until, part): found.total}
    for week in found.weeks:
        first = date.fromisoformat(week.key)
        rows[max(first, since), min(first + timedelta(days=6), until), part] = week
    for month in found.months:
        first = date.fromisoformat(f"{month.key}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        rows[max(first, since), min(last, until), part] = month
    if not part:
        rows |= {(since, until, f"topic {row.key}"): row for row in found.topics if row.key}
        rows |= {(since, until, f"platform {row.key}"): row for row in found.platforms}
    return {
        view: (_sum(row, "promises_made"), _sum(row, "exceeded", "met", "missed"), _sum(row, "kudos"))
        for view, row in rows.items()
    }


def _sum(row, *names: str) -> int | None:  # type: ignore[no-untyped-def]
    values = [row[name].value for name in names]
    return None if None in values else int(sum(values))


def large(listed: Directory, *, by_topic: bool) -> Directory:
    """The example company, or IT with five owners of every topic but one."""
    if not by_topic:
        return listed
    owners = [listed.topics[t].owners[0] for t in listed.departments["it"].topics]  # type: ignore[index]
    people = [p.id for p in listed.people.values() if p.department == "it"]
    five = tuple(replace(owners[0], person=person) for person in people)
    large = [t for t in listed.departments["it"].topics if not listed.topics[t].confidential][1:]  # type: ignore[index]
    topics = {t: replace(one, owners=five) if t in large else one for t, one in listed.topics.items()}
    return replace(listed, topics=topics)


@pytest.mark.parametrize("by_topic", [False, True], ids=["by platform", "by topic"])
async def test_a_lead_who_asks_for_everything_and_subtracts_learns_of_no_fewer_than_five(
    store: Store, by_topic: bool
) -> None:
    counted, listed = Tallies(store.link), large(directory(), by_topic=by_topic)
    cells: Counter[Tally] = Counter()
    of_it = [life.request for life in lives() if life.request.department == "it"]
    for request, platform in product(of_it, ("slack", "teams", "teams", "teams")):
        cells.update(tallies(replace(request, place=replace(request.place, platform=platform))))
    await counted.add(cells)
    department = listed.departments["it"]  # type: ignore[index]
    end = monday(END.date())
    days = [end - timedelta(weeks=n) for n in range(sample(8, 18))] + [
        end - timedelta(days=n) for n in (3, 10, 31)
    ]
    filters: list[dict[str, str]] = [{}, {"platform": "slack"}, {"platform": "teams"}]
    filters += [{"topic": topic} for topic in department.topics if not listed.topics[topic].confidential]
    views: dict[View, Sums] = {}
    for since, until in combinations(sorted(days), 2):
        for narrowed in filters:
            asked = Asked(department=department.id, since=since, until=until, **narrowed)  # type: ignore[arg-type]
            for view, told in (await told_of(counted, listed, asked)).items():
                assert views.setdefault(view, told) == told, "a row tells what asking for it tells"
    assert_nothing_small(views)
    shown = {key.partition(" ")[0] for (_, _, key), told in views.items() if told != (None, None, None)}
    assert shown == {"", "topic" if by_topic else "platform"}


def assert_nothing_small(views: Mapping[View, Sums]) -> None:
    for n in range(3):
        told = {view: one[n] for view, one in views.items() if one[n] is not None}
        for (since, until, part), one in told.items():
            assert one is not None
            assert one >= FEW
            for (earlier, later, whole), other in told.items():
                within = earlier <= since and until <= later
                if other is not None and within and whole in ("", part):
                    assert other - one == 0 or other - one >= FEW, (since, until, part, earlier, later, whole)
            parts = [m for (s, u, p), m in told.items() if (s, u) == (since, until) and p and m]
            if part == "" and parts:
                rest = one - sum(parts)
                assert rest == 0 or rest >= FEW, (since, until)
