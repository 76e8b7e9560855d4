"""Teams put together: what a web process answers, what a worker sends through, and what runs beside them."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from aiohttp import web

from bot.delivery.files import Files
from bot.delivery.gateway import SendFailed
from bot.desk import Desk
from bot.reader import Library
from bot.settings import Settings
from bot.store.store import Store
from handlers.teams.gateway import TeamsGateway
from handlers.teams.listen import Listener
from handlers.teams.room import Room
from handlers.teams.settings import TeamsSettings
from handlers.teams.sso import SignOn
from handlers.teams.tab import Pages, tab_app

log = structlog.get_logger()


class Teams:
    """One process's Teams. `gateway` is for the worker, `routes` and `listening` for a web process."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._sign_on = SignOn(room.pool, room.teams, room.settings.url)

    @property
    def gateway(self) -> TeamsGateway:
        return self.room.gateway

    def tab(self, pages: Pages) -> web.Application:
        """The personal tab, to be added below /teams."""
        return tab_app(self.room, self._sign_on, pages)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/messages", Listener(self.room).__call__)]

    def pages(self, signed: Pages) -> dict[str, web.Application]:
        """The personal tab, framed by Teams alone."""
        return {"/teams": self.tab(signed)}

    def way_in(self, here: str) -> str:
        if self.room.teams.development:
            return f"Teams, on this machine alone: a local client of its protocol writes to {here}/api/messages (docs/teams.md)."
        address = self.room.settings.url or "https://YOUR-ADDRESS"
        return f"Teams: write to the bot. Its messaging endpoint is {address}/api/messages; `ventanilla doctor` looks at each step."

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """While a web process runs: the keys that check what comes in are there before it does."""
        if not self.room.teams.development:
            await self.room.keys.refresh()
        async with self.room.asides.looked_after():
            yield

    @asynccontextmanager
    async def reaching(self) -> AsyncIterator[None]:
        """While a worker runs: the token is fetched before the first message needs it."""
        with suppress(SendFailed):
            await self.room.tokens.token()
        yield

    async def aclose(self) -> None:
        await self._sign_on.keys.aclose()
        await self.room.aclose()


def make_teams(
    desk: Desk,
    store: Store,
    settings: Settings,
    teams: TeamsSettings,
    library: Callable[[], Library],
    files: Files | None = None,
) -> Teams:
    """`library`: the accepted directory and its matcher. Asks nothing of Teams yet. Raises ValueError without an app
    id, save in development."""
    return Teams(Room(desk, store, settings, teams, library, files=files))
