"""Word forms: small patterns over the words of a text, kept in text files that a person can review.

    word   pref*   one|other   several+words   @group   ?optional   _ up to three words   __ up to seven   ^ start   $ end
    form - words that take its strength away        [kind unless list list]   [!list]   [~] words   [=] words

`[~]` lists words that are also recognised with one typing error, `[=]` words that never are an error for them.
Accents, case, apostrophes and drawn-out letters do not count.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from operator import attrgetter, or_
from pathlib import Path

from msgspec import Struct

from knowledge.accents import unaccented
from knowledge.language import detect, small_words
from knowledge.spelling import one_error_apart, shortened

LOOKED_AT = 40_000  # characters
SHORTEST_WITH_ERROR = 6  # letters; a shorter word with an error is as often another word
LONGEST = 30
PREFIX = "*"
GAPS = {"_": 3, "__": 7}
REACH = 400  # characters, more than any form with its gaps
ENOUGH = 3  # words of a finding: a longer one says nothing more surely
COMMON = 3  # letters: what is as short, or is a small word of a language, says little
WORDS_KEPT = 20_000  # of what is worked out about a word: colleagues write few others again and again

_WORD = re.compile(r"[^\W_]+(?:[.-]\d+)*")
_APOSTROPHE = re.compile("['’`´‘]")
_WILL = re.compile(r"['’`´‘]ll\b")  # else "I'll" reads as "ill"
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")


@lru_cache(maxsize=8)  # the same message is asked for again and again; nobody changes the list
def words_of(text: str) -> list[str]:
    """The text's words without case, accents, apostrophes and drawn-out letters."""
    lowered = text[:LOOKED_AT].casefold()
    if "ll" in lowered:
        lowered = _WILL.sub(" will", lowered)
    return _WORD.findall(_LONG_DRAWN.sub(r"\1", _plain(lowered)))


class Found(Struct, frozen=True):
    kind: str
    words: str

    @property
    def length(self) -> int:
        """In words."""
        return self.words.count(" ") + 1


class _Form:
    """Its patterns are compiled when a text first shows a word of each element that must be there: few texts do.

    `needs`: for each such element, the first one first, the keys (words, or prefixes ending in *) of which one is there.
    `bits`: the same, each element's keys as the bits of one number. `place`: among all forms, in the files' order.
    """

    def __init__(
        self,
        kind: str,
        place: int,
        pattern: str,
        blocks: Sequence[str],
        at_start: bool,
        needs: Sequence[frozenset[str]],
        bits: Sequence[int],
    ) -> None:
        self.kind, self.place, self.at_start, self.needs, self.bits = kind, place, at_start, needs, bits
        self._pattern, self._blocks = pattern, blocks

    @property
    def rarest(self) -> frozenset[str]:
        """What an ordinary text is least likely to show of it: this is looked for, and the rest only then."""
        return min(self.needs, key=lambda keys: (sum(map(_is_common, keys)), -min(map(len, keys))))

    def may_match(self, shown: int) -> bool:
        return 0 not in map(shown.__and__, self.bits)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self._pattern)

    @cached_property
    def blocks(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self._blocks))


def _is_common(key: str) -> bool:
    return len(key) <= COMMON or key in small_words("es") or key in small_words("en")


class Forms:
    """The forms of one or more files, asked together."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """`sources`: language -> the content of its file."""
        self._count = 0
        self._bits: dict[str, int] = {}  # of each key, so that what a text shows is one number
        self._by_rarest: dict[str, list[_Form]] = {}
        self._prefixes: dict[str, list[str]] = {}  # by their first letter
        self._watched: dict[str, _Watched] = {}
        self._order: list[str] = []
        for language, source in sources.items():
            self._read(language, source)
        for prefixes in self._prefixes.values():
            prefixes.sort(key=len)
        self._languages = tuple(sources)
        self._told_by = lru_cache(maxsize=WORDS_KEPT)(self._told_of)
        self._is_slip = lru_cache(maxsize=WORDS_KEPT)(self._is_slip_of)

    def find(self, text: str) -> Found | None:
        """The first form of the first kind (in the files' order) that the text shows."""
        found = self.find_all(text)
        return found[0] if found else None

    def find_all(self, text: str) -> list[Found]:
        """One finding of each kind, kinds in the files' order: the first of three words, else the first of the most."""
        words = words_of(text)
        kinds: dict[str, Found] = {}
        self._match(words, kinds)
        if any(map(self._is_slip, words)):
            for corrected in self._corrected(text, words):
                self._match(corrected, kinds)
        return [kinds[kind] for kind in self._order if kind in kinds] if kinds else []

    def _corrected(self, text: str, words: list[str]) -> Iterator[list[str]]:
        """The words with errors mended, in each language that the text may be written in."""
        language = detect(text, self._languages)
        for among, watched in self._watched.items():
            if language in (None, among):
                corrected = [watched.put_right(word) for word in words]
                if corrected != words:
                    yield corrected

    def _is_slip_of(self, word: str) -> bool:
        """Whether it is mended in any language. A number never is."""
        return not word[0].isdigit() and any(
            watched.put_right(word) != word for watched in self._watched.values()
        )

    def _match(self, words: Sequence[str], kinds: dict[str, Found]) -> None:
        """Adds to `kinds` what the words show."""
        told = {word: self._told_by(word) for word in words}
        possible = self._possible(told.values())
        if not possible:
            return
        line = " " + " ".join(words) + " "
        begin_one = reduce(or_, (form.bits[0] for form in possible))
        tried: set[str] = set()  # a text that says the same a thousand times is asked once
        place = 0
        for word in words:
            bits = told[word][1]
            if bits & begin_one and (ahead := line[place : place + REACH]) not in tried:
                tried.add(ahead)
                for form in possible:
                    if form.bits[0] & bits and not (form.at_start and place):
                        self._try(form, line, place, kinds)
            place += len(word) + 1

    def _try(self, form: _Form, line: str, place: int, kinds: dict[str, Found]) -> None:
        before = kinds.get(form.kind)
        if before is not None and before.length >= ENOUGH:
            return
        match = form.pattern.match(line, place)
        if match is None or any(block.search(line) for block in form.blocks):
            return
        found = Found(form.kind, match.group().strip())
        if before is None or found.length > before.length:
            kinds[form.kind] = found

    def _possible(self, told: Iterable[tuple[Sequence[_Form], int]]) -> list[_Form]:
        """Of what each word told, in the files' order, the forms of which the words show something of every part."""
        forms_: list[_Form] = []
        shown = 0
        for rarest_in, bits in told:
            shown |= bits
            forms_ += rarest_in
        found = {form for form in forms_ if form.may_match(shown)}
        return sorted(found, key=attrgetter("place")) if found else []

    def _told_of(self, word: str) -> tuple[tuple[_Form, ...], int]:
        """The forms whose rarest part the word is: of most words none. And the bits of all that it shows."""
        keys = self._keys_of(word)
        if keys == (word,) and word not in self._bits:  # a name, a number: no form knows it
            return (), 0
        forms_ = tuple(form for key in keys for form in self._by_rarest.get(key, ()))
        return forms_, sum(self._bits.get(key, 0) for key in keys)

    def _keys_of(self, word: str) -> tuple[str, ...]:
        """The keys that the word shows: itself, and the prefixes that any form knows."""
        return (word, *(prefix for prefix in self._prefixes.get(word[0], ()) if word.startswith(prefix[:-1])))

    def _read(self, language: str, source: str) -> None:
        """Takes in one file."""
        reading = _Reading(source)
        self._order = list(dict.fromkeys([*self._order, *reading.kinds]))
        for kind, unless, line in reading.forms:
            elements, blocks = reading.form(line)
            at_start = elements[0] == "^"
            elements = elements[1:] if at_start else elements
            blocked_by = [reading.pattern(block) for block in [*blocks, *unless]]
            needs = reading.needed(elements)
            bits = [sum(map(self._bit, keys)) for keys in needs]
            form = _Form(kind, self._count, reading.pattern(elements), blocked_by, at_start, needs, bits)
            self._count += 1
            for key in form.rarest:
                self._by_rarest.setdefault(key, []).append(form)
        if reading.watched:
            self._watched[language] = _Watched(reading.watched, reading.known)

    def _bit(self, key: str) -> int:
        if key not in self._bits:
            self._bits[key] = 1 << len(self._bits)
            if key.endswith(PREFIX):
                self._prefixes.setdefault(key[0], []).append(key)
        return self._bits[key]


class _Reading:
    """One file, its sections told apart."""

    def __init__(self, source: str) -> None:
        self._groups: dict[str, str] = {}
        self.kinds: list[str] = []
        self.forms: list[tuple[str, list[list[str]], str]] = []
        self.watched: list[str] = []
        self.known: set[str] = set()
        lists: dict[str, list[list[str]]] = {}
        kind, unless = "", list[str]()
        for line in _lines(source):
            if line.startswith("@") and " = " in line:
                name, _, words = line.partition(" = ")
                self._groups[name.strip()] = words.strip()
            elif line.startswith("["):
                kind, unless = _heading(line)
                if kind[0] not in "!~=" and kind not in self.kinds:
                    self.kinds.append(kind)
            elif kind == "~":
                self.watched += _plain(line).split()
            elif kind == "=":
                self.known.update(_plain(line).split())
            elif kind.startswith("!"):
                lists.setdefault(kind[1:], []).append(line.split())
            else:
                self.forms.append((kind, [block for name in unless for block in lists[name]], line))

    def form(self, line: str) -> tuple[list[str], list[list[str]]]:
        """A line's elements, and each alternative that takes its strength away."""
        form, _, blocks = line.partition(" - ")
        return form.split(), [[one] for one in blocks.strip().split("|") if one]

    def alternatives(self, element: str) -> list[str]:
        """What may stand there: words, prefixes ending in *, or several words apart by spaces."""
        found: list[str] = []
        for part in element.lstrip("?").split("|"):
            if part in self._groups:
                found += self.alternatives(self._groups[part])
            elif part:
                found.append(_plain(part.replace("+", " ")))
        return found

    def needed(self, elements: Sequence[str]) -> list[frozenset[str]]:
        """The keys of the first element's words, and of each further element that no match can do without."""
        kept = [
            e for e in elements[1:] if not e.startswith("?") and e not in GAPS and "$" not in e.split("|")
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
        if element == "$":
            return r"(?= \Z)"
        ends = "$" in element.split("|")
        words = [_word_pattern(word) for word in self.alternatives(element) if word not in ("$", "_")]
        either = f" (?:{'|'.join(words)})(?= )" if words else ""
        either = f"(?:{either}|(?= \\Z))" if ends else either
        return f"(?:{either})?" if element.startswith("?") else f"(?:{either})"


def _word_pattern(words: str) -> str:
    return " ".join(
        re.escape(word[:-1]) + r"\S*" if word.endswith("*") else re.escape(word) for word in words.split()
    )


def _lines(source: str) -> Iterator[str]:
    for line in source.splitlines():
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield stripped


def _heading(line: str) -> tuple[str, list[str]]:
    kind, _, unless = line.strip("[]").partition(" unless ")
    return kind.strip(), unless.split()


def _plain(words: str) -> str:
    return unaccented(_APOSTROPHE.sub("", words.casefold()))


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


@lru_cache(maxsize=8)
def forms(name: str) -> Forms:
    """The forms of every language of one list, read once."""
    folder = Path(__file__).parent
    files = sorted(folder.glob(f"{name}.*.txt"))
    return Forms({file.name.split(".")[-2]: file.read_text("utf-8") for file in files})
