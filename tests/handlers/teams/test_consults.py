"""A colleague is asked one thing in Teams, answers in one tap or in words, and sees nothing else of the request."""

import pytest

from bot.domain.events import ConsultAnswered, decode_event
from bot.words import of
from knowledge.directory import PersonId
from tests.handlers.teams.stage import PAYSLIP, PAYSLIP_EN, Stage, buttons, read
from tests.teams_server.server import Message, User


async def asked(stage: Stage, language: str) -> tuple[int, User, User]:
    """A request about which its owner has asked a colleague; both are told in this language."""
    locale, text = {"es": ("es-ES", PAYSLIP), "en": ("en-GB", PAYSLIP_EN)}[language]
    await stage.say(stage.colleague("Berta Solís", locale=locale), text)
    request = await stage.newest()
    colleague = next(p for p in stage.library.directory.people.values() if p.department == "finance")
    owner, asked = stage.user_of(request.owner), stage.user_of(colleague.id)
    for user, person in ((owner, request.owner), (asked, colleague.id)):
        user.locale = locale
        await stage.store.people.set_profile(PersonId(person), {"language": language})
    card = stage.shown(owner)[0]
    await stage.press(owner, card, "consult", colleague=colleague.id, text="IBAN 1234?", yes_or_no="yes")
    return request.number, owner, asked


def question(stage: Stage, colleague: User) -> Message:
    [found] = [m for m in stage.shown(colleague) if "IBAN 1234?" in read(m.card)]
    return found


@pytest.mark.parametrize("language", ["es", "en"])
async def test_a_colleague_says_yes_in_one_tap_and_the_history_keeps_who_did(stage: Stage, language: str):
    say = of(language)
    number, owner, colleague = await asked(stage, language)
    told = question(stage, colleague)
    assert say("consult-only-this") in read(told.card)
    assert "banco" not in read(told.card)
    assert "bank" not in read(told.card)
    whole = stage.activities.dialog(
        colleague, "task/fetch", {"ventanilla": {"verb": "whole", "n": number, "form": "whole"}}
    )
    assert (await stage.send(whole))["task"]["value"] == say("teams-gone")
    await stage.press(colleague, told, "answer_consult")
    [consult] = (await stage.request(number)).consults
    assert (consult.answered_at is not None, consult.yes) == (True, True)
    assert (await stage.request(number)).owner == await stage.person(owner)
    told = [read(message.card) for message in stage.shown(owner)]
    assert any(colleague.name in text and say("button-answer-yes") in text for text in told)
    answered = [decode_event(event) for event in await stage.store.history(number)][-1]
    assert isinstance(answered, ConsultAnswered)
    assert answered.by == await stage.person(colleague)


async def test_a_colleague_answers_in_words_and_the_owner_reads_them(stage: Stage):
    number, owner, colleague = await asked(stage, "es")
    told = question(stage, colleague)
    words = len(buttons(told.card, "answer_consult")) - 1
    await stage.press(colleague, told, "answer_consult", n=words, text="Sí, desde el martes")
    [consult] = (await stage.request(number)).consults
    assert consult.answered_at is not None
    assert any("Sí, desde el martes" in read(m.card) for m in stage.shown(owner))
