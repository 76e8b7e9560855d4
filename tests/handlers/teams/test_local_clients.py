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
