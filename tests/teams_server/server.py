"""The tests' Teams: a connector as strict as the real one, with its login and OpenID servers, on one local port.

It takes nothing without our token, nothing for a conversation that is not there, nothing too large, and keeps every call.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any
from urllib.parse import quote

from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec import Struct

from handlers.teams.limits import LARGEST_CARD, LARGEST_MESSAGE, NEW_CONVERSATIONS, PER_THREAD, ROSTER
from tests.teams_server.tokens import Signer, platform_key

APP_ID = "11111111-2222-3333-4444-555555555555"
SECRET = "the-secret-of-the-bot"
TENANT = "99999999-8888-7777-6666-555555555555"


class User(Struct, kw_only=True):
    id: str  # 29:…, for this bot
    aad: str
    name: str
    email: str = ""
    role: str = "user"
    locale: str = "es-ES"
    zone: str = "Europe/Madrid"
    country: str = "ES"  # as the client tells it; empty where it does not

    @property
    def chat(self) -> str:
        return f"a:{self.id.removeprefix('29:')}"


class Message(Struct, kw_only=True):
    """A message of the bot's as people see it now."""

    id: str
    where: str
    activity: dict[str, Any]
    changes: int = 0

    @property
    def card(self) -> dict[str, Any]:
        return self.activity["attachments"][0]["content"] if self.activity.get("attachments") else {}

    @property
    def told(self) -> str:
        return str(self.card.get("fallbackText") or self.activity.get("text") or "")


class Fault(Struct, frozen=True):
    """What the next call meets; `applied`: after it was done. Status 0 cuts the connection."""

    status: int
    applied: bool = False
    retry_after: str = ""


class FakeTeams:
    def __init__(self) -> None:
        self.signer = Signer(key=platform_key())
        self.users: dict[str, User] = {}
        self.conversations: set[str] = set()
        self.blocked: set[str] = set()
        self.blocked_as = "MessageWritesBlocked"
        self.messages: list[Message] = []
        self.calls: list[tuple[str, str]] = []
        self.violations: list[str] = []
        # Of a method's next calls, or of those to one conversation: "POST", "POST 19:x".
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.clock: Callable[[], float] | None = None  # with one, threads are throttled
        self.key_delay: asyncio.Event | None = None  # keys are not given before it is set
        self.key_fetches = 0
        self.tokens_given = 0
        self.secret = SECRET
        self.changes_known = True
        self.files: dict[str, bytes] = {}  # what lies at an address of ours, or was written there
        self.read_files: list[str] = []
        self.checks_tokens = True  # not by a local client's stand-in
        self.gives_ids = True
        self._sent: defaultdict[str, list[float]] = defaultdict(list)
        self._ids = count(1_700_000_000_000)
        self.server = TestServer(self._app())

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=1 << 22)
        app.router.add_get("/v1/.well-known/openidconfiguration", self._openid)
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._openid)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_post("/teams/v3/conversations", self._create)
        app.router.add_post("/teams/v3/conversations/{where}/activities", self._post)
        app.router.add_post("/teams/v3/conversations/{where}/activities/{id}", self._post)
        app.router.add_put("/teams/v3/conversations/{where}/activities/{id}", self._put)
        app.router.add_get("/teams/v3/conversations/{where}/members/{user}", self._member)
        app.router.add_get("/teams/v3/attachments/{name}/views/original", self._read_picture)
        app.router.add_get("/files/{name}", self._read_file)
        app.router.add_put("/files/{name}", self._write_file)
        return app

    def file(self, name: str, data: bytes) -> str:
        """Its address, good without a token for whoever knows it."""
        self.files[name] = data
        return f"{self.base}files/{quote(name)}"

    def picture(self, name: str, data: bytes) -> str:
        """The address of one that was pasted into a chat, good for the bot alone."""
        self.files[name] = data
        return f"{self.service_url}v3/attachments/{quote(name)}/views/original"

    async def _read_picture(self, request: web.Request) -> web.Response:
        if (refused := self._refused(request, "PICTURE")) is not None:
            return refused
        if (data := self.files.get(request.match_info["name"])) is None:
            return web.Response(status=404)
        return web.Response(body=data, content_type="image/png")

    async def _read_file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.read_files.append(name)
        if request.headers.get("Authorization"):
            self.violations.append("a token to where files lie")
        if name not in self.files:
            return web.Response(status=404)
        return web.Response(body=self.files[name])

    async def _write_file(self, request: web.Request) -> web.Response:
        data = await request.read()
        if request.headers.get("Content-Range") != f"bytes 0-{len(data) - 1}/{len(data)}":
            self.violations.append("an upload without its range")
            return web.Response(status=400)
        self.files[request.match_info["name"]] = data
        return web.json_response({}, status=201)

    @property
    def base(self) -> str:
        return str(self.server.make_url("/"))

    @property
    def service_url(self) -> str:
        return f"{self.base}teams/"

    # The world

    def user(self, name: str, **about: Any) -> User:
        number = len(self.users) + 1
        user = User(id=f"29:u{number}", aad=f"aad-{number:04}", name=name, **about)
        self.users[user.id] = user
        self.conversations.add(user.chat)
        return user

    def from_bot(self, where: str) -> list[Message]:
        return [message for message in self.messages if message.where == where]

    # Who signs and who may log in

    async def _openid(self, request: web.Request) -> web.Response:
        return web.json_response({"issuer": "x", "jwks_uri": f"{self.base}keys"})

    async def _keys(self, request: web.Request) -> web.Response:
        self.key_fetches += 1
        if self.key_delay is not None:
            await self.key_delay.wait()
        return web.json_response({"keys": [{"kty": "EC", "kid": "other"}, self.signer.jwk]})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.calls.append(("TOKEN", request.match_info["tenant"]))
        ours = form.get("client_id") == APP_ID and form.get("client_secret") == self.secret
        scopes = ("https://api.botframework.com/.default", "https://graph.microsoft.com/.default")
        if not ours or form.get("scope") not in scopes:
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens_given += 1
        return web.json_response({"access_token": f"token-{self.tokens_given}", "expires_in": 3600})

    # The connector

    def _refused(self, request: web.Request, method: str) -> web.Response | None:
        self.calls.append((method, request.match_info.get("where", "")))
        spoken_for = request.headers.get("Authorization") == f"Bearer token-{self.tokens_given}"
        if self.checks_tokens and not spoken_for:
            return _error(401, "Unauthorized")
        where = request.match_info.get("where", "")
        conversation = where.partition(";")[0]
        if conversation and conversation in self.blocked:
            return _error(403, self.blocked_as)
        if conversation and conversation not in self.conversations:
            return _error(404, "ConversationNotFound")
        return None

    def _fault(self, method: str, where: str, *, applied: bool) -> Fault | None:
        for waiting in (self.faults[method], self.faults[f"{method} {where}"]):
            if waiting and waiting[0].applied == applied:
                return waiting.popleft()
        return None

    async def _create(self, request: web.Request) -> web.Response:
        if (refused := self._refused(request, "CREATE")) is not None:
            return refused
        body = await request.json()
        user = self.users.get(body["members"][0]["id"])
        if (wait := self._throttled(f"new {body['members'][0]['id']}", NEW_CONVERSATIONS)) > 0:
            return _error(429, "Too many requests", {"Retry-After": str(max(1, round(wait)))})
        if user is None or body.get("tenantId") != TENANT or user.chat in self.blocked:
            return _error(403, "ForbiddenOperationException")
        return web.json_response({"id": user.chat}, status=201)

    async def _post(self, request: web.Request) -> web.Response:
        refused = self._refused(request, "POST")
        if refused is not None:
            return refused
        if (fault := self._fault("POST", request.match_info["where"], applied=False)) is not None:
            return _failing(request, fault)
        where = request.match_info["where"]
        if (wait := self._throttled(where)) > 0:
            return _error(429, "Too many requests", {"Retry-After": str(max(1, round(wait)))})
        activity = await request.json()
        if (refused := self._judged(activity)) is not None:
            return refused
        message = Message(id=str(next(self._ids)), where=where, activity=activity)
        self.messages.append(message)
        if (fault := self._fault("POST", request.match_info["where"], applied=True)) is not None:
            return _failing(request, fault)
        if activity.get("text") and activity.get("attachments"):
            return web.json_response({}, status=201)  # sent apart: no id
        if not self.gives_ids:
            return web.Response(status=200)
        return web.json_response({"id": message.id}, status=201)

    async def _put(self, request: web.Request) -> web.Response:
        refused = self._refused(request, "PUT")
        if refused is not None:
            return refused
        if not self.changes_known:
            return _error(405, "MethodNotAllowed")
        if (fault := self._fault("PUT", request.match_info["where"], applied=False)) is not None:
            return _failing(request, fault)
        activity = await request.json()
        if (refused := self._judged(activity)) is not None:
            return refused
        where = request.match_info["where"]
        shown = next((m for m in self.from_bot(where) if m.id == request.match_info["id"]), None)
        if shown is None:
            return _error(404, "ActivityNotFound")
        shown.activity, shown.changes = activity, shown.changes + 1
        return web.json_response({"id": shown.id})

    async def _member(self, request: web.Request) -> web.Response:
        where = request.match_info["where"].partition(";")[0]
        if (refused := self._refused(request, "MEMBER")) is not None:
            absent = refused.status == 404 and where not in self.conversations
            return _error(403, "BotNotInConversationRoster") if absent else refused
        if (wait := self._throttled(f"roster {request.match_info['where']}", ROSTER)) > 0:
            return _error(429, "Too many requests", {"Retry-After": str(max(1, round(wait)))})
        asked = request.match_info["user"]  # by either of their ids
        user = next((user for user in self.users.values() if asked in (user.id, user.aad)), None)
        if user is None:
            return _error(404, "MemberNotFoundInConversation")
        return web.json_response(
            {
                "id": user.id,
                "name": user.name,
                "aadObjectId": user.aad,
                "email": user.email or None,
                "userPrincipalName": user.email or None,
                "userRole": user.role,
                "tenantId": TENANT,
            }
        )

    def _judged(self, activity: dict[str, Any]) -> web.Response | None:
        whole = json.dumps(activity, ensure_ascii=False)
        if len(whole.encode("utf-16-le", "surrogatepass")) > LARGEST_MESSAGE:
            self.violations.append("a message that is too large")
            return _error(413, "MessageSizeTooBig")
        for part in activity.get("attachments", ()):
            if part["contentType"].startswith("application/vnd.microsoft.teams.card.file."):
                self._judge_file(activity, part)
                continue
            if len(json.dumps(part["content"])) > LARGEST_CARD:
                self.violations.append("a card that is too large")
                return _error(413, "MessageSizeTooBig")
            if part["content"].get("version") != "1.5" or not part["content"].get("fallbackText"):
                self.violations.append("a card without its version or fallback")
        if activity.get("type") != "message":
            return _error(400, "BadSyntax")
        return None

    def _judge_file(self, activity: dict[str, Any], part: dict[str, Any]) -> None:
        """Files are for personal chats; a consent card needs a name, a size, and what comes back with the answer."""
        where = activity.get("conversation", {}).get("id", "")
        if where.startswith("19:") or not part.get("name"):
            self.violations.append("a file card where none may be")
        if part["contentType"].endswith(".consent") and not (
            part["content"].get("sizeInBytes") and part["content"].get("acceptContext")
        ):
            self.violations.append("a consent card that lacks something")

    def _throttled(self, where: str, limits: tuple[tuple[int, float], ...] = PER_THREAD) -> float:
        if self.clock is None:
            return 0.0
        now, sent = self.clock(), self._sent[where]
        for most, seconds in limits:
            if len(sent) >= most and sent[-most] + seconds > now:
                self.violations.append(f"more than {most} in {seconds:g} s: {where}")
                return sent[-most] + seconds - now
        sent.append(now)
        return 0.0


def _error(status: int, code: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"error": {"code": code, "message": code}}, status=status, headers=headers)


def _failing(request: web.Request, fault: Fault) -> web.Response:
    if fault.status == 0:
        assert request.transport is not None
        request.transport.abort()
    headers = {"Retry-After": fault.retry_after} if fault.retry_after else None
    return _error(fault.status or 500, "Fault", headers)


@asynccontextmanager
async def running(teams: FakeTeams) -> AsyncIterator[FakeTeams]:
    await teams.server.start_server()
    try:
        yield teams
    finally:
        await teams.server.close()
