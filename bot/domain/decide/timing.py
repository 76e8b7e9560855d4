"""What a timer does when its instant has come. One whose cause has moved on does nothing, and is removed."""

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import steps as s
from bot.domain.decide.asking import question_lapsed
from bot.domain.decide.climbing import bring_in_lead, climb, foretell, pass_on_if_away
from bot.domain.decide.danger import tell_next
from bot.domain.decide.handing import offer_lapsed
from bot.domain.decide.steps import Steps
from bot.domain.refusals import NothingToDo, Refusal
from bot.domain.timers import timer_name, timers

_REMINDS = {
    "pending_reminder": e.RequesterReminded,
    "survey_reminder": e.SurveyReminded,
}


def timer_fired(steps: Steps, command: c.TimerFired) -> None:
    request = steps.request
    kind = f"{command.timer}.{command.target}" if command.target else command.timer
    name = timer_name(request.number, kind, command.due)
    if timers(request).get(name) is None or command.due > steps.now:
        raise Refusal(NothingToDo(number=command.number, verb="timer"))
    match command.timer:
        case "choices" | "article_again" | "article_close":
            _unanswered(steps, command.timer)
        case "offer":
            offer_lapsed(steps)
        case "said_back" | "promise_reminder" | "promise_due":
            _promise(steps, command)
        case "warn":
            steps.add(e.TargetWarned, target=command.target)
            pass_on_if_away(steps)
        case "foretell":
            foretell(steps, command.target)
        case "breach":
            steps.add(e.TargetBreached, target=command.target)
            pass_on_if_away(steps)
            bring_in_lead(steps, "late", climbs=command.target != "resolution")
        case "escalate":
            climb(steps)
        case "consult_reminder" | "consult_lapse":
            _consults(steps, name, command.timer)
        case "pending_reminder" | "survey_reminder":
            steps.add(_REMINDS[command.timer])
        case "pending_resolve":
            steps.add(e.RequestResolved, by=None, how="silence", closes_at=s.closes_at(steps))
        case "close":
            steps.add(e.RequestClosed, words_until=s.words_until(steps))
        case "emergency":
            tell_next(steps)


def _unanswered(steps: Steps, timer: str) -> None:
    """Silence after the one question, or after an article."""
    match timer:
        case "choices":
            question_lapsed(steps)
        case "article_again":
            steps.add(e.ArticleAskedAgain)
        case _:
            steps.add(e.RequestClosed, unconfirmed=True, words_until=s.words_until(steps))


def _promise(steps: Steps, command: c.TimerFired) -> None:
    promise = steps.request.promise
    if promise is None:
        return
    match command.timer:
        case "said_back":
            steps.add(e.PromiseStands, by=promise.by)
        case "promise_reminder":
            steps.add(e.PromiseReminded, by=promise.by)
            pass_on_if_away(steps)
        case _:
            steps.add(e.PromiseLapsed, by=promise.by)
            pass_on_if_away(steps)
            # Who has been written to since is not told that nobody answered: the lead looks whether that was it.
            bring_in_lead(steps, "promise", climbs=steps.request.written_since_promise is None)


def _consults(steps: Steps, name: str, timer: str) -> None:
    """All those that this timer stands for: asked one after the other, they may well end at one opening."""
    reminds = timer == "consult_reminder"
    for asked in steps.request.open_consults:
        due = asked.reminds_at if reminds else asked.lapses_at
        over = asked.reminded if reminds else asked.lapsed
        if due is not None and not over and timer_name(steps.request.number, timer, due) == name:
            event = e.ConsultReminded if reminds else e.ConsultLapsed
            steps.add(event, consult=asked.id, colleague=asked.colleague)
