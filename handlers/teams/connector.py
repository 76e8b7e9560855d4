"""Our own sender: Bot Framework's REST calls over one pool of connections, each bounded in time, none repeated here.

What an answer means for sending again:
  412, 429, 502, 504   documented as "try again": Postponed
  408, 500, 503, a lost answer   it may have arrived: Doubtful for a new message, Postponed for a change
  403, 404             nobody is there (any more): Undeliverable, unreachable
  413 and the rest     this message will never be taken: Undeliverable
"""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import aiohttp
import msgspec
import structlog

from bot.delivery.gateway import Doubtful, Postponed, Undeliverable
from handlers.teams.hosts import Hosts, base_of
from handlers.teams.limits import NEW_CONVERSATIONS, ROSTER
from handlers.teams.throttle import Throttle
from handlers.teams.tokens import Tokens

log = structlog.get_logger()

CALL_S = 10.0
SHORT_CALL_S = 3.0  # while somebody waits for the answer to what they did
LARGEST_ANSWER = 1 << 20
AGAIN_S = 2.0
LONGEST_WAIT_S = 300.0
_AGAIN = frozenset({412, 429, 502, 504})
_MAYBE = frozenset({408, 500, 503})
_NOBODY = frozenset({403, 404, 410})
# Of this one person: they blocked or removed the app. An administrator's block is everybody's, and has other names.
_GONE = frozenset({"MessageWritesBlocked", "ConversationBlockedByUser", "ConversationNotFound"})
_CANNOT = frozenset({405, 501})  # a client that knows no change, no roster

Json = dict[str, Any]


class Unsupported(Undeliverable):
    """The service does not know this call at all."""

    def __init__(self, status: int) -> None:
        super().__init__(f"not supported ({status})", unreachable=False)


class NotThere(Undeliverable):
    """We are not in this conversation, so its members are not told to us. It says nothing of who they are."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, unreachable=False)


class Connector:
    def __init__(
        self,
        session: Callable[[], aiohttp.ClientSession],
        tokens: Tokens,
        hosts: Hosts,
        jitter: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock`: seconds, of this process."""
        self._opened = Throttle(NEW_CONVERSATIONS, clock)
        self._rosters = Throttle(ROSTER, clock)
        self._session = session
        self._tokens = tokens
        self._hosts = hosts
        self._jitter = jitter

    async def send(self, service_url: str, conversation: str, activity: Json) -> str:
        """A new message; its id, or "" from a service that gives none."""
        path = f"v3/conversations/{_part(conversation)}/activities"
        answer = await self._call("POST", service_url, path, activity, repeatable=False)
        return _id_in(answer)

    async def change(self, service_url: str, conversation: str, message: str, activity: Json) -> None:
        path = f"v3/conversations/{_part(conversation)}/activities/{_part(message)}"
        await self._call("PUT", service_url, path, activity | {"id": message}, repeatable=True)

    async def open(self, service_url: str, *, bot: str, user: str, tenant: str) -> str:
        """The conversation with one person; asked for again it is the same one. Raises Postponed within Teams' limits."""
        self._within(self._opened, user)
        body: Json = {
            "bot": {"id": bot},
            "members": [{"id": user}],
            "isGroup": False,
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        return _id_in(
            await self._call(
                "POST", service_url, "v3/conversations", body, repeatable=True, within=SHORT_CALL_S
            )
        )

    async def member(self, service_url: str, conversation: str, user: str) -> Json:
        """What the roster says of somebody. Raises Postponed within Teams' limits, and NotThere.

        `user`: their id for this bot, or the directory's.
        """
        self._within(self._rosters, conversation)
        path = f"v3/conversations/{_part(conversation)}/members/{_part(user)}"
        try:
            found = await self._call("GET", service_url, path, None, repeatable=True, within=SHORT_CALL_S)
        except Undeliverable as failed:
            if failed.unreachable and "MemberNotFound" not in failed.reason:
                raise NotThere(failed.reason) from failed
            raise
        return found if isinstance(found, dict) else {}

    @staticmethod
    def _within(throttle: Throttle, what: str) -> None:
        if (wait_s := throttle.wait_s(what)) > 0:
            raise Postponed(wait_s)

    async def _call(
        self,
        method: str,
        service_url: str,
        path: str,
        body: Json | None,
        *,
        repeatable: bool,
        within: float = CALL_S,
    ) -> Any:
        if not self._hosts.allows(service_url):
            raise Undeliverable("a service address that is not allowed", unreachable=True)
        token = await self._tokens.token()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        content = None
        if body is not None:
            content = msgspec.json.encode(body)
            headers["Content-Type"] = "application/json; charset=utf-8"
        try:
            async with (
                asyncio.timeout(within),
                self._session().request(
                    method,
                    f"{base_of(service_url)}{path}",
                    data=content,
                    headers=headers,
                    allow_redirects=False,
                ) as answer,
            ):
                found = await answer.content.read(LARGEST_ANSWER)
                status, retry_after = answer.status, answer.headers.get("Retry-After", "")
        except aiohttp.ClientConnectorError as error:
            raise Postponed(self._later()) from error  # nothing was sent
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise (Postponed(self._later()) if repeatable else Doubtful()) from error
        if status == 401:
            self._tokens.spent(token)
        self._judge(status, retry_after, found, repeatable=repeatable)
        return decoded(found)

    def _judge(self, status: int, retry_after: str, found: bytes, *, repeatable: bool) -> None:
        if 200 <= status < 300:
            return
        if status in _AGAIN or status == 401 or (status in _MAYBE and repeatable):
            raise Postponed(self._later(seconds_of(retry_after)))
        if status in _MAYBE or status > 504:
            raise Doubtful
        if status in _CANNOT:
            raise Unsupported(status)
        code = _code_in(found)
        nobody = status in _NOBODY
        raise Undeliverable(f"{status} {code}".strip(), unreachable=nobody, gone=nobody and code in _GONE)

    def _later(self, asked_s: float = 0.0) -> float:
        """Never before the time that was asked for, and not all at once."""
        return min(max(asked_s, AGAIN_S), LONGEST_WAIT_S) * (1 + self._jitter() / 2)


def _part(name: str) -> str:
    """One part of a path, whatever it holds."""
    return quote(name, safe="@:;=")


def decoded(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body) if body.strip() else {}
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return {}


def _id_in(answer: Any) -> str:
    found = answer.get("id") if isinstance(answer, dict) else None
    return found if isinstance(found, str) else ""


def _code_in(body: bytes) -> str:
    """The service's own word for what is wrong, never more of what it says."""
    found = decoded(body)
    error = found.get("error") if isinstance(found, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code[:60] if isinstance(code, str) else ""


def seconds_of(retry_after: str) -> float:
    """Seconds, or 0 where it is a date or nothing."""
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        return 0.0
