"""Microsoft Graph, for one thing: the app is installed for whom the directory names, since a bot cannot write first to
who has not got it. Asked once, at set-up, by whoever connects the company; the desk itself never calls it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Literal
from urllib.parse import quote

import aiohttp
import msgspec

from handlers.teams.connector import decoded, seconds_of
from handlers.teams.settings import GRAPH, TeamsSettings
from handlers.teams.tokens import Tokens

SCOPE = f"{GRAPH}.default"
PERMISSIONS = ("AppCatalog.Read.All", "User.ReadBasic.All", "TeamsAppInstallation.ReadWriteForUser.All")
CALL_S = 15.0
TRIES = 5
LONGEST_WAIT_S = 60.0
LARGEST = 1 << 20

How = Literal["installed", "had it", "nowhere"]


class GraphRefused(Exception):
    """Graph does not do it; says so in a sentence with what to do."""


class Graph:
    def __init__(
        self,
        session: Callable[[], aiohttp.ClientSession],
        tokens: Tokens,
        settings: TeamsSettings,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        """`tokens`: for SCOPE."""
        self._session = session
        self._tokens = tokens
        self._settings = settings
        self._sleep = sleep

    async def app(self) -> str:
        """The app's id in the company's catalogue. Raises GraphRefused and SendFailed."""
        where = f"appCatalogs/teamsApps?$filter=externalId eq '{self._settings.app_id}'"
        _, found = await self._call("GET", where)
        if (id_ := _first_id(found)) is None:
            raise GraphRefused(
                "the app is not in the company's catalogue: upload the package in the Teams admin centre (Teams apps, "
                "Manage apps) first."
            )
        return id_

    async def install(self, email: str, app: str) -> How:
        """Raises GraphRefused and SendFailed."""
        if (user := await self._user(email)) is None:
            return "nowhere"
        bound = f"{self._settings.graph_url}v1.0/appCatalogs/teamsApps/{quote(app, safe='')}"
        where = f"users/{quote(user, safe='')}/teamwork/installedApps"
        status, _ = await self._call("POST", where, {"teamsApp@odata.bind": bound}, also=(409,))
        return "had it" if status == 409 else "installed"

    async def _user(self, email: str) -> str | None:
        """By the name they sign in with, else by their address."""
        status, found = await self._call("GET", f"users/{quote(email, safe='@')}?$select=id", also=(404,))
        if status == 200 and isinstance(found.get("id"), str):
            return str(found["id"])
        told = email.replace("'", "''")
        _, found = await self._call("GET", f"users?$filter=mail eq '{quote(told, safe='@')}'&$select=id")
        return _first_id(found)

    async def _call(
        self, method: str, path: str, body: Any = None, *, also: tuple[int, ...] = ()
    ) -> tuple[int, dict[str, Any]]:
        """`also`: statuses that are an answer. As late as Graph asks, it is asked again."""
        for _ in range(TRIES):
            status, after, found = await self._once(method, path, body)
            if 200 <= status < 300 or status in also:
                return status, found
            if status not in (429, 503, 504):
                break
            await self._sleep(min(max(after, 1.0), LONGEST_WAIT_S))
        if status in (401, 403):
            raise GraphRefused(
                f"Microsoft Graph does not let the app do this: under API permissions of its registration add {', '.join(PERMISSIONS)} "
                "(Microsoft Graph, application permissions) and let an administrator consent."
            )
        raise GraphRefused(f"Microsoft Graph answers {status}: try again later. What is done stays done.")

    async def _once(self, method: str, path: str, body: Any) -> tuple[int, float, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {await self._tokens.token()}"}
        content = None
        if body is not None:
            content = msgspec.json.encode(body)
            headers["Content-Type"] = "application/json"
        try:
            async with (
                asyncio.timeout(CALL_S),
                self._session().request(
                    method,
                    f"{self._settings.graph_url}v1.0/{path}",
                    data=content,
                    headers=headers,
                    allow_redirects=False,
                ) as answer,
            ):
                read = await answer.content.read(LARGEST)
                after, found = seconds_of(answer.headers.get("Retry-After", "")), decoded(read)
                return answer.status, after, found if isinstance(found, dict) else {}
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 503, 0.0, {}


def _first_id(found: dict[str, Any]) -> str | None:
    listed = found.get("value")
    first = listed[0] if isinstance(listed, list) and listed else None
    id_ = first.get("id") if isinstance(first, dict) else None
    return id_ if isinstance(id_, str) else None
