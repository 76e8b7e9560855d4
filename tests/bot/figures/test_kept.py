"""What is kept in the store: the same as from the states, from the histories, and after everything was taken out."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from bot.figures.query import Asked, report
from bot.figures.rebuild import rebuild
from bot.figures.reindex import reindex
from bot.figures.rights import OF_PEOPLE
from bot.figures.shown import FIGURES, Row
from bot.figures.tallies import tallies
from bot.simulation import kept
from bot.simulation.simulate import simulate
from bot.store.store import Store
from bot.store.tallies import Tallies
from knowledge.directory import DepartmentId
from tests.bot.desks import SmallDesk
from tests.bot.figures import slow
from tests.bot.figures.company import COUNT, END, directory
from tests.bot.figures.slow import Told, told
from tests.whole_weeks import monday, told_weeks

IT = DepartmentId("it")
SINCE, UNTIL = date(2026, 8, 3), date(2026, 11, 20)


async def test_what_was_counted_is_what_a_recount_finds(store: Store) -> None:
    await kept.keep(store, directory(), 400, seed=2, until=END)
    counted = await Tallies(store.link).all()
    assert counted
    assert await rebuild(store) == 400
    assert await Tallies(store.link).all() == counted


async def test_a_recount_mends_what_was_wrong_and_empties_what_should_not_be(store: Store) -> None:
    await kept.keep(store, directory(), 100, seed=2, until=END)
    true = await Tallies(store.link).all()
    name, cell = next(iter(true))
    await Tallies(store.link).add({(name, cell): 7, ("backlog:nowhere", "x|y|2026-01-01"): 3})
    await rebuild(store)
    assert await Tallies(store.link).all() == true


async def test_a_recount_counts_what_is_committed_meanwhile(store: Store) -> None:
    """Its result goes in only when nothing has been committed since it was made."""
    desk = await SmallDesk.on(store)
    number = (await desk.says(desk.at("bo"), "No me ha llegado la nómina")).number
    since = await Tallies(store.link).last_change()
    stale = dict(await Tallies(store.link).all())
    await desk.says(desk.at("luis"), "No me ha llegado la nómina de este mes")
    assert not await Tallies(store.link).replace(stale, since)
    now = await Tallies(store.link).all()
    assert now != stale
    assert await rebuild(store) == 2
    states = [await desk.request(n) for n in (number, (number or 0) + 1)]
    cells = sum(map(tallies, states), Counter[tuple[str, str]]())
    assert await Tallies(store.link).all() == now == dict(cells)


async def test_the_desk_s_own_commits_count_the_same_as_a_recount(store: Store) -> None:
    desk = await SmallDesk.on(store)
    for who in ("bo", "luis", "bo", "vera"):
        await desk.says(desk.at(who), "No me ha llegado la nómina", as_requester=True)
    counted = await Tallies(store.link).all()
    await rebuild(store)
    assert await Tallies(store.link).all() == counted


async def test_a_store_from_before_an_index_is_listed_as_a_new_one_is(store: Store) -> None:
    """An index that is missing, one that is not of today's any more, and what was simulated stays as it was."""
    desk = await SmallDesk.on(store)
    for who in ("bo", "luis", "bo", "vera"):
        await desk.says(desk.at(who), "No me ha llegado la nómina", as_requester=True)
    true = await _indexed(store)
    received = next(name for name in true if name.startswith("received:"))
    [(member, _), *_] = true[received]
    await kept.keep(store, directory(), 30, seed=2, until=END)
    whole = await _indexed(store)
    await store.link.ask("DEL", store.keys.index(received))
    await store.link.ask("ZADD", store.keys.index("of old"), 1, member)
    simulated = [(n, s) for n, s in whole[received] if (n, s) not in true[received]]
    if simulated:
        await store.link.ask("ZADD", store.keys.index(received), *(x for n, s in simulated for x in (s, n)))
    assert await reindex(store) == len({n for members in true.values() for n, _ in members})
    assert await _indexed(store) == whole


async def _indexed(store: Store) -> dict[str, list[tuple[str, float]]]:
    prefix = store.keys.index("")
    names = sorted([name.decode().removeprefix(prefix) async for name in store.link.names("index:*")])
    return {name: await store.index(name) for name in names}


async def test_removing_what_was_simulated_leaves_what_was_not(store: Store) -> None:
    desk = await SmallDesk.on(store)
    await desk.says(desk.at("bo"), "No me ha llegado la nómina")
    before = await Tallies(store.link).all()
    keys = {name async for name in store.link.names("*")}
    await kept.keep(store, directory(), 250, seed=2, until=END)
    assert await kept.is_there(store)
    assert await kept.remove(store) == 250
    assert await Tallies(store.link).all() == before
    left = {name async for name in store.link.names("*")}
    sheets = {name for name in left - keys if b":tally:" in name}
    assert left - sheets == keys  # a sheet of nothing but noughts may stay; it counts nothing


async def test_the_same_seed_tells_the_same_history() -> None:
    once, again = (
        [life.history for life in simulate(directory(), 60, seed=8, first=1001, until=END)] for _ in range(2)
    )
    assert once == again


async def test_the_report_says_what_the_histories_say(store: Store) -> None:
    """A department, a period that begins and ends within a week, every visible figure."""
    lives = list(simulate(directory(), COUNT, seed=6, first=1001, until=END))
    cells: Counter[tuple[str, str]] = Counter()
    for life in lives:
        cells.update(tallies(life.request))
    await Tallies(store.link).add(cells)
    found = await report(
        Tallies(store.link), directory(), "lead", Asked(department=IT, since=SINCE, until=UNTIL), END.date()
    )
    everybody = [t for life in lives if not (t := told(life.history)).confidential and not t.moved]
    mine = [t for t in everybody if SINCE <= t.day <= UNTIL]
    assert_equal(found.total, everybody, SINCE, UNTIL)
    for week in found.weeks:
        monday = date.fromisoformat(week.key)
        then = [t for t in mine if monday <= t.day < monday + timedelta(days=7)]
        assert week["received"].value == sum(t.department == IT for t in then)
    assert {row.key: row["received"].value for row in found.topics if row["received"].value} == dict(
        Counter(t.topic for t in mine if t.department == IT)
    )
    for month in found.months:
        first = date.fromisoformat(f"{month.key}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        assert_equal(month, everybody, max(first, SINCE), min(last, UNTIL))
    assert [month.key for month in found.months] == ["2026-08", "2026-09", "2026-10", "2026-11"]
    assert {row.key: row["received"].value for row in found.platforms} == dict(
        Counter(t.platform for t in mine if t.department == IT)
    )
    assert_alike(found.alike, [t for t in mine if t.department == IT])
    still = [t for life in lives if (t := told(life.history)).status == "open" and t.department == IT]
    open_now = [t for t in still if not t.confidential]
    assert found.backlog.open == len(open_now)
    if open_now:
        ages = sorted((END.date() - t.day).days for t in open_now)
        assert found.backlog.oldest == ages[-1]
        assert found.backlog.age_p50 == ages[(len(ages) + 1) // 2 - 1]
        assert found.backlog.over_a_week == sum(age > 7 for age in ages)


def assert_alike(rows: Sequence[Row], mine: list[Told]) -> None:
    """Law 16: by country and language of the asker, in groups of twenty first responses and more of whole weeks."""
    groups: dict[str, list[float]] = defaultdict(list)
    for t in mine:
        if t.response is not None and monday(t.day) >= SINCE and monday(t.day) + timedelta(days=6) <= UNTIL:
            groups[f"{t.country}|{t.language}"].append(t.response[0])
    large = {key: times for key, times in groups.items() if len(times) >= 20}
    assert {row.key for row in rows} == set(large)
    for row in rows:
        for rank in (50, 90):
            true = slow.percentile(large[row.key], rank / 100)
            assert row[f"response_p{rank}"].value == pytest.approx(true, rel=0.05)
        shown = {value.name for value in row.values if value.value is not None}
        assert shown == {f.name for f in FIGURES if f.family == "speed" and f.name.startswith("response_")}


SHARES = {
    "handovers": ("handovers", "received"),
    "wrong_first": ("wrong_first", "named"),
    "responded_within": ("responded_within", "responded"),
    "resolved_within": ("resolved_within", "timed"),
    "dated_within": ("dated_within", "dated"),
    "response_rate": ("ratings", "rateable"),
}


def assert_equal(row: Row, everybody: list[Told], since: date, until: date) -> None:
    for figure in FIGURES:
        value = row[figure.name]
        seen = [t for t in everybody if since <= t.day <= until]
        if figure.family in OF_PEOPLE:
            seen = in_told_weeks(figure.basis, everybody, since, until)
            assert (value.withheld in ("few", "week")) == (not seen), figure.name
        if not value.withheld:
            assert value.value == slowly(figure.name, seen), (row.key, figure.name)


def in_told_weeks(basis: str, everybody: list[Told], since: date, until: date) -> list[Told]:
    counts: Counter[date] = Counter()
    for t in everybody:
        counts[monday(t.day)] += sums_of([t])[basis]
    weeks = told_weeks(counts, since, until, END.date())
    return [t for t in everybody if monday(t.day) in weeks]


def sums_of(seen: list[Told]) -> Counter[str]:
    """Of IT. A rating is of the department that answered, whoever has the request now."""
    sums: Counter[str] = Counter()
    for t in seen:
        if t.department == IT:
            sums.update({name: int(n) for name, n in slow.measures(t).items()})
        if t.rating and t.rating[2] == IT:
            sums.update([t.rating[0], "ratings"])
    return sums


def slowly(name: str, seen: list[Told]) -> object:
    sums, mine = sums_of(seen), [t for t in seen if t.department == IT]
    if name in SHARES:
        part, whole = SHARES[name]
        return pytest.approx(min(1.0, sums[part] / sums[whole])) if sums[whole] else None
    if name == "promises_kept_share":
        ended = sums["promises_kept"] + sums["promises_broken"]
        return pytest.approx(sums["promises_kept"] / ended) if ended else None
    if "_p" in name:
        time, rank = name.split("_p")
        times = {
            "response": [t.response[0] for t in mine if t.response],
            "resolution": [t.resolution_s for t in mine if slow.measures(t)["timed"]],
        }[time]
        return pytest.approx(slow.percentile(times, int(rank) / 100), rel=0.05)
    return sums[name]
