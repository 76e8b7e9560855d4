"""Whole messages that colleagues write again and again, kept in text files that a person can review and add a line to.

Each line is a whole message, in the grammar of word forms (knowledge/caution/grammar.py). It is said in one breath: "no,
funciona" is not "no funciona"; where a pause may be, the line has a comma. Below `[kind among @group]` stand words instead:
of that kind is a message of nothing but them and the groups' words, with one of them at least.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import chain, filterfalse
from pathlib import Path

from knowledge.caution.forms import words_of
from knowledge.caution.grammar import FormsFile, Line, sources_in
from knowledge.phrasings.phrasing import Phrasing, may_open
from knowledge.phrasings.said import Said

LONGEST = 160  # characters; who tells a story says more than a phrase
_ByFirst = dict[str, set[tuple[str, ...]]]  # words by the first of them
NONE: Mapping[str, str] = {}


class Phrasings:
    def __init__(self, sources: Iterable[str], given: Mapping[str, str] = NONE) -> None:
        """`given`: groups that the files need not list themselves."""
        self._kinds: dict[str, _Kind] = {}
        self._own: dict[str, set[str]] = {}
        self._all: dict[str, set[str]] = {}
        for file in [FormsFile(source, given) for source in sources]:
            for line in file.forms:
                if line.heading.among:
                    self._add_words(file, line)
                else:
                    self._kinds.setdefault(line.heading.kind, _Kind()).add(file, line)
        kinds = self._kinds.values()
        self._leads = _together(kind.leads for kind in kinds)
        self._openings = _together(kind.openings for kind in kinds)
        self._last = {word for kind in kinds for word in kind.last_words}
        self._listed = {word for words in self._all.values() for word in words}
        self.found = lru_cache(maxsize=8)(self._found)  # a message is asked about more than once

    def _add_words(self, file: FormsFile, line: Line) -> None:
        kind, own = line.heading.kind, set(_words(file, line.form.split()))
        self._own.setdefault(kind, set()).update(own)
        self._all.setdefault(kind, set()).update(own, _words(file, line.heading.among))

    def _found(self, text: str) -> Mapping[str, str]:
        """Of what kinds the message is, and of each what it is about, as written; empty where the phrasing says all."""
        words = words_of(text) if len(text) <= LONGEST else []
        if not words or not self._may_be(words):
            return NONE
        said = Said(text, words)
        about = ((name, kind.about(said)) for name, kind in self._kinds.items())
        return {name: found for name, found in about if found is not None} or NONE

    def _may_be(self, words: Sequence[str]) -> bool:
        """Of most messages no phrasing has the first words, or the last."""
        if words[-1] in self._last or may_open(self._openings, words, 0):
            return True
        return words[0] in self._leads and any(
            may_open(self._openings, words, place) for place in _places(self._leads, words)
        )

    def unlisted(self, words: Iterable[str]) -> str:
        """The first word of which messages of no kind consist; empty where there is none."""
        return next(filterfalse(self._listed.__contains__, words), "")

    def consists(self, words: Sequence[str], kind: str) -> bool:
        """Whether they are nothing but words of the kind and of those among which they may stand."""
        return self._all[kind].issuperset(words) and not self._own[kind].isdisjoint(words)


@lru_cache
def phrasings(name: str, **given: str) -> Phrasings:
    """Those of every language of one list, read once. `given`: groups, without their @."""
    sources = sources_in(Path(__file__).parent, name).values()
    return Phrasings(sources, {f"@{group}": words for group, words in given.items()})


class _Kind:
    """What may stand around the phrasings of one kind is the same in every language: colleagues mix them."""

    def __init__(self) -> None:
        self.openings: _ByFirst = {}
        self._by_last: dict[str, list[Phrasing]] = {}
        self._by_first: dict[str, list[Phrasing]] = {}
        self.leads: _ByFirst = {}
        self._trails: set[str] = set()

    def add(self, file: FormsFile, line: Line) -> None:
        for words in _alternatives(file, line.heading.after):
            lead = tuple(words.split())
            self.leads.setdefault(lead[0], set()).add(lead)
        self._trails.update(_alternatives(file, line.heading.before))
        phrasing = Phrasing(file, line, self._trails)
        for opening in phrasing.openings:
            self.openings.setdefault(opening[0], set()).add(opening)
        for word in {opening[0] for opening in phrasing.openings}:
            self._by_first.setdefault(word, []).append(phrasing)
        for word in phrasing.last_words:
            self._by_last.setdefault(word, []).append(phrasing)

    @property
    def last_words(self) -> Set[str]:
        return self._by_last.keys()

    def about(self, said: Said) -> str | None:
        """What the first phrasing that it is, in the files' order, is about."""
        behind: Sequence[Phrasing] = self._by_last.get(said.words[-1], ())
        for place in _places(self.leads, said.words):
            begun: Sequence[Phrasing] = ()
            if may_open(self.openings, said.words, place):
                begun = self._by_first.get(said.words[place], ())
            for phrasing in chain(begun, behind):
                about = phrasing.about(said, place)
                if about is not None:
                    return about
        return None


def _places(leads: _ByFirst, words: Sequence[str]) -> Iterator[int]:
    """Where a phrasing may begin: at once, or after any of the words that may stand before it."""
    places = [0]
    for place in places:  # which grows meanwhile
        yield place
        for lead in leads.get(words[place], ()):
            after = place + len(lead)
            if tuple(words[place:after]) == lead and after < len(words) and after not in places:
                places.append(after)


def _together(some: Iterable[_ByFirst]) -> _ByFirst:
    found: _ByFirst = {}
    for one in some:
        for first, words in one.items():
            found.setdefault(first, set()).update(words)
    return found


def _alternatives(file: FormsFile, elements: Iterable[str]) -> list[str]:
    return [words for element in elements for words in file.alternatives(element)]


def _words(file: FormsFile, elements: Iterable[str]) -> list[str]:
    return [word for words in _alternatives(file, elements) for word in words.split()]
