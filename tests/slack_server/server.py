"""A Slack on loopback for the real SDK: Web API (form and JSON), Socket Mode, response urls and uploads.

    async with running(FakeSlack()) as slack:
        client = AsyncWebClient("xoxb-T1", base_url=slack.api_url)

It keeps what people see (`world`), remembers every call (`calls`), and fails where it is told to (`switches`).
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

from aiohttp import WSMsgType, web
from msgspec import Struct

from tests.slack_server.api import Api, Refused
from tests.slack_server.faults import Fault, Switches
from tests.slack_server.workspace import Conversation, Ephemeral, Message, Team, User, World

APP_TOKEN = "xapp-1-test"
SIGNING_SECRET = "a-signing-secret-of-the-tests"


class Call(Struct, frozen=True, kw_only=True):
    method: str
    team: str
    args: dict[str, Any]
    at: float  # the loop's clock, s
    error: str = ""
    applied: bool = True


class FakeSlack:
    def __init__(self) -> None:
        self.world = World()
        self.api = Api(self.world)
        self.switches = Switches()
        self.calls: list[Call] = []
        self.api_url = ""
        self.sockets: list[web.WebSocketResponse] = []
        self.acks: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.opened = 0  # Socket Mode connections so far
        self.response_urls: dict[str, tuple[str, str, int]] = {}  # id -> channel, user, uses left
        self.codes: dict[str, str] = {}  # OAuth: code -> team
        self.connected = asyncio.Event()
        self._tickets: set[str] = set()
        self._round = 0

    # What tests ask

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def messages(self, conversation: Conversation | User) -> list[Message]:
        """As people see them now; of a person: their conversation with the bot."""
        where = self.world.dm(conversation) if isinstance(conversation, User) else conversation
        return [message for message in where.messages.values() if not message.deleted]

    def from_bot(self, conversation: Conversation | User) -> list[Message]:
        return [message for message in self.messages(conversation) if message.bot_id]

    def told(self, user: User) -> list[Ephemeral]:
        return [said for said in self.world.ephemerals if said.user == user.id]

    def keys(self) -> list[str]:
        """The product's keys of all messages that are there: one twice is a double."""
        found = []
        for conversation in self.world.conversations.values():
            for message in conversation.messages.values():
                if message.metadata:
                    found.append(str(message.metadata["event_payload"].get("key")))
        return found

    def response_url(self, channel: str, user: str, base: str = "") -> str:
        id_ = uuid4().hex
        self.response_urls[id_] = (channel, user, 5)
        return f"{base or self.api_url}respond/{id_}"

    def trigger(self, user: User) -> str:
        trigger = f"trigger.{uuid4().hex[:12]}"
        self.api.triggers[trigger] = user.id
        return trigger

    # HTTP

    def app(self) -> web.Application:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/api/respond/{id}", self._respond)
        app.router.add_post("/api/upload/{id}", self._upload)
        app.router.add_get("/api/files-pri/{id}", self._file)
        app.router.add_get("/link/{ticket}", self._link)
        return app

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _args(request)
        token = str(args.pop("token", "")) or request.headers.get("Authorization", "").removeprefix("Bearer ")
        team = next((t for t in self.world.teams.values() if t.token == token), None)
        fault = self.switches.meets(method, str(args.get("channel", "")))
        if fault is not None and fault.latency_s:
            await asyncio.sleep(fault.latency_s)
        if fault is not None and (before := self._refused(method, team, args, fault, request)) is not None:
            return before
        answer = self._answered(method, team, args, token)
        if fault is not None and fault.kind != "slow":
            return self._lost(fault, request)
        granted = team.granted if team is not None else None
        headers = {"x-oauth-scopes": ",".join(sorted(granted))} if granted is not None else {}
        return web.json_response(answer, headers=headers)

    def _answered(self, method: str, team: Team | None, args: dict[str, Any], token: str) -> dict[str, Any]:
        try:
            answer = self._special(method, args, token) or self.api.answer(method, team, args)
        except Refused as refused:
            answer = {"ok": False, "error": refused.code}
        self._remember(method, team, args, str(answer.get("error", "")), applied=bool(answer["ok"]))
        return answer

    def _special(self, method: str, args: dict[str, Any], token: str) -> dict[str, Any] | None:
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                raise Refused("invalid_auth")
            ticket = uuid4().hex
            self._tickets.add(ticket)
            host = self.api_url.removeprefix("http://").split("/")[0]
            return {"ok": True, "url": f"ws://{host}/link/{ticket}"}
        if method == "oauth.v2.access":
            team = self.world.teams.get(self.codes.pop(str(args.get("code", "")), ""))
            if team is None:
                raise Refused("invalid_code")
            return {
                "ok": True,
                "access_token": team.token,
                "token_type": "bot",
                "scope": "chat:write",
                "bot_user_id": team.bot_user,
                "app_id": "A1",
                "team": {"id": team.id, "name": team.name},
                "enterprise": None,
                "authed_user": {"id": "U1"},
            }
        return None

    def _refused(
        self, method: str, team: Team | None, args: dict[str, Any], fault: Fault, request: web.Request
    ) -> web.StreamResponse | None:
        """The faults that a call meets before it takes effect."""
        if fault.kind == "ratelimited":
            self._remember(method, team, args, "ratelimited", applied=False)
            headers = {"Retry-After": str(fault.retry_after_s)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault.kind == "error":
            self._remember(method, team, args, fault.code, applied=False)
            return web.json_response({"ok": False, "error": fault.code})
        if fault.kind == "server_error" and not fault.applied:
            self._remember(method, team, args, str(fault.status), applied=False)
            return web.Response(status=fault.status, text="upstream error")
        if fault.kind == "reset_before":
            self._remember(method, team, args, "reset", applied=False)
            return _broken(request)
        return None

    def _lost(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        if fault.kind == "server_error":
            return web.Response(status=fault.status, text="upstream error")
        return _broken(request)

    def _remember(
        self, method: str, team: Team | None, args: dict[str, Any], error: str, *, applied: bool
    ) -> None:
        at = asyncio.get_running_loop().time()
        self.calls.append(
            Call(method=method, team=team.id if team else "", args=args, at=at, error=error, applied=applied)
        )

    async def _respond(self, request: web.Request) -> web.Response:
        id_ = request.match_info["id"]
        channel, user, left = self.response_urls.get(id_, ("", "", 0))
        if left < 1:
            return web.Response(status=404, text="used_url")
        self.response_urls[id_] = (channel, user, left - 1)
        body = await request.json()
        self.calls.append(
            Call(method="response_url", team="", args=body, at=asyncio.get_running_loop().time())
        )
        self.world.ephemerals.append(
            Ephemeral(channel=channel, user=user, text=body.get("text", ""), blocks=body.get("blocks"))
        )
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        file.data = await request.read()
        return web.Response(text="OK")

    async def _file(self, request: web.Request) -> web.Response:
        """url_private: whoever has no right to it is led to a page to sign in."""
        file = self.world.files.get(request.match_info["id"])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        team = next((t for t in self.world.teams.values() if t.token == token), None)
        self._remember("url_private", team, dict(request.match_info), "", applied=True)
        fault = self.switches.meets("url_private", "")
        if fault is not None:
            return web.Response(status=fault.status, text="upstream error")
        if file is None or team is None or team.id != file.team:
            raise web.HTTPFound(f"{self.api_url}signin")
        return web.Response(body=file.data, content_type=file.kind)

    # Socket Mode

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        if request.match_info["ticket"] not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.discard(request.match_info["ticket"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        self.connected.set()
        self.opened += 1
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.sockets),
                "debug_info": {"approximate_connection_time": 18060},
                "connection_info": {"app_id": "A1"},
            }
        )
        try:
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    self._acked(json.loads(frame.data))
        finally:
            self.sockets.remove(socket)
            if not self.sockets:
                self.connected.clear()
        return socket

    def _acked(self, frame: dict[str, Any]) -> None:
        waiting = self.acks.pop(str(frame.get("envelope_id")), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(frame.get("payload") or {})

    async def send(
        self, kind: str, payload: dict[str, Any], *, retry: int = 0, within_s: float = 3.0
    ) -> dict[str, Any] | None:
        """One envelope to one of the connections; what the ack carried, None where none came in time."""
        await self.connected.wait()
        self._round += 1
        socket = self.sockets[self._round % len(self.sockets)]
        id_ = str(uuid4())
        self.acks[id_] = asyncio.get_running_loop().create_future()
        envelope = {
            "envelope_id": id_,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if retry:
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout"}
        waiting = self.acks[id_]
        await socket.send_json(envelope)
        try:
            return await asyncio.wait_for(waiting, within_s)
        except TimeoutError:
            self.acks.pop(id_, None)
            return None

    async def refresh(self, socket: web.WebSocketResponse) -> None:
        """Slack asks one connection to come anew, then closes it."""
        await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})


async def _args(request: web.Request) -> dict[str, Any]:
    found: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        found |= json.loads(await request.text() or "{}")
    elif request.can_read_body:
        found |= dict(parse_qsl(await request.text(), keep_blank_values=True))
    return found


def _broken(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


@asynccontextmanager
async def running(slack: FakeSlack) -> AsyncIterator[FakeSlack]:
    runner = web.AppRunner(slack.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    slack.api_url = slack.world.base = f"http://{host}:{port}/api/"
    try:
        yield slack
    finally:
        for socket in list(slack.sockets):
            await socket.close()
        await runner.cleanup()
