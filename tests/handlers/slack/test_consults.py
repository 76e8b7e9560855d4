"""A colleague is asked one thing in Slack, answers in one tap or in words, and sees nothing else of the request."""

import pytest

from bot.domain.events import ConsultAnswered, decode_event
from bot.words import of
from tests.handlers.slack.stage import PAYSLIP, PAYSLIP_EN, Stage, buttons, shown
from tests.slack_server.payloads import chosen, typed
from tests.slack_server.workspace import Message, User


async def asked(stage: Stage, locale: str, text: str) -> tuple[int, User, User]:
    """A request about which its owner has asked a colleague."""
    await stage.say(stage.colleague("Berta Solís", locale=locale), text)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    card = stage.fake.from_bot(owner)[0]
    people = stage.library.directory.people.values()
    colleague = next(person for person in people if person.department == "finance")
    for person in (request.owner, colleague.id):
        await stage.store.people.set_profile(person, {"language": locale[:2]})
    await stage.press(owner, card, "consult")
    await stage.fill(
        owner, chosen("colleague", colleague.id) | ticked("yes_or_no") | typed(text="¿IBAN 1234?")
    )
    return request.number, owner, stage.user_of(colleague.id)


def ticked(field: str) -> dict[str, dict[str, object]]:
    option = {"text": {"type": "plain_text", "text": "x"}, "value": "yes"}
    return {field: {field: {"type": "checkboxes", "selected_options": [option]}}}


def question(stage: Stage, colleague: User) -> Message:
    [found] = [m for m in stage.fake.from_bot(colleague) if "IBAN 1234" in shown(m)]
    return found


@pytest.mark.parametrize(("locale", "text"), [("es-ES", PAYSLIP), ("en-GB", PAYSLIP_EN)], ids=["es", "en"])
async def test_a_colleague_says_yes_in_one_tap_and_the_history_keeps_who_did(
    stage: Stage, locale: str, text: str
):
    number, owner, colleague = await asked(stage, locale, text)
    told = question(stage, colleague)
    assert of(locale[:2])("consult-only-this") in shown(told)
    assert "banco" not in shown(told)
    assert "bank" not in shown(told)
    await stage.press(colleague, told, "answer_consult")
    [consult] = (await stage.request(number)).consults
    assert (consult.answered_at is not None, consult.yes) == (True, True)
    assert (await stage.request(number)).owner == await stage.person(owner)
    told = [shown(message) for message in stage.fake.from_bot(owner)]
    assert any(colleague.name in text and of(locale[:2])("button-answer-yes") in text for text in told)
    answered = [decode_event(event) for event in await stage.store.history(number)][-1]
    assert isinstance(answered, ConsultAnswered)
    assert answered.by == await stage.person(colleague)


async def test_a_colleague_answers_in_words_and_the_owner_reads_them(stage: Stage):
    number, owner, colleague = await asked(stage, "es-ES", PAYSLIP)
    told = question(stage, colleague)
    await stage.press(
        colleague, told, "answer_consult", n=len(buttons(told.blocks or [], "answer_consult")) - 1
    )
    await stage.fill(colleague, text="Sí, desde el martes")
    [consult] = (await stage.request(number)).consults
    assert consult.answered_at is not None
    assert any("Sí, desde el martes" in shown(m) for m in stage.fake.from_bot(owner))
