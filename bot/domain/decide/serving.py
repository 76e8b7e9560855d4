"""The owner's side of a request while it is open, and what is said on either side."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import steps as s
from bot.domain.decide.asking import more_from_requester
from bot.domain.decide.handing import take_over
from bot.domain.decide.steps import Steps
from bot.domain.refusals import (
    AlreadyTaken,
    Empty,
    NobodyThere,
    NothingToDo,
    NotYours,
    PastDate,
    Refusal,
)
from bot.domain.request import Clock, Target
from bot.domain.rights import roles
from knowledge.calendar import add_business, next_opening
from knowledge.directory import PersonId

REMINDERS_AFTER_DAYS = (2, 4)
SILENCE_RESOLVES_AFTER_DAYS = 6
LEAST_REMINDER = timedelta(minutes=15)  # of business time before a promise is due


def say(steps: Steps, command: c.Say) -> None:
    if not command.text.strip():
        raise Refusal(Empty(number=command.number, verb="say"))
    if command.by == steps.request.requester:
        _requester_says(steps, command)
    else:
        _owner_says(steps, command)


def _requester_says(steps: Steps, command: c.Say) -> None:
    request = steps.request
    steps.add(
        e.MessageSaid,
        by=command.by,
        side="requester",
        words=c.words_id(command),
        joined=command.joined,
        place=command.place,
    )
    if command.reading is not None and command.reading.thanks:
        return
    if request.status == "resolved":
        steps.add(e.RequestReopened, by=command.by, cause="words")
        if request.by_article:
            s.route(steps, None if request.signpost else request.topic, "routed")
        return
    if request.status == "pending":
        steps.add(e.QuestionAnswered)
        s.resume(steps)
    more_from_requester(steps, command.reading)


def _owner_says(steps: Steps, command: c.Say) -> None:
    steps.add(e.MessageSaid, by=command.by, side="owner", words=c.words_id(command), place=command.place)
    if steps.request.is_open:
        take_by_answering(steps, command.by)
    s.first_response(steps, command.by)


def take_by_answering(steps: Steps, by: PersonId) -> None:
    """Replying takes, also what another was asked to take."""
    if steps.request.offer is not None and by != steps.request.owner:
        take_over(steps, by)
    elif by != steps.request.owner or not steps.request.taken:
        _refuse_if_taken(steps, by)
        steps.add(e.RequestTaken, by=by)


def take(steps: Steps, command: c.Take) -> None:
    request = steps.request
    if request.offer is not None and command.by != request.owner:
        take_over(steps, command.by)
        return
    if request.taken and command.by == request.owner:
        raise Refusal(NothingToDo(number=request.number, verb="take"))
    _refuse_if_taken(steps, command.by)
    steps.add(e.RequestTaken, by=command.by)


def _refuse_if_taken(steps: Steps, by: PersonId) -> None:
    request = steps.request
    if by == request.owner:
        return
    leads = "lead" in roles(by, request, steps.context.directory)
    if request.taken and not leads:
        raise Refusal(AlreadyTaken(number=request.number, by=request.owner))
    s.somebody(steps, by)


def note(steps: Steps, command: c.WriteNote) -> None:
    _needs_words(command.text, command)
    steps.add(e.NoteWritten, by=command.by, words=c.words_id(command))


def _needs_words(text: str, command: c.About) -> None:
    if not text.strip():
        raise Refusal(Empty(number=command.number, verb=str(command.__struct_config__.tag)))


def edit(steps: Steps, command: c.EditWords) -> None:
    _needs_words(command.text, command)
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
    _own_words(steps, command)
    steps.add(e.MessageMoved, words=command.words, to=command.to)
    if not steps.request.messages and steps.request.is_open:
        steps.add(e.RequestWithdrawn, by=command.by, moved_to=command.to, words_until=s.words_until(steps))


def ask_requester(steps: Steps, command: c.AskRequester) -> None:
    """A question to the requester: the clock stops, they are reminded, never blamed."""
    _needs_words(command.text, command)
    reminders = tuple(_requester_morning(steps, days) for days in REMINDERS_AFTER_DAYS)
    if steps.request.status == "pending":
        steps.add(e.QuestionAnswered)
        s.resume(steps)
    steps.add(
        e.QuestionPut,
        by=command.by,
        words=c.words_id(command),
        reminders=reminders,
        resolves_at=_requester_morning(steps, SILENCE_RESOLVES_AFTER_DAYS),
    )
    take_by_answering(steps, command.by)
    s.first_response(steps, command.by)
    s.pause(steps)


def _requester_morning(steps: Steps, days: int) -> datetime:
    """An opening of the requester's own hours where they are listed, else of the department's."""
    listed = steps.context.directory.people.get(steps.request.requester)
    hours = listed.hours if listed is not None else steps.department.hours
    return next_opening(steps.now + timedelta(days=days), hours)


def promise(steps: Steps, command: c.MakePromise) -> None:
    _promise(steps, command, command.due, note=c.words_id(command) if command.text.strip() else None)


def wait_for(steps: Steps, command: c.WaitFor) -> None:
    _needs_words(command.who, command)
    _promise(steps, command, command.due, waits_for=c.words_id(command, "who"))


def _promise(steps: Steps, command: c.About, due: datetime, **words: str | None) -> None:
    if due <= steps.now:
        raise Refusal(PastDate(number=command.number, due=due))
    steps.add(
        e.PromiseMade,
        by=command.by,
        due=due,
        reminds_at=_reminds_at(steps, due),
        renewal=steps.request.promise is not None,
        **words,
    )
    take_by_answering(steps, command.by)
    s.first_response(steps, command.by)


def _reminds_at(steps: Steps, due: datetime) -> datetime:
    """A quarter of the time left before it is due, at least 15 minutes of business time where there is so much."""
    quarter = (due - steps.now) / 4
    early = due - max(quarter, LEAST_REMINDER)
    in_hours = add_business(early, timedelta(0), steps.department.hours)
    return min(max(in_hours, steps.now + (due - steps.now) / 2), due)


def ask_colleague(steps: Steps, command: c.AskColleague) -> None:
    """One question to one colleague, who sees only what is shared; the owner stays accountable."""
    _needs_words(command.text, command)
    request = steps.request
    barred = {request.requester, request.owner, *request.about}
    if command.colleague in barred or command.colleague not in steps.context.directory.people:
        raise Refusal(NobodyThere(number=request.number, person=command.colleague))
    steps.add(
        e.ConsultAsked,
        consult=c.words_id(command),
        by=command.by,
        colleague=command.colleague,
        question=c.words_id(command),
        yes_or_no=command.yes_or_no,
    )


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
    if command.due is not None and command.due <= steps.now:
        raise Refusal(PastDate(number=command.number, due=command.due))
    steps.add(e.WantedByHeard, due=command.due, day_only=command.day_only, by=command.by)


def set_urgency(steps: Steps, command: c.SetUrgency) -> None:
    """Clocks start again from when each began, by the new urgency's targets; what was breached stays breached."""
    request = steps.request
    if request.urgency == command.urgency:
        raise Refusal(NothingToDo(number=command.number, verb="set_urgency"))
    steps.add(e.UrgencySet, urgency=command.urgency, cause="owner", by=command.by)
    _restart_clocks(steps)


def _restart_clocks(steps: Steps) -> None:
    targets: tuple[Target, ...] = ("first_response", "resolution")
    for target in targets:
        running: Clock | None = getattr(steps.request, target)
        if running is None or running.met_at or running.breached or running.left_s is not None:
            continue
        fresh = s.clock(steps, target, running.starts_at)
        kept = replace(fresh, warned=running.warned)  # each warning once
        steps.add(e.ClockSet, target=target, clock=kept, cause="urgency")


def nudge(steps: Steps, command: c.Nudge) -> None:
    """Asked how it is going: the owner is nudged once until they answer."""
    request = steps.request
    already = request.nudged_at is not None and (
        request.answered_at is None or request.answered_at < request.nudged_at
    )
    if already or request.unseen:
        raise Refusal(NothingToDo(number=command.number, verb="nudge"))
    steps.add(e.Nudged)
