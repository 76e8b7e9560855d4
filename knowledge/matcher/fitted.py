"""What fitting leaves behind."""

from msgspec import Struct

from knowledge.matcher.confidence import Confidence
from knowledge.matcher.sparse import Floats, Ints, Rows
from knowledge.matcher.vocabulary import Vocabulary


class Fitted(Struct, frozen=True):
    """All that was learned, as plain arrays. A row is an example or one of a topic's own texts."""

    topics: tuple[str, ...]
    confidential: frozenset[str]
    texts: tuple[str, ...]  # a row's own text; empty for confidential topics and for topics' texts
    topic_of: Ints
    looseness: Floats  # what is added to a row's likeness to itself
    vocabulary: Vocabulary
    rows: Rows
    weights: Floats  # features x topics
    dual: Floats  # rows x topics
    confidence: Confidence
    in_play_from: float
