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
        ("¿Quién se encarga del aparcamiento?", "aparcamiento"),
        ("¿Quién se ocupa de la limpieza?", "la limpieza"),
        ("¿Quién es la responsable del plan de formación?", "plan de formación"),
        ("¿Quiénes están a cargo de las tarjetas?", "las tarjetas"),
        ("¿Quién ve lo del seguro médico?", "seguro médico"),
        ("¿A quién le toca lo de las facturas?", "las facturas"),
        ("¿A quién le corresponde la prevención de riesgos?", "la prevención de riesgos"),
        ("¿Con quién hablo para cambiar de turno?", "cambiar de turno"),
        ("¿Con quién tengo que hablar para lo del coche?", "coche"),
        ("¿A quién me dirijo para el teletrabajo?", "el teletrabajo"),
        ("Who looks after badges?", "badges"),
        ("Who's in charge of the car park?", "the car park"),
        ("Who is responsible for training?", "training"),
        ("Who deals with visas?", "visas"),
        ("Who do I talk to about my chair?", "my chair"),
        ("Whom should I contact regarding invoices?", "invoices"),
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
        "¿A quién le toca pagar la cena?",
        "¿A quién le toca guardia hoy?",
        "¿Con quién hablo?",
        "Who is that?",
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
