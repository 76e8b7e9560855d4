"""What whoever asks may order, from the first words to the thanks."""

from datetime import datetime

from bot.domain.commands.command import About, Attached, Command
from bot.domain.reading import Reading
from bot.domain.request import Outcome, Place, RequestNumber, WordsId
from knowledge.directory import PersonId, TopicId


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


class Say(About, frozen=True, kw_only=True, tag="say"):
    """Words in a request's thread, from whichever side `by` is on. Replying takes, on the owner's side.

    `calls_us`: they are said to the desk, not among colleagues; so in the request's own thread anybody's are kept.
    """

    text: str
    place: Place | None = None
    joined: bool = False
    apart: bool = False  # they seem to ask for another thing
    ringing: tuple[RequestNumber, ...] = ()  # their other alarms, where it is not said which one was false
    calls_us: bool = False
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
    reading: Reading | None = None  # of what stays


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


class NoEmergency(About, frozen=True, kw_only=True, tag="no_emergency"):
    """It only sounded like danger."""


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


Asking = (
    Ask
    | Say
    | EditWords
    | DeleteWords
    | MoveWords
    | Split
    | Choose
    | NotThis
    | NoEmergency
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
)
