"""Several workspaces: by OAuth, only those that the directory lists, with tokens that nobody can read in Redis."""

from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import Settings
from handlers.slack.app import make_slack
from handlers.slack.install import KeptInstallations
from handlers.slack.settings import SlackSettings
from handlers.slack.workspaces import KNOWN_S, Workspace, Workspaces
from tests.handlers.slack.stage import PAYSLIP, Stage
from tests.slack_server.server import SIGNING_SECRET

TOKEN = "xoxb-T2-very-secret"


@pytest.fixture
async def office(stage: Stage):
    """A company whose directory lists T1 and T2; the app is installed through pages."""
    stage.fake.world.team("T2", "Faro México", "faro-mx").token = TOKEN
    stage.library = msgspec.structs.replace(
        stage.library,
        directory=msgspec.structs.replace(stage.library.directory, slack_workspaces=("T1", "T2")),
    )
    settings = SlackSettings(
        client_id="c1", client_secret="hush", signing_secret=SIGNING_SECRET, api_url=stage.fake.api_url
    )
    slack = make_slack(
        stage.desk,
        stage.store,
        Settings(secret="s" * 32, url="http://127.0.0.1"),
        settings,
        lambda: stage.library,
    )
    app = web.Application()
    app.add_routes(slack.routes())
    async with TestClient(TestServer(app)) as client:
        yield client, slack
    await slack.aclose()


async def begun(client: TestClient) -> str:
    answer = await client.get("/slack/install", allow_redirects=False)
    assert answer.status == 302
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert query["client_id"] == ["c1"]
    assert "chat:write" in query["scope"][0]
    return query["state"][0]


async def test_a_listed_workspace_is_connected_and_talked_to(stage: Stage, office):
    client, slack = office
    state = await begun(client)
    stage.fake.codes["code-1"] = "T2"
    answer = await client.get("/slack/oauth_redirect", params={"state": state, "code": "code-1"})
    assert (answer.status, "Faro México" in await answer.text()) == (200, True)
    found = await slack.room.workspaces.of("T2")
    assert found is not None
    assert found.bot_user == "UT2BOT"
    lupe = stage.fake.world.user("Lupe Mora", team="T2", email="lupe.mora@faro.example")
    sender = type(stage.http)(stage.session, str(client.make_url("/slack/events")))
    event = stage.payloads.said(lupe, stage.fake.world.dm(lupe), PAYSLIP)
    assert await sender.event(stage.payloads.envelope(event, "T2"))
    assert (await stage.newest()).place.conversation.startswith("T2/D")


async def test_an_unlisted_workspace_is_not_connected(stage: Stage, office):
    client, slack = office
    stage.fake.world.team("T9", "Otra", "otra")
    stage.fake.codes["code-9"] = "T9"
    answer = await client.get(
        "/slack/oauth_redirect", params={"state": await begun(client), "code": "code-9"}
    )
    assert answer.status == 403
    assert await slack.room.workspaces.of("T9") is None
    assert b"xoxb" not in await everything(stage)


@pytest.mark.parametrize("how", ["another state", "used twice", "no cookie", "no code", "a wrong code"])
async def test_what_was_not_begun_here_is_refused(stage: Stage, office, how: str):
    client, slack = office
    state = await begun(client)
    stage.fake.codes["code-1"] = "T2"
    params = {"state": state, "code": "code-1"}
    if how == "another state":
        params["state"] = "x" * 43
    elif how == "used twice":
        await client.get("/slack/oauth_redirect", params=params)
        stage.fake.codes["code-1"] = "T2"
        await slack.room.workspaces.left("T2")
    elif how == "no cookie":
        client.session.cookie_jar.clear()
    elif how == "no code":
        params.pop("code")
    else:
        params["code"] = "code-0"
    answer = await client.get("/slack/oauth_redirect", params=params)
    assert answer.status == 400
    assert await slack.room.workspaces.of("T2") is None


async def everything(stage: Stage) -> bytes:
    """All that lies in this tenant's Redis."""
    found = b""
    async for key in stage.store.link.commands.scan_iter(match=stage.store.keys.prefix + "*"):
        found += await stage.store.link.ask("DUMP", key)
    return found


async def test_tokens_lie_encrypted_and_another_secret_reads_none(stage: Stage):
    kept = KeptInstallations(stage.store, "s" * 32)
    await kept.save(Workspace(team="T2", token=TOKEN, bot_user="U", bot_id="B"))
    assert TOKEN.encode() not in await everything(stage)
    assert (await kept.find("T2")).token == TOKEN
    assert await KeptInstallations(stage.store, "t" * 32).find("T2") is None
    await kept.forget("T2")
    assert await kept.everybody() == []


async def test_no_secret_shows_in_a_repr(stage: Stage):
    settings = stage.slack.room.slack
    assert settings.secrets
    for shown in (repr(settings), repr(await stage.slack.room.workspaces.own())):
        assert not any(secret in shown for secret in settings.secrets)


async def test_removing_the_app_erases_its_token(stage: Stage, office):
    client, slack = office
    stage.fake.codes["code-1"] = "T2"
    await client.get("/slack/oauth_redirect", params={"state": await begun(client), "code": "code-1"})
    sender = type(stage.http)(stage.session, str(client.make_url("/slack/events")))
    assert await sender.event(stage.payloads.envelope({"type": "app_uninstalled", "event_ts": "1.0"}, "T2"))
    assert await slack.room.workspaces.of("T2") is None


async def test_another_process_goes_on_with_the_token_of_an_app_that_was_removed_and_installed_anew(
    stage: Stage, office
):
    """A worker that wrote with the first token would be refused by Slack until somebody starts it again."""
    _, slack = office
    kept = KeptInstallations(stage.store, "s" * 32)
    now = 0.0
    worker = Workspaces(slack.room.slack, lambda: ("T1", "T2"), kept, clock=lambda: now)
    first = Workspace(team="T2", token="xoxb-T2-first", bot_user="UT2BOT", bot_id="BT2")
    await kept.save(first)
    assert await worker.of("T2") == first
    await kept.forget("T2")
    await kept.save(msgspec.structs.replace(first, token=TOKEN))
    now += KNOWN_S
    found = await worker.client("T2")
    assert found is not None
    assert found.token == TOKEN
    await kept.forget("T2")
    now += KNOWN_S
    assert await worker.of("T2") is None
    await worker.aclose()
