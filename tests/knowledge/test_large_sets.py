"""Where there are very many examples: pairs of words are looked at, and corrections are solved among some rows."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.loader import load
from knowledge.matcher import Example, Matcher, examples_of, fit, fitting, without_themselves
from knowledge.matcher.reading import read

COMPANY = Path(__file__).parents[2] / "knowledge" / "company"
CHANGED = 0.01  # of what a correction is not about
TOLD = 0.85  # of the company's sentences that were held out: less is no matcher


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return examples_of(load(COMPANY))[0]


@pytest.fixture(scope="module")
def large(examples: list[Example]) -> Matcher:
    """Every second of the company's sentences, taken for very many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitting, "FEW_UP_TO", 100)
        patch.setattr(fitting, "EXACT_CORRECTIONS_UP_TO", 100)
        patch.setattr(fitting, "ANCHORS", 100)
        return fit(examples[::2])


def test_a_large_set_finds_what_it_has_not_seen(large: Matcher, examples: list[Example]):
    unseen = examples[1::2]
    found = [large.predict(e.text, e.lang).guesses[0].topic == e.topic for e in unseen]
    assert np.mean(found) >= TOLD


def test_what_words_mean_counts_in_a_large_set_as_in_a_small_one():
    text = "my laptop does not start"
    large, small = (read(text, "en", pairs=pairs, with_encoder=False).sense for pairs in (True, False))
    assert large.any()
    assert (large == small).all()


def test_the_chances_are_about_as_often_right_as_they_say(large: Matcher, examples: list[Example]):
    guesses = [large.predict(e.text, e.lang).guesses[0] for e in examples[1::2]]
    right = np.mean([g.topic == e.topic for g, e in zip(guesses, examples[1::2], strict=True)])
    assert np.mean([g.confidence for g in guesses]) == pytest.approx(right, abs=0.05)


def test_one_correction_turns_what_was_taken_for_something_else(large: Matcher, examples: list[Example]):
    wrong = [e for e in examples[1::2] if large.predict(e.text, e.lang).guesses[0].topic != e.topic][:20]
    assert wrong
    for example in wrong:
        taught = large.with_example(example)
        assert taught.predict(example.text, example.lang).guesses[0].topic == example.topic


@pytest.mark.parametrize("topic", ["zoo", "laptop"])
def test_a_correction_is_found_by_words_that_are_new_and_nothing_else_goes_there(
    large: Matcher, examples: list[Example], topic: str
):
    taught = large.with_example(Example("the zeppelin's quokka hums", topic))
    assert taught.predict("a quokka hums in the zeppelin").guesses[0].topic == topic
    others = examples[1::2]
    before, after = (
        [matcher.predict(e.text, e.lang).guesses[0].topic for e in others] for matcher in (large, taught)
    )
    assert sum(one != other for one, other in zip(before, after, strict=True)) <= CHANGED * len(others)


def test_a_correction_is_known_to_find_its_own_examples_as_before_where_there_are_too_many_to_ask_all(
    large: Matcher, examples: list[Example]
):
    rows = len(examples[::2])
    before, after = (
        matcher.right_of(rows)
        for matcher in (large, large.with_example(Example("the zeppelin's quokka hums", "laptop")))
    )
    assert before is not None
    assert after is not None
    assert before.of == after.of
    assert TOLD * before.of <= before.as_they_stand <= before.of <= 100
    assert after.as_they_stand == before.as_they_stand


def test_it_travels_between_processes_whole(large: Matcher):
    other = Matcher.from_bytes(large.to_bytes())
    for text in ("No me ha llegado la nómina", "my laptop does not start", "asdf", ""):
        assert other.predict(text) == large.predict(text)


def test_what_each_example_would_get_without_itself_is_told_of_all_of_them(examples, monkeypatch):
    monkeypatch.setattr(fitting, "FEW_UP_TO", 100)
    some = examples[::4]
    assert len(without_themselves(some, ())) == len(some)
