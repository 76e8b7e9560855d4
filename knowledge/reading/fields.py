"""The keys of one mapping, each asked for by name and kind; what is wrong goes on the sheet.

A value that is missing or wrong comes back as an empty one, so that reading goes on and all faults are found at once.
Nobody sees the empty ones: with a fault on any sheet no directory is built.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from msgspec import Struct

from knowledge.calendar import Frame
from knowledge.reading import values
from knowledge.reading.faults import Sheet, did_you_mean, shown
from knowledge.reading.nodes import Entries, Items, Node, Scalar

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=str)
Week = tuple[tuple[Frame, ...], ...]  # seven days, Monday first


class Word(Struct, frozen=True):
    """A word that refers to something, and its line. Empty where a fault stands already."""

    text: str
    line: int


class Fields:
    """`what` begins the sentences about it: "topic payslip", "the company"."""

    def __init__(self, node: Entries, what: str, sheet: Sheet) -> None:
        self.line = node.line
        self.what = what
        self.sheet = sheet
        self._entries = node.entries
        self.lines = node.lines  # every key as written, with its line
        self._known: dict[str, None] = {}  # in the order asked
        self._missing: dict[str, str] = {}

    def node(self, key: str, missing: str | None = None) -> Node | None:
        """What stands at the key. `missing` is the sentence for when nothing does; None: it may be left out."""
        self._known[key] = None
        node = self._entries.get(key)
        if node is None or (isinstance(node, Scalar) and node.text is None):
            if missing is not None:
                self._missing[key] = missing
            return None
        return node

    def required(self, key: str) -> Node | None:
        return self.node(key, f"{self.what} has no {key}. Add a line {key}:")

    def done(self) -> None:
        """Names the keys that nobody asked for, and the required ones that are missing."""
        for key, line in self.lines.items():
            if key not in self._known:
                hint = did_you_mean(key, self._known, f"The keys here are: {', '.join(self._known)}.")
                self.sheet.fault(line, f"{self.what} has an unknown key {shown(key)}. {hint}")
                # A misspelt key is one slip, not two.
                self._missing = {k: m for k, m in self._missing.items() if f'"{k}"' not in hint}
        for message in self._missing.values():
            self.sheet.fault(self.line, message)

    # One scalar

    def word(self, key: str, read: Callable[[str], str] = str, *, required: bool = True) -> Word:
        node = self.required(key) if required else self.node(key)
        text = self._scalar(key, node, read)
        return Word(text or "", node.line if node else self.line)

    def text(self, key: str, read: Callable[[str], str] = str, *, required: bool = False) -> str:
        return self.word(key, read, required=required).text

    def value(self, key: str, read: Callable[[str], Value]) -> Value | None:
        return self._scalar(key, self.node(key), read)

    def flag(self, key: str) -> bool:
        return self.value(key, values.flag) or False

    def choice(self, key: str, choices: tuple[Choice, ...]) -> Choice:
        """One of `choices`, the first where nothing stands."""
        word = self.word(key, required=False)
        if word.text and word.text not in choices:
            hint = did_you_mean(word.text, choices, f"Write one of: {', '.join(choices)}.")
            self.sheet.fault(word.line, f"{key} {shown(word.text)} of {self.what} is unknown. {hint}")
        return next((choice for choice in choices if choice == word.text), choices[0])

    def day(self, key: str) -> date | None:
        return self._scalar(key, self.required(key), values.day)

    def _scalar(self, key: str, node: Node | None, read: Callable[[str], Value]) -> Value | None:
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.sheet.fault(
                node.line, f"{key} of {self.what} must be one value. Take out the list or the keys."
            )
            return None
        return self._read(key, node, read)

    def _read(self, key: str, node: Scalar, read: Callable[[str], Value]) -> Value | None:
        if node.run_on:
            self.sheet.warn(
                node.line,
                f"{key} of {self.what} is one text together with {shown(node.run_on)}. Begin each text with - and a space, "
                "all equally far to the right.",
            )
        if read is str and node.cut:
            self.sheet.warn(
                node.line,
                f"{key} of {self.what} ends before {shown(node.cut)}. Put quotes round the whole text, or a space behind "
                "the # if that is a remark.",
            )
        try:
            return read(node.text or "")
        except ValueError as error:
            self.sheet.fault(node.line, f"{key} of {self.what}: {error}")
            return None

    # Several scalars

    def words(
        self, key: str, read: Callable[[str], str] = str, *, missing: str | None = None
    ) -> tuple[Word, ...]:
        """A list of words; a single one may stand without brackets."""
        node = self.node(key, missing)
        if isinstance(node, Items) and not node.items and missing is not None:
            self._missing[key] = missing
        found = []
        for item in listed(node):
            if not isinstance(item, Scalar) or item.text is None:
                self.sheet.fault(item.line, f"{key} of {self.what} {_no_text(item)}")
            elif (text := self._read(key, item, read)) is not None:
                found.append(Word(text, item.line))
        return tuple(found)

    def listed(
        self, key: str, read: Callable[[str], str] = str, *, missing: str | None = None
    ) -> tuple[str, ...]:
        return tuple(word.text for word in self.words(key, read, missing=missing))

    def days(self, key: str) -> frozenset[date]:
        return frozenset(
            date.fromisoformat(word.text) for word in self.words(key, lambda t: str(values.day(t)))
        )

    # Mappings

    def fields(self, key: str, what: str, *, required: bool = False) -> "Fields | None":
        node = self.required(key) if required else self.node(key)
        if node is None:
            return None
        if not isinstance(node, Entries):
            self.sheet.fault(
                node.line, f"{key} of {self.what} must have keys of its own. Write {key}: {{...}}."
            )
            return None
        return Fields(node, what, self.sheet)

    def texts(self, key: str, *, required: bool = True) -> Mapping[str, str]:
        """One text per language, with all of the company's languages among them."""
        fields = self._by_language(key, required=required)
        if fields is None:
            return {}
        found = {code: text for code in fields.lines if (text := fields.text(code))}
        for code in self.sheet.languages:
            if fields.node(code) is None:
                self.sheet.fault(fields.line, f"{fields.what} is missing in {code}. Add {code}:")
        return found

    def lists(self, key: str) -> Mapping[str, tuple[Word, ...]]:
        """Several texts per language; which languages must be there is for the caller."""
        fields = self._by_language(key, required=False)
        if fields is None:
            return {}
        return {code: words for code in fields.lines if (words := fields.words(code))}

    def _by_language(self, key: str, *, required: bool) -> "Fields | None":
        node = self.required(key) if required else self.node(key)
        if node is None:
            return None
        if not isinstance(node, Entries):
            example = ", ".join(f"{code}: ..." for code in self.sheet.languages or ("es", "en"))
            self.sheet.fault(
                node.line, f"{key} of {self.what} must be given by language. Write {{{example}}}."
            )
            return None
        fields = Fields(node, f"{key} of {self.what}", self.sheet)
        for code, line in fields.lines.items():
            if self.sheet.languages and code not in self.sheet.languages:
                self.sheet.warn(
                    line,
                    f"{fields.what} has {shown(code)}, no language of company.yaml. Take it out or add it there.",
                )
        return fields


def _no_text(item: Node) -> str:
    """What to do about an item that should be a text, the end of the sentence about its list."""
    if isinstance(item, Entries) and (key := next(iter(item.entries), "")):
        # "Urgente: gotea el techo"
        return f"must be plain texts, and {shown(key + ':')} reads as a key. Put quotes round the whole text."
    if isinstance(item, Scalar):
        return "has an empty text. Write it, or take the line out."
    return "must be a list of plain texts. Write [a, b]."


def listed(node: Node | None) -> tuple[Node, ...]:
    """The items of a list, or the one thing that stands in its place."""
    if node is None:
        return ()
    return node.items if isinstance(node, Items) else (node,)
