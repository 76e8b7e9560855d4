"""The workspaces that we are installed in, and a client for each."""

import time
from collections.abc import Callable
from typing import Protocol

import aiohttp
import structlog
from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.gateway import SendFailed
from bot.store.link import Unavailable
from handlers.slack.calls import CALL_S, called
from handlers.slack.settings import SlackSettings

log = structlog.get_logger()

KNOWN_S = 30.0  # so long a token is used without a look at what is stored


class Workspace(Struct, frozen=True, kw_only=True):
    team: str
    token: str
    bot_user: str
    bot_id: str
    name: str = ""

    def __repr__(self) -> str:
        return f"Workspace({self.team!r}, {self.name!r})"


class Installations(Protocol):
    """Where several workspaces' tokens are kept."""

    async def find(self, team: str) -> Workspace | None: ...

    async def everybody(self) -> list[Workspace]: ...

    async def forget(self, team: str) -> None: ...


class Workspaces:
    def __init__(
        self,
        settings: SlackSettings,
        listed: Callable[[], tuple[str, ...]],
        installations: Installations | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`listed`: the directory's workspaces. Others are refused; the one of the token needs no listing."""
        self._clock = clock
        self._settings = settings
        self._listed = listed
        self._installations = installations
        self._own: Workspace | None = None
        self._known: dict[str, tuple[Workspace, float]] = {}  # and when it was read, by this process's clock
        self._clients: dict[str, AsyncWebClient] = {}
        self._session: aiohttp.ClientSession | None = None

    async def own(self) -> Workspace | None:
        """The token's own workspace. Raises SendFailed while Slack does not say which it is."""
        if self._own is None and self._settings.bot_token:
            found = await called(self.bare(self._settings.bot_token).auth_test())
            self._own = Workspace(
                team=found["team_id"],
                token=self._settings.bot_token,
                bot_user=found["user_id"],
                bot_id=found.get("bot_id", ""),
                name=found.get("team", ""),
            )
        return self._own

    async def of(self, team: str) -> Workspace | None:
        """None: not installed there, or not this company's. Raises SendFailed, Unavailable."""
        own = await self.own()
        if own is not None and own.team == team:
            return own if self.is_listed(team) else None
        return await self._installed(team) if self.is_listed(team) else None

    async def _installed(self, team: str) -> Workspace | None:
        """As another process may have stored it meanwhile: the app is removed and installed anew through any of them."""
        known, looked_at = self._known.get(team, (None, -KNOWN_S))
        if self._installations is None or self._clock() - looked_at < KNOWN_S:
            return known
        try:
            found = await self._installations.find(team)
        except Unavailable:
            if known is None:
                raise
            return known  # so that whoever presses while nothing can be stored is told so
        if found is None:
            self.forget(team)
        else:
            self._known[team] = found, self._clock()
        return found

    async def all(self) -> list[Workspace]:
        own = await self.own()
        others = await self._installations.everybody() if self._installations is not None else []
        found = {w.team: w for w in others} | ({own.team: own} if own is not None else {})
        return [workspace for workspace in found.values() if self.is_listed(workspace.team)]

    def is_listed(self, team: str) -> bool:
        listed = self._listed()
        return team in listed or (not listed and self._own is not None and self._own.team == team)

    def forget(self, team: str) -> None:
        """Its token was replaced by a new installation."""
        self._known.pop(team, None)

    async def left(self, team: str) -> None:
        """The app was removed there, or its token revoked: the token is erased. Raises Unavailable."""
        self.forget(team)
        if self._installations is not None:
            await self._installations.forget(team)

    async def client(self, team: str) -> AsyncWebClient | None:
        """None: not installed there."""
        workspace = await self.of(team)
        if workspace is None:
            return None
        client = self._clients.get(workspace.token)
        if client is None:
            client = self._clients[workspace.token] = self.bare(workspace.token)
        return client

    def bare(self, token: str | None = None) -> AsyncWebClient:
        return AsyncWebClient(
            token=token,
            base_url=self._settings.api_url,
            timeout=int(CALL_S),
            retry_handlers=[],
            session=self.session,
        )

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession()
        return self._session

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()


async def named(workspaces: Workspaces) -> str:
    """For start-up: which workspace this is, or that Slack has not said so yet."""
    try:
        own = await workspaces.own()
    except SendFailed as failed:
        log.warning("slack.not_reached", why=type(failed).__name__)
        return ""
    return own.name if own is not None else ""
