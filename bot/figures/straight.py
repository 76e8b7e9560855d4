"""What went straight to a person by what was read, without a question, and whether it was right: by day. Pure."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from bot.domain.request import Request

CORRECTIONS = frozenset({"not_this", "handover", "file_under"})
NAMES = ("routed", "right_first")


class Day(Struct, frozen=True):
    """Of the requests that went straight to somebody that day, how many nobody has put right since."""

    day: date
    right: int
    routed: int


def went_straight(request: Request) -> bool:
    """To a person by what was read, without a question. Danger is no route, and nothing confidential is shown in what
    is read over shoulders."""
    seen = request.straight is not None and not request.unseen
    return seen and not request.confidential and request.emergency is None


def was_right(request: Request) -> bool:
    """As far as anybody has said: no other department took it, nobody said "not this", no other topic was chosen."""
    corrected = request.taught is not None and request.taught.kind in CORRECTIONS
    return not request.counted.wrong_first and not corrected


def days_of(cells: Mapping[str, int], since: date, until: date, platform: str | None) -> tuple[Day, ...]:
    """`cells`: "platform|day|measure" -> how many. The oldest day first; those without any are left out."""
    found: dict[date, Counter[str]] = {}
    for cell, counted in cells.items():
        where, day, measure = cell.split("|")
        if platform in (None, where):
            found.setdefault(date.fromisoformat(day), Counter())[measure] += counted
    asked = (day for day in sorted(found) if since <= day <= until and found[day]["routed"] > 0)
    return tuple(Day(day, found[day]["right"], found[day]["routed"]) for day in asked)
