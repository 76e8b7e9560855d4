"""Requests that are asked every day and are no danger: of public sets, of the example company, and our own (everyday.*.txt).

The public sets are not part of the project (see NOTICE.md); nothing of their texts is kept.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from knowledge.caution.forms import forms, words_of
from knowledge.caution.variations import LONGEST
from knowledge.loader import build, read_folder

COMPANY = Path(__file__).parents[1] / "company"
EVERYDAY = sorted(Path(__file__).parent.glob("everyday.*.txt"))
OFTEN = 5  # times: our own are few, and are said more often than any other
KEPT_BACK = 10  # every so many are not learned from, so that false alarms can be counted on them
# What a desk calls danger, or nearly: topics of the public sets and of the company.
NOT_PLAIN = {"lost_or_stolen_phone", "compromised_card", "report_fraud"}
NOT_PLAIN_OF_COMPANY = {"suspicious-mail", "sick-leave", "building-repair"}


def plain_requests(files: Sequence[Path]) -> list[list[str]]:
    """Their words. A line of a public file: {"text": …, "topic": …}."""
    lines = [json.loads(line) for file in files for line in _kept(file.read_text("utf-8").splitlines())]
    public = [str(line["text"]) for line in lines if line["topic"] not in NOT_PLAIN]
    found = [words_of(text)[:LONGEST] for text in [*public, *_of_company(), *_everyday() * OFTEN]]
    return [words for words in found if words]


def _everyday() -> list[str]:
    lines = [line for file in EVERYDAY for line in file.read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def _of_company() -> list[str]:
    """Examples in all languages, but for confidential topics and what the lists take for danger."""
    topics = build(dict(read_folder(COMPANY))).topics.values()
    examples = [
        text
        for topic in topics
        if not topic.confidential and topic.id not in NOT_PLAIN_OF_COMPANY
        for texts in topic.examples.values()
        for text in texts
    ]
    return [text for text in _kept(examples) if forms("danger").find(text) is None]


def _kept(lines: Iterable[str]) -> list[str]:
    return [line for place, line in enumerate(lines) if place % KEPT_BACK]
