"""The lock, words that were typed anew before they went anywhere, and what comes in another order than it was written."""

import re
from itertools import permutations
from typing import Any

import pytest

from bot.domain.request import Request
from bot.store.store import FIRST_NUMBER
from bot.words import of
from tests.handlers.teams.stage import PAYSLIP, PAYSLIP_EN, Stage, buttons, read
from tests.teams_server.activities import CHANNEL
from tests.teams_server.server import User

LANGUAGES = pytest.mark.parametrize("language", ["es", "en"])
SECRET = "se equivocó de cuenta"


async def served(stage: Stage, language: str = "es") -> tuple[User, User, Request]:
    """Who asks, who has it; and the request."""
    locale, text = {"es": ("es-ES", PAYSLIP), "en": ("en-GB", PAYSLIP_EN)}[language]
    berta = stage.colleague("Berta Solís", locale=locale)
    await stage.say(berta, text)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    await stage.store.people.set_profile(request.owner, {"language": language})
    owner.locale = locale
    return berta, owner, request


def anew(stage: Stage, user: User, said: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    edit = stage.activities.base(user, "messageUpdate", text=text)
    return edit | {"id": said["id"], "conversation": said["conversation"]} | more


def gone(stage: Stage, user: User, said: dict[str, Any]) -> dict[str, Any]:
    away = stage.activities.base(user, "messageDelete")
    return away | {"id": said["id"], "conversation": said["conversation"]}


@LANGUAGES
async def test_a_loose_note_is_offered_as_a_note_and_never_reaches_who_asked(stage: Stage, language: str):
    berta, owner, request = await served(stage, language)
    before = len(stage.shown(berta))
    await stage.say(owner, f"🔒 {SECRET}")
    asked = stage.shown(owner)[-1]
    assert of(language)("chat-note-which") in read(asked.card)
    assert buttons(asked.card, "say") == []
    answer = await stage.press(owner, asked, "note")
    assert of(language)("chat-note-kept", ref=request.ref) in str(answer)
    assert len((await stage.request(request.number)).notes) == 1
    assert SECRET in await stage.words(request.number)
    assert len(stage.shown(berta)) == before


async def test_a_loose_note_is_a_note_whatever_button_brings_it(stage: Stage):
    """An older card of held words, or a made-up one."""
    berta, owner, request = await served(stage)
    said = await stage.say(owner, f"🔒 {SECRET}")
    held = f"teams:{owner.chat}:{said['id']}"
    fields = {"held": held, "number": str(request.number)}
    action = {"verb": "say", "data": {"ventanilla": {"verb": "say", "f": fields}}}
    before = len(stage.shown(berta))
    await stage.send(stage.activities.execute(owner, stage.shown(owner)[-1], action, {}))
    await stage.settle()
    assert len((await stage.request(request.number)).notes) == 1
    assert len(stage.shown(berta)) == before


@LANGUAGES
async def test_a_lock_that_comes_later_sends_nothing_and_its_writer_hears_so(stage: Stage, language: str):
    berta, owner, request = await served(stage, language)
    said = stage.activities.quoting(owner, stage.shown(owner)[0], "Lo miro hoy")
    await stage.send(said)
    await stage.settle()
    await stage.send(anew(stage, owner, said, f"🔒 {SECRET}"))
    await stage.settle()
    assert SECRET not in str(await stage.words(request.number))
    assert not [m for m in stage.shown(berta) if SECRET in read(m.card)]
    assert stage.shown(owner)[-1].told == of(language)("teams-note-gone", name="Berta Solís")


@LANGUAGES
async def test_all_that_was_said_is_on_one_page_with_notes_marked_for_who_may_read_them(
    stage: Stage, language: str
):
    berta, owner, _ = await served(stage, language)
    card = stage.shown(owner)[0]
    for text in ("Te la mando hoy", f"🔒 {SECRET}", "Va de camino"):
        await stage.send(stage.activities.quoting(owner, card, text))
    await stage.settle()
    for user, reads in ((owner, True), (berta, False)):
        await stage.say(user, "cola" if reads else "ayuda")
        whole = await stage.press(user, stage.shown(user)[-1], "whole")
        page = read(whole["task"]["value"]["card"]["content"])
        assert "Te la mando hoy" in page
        assert "Va de camino" in page
        assert (SECRET in page) == reads
        assert (of(language)("text-private") in page) == reads


async def test_a_note_that_is_typed_anew_stays_one(stage: Stage):
    berta, owner, request = await served(stage)
    said = stage.activities.quoting(owner, stage.shown(owner)[0], f"🔒 {SECRET}")
    await stage.send(said)
    await stage.send(anew(stage, owner, said, "🔒 se equivocó de banco"))
    await stage.settle()
    words = await stage.words(request.number)
    assert "se equivocó de banco" in words
    assert SECRET not in words
    assert len((await stage.request(request.number)).notes) == 1
    assert not [m for m in stage.shown(berta) if "banco" in read(m.card).replace(PAYSLIP, "")]


@LANGUAGES
async def test_a_note_in_a_channel_s_thread_goes_no_further_and_says_who_has_read_it(
    stage: Stage, language: str
):
    stage.fake.conversations.add(CHANNEL)
    locale, text = {"es": ("es-ES", "La impresora no imprime"), "en": ("en-GB", "The printer is broken")}[
        language
    ]
    berta = stage.colleague("Berta Solís", locale=locale)
    asked = stage.activities.mention(berta, text, CHANNEL)
    await stage.send(asked)
    await stage.settle()
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    await stage.store.people.set_profile(request.owner, {"language": language})
    owner.locale = locale
    await stage.send(stage.activities.mention(owner, "🔒 es vieja", asked["conversation"]["id"]))
    await stage.settle()
    assert len((await stage.request(request.number)).notes) == 1
    assert stage.shown(owner)[-1].told == of(language)("teams-note-in-channel", ref=request.ref)


async def test_loose_words_that_are_typed_anew_go_as_they_are_then(stage: Stage):
    berta, owner, request = await served(stage)
    said = await stage.say(owner, "Mañana la tines")
    older = stage.shown(owner)[-1]
    for _ in range(2):
        await stage.send(anew(stage, owner, said, "Mañana la tienes"))
    await stage.settle()
    newer = stage.shown(owner)[-1]
    assert newer is not older
    assert "Mañana la tienes" in read(newer.card)
    await stage.press(owner, older, "say")
    assert "Mañana la tienes" in await stage.words(request.number)
    assert "Mañana la tines" not in str(stage.fake.from_bot(berta.chat))


async def test_loose_words_that_are_deleted_go_to_nobody(stage: Stage):
    berta, owner, request = await served(stage)
    said = await stage.say(owner, "Mañana la tienes")
    held, before = stage.shown(owner)[-1], len(stage.shown(berta))
    await stage.send(gone(stage, owner, said))
    answer = await stage.press(owner, held, "say")
    assert of("es")("teams-held-gone") in str(answer)
    assert len(stage.shown(berta)) == before
    assert "Mañana la tienes" not in await stage.words(request.number)


async def test_a_deletion_that_is_taken_back_brings_the_words_again(stage: Stage):
    berta, owner, request = await served(stage)
    said = stage.activities.quoting(berta, stage.shown(berta)[0], "Es la del banco nuevo")
    await stage.send(said)
    await stage.send(gone(stage, berta, said))
    assert "Es la del banco nuevo" not in await stage.words(request.number)
    back = anew(stage, berta, said, "Es la del banco nuevo", timestamp="2026-11-24T16:00:00.000Z")
    back["channelData"] |= {"eventType": "undeleteMessage"}
    for _ in range(2):
        await stage.send(back)
    await stage.settle()
    assert (await stage.words(request.number)).count("Es la del banco nuevo") == 1
    assert [m for m in stage.shown(owner) if "Es la del banco nuevo" in read(m.card)]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
async def test_a_message_and_its_edits_end_alike_in_whatever_order_they_come(
    stage: Stage, order: tuple[int, ...]
):
    berta = stage.colleague("Berta Solís")
    said = stage.activities.said(berta, "La impresora no imprme")
    one = anew(stage, berta, said, "La impresora no imprime", timestamp="2026-11-24T15:31:00.000Z")
    other = anew(stage, berta, said, "La impresora gris no imprime", timestamp="2026-11-24T15:32:00.000Z")
    for which in order:
        await stage.send((said, one, other)[which])
    await stage.settle()
    request = await stage.newest()
    assert await stage.words(request.number) == ["La impresora gris no imprime"]
    assert request.number == FIRST_NUMBER


async def test_what_is_deleted_before_it_comes_is_never_a_request(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "hola")
    before = len(stage.shown(berta))
    said = stage.activities.said(berta, "La impresora no imprime")
    for activity in (gone(stage, berta, said), said, said):
        await stage.send(activity)
    await stage.settle()
    assert await stage.last_number() == FIRST_NUMBER - 1
    assert len(stage.shown(berta)) == before
    await stage.say(berta, "El portátil no enciende")
    assert (await stage.newest()).number == FIRST_NUMBER


async def test_a_greeting_that_is_typed_anew_is_a_request(stage: Stage):
    berta = stage.colleague("Berta Solís")
    said = await stage.say(berta, "Hola")
    await stage.send(anew(stage, berta, said, "Hola, la impresora de la segunda planta no imprime"))
    await stage.settle()
    request = await stage.newest()
    assert request.ref in stage.shown(berta)[-1].told


async def test_bots_neither_ask_nor_answer(stage: Stage):
    stage.fake.conversations.add(CHANNEL)
    last = await stage.last_number()
    for about in ({"id": "28:another", "name": "Otro bot"}, {"id": "29:x", "name": "Otro", "role": "bot"}):
        said = stage.activities.mention(stage.colleague("Eva Ríos"), "La impresora no imprime", CHANNEL)
        await stage.send(said | {"from": about})
    await stage.settle()
    assert await stage.last_number() == last
    assert stage.fake.messages == []


@pytest.mark.parametrize(
    ("first_words", "delicate"),
    [
        ("El portátil no enciende", "un compañero me acosa"),
        ("My laptop does not start", "a colleague is harassing me"),
    ],
)
async def test_delicate_words_a_moment_after_another_request_are_read_by_a_confidential_owner_alone(
    stage: Stage, first_words: str, delicate: str
):
    """A personal chat has no threads: all that is written there follows what was written before."""
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, first_words)
    laptop = await stage.newest()
    await stage.say(berta, delicate)
    harassed = await stage.newest()
    assert harassed.number != laptop.number
    assert harassed.confidential
    mender, confidant = stage.user_of(laptop.owner), stage.user_of(harassed.owner)
    assert not [m for m in stage.shown(mender) if delicate in read(m.card)]
    assert [m for m in stage.shown(confidant) if delicate in read(m.card)]
    assert await stage.request(laptop.number) == laptop


async def test_delicate_words_that_quote_another_requests_card_stay_there_and_make_it_confidential(
    stage: Stage,
):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "El portátil no enciende")
    laptop = await stage.newest()
    await stage.send(
        stage.activities.quoting(berta, stage.shown(berta)[0], "me ha dado el médico una baja por ansiedad")
    )
    await stage.settle()
    assert (await stage.newest()).number == laptop.number
    assert (await stage.request(laptop.number)).confidential


@pytest.mark.parametrize("locale", ["es-ES", "en-GB"])
async def test_a_notification_of_what_is_confidential_says_only_that_it_is(stage: Stage, locale: str):
    """It lights up on a phone that lies on a table; the card itself, and what stands in for it, say all."""
    asker = stage.colleague("Carol Reed", locale=locale)
    text = "mi jefe me acosa" if locale == "es-ES" else "my boss harasses me"
    await stage.say(asker, text)
    request = await stage.newest()
    assert request.confidential
    owner = stage.user_of(request.owner)
    await stage.press(owner, stage.shown(owner)[-1], "say", text="Te llamo a casa esta tarde")
    for user in (asker, owner):
        for message in stage.shown(user):
            words = of(str(message.activity["locale"]))
            assert message.activity["summary"] == words("title-confidential", ref=request.ref)
    assert text in stage.shown(owner)[0].told
    assert "Te llamo a casa" in stage.shown(asker)[-1].told


@pytest.mark.parametrize("word", ["hola", "gracias", "ayuda"])
async def test_a_greeting_in_a_channel_says_nothing_of_what_somebody_has_asked_for(stage: Stage, word: str):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "mi jefe me acosa")
    await stage.say(berta, PAYSLIP)
    stage.fake.conversations.add(CHANNEL)
    await stage.send(stage.activities.mention(berta, word, CHANNEL))
    await stage.settle()
    [answer] = [m for m in stage.fake.messages if m.where.startswith(CHANNEL)]
    assert "R-" not in str(answer.activity)


async def test_whoever_wrote_what_is_delicate_among_others_reads_how_to_delete_it_there(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "hola")
    stage.fake.conversations.add(CHANNEL)
    said = stage.activities.mention(berta, "mi jefe me acosa", CHANNEL)
    for _ in range(2):
        await stage.send(said)
    await stage.settle()
    how = [m for m in stage.shown(berta) if m.told == of("es")("teams-private-how")]
    assert len(how) == 1


async def test_words_about_ones_accounts_are_answered_in_private_wherever_they_are_said(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "hola")
    before = await stage.last_number()
    stage.fake.conversations.add(CHANNEL)
    await stage.send(stage.activities.mention(berta, "vincular", CHANNEL))
    await stage.settle()
    assert re.search(r"\b\w{4}-\w{4}\b", stage.shown(berta)[-1].told)
    public = [m for m in stage.fake.messages if m.where.startswith(CHANNEL)]
    assert not any(re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", str(m.told)) for m in public)
    assert await stage.last_number() == before
