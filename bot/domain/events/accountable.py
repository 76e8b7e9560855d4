"""Who is accountable, by when, and how that moved."""

from datetime import datetime
from typing import Literal

from bot.domain.events.event import Event
from bot.domain.request import Clock, DangerKind, Elsewhere, Rung, Target, WordsId
from knowledge.directory import DepartmentId, PersonId, TopicId


class OwnerAssigned(Event, frozen=True, kw_only=True, tag="owner.assigned"):
    owner: PersonId
    department: DepartmentId
    rung: Rung
    cause: Literal[
        "routed",
        "not_this",
        "unreachable",
        "away",
        "about",
        "confidential",
        "handed_over",
        "third_handover",
        "escalated",
        "reassigned",
        "taken_back",
        "danger",
        "no_emergency",
        "complaint",
    ]
    unseen: bool = False
    opens_at: datetime | None = None  # the owner's next opening, where it is later than now
    by: PersonId | None = None
    away: PersonId | None = None  # whoever had it is away, until
    away_until: datetime | None = None
    tells: PersonId | None = None  # the lead, once for all that passes on
    passes: int = 0
    chosen: PersonId | None = None  # whom `by` chose, where somebody else has it for them
    escalates_at: datetime | None = None  # when the next rung has it, unless somebody answers before


class ClockSet(Event, frozen=True, kw_only=True, tag="clock.set"):
    target: Target
    clock: Clock | None  # None: no longer counted
    cause: Literal["assigned", "urgency", "department", "resumed", "reopened", "paused", "next_response"] = (
        "assigned"
    )


class RequestTaken(Event, frozen=True, kw_only=True, tag="request.taken"):
    by: PersonId


class HandoverOffered(Event, frozen=True, kw_only=True, tag="handover.offered"):
    by: PersonId
    person: PersonId | None
    department: DepartmentId
    asked: PersonId
    reason: WordsId
    lapses_at: datetime
    chosen: bool


class HandoverTaken(Event, frozen=True, kw_only=True, tag="handover.taken"):
    by: PersonId
    department: DepartmentId
    topic: TopicId | None = None


class HandoverLapsed(Event, frozen=True, kw_only=True, tag="handover.lapsed"):
    asked: PersonId


class HandoverDeclined(Event, frozen=True, kw_only=True, tag="handover.declined"):
    by: PersonId
    reason: WordsId


class HandoverWithdrawn(Event, frozen=True, kw_only=True, tag="handover.withdrawn"):
    by: PersonId


class LeadBroughtIn(Event, frozen=True, kw_only=True, tag="lead.brought_in"):
    lead: PersonId
    cause: Literal["second_handover", "late", "wanted", "too_long", "promise", "complaint", "consult"]
    escalates_at: datetime | None = None
    comes_to: PersonId | None = None  # who has it then, as far as is known


class LadderBegun(Event, frozen=True, kw_only=True, tag="ladder.begun"):
    """Nobody is told beside its owner, since no lead may hear of it (again); somebody has it next all the same."""

    cause: Literal["second_handover", "late", "wanted", "too_long", "promise", "complaint", "consult"]
    escalates_at: datetime


class LadderEnded(Event, frozen=True, kw_only=True, tag="ladder.ended"):
    """Nobody is above its owner who may have it and has not had it: it stays where it is."""


class Unreachable(Event, frozen=True, kw_only=True, tag="person.unreachable"):
    person: PersonId


class EmergencyRaised(Event, frozen=True, kw_only=True, tag="emergency.raised"):
    danger: DangerKind
    site: str
    otherwise: Elsewhere = Elsewhere()
    near: bool = True  # whoever asked is known to be of that site, or in its country


class EmergencyTold(Event, frozen=True, kw_only=True, tag="emergency.told"):
    person: PersonId
    again: bool
    tells_next_at: datetime


class EmergencyCalledOff(Event, frozen=True, kw_only=True, tag="emergency.called_off"):
    """It only sounded like danger."""

    by: PersonId


Accountable = (
    OwnerAssigned
    | ClockSet
    | RequestTaken
    | HandoverOffered
    | HandoverTaken
    | HandoverLapsed
    | HandoverDeclined
    | HandoverWithdrawn
    | LeadBroughtIn
    | LadderBegun
    | LadderEnded
    | Unreachable
    | EmergencyRaised
    | EmergencyTold
    | EmergencyCalledOff
)
