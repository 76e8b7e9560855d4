"""How it ended, and how it came back."""

from datetime import datetime
from typing import Literal

from bot.domain.events.event import Event
from bot.domain.request import Outcome, RequestNumber, WordsId
from knowledge.directory import DepartmentId, PersonId, TopicId


class RequestResolved(Event, frozen=True, kw_only=True, tag="request.resolved"):
    by: PersonId | None  # None: by article, or by silence
    words: WordsId | None = None
    how: Literal["owner", "article", "silence"] = "owner"
    business_s: float = 0.0
    closes_at: datetime
    without_yes_of: PersonId | None = None  # whose yes the topic needs, and did not get


class RequestClosed(Event, frozen=True, kw_only=True, tag="request.closed"):
    words_until: datetime  # when retention erases the words
    unconfirmed: bool = False


class RequestReopened(Event, frozen=True, kw_only=True, tag="request.reopened"):
    by: PersonId
    cause: Literal["not_yet", "words", "complaint"]
    words: WordsId | None = None  # those that brought it back


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


class SurveyOffered(Event, frozen=True, kw_only=True, tag="survey.offered"):
    """The message that says it is resolved asks how it was."""

    expires_at: datetime
    reminds_at: datetime | None = None


class SurveyReminded(Event, frozen=True, kw_only=True, tag="survey.reminded"):
    pass


class ComplaintRaised(Event, frozen=True, kw_only=True, tag="complaint.raised"):
    answerable: PersonId
    words: WordsId | None = None
    concerned: PersonId | None = None
    for_information: bool = False


class ComplaintForInformation(Event, frozen=True, kw_only=True, tag="complaint.for_information"):
    """ "So that you know" was all that was meant."""


class ComplaintsAlike(Event, frozen=True, kw_only=True, tag="complaints.alike"):
    """Several in a week about one topic: more than one person's bad luck."""

    lead: PersonId
    topic: TopicId
    numbers: tuple[RequestNumber, ...]  # this one's first


class ComplaintMadeGood(Event, frozen=True, kw_only=True, tag="complaint.made_good"):
    pass


class Thanked(Event, frozen=True, kw_only=True, tag="requester.thanked"):
    public: bool = False
    to: PersonId | None = None
    asks: bool = False  # whether it may be seen: asked once of everybody


class ThanksAnswered(Event, frozen=True, kw_only=True, tag="thanks.answered"):
    """Whether thanks to `by` may be seen, from now on."""

    by: PersonId
    yes: bool


class ThanksShown(Event, frozen=True, kw_only=True, tag="thanks.shown"):
    pass


Ending = (
    RequestResolved
    | RequestClosed
    | RequestReopened
    | RequestWithdrawn
    | ActUndone
    | SurveyOffered
    | SurveyReminded
    | Rated
    | ComplaintRaised
    | ComplaintForInformation
    | ComplaintMadeGood
    | ComplaintsAlike
    | Thanked
    | ThanksAnswered
    | ThanksShown
)
