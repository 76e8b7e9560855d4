"""Every figure against a slow, obviously right calculation from what happened."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

from bot.domain.evolve import evolve, fold
from bot.figures.figures import Cell, figures
from bot.figures.measures import BUCKETS, COUNTS, PER_DAY, bucket, middle, place
from bot.figures.shown import percentile
from bot.figures.tallies import monday, tallies
from tests.bot.figures import slow
from tests.bot.figures.company import lives
from tests.bot.figures.slow import Told, told

GROUPINGS = {
    "department": lambda cell: cell.of,
    "topic": lambda cell: (cell.of, cell.first),
    "platform": lambda cell: (cell.of, cell.second),
    "week": lambda cell: (cell.of, monday(cell.day)),
    "day": lambda cell: (cell.of, cell.day),
    "cell": lambda cell: cell[:5],
}


@cache
def stories() -> list[Told]:
    return [told(life.history) for life in lives()]


def slow_cells(all_told: list[Told]) -> Iterator[tuple[Cell, int]]:
    """Counts, by the same names of cells as `figures` gives."""
    for t in all_told:
        if t.confidential or t.moved:
            continue
        for measure, count in slow.measures(t).items():
            yield Cell("service", t.department, t.topic, t.platform, t.day, measure), int(count)  # type: ignore[arg-type]
        if t.rating is not None:
            outcome, _, department = t.rating
            topic = t.topic if department == t.department else ""
            yield Cell("service", department, topic, t.platform, t.day, outcome), 1  # type: ignore[arg-type]


@cache
def all_figures() -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    for life in lives():
        found += figures(life.request)
    return found


def grouped(cells: Any, key: Any) -> Counter[tuple[Any, str]]:
    sums: Counter[tuple[Any, str]] = Counter()
    for cell, count in cells:
        if cell.kind == "service" and ":" not in cell.measure and count:
            sums[key(cell), cell.measure] += count
    return sums


@pytest.mark.parametrize("by", GROUPINGS)
def test_every_count_is_exact(by: str) -> None:
    assert grouped(all_figures().items(), GROUPINGS[by]) == grouped(slow_cells(stories()), GROUPINGS[by])


def test_the_simulation_has_what_could_go_wrong() -> None:
    """Reopened, filed anew, rated again, made confidential late, undone, handed over, complained of and made good."""
    kinds = Counter(type(event).__name__ for life in lives() for event in life.history)
    for kind in (
        "RequestReopened",
        "ActUndone",
        "HandoverTaken",
        "ComplaintMadeGood",
        "PromiseLapsed",
        "RuledOut",
    ):
        assert kinds[kind] > 0, kind
    assert any(t.counts.get("promises_renewed") for t in stories())
    assert any(sum(type(e).__name__ == "Rated" for e in life.history) > 1 for life in lives())
    assert any(
        type(event).__name__ == "MadeConfidential" and event.cause == "requester"
        for life in lives()
        for event in life.history[4:]
    )


@pytest.mark.parametrize("time", ["response", "resolution"])
@pytest.mark.parametrize("rank", [0.1, 0.5, 0.9, 0.99])
def test_percentiles_are_the_nearest_rank_within_five_percent(time: str, rank: float) -> None:
    compared = 0
    for department in {t.department for t in stories()}:
        mine = [t for t in stories() if t.department == department and not t.confidential and not t.moved]
        if time == "response":
            true = slow.percentile([t.response[0] for t in mine if t.response], rank)
        else:
            over = [t for t in mine if t.status in ("resolved", "closed")]
            true = slow.percentile([t.resolution_s for t in over if t.resolution_s is not None], rank)
        counters = np.zeros(PER_DAY, dtype=np.int64)
        for cell, count in all_figures().items():
            if cell.kind == "service" and cell.of == department and cell.measure.startswith(time + ":"):
                counters[place(cell.measure, 0)] += count
        found = percentile(counters, time, rank)
        if true is None:
            assert found is None
            continue
        assert found == pytest.approx(true, rel=0.05, abs=1e-9)
        compared += 1
    assert compared > 5


def test_an_owner_s_cells_are_what_they_answered() -> None:
    true: Counter[tuple[str, str]] = Counter()
    for t in stories():
        if t.confidential or t.moved:
            continue
        who = t.answered_by or (t.owner if t.taken else None)
        if who:
            true[who, "received"] += 1
        if t.rating:
            true[t.rating[1], t.rating[0]] += 1
    found: Counter[tuple[str, str]] = Counter()
    for cell, count in all_figures().items():
        if cell.kind == "own" and cell.measure in ("received", "exceeded", "met", "missed"):
            found[cell.of, cell.measure] += count
    assert found == true


def test_confidential_requests_are_counted_by_department_and_month_alone() -> None:
    private = Counter(
        (t.department, t.day.replace(day=1)) for t in stories() if t.confidential and not t.moved
    )
    found: Counter[Any] = Counter()
    for cell, count in all_figures().items():
        if cell.kind == "private":
            assert (cell.first, cell.second, cell.day.day) == ("", "", 1)
            found[cell.of, cell.day] += count * (cell.measure == "received")
    assert found == private
    hidden = next(life.request for life in lives() if life.request.confidential)
    assert {cell.kind for cell in figures(hidden)} == {"private"}


def test_what_is_open_is_the_backlog() -> None:
    backlog = sum(count for cell, count in all_figures().items() if cell.kind == "backlog")
    assert backlog == sum(life.request.is_open and not life.request.confidential for life in lives())


def test_what_each_step_adds_comes_to_what_the_whole_gives() -> None:
    """A commit adds after - before; so do a reopening, another rating, another topic and late confidentiality."""
    for life in lives()[:200]:
        added: Counter[tuple[str, str]] = Counter()
        request = None
        for event in life.history:
            before = tallies(request) if request is not None else Counter()
            request = evolve(request, event)
            added.update(tallies(request))
            added.subtract(before)
        assert {cell: n for cell, n in added.items() if n} == tallies(fold(life.history))


def test_every_measure_has_a_place_of_its_own() -> None:
    names = [*COUNTS, *(f"{time}:{n}" for time in ("response", "resolution") for n in range(BUCKETS))]
    places = {place(name, day) for name in names for day in range(7)}
    assert len(places) == len(names) * 7 == PER_DAY * 7


@pytest.mark.parametrize("seconds", [0, 59.9, 60, 65.99, 66, 3600, 14_400, 86_400, 900_000, 2_000_000])
def test_a_bucket_stands_for_its_times_within_five_percent(seconds: float) -> None:
    true = 0 if seconds < 60 else seconds
    assert middle(bucket(seconds)) == pytest.approx(true, rel=0.05, abs=1e-9)
