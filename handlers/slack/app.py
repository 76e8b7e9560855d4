"""Slack put together: what a web process answers, what a worker sends through, and what runs beside them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.delivery.gateway import SendFailed
from bot.desk import Desk
from bot.reader import Library
from bot.settings import Settings
from bot.store.link import Unavailable
from bot.store.store import Store
from handlers.slack.front import Front
from handlers.slack.gateway import SlackGateway
from handlers.slack.guard import Guard
from handlers.slack.install import Installer, KeptInstallations
from handlers.slack.listen import refused, register
from handlers.slack.room import Room
from handlers.slack.settings import SlackSettings
from handlers.slack.socket import Sockets
from handlers.slack.workspaces import Workspaces
from handlers.soon import meanwhile

log = structlog.get_logger()

ROLL_CALL_EVERY_S = 6 * 3600.0
TRIES_AGAIN_S = 60.0


class Slack:
    """One process's Slack. `gateway` is for the worker, `routes` and `listening` for a web process."""

    def __init__(self, room: Room, app: AsyncApp, installer: Installer | None = None) -> None:
        self.room = room
        self.front = Front(app, room)
        self.installer = installer

    @property
    def gateway(self) -> SlackGateway:
        return self.room.gateway

    def routes(self) -> list[web.RouteDef]:
        """POST /slack/events, where unsigned requests never get further; with OAuth its two pages too."""
        guard = Guard(self.front, self.room.slack.signing_secret)
        pages = self.installer.routes() if self.installer is not None else []
        return [web.post("/slack/events", guard.__call__), *pages]

    def pages(self, signed: object) -> dict[str, web.Application]:
        """Slack shows no page of ours."""
        return {}

    def way_in(self, here: str) -> str:
        if self.room.slack.socket_mode:
            return "Slack: write to the bot, or use /ask."
        address = self.room.settings.url or "https://YOUR-ADDRESS"
        return (
            f"Slack: write to the bot, or use /ask. Slack sends what people write to {address}/slack/events."
        )

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """While a web process runs: Socket Mode where there is an app token, and what was left to be said."""
        try:
            async with self.room.asides.looked_after():
                if self.room.slack.socket_mode:
                    sockets = Sockets(self.front, self.room.slack.app_token, self.room.workspaces)
                    async with sockets.connected():
                        yield
                else:
                    yield
        finally:
            await self.room.soon.aclose()

    def reaching(self) -> AbstractAsyncContextManager[None]:
        """While a worker runs: those whom the directory lists are found in Slack, now and then again."""
        return meanwhile(self._calling_the_roll())

    async def _calling_the_roll(self) -> None:
        while True:
            wait_s = ROLL_CALL_EVERY_S
            try:
                log.info("slack.roll_call", reached=await self.room.people.roll_call())
            except (SendFailed, Unavailable) as failed:
                log.warning("slack.roll_call_stopped", why=repr(failed))
                wait_s = TRIES_AGAIN_S
            except Exception:
                log.exception("slack.roll_call_failed")
            await asyncio.sleep(wait_s)

    async def aclose(self) -> None:
        await self.room.soon.aclose()
        await self.room.workspaces.aclose()


def make_slack(
    desk: Desk,
    store: Store,
    settings: Settings,
    slack: SlackSettings,
    library: Callable[[], Library],
) -> Slack:
    """`library`: the accepted directory and its matcher. Asks Slack nothing yet."""
    kept = KeptInstallations(store, settings.secret) if slack.client_id else None
    workspaces = Workspaces(slack, lambda: desk.directory.slack_workspaces, kept)
    room = Room(desk, store, settings, slack, workspaces, library)
    installer = None
    if kept is not None:
        installer = Installer(store, settings, slack, workspaces, kept, lambda: desk.directory)
    app = _bolt(room)
    register(app, room)
    return Slack(room, app, installer)


def _bolt(room: Room) -> AsyncApp:
    """Answers Slack when a listener has returned; the guard has verified, so Bolt need not."""

    async def only_listed(
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt passes by name
    ) -> BoltResponse:
        """Others are refused here, since Bolt itself would call whatever address their payload names."""
        if await room.workspaces.of(context.team_id or "") is None:
            return await refused(room, context)
        return await next()

    async def authorize(team_id: str | None) -> AuthorizeResult | None:
        workspace = await room.workspaces.of(team_id or "")
        if workspace is None:
            return None
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace.team,
            bot_token=workspace.token,
            bot_user_id=workspace.bot_user,
            bot_id=workspace.bot_id,
        )

    logger = logging.getLogger("ventanilla.bolt")
    return AsyncApp(
        name="ventanilla",
        logger=logger,
        process_before_response=True,
        client=room.workspaces.bare(),
        authorize=authorize,  # type: ignore[arg-type]  # None is how it says "not installed here"
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        before_authorize=only_listed,
    )
