"""How near to the best one a confidential topic is still in play (law 11): a low line, so that few are missed.

Most such requests are known by their words alone, whatever topic they are of. The line is for the others: how many they
are, and how far the best ordinary topic leads over them, the directory's own examples tell, each held out. Three
examples tell little, so what is usual elsewhere is where both begin.
"""

from collections.abc import Sequence
from math import log
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from knowledge.matcher.confidence import LEAST_BEST
from knowledge.matcher.heldout import HeldOut
from knowledge.matcher.sparse import Floats, Ints

# Of requests that a confidential topic is meant by, so many at most may be neither told by their words nor in play. One in a
# hundred may be missed; what the examples do not show has its share of that.
MISSED_AT_MOST = 0.0075
# Of confidential examples elsewhere so many are not told by their words; the best ordinary topic leads over these by such a
# share of the best score: they lead themselves. Both count as much as so many examples.
USUAL_UNTOLD, USUAL_LEAD = 0.3, -0.5
WORTH_OF_USUAL = 8
# How far around their mean the leads lie (a normal distribution's), among so many topics; among more, the more of them.
SPREAD, AMONG = 0.45, 10
WIDER_WITH_TOPICS = 0.08  # for each time that the topics are e times as many
NARROWEST = 0.02  # what leads, or as good as leads, is in play


def low_line(inside: HeldOut, topic: Ints, confidential: Sequence[int], is_told: NDArray[np.bool_]) -> float:
    """What share of the best score a confidential topic may lie behind. `is_told`: of each example, by its words alone."""
    is_confidential = np.isin(topic, confidential)
    if not is_confidential.any():
        return 0.0
    untold = lead_over(inside.scores[is_confidential & ~is_told], confidential)
    share = (len(untold) + WORTH_OF_USUAL * USUAL_UNTOLD) / (is_confidential.sum() + WORTH_OF_USUAL)
    if share <= MISSED_AT_MOST:
        return NARROWEST
    mean = (untold.sum() + WORTH_OF_USUAL * USUAL_LEAD) / (len(untold) + WORTH_OF_USUAL)
    spread = SPREAD + WIDER_WITH_TOPICS * log(inside.scores.shape[1] / AMONG)
    return max(NARROWEST, float(mean) + NormalDist().inv_cdf(1 - MISSED_AT_MOST / share) * spread)


def lead_over(scores: Floats, confidential: Sequence[int]) -> Floats:
    """How far the best ordinary topic leads over the best confidential one, by row, as a share of the best score of all."""
    if not len(scores):
        return np.zeros(0)
    ordinary = np.delete(scores, confidential, axis=1).max(axis=1, initial=0.0)
    lead = ordinary - scores[:, confidential].max(axis=1)
    return np.asarray(lead / np.maximum(scores.max(axis=1), LEAST_BEST))
