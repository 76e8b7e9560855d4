"""The request: one thing asked, and everything that the desk knows of it by folding its history.

Words, names and addresses are not here: they lie beside the events under `WordsId`s, so that they can be erased.
All of it is made whole and never changed, so that nothing leads back to itself: Python's collector of such circles need
not go through it (`gc=False`), however many requests a process remembers.
"""

from datetime import datetime
from typing import Literal, NewType, get_args

from msgspec import Struct

from knowledge.directory import DepartmentId, PersonId, TopicId, Urgency

RequestNumber = NewType("RequestNumber", int)
WordsId = NewType("WordsId", str)

Status = Literal["new", "open", "pending", "resolved", "closed", "withdrawn"]
DangerKind = Literal["life", "violence", "distress", "stolen_device", "password"]
# Of these a person looks, whatever whoever asked says since: they may not be free to say otherwise. Few read them (law 11).
LOOKED_AT: frozenset[DangerKind] = frozenset({"violence", "distress"})
Rung = Literal["owner", "backup", "lead", "further", "concierge", "emergency"]
Outcome = Literal["exceeded", "met", "missed"]  # of what the requester had expected
Target = Literal["first_response", "next_response", "resolution"]
TARGETS: tuple[Target, ...] = get_args(Target)

OPEN: frozenset[Status] = frozenset({"new", "open", "pending"})


class Place(Struct, frozen=True, gc=False):
    """One conversation: `platform` and the platform's own name for it, e.g. `web` and `P7/asks`."""

    platform: str
    conversation: str
    thread: str = ""  # where a platform has threads: the root message

    def __str__(self) -> str:
        return f"{self.platform}:{self.conversation}" + (f"#{self.thread}" if self.thread else "")


class Choices(Struct, frozen=True, gc=False, kw_only=True):
    """The one question: which of these is it?"""

    topics: tuple[TopicId, ...]
    lapses_at: datetime


class Need(Struct, frozen=True, gc=False, kw_only=True):
    """One of two things in a first message: from where it begins to where the next does, or to the end."""

    begins: int  # characters into the first words, as they were written
    topic: TopicId


class ArticleOffer(Struct, frozen=True, gc=False, kw_only=True):
    article: str
    language: str
    asks_again_at: datetime  # the one quiet question, next working morning
    closes_at: datetime
    asked_again: bool = False


Delay = Literal["longer", "waiting", "urgent"]  # why a promise is renewed, where no words of one's own say it


class Promise(Struct, frozen=True, gc=False, kw_only=True):
    by: PersonId
    made_at: datetime
    due: datetime
    reminds_at: datetime
    note: WordsId | None = None
    waits_for: WordsId | None = None  # somebody else: the clock runs, the requester reads who
    renewed: int = 0
    reminded: bool = False
    lapsed: bool = False
    foretells_at: datetime | None = None  # None in histories before it
    foretold: bool = False
    # What the typed words may have meant instead, while one tap puts it right.
    others: tuple[datetime, ...] = ()


class Offer(Struct, frozen=True, gc=False, kw_only=True):
    """A warm hand-over that nobody has taken yet: the old owner stays accountable."""

    by: PersonId
    person: PersonId | None  # a colleague, or
    department: DepartmentId  # a department: anyone of whom may take it
    asked: PersonId  # who was told and is expected to take it
    reason: WordsId
    at: datetime
    lapses_at: datetime
    chosen: bool = True  # a person's choice of another department (law 2 counts these)


class Consult(Struct, frozen=True, gc=False, kw_only=True):
    id: str
    by: PersonId
    colleague: PersonId
    question: WordsId
    at: datetime
    yes_or_no: bool = False
    answered_at: datetime | None = None
    yes: bool | None = None
    answer: WordsId | None = None
    reminds_at: datetime | None = None  # on a clock in the colleague's own hours; None in histories before it
    lapses_at: datetime | None = None
    reminded: bool = False
    lapsed: bool = False


class Clock(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """One target of one request: the instants were worked out when the clock was set, and are not worked out again."""

    starts_at: datetime
    warns_at: datetime  # three quarters of the business time gone
    due: datetime
    warned: bool = False
    breached: bool = False
    met_at: datetime | None = None
    left_s: float | None = None  # paused, with so many business seconds left
    # When the requester hears that it may not be kept; None in histories before it.
    foretells_at: datetime | None = None
    foretold: bool = False


class Undoable(Struct, frozen=True, gc=False, kw_only=True):
    """The owner's last act, while it may still be undone."""

    act: Literal["take", "reply", "note", "promise", "offer", "resolve", "ask"]
    by: PersonId
    until: datetime
    words: WordsId | None = None
    before: "Request | None" = None  # what the fields were (its own `undoable` is None)


class Rating(Struct, frozen=True, gc=False, kw_only=True):
    outcome: Outcome
    at: datetime
    answered_by: PersonId  # whoever last really answered, as it was then
    department: DepartmentId
    words: WordsId | None = None


class Survey(Struct, frozen=True, gc=False, kw_only=True):
    """How it was, asked once of the resolution that stands. What is said may be changed until it expires."""

    at: datetime
    expires_at: datetime
    reminds_at: datetime | None = None  # None once it was said, or is not asked again


class Complaint(Struct, frozen=True, gc=False, kw_only=True):
    at: datetime
    answerable: PersonId
    words: WordsId | None = None
    made_good_at: datetime | None = None
    concerned: PersonId | None = None  # whose work it is about: somebody else writes back
    for_information: bool = False  # "so that you know": nothing is expected, nothing reopens

    @property
    def is_open(self) -> bool:
        """To be made good."""
        return self.made_good_at is None and not self.for_information


class Thanks(Struct, frozen=True, gc=False, kw_only=True):
    at: datetime
    to: PersonId
    public: bool = False  # the requester would have it seen
    asks: bool = False  # whoever is thanked is being asked whether theirs may be
    shown: bool = False


class Elsewhere(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """Where a request would be, were it no emergency. Without an owner nobody had it."""

    topic: TopicId | None = None
    department: DepartmentId | None = None
    owner: PersonId | None = None
    urgency: Urgency = "normal"


class Emergency(Struct, frozen=True, gc=False, kw_only=True):
    kind: DangerKind
    site: str
    otherwise: Elsewhere = Elsewhere()
    near: bool = True  # the site is theirs, or at least of the country that they are in
    told: tuple[PersonId, ...] = ()
    tells_next_at: datetime | None = None  # None once someone has taken it
    taken_by: PersonId | None = None


class Counted(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What the figures need and a state would otherwise forget as it moves on."""

    country: str = ""  # the asker's, as it was known when they asked
    named: bool = False  # a person was named as accountable
    wrong_first: bool = False  # and it went to another department, or the requester said "not this"
    response_s: float | None = None  # business seconds to a person's first reply or promise
    response_within: bool = False
    resolution_s: float | None = None  # business seconds to the resolution that stands
    resolution_late: bool = False  # once late stays late: reopening gives no new chance
    promises_made: int = 0
    promises_renewed: int = 0
    promises_kept: int = 0
    promises_broken: int = 0
    escalations: int = 0
    complaints: int = 0
    made_good: int = 0


class Taught(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What a person's choice says of where the like should go. Its text stays among the request's words."""

    kind: Literal["handover", "not_this", "choice", "file_under"]
    by: PersonId
    at: datetime
    topic: TopicId | None = None
    department: DepartmentId | None = None  # of a hand-over, which names no topic
    not_topic: TopicId | None = None  # of "not this"


class Request(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    number: RequestNumber
    version: int = 0  # events so far
    status: Status = "new"

    requester: PersonId
    author: PersonId | None = None  # who really wrote it, where someone asked on their behalf
    recorded_by: PersonId | None = None
    language: str
    place: Place
    asked_at: datetime
    first_words: WordsId | None = None
    names_nothing: bool = False  # the first words: a link, "urgente"
    last_at: datetime

    topic: TopicId | None = None
    department: DepartmentId
    confidence: float = 0.0
    because: tuple[str, ...] = ()
    ruled_out: tuple[TopicId, ...] = ()  # the requester's "not this"
    straight: DepartmentId | None = None  # where what was read sent it first, without a question
    route_right: bool = False  # and a lead has said that it was right
    taught: Taught | None = None  # the newest correction of its route
    urgency: Urgency = "normal"
    wanted_by: datetime | None = None
    wanted_day_only: bool = False

    confidential: bool = False
    confidential_settled: bool = False
    cautious: bool = False  # so by caution alone: a confidential topic was still in play
    about: tuple[PersonId, ...] = ()  # named in it, or not to see it

    needs: tuple[Need, ...] = ()  # the two things that its first words ask for, until each has a request
    choices: Choices | None = None
    article: ArticleOffer | None = None
    offered_articles: tuple[tuple[str, bool], ...] = ()  # each with whether it was left for a person
    signpost: bool = False
    emergency: Emergency | None = None

    owner: PersonId
    owner_since: datetime
    rung: Rung = "owner"
    taken: bool = False
    unseen: bool = False  # the concierge on duty, while the bot itself is answering
    former: tuple[tuple[PersonId, datetime], ...] = ()  # owners until then
    unreachable: tuple[PersonId, ...] = ()
    escalated_to: tuple[PersonId, ...] = ()

    first_response: Clock | None = None
    next_response: Clock | None = None  # they wrote again after an answer
    resolution: Clock | None = None
    escalates_at: datetime | None = None  # when the next of the ladder has it, unless somebody answers before
    answered_by: PersonId | None = None  # the last person who really answered
    answered_at: datetime | None = None
    written_at: datetime | None = None  # when whoever serves it last wrote to the requester
    said_at: datetime | None = None  # when the requester last said something
    waiting_since: datetime | None = None  # the requester waits for a word since
    pending_since: datetime | None = None
    pending_reminders: tuple[datetime, ...] = ()  # still to come
    pending_resolves_at: datetime | None = None
    nudged_at: datetime | None = None

    promise: Promise | None = None
    offer: Offer | None = None
    handovers: int = 0
    consults: tuple[Consult, ...] = ()

    resolved_at: datetime | None = None
    resolved_by: PersonId | None = None
    resolution_words: WordsId | None = None
    by_article: bool = False
    kept_answer: str = ""  # the article that it has become
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    words_until: datetime | None = None  # when retention erases its words
    unconfirmed: bool = False
    reopened: int = 0
    brought_back_by: WordsId | None = None  # the words that reopened it
    rating: Rating | None = None
    complaint: Complaint | None = None
    survey: Survey | None = None
    thanked: bool = False
    thanks: Thanks | None = None

    matter: str | None = None
    moved_to: RequestNumber | None = None
    counted: Counted = Counted()
    undoable: Undoable | None = None
    messages: tuple[tuple[WordsId, PersonId], ...] = ()  # said and not deleted, in order
    bystanders: tuple[PersonId, ...] = ()  # others who called the desk in its own thread
    notes: tuple[tuple[WordsId, PersonId], ...] = ()  # private to the owners' side
    files: tuple[tuple[WordsId, PersonId], ...] = ()  # with what was said and not deleted, in order

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def by_silence(self) -> bool:
        """Left as finished because nobody answered the question that was put to the requester."""
        answered = self.resolved_by is not None or self.by_article or self.signpost
        return not self.is_open and self.resolved_at is not None and not answered

    @property
    def promise_rests(self) -> bool:
        """Its owner has asked the requester something since: what was promised waits for the answer, as the clock does."""
        promise, asked = self.promise, self.pending_since
        if promise is None or promise.lapsed or self.status != "pending":
            return False
        return asked is not None and promise.made_at <= asked

    @property
    def written_since_promise(self) -> datetime | None:
        """When the requester was last written to since, where they wait for no other word: whether what was promised is
        in it only its owner can say."""
        if self.promise is None or self.written_at is None or self.waiting_since is not None:
            return None
        return self.written_at if self.written_at > self.promise.made_at else None

    @property
    def spoken_at(self) -> datetime:
        """When a person last said something: what only comes of a clock, such as an escalation, is no conversation."""
        said = (self.said_at, self.answered_at, self.written_at)
        return max((at for at in said if at is not None), default=self.asked_at)

    @property
    def was_answered_last(self) -> bool:
        """Whether the last who spoke was a person who serves it, so that the next word is the requester's."""
        return self.answered_at is not None and self.waiting_since is None

    @property
    def given_up(self) -> bool:
        """Over for want of the requester's word: to a question, or whether an article helped."""
        return self.by_silence or self.unconfirmed

    @property
    def unanswered(self) -> bool:
        """Over without a person's answer, so that there is nothing to be thanked for and nothing to keep."""
        return self.by_article or self.given_up or self.signpost

    @property
    def alerted(self) -> tuple[PersonId, ...]:
        """Who was told of a danger that nobody has taken yet."""
        emergency = self.emergency
        return emergency.told if emergency is not None and emergency.taken_by is None else ()

    @property
    def is_looked_at(self) -> bool:
        """Violence or distress that nobody has taken yet."""
        emergency = self.emergency
        return emergency is not None and emergency.taken_by is None and emergency.kind in LOOKED_AT

    @property
    def written_by(self) -> PersonId:
        """Whose words the first ones are."""
        return self.author or self.recorded_by or self.requester

    @property
    def awaits_a_line(self) -> bool:
        """It came with a file or is a link, and nothing that was said tells what it is about: the next words do."""
        untouched = self.is_open and not self.taken and self.answered_at is None and self.emergency is None
        first = self.first_words
        came_with = first is not None and any(comes_with(file, first) for file, _ in self.files)
        return untouched and self.topic is None and (came_with or self.names_nothing)

    @property
    def ref(self) -> str:
        return ref(self.number)

    @property
    def complained_of(self) -> PersonId | None:
        """Whose work a complaint is about, until it is made good."""
        return self.complaint.concerned if self.complaint is not None and self.complaint.is_open else None

    def stands_by(self, person: PersonId) -> bool:
        """Whether what this person says is said beside the request: they neither asked it nor ever served it."""
        served = person == self.owner or any(person == former for former, _ in self.former)
        return person in self.bystanders and not served

    @property
    def open_consults(self) -> tuple[Consult, ...]:
        return tuple(c for c in self.consults if c.answered_at is None)


def files_with(words: WordsId, count: int) -> tuple[WordsId, ...]:
    """Under which ids lies what is known of the files that came with these words."""
    return tuple(WordsId(f"{words}.{n}") for n in range(count))


def comes_with(file: WordsId, words: WordsId) -> bool:
    return file.rpartition(".")[0] == words


def ref(number: int) -> str:
    """How people call a request."""
    return f"R-{number}"


def is_ref(text: str) -> bool:
    """Whether it is a request's number: of a lesson it stands among the reasons, where of an example its words do."""
    return text.startswith("R-") and text[2:].isdecimal()
