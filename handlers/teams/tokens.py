"""The token with which we write: fetched with the bot's own secret, ahead of need, one fetch however many wait."""

import asyncio
import time
from collections.abc import Callable

import aiohttp
import msgspec
import structlog
from msgspec import Struct

from bot.delivery.gateway import Postponed
from handlers.teams import sdk
from handlers.teams.settings import TeamsSettings

log = structlog.get_logger()

FETCH_S = 10.0
EARLY_S = 300.0  # a new one is fetched so long before the old one ends
AWAY_S = 5.0
REFUSED_S = 60.0


class SecretRefused(Postponed):
    """The login does not take our secret, as when it has run out. Somebody will mend it: nothing is lost until then."""

    def __init__(self) -> None:
        super().__init__(REFUSED_S)


class _Granted(Struct, frozen=True):
    access_token: str
    expires_in: float = 3600.0


_decode = msgspec.json.Decoder(_Granted, strict=False).decode


class Tokens:
    def __init__(
        self,
        session: Callable[[], aiohttp.ClientSession],
        settings: TeamsSettings,
        clock: Callable[[], float] = time.monotonic,
        *,
        scope: str = sdk.SCOPE,
    ) -> None:
        """`scope`: of which service it is to be taken."""
        self._scope = scope
        self._session = session
        self._settings = settings
        self._clock = clock
        self._token, self._ends_at = "", float("-inf")
        self._fetching: asyncio.Task[None] | None = None

    async def token(self) -> str:
        """ "" in development. Raises Postponed while the login service is away, SecretRefused for a wrong secret."""
        if not self._settings.app_id:
            return ""
        left = self._ends_at - self._clock()
        if left < EARLY_S:
            fetching = self._fetch_soon()
            if left <= 0:
                await asyncio.shield(fetching)
        return self._token

    def spent(self, token: str) -> None:
        """A service did not take it: the next one is new."""
        if token == self._token:
            self._ends_at = float("-inf")

    def _fetch_soon(self) -> "asyncio.Task[None]":
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch())
            self._fetching.add_done_callback(_looked_at)
        return self._fetching

    async def _fetch(self) -> None:
        url = f"{self._settings.login_url}{self._settings.app_tenant}{sdk.TOKEN_PATH}"
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "client_secret": self._settings.app_password,
            "scope": self._scope,
        }
        try:
            async with (
                asyncio.timeout(FETCH_S),
                self._session().post(url, data=form, allow_redirects=False) as answer,
            ):
                body = await answer.read()
                if answer.status in (400, 401, 403):
                    log.error(
                        "teams.secret_refused", setting="MICROSOFT_APP_PASSWORD", see="ventanilla doctor"
                    )
                    raise SecretRefused
                if answer.status != 200:
                    raise Postponed(AWAY_S)
        except (aiohttp.ClientError, TimeoutError, OSError) as away:
            raise Postponed(AWAY_S) from away
        try:
            granted = _decode(body)
        except msgspec.MsgspecError as error:
            raise Postponed(AWAY_S) from error
        self._token, self._ends_at = granted.access_token, self._clock() + granted.expires_in

    async def aclose(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)


def _looked_at(task: "asyncio.Task[None]") -> None:
    """One that was fetched ahead and failed is fetched again when it is needed."""
    if not task.cancelled():
        task.exception()
