"""`/stats` and what lies below it. Every look asks the rights anew, and what is not theirs reads "not here"."""

from pathlib import Path

from aiohttp import web

from bot.figures import passes
from bot.figures.agreement import opened
from bot.figures.charts import NAMES, drawing
from bot.figures.export import as_csv, as_json
from bot.figures.painter import Painter, shared
from bot.figures.query import NotForYou, Report, for_viewer, own
from bot.figures.rights import led_by
from bot.figures.speaker import own_period, own_story
from bot.store.tallies import Tallies
from bot.words import Words, of, text_in
from handlers.web.room import SIGNED, Room, room_of, signed
from handlers.web.stats import page
from handlers.web.stats.requests import Which, listed
from handlers.web.tell import fragment, language_asked
from knowledge.directory import PersonId

STYLE = Path(__file__).parent / "stats.css"
PAINTER: web.AppKey[Painter] = web.AppKey("painter", Painter)
_UNSEEN = {"X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet"}

routes = web.RouteTableDef()


def register(app: web.Application) -> None:
    """Expects the room to be there (`handlers.web.room.ROOM`). A second time changes nothing."""
    if PAINTER in app:
        return
    app[PAINTER] = shared()
    app.add_routes(routes)


def _gone(request: web.Request) -> web.Response:
    t = of(language_asked(request, room_of(request).directory.languages))
    return fragment(page.alone(t, t("stats-gone"), t("stats-gone-story")), status=404, headers=_UNSEEN)


async def _viewer(request: web.Request) -> PersonId | None:
    room = room_of(request)
    if SIGNED in request:
        return signed(request)
    cookie = request.cookies.get(passes.COOKIE, "")
    return passes.of_session(cookie, await room.desk.now(), room.settings, room.directory.tenant)


async def _linked(request: web.Request) -> PersonId | None:
    room = room_of(request)
    text = request.query.get("link", "")
    return passes.of_link(text, await room.desk.now(), room.settings, room.directory.tenant)


@routes.get("/stats")
async def look(request: web.Request) -> web.Response:
    """With a link, one button and nothing else: whoever merely fetches links for a preview learns nothing."""
    if "link" in request.query:
        return await _tap(request)
    found = await _asked(request)
    if found is None:
        return _gone(request)
    room, viewer, asked, report, t = found
    now = await room.desk.now()
    which: Which = asked.which or "received"
    lines = await listed(room.store, room.directory, viewer, report.asked, which, now)
    return fragment(page.dashboard(report, asked, lines, room.directory, viewer, t), headers=_UNSEEN)


async def _tap(request: web.Request) -> web.Response:
    person = await _linked(request)
    if person is None:
        return _gone(request)
    t = of(room_of(request).language_of(person))
    return fragment(page.alone(t, t("stats-title"), t("stats-story"), t("stats-open")), headers=_UNSEEN)


@routes.post("/stats")
async def tap(request: web.Request) -> web.Response:
    person = await _linked(request)
    if person is None or request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return _gone(request)
    room = room_of(request)
    home = "/stats" if led_by(person, room.directory) else "/stats/own"
    answer = web.Response(status=303, headers={"Location": home, **_UNSEEN})
    answer.set_cookie(
        passes.COOKIE,
        passes.session(person, await room.desk.now(), room.settings, room.directory.tenant),
        path="/stats",
        httponly=True,
        samesite="Strict",
        secure=room.settings.url.startswith("https://"),
        max_age=int(passes.SESSION_LASTS.total_seconds()),
    )
    return answer


Found = tuple[Room, PersonId, page.Wanted, Report, Words]


async def _asked(request: web.Request) -> Found | None:
    """Who asks, what for, and the figures that they may see. None reads "not here"."""
    room, viewer = room_of(request), await _viewer(request)
    if viewer is None:
        return None
    today = (await room.desk.now()).date()
    asked = page.wanted(request.query, room.directory, viewer, today)
    if asked is None:
        return None
    try:
        by_agreement = await opened(room.store, room.directory, today)
        report = await for_viewer(
            Tallies(room.store.link), room.directory, viewer, asked.asked, today, by_agreement
        )
    except NotForYou:
        return None
    return room, viewer, asked, report, of(room.language_of(viewer))


@routes.get("/stats/own")
async def look_at_own(request: web.Request) -> web.Response:
    """Everybody's own figures, for their own eyes: of nobody else's is there an address."""
    room, viewer = room_of(request), await _viewer(request)
    if viewer is None:
        return _gone(request)
    directory, t = room.directory, of(room.language_of(viewer))
    since, until = own_period((await room.desk.now()).date())
    row = await own(Tallies(room.store.link), viewer, since, until)
    listed_as = directory.people.get(viewer)
    shown = page.own(
        row,
        own_story(directory, since, until, t),
        listed_as.name if listed_as is not None else "",
        t,
        leads=bool(led_by(viewer, directory)),
    )
    return fragment(shown, headers=_UNSEEN)


@routes.get("/stats/chart/{name}.svg")
async def chart(request: web.Request) -> web.Response:
    found = await _asked(request)
    name = next((one for one in NAMES if one == request.match_info["name"]), None)
    if found is None or name is None:
        return _gone(request)
    room, _, _, report, t = found
    scheme = "dark" if request.query.get("scheme") == "dark" else "light"
    department = text_in(room.directory.departments[report.asked.department].name, t.language)
    drawn = drawing(name, report, department, t, scheme)  # type: ignore[arg-type]
    svg = await request.app[PAINTER].paint(drawn, "svg")
    return web.Response(body=svg, content_type="image/svg+xml", headers=_UNSEEN)


@routes.get("/stats/figures.csv")
async def as_spreadsheet(request: web.Request) -> web.Response:
    found = await _asked(request)
    if found is None:
        return _gone(request)
    name = f"ventanilla-{found[3].asked.since}-{found[3].asked.until}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **_UNSEEN}
    # A byte order mark, so that spreadsheets read accents as what they are.
    return web.Response(
        body=("\ufeff" + as_csv([found[3]], found[4])).encode(), content_type="text/csv", headers=headers
    )


@routes.get("/stats/figures.json")
async def as_data(request: web.Request) -> web.Response:
    found = await _asked(request)
    if found is None:
        return _gone(request)
    return web.json_response(as_json(found[3], found[4]), headers=_UNSEEN)


@routes.get("/stats/page.css")
async def style(_: web.Request) -> web.FileResponse:
    return web.FileResponse(STYLE)
