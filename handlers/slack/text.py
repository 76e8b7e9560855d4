"""Text on its way to Slack: cleaned, escaped, and cut or split between whole graphemes."""

from bisect import bisect_right
from collections.abc import Callable

from bot.words.text import clean as kept
from bot.words.text import isolate, whole_end, without_towers
from handlers.slack.limits import length

ELLIPSIS = "…"


def clean(text: str) -> str:
    """What Slack can show: no control characters, no towers of combining marks, nothing that turns others' text."""
    return isolate(without_towers(kept(text)))


def escape(text: str) -> str:
    """For mrkdwn and for `text`: kills mentions, channels, links and special commands."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, most: int) -> str:
    """At most `most` long; where something is left out, between two graphemes and with an ellipsis."""
    if length(text) <= most:
        return text
    head, _ = _taken(text, most - 1)
    return head.rstrip() + ELLIPSIS


def split(text: str, most: int) -> list[str]:
    """Pieces of at most `most` that together are the text; at the end of a line or a word where there is one."""
    pieces: list[str] = []
    while length(text) > most:
        head, rest = _taken(text, most)
        at = _good_place(head)
        head, rest = head[:at], head[at:] + rest
        pieces.append(head)
        text = rest
    return [*pieces, text] if text else pieces


def escaped_cut(text: str, most: int) -> str:
    """Escaped, and cut so that the escaped text fits; never inside an escape."""
    escaped = escape(text)
    if length(escaped) <= most:
        return escaped
    fits = _reach(text, most - 1, lambda start: length(escape(start)))
    return escape(text[: whole_end(text, fits)]).rstrip() + ELLIPSIS


def _taken(text: str, most: int) -> tuple[str, str]:
    """The longest head of whole graphemes that fits, and the rest; the start of one that is longer than all there is."""
    at = whole_end(text, _reach(text, most, length))
    at = at or most // 2  # a code point is two units long at most
    return text[:at], text[at:]


def _reach(text: str, most: int, width: Callable[[str], int]) -> int:
    """Code points of the longest start that is at most so wide."""
    longest = min(len(text), most)
    if width(text[:longest]) <= most:
        return longest
    return bisect_right(range(longest), most, key=lambda at: width(text[:at])) - 1


def _good_place(head: str) -> int:
    """Where to break: after the last line end, else after the last space, in the second half; else at the end."""
    for mark in ("\n", " "):
        at = head.rfind(mark)
        if at >= len(head) // 2:
            return at + 1
    return len(head)
