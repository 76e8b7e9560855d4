"""What was asked, and what was understood of it."""

from datetime import datetime
from typing import Literal

from bot.domain.events.event import Event
from bot.domain.request import Need, Place, RequestNumber, WordsId
from knowledge.directory import DepartmentId, PersonId, TopicId, Urgency


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
    files: tuple[WordsId, ...] = ()
    names_nothing: bool = False  # what was said: a link, "urgente"


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
    cause: Literal["words", "owner", "danger", "no_emergency"]
    by: PersonId | None = None


class MadeConfidential(Event, frozen=True, kw_only=True, tag="confidential.made"):
    cause: Literal["topic", "requester", "words", "caution", "owner"]
    by: PersonId | None = None
    words_until: datetime | None = None  # of a closed request: its words now go earlier


class ConfidentialLifted(Event, frozen=True, kw_only=True, tag="confidential.lifted"):
    by: PersonId
    settles: bool = True  # whatever the words still say; else only that this was no confidential topic


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


class NeedsHeard(Event, frozen=True, kw_only=True, tag="needs.heard"):
    """Two things in the first words: they stay together until their author says that they are two."""

    needs: tuple[Need, ...]


class NeedSplit(Event, frozen=True, kw_only=True, tag="needs.split"):
    """The second has become request `to`; `words` hold from now on what stays here."""

    by: PersonId
    words: WordsId
    to: RequestNumber


class RouteConfirmed(Event, frozen=True, kw_only=True, tag="route.confirmed"):
    """A lead says that it went straight to where it belongs."""

    by: PersonId


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
    cause: Literal["person", "words", "not_this", "outdated"]


class AnswerKept(Event, frozen=True, kw_only=True, tag="answer.kept"):
    """What was answered here has become an article; its text is the company's and does not lie here."""

    by: PersonId
    article: str


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


Understood = (
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
    | NeedsHeard
    | NeedSplit
    | RouteConfirmed
    | RuledOut
    | PersonWanted
    | Nudged
    | ArticleOffered
    | ArticleHelped
    | ArticleLeft
    | ArticleAskedAgain
    | AnswerKept
    | SignpostGiven
    | BulletinShown
    | MatterJoined
    | MatterLeft
)
