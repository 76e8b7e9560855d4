"""The low line: how far behind the best one a confidential topic is still in play."""

import numpy as np

from knowledge.matcher import Example, fit
from knowledge.matcher.heldout import HeldOut
from knowledge.matcher.low_line import NARROWEST, USUAL_LEAD, low_line

CONFIDENTIAL = [2]
TOPIC = np.repeat(np.arange(3, dtype=np.int32), 10)
NONE_TOLD, ALL_TOLD = np.zeros(30, bool), CONFIDENTIAL[0] == TOPIC


def held_out(lead: float) -> HeldOut:
    """Ten examples of each of three topics; over those of the confidential one an ordinary topic leads by so much."""
    scores = np.eye(3)[TOPIC]
    scores[TOPIC == 2] = [1.0, 0.0, 1.0 - lead]
    return HeldOut(scores, scores.sum(axis=1), np.zeros(len(scores)))


def test_without_a_confidential_topic_there_is_no_line() -> None:
    assert low_line(held_out(0.3), TOPIC, [], NONE_TOLD) == 0.0


def test_the_further_ordinary_topics_lead_over_confidential_examples_the_lower_it_lies() -> None:
    lines = [low_line(held_out(lead), TOPIC, CONFIDENTIAL, NONE_TOLD) for lead in (0.1, 0.3, 0.5)]
    assert NARROWEST < lines[0] < lines[1] < lines[2]


def test_the_more_examples_are_told_by_their_words_the_higher_it_lies() -> None:
    half_told = ALL_TOLD & (np.arange(30) % 2 == 0)
    lines = [
        low_line(held_out(USUAL_LEAD), TOPIC, CONFIDENTIAL, told) for told in (NONE_TOLD, half_told, ALL_TOLD)
    ]
    assert lines[0] > lines[1] > lines[2] >= NARROWEST


def test_one_example_says_less_than_ten_do() -> None:
    def line(examples: int) -> float:
        seen, some = held_out(0.9), np.arange(20 + examples)
        kept = HeldOut(seen.scores[some], seen.total[some], seen.nearest[some])
        return low_line(kept, TOPIC[some], CONFIDENTIAL, NONE_TOLD[some])

    assert line(1) < line(10)


def test_where_all_topics_are_confidential_whatever_leads_is_in_play() -> None:
    texts = {
        "pay": ["me pagan poco", "cobro menos", "mi sueldo"],
        "health": ["estoy mal", "la baja", "un médico"],
    }
    examples = [Example(text, topic) for topic, own in texts.items() for text in own]
    matcher = fit(examples, confidential=frozenset(texts))
    for example in examples:
        assert example.topic in matcher.in_play(example.text)
