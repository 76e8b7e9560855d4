"""Topics that the matcher takes for each other on their own examples, each left out in turn: said to whoever edits them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.loader import build
from knowledge.matcher import examples_of, without_themselves
from knowledge.reading.faults import Fault, shown
from knowledge.reading.whole import Files, read_all

# So many of a topic's examples must go to one and the same other topic before it is worth a line.
AT_LEAST = 2
TAKES_AT_LEAST = 0.1  # of its examples
SHOWN = 3  # examples in the sentence


class LeftOut(NamedTuple):
    """What becomes of a directory's examples, each as if it had not been there."""

    warnings: list[Fault]  # one for each pair of topics, at the one whose examples go astray
    found: int  # that reach their topic
    of: int


def left_out(files: Files) -> LeftOut:
    """Takes some seconds for a hundred topics.

    Raises Faulty where the files have a fault that is not a warning.
    """
    directory = build(files)
    examples, texts = examples_of(directory)
    astray: dict[tuple[str, str], list[str]] = defaultdict(list)
    for example, found in zip(examples, without_themselves(examples, texts), strict=True):
        if found != example.topic:
            astray[example.topic, found].append(example.text)
    places = {topic.id: (d.file, topic.line) for d in read_all(files).departments for topic in d.topics}
    count = Counter(example.topic for example in examples)
    warnings = [
        Fault(*places[topic], _said(topic, taken_for, own, count[topic]), warning=True)
        for (topic, taken_for), own in sorted(astray.items())
        if len(own) >= max(AT_LEAST, TAKES_AT_LEAST * count[topic])
    ]
    return LeftOut(warnings, len(examples) - sum(map(len, astray.values())), len(examples))


def _said(topic: str, taken_for: str, examples: Sequence[str], of: int) -> str:
    some = ", ".join(shown(text) for text in examples[:SHOWN])
    return (
        f"topic {topic} is taken for {taken_for} in {len(examples)} of its {of} examples, had they not been there: {some}. "
        f"Add examples that name what only {topic} does, or move these to {taken_for}."
    )
