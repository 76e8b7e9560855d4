"""What is personal leaves a text before it teaches or becomes an answer; what the company itself says stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.personal import Striker
from tests.knowledge.directories import build_three_topics

STRIKER = Striker(build_three_topics())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("No me ha llegado la nómina, mi correo es pepe.gil@correo.example", ("nómina",)),
        ("Mi DNI es 12345678-Z y mi cuenta ES91 2100 0418 4502 0005 1332", ("cuenta",)),
        ("Llámame al +34 600 123 456, gracias", ("Llámame", "gracias")),
        ("Hola Ana, ¿cuántos días de vacaciones me quedan?", ("vacaciones", "quedan")),
        ("El portátil de Jorge Pérez no enciende", ("portátil", "enciende")),
        ("No va la VPN\nUn saludo\nJorge", ("VPN",)),
        ("me llamo jorge perez y no va el portátil", ("portátil",)),
        ("My name is Ines Okafor, my laptop is broken", ("laptop", "broken")),
        ("Pregunta a <@U012ABC> o mira https://intranet.example/jorge", ("Pregunta", "mira")),
    ],
)
def test_names_addresses_and_numbers_are_struck_and_the_matter_stays(
    written: str, kept: tuple[str, ...]
) -> None:
    left = STRIKER.struck(written)
    for personal in (
        "pepe",
        "12345678",
        "2100",
        "600",
        "Ana",
        "jorge",
        "perez",
        "Pérez",
        "Okafor",
        "U012ABC",
    ):
        assert personal.casefold() not in left.casefold()
    assert all(word in left for word in kept)


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Dr. Smith's account is locked", "Dr. account is locked"),
        ("la dra. Pons necesita acceso", "la dra. necesita acceso"),
        ("la dra pons necesita acceso", "la dra necesita acceso"),
        ("la dra no puede entrar", "la dra no puede entrar"),
        ("Prof. Okafor can't log in", "Prof. can't log in"),
    ],
)
def test_a_name_behind_a_title_is_struck_and_what_they_do_is_not(written: str, left: str) -> None:
    assert STRIKER.struck(written) == left


def test_a_sentence_still_ends_where_it_ended_with_a_number_or_an_address() -> None:
    said = STRIKER.struck(
        "Marca *78. Si no va, escribe a pepe@correo.example. O llama al 600 123 456.", "[…]"
    )
    assert said == "Marca *[…]. Si no va, escribe a […]. O llama al […]."


def test_a_mark_stands_where_something_was_once_for_a_whole_name() -> None:
    said = STRIKER.struck("El adelanto de Jorge Pérez son 1.500,50 €.", "[…]")
    assert said == "El adelanto de […] son […]."


def test_the_name_of_who_asked_is_struck_however_it_is_written() -> None:
    assert "reka" not in STRIKER.struck("reka aquí, sin portátil", names=["Reka Szabó"])


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_no_text_makes_it_fail_and_no_digit_is_left(text: str) -> None:
    assert not any(letter.isascii() and letter.isdigit() for letter in STRIKER.struck(text))
