"""In front of Bolt: verifies and parses, nothing more. What is forged is 401, what is malformed 400, never 500.

Bolt itself answers 500 to a timestamp that is no number, a signature that is not ASCII, and JSON that is none.
"""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from aiohttp.web_exceptions import HTTPRequestEntityTooLarge
from slack_bolt.adapter.aiohttp import to_aiohttp_response

from handlers.slack import limits
from handlers.slack.front import Front
from handlers.slack.shapes import (
    Malformed,
    Payload,
    command_payload,
    event_payload,
    interaction_payload,
)

log = structlog.get_logger()

BODY_WITHIN_S = 3.0
MOST_FIELDS = 100
_RETRY_HEADERS = ("x-slack-retry-num", "x-slack-retry-reason")


class Guard:
    def __init__(self, front: Front, signing_secret: str, clock: Callable[[], float] = time.time) -> None:
        """`clock`: Unix s of this process; the only thing its own clock is used for is the age of a signature."""
        self._front = front
        self._secret = signing_secret.encode()
        self._clock = clock

    async def __call__(self, request: web.Request) -> web.Response:
        """`POST /slack/events`."""
        stamp = self._stamp(request)
        if stamp is None:
            return web.Response(status=401, text="not signed by Slack")
        body = await _body(request)
        if not self._signed(request, stamp, body):
            return web.Response(status=401, text="not signed by Slack")
        try:
            payload = parse(body, request.content_type)
        except Malformed:
            return web.Response(status=400, text="not a payload of Slack's")
        if payload is None:
            return web.Response(text="")  # Slack only looks whether the address answers
        headers = {name: request.headers[name] for name in _RETRY_HEADERS if name in request.headers}
        return await to_aiohttp_response(await self._front(payload, headers))

    def _stamp(self, request: web.Request) -> str | None:
        """The timestamp as it was signed, where it is one of the last five minutes."""
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 15):
            return None
        return stamp if abs(self._clock() - int(stamp)) <= limits.SIGNATURE_AGE_S else None

    def _signed(self, request: web.Request, stamp: str, body: bytes) -> bool:
        given = request.headers.get("X-Slack-Signature", "").encode("utf-8", "surrogateescape")
        return bool(self._secret) and hmac.compare_digest(signature(self._secret, stamp, body), given)


def signature(secret: bytes, stamp: str, body: bytes) -> bytes:
    made = hmac.new(secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return b"v0=" + made.hexdigest().encode()


async def _body(request: web.Request) -> bytes:
    """Raises 413 for more than a mebibyte, 408 for one that comes too slowly."""
    if (request.content_length or 0) > limits.BODY_BYTES:
        raise HTTPRequestEntityTooLarge(limits.BODY_BYTES, request.content_length or 0)
    if request.content.is_eof():  # it came with the headers, as nearly all do
        return await request.read()
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


def parse(body: bytes, content_type: str) -> Payload | None:
    """Raises Malformed. None: nothing to do."""
    if content_type == "application/json" or body[:1] == b"{":
        return event_payload(body)
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except (ValueError, UnicodeError) as error:
        raise Malformed from error
    fields = dict(pairs)
    if "payload" in fields:
        return interaction_payload(fields["payload"])
    if "command" in fields:
        return command_payload(fields)
    if fields.get("ssl_check") == "1":
        return None
    raise Malformed
