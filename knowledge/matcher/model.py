"""The fitted matcher: what is asked of it at run time, and how it travels between processes."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from math import exp
from typing import Self

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from knowledge.language import is_surely_other
from knowledge.matcher import packing
from knowledge.matcher.confidence import LEAST_BEST, clearness_of_one, verdict
from knowledge.matcher.correction import one_more
from knowledge.matcher.fitted import Fitted
from knowledge.matcher.folding import folded, unfolded
from knowledge.matcher.heldout import nearness_of_one
from knowledge.matcher.reading import Senses, read
from knowledge.matcher.ridge import PENALTY, kernel
from knowledge.matcher.sparse import Floats, Index, Ints, Products
from knowledge.matcher.types import Example, Guess, Prediction
from knowledge.matcher.vocabulary import Lookup

GUESSES = 5
REASONS = 3
REMEMBERED = 2_000  # texts of articles
LIKE_ENOUGH = 0.12  # an example less like the text than this is no reason


class Seen(Struct, frozen=True):
    """How a text compares with all that was learned."""

    language: str
    row: tuple[Ints, Floats]  # what is written in it, whatever it means: columns and values
    has_words: bool  # and not only numbers
    likeness: Floats  # to each row
    scores: Floats  # of each topic
    order: list[int]  # of the best topics, GUESSES at most
    right: float  # the chance that the best of them is, 0..1
    inside: float  # how much it looks like one of the directory's, 0..1


class Right(Struct, frozen=True):
    """How many of some examples are found."""

    of: int
    as_they_stand: int
    left_out: int | None  # each as if it had not been there; None where anchors stand for all rows
    heard: int | None = None  # and of those how many are not taken for new to every topic


class Matcher:
    """Finds a text's topic. Immutable; any number of threads may ask it at once."""

    def __init__(self, fitted: Fitted, version: str) -> None:
        self._fitted = fitted
        self._products = Products.of(fitted.by_column)
        self._senses = Senses.of(fitted.senses)
        self._rows_of = rows_by_topic(fitted.topic_of, len(fitted.topics))
        self._confidential = [
            (i, topic) for i, topic in enumerate(fitted.topics) if topic in fitted.confidential
        ]
        self._known_words = fitted.spelling.known()
        self._lookup = Lookup(fitted.vocabulary)
        self.version = version
        self._read_before: dict[tuple[str, str], tuple[Ints, Floats]] = {}
        self._last: tuple[str, str, Seen] | None = None
        self._last_asked: tuple[str, str, Floats] | None = None

    @property
    def topics(self) -> tuple[str, ...]:
        return self._fitted.topics

    def predict(self, text: str, lang: str = "") -> Prediction:
        """The likeliest topics of any text whatever; never raises. `lang`: its language, where it is known."""
        fitted = self._fitted
        if not fitted.topics:
            return Prediction((), True, "person")
        seen = self._see(text, lang)
        found = verdict(fitted.confidence, seen.inside)
        if found == "route" and (not seen.has_words or self._is_foreign(text, seen.language)):
            found = "ask"
        return Prediction(self._guesses(seen), found != "route", found, self._because(seen))

    def likeliest_of(self, text: str, topics: Iterable[str], lang: str = "") -> str | None:
        """The one of these topics that the text is most likely about; None where it knows none of them."""
        known = [index for index, topic in enumerate(self.topics) if topic in set(topics)]
        if not known:
            return None
        scores = self._see(text, lang).scores
        return self.topics[max(known, key=lambda index: float(scores[index]))]

    def alike(self, text: str, others: Sequence[str], lang: str = "") -> list[float]:
        """How like `text` each of the others is, by the words that matter here: 1 the same, 0 nothing in common."""
        last = self._last_asked
        if last is None or last[:2] != (text, lang):  # one text is compared with one article after the other
            last = self._last_asked = (text, lang, self._spread(text, lang))
        weighed = last[2]
        return [
            float(values @ weighed[columns]) for columns, values in (self._known(o, lang) for o in others)
        ]

    def _spread(self, text: str, lang: str) -> Floats:
        """The text's values in a row of all columns. Mostly its topic was asked just before, and it need not be read again."""
        fitted, last = self._fitted, self._last
        is_seen = last is not None and last[0] == text and last[2].language == lang and not fitted.pairs
        columns, values = last[2].row if last is not None and is_seen else self._weighed(text, lang)
        row = np.zeros(len(fitted.vocabulary.keys), np.float32)
        row[columns] = values
        return row

    def _known(self, text: str, lang: str) -> tuple[Ints, Floats]:
        """What texts are compared with again and again, such as articles' questions, is read once."""
        known = self._read_before.get((text, lang))
        if known is None:
            if len(self._read_before) >= REMEMBERED:
                self._read_before.clear()
            known = self._read_before[text, lang] = self._weighed(text, lang)
        return known

    def _weighed(self, text: str, lang: str) -> tuple[Ints, Floats]:
        fitted = self._fitted
        words = read(
            text,
            lang,
            fitted.spelling,
            self._known_words,
            with_senses=False,
            usual=fitted.usual_language,
            lookup=self._lookup,
        )
        return fitted.vocabulary.values_of_marked(words.keys, words.counts)

    def right_of(self, rows: int) -> Right | None:
        """How many of its first so many examples, of weight one, it finds; where there are very many, of the anchors among them."""
        fitted = self._fitted
        if not fitted.topics:
            return None
        anchors = fitted.anchors[fitted.anchors < rows]
        topic, own, dual = fitted.topic_of[anchors], np.arange(len(anchors)), fitted.dual[anchors]

        def scores(pull: Floats) -> Floats:
            found = -dual * pull
            found[own, topic] += 1.0
            return found

        is_found = scores(np.full((len(anchors), 1), PENALTY)).argmax(axis=1) == topic
        right = Right(of=len(anchors), as_they_stand=int(is_found.sum()), left_out=None)
        if len(fitted.anchors) != len(fitted.dual):
            return right
        alone = scores(1 / np.diagonal(fitted.inverse)[:rows, None])
        is_found = alone.argmax(axis=1) == topic
        is_heard = is_found & ~fitted.confidence.is_new(alone)
        return replace(right, left_out=int(is_found.sum()), heard=int(is_heard.sum()))

    def in_play(self, text: str) -> frozenset[str]:
        """Confidential topics that the text may still be about: a low line, so that few are missed."""
        fitted = self._fitted
        if not fitted.confidential:
            return frozenset()
        scores = self._see(text, "").scores.tolist()
        best = max(scores)
        line = best - fitted.in_play_within * max(best, LEAST_BEST)
        return frozenset(topic for index, topic in self._confidential if scores[index] >= line)

    def to_bytes(self) -> bytes:
        return packing.pack(replace(self._fitted, inverse=folded(self._fitted.inverse)), self.version)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises ValueError when `data` is not a matcher of this format. Takes up to 0.2 s: not for an event loop."""
        fitted, version = packing.unpack(data, Fitted)
        fitted = replace(fitted, inverse=unfolded(fitted.inverse, len(fitted.anchors)))
        matcher = cls(fitted, version)
        for language in fitted.languages:
            matcher.predict(
                "a", language
            )  # reads the word lists, so that the first request need not wait for them
        return matcher

    def with_example(self, example: Example) -> "Matcher":
        """This matcher and one example more, as if it had been fitted with it, at fixed word rarities."""
        fitted = one_more(self._fitted, self._known_words, example)
        version = blake2b(f"{self.version}/{example}".encode("utf-8", "surrogatepass"), digest_size=8)
        return Matcher(fitted, version.hexdigest())

    def _see(self, text: str, lang: str) -> Seen:
        """The last text is remembered: its topic and what confidential it may be are asked one after the other."""
        last = self._last
        if last is None or last[:2] != (text, lang):
            last = self._last = (text, lang, self._seen(text, lang))
        return last[2]

    def _seen(self, text: str, lang: str) -> Seen:
        fitted = self._fitted
        one = read(
            text,
            lang,
            fitted.spelling,
            self._known_words,
            pairs=fitted.pairs,
            with_encoder=fitted.with_encoder,
            usual=fitted.usual_language,
            lookup=self._lookup,
        )
        columns, written = fitted.vocabulary.values_of_marked(one.keys, one.counts)
        values = written * one.share_of_written
        likeness = self._products.with_row(columns, values)
        self._senses.add_likeness(likeness, one)
        scores = kernel(likeness) @ fitted.dual
        total = float(scores.sum())
        order = (-scores).argsort(kind="stable")[:GUESSES].tolist()
        best = scores.item(order[0])
        second = scores.item(order[1]) if len(order) > 1 else 0.0
        right = fitted.confidence.right.chance(clearness_of_one(best, second, nearness_of_one(likeness)))
        inside = fitted.confidence.inside.chance((best, total))
        has_words = any(not word[0].isdigit() for word in one.words)
        return Seen(one.language, (columns, written), has_words, likeness, scores, order, right, inside)

    def _is_foreign(self, text: str, language: str) -> bool:
        """Whether it is written in a language that no example is written in."""
        if not self._fitted.languages or language in self._fitted.languages:
            return False
        return bool(language) or is_surely_other(text, self._fitted.languages)

    def _guesses(self, seen: Seen) -> tuple[Guess, ...]:
        """The best guess has its calibrated chance, the others share what is left of it by their scores."""
        topics, best, order = self._fitted.topics, seen.right, seen.order
        highest, *others = map(seen.scores.item, order)
        shares = [exp(12 * (score - highest)) for score in others]
        part = (1 - best) / (sum(shares) + 0.3)
        chances = [best, *(min(best, share * part) for share in shares)]
        return tuple(Guess(topics[i], chance) for i, chance in zip(order, chances, strict=True))

    def _because(self, seen: Seen) -> tuple[str, ...]:
        fitted, topic = self._fitted, seen.order[0]
        if fitted.topics[topic] in fitted.confidential:
            return ()
        rows = self._rows_of[topic]
        like = seen.likeness[rows]
        found = dict[str, None]()  # one said twice is one
        for place in (-like).argsort(kind="stable").tolist():
            if len(found) == REASONS or like.item(place) < LIKE_ENOUGH:
                break
            if text := fitted.texts[rows.item(place)]:
                found[text] = None
        return tuple(found)


def rows_by_topic(topic_of: Ints, topics: int) -> list[Index]:
    """The rows of each topic, in their order."""
    order = np.argsort(topic_of, kind="stable")
    return np.split(order, np.searchsorted(topic_of[order], np.arange(1, topics)))


def version_of(fitted: Fitted) -> str:
    digest = blake2b(digest_size=8)
    digest.update(msgspec.msgpack.encode((fitted.topics, fitted.texts)))
    digest.update(fitted.dual.tobytes())
    return digest.hexdigest()
