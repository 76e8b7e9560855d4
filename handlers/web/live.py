"""The live part: one WebSocket a pane, fed from the person's feed. A browser asks on from the last entry it has seen."""

import asyncio
import re
from contextlib import suppress

import structlog
from aiohttp import WSCloseCode, web

from bot.store.feeds import START, FeedEntry
from bot.words import of
from handlers.web import feed, metrics, render
from handlers.web.pages import hint
from handlers.web.room import Room, Unknown, Wanted
from knowledge.directory import PersonId

HEARTBEAT_S = 25.0
_ENTRY = re.compile(r"[0-9]{1,20}-[0-9]{1,20}")

OPEN: web.AppKey[set[web.WebSocketResponse]] = web.AppKey("open", set)

log = structlog.get_logger()
routes = web.RouteTableDef()


@routes.get("/desk/live")
async def live(request: web.Request) -> web.StreamResponse:
    wanted = Wanted.by(request, request.query)
    after = request.query.get("after", START)
    if not _ENTRY.fullmatch(after):
        raise Unknown
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=1024, compress=False)
    await socket.prepare(request)
    request.app[OPEN].add(socket)
    metrics.panes.inc()
    if request.query.get("lang"):
        await _speaks(wanted)
    where = {name: value for name, value in request.query.items() if name in ("asks", "work", "lang")}
    sending = asyncio.ensure_future(_send(socket, wanted, after, where))
    try:
        async for _ in socket:
            pass  # the browser has nothing to say here: it posts
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError, ConnectionError):
            await sending
        request.app[OPEN].discard(socket)
        metrics.panes.dec()
    return socket


async def _speaks(wanted: Wanted) -> None:
    """The page's language is the profile's here, as a chat's is there: what is sent to whoever is played comes in it.

    Of who is known in a chat too that chat's stays.
    """
    people = wanted.room.store.people
    profile = await people.profile(wanted.person)
    if any(field.startswith("place.") for field in profile):
        return
    if (profile.get("language") or wanted.room.language_of(wanted.person)) != wanted.language:
        await people.set_profile(wanted.person, {"language": wanted.language})


async def _send(socket: web.WebSocketResponse, wanted: Wanted, after: str, where: dict[str, str]) -> None:
    room = wanted.room
    try:
        if await _is_from_another_life(room, wanted.person, after):
            await socket.send_str(render.reload(wanted.side))
            return
        async for entries in room.tail.follow(wanted.person, after):
            await socket.send_str(await _news(wanted, entries, where))
    except ConnectionError:
        return
    except Exception as error:
        log.exception("web.live_failed", error=type(error).__name__)
        # The browser connects again after this code, and asks on from where it is.
        await socket.close(code=WSCloseCode.INTERNAL_ERROR)


async def _is_from_another_life(room: Room, person: PersonId, after: str) -> bool:
    """The page was drawn from data that is no longer there, e.g. another data folder."""
    return after != START and _order(after) > _order(await room.store.feeds.newest(person))


def _order(entry: str) -> tuple[int, int]:
    ms, _, count = entry.partition("-")
    return int(ms), int(count)


async def _news(wanted: Wanted, entries: list[FeedEntry], where: dict[str, str]) -> str:
    """Messages in order, what a screen reader says of the loud ones, and where the browser asks on from."""
    parts, said = [], []
    for item in feed.items(entries, wanted.side):
        entry, words = feed.entry(item), of(item.card.language)
        drawn = render.added if item.op == "post" else render.changed
        parts.append(drawn(entry, words, wanted.act))
        if item.op == "post" and item.card.kind not in render.OWN:
            said.append((item.card.text, item.card.language))
    if said:
        parts.append(render.heard(wanted.side, said))
    if wanted.side == "asks" and parts:
        found = await hint(wanted, entries, PersonId(where.get("work", "")), where)
        parts.append(render.hinted(found, wanted.t))
    parts.append(render.seen_to(wanted.side, entries[-1].id))
    return "".join(parts)


async def close_all(app: web.Application) -> None:
    """On a stop: "service restart", after which the browsers try again by themselves."""
    sockets = app[OPEN]
    for socket in list(sockets):
        await socket.close(code=WSCloseCode.SERVICE_RESTART, message=b"restart")
