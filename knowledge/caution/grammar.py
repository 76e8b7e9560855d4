"""How word forms are written: small patterns over the words of a text, in text files that a person can review.

    word   pref*   one|other   several+words   @group   ?optional   _ up to three words   __ up to seven   ^ start   $ end
    form - words that take its strength away        [kind unless list list]   [!list]   [~] words   [=] words

`[~]` lists words that are also recognised with one typing error, `[=]` words that never are an error for them.
Accents, case, apostrophes and drawn-out letters do not count.

Phrasings (knowledge/phrasings) are whole messages, and know besides:

    ,  here may be a pause      ...  what it is about      ...one|other  which begins so
    [kind after @group before @group]  such words may stand around      [kind among @group]  words, no forms: see there
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from knowledge.accents import unaccented

PREFIX = "*"
GAPS = {"_": 3, "__": 7}
END = "$"
PAUSE = ","
ABOUT = "..."
AROUND = ("unless", "after", "before", "among")  # what a heading may say of its forms

_APOSTROPHE = re.compile("['’`´‘]")
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")


def plain_words(words: str) -> str:
    """Without case, accents, apostrophes and drawn-out letters."""
    return _LONG_DRAWN.sub(r"\1", unaccented(_APOSTROPHE.sub("", words.casefold())))


def sources_in(folder: Path, name: str) -> dict[str, str]:
    """Language -> the content of its file, `name.language.txt`."""
    files = sorted(folder.glob(f"{name}.*.txt"))
    return {file.name.split(".")[-2]: file.read_text("utf-8") for file in files}


class Heading(Struct, frozen=True):
    """`unless`: names of lists. The others: groups, or words."""

    kind: str
    unless: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    among: tuple[str, ...] = ()


class Line(Struct, frozen=True):
    """A form below its heading. `blocks`: what the heading says takes its strength away."""

    heading: Heading
    blocks: tuple[list[str], ...]
    form: str


class FormsFile:
    """One file, its sections told apart."""

    def __init__(self, source: str, given: Mapping[str, str] = {}) -> None:
        """`given`: groups that the file need not list itself."""
        self._groups = dict(given)
        self.kinds: list[str] = []
        self.forms: list[Line] = []
        self.watched: list[str] = []
        self.known: set[str] = set()
        lists: dict[str, list[list[str]]] = {}
        heading = Heading("")
        for line in _lines(source):
            kind = heading.kind
            if line.startswith("@") and " = " in line:
                name, _, words = line.partition(" = ")
                self._groups[name.strip()] = words.strip()
            elif line.startswith("["):
                heading = _heading(line)
                if heading.kind[0] not in "!~=" and heading.kind not in self.kinds:
                    self.kinds.append(heading.kind)
            elif kind == "~":
                self.watched += plain_words(line).split()
            elif kind == "=":
                self.known.update(plain_words(line).split())
            elif kind.startswith("!"):
                lists.setdefault(kind[1:], []).append(line.split())
            else:
                blocks = tuple(block for name in heading.unless for block in lists[name])
                self.forms.append(Line(heading, blocks, line))

    def form(self, line: str) -> tuple[list[str], list[list[str]]]:
        """A line's elements, and each alternative that takes its strength away."""
        form, _, blocks = line.partition(" - ")
        return form.split(), [[one] for one in blocks.strip().split("|") if one]

    def alternatives(self, element: str) -> list[str]:
        """What may stand there: words, prefixes ending in *, or several words apart by spaces. Of several that fit the first
        counts. Raises ValueError for a group that the file does not have.
        """
        found: list[str] = []
        for part in element.lstrip("?").split("|"):
            if part in self._groups:
                found += self.alternatives(self._groups[part])
            elif part.startswith("@"):
                raise ValueError(f"{element}: there is no group {part}")
            elif part:
                found.append(plain_words(part.replace("+", " ")))
        return found

    def needed(self, elements: Sequence[str]) -> list[frozenset[str]]:
        """The keys of the first element's words, and of each further element that no match can do without."""
        kept = [
            e for e in elements[1:] if not e.startswith("?") and e not in GAPS and END not in e.split("|")
        ]
        return [
            frozenset(words.split()[0] for words in self.alternatives(element))
            for element in (elements[0], *kept)
        ]

    def pattern(self, elements: Sequence[str]) -> str:
        """Each element brings its leading space and leaves its trailing one, so that parts join freely."""
        return "".join(self._part(element) for element in elements)

    def _part(self, element: str) -> str:
        if element in GAPS:
            return rf"(?: \S+){{0,{GAPS[element]}}}?"
        if element == END:
            return r"(?= \Z)"
        if element == PAUSE:
            return f"(?: {PAUSE})*"
        if element.startswith(ABOUT):
            begins = "|".join(map(_word_pattern, self.alternatives(element[len(ABOUT) :])))
            return rf"(?P<what> {f'(?:{begins})' if begins else r'[^ ,]+'}(?: \S+)*?)(?= )(?: {PAUSE})*"
        ends = END in element.split("|")
        words = [_word_pattern(word) for word in self.alternatives(element) if word not in (END, "_")]
        either = f" (?:{'|'.join(words)})(?= )" if words else ""
        either = f"(?:{either}|(?= \\Z))" if ends else either
        return f"(?:{either})?" if element.startswith("?") else f"(?:{either})"


def _word_pattern(words: str) -> str:
    return " ".join(
        re.escape(word[:-1]) + r"\S*" if word.endswith(PREFIX) else re.escape(word) for word in words.split()
    )


def _lines(source: str) -> Iterator[str]:
    for line in source.splitlines():
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield stripped


def _heading(line: str) -> Heading:
    """Its kind, and after each of the words that `AROUND` knows the names that follow it."""
    kind, *rest = line.strip("[]").split()
    if rest and rest[0] not in AROUND:
        raise ValueError(f"{line}: after the kind comes one of {', '.join(AROUND)}")
    said: dict[str, list[str]] = {}
    for word in rest:
        if word in AROUND:
            names = said.setdefault(word, [])
        else:
            names.append(word)
    return Heading(kind, **{word: tuple(found) for word, found in said.items()})
