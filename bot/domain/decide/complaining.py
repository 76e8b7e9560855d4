"""Law 8: a complaint is a gift. The lead is accountable; the lead's lead, where it is about the lead."""

from msgspec.structs import replace

from bot.domain import events as e
from bot.domain.decide import owning
from bot.domain.decide import steps as s
from bot.domain.decide.steps import Steps
from bot.domain.request import Request, WordsId
from bot.domain.rights import lead_over
from knowledge import duty
from knowledge.directory import PersonId

ALIKE = 3  # complaints about one topic within a week


def complain(
    steps: Steps,
    by: PersonId,
    words: WordsId | None,
    *,
    for_information: bool = False,
    unserved: bool = False,
) -> None:
    """What is over comes back. It counts as a complaint until the requester says it is made good.

    `for_information`: the lead hears of it and nothing moves. `unserved`: nobody has had it before.
    """
    before = steps.request
    concerned = None if unserved else before.answered_by or (None if before.unseen else before.owner)
    step = _answerable(steps, concerned, reads_later=for_information)
    steps.add(
        e.ComplaintRaised,
        answerable=step.person,
        words=words,
        concerned=concerned if concerned != step.person else None,
        for_information=for_information,
    )
    if not for_information:
        _take_up(steps, by, before, step)
    _tell_together(steps)


def _take_up(steps: Steps, by: PersonId, before: Request, step: duty.Step) -> None:
    if not before.is_open:
        steps.add(e.RequestReopened, by=by, cause="complaint")
    if step.person != before.owner or before.unseen:
        owning.assign(steps, step.person, "complaint", rung=step.rung)
    clock = steps.request.resolution
    if not before.is_open and clock is not None and clock.met_at is not None:
        s.set_clock(steps, "resolution", "reopened")
    s.expect_answer(steps)
    owning.pass_on_if_barred(steps, "confidential")


def _tell_together(steps: Steps) -> None:
    """Three about one topic within a week are more than bad luck: its lead reads them side by side."""
    request = steps.request
    lead = lead_over(request, steps.context.directory)
    numbers = tuple(dict.fromkeys((request.number, *steps.context.complained)))
    if len(numbers) >= ALIKE and request.topic is not None and lead is not None and not request.confidential:
        steps.add(e.ComplaintsAlike, lead=lead, topic=request.topic, numbers=numbers)


def _answerable(steps: Steps, concerned: PersonId | None, *, reads_later: bool) -> duty.Step:
    """The lead, if it is not about what the lead did, else the lead's lead. While both are away or may not, whoever
    stands in for the lead (law 1): a complaint waits for nobody's return, unless it is only to be read.
    """
    request, lead = steps.request, steps.department.lead
    without = {person for person in (concerned, request.complained_of) if person is not None}
    candidates = [*owning.chain(steps, None, request.department, owner=lead, without=without)]
    absent = {step.person for step in candidates if step.passed_over == "absent"}
    for person in owning.leads(steps, without):
        if reads_later or person not in absent:
            return duty.Step(person=person, rung="lead")
    had_it = {
        person for person, _ in request.former
    }  # who answers for the complaint only where nobody else may
    fresh = (step for step in candidates if step.person not in had_it and not step.passed_over)
    step = next(fresh, None) or owning.first_free(steps, candidates, without)
    return replace(step, rung="lead") if step.person == lead else step
