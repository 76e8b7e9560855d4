"""What is counted, and where each counter lies in a sheet.

A sheet holds the counters of one week, day after day: so much space whatever is counted, and one read however many
requests it was. Times are histograms: bucket 0 is "at once" (under a minute), the others grow by a tenth, so that a
percentile read from them is within 5 % of the true one.
"""

from math import log

COUNTS = (
    "received",
    "by_article",
    "unconfirmed",
    "withdrawn",
    "resolved",  # by a person
    "reopened",
    "responded",
    "responded_within",
    "timed",  # resolutions that had a target
    "resolved_within",
    "promises_made",
    "promises_renewed",
    "promises_kept",
    "promises_broken",
    "named",
    "wrong_first",
    "handovers",
    "escalations",
    "dated",  # resolved, and the requester had named a date
    "dated_within",
    "complaints",
    "made_good",
    "rateable",
    "exceeded",
    "met",
    "missed",
    "kudos",
)
TIMES = ("response", "resolution")

RATIO = 1.10
SHORTEST_S = 60.0
BUCKETS = 113  # bucket 0, and from a minute to some 700 business hours
PER_DAY = len(COUNTS) + len(TIMES) * BUCKETS
DAYS = 7
# After the last day stands how many requests are in the sheet: so it is as long as it will ever be from the first one
# on, and reading it costs the same from then on.
REQUESTS = DAYS * PER_DAY
PER_SHEET = REQUESTS + 1

_PLACE = {name: place for place, name in enumerate(COUNTS)}
_STARTS = {name: len(COUNTS) + n * BUCKETS for n, name in enumerate(TIMES)}


def bucket(seconds: float) -> int:
    """What lasts longer than the last bucket is counted there."""
    if seconds < SHORTEST_S:
        return 0
    return min(1 + int(log(seconds / SHORTEST_S) / log(RATIO) + 1e-9), BUCKETS - 1)


def middle(of: int) -> float:
    """The seconds that stand for a bucket: at most 5 % from any that fell into it."""
    return 0.0 if of == 0 else SHORTEST_S * RATIO ** (of - 0.5)


def place(measure: str, weekday: int) -> int:
    """`measure`: a count, or a time's bucket as "response:17". Raises KeyError for any other."""
    name, _, which = measure.partition(":")
    within = _STARTS[name] + int(which) if which else _PLACE[name]
    return weekday * PER_DAY + within


def time_range(name: str) -> slice:
    """Where a time's buckets lie within a day."""
    return slice(_STARTS[name], _STARTS[name] + BUCKETS)
