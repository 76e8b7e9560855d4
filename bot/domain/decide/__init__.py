"""`decide(command, state, context) -> events`: the rules, without clock, I/O or chance. A refusal is raised."""

from collections.abc import Callable
from typing import Any

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.context import Context
from bot.domain.decide import asking, climbing, danger, ending, handing, promising, serving, taking, timing
from bot.domain.decide.steps import Steps
from bot.domain.refusals import AlreadyTaken, HasChanged, NoSuchRequest, NothingToDo, NotYours, Refusal
from bot.domain.request import Request, RequestNumber
from bot.domain.rights import TABLE, may, may_join_in, may_read, roles


def decide(command: c.AnyCommand, request: Request | None, context: Context) -> list[e.AnyEvent]:
    """The events that obeying `command` gives, at least one. Raises Refusal, with its reason."""
    if isinstance(command, c.Ask):
        raise TypeError("a new request needs a number: decide_ask")
    if request is None:
        raise Refusal(NoSuchRequest(number=command.number))
    _allowed(command, request, context)
    steps = Steps(request, context)
    _RULES[type(command)](steps, command)
    if not steps.events:
        raise Refusal(NothingToDo(number=request.number, verb=verb_of(command)))
    return steps.events


def decide_ask(command: c.Ask, number: RequestNumber, context: Context) -> list[e.AnyEvent]:
    """A new request, from its receipt to its accountable owner. Raises Refusal for empty words."""
    return asking.ask(command, number, context)


def verb_of(command: c.Command) -> str:
    return str(command.__struct_config__.tag)


def _allowed(command: c.AnyCommand, request: Request, context: Context) -> None:
    """Rights at the time of the act. Who may not even read it is told nothing that an absent one would not tell."""
    verb, by, directory = verb_of(command), command.by, context.directory
    if may(by, verb, request, directory):
        return
    if isinstance(command, c.Say) and command.calls_us and may_join_in(by, command.place, request):
        return
    if not may_read(by, request, directory):
        if "consulted" in roles(by, request, directory):
            raise Refusal(NotYours(number=request.number, verb=verb))
        raise Refusal(NoSuchRequest(number=request.number))
    seen = command.seen if isinstance(command, c.About) else None
    if verb == "take" and request.taken and request.is_open:
        raise Refusal(AlreadyTaken(number=request.number, by=request.owner))
    # What its owner may do in another state is theirs still: it is the request that is over, or waits.
    is_over = by == request.owner and "owner" in TABLE.get(verb, {})
    if is_over or (seen is not None and seen < request.version):
        raise Refusal(HasChanged(number=request.number, status=request.status, owner=request.owner))
    raise Refusal(NotYours(number=request.number, verb=verb))


def _matter(steps: Steps, command: c.JoinMatter) -> None:
    if steps.request.matter == command.matter:
        raise Refusal(NothingToDo(number=command.number, verb="join_matter"))
    steps.add(e.MatterJoined, matter=command.matter, by=command.by)


def _no_matter(steps: Steps, command: c.LeaveMatter) -> None:
    if steps.request.matter is None:
        raise Refusal(NothingToDo(number=command.number, verb="leave_matter"))
    steps.add(e.MatterLeft, by=command.by)


def _bulletin(steps: Steps, command: c.ShowBulletin) -> None:
    steps.add(e.BulletinShown, bulletin=command.bulletin)


_RULES: dict[type, Callable[[Steps, Any], None]] = {
    c.Say: serving.say,
    c.EditWords: serving.edit,
    c.DeleteWords: serving.delete,
    c.MoveWords: serving.move_words,
    c.Split: asking.split,
    c.Choose: asking.choose,
    c.NotThis: asking.not_this,
    c.NoEmergency: danger.no_emergency,
    c.MakePrivate: handing.make_private,
    c.LiftPrivate: handing.lift_private,
    c.SetWantedBy: serving.set_wanted_by,
    c.WantPerson: asking.want_person,
    c.ArticleSolved: asking.article_solved,
    c.ArticleOutdated: asking.article_outdated,
    c.Nudge: serving.nudge,
    c.Withdraw: ending.withdraw,
    c.Reopen: ending.reopen,
    c.Rate: ending.rate,
    c.Complain: ending.complain,
    c.OnlyForInformation: ending.only_for_information,
    c.MadeGood: ending.made_good,
    c.Thank: ending.thank,
    c.AnswerThanks: ending.answer_thanks,
    c.Take: taking.take,
    c.WriteNote: serving.note,
    c.AskRequester: serving.ask_requester,
    c.MakePromise: promising.promise,
    c.WaitFor: promising.wait_for,
    c.AskColleague: serving.ask_colleague,
    c.AnswerColleague: serving.answer_colleague,
    c.HandOver: handing.hand_over,
    c.DeclineHandover: handing.decline,
    c.WithdrawHandover: handing.withdraw_offer,
    c.Resolve: ending.resolve,
    c.KeepAnswer: ending.keep_answer,
    c.Undo: ending.undo,
    c.FileUnder: handing.file_under,
    c.ConfirmRoute: handing.confirm_route,
    c.SetUrgency: serving.set_urgency,
    c.JoinMatter: _matter,
    c.LeaveMatter: _no_matter,
    c.Reassign: handing.reassign,
    c.TakeBack: handing.take_back,
    c.TimerFired: timing.timer_fired,
    c.NotReached: handing.not_reached,
    c.OwnerAway: climbing.owner_away,
    c.ShowBulletin: _bulletin,
}
