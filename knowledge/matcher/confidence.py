"""From scores to chances, and from chances to a verdict.

Everything is fitted on held-out scores of the directory's own examples: each example as if it were not there
(right or wrong), and each as if its whole topic were not there (what a request out of scope looks like).
"""

import numpy as np
from msgspec import Struct

from knowledge.matcher.sparse import Doubles
from knowledge.matcher.types import Verdict

# What a mistake costs, in units of one question asked back. A wrong route costs a hand-over and a day;
# a request that nobody's topic covers costs more, since its wrong owner also has to find out that it is nobody's.
COST_OF_QUESTION = 1.0
COST_OF_WRONG_ROUTE = 2.5
COST_OF_WRONG_ROUTE_OUT_OF_SCOPE = 4.0
# So many requests of a hundred are taken to be outside every topic.
SHARE_OUT_OF_SCOPE = 0.25
# However dear a wrong route is, nobody likes to be asked all the time: so many in scope are held up at most.
HELD_UP_AT_MOST = 0.09
# Below this chance even a question with three choices would miss: a person sees it.
PERSON_BELOW = 0.5  # times the line for routing

RIDGE = 0.05
STEPS = 30


class Line(Struct, frozen=True):
    """A logistic curve over a few signals."""

    weights: tuple[float, ...]
    offset: float

    def chance(self, signals: Doubles) -> Doubles:
        with np.errstate(over="ignore"):
            return np.asarray(1 / (1 + np.exp(-(signals @ np.array(self.weights) + self.offset))))


class Confidence(Struct, frozen=True):
    right: Line  # the chance that the best guess is right, given that some topic is meant
    inside: Line  # how much it looks like something of the directory's
    route_from: float  # of `inside`
    person_below: float

    def verdict(self, inside: float) -> Verdict:
        if inside >= self.route_from:
            return "route"
        return "ask" if inside >= self.person_below else "person"


DEFAULT = Confidence(Line((6.0, 2.0), -2.5), Line((6.0, 4.0), -3.0), 0.5, 0.25)


def fit_line(signals: Doubles, truth: Doubles, weight: Doubles, prior: Line) -> Line:
    """Newton's steps of a logistic regression that is drawn towards `prior`."""
    design = np.column_stack([signals, np.ones(len(signals))])
    start = np.array([*prior.weights, prior.offset])
    beta = start.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        slope = design.T @ (weight * (truth - chance)) - RIDGE * (beta - start)
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(curve + RIDGE * np.eye(len(beta)), slope)
        beta += step
        if np.abs(step).max() < 1e-6:
            break
    return Line(tuple(float(b) for b in beta[:-1]), float(beta[-1]))


def learn(inside: Doubles, is_right: Doubles, outside: Doubles) -> Confidence:
    """`inside`, `outside`: signals of each example without itself, and without its topic; few: the defaults."""
    if len(inside) < 10 or not len(outside):
        return DEFAULT
    ones = np.ones(len(inside))
    right = fit_line(inside, is_right, ones, DEFAULT.right)
    both = np.concatenate([inside, outside])
    truth = np.concatenate([is_right, np.zeros(len(outside))])
    fitted = fit_line(both, truth, np.ones(len(both)), DEFAULT.inside)
    line = _cheapest_line(fitted.chance(inside), is_right, fitted.chance(outside))
    return Confidence(right, fitted, line, line * PERSON_BELOW)


def _cheapest_line(inside: Doubles, is_right: Doubles, outside: Doubles) -> float:
    """Where routing and asking back together cost least."""
    lines = np.unique(np.concatenate([[0.0], inside]))
    lines = lines[(inside[None, :] < lines[:, None]).mean(axis=1) <= HELD_UP_AT_MOST]
    routed = inside[None, :] >= lines[:, None]
    cost_inside = (routed * (1 - is_right) * COST_OF_WRONG_ROUTE + ~routed * COST_OF_QUESTION).mean(axis=1)
    strays = (outside[None, :] >= lines[:, None]).mean(axis=1)
    cost_outside = strays * COST_OF_WRONG_ROUTE_OUT_OF_SCOPE + (1 - strays) * COST_OF_QUESTION
    cost = (1 - SHARE_OUT_OF_SCOPE) * cost_inside + SHARE_OUT_OF_SCOPE * cost_outside
    return float(lines[int(np.argmin(cost))])
