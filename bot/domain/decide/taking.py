"""Who takes a request: by a tap, by answering, or from the bot that was still answering it."""

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import owning
from bot.domain.decide.handing import take_over
from bot.domain.decide.steps import Steps
from bot.domain.refusals import AlreadyTaken, NothingToDo, Refusal
from bot.domain.rights import roles
from knowledge.directory import PersonId


def take(steps: Steps, command: c.Take) -> None:
    request = steps.request
    if request.taken and command.by == request.owner:
        raise Refusal(NothingToDo(number=request.number, verb="take"))
    if _was_free_when_seen(steps, command):
        raise Refusal(AlreadyTaken(number=request.number, by=request.owner))
    step_in(steps, command.by)
    _take(steps, command.by)


def _was_free_when_seen(steps: Steps, command: c.Take) -> bool:
    """A card offers "take" only while nobody has it: who presses an older one did not mean to take it from a colleague.

    A lead may still do that, by taking it back; and what was offered, or is an emergency, was taken by another before.
    """
    request = steps.request
    stale = command.seen is not None and command.seen < request.version
    mine = roles(command.by, request, steps.context.directory)
    return stale and request.taken and mine.isdisjoint({"offered", "emergency_duty"})


def take_by_answering(steps: Steps, by: PersonId) -> None:
    """Replying takes, also what another was asked to take."""
    if by != steps.request.owner or not steps.request.taken:
        _take(steps, by)


def step_in(steps: Steps, by: PersonId) -> None:
    """The concierge's person takes from the bot what it was still answering: accountable by name from here on."""
    request = steps.request
    if not request.unseen or not request.is_open or by != request.owner:
        return
    if request.article is not None:
        steps.add(e.ArticleLeft, cause="person")
    if request.choices is not None:
        steps.add(e.ChoicesLapsed)
    owning.assign(steps, by, "routed", rung="concierge", department=steps.context.directory.concierge, by=by)


def _take(steps: Steps, by: PersonId) -> None:
    """A hand-over by who was asked; else one's own, or a colleague's that nobody has taken yet."""
    request = steps.request
    if by != request.owner:
        mine = roles(by, request, steps.context.directory)
        if "offered" in mine:
            take_over(steps, by)
            return
        if request.taken and "lead" not in mine:
            raise Refusal(AlreadyTaken(number=request.number, by=request.owner))
        if "emergency_duty" not in mine:  # danger overrides clearance
            owning.somebody(steps, by, acting=True)
        if request.offer is not None:
            steps.add(e.HandoverWithdrawn, by=by)
    steps.add(e.RequestTaken, by=by)
