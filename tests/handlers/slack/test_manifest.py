"""The manifest asks for exactly what the code uses."""

import ast
import re
from pathlib import Path

import pytest

import handlers.slack as package
from handlers.slack.front import WORDS
from handlers.slack.manifest import manifest, reasons
from handlers.slack.settings import SlackSettings
from handlers.slack.surface import EVENTS, SCOPES, SHORTCUTS
from tests.handlers.slack.stage import Stage
from tests.slack_server.scopes import NEEDS

FOLDER = Path(package.__file__).parent
SETTINGS = SlackSettings(bot_token="xoxb-1", signing_secret="s")


def called() -> set[str]:
    """Every Web API method that the code calls."""
    found = set()
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute) and re.match(
                r"(auth|chat|conversations|users|views|reactions|files|oauth|assistant)_", node.attr
            ):
                found.add(node.attr.replace("_", "."))
    return found


def heard() -> set[str]:
    text = (FOLDER / "listen.py").read_text()
    return {*re.findall(r'@app\.event\("(\w+)"\)', text), *WORDS}


def test_every_event_is_listened_to_and_every_listener_has_its_event():
    assert heard() == {event.name.split(".")[0] for event in EVENTS}


def test_every_scope_is_used_and_every_use_has_its_scope():
    """By a method that is called, by an event that is subscribed to, or by a command."""
    assert called() <= NEEDS.keys(), "say here what the new method needs"
    used = {scope for method in called() for scope in NEEDS[method]}
    used |= {event.needs for event in EVENTS if event.needs} | {"commands"}
    assert used == {scope.name for scope in SCOPES}


def test_each_scope_has_a_line_that_says_why():
    assert all(why.strip() for _, why in reasons())


def test_the_manifest_lists_what_the_code_lists():
    made = manifest(SETTINGS, "https://desk.faro.example")
    assert made["oauth_config"]["scopes"]["bot"] == [scope.name for scope in SCOPES]
    assert made["settings"]["event_subscriptions"]["bot_events"] == [event.name for event in EVENTS]
    assert made["settings"]["event_subscriptions"]["request_url"] == "https://desk.faro.example/slack/events"
    assert [s["callback_id"] for s in made["features"]["shortcuts"]] == [s.callback for s in SHORTCUTS]
    assert made["features"]["slash_commands"][0]["command"] == "/ask"
    assert made["features"]["slash_commands"][0]["should_escape"] is True
    assert 174 <= len(made["display_information"]["long_description"]) <= 4000
    assert len(made["display_information"]["description"]) <= 140
    for shortcut in made["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_for_socket_mode_it_has_no_addresses():
    made = manifest(SlackSettings(bot_token="xoxb-1", app_token="xapp-1"), "https://desk.faro.example")
    assert made["settings"]["socket_mode_enabled"] is True
    assert "https://" not in str(made)


def test_the_minimal_one_reads_no_channel():
    made = manifest(SETTINGS, "https://desk.faro.example", minimal=True)
    scopes, events = (
        made["oauth_config"]["scopes"]["bot"],
        made["settings"]["event_subscriptions"]["bot_events"],
    )
    for name in (*scopes, *events):
        assert not re.search(r"channel|group|mpim|mention|reaction", name)
    minimal = {event.name for event in EVENTS if event.minimal}
    assert all(event.needs in (*scopes, "") for event in EVENTS if event.name in minimal)


def test_the_commands_name_is_a_setting():
    settings = SlackSettings(bot_token="xoxb-1", command="/pedir")
    assert manifest(settings)["features"]["slash_commands"][0]["command"] == "/pedir"


@pytest.mark.parametrize("shortcut", SHORTCUTS, ids=lambda shortcut: shortcut.callback)
async def test_every_shortcut_is_listened_to(stage: Stage, shortcut, caplog):
    berta = stage.colleague("Berta Solís")
    dm = stage.fake.world.dm(berta)
    trigger, url = stage.fake.trigger(berta), stage.fake.response_url(dm.id, berta.id)
    if shortcut.kind == "global":
        payload = stage.payloads.shortcut(berta, shortcut.callback, trigger=trigger)
    else:
        stage.payloads.said(berta, dm, "no me funciona la impresora")
        message = stage.fake.messages(berta)[0]
        payload = stage.payloads.message_shortcut(
            berta, dm, message, shortcut.callback, trigger=trigger, response_url=url
        )
    assert (await stage.sender.interact(payload)).status == 200
    await stage.settle()
    assert stage.fake.world.views or await stage.numbers()
