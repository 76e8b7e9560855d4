"""Whether the desk answers at its public address as Slack needs it to: asked with Slack's own question, signed."""

import asyncio
import secrets
import time

import aiohttp
import msgspec

from bot.store.findings import Level
from handlers.slack.guard import signature
from handlers.slack.shapes import Envelope

WITHIN_S = 5.0
_VERIFY = "then let Slack verify the address on the app's page (Event Subscriptions, Retry)"

Looked = tuple[Level, str]  # and what to do


async def looked_at(session: aiohttp.ClientSession, url: str, secret: str) -> Looked:
    """`secret`: the signing secret that stands here, which must be the one that stands there."""
    if not url.startswith("https://"):
        return (
            "fault",
            "Slack sends to https addresses alone: set VENTANILLA_URL to the one that leads here.",
        )
    return await answers(session, f"{url}/slack/events", secret)


async def answers(session: aiohttp.ClientSession, address: str, secret: str) -> Looked:
    challenge = secrets.token_urlsafe(16)
    try:
        status, said = await _asked(session, address, secret, challenge)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as failed:
        why = type(failed).__name__
        return "warning", f"nothing answers at {address} ({why}): start `ventanilla web` there, {_VERIFY}."
    if status == 200 and challenge in said:
        return "fine", f"events come by HTTP to {address}, which answers and takes what is signed."
    if status == 401:
        sentence = (
            f"the desk at {address} does not take our signature: SLACK_SIGNING_SECRET must be the same here, there and "
            "on the app's page (Basic Information), and both clocks right."
        )
    else:
        sentence = (
            f"{address} answers {status}, not as the desk does: it must lead to the web process, {_VERIFY}."
        )
    return "fault", sentence


async def _asked(
    session: aiohttp.ClientSession, address: str, secret: str, challenge: str
) -> tuple[int, str]:
    """Raises what aiohttp raises."""
    body = msgspec.json.encode(Envelope(type="url_verification", challenge=challenge))
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(secret.encode(), stamp, body).decode(),
    }
    async with (
        asyncio.timeout(WITHIN_S),
        session.post(address, data=body, headers=headers, allow_redirects=False) as answer,
    ):
        return answer.status, (await answer.content.read(2000)).decode("utf-8", "replace")
