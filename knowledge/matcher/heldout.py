"""What the matcher would have said of its own examples, had it not seen them.

Each example without itself: an honest request. Each example without its whole topic: what a request that no topic
covers looks like. Both in closed form, from what was solved anyway.
"""

import numpy as np
from msgspec import Struct

from knowledge.matcher.ridge import Ridge
from knowledge.matcher.sparse import Floats, Index, Ints

NEAREST = 3
AT_ONCE = 1_000  # rows of likeness copied at a time


class HeldOut(Struct, frozen=True):
    """Of each row: its scores, their sum, and how like the nearest rows are."""

    scores: Floats
    total: Floats
    nearest: Floats


def nearness(likeness: Floats) -> Floats:
    """The mean likeness of the NEAREST most alike, by row."""
    few = min(NEAREST, likeness.shape[-1])
    if not few:
        return np.zeros(likeness.shape[:-1])
    return np.asarray(np.partition(likeness, -few, axis=-1)[..., -few:].mean(axis=-1))


def nearness_of_one(likeness: Floats) -> float:
    """As `nearness`, of one row: to look for the highest a few times takes a sixth of the time."""
    left = likeness.copy()
    highest = []
    for _ in range(min(NEAREST, len(left))):
        place = int(left.argmax())
        highest.append(left.item(place))
        left[place] = -np.inf
    return sum(highest) / len(highest) if highest else 0.0


def nearest_others(likeness: Floats, topic_of: Ints) -> tuple[Floats, Floats]:
    """How like each row its nearest other rows are; and its nearest rows of other topics."""
    count = len(likeness)
    any_other, strange = np.zeros(count), np.zeros(count)
    for begin in range(0, count, AT_ONCE):
        here = slice(begin, begin + AT_ONCE)
        part = likeness[here].copy()
        part[np.arange(len(part)), begin + np.arange(len(part))] = 0.0
        any_other[here] = nearness(part)
        part[topic_of[here, None] == topic_of[None, :]] = 0.0
        strange[here] = nearness(part)
    return any_other, strange


def hold_out(
    solved: Ridge, nearest: tuple[Floats, Floats], topic_of: Ints, chosen: Index
) -> tuple[HeldOut, HeldOut]:
    """Of the `chosen` rows: without themselves, and without their topics."""
    strange = np.zeros_like(solved.dual)
    for topic in np.unique(topic_of):
        block = np.flatnonzero(topic_of == topic)
        strange[block] = solved.without(block)
    total = strange.sum(axis=1)
    strange[np.arange(len(strange)), topic_of] = -1.0
    alone = solved.without_itself()[chosen]
    return HeldOut(alone, alone.sum(axis=1), nearest[0][chosen]), HeldOut(
        strange[chosen], total[chosen], nearest[1][chosen]
    )
