"""How Slack reaches an app: signed HTTP with its retry schedule, or Socket Mode. Time is injected, nothing waits."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp
from msgspec import Struct

from handlers.slack.limits import RETRIES_AFTER_S
from tests.slack_server.server import SIGNING_SECRET, FakeSlack


class Delivery(Struct, frozen=True, kw_only=True):
    """One attempt of Slack's, and what it got."""

    event_id: str
    attempt: int
    status: int
    at_s: float  # by Slack's own, injected, clock


class Reply(Struct, frozen=True):
    status: int
    body: dict[str, Any]


class Sender(Protocol):
    deliveries: list[Delivery]

    async def event(self, envelope: dict[str, Any], *, copies: int = 1) -> bool: ...

    async def interact(self, payload: dict[str, Any]) -> Reply: ...

    async def command(self, fields: dict[str, str]) -> Reply: ...


class HttpSender:
    """Signed as Slack signs. `clock`: what the signature says; the waits between retries only move `at_s`."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        secret: str = SIGNING_SECRET,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._session = session
        self._url = url
        self._secret = secret
        self._clock = clock
        self.deliveries: list[Delivery] = []

    async def event(self, envelope: dict[str, Any], *, copies: int = 1) -> bool:
        """Delivered until it is answered with 2xx, at most four times; `copies` are sent whatever was answered."""
        at_s, taken = 0.0, False
        for attempt, wait_s in enumerate((0, *RETRIES_AFTER_S)):
            at_s += wait_s
            headers = (
                {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_error"} if attempt else {}
            )
            reply = await self.post(json.dumps(envelope).encode(), "application/json", headers)
            found = Delivery(
                event_id=envelope.get("event_id", ""), attempt=attempt, status=reply.status, at_s=at_s
            )
            self.deliveries.append(found)
            taken = taken or 200 <= reply.status < 300
            if taken and attempt + 1 >= copies:
                break
        return taken

    async def interact(self, payload: dict[str, Any]) -> Reply:
        """Sent once: Slack never repeats a click."""
        return await self.post(
            urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"
        )

    async def command(self, fields: dict[str, str]) -> Reply:
        return await self.post(urlencode(fields).encode(), "application/x-www-form-urlencoded")

    async def post(self, body: bytes, kind: str, headers: dict[str, str] | None = None) -> Reply:
        return await self.raw(body, {"Content-Type": kind, **self.signature(body), **(headers or {})})

    def signature(self, body: bytes) -> dict[str, str]:
        stamp = str(int(self._clock()))
        made = hmac.new(self._secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made}"}

    async def raw(self, body: bytes, headers: dict[str, str]) -> Reply:
        async with self._session.post(self._url, data=body, headers=headers) as answer:
            text = await answer.text()
            return Reply(answer.status, _body(text))


class SocketSender:
    """The same payloads through the connections that the app has opened."""

    def __init__(self, slack: FakeSlack, within_s: float = 3.0) -> None:
        self._slack = slack
        self._within_s = within_s
        self.deliveries: list[Delivery] = []

    async def event(self, envelope: dict[str, Any], *, copies: int = 1) -> bool:
        at_s, taken = 0.0, False
        for attempt, wait_s in enumerate((0, *RETRIES_AFTER_S)):
            at_s += wait_s
            ack = await self._slack.send("events_api", envelope, retry=attempt, within_s=self._within_s)
            status = 200 if ack is not None else 0
            self.deliveries.append(
                Delivery(event_id=envelope.get("event_id", ""), attempt=attempt, status=status, at_s=at_s)
            )
            taken = taken or ack is not None
            if taken and attempt + 1 >= copies:
                break
        return taken

    async def interact(self, payload: dict[str, Any]) -> Reply:
        return _reply(await self._slack.send("interactive", payload, within_s=self._within_s))

    async def command(self, fields: dict[str, str]) -> Reply:
        return _reply(await self._slack.send("slash_commands", fields, within_s=self._within_s))


def _reply(ack: dict[str, Any] | None) -> Reply:
    return Reply(0, {}) if ack is None else Reply(200, ack)


def _body(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {"text": text}
    return found if isinstance(found, dict) else {"text": text}
