"""Into what a department's weeks and work are cut, so that whatever is taken from whatever, five and more are left. Pure.

Speed, promises and ratings are told in pieces: whole weeks that are over, joined until there are five of what is
counted, anew every 13 weeks. The pieces are the same whatever is asked for, and what is told of a period is the sum of
those that lie in it. So two periods differ by whole pieces, never by one person's week.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.figures.rights import FEWEST_COUNTED, FEWEST_PEOPLE

QUARTER = 13  # weeks

People = Callable[[frozenset[str]], int]  # how many stand behind these parts together


class Piece(NamedTuple):
    """`first` and `last`: its weeks, both included. `alone`: the parts that are told by themselves there."""

    first: int
    last: int
    alone: frozenset[str]


def quarter_of(day: date) -> date:
    """The Monday on which its 13 weeks begin."""
    weeks = (day.toordinal() - 1) // 7  # the calendar's first day is a Monday
    return date.fromordinal((weeks - weeks % QUARTER) * 7 + 1)


def pieces(by_part: Mapping[str, Sequence[int]], people: People) -> Iterator[Piece]:
    """`by_part`: how many there were each week, of weeks that are over, from the first of a quarter on.

    The last few of a quarter are in no piece: joined to the one before they would change what was told already.
    """
    first, counts = 0, dict.fromkeys(by_part, 0)
    for week in range(min(map(len, by_part.values()), default=0)):
        if week % QUARTER == 0:
            first, counts = week, dict.fromkeys(by_part, 0)
        counts = {part: counted + by_part[part][week] for part, counted in counts.items()}
        if sum(counts.values()) >= FEWEST_COUNTED:
            yield Piece(first, week, alone(counts, people))
            first, counts = week + 1, dict.fromkeys(by_part, 0)


def alone(counts: Mapping[str, int], people: People) -> frozenset[str]:
    """The parts with five people and five counts, as long as what is left has as many of both, or nothing."""
    enough = [p for p, n in counts.items() if n >= FEWEST_COUNTED and people(frozenset({p})) >= FEWEST_PEOPLE]
    told = sorted(enough, key=lambda part: (-counts[part], part))
    while told and not _may_be_left(
        {part: n for part, n in counts.items() if n and part not in told}, people
    ):
        told.pop()  # the smallest stays with the others
    return frozenset(told)


def _may_be_left(rest: Mapping[str, int], people: People) -> bool:
    return not rest or (sum(rest.values()) >= FEWEST_COUNTED and people(frozenset(rest)) >= FEWEST_PEOPLE)


def whole_weeks(first: date, since: date, until: date, today: date) -> range:
    """Those in the period that are over, Monday to Sunday in UTC, counted from the one that begins on `first`."""
    last = min(until, today - timedelta(days=1))
    return range((since - first + timedelta(days=6)).days // 7, max((last - first).days + 1, 0) // 7)
