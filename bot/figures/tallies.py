"""How the figures lie in the store: `figures(request)` as (tally, cell) -> count.

Service, own and alike figures lie in sheets, one a week (`bot.figures.measures`); a shelf, one hash a department or
person, says which sheets there are. The backlog and confidential counts are hashes.
"""

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache

from bot.domain.request import Request
from bot.figures.figures import Cell, Kind, figures
from bot.figures.measures import place

Tally = tuple[str, str]  # the tally's name, the cell in it

SHEETS: tuple[Kind, ...] = ("service", "own", "alike")


def tallies(request: Request) -> Counter[Tally]:
    return encoded(figures(request))


def encoded(found: Counter[Cell]) -> Counter[Tally]:
    """For the figures of one request: on the shelf it adds one for each sheet that it stands in."""
    counts: Counter[Tally] = Counter()
    for cell, count in found.items():
        if cell.kind in SHEETS:
            counts[sheet(cell.kind, cell.of, cell.first, cell.second, monday(cell.day)), _place(cell)] += (
                count
            )
            counts[shelf(cell.kind, cell.of), f"{cell.first}|{cell.second}"] = 1
        elif cell.kind == "backlog":
            counts[backlog(cell.of), f"{cell.first}|{cell.second}|{cell.day.isoformat()}"] += count
        else:
            counts[private(cell.of), f"{cell.day.isoformat()}|{cell.measure}"] += count
    return counts


def _place(cell: Cell) -> str:
    return _cell(cell.measure, cell.day.weekday())


@lru_cache(maxsize=4096)
def _cell(measure: str, weekday: int) -> str:
    return f"#{place(measure, weekday)}"


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def sheet(kind: Kind, of: str, first: str, second: str, week: date) -> str:
    return f"{kind}:{of}:{first}:{second}:{week.isoformat()}"


def shelf(kind: Kind, of: str) -> str:
    return f"{kind}-shelf:{of}"


def backlog(department: str) -> str:
    return f"backlog:{department}"


def private(department: str) -> str:
    return f"private:{department}"
