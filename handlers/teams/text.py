"""Text on its way to Teams: cleaned, made harmless as Markdown, and cut between whole graphemes."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import regex

from bot.words.text import clean as kept
from bot.words.text import isolate

_GRAPHEME = regex.compile(r"\X")
# Latin letters, digits and common marks: each is a grapheme of its own, and none is changed by cleaning.
_PLAIN = re.compile(r"[\n\t -~\u00a1-\u00ac\u00ae-\u02af\u2010-\u2027\u20ac]*")
TALLEST = 32  # code points of one grapheme; a family emoji has 11
_MARKS = re.compile(r"([\\`*_\[\]()#~<>!|])")
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
    text = kept(text)
    if text.isascii():
        return text
    return isolate(_GRAPHEME.sub(lambda found: found[0][:TALLEST], text))


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
    window = kept(window)
    ends, end = [], 0
    for found in _GRAPHEME.finditer(window):
        end += min(len(found[0]), TALLEST)
        ends.append(found[0][:TALLEST])
        if end > most:
            break
    if end <= most and len(text) <= len(window):
        return isolate("".join(ends))
    while ends and end > most - 1:
        end -= len(ends.pop())
    return isolate("".join(ends).rstrip() + "…")


def pages(text: str, most: int, most_lines: int) -> Iterator[str]:
    """Pieces of at most `most` code points and so many lines that together are the text; never inside a grapheme, nor
    inside a word that is not as long as half a piece."""
    text = clean(text)
    start = end = gap = lines = 0
    # Where each sign is a grapheme of its own there is nothing to look for.
    ends = range(1, len(text) + 1) if _PLAIN.fullmatch(text) else (g.end() for g in _GRAPHEME.finditer(text))
    for following in ends:
        lines += text[following - 1] == "\n"
        if following - start > most or lines >= most_lines:
            cut = gap if gap - start > most // 2 else end
            yield text[start:cut]
            start, lines = cut, text.count("\n", cut, following)
        end = following
        if text[following - 1].isspace():
            gap = following
    yield text[start:]
