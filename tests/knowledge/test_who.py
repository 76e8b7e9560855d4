"""Who only asks for a name gets a name; who needs something is not taken for it."""

import pytest

from knowledge.who import Asked, as_question, asked_about, asked_of, matter_of
from tests.knowledge.test_caution import company


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
        ("¿sabe alguien quién lleva los uniformes?", "los uniformes"),
        ("¿A qué departamento le toca lo del aparcamiento?", "aparcamiento"),
        ("¿qué equipo se encarga de los extintores?", "los extintores"),
        ("a quien le escribo para lo del seguro", "seguro"),
        ("¿Con quién veo lo de los viajes?", "los viajes"),
        ("¿De quién dependen las becas?", "las becas"),
        ("una pregunta, quién es la persona de contacto para las obras", "las obras"),
        ("quién sabe de excel", "excel"),
        ("Who's the go-to for Excel stuff?", "Excel stuff"),
        ("who do I email about insurance", "insurance"),
        ("which team handles returns?", "returns"),
        ("whose job is it to order coffee", "order coffee"),
        ("can you point me to whoever does contracts?", "contracts"),
        ("does anyone know who looks after the plants?", "the plants"),
        ("¿A quién le pido guantes?", "guantes"),
        ("¿a quién tengo que pedirle una silla?", "una silla"),
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
        "¿Quién me firma las vacaciones?",
        "who signs off travel?",
        "¿a quién le digo que se ha roto el microondas?",
        "teléfono de empresa",
        "¿a quién le pido que me arregle el aire?",
        "¿a quién le pido perdón?",
        "a quien le pido ayuda con el excel",
        "¿de quién es este portátil?",
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


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("teléfono de compras", "purchasing"),
        ("hola, ¿me pasas el contacto de nóminas?", "payroll"),
        ("me pasas el contacto del de informática", "it"),
        ("¿Cuál es el correo de Legal?", "legal"),
        ("extensión de recepción", "facilities"),
        ("número de soporte", "it"),
        ("¿dónde está Recursos Humanos?", "people"),
        ("¿hay alguien de sistemas por ahí?", "it"),
        ("quién manda en compras", "purchasing"),
        ("¿Quién es la jefa de Finanzas?", "finance"),
        ("quien es mi responsable de rrhh", "people"),
        ("HR contact please", "people"),
        ("who's my HR person", "people"),
        ("who's head of IT", "it"),
        ("number for reception?", "facilities"),
        ("what's the email for accounts payable", "finance"),
        ("who leads the legal team?", "legal"),
        ("¿De quién es Legal?", "legal"),
        ("whose is Legal?", "legal"),
    ],
)
def test_a_telephone_a_contact_or_the_head_of_a_department_is_a_question_of_who(
    text: str, department: str
) -> None:
    found = asked_of(text, company()).department
    assert found is not None
    assert found.id == department


@pytest.mark.parametrize(
    "text",
    [
        "teléfono de empresa",
        "necesito un teléfono de trabajo",
        "correo de confirmación",
        "necesito un correo para ventas",
        "contacto de emergencia",
        "número de pedido",
        "¿Dónde está la impresora?",
        "¿Quién es el proveedor de Marta Vidal en la oficina nueva?",
        "¿Quién es mi jefe?",
        "where is my parcel",
        "¿quién está en la sala 4?",
        "who is my visitor",
        "IT never answers the phone",
    ],
)
def test_of_anything_else_they_are_no_such_question(text: str) -> None:
    assert asked_of(text, company()) == Asked()


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("¿A quién le digo que se ha roto el microondas?", "se ha roto el microondas?"),
        ("hola, a quién aviso de que gotea el techo", "gotea el techo"),
        ("¿Quién me firma las vacaciones?", "las vacaciones?"),
        ("quien puede autorizarme un gasto de 300 euros", "un gasto de 300 euros"),
        ("who signs off travel?", "travel?"),
        ("who do I tell that the lift is stuck", "the lift is stuck"),
        ("se ha roto el microondas", "se ha roto el microondas"),
        ("who signs it", "who signs it"),
    ],
)
def test_who_is_to_hear_or_allow_it_says_nothing_of_the_matter(text: str, matter: str) -> None:
    assert matter_of(text) == matter
