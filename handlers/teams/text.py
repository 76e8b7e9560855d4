"""Text on its way to Teams: cleaned, made harmless as Markdown, and cut between whole graphemes."""

import html
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from bot.words.text import TALLEST, isolate, whole_end, without_towers
from bot.words.text import clean as kept

# Latin letters, digits and common marks: each is a grapheme of its own, and none is changed by cleaning.
_PLAIN = re.compile(r"[\n\t -~\u00a1-\u00ac\u00ae-\u02af\u2010-\u2027\u20ac]*")
_MARKS = re.compile(r"([\\`*_\[\]()#~<>!|])")
_LINE_END = re.compile(r"\n")
_LIST = re.compile(r"^(\s*\d*)([-+.)])(?=\s)", re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"<\s*(br|/p|/div|/li)\b[^<>]{0,200}>", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]\n]*)\]\(\s*([^)\s]*)[^)\n]*\)")


def clean(text: str) -> str:
    """What Teams can show: no control characters, no towers of combining marks, nothing that turns others' text."""
    if _PLAIN.fullmatch(text):
        return text
    return isolate(without_towers(kept(text)))


def escape(text: str) -> str:
    """For what is read as Markdown: every mark is shown as it was typed."""
    return _LIST.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))


def article(markdown: str) -> str:
    """The company's own Markdown in the subset that cards know: no pictures, no HTML, headings in bold, web links only."""
    text = _HEADING.sub(r"**\1**", _IMAGE.sub(r"\1", markdown))
    text = _LINK.sub(_safe_link, text)
    return text.replace("<", "&lt;")


def _safe_link(found: re.Match[str]) -> str:
    label, target = found[1], found[2]
    if target.startswith(("https://", "http://", "mailto:")):
        return f"[{label}]({target})"
    return f"{label} ({target})"


def plain(markup: str) -> str:
    """What HTML says, with its line ends."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", markup))).strip()


def size(part: Any) -> int:
    """Bytes of a card as JSON, in its longest spelling."""
    return len(json.dumps(part))


def fits(part: Any, most: int) -> bool:
    """Whether its `size` is at most so many bytes. No spelling is more than three times as long as the shortest, which is
    written in a tenth of the time, and most cards are a tenth of what they may be."""
    return 3 * len(msgspec.json.encode(part)) <= most or size(part) <= most


def shortened(text: str, most: int) -> str:
    """At most about `most` code points, cleaned; never cut inside a grapheme, and what was cut ends in an ellipsis."""
    window = text[: most + 4 * TALLEST]
    if _PLAIN.fullmatch(window):
        return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
    shown = without_towers(kept(window))
    if len(shown) <= most and len(text) <= most + 4 * TALLEST:
        return isolate(shown)
    return isolate(shown[: whole_end(shown, most - 1)].rstrip() + "…")


def pages(text: str, most: int, most_lines: int) -> Iterator[str]:
    """Pieces of at most `most` code points and so many lines that together are the text; never inside a grapheme, nor
    inside a word that is not as long as half a piece."""
    text = clean(text)
    start = 0
    while (end := _page_end(text, start, most, most_lines)) < len(text):
        yield text[start:end]
        start = end
    yield text[start:]


def _page_end(text: str, start: int, most: int, most_lines: int) -> int:
    end = whole_end(text, start + most, start)
    if end == start < len(text):
        end += most  # of a grapheme that is longer than a page
    breaks = islice(_LINE_END.finditer(text, start, end), most_lines - 1, None)
    end = next((found.start() for found in breaks), end)
    if end == len(text):
        return end
    return next((gap for gap in range(end, start + most // 2, -1) if _is_gap(text, gap)), end)


def _is_gap(text: str, at: int) -> bool:
    """Whether a space ends there, that bears no mark."""
    return text[at - 1].isspace() and whole_end(text, at, at - 1) == at
