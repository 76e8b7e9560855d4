"""Which language a short text is in."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import LANGUAGES, detect, is_surely_other

BOTH = ("es", "en")
ROUTING = Path(__file__).parents[2] / ".." / "shared" / "data" / "routing"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("No me ha llegado la nómina de octubre", "es"),
        ("no me va el wifi", "es"),
        ("la compu no prende", "es"),
        ("¿VPN?", "es"),
        ("necesito mi payslip", "es"),
        ("My October payslip has not arrived", "en"),
        ("printer broken", "en"),
        ("i can't log in", "en"),
        ("the nómina is missing", "en"),
        ("vpn drops every 10 mins", "en"),
        ("never mind", "en"),
        ("El servidor no responde. Código: ERR_CONNECTION_TIMED_OUT", "es"),
        (
            "El cliente no arranca:\n[ERROR] Could not open the file because it is in use by another process",
            "es",
        ),
        ("no puedo entrar\n```\nthe connection was refused by the server, please try again\n```", "es"),
        (
            "Me sale esto:\nTraceback (most recent call last):\nConnectionError: the host could not be reached",
            "es",
        ),
        ('no va: "This application has failed to start because the file was not found."', "es"),
        ('it says "No se ha podido abrir el archivo porque lo está usando otro proceso."', "en"),
        ("ERROR: could not open the file because it is in use by another process", "en"),
    ],
)
def test_a_short_request_shows_its_language(text, language):
    assert detect(text, BOTH) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "12345",
        "VPN",
        "日本語のテキスト",
        "😀",
        "\ud800",
        "Ana",
        "VPN\nERROR: the host could not be reached",
    ],
)
def test_what_shows_no_language_has_none(text):
    assert detect(text, BOTH) is None


@pytest.mark.parametrize(
    "text",
    [
        "Guten Tag, ich habe mein Passwort vergessen",
        "Bonjour, je n'ai pas reçu ma fiche de paie",
        "Buongiorno, non ho ricevuto la busta paga di questo mese",
    ],
)
def test_another_language_is_not_taken_for_one_of_ours(text):
    assert detect(text, BOTH) is None
    assert is_surely_other(text, BOTH)


def test_only_the_languages_asked_for_are_answered():
    assert detect("No me ha llegado la nómina", ("en",)) is None
    assert is_surely_other("No me ha llegado la nómina", ("en",))
    assert not is_surely_other("No me ha llegado la nómina", BOTH)


@given(st.text(max_size=400))
def test_any_text_is_answered(text):
    assert detect(text, BOTH) in (*BOTH, None)
    assert detect(text, LANGUAGES) in (*LANGUAGES, None)


@pytest.mark.parametrize(
    ("file", "language"),
    [("clinc150_val", "en"), ("banking77_train", "en"), ("schuster_es_val", "es")],
)
def test_real_requests_are_hardly_ever_taken_for_the_other_language(file, language):
    path = ROUTING / f"{file}.jsonl"
    if not path.exists():
        pytest.skip("the shared routing data is not on this machine")
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    found = [detect(text, BOTH) for text in texts]
    wrong = [language for language in found if language not in (None, language)]
    other = {"es": "en", "en": "es"}[language]
    assert found.count(other) <= 0.005 * len(texts), len(wrong)
    assert found.count(None) <= 0.03 * len(texts)
