"""Several workspaces: installed by OAuth, allowed by the directory that an administrator keeps, tokens encrypted.

A workspace that the directory does not list is not connected, whoever installs the app there: its token is not kept.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import msgspec
import structlog
from aiohttp import web
from cryptography.fernet import Fernet, InvalidToken

from bot.delivery.gateway import SendFailed
from bot.settings import Settings
from bot.store.link import Unavailable
from bot.store.store import Store
from handlers.slack.calls import called
from handlers.slack.settings import SlackSettings
from handlers.slack.surface import SCOPES
from handlers.slack.words import words_in
from handlers.slack.workspaces import Workspace, Workspaces
from knowledge.directory import Directory

log = structlog.get_logger()

STATE_S = 600
COOKIE = "ventanilla-slack-install"


class KeptInstallations:
    """Tokens in Redis, readable only with the company's secret. Raises Unavailable."""

    def __init__(self, store: Store, secret: str) -> None:
        self._store = store
        digest = hashlib.sha256(b"slack tokens\0" + secret.encode()).digest()
        self._lock = Fernet(base64.urlsafe_b64encode(digest))

    async def save(self, workspace: Workspace) -> None:
        locked = self._lock.encrypt(msgspec.json.encode(workspace))
        await self._store.chat.install(workspace.team, locked)

    async def find(self, team: str) -> Workspace | None:
        return self._opened(await self._store.chat.installed(team))

    async def everybody(self) -> list[Workspace]:
        found = await self._store.chat.installations()
        return [workspace for workspace in map(self._opened, found) if workspace is not None]

    async def forget(self, team: str) -> None:
        await self._store.chat.uninstall(team)

    def _opened(self, locked: bytes | None) -> Workspace | None:
        if locked is None:
            return None
        try:
            return msgspec.json.decode(self._lock.decrypt(locked), type=Workspace)
        except (InvalidToken, msgspec.DecodeError):
            log.error("slack.token_unreadable", help="VENTANILLA_SECRET has changed: install the app again")
            return None


class Installer:
    """`GET /slack/install` and `GET /slack/oauth_redirect`."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        slack: SlackSettings,
        workspaces: Workspaces,
        kept: KeptInstallations,
        directory: Callable[[], Directory],
    ) -> None:
        self._store = store
        self._settings = settings
        self._slack = slack
        self._workspaces = workspaces
        self._kept = kept
        self._directory = directory

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/slack/install", self.begin), web.get("/slack/oauth_redirect", self.end)]

    async def begin(self, _: web.Request) -> web.Response:
        """To Slack, with a state that is good once, for ten minutes, in this browser."""
        state = secrets.token_urlsafe(32)
        await self._store.chat.hand_out(_ticket(state), STATE_S * 1000)
        query = urlencode(
            {
                "client_id": self._slack.client_id,
                "scope": ",".join(scope.name for scope in SCOPES),
                "state": state,
                "redirect_uri": self._redirect,
            }
        )
        parts = urlsplit(self._slack.api_url)
        answer = web.Response(status=302)
        answer.headers["Location"] = f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize?{query}"
        secure = self._settings.url.startswith("https://")
        answer.set_cookie(
            COOKIE, state, max_age=STATE_S, httponly=True, samesite="Lax", secure=secure, path="/slack/"
        )
        return answer

    async def end(self, request: web.Request) -> web.Response:
        state, code = request.query.get("state", ""), request.query.get("code", "")
        mine = secrets.compare_digest(state.encode(), request.cookies.get(COOKIE, "").encode())
        if not state or not code or not mine or not await self._is_first(state):
            return self._page(400, "slack-install-refused")
        try:
            workspace = await self._exchanged(code)
        except SendFailed:
            return self._page(400, "slack-install-refused")
        if workspace.team not in self._directory().slack_workspaces:
            log.warning("slack.install_not_listed", team=workspace.team)
            return self._page(403, "slack-install-not-listed", name=workspace.name, id=workspace.team)
        await self._kept.save(workspace)
        self._workspaces.forget(workspace.team)
        log.info("slack.installed", team=workspace.team)
        return self._page(200, "slack-install-done", name=workspace.name)

    async def _exchanged(self, code: str) -> Workspace:
        bare = self._workspaces.bare()
        found = await called(
            bare.oauth_v2_access(
                client_id=self._slack.client_id,
                client_secret=self._slack.client_secret,
                code=code,
                redirect_uri=self._redirect,
            )
        )
        token = str(found["access_token"])
        tested = await called(self._workspaces.bare(token).auth_test())
        return Workspace(
            team=str(found["team"]["id"]),
            token=token,
            bot_user=str(found["bot_user_id"]),
            bot_id=str(tested.get("bot_id", "")),
            name=str(found["team"].get("name") or ""),
        )

    async def _is_first(self, state: str) -> bool:
        """A state is used up by being looked at."""
        try:
            return await self._store.chat.use_up(_ticket(state))
        except Unavailable:
            return False

    @property
    def _redirect(self) -> str:
        return f"{self._settings.url}/slack/oauth_redirect"

    def _page(self, status: int, sentence: str, **facts: str) -> web.Response:
        words = words_in(self._directory().languages[0])
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return web.Response(status=status, text=words(sentence, **facts), headers=headers)


def _ticket(state: str) -> str:
    return f"slack-install {state}"
