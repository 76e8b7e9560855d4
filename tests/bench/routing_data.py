"""Cuts of the public sets for the routing bench: seeded, and never a line of them in the project."""

import json
import random
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

ROUTING = Path(__file__).parents[2] / ".." / "shared" / "data" / "routing"
Line = dict[str, str | None]


class Cut(NamedTuple):
    train: list[Line]
    test: list[Line]
    strange: list[Line]  # of no topic in `train`


@lru_cache
def lines(file: str) -> tuple[Line, ...]:
    return tuple(json.loads(line) for line in (ROUTING / f"{file}.jsonl").read_text("utf-8").splitlines())


def by_topic(some: Sequence[Line]) -> dict[str | None, list[Line]]:
    found = defaultdict(list)
    for line in some:
        found[line["topic"]].append(line)
    return found


def clinc(few: int, seed: int) -> Cut:
    """60 topics by chance; strange are the set's own lines out of scope."""
    chance = random.Random(f"clinc{seed}")
    train, test = by_topic(lines("clinc150_train")), by_topic(lines("clinc150_val"))
    topics = chance.sample(sorted(train), 60)
    strange = test[None] + list(lines("clinc150_oos_train"))
    return Cut(
        [x for t in topics for x in chance.sample(train[t], few)],
        [x for t in topics for x in test[t]],
        strange,
    )


def banking(few: int, seed: int, tested: int = 15) -> Cut:
    """67 topics; strange are lines of ten topics left out: near, and hard to tell. `tested`: of each topic, at most."""
    chance = random.Random(f"banking{seed}")
    train: list[Line] = []
    test: list[Line] = []
    strange: list[Line] = []
    topics = by_topic(lines("banking77_train"))
    left_out = set(chance.sample(sorted(topics), 10))
    for topic in sorted(topics):
        own = topics[topic][:]
        chance.shuffle(own)
        if topic in left_out:
            strange += own[:15]
        else:
            train += own[:few]
            test += own[few:][-tested:]
    return Cut(train, test, strange)


def spanish(few: int, seed: int, tested: int = 60) -> Cut:
    """The topics of two of three domains; strange are lines of the third. `tested`: of each topic, at most."""
    chance = random.Random(f"spanish{seed}")
    train, test = by_topic(lines("schuster_es_train")), by_topic(lines("schuster_es_val"))
    left_out = ("weather", "alarm", "reminder")[seed % 3]
    topics = [t for t in sorted(train) if len(train[t]) > 10]
    inside = [t for t in topics if not t.startswith(left_out)]
    return Cut(
        [x for t in inside for x in chance.sample(train[t], few)],
        [x for t in inside for x in chance.sample(test[t], min(tested, len(test[t])))],
        [x for t in topics if t not in inside for x in chance.sample(test[t], min(60, len(test[t])))],
    )


def clinc_whole() -> Cut:
    test = lines("clinc150_val")
    strange = [x for x in test if x["topic"] is None] + list(lines("clinc150_oos_train"))
    return Cut(list(lines("clinc150_train")), [x for x in test if x["topic"]], strange)


def banking_whole() -> Cut:
    every = list(lines("banking77_train"))
    random.Random("banking").shuffle(every)
    return Cut(every[2_000:], every[:2_000], list(lines("clinc150_oos_train")))


def with_errors(text: str, chance: random.Random) -> str:
    """Three words in ten with a letter missing, too many, wrong, or two swapped."""
    return " ".join(
        _spoilt(word, chance) if len(word) > 2 and chance.random() < 0.3 else word for word in text.split()
    )


def _spoilt(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        [
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
        ]
    )
