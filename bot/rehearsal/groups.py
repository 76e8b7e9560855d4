"""Texts that no topic covers, put together by the words they share: what a directory lacks. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

from msgspec import Struct

from knowledge.language import small_words
from knowledge.matcher.text import plain

ALIKE = 0.15  # from here on two texts are about the same
NAME_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 6  # letters: "taquilla" and "taquillas" are one word
_SMALL = frozenset(plain(word) for language in ("es", "en") for word in small_words(language)) | frozenset(
    [
        "hola",
        "buenas",
        "buenos",
        "dias",
        "tardes",
        "gracias",
        "favor",
        "necesito",
        "quiero",
        "puedo",
        "puede",
        "podeis",
        "alguien",
        "ayuda",
        "tengo",
        "hace",
        "saber",
        "hello",
        "thanks",
        "please",
        "need",
        "want",
        "anyone",
        "help",
        "know",
        "would",
        "could",
        "have",
        "with",
        "from",
        "there",
        "about",
    ]
)


class Group(Struct, frozen=True):
    name: str  # the words that its texts share
    members: tuple[int, ...]  # places in the list that was given, the most typical first


def grouped(texts: Sequence[str]) -> list[Group]:
    """The largest first. A text that is like no other is a group of its own."""
    told = [Counter(_words(text)) for text in texts]
    known = Counter(stem for words in told for stem in words)
    weight = {stem: log(1 + len(texts) / count) for stem, count in known.items()}
    vectors = [_unit({stem: n * weight[stem] for stem, n in words.items()}) for words in told]
    groups: list[tuple[list[int], Counter[str]]] = []
    for place, vector in enumerate(vectors):
        likest = max(groups, key=lambda group: _dot(vector, _unit(group[1])), default=None)
        if likest is not None and _dot(vector, _unit(likest[1])) >= ALIKE:
            likest[0].append(place)
            likest[1].update(vector)
        else:
            groups.append(([place], Counter(vector)))
    found = [_group(members, _unit(centre), vectors, texts) for members, centre in groups]
    return sorted(found, key=lambda group: -len(group.members))


def _group(
    members: list[int], centre: dict[str, float], vectors: Sequence[dict[str, float]], texts: Sequence[str]
) -> Group:
    typical = sorted(members, key=lambda place: -_dot(vectors[place], centre))
    stems = sorted(centre, key=lambda stem: -centre[stem])[:NAME_WORDS]
    written = Counter(
        word
        for place in members
        for word in _WORD.findall(texts[place].casefold())
        if plain(word)[:_STEM] in stems
    )
    named = []
    for stem in stems:
        word = next((word for word, _ in written.most_common() if plain(word)[:_STEM] == stem), stem)
        named.append(word)
    return Group(" ".join(named), tuple(typical))


def _words(text: str) -> list[str]:
    return [word[:_STEM] for word in _WORD.findall(plain(text)) if word not in _SMALL]


def _unit(vector: "Counter[str] | dict[str, float]") -> dict[str, float]:
    length = sum(value * value for value in vector.values()) ** 0.5
    return {stem: value / length for stem, value in vector.items()} if length else {}


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return sum(value * large.get(stem, 0.0) for stem, value in small.items())
