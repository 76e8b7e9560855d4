"""How the figures lie in the store: `figures(request)` as (tally, cell) -> count.

Service, own and alike figures lie in sheets, one a week (`bot.figures.measures`); a shelf, one hash a department or
person, says which sheets there are. The backlog, what went straight and confidential counts are hashes.
"""

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache

from bot.domain.request import Request
from bot.figures.figures import Kind, groups
from bot.figures.measures import REQUESTS, place

Tally = tuple[str, str]  # the tally's name, the cell in it

_WHOLE = f"#{REQUESTS}"
SHEETS: tuple[Kind, ...] = ("service", "own", "alike")


def tallies(request: Request) -> Counter[Tally]:
    """A request adds one to each sheet that it stands in, and one to that sheet on the shelf."""
    counts: dict[Tally, int] = {}
    for kind, of, first, second, day, measures in groups(request):
        if kind in SHEETS:
            name, weekday = sheet(kind, of, first, second, monday(day)), day.weekday()
            for measure, count in measures.items():
                tally = name, _cell(measure, weekday)
                counts[tally] = counts.get(tally, 0) + count
            counts[name, _WHOLE] = 1
            counts[shelf(kind, of), f"{first}|{second}"] = 1
        elif kind == "backlog":
            counts[backlog(of), f"{first}|{second}|{day.isoformat()}"] = 1
        elif kind == "straight":
            cells = {f"{second}|{day.isoformat()}|{measure}": count for measure, count in measures.items()}
            counts |= {(straight(of), cell): count for cell, count in cells.items()}
        else:
            month = day.isoformat()
            counts |= {(private(of), f"{month}|{measure}"): count for measure, count in measures.items()}
    return Counter(counts)


@lru_cache(maxsize=4096)
def _cell(measure: str, weekday: int) -> str:
    return f"#{place(measure, weekday)}"


@lru_cache(maxsize=1024)
def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@lru_cache(maxsize=4096)
def sheet(kind: Kind, of: str, first: str, second: str, week: date) -> str:
    return f"{kind}:{of}:{first}:{second}:{week.isoformat()}"


def shelf(kind: Kind, of: str) -> str:
    return f"{kind}-shelf:{of}"


def backlog(department: str) -> str:
    return f"backlog:{department}"


def straight(department: str) -> str:
    return f"straight:{department}"


def private(department: str) -> str:
    return f"private:{department}"
