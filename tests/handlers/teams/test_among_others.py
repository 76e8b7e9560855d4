"""In channels and group chats: what is anybody's is said there, what is somebody's in their own chat or on the way to it."""

from typing import Any

import pytest

from bot.store.store import FIRST_NUMBER
from bot.words import of
from handlers.teams.home import HELP_WORDS
from handlers.teams.surface import COMMANDS
from tests.handlers.teams.stage import PAYSLIP, Stage, buttons, read
from tests.teams_server.activities import CHANNEL
from tests.teams_server.server import User

GROUP = "19:group@thread.v2"
LOCALES = pytest.mark.parametrize(
    ("locale", "printer"),
    [("es-ES", "La impresora de la segunda planta no imprime"), ("en-GB", "The printer does not print")],
)


@pytest.fixture(autouse=True)
def places(stage: Stage) -> None:
    stage.fake.conversations |= {CHANNEL, GROUP}


def without_the_app(stage: Stage, locale: str = "es-ES") -> User:
    user = stage.colleague("Nuria Nueva", locale=locale)
    stage.fake.blocked.add(user.chat)
    return user


def ways(card: Any) -> list[str]:
    return [act.get("url", "") for part in card["body"] for act in part.get("actions", ())]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("where", [CHANNEL, GROUP])
async def test_the_menu_s_help_helps_there_too_and_is_no_request(stage: Stage, language: str, where: str):
    lead = next(iter(stage.library.directory.people))
    user = stage.user_of(lead)
    user.locale = {"es": "es-ES", "en": "en-GB"}[language]
    word = of(language)(COMMANDS[0].title)
    assert word in HELP_WORDS
    assert {"team", "groupChat"} <= set(COMMANDS[0].scopes)
    asked = stage.activities.mention(user, word, where)
    await stage.send(asked)
    await stage.settle()
    [shown] = stage.fake.from_bot(asked["conversation"]["id"])
    assert of(language)("help-ask") in read(shown.card)
    assert buttons(shown.card) == []  # what only they may do is not for others to see
    assert await stage.last_number() == FIRST_NUMBER - 1


@pytest.mark.parametrize(
    ("locale", "asks"), [("es-ES", "¿cómo va lo mío?"), ("en-GB", "how is mine going?")], ids=["es", "en"]
)
async def test_how_mine_goes_is_told_in_one_s_own_chat_or_on_the_way_to_it(
    stage: Stage, locale: str, asks: str
):
    line = of(locale[:2])("teams-private-line", name="Nuria")
    for reached in (True, False):
        user = stage.colleague("Nuria Nueva", locale=locale) if reached else without_the_app(stage, locale)
        asked = stage.activities.mention(user, asks, CHANNEL)
        for _ in range(2):
            await stage.send(asked)
        await stage.settle()
        [shown] = stage.fake.from_bot(asked["conversation"]["id"])
        if reached:
            assert shown.told == line
            assert len(stage.shown(user)) == 1
        else:
            assert read(shown.card) == line
            assert ways(shown.card)[0].startswith("https://teams.microsoft.com/l/chat/0/0?users=28:")


@LOCALES
async def test_what_is_made_private_there_goes_on_in_one_s_own_chat_or_says_the_way(
    stage: Stage, locale: str, printer: str
):
    for reached in (True, False):
        user = stage.colleague("Nuria Nueva", locale=locale) if reached else without_the_app(stage, locale)
        asked = stage.activities.mention(user, printer, CHANNEL)
        await stage.send(asked)
        await stage.settle()
        request = await stage.newest()
        thread = asked["conversation"]["id"]
        await stage.press(user, stage.fake.from_bot(thread)[0], "make_private")
        assert (await stage.request(request.number)).confidential
        line = stage.fake.from_bot(thread)[-1]
        if reached:  # the receipt's own place says so
            assert read(line.card) == of(locale[:2])("chat-in-private", ref=request.ref)
        else:
            assert read(line.card) == of(locale[:2])("teams-private-line", name="Nuria")
            assert ways(line.card)
        assert any(request.ref in m.told for m in stage.shown(user)) == reached


async def test_a_form_for_a_client_without_dialogs_is_never_shown_to_others(stage: Stage):
    """It may hold names, and what was written."""
    user = without_the_app(stage)
    asked = stage.activities.mention(user, "La impresora no imprime", CHANNEL)
    await stage.send(asked)
    await stage.settle()
    thread = asked["conversation"]["id"]
    [receipt] = stage.fake.from_bot(thread)
    forms = [a for a in buttons(receipt.card) if "msteams" in a["data"]]
    assert forms
    for action in forms:
        await stage.send(stage.activities.submit(user, receipt, action["data"], {}))
    await stage.settle()
    for message in stage.fake.from_bot(thread)[1:]:
        assert not [part for part in message.card["body"] if part["type"].startswith("Input.")]
        assert ways(message.card)[0].startswith("https://teams.microsoft.com/l/chat/")


# What cannot be read


@pytest.mark.parametrize("locale", ["es-ES", "en-GB"])
async def test_what_we_cannot_read_gets_help_and_a_person(stage: Stage, locale: str):
    say = of(locale[:2])
    berta = stage.colleague("Berta Solís", locale=locale)
    hero = {"contentType": "application/vnd.microsoft.card.hero", "content": {}}
    await stage.send(stage.activities.said(berta, "", attachments=[hero]))
    await stage.settle()
    [shown] = stage.shown(berta)
    assert say("teams-unread") in read(shown.card)
    assert say("teams-unread") in shown.told
    answer = None
    for _ in range(2):  # two taps are one
        answer = await stage.press(berta, shown, "want_person")
    request = await stage.newest()
    assert request.number == FIRST_NUMBER
    assert answer["value"] == say("teams-ask-noted", ref=request.ref)
    assert request.status == "open"
    assert await stage.words(request.number) == [say("teams-want-person")]
    assert request.ref in stage.shown(berta)[-1].told


async def test_the_home_card_always_has_a_person_one_tap_away(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.send(stage.activities.installed(berta))
    await stage.say(berta, PAYSLIP)
    for text in ("hola", "ayuda"):
        await stage.say(berta, text)
        assert buttons(stage.shown(berta)[-1].card, "want_person")
    assert buttons(stage.shown(berta)[0].card, "want_person")
