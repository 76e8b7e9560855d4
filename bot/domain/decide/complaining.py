"""Law 8: a complaint is a gift. The lead is accountable; the lead's lead, where it is about the lead."""

from bot.domain import events as e
from bot.domain.decide import owning
from bot.domain.decide import steps as s
from bot.domain.decide.steps import Steps
from bot.domain.request import WordsId
from knowledge.directory import PersonId


def complain(steps: Steps, by: PersonId, words: WordsId | None) -> None:
    """What is over comes back. It counts as a complaint until the requester says it is made good."""
    before = steps.request
    answerable = _answerable(steps)
    steps.add(e.ComplaintRaised, answerable=answerable, words=words)
    if not before.is_open:
        steps.add(e.RequestReopened, by=by, cause="complaint")
    if answerable != before.owner or before.unseen:
        owning.assign(steps, answerable, "complaint", rung="lead")
    clock = steps.request.resolution
    if not before.is_open and clock is not None and clock.met_at is not None:
        s.set_clock(steps, "resolution", "reopened")
    s.expect_answer(steps)
    owning.pass_on_if_barred(steps, "confidential")


def _answerable(steps: Steps) -> PersonId:
    """The lead, if it is not about what the lead did; where neither lead may, the next who may have it."""
    request = steps.request
    concerned = request.answered_by or (None if request.unseen else request.owner)
    without = [concerned] if concerned is not None else []
    lead = next(iter(owning.leads(steps, without)), None)
    if lead is not None:
        return lead
    others = owning.chain(steps, None, request.department, without=without)
    return owning.first_free(steps, others, without).person
