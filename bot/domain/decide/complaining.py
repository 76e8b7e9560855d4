"""Law 8: a complaint is a gift. The lead is accountable; the lead's lead, where it is about the lead."""

from bot.domain import events as e
from bot.domain.decide import owning
from bot.domain.decide import steps as s
from bot.domain.decide.steps import Steps
from bot.domain.request import Request, WordsId
from bot.domain.rights import lead_over
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
    answerable = _answerable(steps, concerned)
    steps.add(
        e.ComplaintRaised,
        answerable=answerable,
        words=words,
        concerned=concerned if concerned != answerable else None,
        for_information=for_information,
    )
    if not for_information:
        _take_up(steps, by, before, answerable)
    _tell_together(steps)


def _take_up(steps: Steps, by: PersonId, before: Request, answerable: PersonId) -> None:
    if not before.is_open:
        steps.add(e.RequestReopened, by=by, cause="complaint")
    if answerable != before.owner or before.unseen:
        owning.assign(steps, answerable, "complaint", rung="lead")
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


def _answerable(steps: Steps, concerned: PersonId | None) -> PersonId:
    """The lead, if it is not about what the lead did; where neither lead may, the next who may have it."""
    request = steps.request
    without = [concerned] if concerned is not None else []
    lead = owning.lead_told(steps, without)
    if lead is not None:
        return lead
    others = owning.chain(steps, None, request.department, without=without)
    return owning.first_free(steps, others, without).person
