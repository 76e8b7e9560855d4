"""A time that the owner gives: promised, put right, put off, resting while the requester is asked, and called to mind."""

from datetime import datetime, timedelta
from typing import Any

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import steps as s
from bot.domain.decide.steps import Steps
from bot.domain.decide.taking import take_by_answering
from bot.domain.promises import corrects
from bot.domain.refusals import CorrectionPast, NothingToDo, PastDate, ReasonMissing, Refusal
from bot.domain.request import Promise
from knowledge.calendar import WorkingHours, add_business, business_between

LEAST_RESUMED = timedelta(hours=1)  # of the owner's, for what was promised, once the requester has answered
LEAST_REMINDER = timedelta(minutes=15)  # of business time before a promise is due


def promise(steps: Steps, command: c.MakePromise) -> None:
    """A slip is put right without a reason, and keeps what was said with it; what is put off later needs one."""
    before, note = steps.request.promise, c.words_id(command) if command.text.strip() else None
    waits_for = None
    if _says_nothing_new(before, command):
        raise Refusal(NothingToDo(number=command.number, verb="promise"))
    if corrects(before, command.by, steps.now, command.because):
        note, waits_for = note or before.note, before.waits_for
    elif command.correction:
        raise Refusal(CorrectionPast(number=command.number))
    elif before is not None and command.due > before.due and not (command.because or note):
        raise Refusal(ReasonMissing(number=command.number))
    _promise(
        steps,
        command,
        command.due,
        note=note,
        waits_for=waits_for,
        because=command.because,
        others=command.others,
    )


def _says_nothing_new(before: Promise | None, command: c.MakePromise) -> bool:
    """The same time by the same person, without a word: the requester has been rung for it already."""
    if before is None or before.lapsed or before.waits_for or command.correction:
        return False
    same = (before.by, before.due) == (command.by, command.due)
    return same and not (command.because or command.text.strip())


def wait_for(steps: Steps, command: c.WaitFor) -> None:
    s.needs_words(command.who, command)
    _promise(steps, command, command.due, waits_for=c.words_id(command, "who"))


def _promise(steps: Steps, command: c.About, due: datetime, **said: Any) -> None:
    if due <= steps.now:
        raise Refusal(PastDate(number=command.number, due=due))
    before, hours = steps.request.promise, s.hours_of(steps, command.by)
    slip = corrects(before, command.by, steps.now, said.get("because"))
    steps.add(
        e.PromiseMade,
        by=command.by,
        **_times(steps.now, due, hours),
        renewal=before is not None and not slip,
        correction=slip,
        sooner=before is not None and due <= before.due,
        **said,
    )
    take_by_answering(steps, command.by)
    s.first_response(steps, command.by)


def resume_promise(steps: Steps, promise: Promise, asked_at: datetime) -> None:
    """Answered before it would have been called to mind, it stands; else as much time is left as when they were asked."""
    if steps.now < promise.reminds_at:
        return
    hours = s.hours_of(steps, steps.request.owner)
    left = max(business_between(asked_at, promise.due, hours), LEAST_RESUMED)
    due = _full_minutes(add_business(steps.now, left, hours))
    steps.add(
        e.PromiseMade,
        by=promise.by,
        **_times(steps.now, due, hours),
        note=promise.note,
        waits_for=promise.waits_for,
        resumed=True,
    )


def _full_minutes(at: datetime) -> datetime:
    """Five minutes and no less: nobody says "by 14:37"."""
    return at + timedelta(seconds=-at.timestamp() % 300)


def _times(now: datetime, due: datetime, hours: WorkingHours) -> dict[str, datetime]:
    """When a promise is due, when its owner is reminded of it, and when its requester hears that nothing has come yet."""
    reminds_at = _reminds_at(now, due, hours)
    return {"due": due, "reminds_at": reminds_at, "foretells_at": s.foretells_at(reminds_at, due, hours)}


def _reminds_at(now: datetime, due: datetime, hours: WorkingHours) -> datetime:
    """A quarter of the time left before it is due and at least 15 minutes, both in the hours of who promises.

    Where less than half an hour of them is left, in the middle of it; a promise for a time that nobody works, a
    quarter before it by the clock.
    """
    left = business_between(now, due, hours)
    if not left:
        return due - (due - now) / 4
    early = max(left / 4, min(LEAST_REMINDER, left / 2))
    return add_business(now, left - early, hours)
