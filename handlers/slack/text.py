"""Text on its way to Slack: cleaned, escaped, and cut or split between whole graphemes."""

import regex

from bot.words.text import clean as kept
from bot.words.text import isolate
from handlers.slack.limits import length

ELLIPSIS = "…"
_GRAPHEME = regex.compile(r"\X")
TALLEST = 32  # code points of one grapheme; a family emoji has 11
# Only such a run can hold a taller one: all that joins a grapheme lies beyond Latin, save the signs © and ®.
_TOWER = regex.compile(r"[^\x00-\xa8\xaa-\xad\xaf-\u02ff]" + f"{{{TALLEST}}}")

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def clean(text: str) -> str:
    """What Slack can show: no control characters, no towers of combining marks, nothing that turns others' text."""
    text = kept(text)
    if text.isascii():
        return text
    if _TOWER.search(text):
        text = _GRAPHEME.sub(lambda found: found[0][:TALLEST], text)
    return isolate(text)


def escape(text: str) -> str:
    """For mrkdwn and for `text`: kills mentions, channels, links and special commands."""
    return text.translate(_ESCAPES)


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
    taken, size = [], 0
    for found in _GRAPHEME.finditer(text[:most]):
        piece = escape(found[0])
        size += length(piece)
        if size > most - 1:
            break
        taken.append(piece)
    return "".join(taken).rstrip() + ELLIPSIS


def _taken(text: str, most: int) -> tuple[str, str]:
    """The longest head of whole graphemes that fits, and the rest; the start of one that is longer than all there is."""
    window = text[:most]
    if window.isascii() and text[most : most + 1].isascii():
        at = most
        if text[most - 1 : most + 1] == "\r\n":
            at -= 1
        return text[:at], text[at:]
    size = at = 0
    for found in _GRAPHEME.finditer(text[: most + TALLEST]):
        size += length(found[0])
        if size > most:
            break
        at = found.end()
    at = at or most // 2  # a code point is two units long at most
    return text[:at], text[at:]


def _good_place(head: str) -> int:
    """Where to break: after the last line end, else after the last space, in the second half; else at the end."""
    for mark in ("\n", " "):
        at = head.rfind(mark)
        if at >= len(head) // 2:
            return at + 1
    return len(head)
