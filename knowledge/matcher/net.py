"""A net of one hidden layer, for sets so large that it tells apart what likeness to examples does not. In numpy alone.

It sees the same features as the rest of the matcher. Of these and of its own hidden ones some are left out by chance
at each step, so that it relies on none of them (Srivastava et al. 2014); its steps are Adam's (adam.py).
"""

import numpy as np
from msgspec import Struct

from knowledge.matcher.adam import Adam
from knowledge.matcher.sparse import Floats, Index, Ints, Rows, spans

HIDDEN = 128
ROUNDS = 12
AT_ONCE = 128  # rows a step
PACE = 0.006  # of the first step; the steps become smaller evenly, down to nothing
FEATURES_LEFT_OUT, HIDDEN_LEFT_OUT = 0.4, 0.3
# No example is wholly sure of its topic: such a share of it is spread over all.
DOUBT = 0.1
SEEN_IN = 2  # rows; what only one shows says nothing of others
SPREAD = 0.16  # of the first layer's weights before the first step
SEED = 20


class Net(Struct, frozen=True):
    place: Ints  # of each of the vocabulary's columns among the features, or -1
    first: Floats  # features x hidden, in half precision: most of what travels
    hidden: Floats  # what each hidden one begins with
    second: Floats  # hidden x topics
    topic: Floats  # what each topic begins with

    @property
    def topics(self) -> int:
        return len(self.topic)

    def chances(self, columns: Ints, values: Floats) -> Floats:
        """How it shares certainty out among the topics that it knows; they add up to one."""
        return np.asarray(_shared(self._pull(columns, values)[None, :])[0])

    def chances_of(self, rows: Rows, chosen: Index, without: Ints | None = None) -> Floats:
        """The same of the `chosen` rows; `without`: a topic of each that is taken for one it does not know."""
        pulls = [
            self._pull(rows.column[begin:end], rows.value[begin:end])
            for begin, end in zip(rows.start[chosen], rows.start[chosen + 1], strict=True)
        ]
        pull = np.array(pulls, np.float32).reshape(len(chosen), len(self.topic))
        if without is not None:
            pull[np.arange(len(pull)), without] = -np.inf
        return _shared(pull)

    def _pull(self, columns: Ints, values: Floats) -> Floats:
        # A correction may have brought features that are newer than the net.
        known = columns < len(self.place)
        place = self.place[columns[known]]
        seen = place >= 0
        hidden = self.hidden + values[known][seen] @ self.first[place[seen]]
        return np.asarray(self.topic + np.maximum(hidden, 0) @ self.second)


def train(rows: Rows, topic_of: Ints, topics: int, weight: Floats, chosen: Index) -> Net:
    """From the `chosen` rows, always the same. `weight`: how much each row counts. Seconds for thousands of rows."""
    chance = np.random.default_rng(SEED)
    place = _places(rows, chosen)
    layers = _layers(int(place.max(initial=-1)) + 1, topics, chance)
    target = np.full((topics, topics), DOUBT / topics, np.float32)
    target[np.diag_indices(topics)] += 1 - DOUBT
    steps = ROUNDS * -(-len(chosen) // AT_ONCE)
    done = 0
    for _ in range(ROUNDS):
        order = chance.permutation(chosen)
        for begin in range(0, len(order), AT_ONCE):
            batch, done = order[begin : begin + AT_ONCE], done + 1
            features, shown = _block(rows, batch, place, chance)
            slopes = _slopes(layers, features, shown, target[topic_of[batch]], weight[batch], chance)
            pace = PACE * (1 - done / (steps + 1))
            layers[0].step(slopes[0], pace, features)
            for layer, slope in zip(layers[1:], slopes[1:], strict=True):
                layer.step(slope, pace)
    first, hidden, second, topic = (layer.weights for layer in layers)
    return Net(place, first.astype(np.float16), hidden, second, topic)


def _places(rows: Rows, chosen: Index) -> Ints:
    """Which columns become features: those that more than one of the chosen rows shows."""
    places, _ = spans(rows.start, chosen.astype(np.int32))
    shown = np.bincount(rows.column[places], minlength=rows.width) >= SEEN_IN
    return np.where(shown, np.cumsum(shown) - 1, -1).astype(np.int32)


def _layers(features: int, topics: int, chance: np.random.Generator) -> tuple[Adam, Adam, Adam, Adam]:
    first = chance.standard_normal((features, HIDDEN), np.float32) * np.float32(SPREAD)
    second = chance.standard_normal((HIDDEN, topics), np.float32) / np.float32(HIDDEN**0.5)
    return (
        Adam(first),
        Adam(np.zeros(HIDDEN, np.float32)),
        Adam(second),
        Adam(np.zeros(topics, np.float32)),
    )


def _block(rows: Rows, batch: Index, place: Ints, chance: np.random.Generator) -> tuple[Index, Floats]:
    """The features that these rows show, but for those left out this time, and the rows with them side by side."""
    places, lengths = spans(rows.start, batch.astype(np.int32))
    feature = place[rows.column[places]]
    kept = (feature >= 0) & (chance.random(len(feature)) >= FEATURES_LEFT_OUT)
    row = np.repeat(np.arange(len(batch)), lengths)[kept]
    features, column = np.unique(feature[kept].astype(np.intp), return_inverse=True)
    shown = np.zeros((len(batch), len(features)), np.float32)
    shown[row, column] = rows.value[places][kept] / (1 - FEATURES_LEFT_OUT)
    return features, shown


def _slopes(
    layers: tuple[Adam, Adam, Adam, Adam],
    features: Index,
    shown: Floats,
    target: Floats,
    weight: Floats,
    chance: np.random.Generator,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Of each layer's weights, for the cross entropy of these rows."""
    first, hidden, second, topic = (layer.weights for layer in layers)
    pull = shown @ first[features] + hidden
    kept = (chance.random(pull.shape, np.float32) >= HIDDEN_LEFT_OUT) / np.float32(1 - HIDDEN_LEFT_OUT)
    active = np.maximum(pull, 0) * kept
    wrong = (_shared(active @ second + topic) - target) * weight[:, None] / np.float32(len(shown))
    back = (wrong @ second.T) * kept * (pull > 0)
    return shown.T @ back, back.sum(axis=0), active.T @ wrong, wrong.sum(axis=0)


def _shared(pull: Floats) -> Floats:
    """Each row's pulls as shares of one (softmax)."""
    raised = np.exp(pull - pull.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
