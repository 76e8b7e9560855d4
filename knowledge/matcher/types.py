"""What the matcher is given and what it answers."""

from typing import Literal

from msgspec import Struct

Verdict = Literal["route", "ask", "person"]


class Example(Struct, frozen=True):
    """A sentence that somebody wrote, and the topic it belongs to. `lang` may be left empty: it is detected.

    Without a topic it speaks against all of them: what is like it becomes less sure (for a correction only).
    `shown`: what stands for the text where it is a reason; None: the text itself. `is_taught`: by putting a real
    request right, so that the next like it follows it more than it would an example (`ridge.TAUGHT_AIM`).
    """

    text: str
    topic: str
    lang: str = ""
    weight: float = 1.0
    shown: str | None = None
    is_taught: bool = False

    @property
    def reason(self) -> str:
        return self.text if self.shown is None else self.shown


class TopicText(Struct, frozen=True):
    """A topic's names, descriptions, keywords: weaker evidence than examples."""

    topic: str
    texts: tuple[str, ...]


class Guess(Struct, frozen=True):
    topic: str
    confidence: float  # 0..1, the calibrated chance that it is right


class Prediction(Struct, frozen=True):
    """`guesses` best first, five at most, none where the matcher knows no topic.

    `verdict`: route, ask the one question, or leave it to a person; `unsure` is everything but "route".
    `because`: the closest examples and words that spoke for it; empty for confidential topics.
    """

    guesses: tuple[Guess, ...]
    unsure: bool
    verdict: Verdict
    because: tuple[str, ...] = ()
