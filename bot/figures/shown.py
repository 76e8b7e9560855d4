"""From counters to what a reader sees: shares, percentiles by nearest rank, and what is withheld."""

from collections.abc import Callable, Mapping
from math import ceil
from typing import Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bot.figures.measures import COUNTS, PER_DAY, TIMES, middle, time_range
from bot.figures.rights import FEWEST_COUNTED, OF_PEOPLE, Family, Reason, Resource, Role, withheld

Counters = NDArray[np.int64]  # one day's layout, summed over whatever is asked
Unit = Literal["count", "share", "seconds", "per_request"]
Basis = Literal["received", "responded", "timed", "dated", "promises_made", "ratings", "kudos"]

_NOTHING: Counters = np.zeros(PER_DAY, dtype=np.int64)
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
    basis: Basis = "received"  # of what there must be five


class Told(Struct, frozen=True):
    """What may be told of speed, promises and ratings: by basis, the sum of the pieces; or `why` there is none."""

    of: Mapping[Basis, Counters] = {}
    why: Reason = ""


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


def behind(counters: Counters, basis: Basis) -> int:
    """How many answers, resolutions, promises or ratings a figure is of."""
    return ratings(counters) if basis == "ratings" else count(counters, basis)


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
    Figure("response_p50", "speed", "seconds", _time("response", 0.5), "responded"),
    Figure("response_p90", "speed", "seconds", _time("response", 0.9), "responded"),
    Figure("responded_within", "speed", "share", _share("responded_within", "responded"), "responded"),
    Figure("resolution_p50", "speed", "seconds", _time("resolution", 0.5), "timed"),
    Figure("resolution_p90", "speed", "seconds", _time("resolution", 0.9), "timed"),
    Figure("resolved_within", "speed", "share", _share("resolved_within", "timed"), "timed"),
    Figure("dated_within", "speed", "share", _share("dated_within", "dated"), "dated"),
    Figure("promises_made", "promises", "count", _count("promises_made"), "promises_made"),
    Figure("promises_kept", "promises", "count", _count("promises_kept"), "promises_made"),
    Figure("promises_renewed", "promises", "count", _count("promises_renewed"), "promises_made"),
    Figure("promises_broken", "promises", "count", _count("promises_broken"), "promises_made"),
    Figure("promises_kept_share", "promises", "share", _kept_share, "promises_made"),
    Figure("exceeded", "ratings", "count", _count("exceeded"), "ratings"),
    Figure("met", "ratings", "count", _count("met"), "ratings"),
    Figure("missed", "ratings", "count", _count("missed"), "ratings"),
    Figure("response_rate", "ratings", "share", _response_rate, "ratings"),
    Figure("kudos", "ratings", "count", _count("kudos"), "kudos"),
)
NAMES = tuple(figure.name for figure in FIGURES)
BY_NAME: Mapping[str, Figure] = {figure.name: figure for figure in FIGURES}
BASES: tuple[Basis, ...] = tuple(dict.fromkeys(f.basis for f in FIGURES if f.family in OF_PEOPLE))

assert set(TIMES) == {"response", "resolution"}


def row(
    key: str, counters: Counters, role: Role, resource: Resource, people: int, told: Told | None = None
) -> Row:
    """Every figure of these counters that `role` may see of `resource`; the others say why not.

    `told`: where speed, promises and ratings are told in pieces. Without it they are of the same counters.
    """
    return Row(
        key=key, values=tuple(_value(figure, counters, role, resource, people, told) for figure in FIGURES)
    )


def _value(
    figure: Figure, counters: Counters, role: Role, resource: Resource, people: int, told: Told | None
) -> Value:
    in_pieces = told is not None and figure.family in OF_PEOPLE
    of = told.of.get(figure.basis, _NOTHING) if told is not None and in_pieces else counters
    why = withheld(role, resource, figure.family, people=people, counted=behind(of, figure.basis))
    if told is not None and in_pieces and why == "few":
        why = told.why or why
    return Value(name=figure.name, unit=figure.unit, value=None if why else figure.of(of), withheld=why)


def right_first(key: str, right: int, routed: int) -> Row:
    """How much of what went straight to somebody was right. Of few there is no share: one of two is half, and says nothing."""
    few = routed < FEWEST_COUNTED
    share = Value(
        name="right_first",
        unit="share",
        value=None if few else right / routed,
        withheld="few" if few else "",
    )
    return Row(key=key, values=(Value(name="routed", unit="count", value=float(routed)), share))
