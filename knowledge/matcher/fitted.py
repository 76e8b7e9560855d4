"""What fitting leaves behind."""

from collections.abc import Sequence

from msgspec import Struct

from knowledge.matcher.confidence import Confidence
from knowledge.matcher.sparse import Floats, Ints, Rows
from knowledge.matcher.spelling import Spelling
from knowledge.matcher.vocabulary import Vocabulary


class Fitted(Struct, frozen=True):
    """All that was learned, as plain arrays. A row is an example or one of a topic's own texts."""

    topics: tuple[str, ...]
    confidential: frozenset[str]
    texts: tuple[str, ...]  # a row's own text; empty for confidential topics and for topics' texts
    topic_of: Ints
    languages: tuple[str, ...]  # of the examples
    pairs: bool  # whether pairs of words are looked at
    with_encoder: bool
    spelling: Spelling
    vocabulary: Vocabulary
    by_column: Rows  # of each feature, which rows have it
    senses: Floats  # rows x numbers: what their words mean, and what the encoder makes of them
    dual: Floats  # rows x topics
    anchors: Ints  # the rows that `inverse` speaks of: all, or some where there are very many
    inverse: Floats  # of the system that was solved, or of what it is among the anchors
    confidence: Confidence
    in_play_within: float  # what share of the best score a confidential topic may lie behind and is in play

    @property
    def usual_language(self) -> str:
        """What a text that shows no language is read as."""
        return usual_of(self.languages)


def usual_of(languages: Sequence[str]) -> str:
    """The only one; of several none is."""
    return languages[0] if len(languages) == 1 else ""
