"""People's words are data: kept whole, made harmless to look at, and never cut inside a character.

`clean` is for what comes in and is kept, `isolate` and `one_line` for what stands inside our own sentences.
"""

import re

import regex

_FSI, _PDI = "\u2068", "\u2069"
_ISOLATES = frozenset("\u2066\u2067\u2068")
_OPENS_OR_CLOSES = re.compile("[\u2066-\u2069]")
# Right-to-left letters (not what is no character yet), and the controls that embed, override and isolate.
_DIRECTS = regex.compile(
    r"[[\p{bc=R}\p{bc=AL}\p{bc=AN}--\p{Cn}]\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]", regex.VERSION1
)
# All of them lie from here on: a text without such a letter, as most are, is seen through in a tenth of the time.
_FROM_HEBREW_ON = re.compile("[\u0590-\U0010ffff]")
_GRAPHEME = regex.compile(r"\X")
# Two such signs are never of one grapheme, whatever stands before them.
_APART = regex.compile(r"[\p{GCB=Other}\p{GCB=Control}\p{GCB=LF}]{2}")
TALLEST = 32  # code points of one grapheme; a family emoji has 11
# Only such a run can hold a taller one: all that joins a grapheme lies beyond Latin, save the signs © and ®, and is
# no ideograph.
_TOWER = re.compile("[^\x00-\xa8\xaa-\xad\xaf-\u02ff\u3400-\u9fff]" + f"{{{TALLEST}}}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ELLIPSIS = "…"


def clean(text: str) -> str:
    """Without NUL and other control characters; lone surrogates become U+FFFD, so that it can be encoded.

    Line ends become "\\n"; anything else that a person can write is kept.
    """
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def without_towers(text: str) -> str:
    """Of each grapheme as much as a language writes: a letter under a thousand marks would cover what stands above it."""
    if not _TOWER.search(text):
        return text
    shown: str = _GRAPHEME.sub(lambda found: found[0][:TALLEST], text)
    return shown


def whole_end(text: str, most: int, start: int = 0) -> int:
    """The last end of a grapheme at or before `most`; `start` is where one begins, and the answer where none ends."""
    if most >= len(text):
        return len(text)
    sure = max(most, start)
    # Graphemes are long to tell: it is begun at the last place that is surely between two.
    while sure > start and not _APART.match(text, sure - 1):
        sure -= 1
    for found in _GRAPHEME.finditer(text, sure):
        if found.end() > most:
            break
        sure = found.end()
    return sure


def isolate(text: str) -> str:
    """The same text, unable to change the direction of what stands around it.

    Only lines that hold right-to-left letters or direction controls are wrapped: a line end closes every embedding.
    """
    if not _directs(text):
        return text
    return "\n".join(_isolated(line) if _directs(line) else line for line in text.split("\n"))


def _directs(text: str) -> bool:
    return _FROM_HEBREW_ON.search(text) is not None and _DIRECTS.search(text) is not None


def _isolated(line: str) -> str:
    """A closing mark without its opening one would end our own isolate, so it is left out; missing ones are added."""
    if line.startswith(_FSI) and line.endswith(_PDI) and _balanced(line[1:-1]) == line[1:-1]:
        return line
    return f"{_FSI}{_balanced(line)}{_PDI}"


def _balanced(line: str) -> str:
    if not _OPENS_OR_CLOSES.search(line):
        return line
    kept, depth = [], 0
    for character in line:
        if character == _PDI:
            if depth == 0:
                continue
            depth -= 1
        depth += character in _ISOLATES
        kept.append(character)
    return "".join(kept) + _PDI * depth


def one_line(text: str) -> str:
    """For a name or a title inside a sentence: clean, on one line, isolated."""
    return isolate(" ".join(clean(text).split()))


def cut(text: str, limit: int) -> str:
    """At most `limit` characters (code points); what was cut ends in an ellipsis, never inside a grapheme.

    Raises ValueError for a limit that leaves no room for the ellipsis.
    """
    if limit < 1:
        raise ValueError("there is no room for any text")
    if len(text) <= limit:
        return text
    return _closed(text[: whole_end(text, limit - 1)].rstrip()) + _ELLIPSIS


def _closed(text: str) -> str:
    """A cut must not leave an isolate open: it would swallow what follows."""
    opened: list[int] = []
    for position, character in enumerate(text):
        if character in _ISOLATES:
            opened.append(position)
        elif character == _PDI and opened:
            opened.pop()
    return text[: opened[0]] if opened else text
