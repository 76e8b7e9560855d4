"""Word forms looked for anywhere in a text, of several lists at once; how they are written is told in grammar.py."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from operator import attrgetter, or_
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from knowledge.caution.grammar import PREFIX, FormsFile, plain_words, sources_in
from knowledge.language import detect, is_small_word
from knowledge.spelling import one_error_apart, shortened

LISTS = ("danger", "confidential", "signals")
LOOKED_AT = 40_000  # characters
SHORTEST_WITH_ERROR = 6  # letters; a shorter word with an error is as often another word
LONGEST = 30
REACH = 400  # characters, more than any form with its gaps
ENOUGH = 3  # words of a finding: a longer one says nothing more surely
COMMON = 3  # letters: what is as short, or is a small word of a language, says little
WORDS_KEPT = 20_000  # of what is worked out about a word: colleagues write few others again and again

_WORD = re.compile(r"[^\W_]+(?:[.-]\d+)*")
_WILL = re.compile(r"['’`´‘]ll\b")  # else "I'll" reads as "ill"


@lru_cache(maxsize=8)  # the same message is asked for again and again; nobody changes the list
def words_of(text: str) -> list[str]:
    """The text's words without case, accents, apostrophes and drawn-out letters."""
    lowered = text[:LOOKED_AT].casefold()
    if "ll" in lowered:
        lowered = _WILL.sub(" will", lowered)
    return _WORD.findall(plain_words(lowered))


class Found(Struct, frozen=True):
    kind: str
    words: str

    @property
    def length(self) -> int:
        """In words."""
        return self.words.count(" ") + 1


class _Form:
    """Its patterns are compiled when a text first shows a word of each element that must be there: few texts do.

    `needs`: for each such element, the keys (words, or prefixes ending in *) of which one is there. As numbers of which
    each bit is an element: the one that it `begins` with, and `all_` of them. `of`: its list. `place`: among all forms, in the
    files' order.
    """

    def __init__(
        self,
        of: str,
        kind: str,
        place: int,
        pattern: str,
        blocks: Sequence[str],
        at_start: bool,
        needs: Sequence[frozenset[str]],
        begins: int,
        all_: int,
    ) -> None:
        self.of, self.kind, self.place, self.at_start = of, kind, place, at_start
        self.needs, self.begins, self.all = needs, begins, all_
        self._pattern, self._blocks = pattern, blocks

    @property
    def rarest(self) -> frozenset[str]:
        """What an ordinary text is least likely to show of it: this is looked for, and the rest only then."""
        return min(self.needs, key=lambda keys: (sum(map(_is_common, keys)), -min(map(len, keys))))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self._pattern)

    @cached_property
    def blocks(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self._blocks))


def _is_common(key: str) -> bool:
    return len(key) <= COMMON or is_small_word(key)


class _Told(NamedTuple):
    """What one word says by itself."""

    forms: tuple[_Form, ...]  # whose rarest part it is: of most words none
    bits: int  # of all elements that it may be
    is_slip: bool  # whether some list mends it


class Forms:
    """The forms of one list."""

    def __init__(self, lists: "_Lists", name: str) -> None:
        self._lists, self._name = lists, name

    def find(self, text: str) -> Found | None:
        """The first form of the first kind (in the files' order) that the text shows."""
        found = self._lists.found_in(text)[self._name]
        return found[0] if found else None

    def find_all(self, text: str) -> list[Found]:
        """One finding of each kind, kinds in the files' order: the first of three words, else the first of the most."""
        return list(self._lists.found_in(text)[self._name])


class _Lists:
    """Several lists, asked together: a text is mostly asked for all, and what a word shows is then looked up once."""

    def __init__(self, sources: Mapping[str, Mapping[str, str]]) -> None:
        """`sources`: of each list, language -> the content of its file."""
        self._count = 0
        # Each element is a bit, so that what a text shows is one number, and so is what a form needs.
        self._bits: dict[frozenset[str], int] = {}
        self._shown_by: dict[str, int] = {}  # the elements that each key stands in
        self._by_rarest: dict[str, list[_Form]] = {}
        self._prefixes: dict[str, list[str]] = {}  # by their first letter
        self._watched: dict[tuple[str, str], _Watched] = {}  # by list and language
        self._kinds: dict[str, list[str]] = {}  # of each list
        self._languages = {name: tuple(of) for name, of in sources.items()}
        for name, of in sources.items():
            self._kinds[name] = []
            for language, source in of.items():
                self._read(name, language, source)
        for prefixes in self._prefixes.values():
            prefixes.sort(key=len)
        self._told_by = lru_cache(maxsize=WORDS_KEPT)(self._told_of)
        self.found_in = lru_cache(maxsize=8)(self._found_in)  # a text is asked for one list after the other

    def _found_in(self, text: str) -> dict[str, tuple[Found, ...]]:
        """Of each list, as `Forms.find_all`."""
        words = words_of(text)
        told = list(map(self._told_by, words))
        found: dict[tuple[str, str], Found] = {}
        self._match(words, told, found)
        if any(one.is_slip for one in told):
            for name, corrected in self._corrected(text, words):
                self._match(corrected, list(map(self._told_by, corrected)), found, only=name)
        return {
            name: tuple([found[name, kind] for kind in kinds if (name, kind) in found])
            for name, kinds in self._kinds.items()
        }

    def _corrected(self, text: str, words: list[str]) -> Iterator[tuple[str, list[str]]]:
        """The words with errors mended as a list does it, in each language that the text may be written in."""
        for (name, among), watched in self._watched.items():
            if detect(text, self._languages[name]) in (None, among):
                corrected = [watched.put_right(word) for word in words]
                if corrected != words:
                    yield name, corrected

    def _match(
        self,
        words: Sequence[str],
        told: Sequence[_Told],
        found: dict[tuple[str, str], Found],
        only: str | None = None,
    ) -> None:
        """Adds to `found` what the words show, by list (of `only` one) and kind. `told`: what each of them says."""
        possible = self._possible(told, only)
        if not possible:
            return
        line = " " + " ".join(words) + " "
        begin_one = reduce(or_, (form.begins for form in possible))
        tried: set[str] = set()  # a text that says the same a thousand times is asked once
        place = 0
        for word, (_, bits, _) in zip(words, told, strict=True):
            if bits & begin_one and (ahead := line[place : place + REACH]) not in tried:
                tried.add(ahead)
                for form in possible:
                    if form.begins & bits and not (form.at_start and place):
                        self._try(form, line, place, found)
            place += len(word) + 1

    def _try(self, form: _Form, line: str, place: int, found: dict[tuple[str, str], Found]) -> None:
        key = form.of, form.kind
        before = found.get(key)
        if before is not None and before.length >= ENOUGH:
            return
        match = form.pattern.match(line, place)
        if match is None or any(block.search(line) for block in form.blocks):
            return
        here = Found(form.kind, match.group().strip())
        if before is None or here.length > before.length:
            found[key] = here

    def _possible(self, told: Sequence[_Told], only: str | None) -> list[_Form]:
        """In the files' order, the forms of which the words show something of every part."""
        forms_: list[_Form] = []
        shown = 0
        for rarest_in, bits, _ in told:
            shown |= bits
            forms_ += rarest_in
        found = {form for form in forms_ if form.all & shown == form.all}
        if only is not None:
            found = {form for form in found if form.of == only}
        return sorted(found, key=attrgetter("place"))

    def _told_of(self, word: str) -> _Told:
        is_slip = any(watched.put_right(word) != word for watched in self._watched.values())
        keys = self._keys_of(word)
        forms_ = tuple(form for key in keys for form in self._by_rarest.get(key, ()))
        return _Told(forms_, reduce(or_, (self._shown_by.get(key, 0) for key in keys)), is_slip)

    def _keys_of(self, word: str) -> tuple[str, ...]:
        """The keys that the word shows: itself, and the prefixes that any form knows."""
        return (word, *(prefix for prefix in self._prefixes.get(word[0], ()) if word.startswith(prefix[:-1])))

    def _read(self, name: str, language: str, source: str) -> None:
        """Takes in one file."""
        reading = FormsFile(source)
        self._kinds[name] = list(dict.fromkeys([*self._kinds[name], *reading.kinds]))
        for line in reading.forms:
            elements, blocks = reading.form(line.form)
            at_start = elements[0] == "^"
            elements = elements[1:] if at_start else elements
            blocked_by = [reading.pattern(block) for block in [*blocks, *line.blocks]]
            needs = reading.needed(elements)
            bits = list(map(self._bit, needs))
            pattern, all_ = reading.pattern(elements), reduce(or_, bits)
            form = _Form(
                name, line.heading.kind, self._count, pattern, blocked_by, at_start, needs, bits[0], all_
            )
            self._count += 1
            for key in form.rarest:
                self._by_rarest.setdefault(key, []).append(form)
        if reading.watched:
            self._watched[name, language] = _Watched(reading.watched, reading.known)

    def _bit(self, element: frozenset[str]) -> int:
        if element not in self._bits:
            bit = self._bits[element] = 1 << len(self._bits)
            for key in element:
                if key.endswith(PREFIX) and key not in self._shown_by:
                    self._prefixes.setdefault(key[0], []).append(key)
                self._shown_by[key] = self._shown_by.get(key, 0) | bit
        return self._bits[element]


class _Watched:
    """Words that are recognised with one typing error too. The first letter stands, unless it is mute."""

    def __init__(self, words: Iterable[str], known: set[str]) -> None:
        self._known = known.union(words)
        self._by_part: dict[str, list[str]] = {}
        for word in words:
            for part in shortened(word) if len(word) >= SHORTEST_WITH_ERROR else ():
                self._by_part.setdefault(part, []).append(word)
        self.put_right = lru_cache(maxsize=WORDS_KEPT)(self._put_right)

    def _put_right(self, word: str) -> str:
        if word[0].isdigit() or word in self._known or not SHORTEST_WITH_ERROR - 1 <= len(word) <= LONGEST:
            return word
        for part in sorted(shortened(word)):
            for right in self._by_part.get(part, ()):
                if one_error_apart(word, right) and word.lstrip("h")[:1] == right.lstrip("h")[:1]:
                    return right
        return word


def forms_of(sources: Mapping[str, Mapping[str, str]]) -> dict[str, Forms]:
    """`sources`: of each list, language -> the content of its file."""
    lists = _Lists(sources)
    return {name: Forms(lists, name) for name in sources}


def forms(name: str) -> Forms:
    """The forms of every language of one list, read once."""
    return _all_lists()[name]


@lru_cache(maxsize=1)
def _all_lists() -> dict[str, Forms]:
    return forms_of({name: sources_of(name) for name in LISTS})


def sources_of(name: str) -> dict[str, str]:
    """Language -> the content of its file."""
    return sources_in(Path(__file__).parent, name)
