"""Clients of this protocol on one's own machine know less than Teams: no ids, no changes, no dialogs, no Action.Execute."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec.structs import replace

from bot.store.store import Store
from bot.words import of
from handlers.teams.settings import TeamsSettings
from tests.handlers.teams.stage import PAYSLIP, Stage, buttons, read
from tests.teams_server.server import FakeTeams, User

DEVELOPMENT = TeamsSettings(no_auth=True)


@pytest.fixture
async def local(store: Store, fake: FakeTeams) -> AsyncIterator[Stage]:
    """In development mode, with nobody there yet."""
    fake.checks_tokens = False
    async with await Stage.make(store, fake, teams=DEVELOPMENT) as stage:
        stage.desk.known.chats = ("teams",)
        yield stage


def playground(stage: Stage, user: User, text: str = "", **more: Any) -> dict[str, Any]:
    """As Microsoft's test client sends it."""
    found = stage.activities.said(user, text) | {"locale": "en-US", "localTimezone": "Europe/Madrid"} | more
    return found | {"recipient": {"id": "bot-id", "name": "Test Bot"}}


def web_chat(stage: Stage, user: User, text: str = "", **more: Any) -> dict[str, Any]:
    """As Web Chat sends it through a local Direct Line: no recipient, no tenant, no type of conversation."""
    found = stage.activities.said(user, text) | {
        "channelId": "emulator",
        "from": {"id": user.id, "name": user.name, "role": "user"},
        "conversation": {"id": user.chat},
        "channelData": {"clientActivityID": "x1"},
        "entities": [{"type": "ClientCapabilities", "requiresBotState": True}],
        "locale": "es-ES",
        "serviceUrl": stage.fake.service_url.rstrip("/"),
    }
    del found["recipient"], found["timestamp"]
    return found | more


async def arrives(stage: Stage, activity: dict[str, Any]) -> None:
    assert (await stage.post(activity, token=""))[0] == 200
    await stage.settle()


async def test_who_says_their_address_is_that_person_and_is_written_to_first(local: Stage):
    owner = local.listed("ana.ruiz@faro.example")
    await arrives(local, playground(local, owner, "hola"))
    berta = local.fake.user("Berta Solís")
    await arrives(local, playground(local, berta, PAYSLIP))
    request = await local.newest()
    assert local.library.directory.people[request.owner].email == owner.email
    assert [m for m in local.shown(owner) if request.ref in m.told]


async def test_who_is_nowhere_is_passed_over_without_being_named(local: Stage):
    """Nobody has the app but one lead: the requester hears one name, not the whole chain."""
    lead = local.listed("marta.vidal@faro.example")
    await arrives(local, playground(local, lead, "hola"))
    berta = local.fake.user("Berta Solís")
    await arrives(local, playground(local, berta, PAYSLIP))
    request = await local.newest()
    assert local.library.directory.people[request.owner].email == lead.email
    [receipt] = local.shown(berta)
    assert lead.name in read(receipt.card)
    assert request.unreachable == ()


async def test_with_nobody_there_at_all_the_requester_still_hears_once(local: Stage):
    berta = local.fake.user("Berta Solís")
    await arrives(local, web_chat(local, berta, PAYSLIP))
    assert len(local.shown(berta)) <= 2
    assert (await local.newest()).ref in local.shown(berta)[0].told


async def test_a_client_that_gives_no_ids_and_knows_no_changes_gets_every_message(local: Stage):
    local.fake.changes_known, local.fake.gives_ids = False, False
    owner = local.listed("ana.ruiz@faro.example")
    await arrives(local, web_chat(local, owner, "hola"))
    berta = local.fake.user("Berta Solís")
    await arrives(local, web_chat(local, berta, PAYSLIP))
    request = await local.newest()
    [assignment] = [m for m in local.shown(owner) if request.ref in m.told]
    assert "Action.Execute" not in str(
        assignment.activity
    )  # Web Chat does nothing with it, nor with its fallback
    [reply] = buttons(assignment.card, "say")
    await arrives(local, pressed(local, owner, reply["data"] | {"text": "Te la mando hoy."}))
    assert [m for m in local.shown(berta) if "Te la mando hoy." in read(m.card)]
    assert local.shown(owner)[-1].told == of("es")("teams-done", ref=request.ref)
    await arrives(local, pressed(local, owner, buttons(assignment.card, "promise")[0]["data"]))
    form = local.shown(owner)[-1]
    assert request.ref in read(form.card)
    [send] = buttons(form.card)
    await arrives(local, pressed(local, owner, send["data"] | {"due": "mañana a las 17:00"}))
    assert (await local.request(request.number)).promise is not None
    assert [m for m in local.shown(berta) if "17:00" in read(m.card)]


def pressed(stage: Stage, user: User, data: dict[str, Any]) -> dict[str, Any]:
    found = web_chat(stage, user, value=data)
    del found["text"], found["textFormat"]
    return found


async def test_no_button_asks_a_local_client_for_a_dialog(local: Stage):
    owner = local.listed("ana.ruiz@faro.example")
    await arrives(local, playground(local, owner, "hola"))
    await arrives(local, playground(local, local.fake.user("Berta Solís"), PAYSLIP))
    await arrives(local, playground(local, owner, "cola"))
    for message in local.shown(owner):
        assert "task/fetch" not in str(message.activity)
    assert buttons(local.shown(owner)[-1].card, "promise")


async def test_one_person_is_spoken_to_in_one_language(local: Stage):
    owner = local.listed("ana.ruiz@faro.example")
    await arrives(local, playground(local, owner, "hola"))
    await arrives(local, playground(local, local.fake.user("Berta Solís"), PAYSLIP))
    assignment = local.shown(owner)[-1]
    assert assignment.card["lang"] == "en"
    [take] = buttons(assignment.card, "take")
    press = local.activities.execute(owner, assignment, take, {}) | {"locale": "en-US", "entities": []}
    status, answer = await local.post(press, token="")
    assert (status, answer["value"][:4]) == (200, "Done")


async def test_odd_local_clients_are_never_a_server_error(local: Stage):
    berta = local.fake.user("Berta Solís")
    plain = web_chat(local, berta, "hola")
    update = {"type": "conversationUpdate", "membersAdded": [], "membersRemoved": [], "from": {"id": "line"}}
    for odd in (
        {k: v for k, v in plain.items() if k not in ("id", "locale", "localTimezone")},
        plain | {"channelData": {"tenant": "x"}},
        plain | {"channelId": "directline", "from": {"id": "x"}},
        {k: v for k, v in plain.items() if k not in ("text", "textFormat", "from")} | update,
        plain | {"type": "event", "name": "webchat/join", "value": {"language": "es"}},
        plain | {"type": "typing"},
        plain | {"type": "endOfConversation"},
    ):
        assert (await local.post(odd, token=""))[0] == 200, odd


async def test_a_local_client_reaches_nothing_but_this_machine(local: Stage):
    berta = local.fake.user("Berta Solís")
    for url in ("http://192.168.1.7:3979/", "http://evil.example/", "http://localhost.evil.example/"):
        assert (await local.post(web_chat(local, berta, "hola", serviceUrl=url), token=""))[0] == 401
    assert replace(DEVELOPMENT, app_id="x").development is False


# As they were recorded: Microsoft's Agents Playground 0.2.28, and Web Chat 4.18.1 behind offline-directline. Only the
# service's address is that of the tests.

PLAYGROUND_TENANT = "00000000-0000-0000-0000-0000000000001"
PLAYGROUND_BOT = "00000000-0000-0000-0000-00000000000011"


def recorded_playground(stage: Stage, user: User, kind: str, **more: Any) -> dict[str, Any]:
    """No name of the person in its news, a service without a slash at its end, and a tenant that is no UUID."""
    return {
        "type": kind,
        "id": f"f82774ed-79d2-4b7c-9bcc-f25d4977{len(stage.fake.calls):04}",
        "from": {"id": user.id, "aadObjectId": user.aad},
        "timestamp": "2026-11-28T17:06:21.994Z",
        "serviceUrl": stage.fake.service_url.rstrip("/"),
        "conversation": {"conversationType": "personal", "tenantId": PLAYGROUND_TENANT, "id": user.chat},
        "recipient": {"id": PLAYGROUND_BOT, "name": "Ventanilla"},
        "channelData": {"tenant": {"id": PLAYGROUND_TENANT}},
        "channelId": "msteams",
    } | more


def recorded_web_chat(stage: Stage, user: User, **more: Any) -> dict[str, Any]:
    return {
        "attachments": [],
        "channelData": {"attachmentSizes": [], "clientActivityID": "5lib8x6vw76"},
        "type": "message",
        "channelId": "emulator",
        "from": {"id": user.id, "name": user.name, "role": "user"},
        "locale": "es-ES",
        "localTimestamp": "2026-11-28T18:08:36.463+01:00",
        "localTimezone": "Europe/Madrid",
        "entities": [
            {
                "requiresBotState": True,
                "supportsListening": True,
                "supportsTts": True,
                "type": "ClientCapabilities",
            }
        ],
        "serviceUrl": stage.fake.service_url.rstrip("/"),
        "conversation": {"id": user.chat},
        "id": f"7b0e2301-79e0-4dee-b9f9-a602c06a{len(stage.fake.calls):04}",
    } | more


async def test_the_playgrounds_recorded_news_words_and_presses(local: Stage):
    owner = local.listed("ana.ruiz@faro.example")
    members = [{"id": owner.id, "aadObjectId": owner.aad}, {"id": PLAYGROUND_BOT}]
    await arrives(local, recorded_playground(local, owner, "conversationUpdate", membersAdded=members))
    await arrives(
        local, recorded_playground(local, owner, "installationUpdate", action="add", locale="en-US")
    )
    assert len(local.shown(owner)) == 1  # one welcome, though both say that the app is there
    berta = local.fake.user("Berta Solís")
    said = {"text": PAYSLIP, "textFormat": "plain", "locale": "en-US", "localTimezone": "UTC"}
    await arrives(local, recorded_playground(local, berta, "message", **said))
    request = await local.newest()
    [assignment] = [m for m in local.shown(owner) if request.ref in m.told]
    [reply] = buttons(assignment.card, "say")
    action = {
        "type": "Action.Execute",
        "title": reply["title"],
        "verb": reply["verb"],
        "data": reply["data"] | {"text": "Lo miro hoy mismo."},
    }
    press = recorded_playground(
        local, owner, "invoke", name="adaptiveCard/action", value={"action": action}, replyToId=assignment.id
    )
    status, answer = await local.post(press, token="")
    await local.settle()
    done = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message"}
    assert (status, answer) == (200, done | {"value": of("en")("teams-done", ref=request.ref)})
    assert [m for m in local.shown(berta) if "Lo miro hoy mismo." in read(m.card)]


async def test_web_chats_recorded_news_words_and_presses(local: Stage):
    local.fake.changes_known, local.fake.gives_ids = False, False
    luis = local.fake.user("Luis Paz")
    news = {
        "type": "conversationUpdate",
        "channelId": "emulator",
        "serviceUrl": local.fake.service_url.rstrip("/"),
        "conversation": {"id": luis.chat},
        "id": "713612b9-b71d-475b-b251-6c727e9a2db0",
        "membersAdded": [],
        "membersRemoved": [],
        "from": {"id": "offline-directline", "name": "Offline Directline Server"},
    }
    await arrives(local, news)
    assert local.shown(luis) == []
    await arrives(local, recorded_web_chat(local, luis, text=PAYSLIP, textFormat="plain"))
    request = await local.newest()
    receipt = next(m for m in local.shown(luis) if request.ref in m.told)
    [private] = buttons(receipt.card, "make_private")
    pressed_there = {"postBack": True, "clientActivityID": "vc9hfnaxaoi"}
    await arrives(local, recorded_web_chat(local, luis, value=private["data"], channelData=pressed_there))
    assert (await local.newest()).confidential
    assert local.shown(luis)[-1].told == of("es")("teams-done", ref=request.ref)
