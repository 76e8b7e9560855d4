"""What was said, promised, put and answered while it was open."""

from datetime import datetime
from typing import Literal

from bot.domain.events.event import Event
from bot.domain.request import Delay, Place, RequestNumber, Target, WordsId
from knowledge.directory import PersonId


class MessageSaid(Event, frozen=True, kw_only=True, tag="message.said"):
    by: PersonId
    side: Literal["requester", "owner", "bystander"]
    words: WordsId
    joined: bool = False  # the desk decided that it belongs here: "added to R-…, it is something else"
    apart: bool = False  # they seem to ask for another thing: "open it apart"
    ringing: tuple[RequestNumber, ...] = ()  # an alarm was false, and which is not said: these go on
    thanks: bool = False  # a thank-you or an "ok" and nothing else: nobody is waited for
    over: bool = False  # says that it is needed no more: one tap takes the request back
    place: Place | None = None
    files: tuple[WordsId, ...] = ()


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
    because: Delay | None = None
    correction: bool = False  # a slip put right at once: no renewal, and nothing to be sorry for
    others: tuple[datetime, ...] = ()  # what the typed words may have meant instead
    sooner: bool = False  # than what was promised before: nothing to be sorry for either
    foretells_at: datetime | None = None
    # The requester has answered: nobody's new promise, the time that was left of it goes on.
    resumed: bool = False


class PromiseStands(Event, frozen=True, kw_only=True, tag="promise.stands"):
    """What was typed has been said back for long enough: what else it may have meant is not offered any more."""

    by: PersonId


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
    reminds_at: datetime | None = None
    lapses_at: datetime | None = None


class ConsultReminded(Event, frozen=True, kw_only=True, tag="consult.reminded"):
    consult: str
    colleague: PersonId


class ConsultLapsed(Event, frozen=True, kw_only=True, tag="consult.lapsed"):
    """Nobody has answered in time; the owner is told and goes on without, or asks somebody else."""

    consult: str
    colleague: PersonId


class ConsultAnswered(Event, frozen=True, kw_only=True, tag="consult.answered"):
    consult: str
    by: PersonId
    yes: bool | None = None
    answer: WordsId | None = None


class TargetWarned(Event, frozen=True, kw_only=True, tag="target.warned"):
    target: Target


class LapseForetold(Event, frozen=True, kw_only=True, tag="lapse.foretold"):
    """The owner was asked and is silent, and a time is about to lapse: of a target, or what was promised (None)."""

    target: Target | None = None
    lead: PersonId | None = None  # who will hear of it when it lapses
    hears_at: datetime | None = None  # where they are not at work then
    next_at: datetime | None = None  # when the next of the ladder has it, unless somebody answers before


class TargetBreached(Event, frozen=True, kw_only=True, tag="target.breached"):
    target: Target


Serving = (
    MessageSaid
    | MessageEdited
    | MessageDeleted
    | MessageMoved
    | NoteWritten
    | FirstResponseGiven
    | QuestionPut
    | QuestionAnswered
    | RequesterReminded
    | PromiseMade
    | PromiseStands
    | PromiseKept
    | PromiseReminded
    | PromiseLapsed
    | ConsultAsked
    | ConsultReminded
    | ConsultLapsed
    | ConsultAnswered
    | TargetWarned
    | LapseForetold
    | TargetBreached
)
