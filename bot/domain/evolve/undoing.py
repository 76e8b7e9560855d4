"""The owner's last act, for as long as it can be as if it had not been."""

from datetime import datetime, timedelta
from typing import Any, Literal

from msgspec.structs import replace

from bot.domain import events as e
from bot.domain.request import Clock, Request, Undoable, WordsId, comes_with
from knowledge.directory import PersonId

UNDO_FOR = timedelta(seconds=30)

Act = Literal["take", "reply", "note", "promise", "offer", "resolve", "ask"]

_TAKEN = ("taken", "rung", "emergency")
_ANSWERED = (
    *_TAKEN,
    "answered_by",
    "answered_at",
    "written_at",
    "first_response",
    "next_response",
    "waiting_since",
    "escalates_at",
)
_STARTS_ANEW = ("waiting_since", "next_response")  # the requester's further words do not end an undo
_ASKED = ("status", "resolution", "pending_since", "pending_reminders", "pending_resolves_at")

# What an undone act gives back. Everything else that happened in between stays.
RESTORED: dict[Act, tuple[str, ...]] = {
    "take": _TAKEN,
    "reply": _ANSWERED,
    "note": (),
    "promise": (*_ANSWERED, "promise"),
    "offer": ("offer",),
    "resolve": (
        *_ANSWERED,
        *_ASKED,
        "promise",
        "offer",
        "resolved_at",
        "resolved_by",
        "resolution_words",
        "by_article",
        "closes_at",
    ),
    "ask": (*_ANSWERED, *_ASKED),
}

_TAKING: frozenset[Act] = frozenset({"reply", "ask", "promise", "resolve"})
# These are never given back, so that the state need not hold them twice.
_LEFT_OUT: dict[str, Any] = {
    "undoable": None,
    "messages": (),
    "bystanders": (),
    "notes": (),
    "files": (),
    "consults": (),
    "because": (),
}


def undoable(
    request: Request, event: e.AnyEvent, act: Act, by: PersonId, words: WordsId | None = None
) -> Undoable:
    """From `event` on the act can be undone; replying takes, so that such a taking belongs to the reply."""
    until = event.at + UNDO_FOR
    current = request.undoable
    if act == "take" and current is not None and _same_act(current, by, until):
        return current
    return Undoable(act=act, by=by, until=until, words=words, before=replace(request, **_LEFT_OUT))


def _same_act(current: Undoable, by: PersonId, until: datetime) -> bool:
    return current.act in _TAKING and (current.by, current.until) == (by, until)


def still_undoable(before: Request, event: e.AnyEvent, after: Request) -> bool:
    """Not once anything else has changed what undoing would give back: that would be lost."""
    current = before.undoable
    if current is None or _follows(event):
        return True
    return all(
        field in _STARTS_ANEW or getattr(before, field) == getattr(after, field)
        for field in RESTORED[current.act]
    )


def _follows(event: e.AnyEvent) -> bool:
    """Whether it happens only as part of the act itself."""
    if isinstance(event, e.ClockSet):
        return event.cause == "paused"
    return isinstance(event, e.FirstResponseGiven | e.PromiseKept | e.RequestTaken | e.SurveyOffered)


def undone(request: Request, event: e.ActUndone) -> Request:
    current = request.undoable
    if current is None or current.before is None:
        return request
    restored = {field: getattr(current.before, field) for field in RESTORED[current.act]}
    if current.act == "resolve":
        restored["survey"] = None  # an open request asks nobody how it was
    if "waiting_since" in restored:
        # Who wrote after the act waits, whatever was so before it.
        restored["waiting_since"] = restored["waiting_since"] or request.waiting_since
        restored["next_response"] = _running(restored["next_response"], request.next_response)
    given_back = replace(request, undoable=None, **restored)
    return without(given_back, event.words) if event.words else given_back


def _running(before: Clock | None, since: Clock | None) -> Clock | None:
    """What ran before the act runs again; else what the requester's words have started since."""
    waits_anew = since is not None and since.met_at is None and (before is None or before.met_at is not None)
    return since if waits_anew else before


def without(request: Request, words: WordsId) -> Request:
    """Words that are gone, whichever side said them. A lesson goes with the words that it came from."""
    first = request.first_words == words
    return replace(
        request,
        messages=tuple(m for m in request.messages if m[0] != words),
        notes=tuple(n for n in request.notes if n[0] != words),
        files=tuple(f for f in request.files if not comes_with(f[0], words)),
        first_words=None if first else request.first_words,
        needs=() if first else request.needs,
        taught=None if first else request.taught,
    )
