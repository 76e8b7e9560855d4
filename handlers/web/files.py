"""`/files/<signed>`: a file for one person, where it could not be written into their conversation.

The first page shows nothing but its name; a tap downloads it. Rights are asked at every step, and whatever is wrong with a
link looks the same: nothing is here. A link that has run out is renewed by a tap, into its reader's own chat.
"""

from contextlib import suppress
from urllib.parse import quote

import structlog
from aiohttp import web
from msgspec import Struct

from bot.commit import requests_in
from bot.delivery.card import Card, Link, Paragraph
from bot.delivery.files import Opened, Ticket, safe_name
from bot.delivery.gateway import SendFailed, Undeliverable
from bot.delivery.reach import place_of
from bot.domain.commands import Attached, decode_attached
from bot.domain.request import Request
from bot.domain.rights import may_read
from bot.store.files import Where
from bot.words import of
from handlers.web import guard, render
from handlers.web.room import Room, room_of
from handlers.web.tell import fragment, language_asked
from handlers.web.views import Side
from knowledge.directory import PersonId

log = structlog.get_logger()

routes = web.RouteTableDef()

_HIDDEN = {"X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet", "Referrer-Policy": "no-referrer"}


class Found(Struct, frozen=True):
    ticket: Ticket
    request: Request
    where: Where
    attached: Attached
    over: bool  # its time has run out

    @property
    def name(self) -> str:
        return safe_name(self.attached.name)


async def _found(request: web.Request) -> Found | None:
    """None for whatever is wrong: forged, foreign, not theirs to read any more, erased, or confidential."""
    room = room_of(request)
    ticket = room.files.ticket(request.match_info["signed"])
    about = (
        requests_in(await room.store.states([ticket.number])).get(ticket.number)
        if ticket is not None
        else None
    )
    if ticket is None or about is None:
        return None
    author = dict(about.files).get(ticket.words)
    if author is None or not may_read(ticket.person, about, room.directory):
        return None
    if about.confidential and not (room.with_desk and guard.is_local(request)):
        return None  # a link alone is not enough
    kept = (await room.store.words(ticket.number)).get(ticket.words)
    if kept is None:
        return None
    over = (await room.desk.now()).timestamp() >= ticket.until
    return Found(ticket, about, (ticket.number, author, ticket.words), decode_attached(kept), over)


@routes.get("/files/{signed}")
async def shown(request: web.Request) -> web.Response:
    """Downloads nothing yet: whoever merely fetches links for a preview gets no file."""
    found = await _found(request)
    language = language_asked(request, room_of(request).directory.languages)
    say = of(language)
    if found is None:
        return _page(language, say("file-gone"), status=404)
    if found.over:
        return _page(language, say("file-over"), say("file-over-story"), say("file-again"))
    return _page(language, say("file-title"), say("file-story", file=found.name), say("file-get"))


@routes.post("/files/{signed}")
async def downloaded(request: web.Request) -> web.StreamResponse:
    found = await _found(request)
    room, language = room_of(request), language_asked(request, room_of(request).directory.languages)
    say = of(language)
    if found is None:
        return _page(language, say("file-gone"), status=404)
    if found.over:
        if await _renewed(room, found, request.match_info["signed"]):
            return _page(language, say("file-sent"))
        return _page(language, say("file-not-sent"), status=503)
    try:
        async with room.files.opened(found.where, found.attached) as opened:
            return await _streamed(request, found.name, opened)
    except Undeliverable:
        return _page(language, say("file-gone"), status=404)
    except SendFailed:
        return _page(language, say("file-unavailable"), status=503)


async def _streamed(request: web.Request, name: str, opened: Opened) -> web.StreamResponse:
    """As a download of no kind at all: nothing in it is ever shown or run as a page of ours."""
    answer = web.StreamResponse(
        headers=_HIDDEN
        | {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Length": str(opened.file.size),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
    )
    pieces = aiter(opened.pieces)
    first = await anext(pieces, b"")  # what cannot be read at all is still a page
    await answer.prepare(request)
    await answer.write(first)
    with suppress(SendFailed):  # cut short of its length: the browser says so
        async for piece in pieces:
            await answer.write(piece)
    return answer


async def _renewed(room: Room, found: Found, signed: str) -> bool:
    """To their own chat, once an hour: whoever else has the old link gets nothing by it. False: it is not there."""
    told = f"file-again:{found.ticket.person}:{found.ticket.words}"
    if not await room.store.chat.is_first(told, 3_600_000):
        return True
    sent = await _sent(room, found, signed)
    if not sent:
        await room.store.chat.not_told(told)
    return sent


async def _sent(room: Room, found: Found, signed: str) -> bool:
    now = await room.desk.now()
    ticket, about = found.ticket, found.request
    profile = await room.store.people.profile(ticket.person)
    side: Side = "asks" if ticket.person == about.requester else "work"
    place = place_of(ticket.person, side, about, profile, room.files.gateways)
    gateway = room.files.gateways.get(place.platform)
    url = room.files.link(
        ticket.number, ticket.words, ticket.person, now, absolute=place.platform != room.gateway.platform
    )
    if gateway is None or not url:
        return False
    language = room.language(profile.get("language") or room.language_of(PersonId(ticket.person)))
    label = of(language)("file-open", file=found.name)
    card = Card(
        kind="file",
        language=language,
        number=ticket.number,
        version=about.version,
        text=f"{label}: {url}",
        blocks=(Paragraph(about.ref), Link(label, url)),
    )
    try:
        await gateway.post(place, card, key=f"file-again/{signed[-16:]}/{now:%Y%m%d%H}", loud=False)
    except SendFailed as failed:
        log.info("web.file_link_not_sent", number=ticket.number, why=repr(failed))
        return False
    return True


def _page(language: str, title: str, body: str = "", form: str = "", *, status: int = 200) -> web.Response:
    html = render.page(
        "alone.html", t=of(language), language=language, title=title, body=body, form=form, card=""
    )
    return fragment(html, status=status, headers=_HIDDEN)
