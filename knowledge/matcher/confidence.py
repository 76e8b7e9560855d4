"""From scores to chances, and from chances to a verdict.

Everything is fitted on held-out scores of the directory's own examples: each example as if it were not there
(right or wrong), and each as if its whole topic were not there (what a request out of scope looks like). Forty examples
tell little by themselves, so what signals say elsewhere is where it begins, and a directory's own examples move it.
"""

from collections.abc import Sequence
from math import exp
from operator import mul

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from knowledge.matcher.heldout import HeldOut
from knowledge.matcher.sparse import Floats, Ints
from knowledge.matcher.types import Verdict

# What it costs, in units of one question asked back. A wrong route costs a hand-over and a day; one that no topic
# covers costs more, since its wrong owner has to find out first that it is nobody's.
COST_OF_QUESTION = 1.0
COST_OF_WRONG_ROUTE = 4.0
COST_OF_WRONG_ROUTE_OUT_OF_SCOPE = 8.0
# Such a share of all requests is taken to be outside every topic.
SHARE_OUT_OF_SCOPE = 0.25
# However dear a wrong route is, nobody likes to be asked all the time: of the requests in scope, no more are held up than
# a few, a fifth of as many as would go wrong, and some more where topics have few examples; never one in ten. The
# examples stand for the requests to come only roughly, hence a margin.
HELD_UP_ANYWAY = 0.04
HELD_UP_PER_ERROR = 0.2
HELD_UP_AT_MOST = 0.07
MORE_FOR_SCARCITY = 0.08  # divided by the root of the examples a topic has
# Among more examples a topic than these some are nearly another's copy. Held out they look closer than the requests to
# come, of which more are then held up than of them.
FEW_COPIES_UP_TO = 15
# A question offers three choices. Where even that would rather miss, it goes to a person at once.
PERSON_BELOW = 0.35  # times the line for routing

# Errors fall with the number of examples about as this power of it; a score held out is one example poorer.
LEARNING_CURVE = 0.2
WEIGHT_OF_STRANGERS = 0.5
STEPS = 30
FEWEST = 8  # examples; with fewer nothing can be held out
LEAST_BEST = 0.05  # a best score is taken for no less, where another is divided by it


class Line(Struct, frozen=True):
    """A logistic curve over a few signals."""

    weights: tuple[float, ...]
    offset: float

    def of(self, signals: Floats) -> Floats:
        return np.asarray(signals @ np.array(self.weights) + self.offset)

    def chance(self, signals: Sequence[float]) -> float:
        """Of one row: arrays for so few numbers take ten times as long."""
        ranked = sum(map(mul, self.weights, signals), self.offset)
        return 1 / (1 + exp(-min(30.0, max(-30.0, ranked))))

    def scaled(self, factor: float, shift: float) -> "Line":
        return Line(tuple(factor * weight for weight in self.weights), factor * self.offset + shift)


# What the signals say in directories of five to fifteen examples a topic, of several trades and two languages. In one
# kept out, only the curve's height differs: by as much as UNLIKE_ELSEWHERE. How like the nearest examples are speaks
# against being right, at the same scores: where all sentences resemble each other, being like one of them says less.
USUAL_RIGHT = Line((7.0, 4.1, -3.4), -0.95)  # over `clearness`
USUAL_INSIDE = Line((10.0, 14.0), -17.0)  # over `closeness`
UNLIKE_ELSEWHERE = 0.3  # in log odds
STEEPER_ELSEWHERE = 0.15  # or flatter, by such a share
MEASURED_UP_TO = 15  # examples a topic; both grow with the logarithm of how often so many there are more
# Below this of USUAL_INSIDE, and so much more for each time that a topic's examples are e times as many, lies one request
# in scope of eleven. It counts as much as so many examples.
USUAL_LINE, HIGHER_WITH_EXAMPLES = -3.1, 1.07
WORTH_OF_USUAL_LINE = 20


class Confidence(Struct, frozen=True):
    right: Line  # over `clearness`: the chance that the best guess is right, given that a topic is meant
    inside: Line  # over `closeness`: how much it looks like one of the directory's
    route_from: float  # of `inside`
    person_below: float

    def is_new(self, scores: Floats) -> NDArray[np.bool_]:
        """Of each row of scores, whether it looks new to every topic."""
        signals = np.column_stack([scores.max(axis=1), scores.sum(axis=1)]).astype(float)
        return np.asarray(_chance(self.inside.of(signals)) < self.person_below)


def verdict(confidence: Confidence, inside: float) -> Verdict:
    if inside >= confidence.route_from:
        return "route"
    return "ask" if inside >= confidence.person_below else "person"


def clearness(seen: HeldOut) -> Floats:
    """The best score of each row, what share of it is its lead, and how like its nearest rows are."""
    best = seen.scores.max(axis=1)
    second = np.partition(seen.scores, -2, axis=1)[:, -2] if seen.scores.shape[1] > 1 else np.zeros_like(best)
    return np.column_stack([best, (best - second) / np.maximum(best, LEAST_BEST), seen.nearest]).astype(float)


def clearness_of_one(best: float, second: float, nearest: float) -> tuple[float, float, float]:
    """As `clearness`. Of one row in plain numbers: as arrays they take ten times as long."""
    return best, (best - second) / max(best, LEAST_BEST), nearest


def closeness(seen: HeldOut) -> Floats:
    """The best score of each row, and the sum of its scores.

    The topics' scores add up to nearly one for what the examples cover, and to less for what is new to them all.
    """
    return np.column_stack([seen.scores.max(axis=1), seen.total]).astype(float)


def learn(inside: HeldOut, outside: HeldOut, topic: Ints, per_topic: float) -> Confidence:
    """`topic`: of each example held out. With too few of them, what is usual elsewhere. `per_topic`: as `usual_count`."""
    usual_line = USUAL_LINE + HIGHER_WITH_EXAMPLES * float(np.log(per_topic))
    if len(topic) < FEWEST or outside.scores.shape[1] < 2:
        return _confidence(USUAL_RIGHT, USUAL_INSIDE, float(_chance(usual_line)))
    is_right = (inside.scores.argmax(axis=1) == topic).astype(float)
    clear = USUAL_RIGHT.of(clearness(inside))
    factor, shift = _platt(clear, is_right, np.ones(len(clear)), per_topic)
    shift += _grown(factor * clear + shift, per_topic)
    right = USUAL_RIGHT.scaled(factor, shift)

    close, far = USUAL_INSIDE.of(closeness(inside)), USUAL_INSIDE.of(closeness(outside))
    own_line = _cheapest_line(close, is_right, far, per_topic)
    line = (len(close) * own_line + WORTH_OF_USUAL_LINE * usual_line) / (len(close) + WORTH_OF_USUAL_LINE)
    weight = np.concatenate([np.ones(len(close)), np.full(len(far), WEIGHT_OF_STRANGERS)])
    is_inside = np.concatenate([np.ones(len(close)), np.zeros(len(far))])
    factor, shift = _platt(np.concatenate([close, far]), is_inside, weight, per_topic)
    route_from = float(_chance(factor * line + shift))
    return _confidence(right, USUAL_INSIDE.scaled(factor, shift), route_from)


def usual_count(topic: Ints) -> float:
    """`topic`: of each example. How many examples a topic usually has, two at least."""
    counts = np.bincount(topic)
    return max(2.0, float(np.median(counts[counts > 0]))) if len(topic) else 2.0


def _confidence(right: Line, inside: Line, route_from: float) -> Confidence:
    return Confidence(right, inside, route_from, route_from * PERSON_BELOW)


def _chance(odds: Floats | float) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def _platt(odds: Floats, truth: Floats, weight: Floats, per_topic: float) -> tuple[float, float]:
    """The factor and the shift that make log odds honest (Platt 1999), drawn to one and nought; by Newton's steps."""
    middle = odds.mean()
    design = np.column_stack([odds - middle, np.ones(len(odds))])
    unlike = 1 + np.log(max(1.0, per_topic / MEASURED_UP_TO))
    hold = (np.array([STEEPER_ELSEWHERE, UNLIKE_ELSEWHERE]) * unlike) ** -2.0
    beta = np.zeros(2)
    for _ in range(STEPS):
        chance = _chance(odds + design @ beta)
        slope = design.T @ (weight * (truth - chance)) - hold * beta
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(curve + np.diag(hold), slope)
        beta += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-6:
            break
    factor = max(1 + float(beta[0]), 0.0)  # a signal may be useless, never turned round
    return factor, float(beta[1] - beta[0] * middle)


def _grown(odds: Floats, per_topic: float) -> float:
    """What the log odds gain by the one example that each lacked when it was held out."""
    errors = 1 - float(_chance(odds).mean())
    share = 1 - errors * ((per_topic - 1) / per_topic) ** LEARNING_CURVE
    gain = 0.0
    for _ in range(STEPS):
        chance = _chance(odds + gain)
        slope = max(float((chance * (1 - chance)).mean()), 1e-3)
        gain += float(np.clip((share - chance.mean()) / slope, -1, 1))
    return gain


def _cheapest_line(inside: Floats, is_right: Floats, outside: Floats, per_topic: float) -> float:
    """Where routing and asking back together cost least."""
    wrong = 1 - float(is_right.mean())
    for_scarcity = MORE_FOR_SCARCITY / per_topic**0.5
    for_copies = min(1.0, FEW_COPIES_UP_TO / per_topic) ** (1 / 3)
    held_up = min(HELD_UP_ANYWAY + HELD_UP_PER_ERROR * wrong, HELD_UP_AT_MOST) * for_copies + for_scarcity
    lines = np.sort(inside)[: int(len(inside) * held_up) + 1]
    routed = inside[None, :] >= lines[:, None]
    cost_inside = (routed * (1 - is_right) * COST_OF_WRONG_ROUTE + ~routed * COST_OF_QUESTION).mean(axis=1)
    strays = (outside[None, :] >= lines[:, None]).mean(axis=1)
    cost_outside = strays * COST_OF_WRONG_ROUTE_OUT_OF_SCOPE + (1 - strays) * COST_OF_QUESTION
    cost = (1 - SHARE_OUT_OF_SCOPE) * cost_inside + SHARE_OUT_OF_SCOPE * cost_outside
    return float(lines[int(np.argmin(cost))])
