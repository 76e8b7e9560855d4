"""That it takes too long is heard in plain words, and not where it is only asked how it goes."""

import pytest

from knowledge.caution import takes_too_long


@pytest.mark.parametrize(
    "text",
    [
        "Esto está tardando demasiado",
        "Está tardando mucho, ¿no?",
        "Llevo una semana esperando",
        "Llevo ya tres días esperando una respuesta",
        "Sigo esperando",
        "Tardáis demasiado con esto",
        "This is taking too long",
        "It takes far too long.",
        "I've been waiting for a week",
        "I am still waiting",
        "I'm still waiting for my card",
        "I've been waiting a while",
    ],
)
def test_it_is_heard(text: str) -> None:
    assert takes_too_long(text)


@pytest.mark.parametrize(
    "text",
    [
        "¿Cómo va lo mío?",
        "No tardes demasiado en comer",
        "Sin prisa, no está tardando mucho",
        "How long does it take?",
        "It is not taking too long",
        "Estoy esperando un hijo",
        "Gracias por no tardar tanto",
        "",
    ],
)
def test_it_is_not_heard_where_nobody_says_it(text: str) -> None:
    assert not takes_too_long(text)
