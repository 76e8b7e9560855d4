"""The pages for whom another platform signs on, to stand in that platform's frame: what one asked for, what one answers
for, and the figures of who leads. They are the desk's own pages; who looks is who the platform says, in every request.

signed_pages(desk, store, settings, files, who)   an application, to be added below the platform's own path
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import web

from bot.delivery.files import Files
from bot.desk import Desk
from bot.domain.request import ref
from bot.figures.rights import led_by
from bot.settings import Settings
from bot.store.store import Store
from bot.views import Row, next_step, stands
from bot.words import of, text_in
from bot.words.dates import Clock
from handlers.web import acts, guard, history, pages, read, render, stats
from handlers.web.room import ROOM, SIGNED, Room, Unknown, Wanted, room_of, signed
from handlers.web.tell import fragment
from handlers.web.views import AskedView, Pane
from knowledge.directory import PersonId

MOST = 50  # of what one has asked for

SignedOn = Callable[[web.Request], Awaitable[PersonId | None]]
"""Who the platform says is looking; None: somebody who never wrote to us. Raises an HTTPException for nobody."""

SignedPages = Callable[[SignedOn], web.Application]


def signed_pages(
    desk: Desk, store: Store, settings: Settings, files: Files | None, who: SignedOn
) -> web.Application:
    @web.middleware
    async def signed_on(request: web.Request, handler: guard.Handler) -> web.StreamResponse:
        request[SIGNED] = await who(request)
        return await handler(request)

    app = web.Application(middlewares=[guard.plain_words, signed_on], client_max_size=1 << 20)
    app[ROOM] = Room(desk, store, settings, files)
    app.router.add_get("/pages", home)
    app.router.add_get("/desk/asked", asked)
    app.router.add_get("/desk/queue", pages.show_queue)
    app.router.add_get("/desk/open", pages.show_open)
    app.router.add_get("/desk/form", pages.show_form)
    app.router.add_post("/desk/say", acts.say)
    app.router.add_post("/desk/act", acts.act)
    stats.register(app)
    return app


async def home(request: web.Request) -> web.Response:
    """What one has asked for; of who serves also the queue, of who leads the way to the figures."""
    room, person = room_of(request), signed(request)
    language = await _language(room, person)
    t = of(language)
    if person is None:
        return fragment(render.page("signed.html", t=t, language=language, asked=(), pane=None, leads=False))
    now = await room.desk.now()
    clock = Clock(t, await _zone(room, person), now)
    rows = await room.views.asked(person, room.directory, now)
    html = render.page(
        "signed.html",
        t=t,
        language=language,
        asked=tuple(_asked(row, language, clock) for row in rows[:MOST]),
        pane=await _queue(room, person, now),
        leads=bool(led_by(person, room.directory)),
    )
    return fragment(html)


async def _language(room: Room, person: PersonId | None) -> str:
    if person is None or person in room.directory.people:
        return room.language_of(person) if person else room.directory.languages[0]
    return room.language((await room.desk.known.profile(person)).get("language", ""))


async def _zone(room: Room, person: PersonId) -> str:
    listed = person in room.directory.people
    told = "" if listed else (await room.desk.known.profile(person)).get("zone", "")
    return told or room.zone_of(person)


def _asked(row: Row, language: str, clock: Clock) -> AskedView:
    t = of(language)
    return AskedView(
        number=row.number,
        ref=ref(row.number),
        topic=text_in(row.topic or row.department, language),
        state=stands(row, t, asker=True),
        words="" if row.confidential else row.first_words,
        owner=row.owner,
        due=next_step(row, clock),
    )


async def _queue(room: Room, person: PersonId, now: datetime) -> Pane | None:
    if person not in room.directory.people:
        return None
    return await pages.queue_pane(Wanted.on(room, person, "work"), now, {})


async def asked(request: web.Request) -> web.Response:
    """The whole history of a request of one's own. What is not theirs reads as what is not there."""
    room, person = room_of(request), signed(request)
    if person is None:
        raise Unknown("desk-gone", 404)
    seen = await room.views.one(read.number(request.query.get("number", "")), person, room.directory)
    if seen is None or seen.request.requester != person:
        raise Unknown("desk-gone", 404)
    wanted = Wanted(room, person, "asks", await _language(room, person))
    view = await history.view_of(seen, wanted, await room.desk.now())
    return fragment(str(render.receipt(history.steps(seen, view), wanted.t)))
