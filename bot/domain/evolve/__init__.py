"""`evolve(state, event) -> state`: what a request is, by folding what happened. Asks nothing of today's directory."""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

from msgspec.structs import replace

from bot.domain import events as e
from bot.domain.evolve import accountable, ending, serving, understood
from bot.domain.evolve.counting import COUNTERS
from bot.domain.evolve.undoing import still_undoable
from bot.domain.request import Request

_EVOLVERS: dict[type, Callable[[Request, Any], Request]] = {
    **understood.EVOLVERS,
    **accountable.EVOLVERS,
    **serving.EVOLVERS,
    **ending.EVOLVERS,
}

# Who does one of these can be reached.
_BY_HAND = (
    e.RequestTaken
    | e.HandoverTaken
    | e.HandoverOffered
    | e.MessageSaid
    | e.NoteWritten
    | e.QuestionPut
    | e.PromiseMade
    | e.ConsultAsked
    | e.RequestResolved
)


def evolve(request: Request | None, event: e.AnyEvent) -> Request:
    """The request after `event`. Raises ValueError for a first event that is not `RequestAsked`."""
    if request is None:
        if not isinstance(event, e.RequestAsked):
            raise ValueError(f"a history begins with request.asked, not {type(event).__name__}")
        return understood.asked(event)
    changed = _EVOLVERS[type(event)](request, event)
    undoable = changed.undoable
    if undoable is not None and undoable is request.undoable and not still_undoable(request, event, changed):
        undoable = None
    unreachable = changed.unreachable
    if unreachable and isinstance(event, _BY_HAND):
        unreachable = tuple(person for person in unreachable if person != event.by)
    counter = COUNTERS.get(type(event))
    return replace(
        changed,
        version=request.version + 1,
        last_at=event.at,
        undoable=undoable,
        unreachable=unreachable,
        counted=counter(request, event) if counter else request.counted,
    )


def fold(events: Iterable[e.AnyEvent]) -> Request:
    """The request that a whole history gives; raises ValueError for an empty one."""
    request = reduce(evolve, events, None)
    if request is None:
        raise ValueError("an empty history gives no request")
    return request
