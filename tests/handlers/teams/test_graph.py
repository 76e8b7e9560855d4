"""Set-up: the app is installed for everybody who answers, whatever Microsoft Graph says on the way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from click.testing import CliRunner

from bot.cli.fail import Failed
from handlers import commands
from handlers.teams.graph import SCOPE, Graph, GraphRefused
from handlers.teams.pool import Pool
from handlers.teams.settings import TeamsSettings
from handlers.teams.tokens import Tokens
from knowledge.loader import build
from tests.handlers.teams.stage import example_files
from tests.teams_server.server import APP_ID, SECRET, FakeTeams


class FakeGraph:
    def __init__(self) -> None:
        self.catalogue = {APP_ID: "catalogue-1"}
        self.users: dict[str, str] = {}  # the name they sign in with -> id
        self.mails: dict[str, str] = {}
        self.installed: dict[str, list[str]] = {}
        self.refuses: list[int] = []  # statuses of the next calls
        app = web.Application()
        app.router.add_get("/v1.0/appCatalogs/teamsApps", self._apps)
        app.router.add_get("/v1.0/users/{user}", self._user)
        app.router.add_get("/v1.0/users", self._by_mail)
        app.router.add_post("/v1.0/users/{user}/teamwork/installedApps", self._install)
        self.server = TestServer(app)

    def _refused(self, request: web.Request) -> web.Response | None:
        assert request.headers["Authorization"].startswith("Bearer token-")
        if self.refuses:
            return web.json_response({}, status=self.refuses.pop(0), headers={"Retry-After": "7"})
        return None

    async def _apps(self, request: web.Request) -> web.Response:
        asked = request.query["$filter"].removeprefix("externalId eq '").removesuffix("'")
        found = [{"id": self.catalogue[asked]}] if asked in self.catalogue else []
        return self._refused(request) or web.json_response({"value": found})

    async def _user(self, request: web.Request) -> web.Response:
        known = self.users.get(request.match_info["user"])
        answer = web.json_response({"id": known} if known else {}, status=200 if known else 404)
        return self._refused(request) or answer

    async def _by_mail(self, request: web.Request) -> web.Response:
        asked = request.query["$filter"].removeprefix("mail eq '").removesuffix("'").replace("''", "'")
        found = [{"id": self.mails[asked]}] if asked in self.mails else []
        return self._refused(request) or web.json_response({"value": found})

    async def _install(self, request: web.Request) -> web.Response:
        if (refused := self._refused(request)) is not None:
            return refused
        bound = (await request.json())["teamsApp@odata.bind"]
        had = self.installed.setdefault(request.match_info["user"], [])
        if bound in had:
            return web.json_response({"error": {"code": "Conflict"}}, status=409)
        had.append(bound)
        return web.Response(status=201)


@pytest.fixture
async def asked() -> AsyncIterator[FakeGraph]:
    graph = FakeGraph()
    await graph.server.start_server()
    yield graph
    await graph.server.close()


def settings_of(fake: FakeTeams, asked: FakeGraph) -> TeamsSettings:
    return TeamsSettings(
        app_id=APP_ID,
        app_password=SECRET,
        app_tenant="t",
        login_url=fake.base,
        graph_url=str(asked.server.make_url("/")),
    )


@asynccontextmanager
async def graph_of(fake: FakeTeams, asked: FakeGraph, waited: list[float]) -> AsyncIterator[Graph]:
    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    pool, settings = Pool(), settings_of(fake, asked)
    yield Graph(pool, Tokens(pool, settings, scope=SCOPE), settings, sleep)
    await pool.aclose()


async def test_it_is_installed_once_for_whoever_is_found_by_name_or_by_address(
    fake: FakeTeams, asked: FakeGraph
):
    asked.users = {"ana@faro.example": "u1"}
    asked.mails = {"o'neil@faro.example": "u2"}
    async with graph_of(fake, asked, []) as graph:
        app = await graph.app()
        assert await graph.install("ana@faro.example", app) == "installed"
        assert await graph.install("o'neil@faro.example", app) == "installed"
        assert await graph.install("ana@faro.example", app) == "had it"
        assert await graph.install("nobody@faro.example", app) == "nowhere"
    assert {user: [url.rpartition("/")[2] for url in urls] for user, urls in asked.installed.items()} == {
        "u1": ["catalogue-1"],
        "u2": ["catalogue-1"],
    }


async def test_it_waits_as_late_as_it_is_asked_to_and_gives_up_in_a_sentence(
    fake: FakeTeams, asked: FakeGraph
):
    waited = list[float]()
    async with graph_of(fake, asked, waited) as graph:
        asked.refuses = [429, 503]
        assert await graph.app() == "catalogue-1"
        assert waited == [7, 7]
        asked.refuses = [503] * 5
        with pytest.raises(GraphRefused, match="try again later"):
            await graph.app()
        asked.refuses = [403]
        with pytest.raises(GraphRefused, match=r"TeamsAppInstallation\.ReadWriteForUser\.All"):
            await graph.app()
        asked.catalogue = {}
        with pytest.raises(GraphRefused, match="upload the package"):
            await graph.app()


async def test_everybody_who_answers_is_gone_through_and_who_is_not_found_is_named(
    fake: FakeTeams, asked: FakeGraph, capsys: pytest.CaptureFixture[str]
):
    directory = build(example_files())
    first, *others = directory.people.values()
    asked.users = {person.email: person.email for person in others}
    assert await commands._installed(settings_of(fake, asked), directory) == [first.email]
    told = capsys.readouterr().out
    assert f"nowhere: {first.name} ({first.email})" in told
    assert told.count("installed: ") == len(others)
    await commands._installed(settings_of(fake, asked), directory)
    assert capsys.readouterr().out.count("had it: ") == len(others)
    fake.secret = "another"
    with pytest.raises(Failed, match="MICROSOFT_APP_PASSWORD"):
        await commands._installed(settings_of(fake, asked), directory)


def test_without_a_bot_it_says_to_connect_it_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("MICROSOFT_APP_ID", raising=False)
    answer: Any = CliRunner().invoke(commands.install_teams, [])
    assert answer.exit_code == 1
    assert "MICROSOFT_APP_ID" in str(answer.exception) + answer.output
