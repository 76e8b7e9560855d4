"""The README's steps, against the manifest: what Slack grants, sends and offers by it is enough, and no more is needed.

The doctor is asked after each step, and says which one is missing.
"""

import ast
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

import handlers.slack as package
from handlers.slack.address import answers
from handlers.slack.ask import ASK_SHORTCUT, OWNER_SHORTCUT
from handlers.slack.doctor import findings
from handlers.slack.manifest import manifest
from handlers.slack.settings import SlackSettings, slack_settings
from handlers.slack.surface import OFF_IN_MINIMAL
from tests.handlers.slack.stage import PAYSLIP, Mode, Stage, buttons
from tests.slack_server.payloads import typed
from tests.slack_server.scopes import Installed
from tests.slack_server.server import APP_TOKEN, SIGNING_SECRET, FakeSlack

URL = "https://desk.faro.example"
FOLDER = Path(package.__file__).parent
NOWHERE = "https://127.0.0.1:9"  # where nothing answers


async def says(stage: Stage, settings: SlackSettings, url: str = "", *, listed: bool = True) -> list[str]:
    """What the doctor finds wrong, or not as it could be."""
    teams = ("T1",) if listed else ("T0OTHER",)
    directory = msgspec.structs.replace(stage.library.directory, slack_workspaces=teams)
    found = await findings(settings, directory, stage.store, url=url)
    return [one.sentence for one in found if one.level != "fine"]


@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_the_steps_of_the_readme_connect_a_workspace_and_the_doctor_knows_each(
    store: Any, fake: FakeSlack, mode: Mode
) -> None:
    async with await Stage.make(store, fake, mode) as stage:
        api = {"SLACK_API_URL": fake.api_url}
        # 1. Create the app from the manifest.
        address = {"http": URL, "socket": ""}[mode]
        app = Installed(stage.team, manifest(slack_settings(api), address))
        assert app.socket_mode is (mode == "socket")
        assert app.address == (f"{URL}/slack/events" if address else "")
        nothing = await findings(slack_settings(api), stage.library.directory, store, url=address)
        assert "SLACK_BOT_TOKEN" in nothing[0].sentence
        # 2. Install it, and copy the token.
        token = api | {"SLACK_BOT_TOKEN": stage.team.token, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
        [where, *_] = await says(stage, slack_settings(token))
        assert "VENTANILLA_URL" in where
        assert "SLACK_APP_TOKEN" in where
        # 3. Socket Mode, or a public address.
        if mode == "socket":
            wrong = await says(stage, slack_settings(token | {"SLACK_APP_TOKEN": "xapp-wrong"}))
            assert "connections:write" in wrong[0]
            token |= {"SLACK_APP_TOKEN": APP_TOKEN}
        # 4. List the workspace.
        [unlisted, *_] = await says(stage, slack_settings(token), address, listed=False)
        assert "add T1 to slack_workspaces" in unlisted
        # 5. By HTTP the desk is to answer before Slack verifies its address.
        settings, here = slack_settings(token), str(stage.server.make_url("/slack/events"))
        if mode == "http":
            unanswered, *_ = await says(stage, settings, NOWHERE)
            assert "let Slack verify the address" in unanswered
            assert await answers(stage.session, here, settings.signing_secret) == (
                "fine",
                f"events come by HTTP to {here}, which answers and takes what is signed.",
            )
        settings = msgspec.structs.replace(settings, app_token=APP_TOKEN)
        # 6. Whom the directory names is found by their address; then nothing is missing.
        [missing] = await says(stage, settings)
        assert "not found in Slack" in missing
        stage.everybody()
        assert await says(stage, settings) == []
        await stage.roll_call()
        assert await says(stage, settings) == []
        # 7. Channels hear it once it was invited.
        channel = fake.world.channel("ayuda", bot_in=False)
        [uninvited] = await says(
            stage, msgspec.structs.replace(settings, help_channels=frozenset({channel.id}))
        )
        assert "/invite" in uninvited
        # Write to the bot; use the command.
        berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Vela")
        event = stage.payloads.said(berta, fake.world.dm(berta), PAYSLIP)
        assert app.is_sent(event)
        assert await stage.event(event)
        assert "/ask" in app.commands
        await stage.slash(carlos, PAYSLIP)
        assert len(await stage.numbers()) == 2
        assert refused(fake) == []


def refused(fake: FakeSlack) -> list[str]:
    """The calls for which a scope was missing."""
    return [call.method for call in fake.calls if call.error == "missing_scope"]


async def test_minimal_asks_answers_and_works_a_queue_without_reading_a_channel(stage: Stage) -> None:
    app = Installed(stage.team, manifest(stage.slack.room.slack, URL, minimal=True))
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Vela")
    await stage.say(berta, PAYSLIP, files=("captura.png",))
    first = await stage.newest()
    owner = stage.user_of(first.owner)
    await stage.say(owner, "Te la mando hoy", thread=stage.fake.from_bot(owner)[0].ts)
    assert "Te la mando hoy" in stage.fake.from_bot(berta)[-1].text
    channel = stage.fake.world.channel("general", berta, carlos)
    await stage.slash(carlos, PAYSLIP, channel)
    assert {ASK_SHORTCUT, OWNER_SHORTCUT} <= app.shortcuts
    stage.payloads.said(carlos, channel, "no me funciona la impresora de la segunda planta")
    [message] = stage.fake.messages(channel)
    trigger, url = stage.fake.trigger(berta), stage.fake.response_url(channel.id, berta.id)
    click = stage.payloads.message_shortcut(
        berta, channel, message, OWNER_SHORTCUT, trigger=trigger, response_url=url
    )
    await stage.sender.interact(click)
    await stage.settle()
    assert stage.fake.told(berta)
    home = await stage.open_home(owner)
    assert app.is_sent(stage.payloads.home_opened(owner))
    assert app.is_sent(stage.payloads.user_change(owner))
    await stage.press_in(owner, home, f"home/open/{first.number}")
    [resolve] = buttons(stage.form(owner)["blocks"], "resolve")
    await stage.press_in(owner, stage.form(owner), resolve["action_id"])
    await stage.fill(owner, typed(text="Enviada otra vez"))
    assert (await stage.request(first.number)).status == "resolved"
    assert refused(stage.fake) == []
    for event in (
        stage.payloads.said(berta, channel, "hola"),
        stage.payloads.mention(stage.payloads.said(berta, channel, "<@UT1BOT> hola")),
        stage.payloads.reaction(berta, channel, message.ts, "ticket"),
    ):
        assert not app.is_sent(event)


async def test_the_doctor_names_what_is_off_where_no_channel_is_read_and_what_is_missing(
    stage: Stage,
) -> None:
    stage.team.granted = None
    settings = msgspec.structs.replace(stage.slack.room.slack, app_token=APP_TOKEN)
    Installed(stage.team, manifest(settings, minimal=True))
    [off] = await says(stage, settings)
    for name in OFF_IN_MINIMAL:
        assert name in off
    Installed(stage.team, manifest(settings))
    assert await says(stage, settings) == []
    assert stage.team.granted is not None
    stage.team.granted -= {"im:history"}
    [lacks] = await says(stage, settings)
    assert "im:history" in lacks
    assert "manifest" in lacks


def told_by_the_doctor() -> str:
    """Every sentence, or part of one, that is written out where findings are made."""
    files = [FOLDER / "doctor.py", FOLDER / "address.py"]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text()))]
    return "\n".join(n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))


def test_what_the_page_says_that_the_doctor_says_is_what_it_says() -> None:
    page = (FOLDER.parents[1] / "docs" / "slack.md").read_text()
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    quoted = [sentence for row in rows for sentence in re.findall(r'"([^"]+)"', row)]
    parts = [part.strip(" .():") for sentence in quoted for part in re.split(r"…", sentence)]
    assert len(quoted) >= 12
    told = told_by_the_doctor()
    assert [part for part in parts if part and part not in told] == []
