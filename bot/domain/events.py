"""What happened, in the past tense. Events hold what was worked out when they happened, so that folding them never
asks today's directory; tags are written out and later fields have defaults, since a history outlives class names.
"""

from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from bot.domain.request import (
    Clock,
    DangerKind,
    Outcome,
    Place,
    RequestNumber,
    Rung,
    Target,
    WordsId,
)
from knowledge.directory import DepartmentId, PersonId, TopicId, Urgency


class Event(Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    number: RequestNumber
    at: datetime  # aware, UTC


# --- asked and understood ---------------------------------------------------------------------------------------


class RequestAsked(Event, frozen=True, kw_only=True, tag="request.asked"):
    requester: PersonId
    place: Place
    language: str
    department: DepartmentId  # the concierge's, until it is filed
    owner: PersonId  # the concierge on duty: somebody is accountable from the first message
    words: WordsId | None = None  # None: a signpost stores no text
    author: PersonId | None = None
    recorded_by: PersonId | None = None
    country: str = ""


class RequestFiled(Event, frozen=True, kw_only=True, tag="request.filed"):
    topic: TopicId | None
    department: DepartmentId
    cause: Literal["read", "chosen", "not_this", "lapsed", "filed_under", "handed_over", "person_wanted"]
    confidence: float = 0.0
    because: tuple[str, ...] = ()
    by: PersonId | None = None
    directory: str = ""  # version


class WantedByHeard(Event, frozen=True, kw_only=True, tag="wanted_by.heard"):
    due: datetime | None  # None: taken back
    day_only: bool = False
    by: PersonId | None = None


class UrgencySet(Event, frozen=True, kw_only=True, tag="urgency.set"):
    urgency: Urgency
    cause: Literal["words", "owner", "danger"]
    by: PersonId | None = None


class MadeConfidential(Event, frozen=True, kw_only=True, tag="confidential.made"):
    cause: Literal["topic", "requester", "words", "caution", "owner"]
    by: PersonId | None = None


class ConfidentialLifted(Event, frozen=True, kw_only=True, tag="confidential.lifted"):
    by: PersonId


class PeopleNamed(Event, frozen=True, kw_only=True, tag="people.named"):
    """Nobody handles a request about themselves: these are passed over in the whole chain."""

    people: tuple[PersonId, ...]


class ChoicesOffered(Event, frozen=True, kw_only=True, tag="choices.offered"):
    topics: tuple[TopicId, ...]
    lapses_at: datetime


class ChoiceMade(Event, frozen=True, kw_only=True, tag="choices.made"):
    topic: TopicId | None  # None: something else


class ChoicesLapsed(Event, frozen=True, kw_only=True, tag="choices.lapsed"):
    pass


class RuledOut(Event, frozen=True, kw_only=True, tag="topic.ruled_out"):
    """The requester's "not this"."""

    topic: TopicId


class PersonWanted(Event, frozen=True, kw_only=True, tag="person.wanted"):
    pass


class Nudged(Event, frozen=True, kw_only=True, tag="owner.nudged"):
    """The requester asked how it is going."""


class ArticleOffered(Event, frozen=True, kw_only=True, tag="article.offered"):
    article: str
    language: str
    topic: TopicId
    asks_again_at: datetime
    closes_at: datetime


class ArticleHelped(Event, frozen=True, kw_only=True, tag="article.helped"):
    pass


class ArticleLeft(Event, frozen=True, kw_only=True, tag="article.left"):
    cause: Literal["person", "words", "not_this"]


class ArticleAskedAgain(Event, frozen=True, kw_only=True, tag="article.asked_again"):
    pass


class SignpostGiven(Event, frozen=True, kw_only=True, tag="signpost.given"):
    topic: TopicId


class BulletinShown(Event, frozen=True, kw_only=True, tag="bulletin.shown"):
    bulletin: str


class MatterJoined(Event, frozen=True, kw_only=True, tag="matter.joined"):
    matter: str
    by: PersonId | None = None


class MatterLeft(Event, frozen=True, kw_only=True, tag="matter.left"):
    by: PersonId | None = None


# --- who is accountable -----------------------------------------------------------------------------------------


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
        "complaint",
    ]
    unseen: bool = False
    opens_at: datetime | None = None  # the owner's next opening, where it is later than now
    by: PersonId | None = None


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
    cause: Literal["second_handover", "late", "wanted", "promise", "complaint", "consult"]


class Unreachable(Event, frozen=True, kw_only=True, tag="person.unreachable"):
    person: PersonId


class EmergencyRaised(Event, frozen=True, kw_only=True, tag="emergency.raised"):
    danger: DangerKind
    site: str


class EmergencyTold(Event, frozen=True, kw_only=True, tag="emergency.told"):
    person: PersonId
    again: bool
    tells_next_at: datetime


# --- said and done ----------------------------------------------------------------------------------------------


class MessageSaid(Event, frozen=True, kw_only=True, tag="message.said"):
    by: PersonId
    side: Literal["requester", "owner", "colleague"]
    words: WordsId
    joined: bool = (
        False  # the desk decided that it belongs here: shown as "added to R-…, it is something else"
    )
    place: Place | None = None


class MessageEdited(Event, frozen=True, kw_only=True, tag="message.edited"):
    by: PersonId
    words: WordsId  # whose text is replaced


class MessageDeleted(Event, frozen=True, kw_only=True, tag="message.deleted"):
    by: PersonId
    words: WordsId


class MessageMoved(Event, frozen=True, kw_only=True, tag="message.moved"):
    words: WordsId
    to: RequestNumber


class NoteWritten(Event, frozen=True, kw_only=True, tag="note.written"):
    """Private to the owners' side: never leaves towards the requester, whatever its text says."""

    by: PersonId
    words: WordsId


class FirstResponseGiven(Event, frozen=True, kw_only=True, tag="first_response.given"):
    by: PersonId
    business_s: float
    within: bool


class QuestionPut(Event, frozen=True, kw_only=True, tag="question.put"):
    """The requester is asked something: the clock stops."""

    by: PersonId
    words: WordsId
    reminders: tuple[datetime, ...]
    resolves_at: datetime


class QuestionAnswered(Event, frozen=True, kw_only=True, tag="question.answered"):
    pass


class RequesterReminded(Event, frozen=True, kw_only=True, tag="requester.reminded"):
    pass


class PromiseMade(Event, frozen=True, kw_only=True, tag="promise.made"):
    by: PersonId
    due: datetime
    reminds_at: datetime
    note: WordsId | None = None
    waits_for: WordsId | None = None
    renewal: bool = False


class PromiseKept(Event, frozen=True, kw_only=True, tag="promise.kept"):
    by: PersonId


class PromiseReminded(Event, frozen=True, kw_only=True, tag="promise.reminded"):
    by: PersonId


class PromiseLapsed(Event, frozen=True, kw_only=True, tag="promise.lapsed"):
    by: PersonId


class ConsultAsked(Event, frozen=True, kw_only=True, tag="consult.asked"):
    consult: str
    by: PersonId
    colleague: PersonId
    question: WordsId
    yes_or_no: bool = False


class ConsultAnswered(Event, frozen=True, kw_only=True, tag="consult.answered"):
    consult: str
    by: PersonId
    yes: bool | None = None
    answer: WordsId | None = None


class TargetWarned(Event, frozen=True, kw_only=True, tag="target.warned"):
    target: Target


class TargetBreached(Event, frozen=True, kw_only=True, tag="target.breached"):
    target: Target


# --- how it ended -----------------------------------------------------------------------------------------------


class RequestResolved(Event, frozen=True, kw_only=True, tag="request.resolved"):
    by: PersonId | None  # None: by article, or by silence
    words: WordsId | None = None
    how: Literal["owner", "article", "silence"] = "owner"
    business_s: float = 0.0
    closes_at: datetime


class RequestClosed(Event, frozen=True, kw_only=True, tag="request.closed"):
    words_until: datetime  # when retention erases the words
    unconfirmed: bool = False


class RequestReopened(Event, frozen=True, kw_only=True, tag="request.reopened"):
    by: PersonId
    cause: Literal["not_yet", "words", "complaint"]


class RequestWithdrawn(Event, frozen=True, kw_only=True, tag="request.withdrawn"):
    by: PersonId
    words_until: datetime
    moved_to: RequestNumber | None = None


class ActUndone(Event, frozen=True, kw_only=True, tag="act.undone"):
    by: PersonId
    act: Literal["take", "reply", "note", "promise", "offer", "resolve", "ask"]
    words: WordsId | None = None


class Rated(Event, frozen=True, kw_only=True, tag="request.rated"):
    outcome: Outcome
    answered_by: PersonId
    department: DepartmentId
    words: WordsId | None = None


class ComplaintRaised(Event, frozen=True, kw_only=True, tag="complaint.raised"):
    answerable: PersonId
    words: WordsId | None = None


class ComplaintMadeGood(Event, frozen=True, kw_only=True, tag="complaint.made_good"):
    pass


class Thanked(Event, frozen=True, kw_only=True, tag="requester.thanked"):
    public: bool = False


AnyEvent = (
    RequestAsked
    | RequestFiled
    | WantedByHeard
    | UrgencySet
    | MadeConfidential
    | ConfidentialLifted
    | PeopleNamed
    | ChoicesOffered
    | ChoiceMade
    | ChoicesLapsed
    | RuledOut
    | PersonWanted
    | Nudged
    | ArticleOffered
    | ArticleHelped
    | ArticleLeft
    | ArticleAskedAgain
    | SignpostGiven
    | BulletinShown
    | MatterJoined
    | MatterLeft
    | OwnerAssigned
    | ClockSet
    | RequestTaken
    | HandoverOffered
    | HandoverTaken
    | HandoverLapsed
    | HandoverDeclined
    | HandoverWithdrawn
    | LeadBroughtIn
    | Unreachable
    | EmergencyRaised
    | EmergencyTold
    | MessageSaid
    | MessageEdited
    | MessageDeleted
    | MessageMoved
    | NoteWritten
    | FirstResponseGiven
    | QuestionPut
    | QuestionAnswered
    | RequesterReminded
    | PromiseMade
    | PromiseKept
    | PromiseReminded
    | PromiseLapsed
    | ConsultAsked
    | ConsultAnswered
    | TargetWarned
    | TargetBreached
    | RequestResolved
    | RequestClosed
    | RequestReopened
    | RequestWithdrawn
    | ActUndone
    | Rated
    | ComplaintRaised
    | ComplaintMadeGood
    | Thanked
)

encode_event = msgspec.json.Encoder().encode
decode_event = msgspec.json.Decoder(AnyEvent).decode
