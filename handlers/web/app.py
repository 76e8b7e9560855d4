"""The web process: what every installation answers, and the local desk where there is one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from bot.delivery.files import Files
from bot.desk import Desk
from bot.settings import Settings
from bot.store.store import Store
from handlers.web import acts, guard, live, notices, pages, public, stats
from handlers.web import files as files_page
from handlers.web.room import ROOM, Room

STATIC = Path(__file__).parent / "static"
LARGEST_BODY = 1 << 20  # bytes: the longest text, percent-encoded, twice over


def make_app(
    desk: Desk, store: Store, settings: Settings, *, with_desk: bool, files: Files | None = None
) -> web.Application:
    app = web.Application(
        middlewares=[guard.plain_words, guard.only_local],
        client_max_size=LARGEST_BODY,
    )
    app[ROOM] = Room(desk, store, settings, files, with_desk=with_desk)
    app.on_response_prepare.append(guard.on_prepare)
    app.add_routes(public.routes)
    app.add_routes(notices.routes)
    app.add_routes(files_page.routes)
    stats.register(app)
    app.router.add_static("/static/", STATIC)
    if with_desk:
        _add_desk(app)
    return app


def _add_desk(app: web.Application) -> None:
    app[live.OPEN] = set()
    app.add_routes(pages.routes)
    app.add_routes(acts.routes)
    app.add_routes(live.routes)
    app.router.add_get("/", _to_desk)
    app.cleanup_ctx.append(_tailing)
    app.on_shutdown.append(live.close_all)


async def _to_desk(request: web.Request) -> web.Response:
    if not guard.is_local(request):
        raise web.HTTPNotFound
    return web.Response(status=302, headers={"Location": "/desk"})


async def _tailing(app: web.Application) -> AsyncIterator[None]:
    tail = asyncio.create_task(app[ROOM].tail.run())
    yield
    tail.cancel()
    with suppress(asyncio.CancelledError):
        await tail
