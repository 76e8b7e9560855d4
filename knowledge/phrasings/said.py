"""A message as phrasings are looked for in it: its words, its pauses, and where in the text each word stands."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from knowledge.caution.forms import words_of
from knowledge.caution.grammar import PAUSE

_PIECE = re.compile(r"[,;:!?¿¡…()]+|[^\s,;:!?¿¡…()]+")


class _Spelt(NamedTuple):
    """Of the words that begin or end a piece of the text, where; and before which of them is a pause."""

    begins: dict[int, int]
    ends: dict[int, int]
    paused: set[int]


class Said:
    def __init__(self, text: str, words: Sequence[str]) -> None:
        self._text, self.words = text, words

    def line(self, place: int) -> str:
        """The words from one on."""
        return f" {' '.join(self.words[place:])} "

    def paused_line(self, place: int) -> str:
        """As `line`, with a mark where a pause is between two words."""
        paused = self._spelt.paused
        words = (
            self.words[place : place + 1],
            *(
                (PAUSE, word) if at in paused else (word,)
                for at, word in enumerate(self.words[place + 1 :], place + 1)
            ),
        )
        return f" {' '.join(word for some in words for word in some)} "

    def written(self, begin: int, end: int) -> str | None:
        """The words from one to another as they are written, with what stands behind the last word of all. None where they
        are not apart from the others.
        """
        spelt = self._spelt
        if begin not in spelt.begins or end - 1 not in spelt.ends:
            return None
        ends = spelt.ends[end - 1] if end < len(self.words) else None
        return self._text[spelt.begins[begin] : ends].strip()

    @cached_property
    def _spelt(self) -> _Spelt:
        found, count = _Spelt({}, {}, set()), 0
        for piece in _PIECE.finditer(self._text):
            words = 1 if piece[0].isascii() and piece[0].isalnum() else len(words_of(piece[0]))
            if words:
                found.begins[count] = piece.start()
                count += words
                found.ends[count - 1] = piece.end()
            if not words or piece[0].endswith("."):
                found.paused.add(count)
        return found
