"""What the browser asks for: the page, and the parts of it that change."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import get_args
from urllib.parse import urlencode

from aiohttp import web
from msgspec.structs import replace

from bot.domain.instants import unix_ms
from bot.domain.request import ref
from bot.store.feeds import START, FeedEntry
from bot.views import Filter
from bot.words import of
from handlers.web import cast, direct, feed, queue, read, render
from handlers.web.forms import form_view
from handlers.web.opened import opened
from handlers.web.room import Room, Unknown, Wanted, room_of
from handlers.web.said import clock, moment
from handlers.web.tell import fragment, language_asked
from handlers.web.views import Entry, Hint, Page, Pane, RowView, Side
from knowledge.calendar import zone_of
from knowledge.directory import PersonId

SHOWS = ("both", "asks", "work")
FILTERS: tuple[Filter, ...] = get_args(Filter)
NAMES = {"es": "Español", "en": "English"}
KEYS = (
    ("j", "desk-key-down"),
    ("k", "desk-key-up"),
    ("x", "desk-key-pick"),
    ("Enter", "desk-key-open"),
    ("r", "desk-key-reply"),
    ("t", "desk-key-take"),
    ("p", "desk-key-promise"),
    ("h", "desk-key-hand-over"),
    ("e", "desk-key-resolve"),
    ("n", "desk-key-note"),
    ("u", "desk-key-undo"),
    ("/", "desk-key-search"),
    ("Esc", "desk-key-close"),
    ("?", "desk-key-help"),
)

routes = web.RouteTableDef()


@routes.get("/desk")
async def desk(request: web.Request) -> web.Response:
    room = room_of(request)
    language = language_asked(request, room.directory.languages)
    people = room.directory.people
    asks = request.query.get("asks", "")
    requester = PersonId(asks) if asks in people else cast.first_requester(room.directory, language)
    work = request.query.get("work", "")
    owner = PersonId(work) if work in people else cast.first_owner(room.directory, requester)
    show = request.query.get("show", "both")
    where = {"lang": language, "asks": requester, "work": owner}
    where |= {"show": show} if show in SHOWS else {}
    now = await room.desk.now()
    number = request.query.get("open", "")
    page = Page(
        language=language,
        languages=room.directory.languages,
        company=room.directory.name,
        show=where.get("show", "both"),
        zone=room.directory.zone,
        now_iso=now.isoformat(timespec="seconds"),
        now_ms=unix_ms(now),
        now_said=clock(now, room.directory.zone, language),
        in_language=lambda other: _link(where, lang=other),
        language_name=lambda other: NAMES.get(other, other),
        keys=KEYS,
        asks=await _asks(Wanted.on(room, requester, "asks", language), now, where),
        work=await _work(Wanted.on(room, owner, "work", language), now, where, number),
    )
    return fragment(render.page("desk.html", page=page, t=of(language)))


def _link(where: dict[str, str], **changed: object) -> str:
    kept = where | {name: str(value) for name, value in changed.items() if value != ""}
    return f"/desk?{urlencode(kept)}"


def _pane(wanted: Wanted, now: datetime, where: dict[str, str]) -> Pane:
    directory = wanted.room.directory
    person = directory.people[wanted.person]
    return Pane(
        side=wanted.side,
        language=wanted.language,
        t=wanted.t,
        words=of,
        who=cast.who(person, directory, wanted.language, now),
        act=wanted.act,
        link=_be(where, wanted.side),
        groups=cast.groups(directory, wanted.language),
        link_open=lambda number: _link(where, open=number),
    )


def _be(where: dict[str, str], side: Side) -> Callable[[PersonId], str]:
    return lambda person: _link(where, **{side: person})


async def _asks(wanted: Wanted, now: datetime, where: dict[str, str]) -> Pane:
    pane = _pane(wanted, now, where)
    pane.tries = tuple(wanted.t(f"desk-try-{n}") for n in (1, 2, 3))
    found = await read_feed(wanted.room, wanted.person)
    pane.last = found[-1].id if found else START
    pane.entries = dated(feed.folded(feed.items(found, "asks")), wanted, now)
    pane.hint = await hint(wanted, found, PersonId(where["work"]), where)
    return pane


async def _work(wanted: Wanted, now: datetime, where: dict[str, str], number: str) -> Pane:
    pane = await queue_pane(wanted, now, where)
    found = await read_feed(wanted.room, wanted.person)
    pane.last = found[-1].id if found else START
    pane.entries = dated(feed.folded(feed.items(found, "work")), wanted, now)
    pane.away = await direct.away_line(wanted, now)
    if number:
        pane.opened = await opened(read.number(number), wanted, now)
    return pane


async def queue_pane(wanted: Wanted, now: datetime, where: dict[str, str]) -> Pane:
    """The owner's side without its messages."""
    pane = _pane(wanted, now, where)
    pane.filters = _filters(wanted)
    pane.rows = await _rows(wanted, now, "mine", "")
    return pane


def dated(entries: Iterable[Entry], wanted: Wanted, now: datetime) -> tuple[Entry, ...]:
    """A card says "today" and "tomorrow" of the day on which it was written: on any later one that day stands with it."""
    return tuple(replace(entry, written=_written(entry, wanted, now)) for entry in entries)


def _written(entry: Entry, wanted: Wanted, now: datetime) -> str:
    zone = zone_of(wanted.zone)
    if entry.at is None or entry.at.astimezone(zone).date() >= now.astimezone(zone).date():
        return ""
    return wanted.t("desk-written", on=moment(entry.at, now, wanted.zone, wanted.language, wanted.t))


async def read_feed(room: Room, person: PersonId) -> list[FeedEntry]:
    return await room.store.feeds.read(person)


def _filters(wanted: Wanted) -> tuple[str, ...]:
    """A lead's queue is the department's too."""
    leads = any(wanted.person in (d.lead, d.backup) for d in wanted.room.directory.departments.values())
    return FILTERS if leads else FILTERS[:-1]


async def hint(
    wanted: Wanted, entries: list[FeedEntry], other: PersonId, where: dict[str, str]
) -> Hint | None:
    """Who has the newest request, where that is not whom the other side plays."""
    items = [item for item in feed.items(entries, "asks") if item.card.number]
    if not items:
        return None
    number = items[-1].card.number or 0
    seen = await wanted.room.views.one(number, wanted.person, wanted.room.directory)
    if seen is None or not seen.request.is_open or seen.request.unseen:
        return None
    owner = seen.request.owner
    if owner == other or owner not in wanted.room.directory.people:
        return None
    return Hint(ref(number), seen.names.get(owner, ""), _link(where, work=owner, open=number))


async def _rows(wanted: Wanted, now: datetime, which: Filter, search: str) -> tuple[RowView, ...]:
    room = wanted.room
    found = await room.views.queue(wanted.person, room.directory, now, which=which, search=search)
    return queue.rows(found, wanted, now)


@routes.get("/desk/queue")
async def show_queue(request: web.Request) -> web.Response:
    wanted = Wanted.by(request, request.query, "work")
    which = next((f for f in FILTERS if f == request.query.get("filter", "mine")), None)
    if which is None:
        raise Unknown
    now = await wanted.room.desk.now()
    pane = _pane(wanted, now, _where(request))
    pane.search = request.query.get("search", "")[:200]
    pane.rows = await _rows(wanted, now, which, pane.search)
    shown = {row.number for row in pane.rows}
    pane.picked = tuple(n for n in read.numbers(request.query.getall("pick", [])) if n in shown)
    open_ = request.query.get("open", "")
    return fragment(
        render.page("rows.html", pane=pane, t=wanted.t, open_number=read.number(open_) if open_ else 0)
    )


def _where(request: web.Request) -> dict[str, str]:
    """The page's own address, as htmx tells it, so that links keep who is on the other side."""
    return {name: request.query[name] for name in ("asks", "work", "lang", "show") if name in request.query}


@routes.get("/desk/open")
async def show_open(request: web.Request) -> web.Response:
    """With `part`, only what changes while somebody writes a reply: typed words stay."""
    wanted = Wanted.by(request, request.query, "work")
    now = await wanted.room.desk.now()
    found = await opened(read.number(request.query.get("number", "")), wanted, now)
    pane = _pane(wanted, now, _where(request))
    if found is None:
        gone = render.page("gone.html", t=wanted.t, pane=pane)
        return fragment(gone, headers={"HX-Retarget": "#opened", "HX-Reswap": "innerHTML"})
    part = bool(request.query.get("part"))
    template = "open_parts.html" if part else "open.html"
    return fragment(render.page(template, pane=pane, t=wanted.t, opened=found, oob="morph" if part else ""))


@routes.get("/desk/form")
async def show_form(request: web.Request) -> web.Response:
    wanted = Wanted.by(request, request.query)
    pairs = list(request.query.items())
    now = await wanted.room.desk.now()
    view = await form_view(pairs, wanted, now)
    return fragment(
        render.page("form.html", form=view, act=wanted.act, t=wanted.t),
        headers={"HX-Retarget": "#dialog", "HX-Reswap": "innerHTML"},
    )
