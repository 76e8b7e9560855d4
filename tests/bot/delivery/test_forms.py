"""Every act that needs words has a form, whose fields are what its command is read from."""

from datetime import UTC
from typing import Any

import pytest

from bot.acts import CLICKABLE, Typing, command_of
from bot.away import VERBS
from bot.delivery.card import Buttons, Form
from bot.delivery.cards.view import WITH_FORM
from bot.delivery.forms import FORMS, OWN_FORMS, form_for
from bot.domain import commands as c
from tests.bot.delivery.told import Told
from tests.bot.domain.world import ANA, BO, DIRECTORY, HUGO, MARTA, reading

FILLED = {
    "text": "Una línea",
    "who": "la gestoría",
    "due": "mañana a las 10:00",
    "to": "department:it",
    "colleague": f"person:{HUGO}",
    "person": f"person:{MARTA}",
    "topic": "laptop",
    "urgency": "high",
    "title": "Copia de la nómina",
    "question": "¿Dónde la descargo?",
    "months": "6",
}
BROUGHT = {"answer_consult": {"consult": "q1"}, "rate": {"outcome": "met"}, "edit": {"words": "w1"}}


def form(name: str, language: str = "es", **about: Any) -> Form:
    told = Told()
    told.asks(**about)
    return form_for(name, told.is_, told.view(ANA, language), BROUGHT.get(name))


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", sorted(FORMS))
def test_what_is_filled_in_becomes_the_command(name: str, language: str) -> None:
    shown = form(name, language)
    assert shown.verb == shown.name == name
    assert shown.title
    assert shown.submit
    fields = {field.name: FILLED[field.name] for field in shown.fields if field.kind != "yes"}
    fields |= {field.name: "yes" for field in shown.fields if field.kind == "yes"}
    told = Told()
    typing = Typing(
        by=ANA, now=told.now.astimezone(UTC), zone="Europe/Madrid", language="es", directory=DIRECTORY
    )
    command = command_of(name, {**fields, **shown.fixed}, id="1", number=1001, seen=3, typing=typing)
    assert isinstance(command, c.About)
    assert command.__struct_config__.tag == name


def test_every_form_is_of_an_act_that_somebody_can_click() -> None:
    assert set(FORMS) <= CLICKABLE
    assert set(FORMS) >= WITH_FORM


def test_every_button_that_opens_a_form_opens_one_that_exists() -> None:
    told = Told()
    told.asks()
    for viewer in (ANA, BO):
        for block in told.card(viewer).blocks:
            for button in block.buttons if isinstance(block, Buttons) else ():
                assert not button.form or button.form in FORMS
                assert button.verb in CLICKABLE


def test_a_form_about_no_request_is_nobodys_command() -> None:
    assert set(OWN_FORMS) <= VERBS
    assert not VERBS & CLICKABLE


def test_a_hand_over_names_departments_first_and_nobody_who_could_not_have_it() -> None:
    choices = next(field for field in form("hand_over").fields if field.name == "to").choices
    values = [choice.value for choice in choices]
    assert values[0].startswith("department:")
    assert values == sorted(values, key=lambda value: value.startswith("person:"))
    assert f"person:{ANA}" not in values
    assert f"person:{BO}" not in values
    assert f"person:{MARTA}" in values


def test_a_confidential_request_is_offered_to_those_alone_who_may_have_it() -> None:
    choices = next(f for f in form("hand_over", read=reading("harassment")).fields if f.name == "to").choices
    people = {
        choice.value.removeprefix("person:") for choice in choices if choice.value.startswith("person:")
    }
    assert people
    assert all(DIRECTORY.people[person].confidential for person in people)  # type: ignore[index]


def test_one_form_serves_several_requests_at_once() -> None:
    told = Told()
    told.asks()
    assert form_for("resolve", None, told.view(ANA)).fields[0].name == "text"
    assert form_for("hand_over", None, told.view(ANA)).fields[0].choices


def test_the_optional_line_after_a_rating_keeps_the_rating() -> None:
    assert form("rate").fixed == {"outcome": "met"}
    assert form("complain").fields[0].required is False


def test_what_a_button_brings_along_stays_in_the_form() -> None:
    assert form("answer_consult").fixed == {"consult": "q1"}
