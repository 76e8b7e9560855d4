"""The timers of a request, derived from its state: a commit sets and removes what has changed, nothing is forgotten.

A name carries the instant, so that a timer whose cause has moved on is another timer.
"""

from datetime import datetime

from bot.domain.commands import DESK, AnyCommand, TimerFired
from bot.domain.instants import instant_of, unix_ms
from bot.domain.promises import CORRECT_FOR
from bot.domain.request import TARGETS, Clock, Request, RequestNumber, Target


def timers(request: Request) -> dict[str, datetime]:
    """Name -> due instant (UTC) of every timer that this state wants."""
    wanted: list[tuple[str, datetime | None]] = []
    if request.status == "new":
        wanted += _waiting_for_a_tap(request)
    if request.is_open:
        wanted += _while_open(request)
    if request.status == "resolved":
        wanted.append(("close", request.closes_at))
        wanted.append(("survey_reminder", request.survey.reminds_at if request.survey else None))
    if request.emergency is not None:
        wanted.append(("emergency", request.emergency.tells_next_at))
    return {timer_name(request.number, kind, due): due for kind, due in wanted if due is not None}


def _waiting_for_a_tap(request: Request) -> list[tuple[str, datetime | None]]:
    wanted: list[tuple[str, datetime | None]] = []
    if request.choices is not None:
        wanted.append(("choices", request.choices.lapses_at))
    if request.article is not None:
        asked = request.article.asked_again
        wanted.append(("article_close", request.article.closes_at))
        wanted.append(("article_again", None if asked else request.article.asks_again_at))
    return wanted


def _while_open(request: Request) -> list[tuple[str, datetime | None]]:
    wanted: list[tuple[str, datetime | None]] = []
    if request.offer is not None:
        wanted.append(("offer", request.offer.lapses_at))
    promise = request.promise
    if promise is not None and not promise.lapsed and not request.promise_rests:
        wanted.append(("said_back", promise.made_at + CORRECT_FOR if promise.others else None))
        wanted.append(("promise_due", promise.due))
        wanted.append(("promise_reminder", None if promise.reminded else promise.reminds_at))
        foretold = promise.foretold or _heard_since(request, promise.reminds_at)
        wanted.append(("foretell", None if foretold else promise.foretells_at))
    if request.status == "pending":
        wanted.append(
            ("pending_reminder", request.pending_reminders[0] if request.pending_reminders else None)
        )
        wanted.append(("pending_resolve", request.pending_resolves_at))
    wanted.append(("escalate", request.escalates_at))
    for consult in request.open_consults:  # two that end at one instant share a timer
        wanted.append(("consult_reminder", None if consult.reminded else consult.reminds_at))
        wanted.append(("consult_lapse", None if consult.lapsed else consult.lapses_at))
    for target in TARGETS:
        wanted += _of_clock(request, target)
    return wanted


def _of_clock(request: Request, target: Target) -> list[tuple[str, datetime | None]]:
    clock: Clock | None = getattr(request, target)
    if clock is None or clock.met_at is not None or clock.left_s is not None:
        return []
    told = clock.foretold or clock.breached
    # Who was promised a time, or has had a word since the owner was asked for one, is not told that nobody spoke.
    spoken = request.promise is not None or _heard_since(request, clock.warns_at)
    return [
        (f"warn.{target}", None if clock.warned or clock.breached else clock.warns_at),
        (f"foretell.{target}", None if told or spoken else clock.foretells_at),
        (f"breach.{target}", None if clock.breached else clock.due),
    ]


def _heard_since(request: Request, at: datetime) -> bool:
    return request.answered_at is not None and request.answered_at >= at


def timer_name(number: int, kind: str, due: datetime) -> str:
    return f"{number}|{kind}|{unix_ms(due)}"


def fired(name: str) -> TimerFired:
    """The command of a timer that is due. Raises ValueError for a name that is none of ours."""
    number, kind, due_ms = name.split("|")
    timer, _, target = kind.partition(".")
    return TimerFired(
        id=f"timer:{name}",
        by=DESK,
        number=RequestNumber(int(number)),
        timer=timer,  # type: ignore[arg-type]  # an unknown one is refused when it is decided
        due=instant_of(int(due_ms)),
        target=target or None,  # type: ignore[arg-type]
    )


def fired_by(command: AnyCommand) -> tuple[str, int] | None:
    """A timer that has fired is removed by its commit, with events or without."""
    if not isinstance(command, TimerFired):
        return None
    return command.id.removeprefix("timer:"), unix_ms(command.due)
