"""What our buttons and views carry: verb, number and the version shown, never rights and never state."""

import msgspec
from msgspec import Struct

from handlers.slack import limits

ACT = "act"  # action ids are `act/<verb>/<position>`: unique within a message
OPENED = "open"  # the verb of the sheet below one request
PICKED = "/picked"  # ends the name of the picker beside a time that can be typed
FORM = "form"  # the callback of every form's modal


class Press(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={"number": "n", "seen": "s", "form": "f", "fields": "x", "verb": "v"},
):
    """A button's value."""

    verb: str
    number: int | None = None
    seen: int | None = None
    form: str = ""
    fields: dict[str, str] = {}


class Shown(Struct, frozen=True, omit_defaults=True):
    """What somebody has chosen to see in App Home."""

    which: str = "mine"
    search: str = ""


class Sheet(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A modal's private metadata: what its fields are about."""

    verb: str
    numbers: tuple[int, ...] = ()
    seen: int | None = None
    fixed: dict[str, str] = {}
    shown: Shown | None = None  # by App Home, where it was opened from there: it is to be drawn anew


_encode = msgspec.json.Encoder().encode
_press = msgspec.json.Decoder(Press).decode
_sheet = msgspec.json.Decoder(Sheet).decode


def packed(value: Press) -> str | None:
    """None where it would not fit into a button."""
    text = _encode(value).decode()
    return text if limits.length(text) <= limits.BUTTON_VALUE else None


def press_of(text: str) -> Press | None:
    """None for what no button of ours carries."""
    try:
        return _press(text)
    except (msgspec.DecodeError, RecursionError):
        return None


def packed_sheet(sheet: Sheet) -> str:
    return _encode(sheet).decode()


def sheet_of(text: str) -> Sheet | None:
    try:
        return _sheet(text)
    except (msgspec.DecodeError, RecursionError):
        return None


def action_id(verb: str, position: int) -> str:
    return f"{ACT}/{verb}/{position}"
