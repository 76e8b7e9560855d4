"""The personal tab: this project's own pages for whom Teams signs on. It keeps no session and no cookie.

An application of its own below /teams, since it alone may stand in a frame, and in Teams' only. Each request of the tab's
script brings the directory's token along, and each is answered for whom that token names.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from bot.store.link import Unavailable
from bot.words import of
from handlers.teams.activity import Account
from handlers.teams.auth import Forged, NotForUs
from handlers.teams.keys import KeysAway
from handlers.teams.people import identity_of
from handlers.teams.room import Room
from handlers.teams.signs import NOT_SIGNED_ON, SIGNED_ON
from handlers.teams.sso import SignOn
from knowledge.directory import PersonId

STATIC = Path(__file__).parent / "static"
_FRAMES = (
    "https://teams.microsoft.com https://*.teams.microsoft.com https://teams.microsoft.us https://*.teams.microsoft.us "
    "https://teams.cloud.microsoft https://*.cloud.microsoft https://*.microsoft365.com https://*.office.com"
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; "
    f"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {_FRAMES}"
)

# Makes the pages, given who asks for them.
Pages = Callable[[Callable[[web.Request], Awaitable[PersonId | None]]], web.Application]


def tab_app(room: Room, sign_on: SignOn, pages: Pages) -> web.Application:
    """To be added below /teams."""
    tab = Tab(room, sign_on)
    app = web.Application()
    app.router.add_get("/tab", tab.page)
    app.router.add_static("/static/", STATIC)
    app.add_subapp("/signed", pages(tab.who))
    app.on_response_prepare.append(_framed)
    return app


async def _framed(request: web.Request, response: web.StreamResponse) -> None:
    headers = response.headers
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    headers["Cache-Control"] = "no-store"
    headers.pop("X-Frame-Options", None)  # it knows one host only; the policy above says whose frames


class Tab:
    def __init__(self, room: Room, sign_on: SignOn) -> None:
        self._room = room
        self._sign_on = sign_on

    async def page(self, request: web.Request) -> web.Response:
        """The same for everybody, with nothing of anybody's: the script fills it once Teams has said who looks."""
        say = of(self._room.directory.languages[0])
        html = (STATIC / "tab.html").read_text("utf-8")
        for name in ("wait", "sign-in", "unavailable", "back"):
            html = html.replace(f"{{{name}}}", say(f"teams-tab-{name}"))
        return web.Response(text=html.replace("{language}", say.language), content_type="text/html")

    async def who(self, request: web.Request) -> PersonId | None:
        """None for who never wrote to the bot: there is nothing of theirs."""
        try:
            tenant, who = await self._sign_on.who(request.headers.get("Authorization", ""))
            known = await self._room.store.people.person(identity_of(tenant, Account(aad_object_id=who)))
            await self._room.signs.see(SIGNED_ON)
        except (
            NotForUs
        ) as refused:  # signed by the directory, so it is no stranger's: the registration is amiss
            with suppress(Unavailable):
                await self._room.signs.see(NOT_SIGNED_ON, str(refused))
            raise web.HTTPUnauthorized from None
        except Forged:
            raise web.HTTPUnauthorized from None
        except (KeysAway, Unavailable):
            raise web.HTTPServiceUnavailable from None
        return PersonId(known) if known is not None else None
