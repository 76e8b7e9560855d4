"""From counters to what a reader sees: shares, percentiles by nearest rank, and what is withheld."""

from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bot.figures.measures import COUNTS, TIMES, middle, time_range
from bot.figures.rights import FEWEST_ANSWERS, Family, Reason, Resource, Role, withheld

Counters = NDArray[np.int64]  # one day's layout, summed over whatever is asked
Unit = Literal["count", "share", "seconds", "per_request"]

_PLACES = {name: place for place, name in enumerate(COUNTS)}


class Value(Struct, frozen=True, kw_only=True):
    """One figure. `value` is None where nothing was counted, or where it is `withheld`."""

    name: str
    unit: Unit
    value: float | None
    withheld: Reason = ""


class Row(Struct, frozen=True, kw_only=True):
    """The figures of one week, topic, platform or group of askers."""

    key: str
    values: tuple[Value, ...]

    def __getitem__(self, name: str) -> Value:
        return next(value for value in self.values if value.name == name)


class Figure(Struct, frozen=True):
    name: str
    family: Family
    unit: Unit
    of: Callable[[Counters], float | None]


def count(counters: Counters, name: str) -> int:
    return int(counters[_PLACES[name]])


def percentile(counters: Counters, time: str, rank: float) -> float | None:
    """By nearest rank: the smallest time that at least `rank` of all do not exceed; within 5 %. None without any."""
    buckets = counters[time_range(time)]
    total = int(buckets.sum())
    if total <= 0:
        return None
    wanted = max(1, ceil(rank * total))
    return middle(int(np.searchsorted(np.cumsum(buckets), wanted)))


def _count(name: str) -> Callable[[Counters], float | None]:
    return lambda counters: float(count(counters, name))


def _share(name: str, of: str) -> Callable[[Counters], float | None]:
    def share(counters: Counters) -> float | None:
        whole = count(counters, of)
        return count(counters, name) / whole if whole else None

    return share


def _time(name: str, rank: float) -> Callable[[Counters], float | None]:
    return lambda counters: percentile(counters, name, rank)


def ratings(counters: Counters) -> int:
    return sum(count(counters, outcome) for outcome in ("exceeded", "met", "missed"))


def _kept_share(counters: Counters) -> float | None:
    """Of the promises that have come to their end."""
    kept, broken = count(counters, "promises_kept"), count(counters, "promises_broken")
    return kept / (kept + broken) if kept + broken else None


def _response_rate(counters: Counters) -> float | None:
    could = count(counters, "rateable")
    return min(ratings(counters) / could, 1.0) if could else None


FIGURES: tuple[Figure, ...] = (
    Figure("received", "volume", "count", _count("received")),
    Figure("by_article", "volume", "count", _count("by_article")),
    Figure("unconfirmed", "volume", "count", _count("unconfirmed")),
    Figure("withdrawn", "volume", "count", _count("withdrawn")),
    Figure("resolved", "volume", "count", _count("resolved")),
    Figure("reopened", "volume", "count", _count("reopened")),
    Figure("handovers", "volume", "per_request", _share("handovers", "received")),
    Figure("wrong_first", "volume", "share", _share("wrong_first", "named")),
    Figure("escalations", "volume", "count", _count("escalations")),
    Figure("complaints", "complaints", "count", _count("complaints")),
    Figure("made_good", "complaints", "count", _count("made_good")),
    Figure("response_p50", "speed", "seconds", _time("response", 0.5)),
    Figure("response_p90", "speed", "seconds", _time("response", 0.9)),
    Figure("responded_within", "speed", "share", _share("responded_within", "responded")),
    Figure("resolution_p50", "speed", "seconds", _time("resolution", 0.5)),
    Figure("resolution_p90", "speed", "seconds", _time("resolution", 0.9)),
    Figure("resolved_within", "speed", "share", _share("resolved_within", "timed")),
    Figure("dated_within", "speed", "share", _share("dated_within", "dated")),
    Figure("promises_made", "promises", "count", _count("promises_made")),
    Figure("promises_kept", "promises", "count", _count("promises_kept")),
    Figure("promises_renewed", "promises", "count", _count("promises_renewed")),
    Figure("promises_broken", "promises", "count", _count("promises_broken")),
    Figure("promises_kept_share", "promises", "share", _kept_share),
    Figure("exceeded", "ratings", "count", _count("exceeded")),
    Figure("met", "ratings", "count", _count("met")),
    Figure("missed", "ratings", "count", _count("missed")),
    Figure("response_rate", "ratings", "share", _response_rate),
    Figure("kudos", "ratings", "count", _count("kudos")),
)
NAMES = tuple(figure.name for figure in FIGURES)
BY_NAME: Mapping[str, Figure] = {figure.name: figure for figure in FIGURES}

assert set(TIMES) == {"response", "resolution"}


def row(key: str, counters: Counters, role: Role, resource: Resource, people: int) -> Row:
    """Every figure of these counters that `role` may see of `resource`; the others say why not."""
    behind = {"people": people, "ratings": ratings(counters), "answers": count(counters, "responded")}
    return Row(key=key, values=tuple(_value(figure, counters, role, resource, behind) for figure in FIGURES))


def _value(
    figure: Figure, counters: Counters, role: Role, resource: Resource, behind: Mapping[str, int]
) -> Value:
    why = withheld(role, resource, figure.family, **behind)
    value = None if why else figure.of(counters)
    return Value(name=figure.name, unit=figure.unit, value=value, withheld=why)


def right_first(key: str, right: int, routed: int) -> Row:
    """How much of what went straight to somebody was right. Of few there is no share: one of two is half, and says nothing."""
    few = routed < FEWEST_ANSWERS
    share = Value(
        name="right_first",
        unit="share",
        value=None if few else right / routed,
        withheld="few" if few else "",
    )
    return Row(key=key, values=(Value(name="routed", unit="count", value=float(routed)), share))


def covered(rows: Sequence[Row], weights: Sequence[int]) -> tuple[Row, ...]:
    """Where one row alone is withheld it could be told from the total and the others: the smallest goes with it."""
    hidden = [n for n, one in enumerate(rows) if one["response_p50"].withheld == "people"]
    shown = [n for n, one in enumerate(rows) if not one["response_p50"].withheld]
    if len(hidden) != 1 or not shown:
        return tuple(rows)
    smallest = min(shown, key=lambda n: weights[n])
    return tuple(_hidden(one) if n == smallest else one for n, one in enumerate(rows))


def _hidden(one: Row) -> Row:
    def hide(value: Value) -> Value:
        if BY_NAME[value.name].family in ("volume", "complaints"):
            return value
        return Value(name=value.name, unit=value.unit, value=None, withheld="people")

    return Row(key=one.key, values=tuple(map(hide, one.values)))
