"""Whether the desk answers at its public address as Teams needs it to: asked from outside, without a token."""

import asyncio

import aiohttp

from bot.store.findings import Level

WITHIN_S = 5.0
REFUSED = "not from Bot Framework"  # what the desk says to who brings no token, and nobody else does

Looked = tuple[Level, str]  # and what to do


async def looked_at(session: aiohttp.ClientSession, url: str) -> Looked:
    """`url`: the public address, https."""
    endpoint, tab = f"{url}/api/messages", f"{url}/teams/tab"
    try:
        status, said = await _asked(session, "POST", endpoint)
        framed, page = await _asked(session, "GET", tab)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as failed:
        why = type(failed).__name__
        sentence = (
            f"nothing answers at {endpoint} ({why}): start `ventanilla web` there, let the tunnel or proxy lead to it, and set "
            "the bot's messaging endpoint to this address."
        )
        return "warning", sentence
    if status == 401 and REFUSED in said and framed == 200 and "/teams/static/" in page:
        return "fine", f"the desk answers at {endpoint}, which the bot's messaging endpoint must be."
    if status == 404:
        sentence = (
            f"{endpoint} is not there: the web process at this address was started without MICROSOFT_APP_ID."
        )
    else:
        sentence = (
            f"{endpoint} answers {status} to who brings no token, and {tab} answers {framed}, not as the desk does: the address "
            "must lead to the web process, with every path and nothing before it that asks people to sign in."
        )
    return "fault", sentence


async def _asked(session: aiohttp.ClientSession, method: str, address: str) -> tuple[int, str]:
    """Raises what aiohttp raises."""
    async with (
        asyncio.timeout(WITHIN_S),
        session.request(method, address, allow_redirects=False) as answer,
    ):
        return answer.status, (await answer.content.read(20_000)).decode("utf-8", "replace")
