"""`figures(request)`: what one request adds to the figures, as a pure function of its state.

A commit adds figures(after) - figures(before), so every correction (a reopening, another rating, another topic, late
confidentiality) is right by construction, and a rebuild is the sum over all requests.

A confidential request is counted by department and month alone, and only that it was asked and how it stands
(law 11). What is counted by owner is for that owner alone (law 14). A day is the day of asking, in UTC.
"""

from collections import Counter
from datetime import date
from typing import Literal, NamedTuple

from bot.domain.request import Rating, Request
from bot.figures.measures import bucket
from bot.figures.straight import was_right, went_straight
from knowledge.directory import PersonId

Kind = Literal["service", "own", "alike", "backlog", "straight", "private"]


class Cell(NamedTuple):
    """`first` and `second`: topic and platform; of "alike" country and language of the asker.

    Of "straight" there is no topic, since it is the topic that may have been wrong.
    """

    kind: Kind
    of: str  # the department; of "own" the person
    first: str
    second: str
    day: date
    measure: str


class Group(NamedTuple):
    """The cells of one request that share all but their measure."""

    kind: Kind
    of: str
    first: str
    second: str
    day: date
    counts: dict[str, int]  # measure -> count, none of them zero


def figures(request: Request) -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    for group in groups(request):
        for measure, count in group.counts.items():
            found[Cell(*group[:5], measure)] += count
    return found


def groups(request: Request) -> list[Group]:
    """The same figures as `figures` gives, gathered by where they are kept."""
    if request.moved_to is not None:
        return []  # its words have become another request, which is counted
    if request.confidential:
        return _private(request)
    day, platform, topic = request.asked_at.date(), request.place.platform, request.topic or ""
    counts = _measures(request)
    found = [Group("service", request.department, topic, platform, day, counts)]
    answered = _answerable(request)
    if answered is not None:
        found.append(Group("own", answered, "", platform, day, counts))
    if request.rating is not None:
        found += _rated(request.rating, request, topic)
    if request.is_open:
        found.append(Group("backlog", request.department, topic, platform, day, {"open": 1}))
    if request.counted.response_s is not None:
        given = {f"response:{bucket(request.counted.response_s)}": 1, "responded": 1}
        country, language = request.counted.country, request.language.split("-")[0]
        found.append(Group("alike", request.department, country, language, day, given))
    if request.straight is not None and went_straight(request):
        counts = {"routed": 1, "right": 1} if was_right(request) else {"routed": 1}
        found.append(Group("straight", request.straight, "", platform, day, counts))
    return found


def _private(request: Request) -> list[Group]:
    month = request.asked_at.date().replace(day=1)
    counts = {"received": 1}
    if request.is_open:
        counts["open"] = 1
    elif request.status in ("resolved", "closed") and not request.unconfirmed:
        counts["resolved"] = 1
    return [Group("private", request.department, "", "", month, counts)]


def _answerable(request: Request) -> PersonId | None:
    """Whose own figures it is in: who really answered last, else who has taken it."""
    if request.answered_by is not None:
        return request.answered_by
    return request.owner if request.taken else None


def _measures(request: Request) -> dict[str, int]:
    counted = request.counted
    over = request.status in ("resolved", "closed") and not request.unconfirmed
    by_person = over and not request.by_article
    timed = over and counted.resolution_s is not None
    wanted, resolved_at = request.wanted_by, request.resolved_at
    dated = over and wanted is not None and resolved_at is not None
    found = {
        "received": 1,
        "by_article": int(over and request.by_article),
        "unconfirmed": int(request.unconfirmed),
        "withdrawn": int(request.status == "withdrawn"),
        "resolved": int(by_person),
        "reopened": request.reopened,
        "responded": int(counted.response_s is not None),
        "responded_within": int(counted.response_s is not None and counted.response_within),
        "timed": int(timed),
        "resolved_within": int(timed and not counted.resolution_late),
        "promises_made": counted.promises_made,
        "promises_renewed": counted.promises_renewed,
        "promises_kept": counted.promises_kept,
        "promises_broken": counted.promises_broken,
        "named": int(counted.named),
        "wrong_first": int(counted.wrong_first),
        "handovers": request.handovers,
        "escalations": counted.escalations,
        "dated": int(dated),
        "dated_within": int(
            dated and wanted is not None and resolved_at is not None and resolved_at <= wanted
        ),
        "complaints": counted.complaints,
        "made_good": counted.made_good,
        "rateable": int(request.rating is not None or (by_person and request.survey is not None)),
        "kudos": int(request.thanked),
    }
    if counted.response_s is not None:
        found[f"response:{bucket(counted.response_s)}"] = 1
    if timed and counted.resolution_s is not None:
        found[f"resolution:{bucket(counted.resolution_s)}"] = 1
    return {measure: count for measure, count in found.items() if count}


def _rated(rating: Rating, request: Request, topic: str) -> list[Group]:
    """A rating belongs to whoever last really answered, and to their department, as it was then."""
    day, platform = request.asked_at.date(), request.place.platform
    about = topic if rating.department == request.department else ""
    outcome = {str(rating.outcome): 1}
    return [
        Group("service", rating.department, about, platform, day, outcome),
        Group("own", rating.answered_by, "", platform, day, outcome),
    ]
