"""What a company calls ordinary things by makes nothing confidential by itself, unless it is said of somebody."""

from pathlib import Path

import pytest

from knowledge.caution import confidential_words, own_words
from knowledge.directory import Directory
from knowledge.loader import build
from tests.knowledge.directories import build_three_topics, edited, three_topics

DATA = Path(__file__).parent / "data"
IT = "departments/it.yaml"


def hospital() -> Directory:
    """Its people work in places where others are only when they are ill."""
    files = edited(three_topics(), "company.yaml", "name: Ensayo", "name: Hospital Ensayo")
    example = "        - Mi portátil no enciende\n"
    return build(
        edited(
            files,
            IT,
            example,
            example + "        - El ordenador de urgencias va lento\n        - No hay red en la UCI\n",
        )
    )


OWN = own_words(hospital())


def test_what_ordinary_examples_and_names_say_is_the_companys_own() -> None:
    assert {"urgencias", "uci", "hospital"} <= OWN
    assert not {"urgencias", "uci", "hospital"} & own_words(build_three_topics())


@pytest.mark.parametrize(
    "text",
    [
        "falta papel en urgencias",
        "la impresora de la UCI no imprime",
        "hace falta un celador en urgencias",
        "el wifi del hospital",
    ],
)
def test_it_makes_nothing_confidential_by_itself_there_and_does_elsewhere(text: str) -> None:
    assert confidential_words(text, OWN) is None
    assert confidential_words(text) == "health"


NEW_HOSPITAL = build(edited(three_topics(), "company.yaml", "name: Ensayo", "name: Hospital Ensayo"))


@pytest.mark.parametrize(
    "text",
    ["urgencias necesita dos sillas", "una cama de la UCI no frena", "we're out of masks in ICU"],
)
def test_the_places_of_a_hospital_are_its_own_before_an_example_names_them(text: str) -> None:
    assert confidential_words(text, own_words(NEW_HOSPITAL)) is None
    assert confidential_words(text) == "health"
    assert confidential_words("mi hijo está en la UCI", own_words(NEW_HOSPITAL)) == "health"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("estoy en urgencias", "health"),
        ("mi hijo está en la UCI", "health"),
        ("ingresaron a mi madre en el hospital", "health"),
        ("I've been in the hospital since Monday", "health"),
        ("en urgencias hay uno con cáncer", "health"),
        ("la supervisora de urgencias me humilla", "harassment"),
    ],
)
def test_it_is_heard_of_somebody_and_beside_what_else_is_confidential(text: str, kind: str) -> None:
    assert confidential_words(text, OWN) == kind


@pytest.mark.parametrize(
    "directory", [hospital(), NEW_HOSPITAL, build_three_topics()], ids=["hospital", "new hospital", "small"]
)
def test_none_of_the_confidential_sentences_is_missed_for_it(directory: Directory) -> None:
    own = own_words(directory)
    for file in sorted(DATA.glob("confidential*.txt")):
        for line in file.read_text("utf-8").splitlines():
            text = line.rpartition("\t")[2]
            assert bool(confidential_words(text, own)) == bool(confidential_words(text)), text


def test_what_a_delicate_topic_says_and_whose_pay_it_is_is_nobodys_own_word() -> None:
    """Harassment's own examples name what is delicate; and a wage is somebody's in every company."""
    files = edited(
        three_topics(),
        IT,
        "        - Mi portátil no enciende\n",
        "        - Sueldos en el portátil\n        - Mi portátil no enciende\n",
    )
    assert not {"sueldos", "acoso"} & own_words(build(files))


@pytest.mark.parametrize(
    "text",
    ["¿cuántos días me tocan este año?", "cuánto me toca de paga extra", "cuántas horas me tocan el lunes"],
)
def test_what_is_somebodys_due_touches_nobody(text: str) -> None:
    assert confidential_words(text) is None
    assert confidential_words("mi jefe me toca") == "harassment"
