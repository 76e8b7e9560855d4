"""Nobody learns of one confidential request by taking one period from another: they differ by five, or by nothing."""

from collections import Counter
from datetime import date, timedelta
from itertools import combinations

from bot.figures.query import Asked, report
from bot.figures.tallies import Tally, tallies
from bot.store.store import Store
from bot.store.tallies import Tallies
from knowledge.directory import DepartmentId, Directory
from tests.bot.figures.company import END, directory, lives

FEW = 5
TODAY = END.date()


async def filled(store: Store) -> Tallies:
    found = Tallies(store.link)
    cells: Counter[Tally] = Counter()
    for life in lives():
        cells += tallies(life.request)
    await found.add(cells)
    return found


def is_told(difference: int) -> bool:
    return 0 < abs(difference) < FEW


async def test_no_two_views_tell_of_fewer_than_five_confidential_requests(store: Store) -> None:
    counted, listed = await filled(store), directory()
    starts = [date(2026, month, 1) for month in range(5, 12)]
    told = 0
    for department in listed.departments:
        found = {
            (since, until): (await _private(counted, listed, department, since, until))
            for since, until in combinations(starts, 2)
        }
        for (since, until), one in found.items():
            told += one["received"] is not None
            assert not _tells(one)
            for (earlier, later), other in found.items():
                if earlier <= since and until <= later:
                    assert not any(
                        less is not None and more is not None and is_told(more - less)
                        for less, more in ((one[name], other[name]) for name in one)
                    )
    assert told


async def _private(
    counted: Tallies, listed: Directory, department: DepartmentId, since: date, until: date
) -> dict[str, int | None]:
    asked = Asked(department=department, since=since, until=until - timedelta(days=1))
    return dict((await report(counted, listed, "lead", asked, TODAY)).private)


def _tells(counts: dict[str, int | None]) -> bool:
    received, resolved, left_open = (counts[name] for name in ("received", "resolved", "open"))
    if received is None:
        return False
    parts = [one for one in (resolved, left_open) if one is not None]
    return is_told(received - sum(parts)) or any(is_told(received - one) for one in parts)
