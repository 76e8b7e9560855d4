"""Sentences said otherwise, for training: with slips of the pen, without a word, after a greeting, beside another one."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

GREETINGS = {
    "es": "hola|buenas|buenos dias|oye|hola a todos|por favor|disculpa|una cosa|ayuda|perdona que moleste|gracias"
    "|urgente|hola equipo|necesito ayuda|no se a quien decirselo|a ver",
    "en": "hi|hello|hey|good morning|hi team|please|sorry to bother you|quick one|help|urgent|thanks|hi all|hey there"
    "|not sure who to ask|i need help|so",
}
GREETED, IN_FRONT = 0.15, 0.75
BESIDE_ANOTHER = 0.25
WORD_LEFT_OUT, SLIP = 0.08, 0.03  # of each word
SHORTEST_WITH_SLIP = 4  # letters
LONGEST = 40  # words, as the detector hears them
CROSSED, FOLLOWED, REPLACED = 0.35, 0.15, 0.6  # of texts made up
REPLACED_AT_MOST, BY_ALARMING = 0.4, 0.3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

Words = Sequence[str]
Index = NDArray[np.intp]


class Told:
    """The sentences that are learned from, with chance to vary them."""

    def __init__(
        self,
        words: Sequence[Words],
        kinds: Index,
        languages: Sequence[str],
        alarming: Words,
        chance: np.random.Generator,
    ) -> None:
        """`kinds`: place of each one's kind, the gravest first; -1 for none. `alarming`: words that may stand anywhere."""
        self.words, self.kinds, self._languages, self._alarming = words, kinds, languages, alarming
        self._chance = chance
        self._among: Mapping[str, list[int]] = {
            language: [place for place, of in enumerate(languages) if of == language]
            for language in set(languages)
        }
        self._vocabulary = {
            language: [word for place in places for word in words[place]]
            for language, places in self._among.items()
        }

    def varied(self, place: int) -> tuple[list[str], int]:
        """This sentence, and what kind of danger is in it now: another one may stand beside it."""
        words, kind = list(self.words[place]), int(self.kinds[place])
        beside, greeted = self._chance.random(2)
        if beside < BESIDE_ANOTHER:
            other = self._other(place)
            if len(words) + len(self.words[other]) <= LONGEST:
                pair = [words, list(self.words[other])]
                words = [*pair[0], *pair[1]] if self._chance.random() < 0.5 else [*pair[1], *pair[0]]
                found = [of for of in (kind, int(self.kinds[other])) if of >= 0]
                kind = min(found, default=-1)
        if greeted < GREETED:
            greeting = str(self._chance.choice(GREETINGS[self._languages[place]].split("|"))).split()
            words = [*greeting, *words] if self._chance.random() < IN_FRONT else [*words, *greeting]
        return self._worn(words), kind

    def made_up(self) -> list[str]:
        """Some text out of these sentences, of which nobody knows what it says: the teacher is to judge."""
        place = int(self._chance.integers(len(self.words)))
        words, language = list(self.words[place]), self._languages[place]
        how = self._chance.random()
        if how < CROSSED:
            other = self.words[self._other(place)]
            words = [
                *words[: int(self._chance.integers(1, len(words) + 1))],
                *other[int(self._chance.integers(0, len(other))) :],
            ]
        elif how < CROSSED + FOLLOWED:
            words += self.words[self._other(place)]
        if self._chance.random() < REPLACED:
            share = self._chance.random() * REPLACED_AT_MOST
            words = [self._any(language) if self._chance.random() < share else word for word in words]
        return self._worn(words)[:LONGEST]

    def _other(self, place: int) -> int:
        """One in the same language."""
        among = self._among[self._languages[place]]
        return among[int(self._chance.integers(len(among)))]

    def _any(self, language: str) -> str:
        among = self._alarming if self._chance.random() < BY_ALARMING else self._vocabulary[language]
        return among[int(self._chance.integers(len(among)))]

    def _worn(self, words: list[str]) -> list[str]:
        kept = [word for word in words if self._chance.random() >= WORD_LEFT_OUT] or words
        return [self._slipped(word) if self._chance.random() < SLIP else word for word in kept]

    def _slipped(self, word: str) -> str:
        if len(word) < SHORTEST_WITH_SLIP:
            return word
        at, how = int(self._chance.integers(1, len(word))), int(self._chance.integers(4))
        left, right = word[:at], word[at:]
        return [
            left + right[1:],
            left + word[at - 1] + right,
            left[:-1] + right[0] + left[-1] + right[1:],
            left + _LETTERS[int(self._chance.integers(26))] + right[1:],
        ][how]
