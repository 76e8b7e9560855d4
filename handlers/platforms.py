"""Which chat platforms the environment connects, and each of them as the command line needs it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from aiohttp import web
from msgspec import Struct

from bot.delivery.files import Files
from bot.delivery.gateway import Gateway
from bot.desk import Desk
from bot.reader import Library
from bot.settings import Settings
from bot.store.store import Store
from handlers.slack.settings import SlackSettings, slack_settings
from handlers.teams.settings import TeamsSettings, teams_settings
from handlers.web.signed import SignedPages


class Platform(Protocol):
    @property
    def gateway(self) -> Gateway: ...

    def routes(self) -> list[web.RouteDef]: ...

    def pages(self, signed: SignedPages) -> dict[str, web.Application]:
        """Whole applications of its own, by the path they stand under.

        `signed` makes the web's pages for whom the platform signs on.
        """

    def way_in(self, here: str) -> str:
        """A sentence for who has just started it: how people get to it. `here`: this process's own address."""

    def listening(self) -> AbstractAsyncContextManager[None]:
        """While a web process runs."""

    def reaching(self) -> AbstractAsyncContextManager[None]:
        """While a worker runs."""

    async def aclose(self) -> None: ...


class Connected(Struct, frozen=True, kw_only=True):
    """What the environment says of the platforms. Tokens stay out of its `repr`."""

    slack: SlackSettings
    teams: TeamsSettings

    @property
    def any(self) -> bool:
        return self.slack.connected or self.teams.connected


def from_environment(host: str) -> Connected:
    """Raises WrongSetting with a sentence that names the variable."""
    return Connected(slack=slack_settings(), teams=teams_settings(host=host))


def made(
    connected: Connected,
    desk: Desk,
    store: Store,
    settings: Settings,
    library: Callable[[], Library],
    files: Files,
) -> Sequence[Platform]:
    """The SDKs are heavy, so each is imported only where its platform is connected."""
    platforms: list[Platform] = []
    if connected.slack.connected:
        from handlers.slack.app import make_slack

        platforms.append(make_slack(desk, store, settings, connected.slack, library))
    if connected.teams.connected:
        from handlers.teams.app import make_teams

        platforms.append(make_teams(desk, store, settings, connected.teams, library, files))
    return platforms
