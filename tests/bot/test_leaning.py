"""What somebody writes an hour later goes on with the request that is open, or is one of its own: in sentences of others."""

import random
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import pytest

from bot.domain.reading import Reading
from bot.domain.request import Request
from bot.hearing import JOINS_WITHIN, Heard, Said, belongs
from bot.reader import Library, read
from knowledge import follows
from tests.bot.test_apart import HERE as BESIDE
from tests.bot.test_apart import NOON, _asked, _read
from tests.bot.test_hearing import BO, HERE
from tests.bot.test_reader import asker
from tests.handlers.web.stage import example_library
from tests.knowledge.test_needs import company, fitted_without_a_part
from tests.samples import sample

AN_HOUR_AGO = NOON - timedelta(hours=1)


def _later(text: str, reading: Reading, first: Request) -> Heard:
    """What is heard where the first was the last that happened, an hour ago."""
    said = Said(id="m1", by=BO, text=text, place=HERE, as_requester=True)
    return belongs(said, reading, (first,), (), company(), NOON)


@cache
def _said_next() -> tuple[tuple[str, str, Heard], ...]:
    """("+" goes on or "-" is another thing, the words, what was heard)."""
    return tuple(_heard_next())


def _heard_next() -> Iterator[tuple[str, str, Heard]]:
    language, first = "", None
    for file in ("said_next.txt", "said_next.unseen.txt"):
        for line in (BESIDE / file).read_text("utf-8").splitlines():
            if line[:3] in ("es ", "en "):
                language, first = line[:2], _asked(line[3:], line[:2], last_at=AN_HOUR_AGO)
            elif line[:2] in ("+ ", "- ") and first is not None:
                yield line[0], line[2:], _later(line[2:], _read(line[2:], language), first)


def test_a_second_need_an_hour_later_is_a_request_of_its_own_always() -> None:
    assert AN_HOUR_AGO < NOON - JOINS_WITHIN
    assert [text for kind, text, heard in _said_next() if kind == "-" and heard.what != "ask"] == []


def test_of_what_goes_on_an_hour_later_four_in_ten_are_told_by_their_words_alone() -> None:
    """The others name something that may be a matter of its own, and are one tap from where they belong."""
    heard = [heard.what for kind, _, heard in _said_next() if kind == "+"]
    assert heard.count("add") >= 0.4 * len(heard)


def test_what_the_company_has_never_heard_opens_a_request_while_another_is_open() -> None:
    matcher, unseen = fitted_without_a_part()
    library = Library(company(), matcher)
    first = _asked("El portátil no enciende", "es", last_at=AN_HOUR_AGO)
    some = random.Random("leaning").sample(unseen, sample(200, len(unseen)))
    swallowed = []
    for example in some:
        reading = read(example.text, asker(language=example.lang), NOON, library)
        heard = _later(example.text, reading, first)
        if heard.what == "which" or (heard.what == "add" and example.topic != "something-else"):
            swallowed.append(example.text)
    assert len(swallowed) <= 0.01 * len(some), swallowed


@pytest.mark.parametrize(
    "text",
    ["pone error 0x80", "es la IMP-22", "de 10 a 12", "it does it again", "no, the second one", "¿y ahora?"],
)
def test_words_figures_and_codes_that_say_no_matter_are_told(text: str) -> None:
    assert follows.names_no_matter(text)


@pytest.mark.parametrize(
    "text", ["no enciende", "mi nómina", "the printer again", "it won't print", "un ratón"]
)
def test_one_word_that_says_a_matter_is_enough(text: str) -> None:
    assert not follows.names_no_matter(text)


def test_of_the_companys_own_examples_hardly_one_says_no_matter() -> None:
    topics = example_library().directory.topics.values()
    texts = [text for topic in topics for some in topic.examples.values() for text in some]
    found = [text for text in texts if follows.names_no_matter(text)]
    assert len(found) <= 0.005 * len(texts), found
