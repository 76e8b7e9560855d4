"""What nobody orders: timers that fired, people out of reach or away, and what the desk shows by itself."""

from datetime import datetime
from typing import Literal

from bot.domain.commands.command import About
from bot.domain.request import Target
from knowledge.directory import PersonId


class TimerFired(About, frozen=True, kw_only=True, tag="timer"):
    """`timer` and `due` are its name and instant, as `bot.domain.timers` gave them."""

    timer: Literal[
        "choices",
        "article_again",
        "article_close",
        "offer",
        "said_back",
        "promise_reminder",
        "promise_due",
        "warn",
        "foretell",
        "breach",
        "escalate",
        "consult_reminder",
        "consult_lapse",
        "pending_reminder",
        "pending_resolve",
        "survey_reminder",
        "close",
        "emergency",
    ]
    due: datetime
    target: Target | None = None


class NotReached(About, frozen=True, kw_only=True, tag="not_reached"):
    """What makes `person` accountable could not be delivered: accountability moves on."""

    person: PersonId
    # The lead, where somebody is gone for good, in one request of all that pass on.
    tells: PersonId | None = None
    passes: int = 0  # how many these are


class OwnerAway(About, frozen=True, kw_only=True, tag="owner_away"):
    """The owner is away until then: what falls due before goes to the next in the chain, the rest waits."""

    person: PersonId
    until: datetime
    tells: PersonId | None = None  # the lead, in one request of all that pass on
    passes: int = 0  # how many these are


class ShowBulletin(About, frozen=True, kw_only=True, tag="show_bulletin"):
    bulletin: str


Unasked = TimerFired | NotReached | OwnerAway | ShowBulletin
