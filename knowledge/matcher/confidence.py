"""From scores to chances, and from chances to a verdict.

Everything is fitted on held-out scores of the directory's own examples: each example as if it were not there
(right or wrong), and each as if its whole topic were not there (what a request out of scope looks like).
"""

import numpy as np
from msgspec import Struct

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
# a few, a third of as many as would go wrong, and some more where topics have few examples; never one in ten. The examples
# stand for the requests to come only roughly, hence a margin; held out they are one example poorer, which makes more of
# them look strange where there are few.
HELD_UP_ANYWAY = 0.03
HELD_UP_PER_ERROR = 0.35
HELD_UP_AT_MOST = 0.045
MORE_FOR_SCARCITY = 0.12  # divided by the root of the examples a topic has
# Among more examples a topic than these some are nearly another's copy. Held out they look closer than the requests to
# come, of which more are then held up than of them.
FEW_COPIES_UP_TO = 15
# A question offers three choices. Where even that would rather miss, it goes to a person at once.
PERSON_BELOW = 0.35  # times the line for routing

# Errors fall with the number of examples about as this power of it; a score held out is one example poorer.
LEARNING_CURVE = 0.2
WEIGHT_OF_STRANGERS = 0.5
HOLD = 20.0  # how many examples' worth of doubt keeps the curves near their priors
# A few examples without an error prove little: so many more are imagined, of which such a share is wrong.
IMAGINED = 20
IMAGINED_WRONG = 0.15
# What signals usually weigh, each by its spread. The sum of scores tells what is far from everything, but little of
# what is near, and must not drown the best score.
USUAL_LOOKS = (1.0, 0.1, 0.25)
USUAL_SLOPE = 2.0
STEPS = 30
# From texts that are all alike nothing is to be learned about others.
LEAST_SPREAD_OF_SIGNAL = 0.02
LEAST_SPREAD_OF_RANK = 1.0  # in log odds
FEWEST = 8  # examples; with fewer nothing can be held out


class Line(Struct, frozen=True):
    """A logistic curve over a few signals."""

    weights: tuple[float, ...]
    offset: float

    def of(self, signals: Floats) -> Floats:
        return np.asarray(signals @ np.array(self.weights) + self.offset)


class Confidence(Struct, frozen=True):
    right: Line  # over (best score, its lead): the chance that the best guess is right, given that a topic is meant
    inside: Line  # over `closeness`: how much it looks like one of the directory's
    route_from: float  # of `inside`
    person_below: float


DEFAULT = Confidence(Line((7.0, 5.0), -3.0), Line((12.0, 6.0, 4.0), -9.0), 0.5, 0.2)


def sure(line: Line, signals: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(line.of(signals), -30, 30))))


def verdict(confidence: Confidence, inside: float) -> Verdict:
    if inside >= confidence.route_from:
        return "route"
    return "ask" if inside >= confidence.person_below else "person"


def lead(scores: Floats) -> Floats:
    """The best score of each row, and by how much it leads."""
    if scores.shape[1] == 1:
        return np.column_stack([scores[:, 0], scores[:, 0]]).astype(np.float64)
    best = np.partition(scores, -2, axis=1)[:, -2:]
    return np.column_stack([best[:, 1], best[:, 1] - best[:, 0]]).astype(np.float64)


def closeness(seen: HeldOut) -> Floats:
    """The best score of each row, how like its nearest rows are, and the sum of its scores.

    The topics' scores add up to nearly one for what the examples cover, and to less for what is new to them all.
    """
    return np.column_stack([seen.scores.max(axis=1), seen.nearest, seen.total]).astype(np.float64)


def learn(inside: HeldOut, outside: HeldOut, topic: Ints, per_topic: float) -> Confidence:
    """`topic`: of each example held out. With too few of them, what is usual elsewhere. `per_topic`: as `usual_count`."""
    if len(topic) < FEWEST or outside.scores.shape[1] < 2:
        return DEFAULT
    is_right = (inside.scores.argmax(axis=1) == topic).astype(np.float64)
    strangers = np.zeros(len(topic))
    weight = np.concatenate([np.ones(len(topic)), np.full(len(topic), WEIGHT_OF_STRANGERS)])
    leads = lead(inside.scores)
    ranked = fit_line(
        np.concatenate([leads, lead(outside.scores)]),
        np.concatenate([is_right, strangers]),
        weight,
        (1.0, 1.0),
    )
    close, far = closeness(inside), closeness(outside)
    looks = fit_line(
        np.concatenate([close, far]),
        np.concatenate([np.ones(len(topic)), strangers]),
        weight,
        USUAL_LOOKS,
    )
    route_from = _cheapest_line(sure(looks, close), is_right, sure(looks, far), per_topic)
    return Confidence(
        _calibrated(ranked, leads, is_right, per_topic), looks, route_from, route_from * PERSON_BELOW
    )


def _calibrated(line: Line, leads: Floats, is_right: Floats, per_topic: float) -> Line:
    """`line` scaled so that its chances are those of requests in scope, with all examples in place."""
    ranked = line.of(leads)
    scale = fit_line(ranked[:, None], is_right, np.ones(len(is_right)), (USUAL_SLOPE,), LEAST_SPREAD_OF_RANK)
    factor = scale.weights[0]
    errors = ((1 - is_right).sum() + IMAGINED * IMAGINED_WRONG) / (len(is_right) + IMAGINED)
    errors *= ((per_topic - 1) / per_topic) ** LEARNING_CURVE
    offset = _offset_for(factor * ranked, 1 - errors, scale.offset)
    return Line(tuple(factor * weight for weight in line.weights), factor * line.offset + offset)


def usual_count(topic: Ints) -> float:
    """`topic`: of each example. How many examples a topic usually has, two at least."""
    counts = np.bincount(topic)
    return max(2.0, float(np.median(counts[counts > 0]))) if len(topic) else 2.0


def _offset_for(ranked: Floats, share: float, offset: float) -> float:
    """The offset at which the mean chance is `share`."""
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(ranked + offset, -30, 30)))
        slope = max(float((chance * (1 - chance)).mean()), 1e-3)
        offset += float(np.clip((share - chance.mean()) / slope, -1, 1))
    return offset


def fit_line(
    signals: Floats,
    truth: Floats,
    weight: Floats,
    prior: tuple[float, ...],
    least_spread: float = LEAST_SPREAD_OF_SIGNAL,
) -> Line:
    """A logistic regression by Newton's steps, drawn to `prior` (weights of signals of spread one)."""
    middle, spread = signals.mean(axis=0), np.maximum(signals.std(axis=0), least_spread)
    design = np.column_stack([(signals - middle) / spread, np.ones(len(signals))])
    hold = np.array([HOLD] * len(prior) + [1e-3])
    start = np.array([*prior, 0.0])
    beta = start.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        slope = design.T @ (weight * (truth - chance)) - hold * (beta - start)
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(curve + np.diag(hold), slope)
        beta += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-6:
            break
    raw = np.maximum(beta[:-1], 0) / spread  # a signal may be useless, never turned round
    return Line(tuple(float(b) for b in raw), float(beta[-1] - raw @ middle))


def _cheapest_line(inside: Floats, is_right: Floats, outside: Floats, per_topic: float) -> float:
    """Where routing and asking back together cost least."""
    wrong = 1 - float(is_right.mean())
    for_scarcity = MORE_FOR_SCARCITY / per_topic**0.5
    for_copies = min(1.0, FEW_COPIES_UP_TO / per_topic) ** 0.5
    held_up = min(HELD_UP_ANYWAY + HELD_UP_PER_ERROR * wrong, HELD_UP_AT_MOST) * for_copies + for_scarcity
    lines = np.concatenate([[0.0], np.sort(inside)[: int(len(inside) * held_up) + 1]])
    routed = inside[None, :] >= lines[:, None]
    cost_inside = (routed * (1 - is_right) * COST_OF_WRONG_ROUTE + ~routed * COST_OF_QUESTION).mean(axis=1)
    strays = (outside[None, :] >= lines[:, None]).mean(axis=1)
    cost_outside = strays * COST_OF_WRONG_ROUTE_OUT_OF_SCOPE + (1 - strays) * COST_OF_QUESTION
    cost = (1 - SHARE_OUT_OF_SCOPE) * cost_inside + SHARE_OUT_OF_SCOPE * cost_outside
    return float(lines[int(np.argmin(cost))])
