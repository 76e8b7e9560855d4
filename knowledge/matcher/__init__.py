"""Finds a text's topic, with a calibrated confidence, from a directory's own words; or says that it is unsure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import Any

from knowledge.directory import Directory
from knowledge.matcher.fitting import fit_rows, without_themselves
from knowledge.matcher.model import Matcher, Right, version_of
from knowledge.matcher.types import Example, Guess, Prediction, TopicText, Verdict

_BETWEEN_WORDS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")

__all__ = [
    "Example",
    "Guess",
    "Matcher",
    "Prediction",
    "Right",
    "TopicText",
    "Verdict",
    "evaluate_lines",
    "examples_of",
    "fit",
    "names_as_texts",
    "without_themselves",
]


def fit(
    examples: Sequence[Example],
    topics: Sequence[TopicText] = (),
    *,
    confidential: frozenset[str] = frozenset(),
    told_by_words: Callable[[str], object] = lambda _: None,
) -> Matcher:
    """Takes a fraction of a second for a directory and up to minutes for 15,000 examples: a child process's work.

    `confidential`: topics. `told_by_words`: what makes a text confidential whatever its topic; the low line is for the
    others, and lies the lower the more of the examples they are.
    """
    fitted = fit_rows(examples, topics, confidential, told_by_words)
    return Matcher(fitted, version_of(fitted))


def examples_of(directory: Directory) -> tuple[list[Example], list[TopicText]]:
    """All that a directory says of its topics, signposts included."""
    examples = [
        Example(text, str(topic.id), lang)
        for topic in directory.topics.values()
        for lang, texts in topic.examples.items()
        for text in texts
    ]
    texts = [
        TopicText(
            str(topic.id),
            tuple(
                text
                for text in (
                    *topic.name.values(),
                    *topic.description.values(),
                    *(" ".join(words) for words in topic.keywords.values()),
                )
                if text
            ),
        )
        for topic in directory.topics.values()
    ]
    return examples, texts


def names_as_texts(examples: Sequence[Example]) -> list[TopicText]:
    """A topic's id says something of it, where nobody describes it: "card_lost", "alarm.setAlarm"."""
    topics = dict.fromkeys(example.topic for example in examples)
    return [TopicText(topic, (_BETWEEN_WORDS.sub(" ", topic),)) for topic in topics]


def evaluate_lines(
    train: Iterable[Mapping[str, Any]], test: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Fits on `{"text","topic"[,"lang"]}` and answers each test line; `ms` is the time of that one request."""
    examples = [Example(line["text"], line["topic"], line.get("lang") or "") for line in train]
    matcher = fit(examples, names_as_texts(examples))
    for line in test:
        began = perf_counter()
        found = matcher.predict(line["text"], line.get("lang") or "")
        took = (perf_counter() - began) * 1000
        best = found.guesses[0] if found.guesses else None
        yield {
            "text": line["text"],
            "topic": best.topic if best else None,
            "confidence": round(best.confidence, 6) if best else 0.0,
            "unsure": found.unsure,
            "ms": round(took, 3),
        }
