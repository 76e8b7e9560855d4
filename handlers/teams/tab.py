"""The personal tab: what I asked for and what I answer for, for whom Teams signs on. It keeps no session and no cookie.

An application of its own below /teams, since it alone may stand in a frame, and in Teams' only.
"""

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from pathlib import Path

from aiohttp import web

from bot.delivery.card import Block, Card, Link, Paragraph, Picture
from bot.domain.request import ref
from bot.figures.rights import led_by
from bot.store.link import Unavailable
from bot.views import Row
from bot.words import Words, of, text_in
from bot.words.dates import Clock
from handlers.teams.activity import Account
from handlers.teams.auth import Forged
from handlers.teams.home import state
from handlers.teams.keys import KeysAway
from handlers.teams.people import identity_of
from handlers.teams.room import Room
from handlers.teams.sso import SignOn
from handlers.teams.text import clean
from knowledge.directory import PersonId

STATIC = Path(__file__).parent / "static"
MOST = 50
_FRAMES = (
    "https://teams.microsoft.com https://*.teams.microsoft.com https://teams.microsoft.us https://*.teams.microsoft.us "
    "https://teams.cloud.microsoft https://*.cloud.microsoft https://*.microsoft365.com https://*.office.com"
)
POLICY = (
    "default-src 'none'; script-src 'self'; img-src data:; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    f"frame-ancestors {_FRAMES}"
)


def tab_app(room: Room, sign_on: SignOn) -> web.Application:
    """To be added below /teams."""
    tab = Tab(room, sign_on)
    app = web.Application()
    app.router.add_get("/tab", tab.page)
    app.router.add_get("/tab/requests", tab.requests)
    app.router.add_static("/static/", STATIC)
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
        say = of(self._room.directory.languages[0])
        body = f'<p>{escape(say("teams-tab-wait"))}</p><p id="sign-in" hidden>{escape(say("teams-tab-sign-in"))}</p>'
        return _html(body, say)

    async def requests(self, request: web.Request) -> web.Response:
        """What somebody may see, for who they are now."""
        room = self._room
        try:
            tenant, who = await self._sign_on.who(request.headers.get("Authorization", ""))
        except Forged:
            return _html("", of(room.directory.languages[0]), 401)
        except KeysAway:
            return _html("", of(room.directory.languages[0]), 503)
        try:
            return await self._shown(tenant, who)
        except Unavailable:
            say = of(room.directory.languages[0])
            return _html(f"<p>{escape(say('teams-unavailable'))}</p>", say, 503)

    async def _shown(self, tenant: str, who: str) -> web.Response:
        room = self._room
        known = await room.store.people.person(identity_of(tenant, Account(aad_object_id=who)))
        if known is None:  # never wrote to the bot: there is nothing of theirs
            say = of(room.directory.languages[0])
            return _html(f"<p>{escape(say('teams-home-none'))}</p>", say)
        person = PersonId(known)
        say, now = await room.words(person), await room.desk.now()
        clock = Clock(say, await room.zone(person), now)
        asked = await room.views.asked(person, room.directory, now)
        body = _listed(say("teams-home-mine"), asked, say("teams-home-none"), say, clock)
        if person in room.directory.people:
            queue = await room.views.queue(person, room.directory, now)
            body += _listed(say("teams-queue"), queue, say("teams-queue-none"), say, clock)
        if led_by(person, room.directory):
            body += _figures(await room.speaker.stats(person, room.directory, say.language, now))
        return _html(body, say)


def _figures(card: Card) -> str:
    """How what they lead is doing: sentences, the chart within the page itself, the way to the whole."""
    return f"<h2>{escape(card.title)}</h2>" + "".join(map(_block, card.blocks))


def _block(block: Block) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Picture(alt, png):
            return f'<img src="data:image/png;base64,{b64encode(png).decode()}" alt="{escape(alt)}">'
        case Link(label, url):
            return f'<p><a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a></p>'
    return ""


def _listed(title: str, rows: Sequence[Row], none: str, say: Words, clock: Clock) -> str:
    told = "".join(_row(row, say, clock) for row in rows[:MOST]) or f"<li>{escape(none)}</li>"
    return f"<h2>{escape(title)}</h2><ul>{told}</ul>"


def _row(row: Row, say: Words, clock: Clock) -> str:
    topic = text_in(row.topic or row.department, say.language)
    head = f"{ref(row.number)} · {topic} · {state(row, say)}"
    words = "" if row.confidential else clean(row.first_words)
    facts = " · ".join(part for part in (row.owner, clock.on(row.due) if row.due else "") if part)
    return f"<li><strong>{escape(head)}</strong><br>{escape(words)}<small>{escape(facts)}</small></li>"


def _html(body: str, say: Words, status: int = 200) -> web.Response:
    page = (
        f'<!doctype html><html lang="{say.language}"><head><meta charset="utf-8"><title>Ventanilla</title>'
        '<meta name="viewport" content="width=device-width">'
        '<link rel="stylesheet" href="/teams/static/tab.css"><script src="/teams/static/tab.js" defer></script>'
        f"</head><body><main>{body}</main></body></html>"
    )
    return web.Response(text=page, content_type="text/html", status=status)
