"""The laws as judged from outside: by reading the history, not by asking the code that wrote it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import asdict, replace

from bot.domain import events as e
from bot.domain.request import Counted, Request
from bot.domain.rights import is_cleared
from knowledge.calendar import business_between, frames_on, is_open, next_opening
from knowledge.directory import DepartmentId, PersonId
from tests.bot.domain.world import DIRECTORY

CONCIERGE_LEAD = DIRECTORY.departments[DIRECTORY.concierge].lead
LEADS = {department.lead for department in DIRECTORY.departments.values()}
Absent = Mapping[PersonId, datetime]  # until when
NOBODY: Absent = {}
# Of an act these are not given back: the lead has been told, and who acted can be reached.
NOT_GIVEN_BACK = ("version", "last_at", "undoable", "escalated_to", "unreachable")


def free_for(request: Request, but: Iterable[PersonId] = ()) -> list[PersonId]:
    """Everybody in the company who may have this request."""
    barred = {request.requester, *request.about, *request.unreachable, *but}
    if request.owner != request.complained_of:
        barred.add(request.complained_of or request.requester)
    return [p for p in DIRECTORY.people if p not in barred and is_cleared(p, request, DIRECTORY)]


def marked(department: DepartmentId | None) -> set[PersonId]:
    return {p.id for p in DIRECTORY.people.values() if p.department == department and p.confidential}


@dataclass
class Offers:
    """Law 2, read from a history: whether one is open, and how often a person chose another department."""

    chosen: int = 0
    open: bool = False
    open_chosen: bool = False
    _before_resolved: tuple[bool, bool] = (False, False)

    def read(self, history: Iterable[e.AnyEvent]) -> "Offers":
        for event in history:
            self._next(event)
        return self

    def _next(self, event: e.AnyEvent) -> None:
        match event:
            case e.HandoverOffered():
                assert not self.open, "one offer is open at a time"
                self.open, self.open_chosen = True, event.chosen
            case e.HandoverTaken() | e.HandoverLapsed() | e.HandoverDeclined():
                assert self.open, "what was not offered cannot end"
                self.chosen += self.open_chosen
                self.open = False
            case e.OwnerAssigned():
                self.chosen += event.cause == "third_handover"
                self.open = False
            case e.RequestResolved():
                self._before_resolved = (self.open, self.open_chosen)
                self.open = False
            case e.HandoverWithdrawn() | e.RequestWithdrawn() | e.RequestClosed():
                self.open = False
            case e.ActUndone(act="resolve"):
                self.open, self.open_chosen = self._before_resolved
            case e.ActUndone(act="offer"):
                self.open = False
            case _:
                pass


def judge_handover(
    before: Request,
    history: list[e.AnyEvent],
    events: list[e.AnyEvent],
    after: Request,
    away: Absent = NOBODY,
) -> None:
    """Law 2 to the letter: the second choice brings in the lead; the third is the concierge's lead's at once."""
    earlier = Offers().read(history[: -len(events)]).chosen
    declined = [event for event in events if isinstance(event, e.HandoverDeclined)]
    earlier += bool(declined and before.offer is not None and before.offer.chosen)
    offered = [event for event in events if isinstance(event, e.HandoverOffered)]
    if offered:
        chosen = offered[0].department != before.department
        assert offered[0].chosen == chosen
        assert after.owner == before.owner, "the old owner stays accountable until it is taken"
        count = earlier + chosen
        if chosen and count >= 3:
            barred = CONCIERGE_LEAD not in free_for(before, away)
            stands_in = stands_in_for_the_concierge_s_lead(before, away, offered[0].at)
            assert before.owner == CONCIERGE_LEAD or barred or before.rung == "concierge" or stands_in
        if chosen and count == 2 and before.owner not in LEADS and free_for(before, [before.owner]):
            brought = [event.lead for event in events if isinstance(event, e.LeadBroughtIn)]
            assert brought or not set(leads_over(before)) & set(free_for(before, [before.owner]))
        return
    assert earlier == 2 or earlier > 2
    assert [event.cause for event in events if isinstance(event, e.OwnerAssigned)] == ["third_handover"]
    assert after.department == DIRECTORY.concierge
    if CONCIERGE_LEAD in free_for(before, away) and before.urgency != "urgent":
        assert after.owner == CONCIERGE_LEAD


def stands_in_for_the_concierge_s_lead(before: Request, away: Absent, now: datetime) -> bool:
    """The urgent is whoever's of the concierge is at work (law 1). Who has it so has it as their lead would, and may
    offer it on as their lead may.
    """
    owner = DIRECTORY.people[before.owner]
    if before.urgency != "urgent" or owner.department != DIRECTORY.concierge:
        return False
    at_work = {p for p in (owner.id, CONCIERGE_LEAD) if is_open(now, DIRECTORY.people[p].hours)}
    return {p for p in at_work if away.get(p, now) <= now} == {owner.id}


def leads_over(request: Request) -> tuple[PersonId, PersonId]:
    return DIRECTORY.departments[request.department].lead, CONCIERGE_LEAD


def judge_complaint(before: Request, after: Request, now: datetime, away: Absent = NOBODY) -> None:
    """Law 8: it is open again, with the lead accountable, or the lead's lead where it is about what the lead did.

    Law 1: not with somebody who is away while anybody may answer for it who is not.
    """
    assert after.is_open
    assert after.complaint is not None
    assert after.owner == after.complaint.answerable, "who is named answers for it"
    concerned = before.answered_by or (None if before.unseen else before.owner)
    # Nor does it go back to whom an earlier complaint, still open, is about.
    free = free_for(after, [person for person in (concerned, before.complained_of) if person])
    # Who is there is judged when the department opens next; of the urgent it is asked who is there now.
    opening = next_opening(now, DIRECTORY.departments[before.department].hours)
    instants = (now, opening) if before.urgency == "urgent" else (opening,)
    there = [person for person in free if not any(is_away(person, away, at) for at in instants)]
    leads = [person for person in leads_over(before) if person in there]
    if leads and before.urgency == "urgent":
        assert after.owner in leads_over(before), "whichever of them is at work"
        assert after.owner in free
    elif leads:
        assert after.owner == leads[0]
    elif there:
        assert after.owner in there
    elif free:
        assert after.owner != concerned


def is_away(person: PersonId, away: Absent, at: datetime) -> bool:
    """Law 1: on leave, or on a holiday of their own; out of hours is not away."""
    hours = DIRECTORY.people[person].hours
    day = at.astimezone(ZoneInfo(hours.zone)).date()
    return away.get(person, at) > at or bool(hours.week[day.weekday()] and not frames_on(day, hours))


def _but_escalations(request: Request) -> Counted:
    return replace(request.counted, escalations=0)


def judge_undo(before: Request, after: Request) -> None:
    """Within half a minute, with nothing in between, it is exactly as it was."""
    was, is_ = (asdict(replace(request, counted=_but_escalations(request))) for request in (before, after))
    changed = {name for name in was if was[name] != is_[name]} - set(NOT_GIVEN_BACK)
    assert changed == set(), {name: (was[name], is_[name]) for name in changed}


def judge_pause(before: Request, events: Iterable[e.AnyEvent]) -> None:
    """Resuming gives the business time that was left when the question was put."""
    for event in events:
        if isinstance(event, e.ClockSet) and event.cause == "resumed":
            stopped = before.resolution
            assert stopped is not None
            assert stopped.left_s is not None
            assert event.clock is not None
            assert event.clock.left_s is None
            hours = DIRECTORY.departments[before.department].hours
            left = business_between(event.at, event.clock.due, hours).total_seconds()
            assert abs(left - stopped.left_s) < 1
