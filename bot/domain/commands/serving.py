"""What an owner may order, and what only a lead may."""

from datetime import datetime

from bot.domain.commands.command import About
from bot.domain.request import Delay
from knowledge.directory import DepartmentId, PersonId, TopicId, Urgency


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


class Reassign(About, frozen=True, kw_only=True, tag="reassign"):
    person: PersonId


class TakeBack(About, frozen=True, kw_only=True, tag="take_back"):
    pass


Serving = (
    Take
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
)
