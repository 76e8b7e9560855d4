"""The owner's side of a request while it is open beside taking and promising, and what is said on either side."""

from datetime import datetime, timedelta

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import owning
from bot.domain.decide import steps as s
from bot.domain.decide.asking import says_nothing_delicate
from bot.domain.decide.climbing import pass_on_if_away
from bot.domain.decide.further import more_from_requester, stays_signposted
from bot.domain.decide.promising import resume_promise
from bot.domain.decide.steps import Steps
from bot.domain.decide.taking import step_in, take_by_answering
from bot.domain.reading import Reading
from bot.domain.refusals import (
    Empty,
    NobodyThere,
    NothingToDo,
    NotYours,
    PastDate,
    Refusal,
)
from bot.domain.request import Request, WordsId
from bot.domain.rights import may
from knowledge.calendar import add_business, next_opening
from knowledge.directory import PersonId

REMINDERS_AFTER_DAYS = (2, 4)
SILENCE_RESOLVES_AFTER_DAYS = 6


def say(steps: Steps, command: c.Say) -> None:
    if not command.text.strip():
        raise Refusal(Empty(number=command.number, verb="say"))
    if command.by == steps.request.requester:
        _requester_says(steps, command)
    elif may(command.by, "say", steps.request, steps.context.directory):
        _owner_says(steps, command)
    else:
        _bystander_says(steps, command)


def _requester_says(steps: Steps, command: c.Say) -> None:
    request, reading = steps.request, command.reading
    if stays_signposted(request, reading):
        steps.add(e.SignpostGiven, topic=request.topic)  # the official way stores no text
        return
    thanks = reading is not None and _waits_for_nobody(request, reading)
    words = c.words_id(command)
    steps.add(
        e.MessageSaid,
        by=command.by,
        side="requester",
        words=words,
        joined=command.joined,
        apart=command.apart,
        ringing=command.ringing,
        thanks=thanks,
        over=reading is not None and reading.withdraws and request.is_open,
        place=command.place,
        files=c.file_ids(command),
    )
    if thanks:
        return
    if request.status == "pending":
        steps.add(e.QuestionAnswered)
        s.resume(steps)
        if request.promise is not None and request.promise_rests and request.pending_since is not None:
            resume_promise(steps, request.promise, request.pending_since)
    more_from_requester(steps, reading, command.by, words)
    if not request.promise_rests:  # what goes on with their answer says by when: no other time runs beside it
        s.expect_answer(steps)
    pass_on_if_away(steps)


def _waits_for_nobody(request: Request, reading: Reading) -> bool:
    """Thanks, that all is well now, or "ok" to what its owner has written: it is theirs to read, and no clock runs for it."""
    if reading.thanks or (reading.well and not request.is_open):
        return True
    return reading.bare == "nothing" and request.status == "open" and request.answered_at is not None


def _owner_says(steps: Steps, command: c.Say) -> None:
    step_in(steps, command.by)
    steps.add(
        e.MessageSaid,
        by=command.by,
        side="owner",
        words=c.words_id(command),
        place=command.place,
        files=c.file_ids(command),
    )
    if steps.request.is_open:
        take_by_answering(steps, command.by)
    s.first_response(steps, command.by)


def _bystander_says(steps: Steps, command: c.Say) -> None:
    """Kept for whoever serves it: nothing is asked, answered or owed by it, and no clock of the requester's moves."""
    steps.add(
        e.MessageSaid,
        by=command.by,
        side="bystander",
        words=c.words_id(command),
        joined=command.joined,
        place=command.place,
        files=c.file_ids(command),
    )


def note(steps: Steps, command: c.WriteNote) -> None:
    s.needs_words(command.text, command)
    steps.add(e.NoteWritten, by=command.by, words=c.words_id(command))
    if steps.request.is_open:
        # Whoever writes can be reached again: a confidential one may have waited with somebody for want of them.
        owning.pass_on_if_barred(steps, "confidential")


def edit(steps: Steps, command: c.EditWords) -> None:
    s.needs_words(command.text, command)
    _own_words(steps, command)
    steps.add(e.MessageEdited, by=command.by, words=command.words)


def delete(steps: Steps, command: c.DeleteWords) -> None:
    _own_words(steps, command)
    steps.add(e.MessageDeleted, by=command.by, words=command.words)


def _own_words(steps: Steps, command: c.EditWords | c.DeleteWords | c.MoveWords) -> None:
    request = steps.request
    if (command.words, command.by) not in (*request.messages, *request.notes):
        raise Refusal(NotYours(number=request.number, verb="edit"))


def move_words(steps: Steps, command: c.MoveWords) -> None:
    """They have become another request. One that has none of the requester's left is nothing more."""
    _own_words(steps, command)
    if command.to == command.number:
        raise Refusal(NothingToDo(number=command.number, verb="move_words"))
    for_nothing = _brought_back_for_nothing(steps.request, command.words)
    steps.add(e.MessageMoved, words=command.words, to=command.to)
    request = steps.request
    if request.confidential and says_nothing_delicate(steps, command.reading):
        steps.add(e.ConfidentialLifted, by=command.by, settles=False)
    if request.is_open and all(by != request.requester for _, by in request.messages):
        steps.add(e.RequestWithdrawn, by=command.by, moved_to=command.to, words_until=s.words_until(steps))
    elif for_nothing:
        steps.add(e.RequestClosed, words_until=s.words_until(steps))


def _brought_back_for_nothing(request: Request, words: WordsId) -> bool:
    """It was over, and was reopened by these very words, after which nobody has said or promised anything."""
    is_last = bool(request.messages) and request.messages[-1][0] == words
    untouched = request.status == "open" and request.promise is None
    return untouched and request.brought_back_by == words and is_last


def ask_requester(steps: Steps, command: c.AskRequester) -> None:
    """A question to the requester: the clock stops, they are reminded, never blamed."""
    s.needs_words(command.text, command)
    *reminders, resolves_at = _patience(steps)
    steps.add(
        e.QuestionPut,
        by=command.by,
        words=c.words_id(command),
        reminders=tuple(reminders),
        resolves_at=resolves_at,
    )
    take_by_answering(steps, command.by)
    s.first_response(steps, command.by)
    s.pause(steps)


def _patience(steps: Steps) -> list[datetime]:
    """The reminders, then the end: at openings of the requester's own hours where they are listed, else the
    department's, at least a day apart, so that they do not all fall on the first day after a holiday.
    """
    hours = s.hours_of(steps, steps.request.requester)
    found: list[datetime] = []
    for days in (*REMINDERS_AFTER_DAYS, SILENCE_RESOLVES_AFTER_DAYS):
        due = steps.now + timedelta(days=days)
        found.append(next_opening(max(due, found[-1] + timedelta(days=1)) if found else due, hours))
    return found


def ask_colleague(steps: Steps, command: c.AskColleague) -> None:
    """One question to one colleague, who sees only what is shared; the owner stays accountable."""
    s.needs_words(command.text, command)
    request = steps.request
    barred = {request.requester, request.owner, *request.about}
    if command.colleague in barred or command.colleague not in steps.context.directory.people:
        raise Refusal(NobodyThere(number=request.number, person=command.colleague))
    reminds_at, lapses_at = _consult_clock(steps, command.colleague)
    steps.add(
        e.ConsultAsked,
        consult=c.words_id(command),
        by=command.by,
        colleague=command.colleague,
        question=c.words_id(command),
        yes_or_no=command.yes_or_no,
        reminds_at=reminds_at,
        lapses_at=lapses_at,
    )


def _consult_clock(steps: Steps, colleague: PersonId) -> tuple[datetime, datetime]:
    """The reminder and the end: as long as a first response may take, in the colleague's hours once they are there."""
    hours = steps.context.directory.people[colleague].hours
    starts_at = max(steps.now, steps.context.situation.absent.get(colleague, steps.now))
    length = s.allowed(steps, "first_response")
    return add_business(starts_at, length * s.WARNS_AT, hours), add_business(starts_at, length, hours)


def answer_colleague(steps: Steps, command: c.AnswerColleague) -> None:
    asked = next((q for q in steps.request.open_consults if q.id == command.consult), None)
    if asked is None or asked.colleague != command.by:
        raise Refusal(NothingToDo(number=command.number, verb="answer_consult"))
    if command.yes is None and not command.text.strip():
        raise Refusal(Empty(number=command.number, verb="answer_consult"))
    steps.add(
        e.ConsultAnswered,
        consult=command.consult,
        by=command.by,
        yes=command.yes,
        answer=c.words_id(command) if command.text.strip() else None,
    )


def set_wanted_by(steps: Steps, command: c.SetWantedBy) -> None:
    """The requester's own date; None takes it back."""
    request = steps.request
    if command.due is not None and command.due <= steps.now:
        raise Refusal(PastDate(number=command.number, due=command.due))
    if (command.due, command.day_only) == (request.wanted_by, request.wanted_day_only):
        raise Refusal(NothingToDo(number=command.number, verb="set_wanted_by"))
    steps.add(e.WantedByHeard, due=command.due, day_only=command.day_only, by=command.by)


def set_urgency(steps: Steps, command: c.SetUrgency) -> None:
    if steps.request.urgency == command.urgency:
        raise Refusal(NothingToDo(number=command.number, verb="set_urgency"))
    s.set_urgency(steps, command.urgency, "owner", command.by)


def nudge(steps: Steps, command: c.Nudge) -> None:
    """Asked how it is going: the owner is nudged once until they answer."""
    request = steps.request
    if request.unseen or (request.nudged_at is not None and not _heard_since(request, request.nudged_at)):
        raise Refusal(NothingToDo(number=command.number, verb="nudge"))
    steps.add(e.Nudged)


def _heard_since(request: Request, at: datetime) -> bool:
    answered = request.answered_at is not None and request.answered_at >= at
    return answered or (request.promise is not None and request.promise.made_at >= at)
