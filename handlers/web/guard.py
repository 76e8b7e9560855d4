"""Who may talk to the local desk at all, and what every answer of ours says to the browser.

The desk asks for no password, since it exists only on the machine it runs on. So it answers a browser on that
machine alone: a foreign Host is DNS rebinding, a foreign Origin is another site's script, and a forwarding header
means that a proxy stands before us and the desk is not local any more. All of them read "not found".
"""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.desk import TooBusy
from bot.store.link import Unavailable
from handlers.web.room import Unknown
from handlers.web.tell import problem

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_FORWARDED = ("x-forwarded-", "x-real-ip", "x-original-", "x-client-ip", "true-client-ip", "cf-connecting-")
SAFE = frozenset({"GET", "HEAD"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = structlog.get_logger()


def is_local(request: web.Request) -> bool:
    """Asked by a browser on this machine, from our own page or from its address bar."""
    hosts = request.headers.getall("Host", [])
    if len(hosts) != 1 or _hostname(hosts[0]) not in LOCAL:
        return False
    if any(_is_forwarding(name) for name in request.headers):
        return False
    return _is_own_origin(request, hosts[0])


def _hostname(host: str) -> str | None:
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    if parts.netloc != host or "@" in host:
        return None
    return parts.hostname


def _is_forwarding(name: str) -> bool:
    folded = name.casefold()
    return folded in ("forwarded", "via") or folded.startswith(_FORWARDED)


def _is_own_origin(request: web.Request, host: str) -> bool:
    origins = request.headers.getall("Origin", [])
    if origins and origins != [f"http://{host}"] and origins != [f"https://{host}"]:
        return False
    if request.headers.get("Upgrade", "").casefold() == "websocket" and not origins:
        return False  # every browser names its origin there
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.method in SAFE or site in ("same-origin", "none")


@web.middleware
async def only_local(request: web.Request, handler: Handler) -> web.StreamResponse:
    """For /desk and all below it."""
    if (request.path == "/desk" or request.path.startswith("/desk/")) and not is_local(request):
        raise web.HTTPNotFound
    return await handler(request)


@web.middleware
async def plain_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong is told in a sentence; nobody ever reads a traceback."""
    try:
        return await handler(request)
    except web.HTTPException as answer:
        if answer.status < 400 or not request.path.startswith("/desk"):
            raise
        return problem(request, "desk-gone" if answer.status == 404 else "desk-unreadable", answer.status)
    except Unknown as unknown:
        return problem(request, unknown.sentence, unknown.status)
    except (Unavailable, TooBusy):
        wrote = request.method == "POST" and "/desk/" in request.path
        return problem(request, "desk-unavailable" if wrote else "page-unavailable", 503)
    except Exception as error:
        log.exception("web.failed", path=_route(request), error=type(error).__name__)
        return problem(request, "desk-broken", 500)


def _route(request: web.Request) -> str:
    """The kind of page, never the address itself: a signed link opens what it leads to."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "?"


def policy(request: web.Request) -> str:
    # Named, because not every browser lets 'self' stand for a WebSocket.
    live = f" ws://{request.host} wss://{request.host}" if is_local(request) else ""
    charts = " data:" if request.path.startswith("/desk") else ""  # a card carries its picture
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        f"img-src 'self'{charts}; "
        f"connect-src 'self'{live}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


async def on_prepare(request: web.Request, response: web.StreamResponse) -> None:
    headers = response.headers
    headers["Content-Security-Policy"] = policy(request)
    headers["Server"] = "ventanilla"  # and no versions
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    # What a person reads is never kept by the browser; our own files are asked for again, and answered by 304.
    headers["Cache-Control"] = "no-cache" if request.path.startswith("/static/") else "no-store"
