"""Whoever only asks how it is going is told; what is told beside it, or asked of what nobody has, is heard."""

import pytest

from knowledge.progress import asked_state, tells_more
from tests.knowledge.test_caution import company, sentences_of


@pytest.mark.parametrize(
    "text",
    [
        "and?",
        "any news?",
        "no news?",
        "Still no update?",
        "ok, so who has it now?",
        "who's dealing with this?",
        "hi, what's happening with my request?",
        "¿y?",
        "¿Y bien?",
        "¿alguna novedad?",
        "¿Sin novedades todavía?",
        "hola, ¿se sabe algo ya?",
        "¿quién lo lleva ahora?",
        "¿en manos de quién está?",
        "¿sabéis algo de lo mío?",
    ],
)
def test_how_it_is_going_and_who_has_it_is_asked_in_a_few_words(text: str) -> None:
    assert asked_state(text) == ""
    assert not tells_more(text)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("¿Se sabe algo del recibo?", "recibo?"),
        ("¿hay novedades de lo de la silla?", "la silla?"),
        ("Hola, ¿cómo va el portátil?", "el portátil?"),
        ("any news on my contract?", "my contract?"),
        ("hey, what's happening with the boiler", "the boiler"),
        ("how is my new badge coming along", "my new badge"),
    ],
)
def test_what_it_is_asked_of_is_told_as_it_is_written(text: str, about: str) -> None:
    assert asked_state(text) == about


@pytest.mark.parametrize(
    "text",
    [
        "bus never showed up im still waiting",
        "the customer has been waiting for the goods since Monday, no news",
        "pedí una silla y sigo esperando",
    ],
)
def test_what_is_told_beside_it_may_be_a_need(text: str) -> None:
    assert asked_state(text) is None
    assert tells_more(text)


@pytest.mark.parametrize("text", [text for kind, text in sentences_of("signals") if kind == "progress"])
def test_what_only_asks_for_progress_tells_nothing_beside(text: str) -> None:
    assert not tells_more(text)


def test_of_the_companys_own_examples_none_is_such_a_question_and_no_more() -> None:
    topics = company().topics.values()
    texts = [text for topic in topics for some in topic.examples.values() for text in some]
    assert [text for text in texts if asked_state(text) == ""] == []
