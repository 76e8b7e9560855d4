"""YAML text → nodes that know their line.

Works on the parser's events: that is three times as fast as a round trip, and what makes YAML dangerous or
surprising never comes to be. Tags and aliases are refused, nesting is bounded, and a plain word stays the word that
was written (`NO` is Norway, `09:00` is no number in base sixty); what it means is for the field to say.
"""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from knowledge.reading.faults import Sheet, shown

DEEPEST = 12
LARGEST_BYTES = 1024 * 1024
_NO_SPACE = re.compile(r"^ *[\t\u00a0\u2000-\u200b\u202f\u3000]|[:-][\u00a0\u2000-\u200b\u202f\u3000]")
# A line of a list whose dash stands too far right, touches its text or is another sign goes on with the text above.
_LIKE_AN_ITEM = re.compile(r"\n\s*[-–—•*·](?!\d)[ \t]*[\"']?(?P<line>[^\n\"']*)")
_LIKE_A_NUMBER = re.compile(r"[ \t]+(?P<cut>#\S.*)")


class Scalar(Struct, frozen=True):
    """`text` is stripped; None where nothing stands (`key:`, `~` or `null`)."""

    text: str | None
    line: int
    run_on: str = ""  # a further line of it that looks like an item of its own
    cut: str = ""  # what YAML left out behind it as a remark, though it may belong to it: "Sala #3"


class Items(Struct, frozen=True):
    items: tuple["Node", ...]
    line: int


class Entries(Struct, frozen=True):
    """A mapping; `lines` gives the line of each key."""

    entries: dict[str, "Node"]
    lines: dict[str, int]
    line: int


Node = Scalar | Items | Entries


class Unreadable(Exception):
    """The text is no YAML that we read; the fault is on the sheet."""


def read_nodes(text: str, sheet: Sheet, first_line: int = 1) -> Node:
    """The one document in `text`, whose first line is `first_line` of the file.

    Raises Unreadable after putting the reason on the sheet. A key given twice is a fault, but no reason to stop.
    """
    try:
        return _Reader(text, sheet, first_line).document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        problem = " ".join(str(error.problem or error.context or "").split())[:120]
        sheet.fault(line, f"this is not valid YAML ({problem}). {_likely(text, problem, line, first_line)}")
    except ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        sheet.fault(line, "here is an invisible control character. Take it out.")
    # Odd escapes and directives make the parser fail in ways of its own (OverflowError, AttributeError...).
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        sheet.fault(first_line, "this is not valid YAML. Look for odd escapes, tags or directives.")
    raise Unreadable


def _likely(text: str, problem: str, line: int, first_line: int) -> str:
    """What to look for. Spaces that are none are seen by nobody."""
    if "@" in problem or "%" in problem:
        return "Put quotes round a text that begins so."
    for number, written in enumerate(text.split("\n")[: line - first_line + 1], first_line):
        if _NO_SPACE.search(written):
            return f"Line {number} has a tab or a no-break space where a space belongs."
    return "Mind the indents, quotes and brackets here and above."


class _Reader:
    def __init__(self, text: str, sheet: Sheet, first_line: int) -> None:
        self._text = text
        self._events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
        self._sheet = sheet
        self._first_line = first_line
        self._depth = 0

    def document(self) -> Node:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, DocumentStartEvent) and root is None:
                root = self._node(next(self._events))
            elif isinstance(event, DocumentStartEvent):
                self._stop(event, 'here a second document begins. Take out the line "---".')
        return root or Scalar(None, self._first_line)

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + self._first_line

    def _stop(self, event: Any, message: str) -> None:
        self._sheet.fault(self._line(event), message)
        raise Unreadable

    def _node(self, event: Any) -> Node:
        if isinstance(event, AliasEvent):
            self._stop(event, "an alias (*name) is not read here. Write the value out.")
        if event.ctag is not None:
            self._stop(event, "a tag (!name) is not read here. Take it out, or put the text in quotes.")
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        self._depth += 1
        if self._depth > DEEPEST:
            self._stop(event, f"this is nested more than {DEEPEST} deep. See docs/directory.md for the form.")
        node = self._items(event) if isinstance(event, SequenceStartEvent) else self._entries(event)
        self._depth -= 1
        return node

    def _scalar(self, event: Any) -> Scalar:
        text, line = event.value.strip(), self._line(event)
        if not text or (event.style is None and text in {"~", "null"}):
            return Scalar(None, line)
        if not text.isprintable() and has_control_characters(text):
            self._sheet.fault(line, "this text holds an invisible control character. Take it out.")
            return Scalar(None, line)
        if event.style is not None:
            return Scalar(text, line)
        return Scalar(text, line, self._run_on(event), self._cut_after(event))

    def _run_on(self, event: Any) -> str:
        found = _LIKE_AN_ITEM.search(self._text, event.start_mark.index, event.end_mark.index)
        return found["line"].strip() if found else ""

    def _cut_after(self, event: Any) -> str:
        """A remark is written with a space behind its mark, a number without."""
        found = _LIKE_A_NUMBER.match(self._text, event.end_mark.index)
        return found["cut"].strip() if found else ""

    def _items(self, start: SequenceStartEvent) -> Items:
        items = []
        for event in self._events:
            if not hasattr(event, "anchor"):  # the end of the list
                break
            items.append(self._node(event))
        return Items(tuple(items), self._line(start))

    def _entries(self, start: MappingStartEvent) -> Entries:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for event in self._events:
            if not hasattr(event, "anchor"):  # the end of the mapping
                break
            key, value = self._node(event), self._node(next(self._events))
            if not isinstance(key, Scalar) or key.text is None:
                self._sheet.fault(key.line, "here a key is missing before the colon. Write key: value.")
            elif key.text in entries:
                first = lines[key.text]
                self._sheet.fault(
                    key.line,
                    f"{shown(key.text)} stands here a second time (first in line {first}). Keep one.",
                )
            else:
                entries[key.text], lines[key.text] = value, key.line
        return Entries(entries, lines, self._line(start))


def has_control_characters(text: str) -> bool:
    """Whether it holds what no store or screen takes: C0 and C1 controls but tab and newline, lone surrogates."""
    return any(
        (character < " " and character not in "\n\t")
        or "\x7f" <= character <= "\x9f"
        or "\ud800" <= character <= "\udfff"
        for character in text
    )
