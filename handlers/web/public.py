"""What exists on every installation: is it alive, is it ready, what it counts, and a receipt for who has no chat."""

from datetime import UTC, datetime, timedelta

import msgspec
from aiohttp import web
from itsdangerous import BadSignature, URLSafeSerializer
from msgspec import Struct
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.domain.request import RequestNumber, ref
from bot.settings import Settings
from bot.store.findings import SKEW_S
from bot.store.link import Unavailable
from bot.views import Seen
from bot.words import of, text_in
from handlers.web import history, render
from handlers.web.room import Room, Wanted, room_of
from handlers.web.tell import fragment, language_asked
from knowledge.directory import PersonId

RECEIPT_DAYS = 14
_SALT = "receipt"

routes = web.RouteTableDef()


class Receipt(Struct, frozen=True, array_like=True):
    number: RequestNumber
    person: PersonId
    until: int  # Unix seconds, by the desk's one clock


@routes.get("/healthz")
async def alive(_: web.Request) -> web.Response:
    return web.Response(text="alive\n")


@routes.get("/readyz")
async def ready(request: web.Request) -> web.Response:
    """200 while Redis answers. A clock that is far from Redis's is told, but takes nobody out of service."""
    store = room_of(request).store
    try:
        await store.ping()
        apart = (await store.now() - datetime.now(UTC)).total_seconds() - await store.clock_offset() / 1000
    except Unavailable:
        return web.Response(text="Redis does not answer\n", status=503)
    if abs(apart) > SKEW_S:
        said = f"ready, but this machine's clock and Redis's are {abs(apart):.0f} s apart\n"
        return web.Response(text=said)
    return web.Response(text="ready\n")


@routes.get("/metrics")
async def metrics(_: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret, salt=_SALT)


def receipt_path(number: RequestNumber, person: PersonId, now: datetime, settings: Settings) -> str:
    """A link for one person to one request; it ends RECEIPT_DAYS after `now`."""
    until = int((now + timedelta(days=RECEIPT_DAYS)).timestamp())
    return f"/r/{_signer(settings).dumps([number, person, until])}"


async def _receipt(request: web.Request) -> Receipt | None:
    """None for a link that was forged, altered, made for something else, or has expired."""
    room = room_of(request)
    try:
        found = msgspec.convert(_signer(room.settings).loads(request.match_info["signed"]), Receipt)
    except (BadSignature, msgspec.ValidationError):
        return None
    return found if (await room.desk.now()).timestamp() < found.until else None


@routes.get("/r/{signed}")
async def receipt(request: web.Request) -> web.Response:
    """Shows nothing yet: whoever merely fetches links for a preview learns nothing from it."""
    room = room_of(request)
    language = language_asked(request, room.directory.languages)
    if await _receipt(request) is None:
        return _gone(language)
    t = of(language)
    return _page(language, t("desk-receipt-title"), body=t("desk-receipt-story"), form=t("desk-receipt-open"))


@routes.post("/r/{signed}")
async def open_receipt(request: web.Request) -> web.Response:
    """Rights are asked now, not when the link was made; a confidential request is never shown by a link alone."""
    room = room_of(request)
    language = language_asked(request, room.directory.languages)
    asked = await _receipt(request)
    if asked is None:
        return _gone(language)
    seen = await room.views.one(asked.number, asked.person, room.directory)
    if seen is None or seen.request.confidential or seen.request.requester != asked.person:
        return _gone(language)
    if await room.store.people.is_erased(asked.person):
        return _gone(language)
    language = room.language(seen.request.language)
    return _page(
        language,
        f"{ref(asked.number)} · {_topic(seen, room, language)}",
        card=await _body(seen, asked, room, language),
    )


def _topic(seen: Seen, room: Room, language: str) -> str:
    topic = room.directory.topics.get(seen.request.topic) if seen.request.topic else None
    return text_in((topic or room.directory.departments[seen.request.department]).name, language)


async def _body(seen: Seen, asked: Receipt, room: Room, language: str) -> str:
    reader = Wanted(room, asked.person, "asks", language)
    view = await history.view_of(seen, reader, await room.desk.now())
    return render.receipt(history.steps(seen, view), of(language))


def _page(language: str, title: str, *, body: str = "", form: str = "", card: str = "") -> web.Response:
    html = render.page(
        "alone.html", t=of(language), language=language, title=title, body=body, form=form, card=card
    )
    return fragment(html, headers={"X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet"})


def _gone(language: str) -> web.Response:
    html = render.page(
        "alone.html",
        t=of(language),
        language=language,
        title=of(language)("desk-receipt-gone"),
        body="",
        form="",
        card="",
    )
    return fragment(html, status=404)
