"""The desk said no, for a reason the person can be told. Refusals carry facts; `bot.words` finds the sentence."""

from datetime import datetime

from msgspec import Struct

from bot.domain.request import RequestNumber, Status
from knowledge.directory import PersonId


class Refused(Struct, frozen=True, kw_only=True, tag_field="refusal"):
    number: RequestNumber | None = None


class NotYours(Refused, frozen=True, kw_only=True, tag="not_yours"):
    """`by` has no right to this act in this state; for a stranger it reads the same as an absent request."""

    verb: str


class NoSuchRequest(Refused, frozen=True, kw_only=True, tag="no_such_request"):
    pass


class AlreadyTaken(Refused, frozen=True, kw_only=True, tag="already_taken"):
    by: PersonId


class HasChanged(Refused, frozen=True, kw_only=True, tag="has_changed"):
    """The card that was clicked showed an older state, in which this meant something else."""

    status: Status
    owner: PersonId


class NothingToDo(Refused, frozen=True, kw_only=True, tag="nothing_to_do"):
    verb: str


class Erased(Refused, frozen=True, kw_only=True, tag="erased"):
    """The command was obeyed once; what it was answered with is gone, with the person whom it named."""


class Empty(Refused, frozen=True, kw_only=True, tag="empty"):
    verb: str


class PastDate(Refused, frozen=True, kw_only=True, tag="past_date"):
    due: datetime


class ReasonMissing(Refused, frozen=True, kw_only=True, tag="reason_missing"):
    """Whoever puts off what was promised says why."""


class NobodyAnswered(Refused, frozen=True, kw_only=True, tag="nobody_answered"):
    """It was over without a person's answer: there is nothing to be thanked for and nothing to keep."""


class CorrectionPast(Refused, frozen=True, kw_only=True, tag="correction_past"):
    """A tap that puts a slip right, pressed when it would be a renewal."""


class NobodyThere(Refused, frozen=True, kw_only=True, tag="nobody_there"):
    """A hand-over or question to somebody who does not exist, cannot have it, or has it already."""

    person: PersonId | None = None
    department: str | None = None


class OneOfferAtATime(Refused, frozen=True, kw_only=True, tag="one_offer_at_a_time"):
    asked: PersonId


class TooLateToUndo(Refused, frozen=True, kw_only=True, tag="too_late_to_undo"):
    pass


class YesMissing(Refused, frozen=True, kw_only=True, tag="yes_missing"):
    """The topic needs somebody's yes, and it was not said that it goes on without."""

    person: PersonId


class NotYourAbsence(Refused, frozen=True, kw_only=True, tag="not_your_absence"):
    """Only oneself, and for today the lead or backup of one's department."""

    today_only: bool = False


AnyRefusal = (
    NotYours
    | NoSuchRequest
    | AlreadyTaken
    | HasChanged
    | NothingToDo
    | Erased
    | Empty
    | PastDate
    | ReasonMissing
    | NobodyAnswered
    | CorrectionPast
    | NobodyThere
    | OneOfferAtATime
    | TooLateToUndo
    | YesMissing
    | NotYourAbsence
)


class Refusal(Exception):
    def __init__(self, why: AnyRefusal) -> None:
        super().__init__(why)
        self.why = why
