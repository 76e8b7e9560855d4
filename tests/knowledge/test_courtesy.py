"""The matcher looks past a greeting and a thank-you, and past nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matcher.courtesy import without_courtesy
from knowledge.matcher.reading import read


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Hola, buenos días. Se ha roto la silla", "Se ha roto la silla"),
        ("hola a todos!! no va el wifi, muchas gracias de antemano", "no va el wifi"),
        ("Buenas, la nómina no llega. Un saludo.", "la nómina no llega"),
        ("Hi there, my card is lost, thanks", "my card is lost"),
        ("Good morning team — payslip? Kind regards", "payslip"),
    ],
)
def test_what_stands_around_the_need_for_politeness_is_left_out(text: str, need: str) -> None:
    assert without_courtesy(text) == need


@pytest.mark.parametrize(
    "text", ["", "hola", "¡Hola! Gracias", "Hello, thank you very much", "buenos días a todos", "..."]
)
def test_courtesy_alone_stays_for_some_directory_may_mean_it(text: str) -> None:
    kept = without_courtesy(text)
    assert kept == text or kept in text
    assert bool(kept) == bool(text)


@pytest.mark.parametrize(
    "text",
    ["buenas prácticas de seguridad", "¿Qué tal el tiempo en Lima?", "hiking trip", "thank you notes for x"],
)
def test_a_word_that_begins_a_need_is_no_greeting(text: str) -> None:
    assert without_courtesy(text) == text


def test_days_of_a_greeting_are_no_days() -> None:
    bare = read("¿Cuándo cobro?", "es")
    polite = read("Hola, buenos días. ¿Cuándo cobro? Gracias", "es")
    assert polite.words == bare.words
    assert (polite.keys == bare.keys).all()


def test_a_spanish_greeting_does_not_make_an_english_need_spanish() -> None:
    assert read("Hola, buenos días. My laptop does not start", "").language == "en"


@given(st.text(max_size=300))
def test_of_any_text_a_part_is_left(text: str) -> None:
    assert without_courtesy(text) in text
    assert bool(without_courtesy(text)) == bool(text)
