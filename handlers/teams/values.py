"""What a button carries, and what comes back when it is pressed: verb, number and version shown, never rights or state.

It comes back through a client, so nothing in it is believed: what is not of this shape is nobody's press.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

OURS = "ventanilla"  # our own part of an action's data; what was typed stands beside it
LONGEST_FIELD = 1_000
MOST_FIELDS = 20


class Press(Struct, frozen=True, omit_defaults=True, rename={"number": "n", "seen": "s", "fields": "f"}):
    verb: str
    number: int | None = None
    seen: int | None = None  # the request's version that the card showed
    form: str = ""  # opens this form first
    sent: bool = False  # the form itself
    page: int = 0
    back: str = ""  # the queue that is to be drawn anew after it
    fields: dict[str, str] = {}


def packed(press: Press) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(press)
    return found


def data_of(press: Press, *, dialog: bool = False) -> dict[str, Any]:
    """An action's data. `dialog`: the client is to ask us for a dialog first."""
    found: dict[str, Any] = {OURS: packed(press)}
    if dialog:
        found["msteams"] = {"type": "task/fetch"}
    return found


def without_dialogs(part: Any) -> Any:
    """For clients that open no dialogs: the button sends a message, and its form comes as one."""
    return _each(part, _undialoged)


def without_invokes(part: Any) -> Any:
    """For clients that send no invokes: the older kind of every button, and nothing that is asked for anew."""
    return _each(part, _uninvoked)


def _each(part: Any, changed: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    if isinstance(part, list):
        return [_each(one, changed) for one in part]
    if not isinstance(part, dict):
        return part
    return changed({name: _each(one, changed) for name, one in part.items()})


def _undialoged(part: dict[str, Any]) -> dict[str, Any]:
    if OURS in part and part.get("msteams") == {"type": "task/fetch"}:
        return {name: one for name, one in part.items() if name != "msteams"}
    return part


def _uninvoked(part: dict[str, Any]) -> dict[str, Any]:
    if part.get("type") == "Action.Execute" and isinstance(part.get("fallback"), dict):
        return dict(part["fallback"])
    return {name: one for name, one in part.items() if name != "refresh"}


def press_of(data: Any) -> Press | None:
    if not isinstance(data, dict):
        return None
    try:
        found = msgspec.convert(data.get(OURS), Press)
    except (msgspec.ValidationError, RecursionError):
        return None
    if found.number is not None and not 0 < found.number < 10**12:
        return None
    too_much = len(found.fields) > MOST_FIELDS or any(len(v) > LONGEST_FIELD for v in found.fields.values())
    return None if too_much else found


def typed_of(data: Any) -> dict[str, str]:
    """What was typed or chosen: the inputs' values, by their names. A client's own fields are no inputs."""
    if not isinstance(data, dict):
        return {}
    return {
        str(name): value.replace("\r\n", "\n")
        for name, value in data.items()
        if name not in (OURS, "msteams") and isinstance(value, str)
    }
