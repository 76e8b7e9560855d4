"""Who only asks for a name gets a name; who needs something is not taken for it."""

import pytest

from knowledge.who import as_question, asked_about


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("¿Quién lleva las nóminas?", "las nóminas"),
        ("hola, quien se encarga de los portátiles", "los portátiles"),
        ("¿Con quién hablo por el tema de vacaciones?", "el tema de vacaciones"),
        ("¿Sabéis quién gestiona el aparcamiento?", "el aparcamiento"),
        ("Who looks after badges?", "badges"),
        ("hi, who do I ask about expenses", "expenses"),
    ],
)
def test_who_looks_after_something_is_asked(text: str, about: str) -> None:
    assert asked_about(text) == about


@pytest.mark.parametrize(
    "text",
    [
        "No me ha llegado la nómina",
        "¿A quién le doy el IBAN nuevo?",
        "¿Quién cambia el tóner?",
        "¿Quién lleva lo mío?",
        "¿Quién lleva R-1042?",
        "¿Quién lleva las nóminas? No me ha llegado la de octubre y la necesito ya",
        "Who approves third-party software?",
        "¿Quién lleva",
        "",
    ],
)
def test_who_needs_something_is_not_answered_with_a_name(text: str) -> None:
    assert asked_about(text) == ""


@pytest.mark.parametrize(
    ("rest", "language", "question"),
    [
        ("payroll", "en", "Who looks after payroll?"),
        ("las nóminas", "es", "¿Quién lleva las nóminas?"),
        ("lleva las nóminas?", "es", "quién lleva las nóminas?"),
        ("handles badges", "en", "who handles badges"),
    ],
)
def test_a_commands_who_is_the_question_that_it_stands_for(rest: str, language: str, question: str) -> None:
    assert as_question(rest, language) == question
    assert asked_about(question)
