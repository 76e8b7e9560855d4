"""The processes that `tests.bench.teams` starts: a connector that counts, a bare echo bot, and the desk.

python -m tests.bench.teams_sides connector | echo | web | worker | run   each prints its port (a worker, 0) and serves
until it is stopped.
"""

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from itertools import count
from typing import Any

import uvloop
from aiohttp import web
from msgspec import json

from bot.assembly import Parts, connected
from bot.delivery.files import Files
from bot.delivery.gateway import Gateway
from bot.log import to_stderr
from bot.settings import EXAMPLE_COMPANY, Settings
from handlers.teams.app import make_teams
from handlers.teams.kept import Reference
from handlers.teams.settings import TeamsSettings
from handlers.web.app import make_app
from knowledge.loader import read_folder
from tests.clock import TUESDAY, set_clock
from tests.teams_server.server import APP_ID, SECRET, TENANT
from tests.teams_server.tokens import Signer

BOT = f"28:{APP_ID}"
MARK = "mark:"  # each message carries one, by which its delivery is known


class Connector:
    """Takes everything at once and remembers when each marked message arrived."""

    def __init__(self) -> None:
        self.signer = Signer()
        self.arrived: dict[str, float] = {}
        self._ids = count(1_700_000_000_000)

    def app(self) -> web.Application:
        app = web.Application(client_max_size=1 << 22)
        app.router.add_get("/v1/.well-known/openidconfiguration", self._openid)
        app.router.add_get("/keys", self._keys)
        app.router.add_get("/signed", self._signed)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_post("/teams/v3/conversations/{where}/activities", self._post)
        app.router.add_post("/teams/v3/conversations/{where}/activities/{id}", self._post)
        app.router.add_put("/teams/v3/conversations/{where}/activities/{id}", self._put)
        app.router.add_get("/teams/v3/conversations/{where}/members/{user}", self._member)
        app.router.add_get("/arrived", self._arrived)
        return app

    async def _openid(self, request: web.Request) -> web.Response:
        return web.json_response({"jwks_uri": f"{request.url.origin()}/keys"})

    async def _keys(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": [self.signer.jwk]})

    async def _signed(self, request: web.Request) -> web.Response:
        claims = self.signer.claims(APP_ID, f"{request.url.origin()}/teams/")
        return web.Response(text=self.signer.token(claims))

    async def _token(self, request: web.Request) -> web.Response:
        return web.json_response({"access_token": "token", "expires_in": 3600})

    async def _post(self, request: web.Request) -> web.Response:
        body = await request.text()
        at = body.find(MARK)
        if at >= 0:
            mark = body[at + len(MARK) :].split(".", 1)[0]
            self.arrived.setdefault(mark, time.monotonic())
        return web.json_response({"id": str(next(self._ids))}, status=201)

    async def _put(self, request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"id": request.match_info["id"]})

    async def _member(self, request: web.Request) -> web.Response:
        user = request.match_info["user"]
        return web.json_response({"id": user, "name": f"Persona {user}", "userRole": "guest"})

    async def _arrived(self, request: web.Request) -> web.Response:
        return web.Response(body=json.encode(self.arrived), content_type="application/json")


def echo_app() -> web.Application:
    """As it is published: the library's adapter, its sender, its configuration; without an app id it checks nobody."""
    from botbuilder.core import ActivityHandler, MessageFactory, TurnContext  # type: ignore[import-untyped]
    from botbuilder.integration.aiohttp import (  # type: ignore[import-untyped]
        CloudAdapter,
        ConfigurationBotFrameworkAuthentication,
    )

    class Configuration:
        APP_ID, APP_PASSWORD, APP_TYPE, APP_TENANTID = "", "", "MultiTenant", ""

    class EchoBot(ActivityHandler):  # type: ignore[misc]
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))

    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration())), EchoBot()

    async def messages(request: web.Request) -> web.Response:
        answer: web.Response = await adapter.process(request, bot)
        return answer

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


async def _served(app: web.Application) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server: Any = site._server
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


def _settings() -> tuple[Settings, TeamsSettings]:
    base = os.environ["CONNECTOR"]
    return Settings(
        secret="s" * 32, directory=EXAMPLE_COMPANY, url="https://ventanilla.faro.example"
    ), TeamsSettings(
        app_id=APP_ID,
        app_password=SECRET,
        app_tenant=TENANT,
        login_url=f"{base}/",
        openid_url=f"{base}/v1/.well-known/openidconfiguration",
        no_auth=True,  # with an app id it only lets the connector live on this machine
    )


async def desk(*, answers: bool, sends: bool) -> None:
    """As `ventanilla web`, `ventanilla worker`, or both in one process as `ventanilla run`; every token is checked."""
    settings, teams_settings = _settings()
    async with connected(settings, os.environ["BENCH_REDIS"]) as parts, AsyncExitStack() as running:
        if sends:
            await set_clock(parts.store, TUESDAY)  # on a Saturday owners are told of nothing before Monday
            await parts.shelf.publish(read_folder(EXAMPLE_COMPANY))
        await parts.shelf.refresh()
        teams = make_teams(parts.desk, parts.store, settings, teams_settings, lambda: parts.shelf.library)
        if sends:
            await _everybody(parts, f"{os.environ['CONNECTOR']}/teams/", teams.room.kept.keep_reference)
            await running.enter_async_context(teams.reaching())
            gateways: dict[str, Gateway] = {"teams": teams.gateway}
            worker = parts.worker(gateways, Files(parts.store, gateways), alone=True)
            running.enter_context(_cancelled(asyncio.create_task(worker.run())))
        if not answers:
            print(0, flush=True)
            await asyncio.Event().wait()
        await running.enter_async_context(teams.listening())
        app = make_app(parts.desk, parts.store, settings, with_desk=False)
        app.add_routes(teams.routes())
        await _served(app)


@contextmanager
def _cancelled(task: "asyncio.Task[None]") -> Iterator[None]:
    try:
        yield
    finally:
        task.cancel()


async def _everybody(parts: Parts, service_url: str, keep_reference: Any) -> None:
    """All whom the directory lists have had the app for long, each in a chat named after them."""
    for person in parts.shelf.library.directory.people.values():
        await parts.store.people.meet(f"teams:{TENANT}:aad-{person.id}", person.email)
        await parts.store.people.set_profile(person.id, {"place.teams": f"a:{person.id}"})
        await keep_reference(
            f"a:{person.id}", Reference(service_url=service_url, bot=BOT, channel_id="msteams")
        )


def main(which: str) -> None:
    to_stderr()  # stdout is for the port alone: nobody reads it after that, and a full pipe would stop us
    match which:
        case "connector":
            uvloop.run(_served(Connector().app()))
        case "echo":
            asyncio.run(_served(echo_app()))
        case _:
            uvloop.run(desk(answers=which != "worker", sends=which != "web"))


if __name__ == "__main__":
    main(sys.argv[1])
