"""What people and timers order. Every command has an id: the same id never acts twice.

`text` fields are people's words; the desk stores them beside the events under `words_id(command)`.
"""

from datetime import datetime
from hashlib import blake2b
from typing import Literal

import msgspec
from msgspec import Struct

from bot.domain.reading import Reading
from bot.domain.request import Delay, Outcome, Place, RequestNumber, Target, WordsId, files_with
from knowledge.directory import DepartmentId, PersonId, TopicId, Urgency


class Command(Struct, frozen=True, kw_only=True, tag_field="verb", omit_defaults=True):
    id: str
    by: PersonId  # who orders it; DESK for a timer


DESK = PersonId("desk")


def words_id(command: Command, field: str = "text") -> WordsId:
    """The id under which a text of this command is kept: the same for every delivery of the command."""
    return WordsId(blake2b(f"{command.id}/{field}".encode(), digest_size=8).hexdigest())


# --- anyone ------------------------------------------------------------------------------------------------------


class Attached(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that came with words. It lies beside the events, as words do: whoever is forgotten, their files are."""

    source: str  # the platform, and what it calls the file: `slack:T1/F123`
    name: str  # as a person gave it: data
    kind: str = "application/octet-stream"  # the media type that the platform says
    size: int = 0  # bytes; 0 where the platform does not say


class Ask(Command, frozen=True, kw_only=True, tag="ask"):
    """A new request in a colleague's own words."""

    text: str
    place: Place
    reading: Reading
    requester: PersonId | None = None  # recorded for someone else by `by`
    author: PersonId | None = None
    private: bool = False
    as_new: bool = False  # surely its own request, whatever else is being said at the same moment
    files: tuple[Attached, ...] = ()
    after: int = 0  # the newest of the person's requests that was known when these words were heard


class About(Command, frozen=True, kw_only=True):
    """A command about one request. `seen` is the version on the card that was clicked, for "this has changed"."""

    number: RequestNumber
    seen: int | None = None


# --- requester ---------------------------------------------------------------------------------------------------


class Say(About, frozen=True, kw_only=True, tag="say"):
    """Words in a request's thread, from whichever side `by` is on. Replying takes, on the owner's side."""

    text: str
    place: Place | None = None
    joined: bool = False
    reading: Reading | None = None  # of a requester's words
    files: tuple[Attached, ...] = ()


class EditWords(About, frozen=True, kw_only=True, tag="edit"):
    words: WordsId
    text: str


class DeleteWords(About, frozen=True, kw_only=True, tag="delete"):
    words: WordsId


class MoveWords(About, frozen=True, kw_only=True, tag="move_words"):
    """These words were another request's: they have become request `to`."""

    words: WordsId
    to: RequestNumber


class Split(About, frozen=True, kw_only=True, tag="split"):
    """Two things in one message become a request each. The desk fills in all but who and which: `text` is what stays
    here of the first words, `to` the request that the rest has become."""

    words: WordsId | None = None
    text: str = ""
    to: RequestNumber | None = None
    reading: Reading | None = None  # of what stays


class Choose(About, frozen=True, kw_only=True, tag="choose"):
    topic: TopicId | None


class NotThis(About, frozen=True, kw_only=True, tag="not_this"):
    pass


class MakePrivate(About, frozen=True, kw_only=True, tag="make_private"):
    pass


class LiftPrivate(About, frozen=True, kw_only=True, tag="lift_private"):
    pass


class SetWantedBy(About, frozen=True, kw_only=True, tag="set_wanted_by"):
    due: datetime | None
    day_only: bool = False


class WantPerson(About, frozen=True, kw_only=True, tag="want_person"):
    pass


class ArticleSolved(About, frozen=True, kw_only=True, tag="article_solved"):
    pass


class ArticleOutdated(About, frozen=True, kw_only=True, tag="article_outdated"):
    """ "No longer so": what was answered is not true any more."""


class Nudge(About, frozen=True, kw_only=True, tag="nudge"):
    pass


class Withdraw(About, frozen=True, kw_only=True, tag="withdraw"):
    pass


class Reopen(About, frozen=True, kw_only=True, tag="reopen"):
    text: str = ""


class Rate(About, frozen=True, kw_only=True, tag="rate"):
    outcome: Outcome
    text: str = ""


class Complain(About, frozen=True, kw_only=True, tag="complain"):
    text: str = ""
    for_information: bool = False  # "so that you know": nothing reopens


class OnlyForInformation(About, frozen=True, kw_only=True, tag="for_information"):
    """The complaint was told so that it is known; it need not be taken up."""


class MadeGood(About, frozen=True, kw_only=True, tag="made_good"):
    pass


class Thank(About, frozen=True, kw_only=True, tag="thank"):
    public: bool = False


class AnswerThanks(About, frozen=True, kw_only=True, tag="answer_thanks"):
    """Whether the thanks that one gets may be seen, from now on. Asked once."""

    yes: bool


# --- owner -------------------------------------------------------------------------------------------------------


class Take(About, frozen=True, kw_only=True, tag="take"):
    pass


class WriteNote(About, frozen=True, kw_only=True, tag="note"):
    text: str


class AskRequester(About, frozen=True, kw_only=True, tag="ask_requester"):
    text: str


class MakePromise(About, frozen=True, kw_only=True, tag="promise"):
    """One that puts off what was promised before says why: `because`, or `text`."""

    due: datetime
    text: str = ""
    because: Delay | None = None
    others: tuple[datetime, ...] = ()  # what the typed words may have meant instead
    correction: bool = False  # only as one: nothing else was meant by the tap


class WaitFor(About, frozen=True, kw_only=True, tag="wait_for"):
    """A promise that depends on somebody else: the clock runs, the requester reads who."""

    who: str
    due: datetime


class AskColleague(About, frozen=True, kw_only=True, tag="consult"):
    colleague: PersonId
    text: str
    yes_or_no: bool = False


class AnswerColleague(About, frozen=True, kw_only=True, tag="answer_consult"):
    consult: str
    yes: bool | None = None
    text: str = ""


class HandOver(About, frozen=True, kw_only=True, tag="hand_over"):
    """To a person or to a department, with a reason."""

    text: str  # the reason
    person: PersonId | None = None
    department: DepartmentId | None = None


class DeclineHandover(About, frozen=True, kw_only=True, tag="decline_handover"):
    """Only towards a better owner."""

    text: str
    person: PersonId | None = None
    department: DepartmentId | None = None


class WithdrawHandover(About, frozen=True, kw_only=True, tag="withdraw_handover"):
    pass


class Resolve(About, frozen=True, kw_only=True, tag="resolve"):
    text: str  # a line on what was done
    without_yes: bool = False  # said plainly: it goes on without the yes that its topic needs


class KeepAnswer(About, frozen=True, kw_only=True, tag="keep_answer"):
    """What helped becomes a prepared answer for the next who asks the like; reviewed again after so many months."""

    title: str
    question: str
    text: str
    months: int = 6


class Undo(About, frozen=True, kw_only=True, tag="undo"):
    pass


class FileUnder(About, frozen=True, kw_only=True, tag="file_under"):
    topic: TopicId


class ConfirmRoute(About, frozen=True, kw_only=True, tag="route_right"):
    """It went straight to where it belongs (`guided: true`)."""


class SetUrgency(About, frozen=True, kw_only=True, tag="set_urgency"):
    urgency: Urgency


class JoinMatter(About, frozen=True, kw_only=True, tag="join_matter"):
    matter: str


class LeaveMatter(About, frozen=True, kw_only=True, tag="leave_matter"):
    pass


# --- lead --------------------------------------------------------------------------------------------------------


class Reassign(About, frozen=True, kw_only=True, tag="reassign"):
    person: PersonId


class TakeBack(About, frozen=True, kw_only=True, tag="take_back"):
    pass


# --- timers and delivery -----------------------------------------------------------------------------------------


class TimerFired(About, frozen=True, kw_only=True, tag="timer"):
    """`timer` and `due` are its name and instant, as `bot.domain.timers` gave them."""

    timer: Literal[
        "choices",
        "article_again",
        "article_close",
        "offer",
        "promise_reminder",
        "promise_due",
        "warn",
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
    tells: PersonId | None = (
        None  # the lead, where somebody is gone for good, in one request of all that pass on
    )
    passes: int = 0  # how many these are


class OwnerAway(About, frozen=True, kw_only=True, tag="owner_away"):
    """The owner is away until then: what falls due before goes to the next in the chain, the rest waits."""

    person: PersonId
    until: datetime
    tells: PersonId | None = None  # the lead, in one request of all that pass on
    passes: int = 0  # how many these are


class ShowBulletin(About, frozen=True, kw_only=True, tag="show_bulletin"):
    bulletin: str


AnyCommand = (
    Ask
    | Say
    | EditWords
    | DeleteWords
    | MoveWords
    | Split
    | Choose
    | NotThis
    | MakePrivate
    | LiftPrivate
    | SetWantedBy
    | WantPerson
    | ArticleSolved
    | ArticleOutdated
    | Nudge
    | Withdraw
    | Reopen
    | Rate
    | Complain
    | OnlyForInformation
    | MadeGood
    | Thank
    | AnswerThanks
    | Take
    | WriteNote
    | AskRequester
    | MakePromise
    | WaitFor
    | AskColleague
    | AnswerColleague
    | HandOver
    | DeclineHandover
    | WithdrawHandover
    | Resolve
    | KeepAnswer
    | Undo
    | FileUnder
    | ConfirmRoute
    | SetUrgency
    | JoinMatter
    | LeaveMatter
    | Reassign
    | TakeBack
    | TimerFired
    | NotReached
    | OwnerAway
    | ShowBulletin
)

TEXT_FIELDS = ("text", "who")


def texts(command: AnyCommand) -> dict[WordsId, str]:
    """People's words in a command, by the id they are kept under."""
    if isinstance(command, EditWords | Split):
        return {command.words: command.text} if command.words is not None else {}
    found = {}
    for field in TEXT_FIELDS:
        text = getattr(command, field, "")
        if text:
            found[words_id(command, field)] = text
    if isinstance(command, Ask | Say):
        ids = file_ids(command)
        found |= {id_: encode_attached(file).decode() for id_, file in zip(ids, command.files, strict=True)}
    return found


def file_ids(command: Ask | Say) -> tuple[WordsId, ...]:
    return files_with(words_id(command), len(command.files))


encode_attached = msgspec.json.Encoder().encode
decode_attached = msgspec.json.Decoder(Attached).decode


encode_command = msgspec.json.Encoder().encode
