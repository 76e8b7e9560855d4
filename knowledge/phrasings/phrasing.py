"""One phrasing: whether a message is it, and what it is about."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property

from knowledge.caution.grammar import ABOUT, GAPS, PAUSE, PREFIX, FormsFile, Line
from knowledge.phrasings.said import Said

LOOKED_AT = 3  # words of a message, before anything else
Opening = tuple[str, ...]  # the first words of a phrasing; fewer than these where any may follow, or none
Openings = Mapping[str, Set[Opening]]  # by their first word


class Phrasing:
    """Compiled when a message first has its first word, or its last where it begins with what it is about."""

    def __init__(self, file: FormsFile, line: Line, trails: Set[str]) -> None:
        """`trails`: what may stand behind it, as often as need be; others may be added later. Raises ValueError where
        neither its first words nor its last are told.
        """
        elements, blocks = file.form(line.form)
        self._written, self._trails = line.form, trails
        self._pattern = file.pattern(elements)
        self._blocks = [file.pattern(block) for block in (*blocks, *line.blocks)]
        begins_about = elements[0].startswith(ABOUT)
        self.openings = (
            frozenset[Opening]() if begins_about else frozenset(_openings(file, elements, LOOKED_AT))
        )
        self.last_words = frozenset(_last_words(file, elements)) if begins_about else frozenset[str]()
        if () in self.openings or PREFIX in self.last_words:
            raise ValueError(f"{self._written}: its first words, or its last, must be told whole")

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        trails = "|".join(sorted(map(re.escape, self._trails), key=len, reverse=True))
        behind = f"(?:(?: {PAUSE})* (?:{trails})(?= ))*" if trails else ""
        return re.compile(f"{self._pattern}{behind}(?: {PAUSE})* ")

    @cached_property
    def _blocked(self) -> Sequence[re.Pattern[str]]:
        return list(map(re.compile, self._blocks))

    def about(self, said: Said, place: int) -> str | None:
        """What the message is about, where it is this phrasing from a word on; empty where the phrasing says all."""
        # Pauses only forbid: what no words match is not looked at for them.
        if self._whole.fullmatch(said.line(place)) is None:
            return None
        line = said.paused_line(place)
        found = self._whole.fullmatch(line)
        if found is None or any(block.search(line) for block in self._blocked):
            return None
        if "what" not in found.groupdict():
            return ""
        begin = place + _count(line[: found.start("what")])
        return said.written(begin, begin + _count(found["what"]))


def may_open(openings: Openings, words: Sequence[str], place: int) -> bool:
    """Whether what begins with one of these may begin with the word at that place."""
    some = openings.get(words[place])
    return some is not None and (
        (words[place],) in some
        or tuple(words[place : place + 2]) in some
        or tuple(words[place : place + LOOKED_AT]) in some
    )


def _openings(file: FormsFile, elements: Sequence[str], most: int) -> Iterator[Opening]:
    """Each as long as words are told, with every way to leave out what may be left out."""
    if not elements or not most or elements[0] in GAPS or elements[0].startswith(ABOUT):
        yield ()
        return
    element, rest = elements[0], elements[1:]
    if element == PAUSE or element.startswith("?"):
        yield from _openings(file, rest, most)
    for words in file.alternatives(element) if element != PAUSE else ():
        told = tuple(words.split()[:most])
        if any(word.endswith(PREFIX) for word in told):
            yield ()
            continue
        for further in _openings(file, rest, most - len(told)):
            yield told + further


def _last_words(file: FormsFile, elements: Sequence[str]) -> Iterator[str]:
    for element in reversed(elements):
        if element in GAPS or element.startswith(ABOUT):
            yield PREFIX
        for words in file.alternatives(element):
            yield PREFIX if words.endswith(PREFIX) else words.split()[-1]
        if not element.startswith("?"):
            return


def _count(line: str) -> int:
    """Of words; a pause is none."""
    return sum(word != PAUSE for word in line.split())
