"""`POST /api/messages`: checked, read, obeyed, committed, and only then answered. Nothing forged is ever a 500."""

import asyncio
from typing import Any

import structlog
from aiohttp import web
from aiohttp.web_exceptions import HTTPRequestEntityTooLarge
from msgspec import json

from bot.desk import TooBusy
from bot.store.crashpoints import reached
from bot.store.link import Unavailable
from bot.words import of
from handlers.teams import hear, installed, invoke, sdk
from handlers.teams.activity import Activity, Malformed, activity_of
from handlers.teams.address import REFUSED
from handlers.teams.auth import Forged
from handlers.teams.keys import KeysAway
from handlers.teams.people import Unseen
from handlers.teams.room import Room
from handlers.teams.values import press_of

log = structlog.get_logger()

LARGEST = 1 << 20
BODY_WITHIN_S = 5.0
_NOT_NOW = (Unavailable, TooBusy)


class Listener:
    def __init__(self, room: Room) -> None:
        self._room = room

    async def __call__(self, request: web.Request) -> web.Response:
        try:
            activity = await self._checked(request)
        except Forged as forged:
            log.info("teams.refused", why=str(forged))
            return web.Response(status=401, text=REFUSED)
        except KeysAway:
            return web.Response(status=503, text="the signing keys are not there yet")
        except Malformed:
            return web.Response(status=400, text="not an activity")
        if not self._room.people.is_listed(activity.tenant):
            log.warning("teams.not_listed")
            return web.Response(status=403, text="not a tenant of this company")
        return await self._answered(activity)

    async def _checked(self, request: web.Request) -> Activity:
        """The token first: what comes without one costs next to nothing."""
        claims = await self._room.auth.claims(request.headers.get("Authorization", ""))
        activity = activity_of(await _body(request))
        self._room.auth.check(activity, claims)
        return activity

    async def _answered(self, activity: Activity) -> web.Response:
        try:
            await self._room.kept.seen(activity)
            answer = await self._obeyed(activity)
        except _NOT_NOW as away:
            log.warning("teams.not_now", type=activity.type[:40], why=repr(away))
            return self._not_now(activity)
        except Unseen:
            log.info("teams.unseen", type=activity.type[:40])
            return self._unseen(activity)
        reached("ack")
        return answer

    async def _obeyed(self, activity: Activity) -> web.Response:
        room = self._room
        match activity.type:
            case sdk.INVOKE:
                return _said(await invoke.answer(room, activity))
            case sdk.MESSAGE | sdk.MESSAGE_UPDATE | sdk.MESSAGE_DELETE if activity.is_from_bot:
                log.info("teams.bot_passed_over")
            case sdk.MESSAGE if press_of(activity.value) is not None:
                await invoke.submitted(room, activity)
            case sdk.MESSAGE:
                await hear.message(room, activity)
            case sdk.MESSAGE_UPDATE:
                await hear.edited(room, activity)
            case sdk.MESSAGE_DELETE:
                await hear.deleted(room, activity)
            case sdk.CONVERSATION_UPDATE | sdk.INSTALLATION_UPDATE:
                await installed.changed(room, activity)
        return web.json_response({}, status=200)

    def _unseen(self, activity: Activity) -> web.Response:
        """We are out of that conversation by now: nothing can be said there, save to a press."""
        if activity.type != sdk.INVOKE:
            return web.json_response({}, status=200)
        say = of(activity.locale or "", self._room.directory.languages[0])
        return _said(invoke.sentence(activity, say("teams-unseen")))

    def _not_now(self, activity: Activity) -> web.Response:
        """Nothing could be stored: a message is to come again, a press is told in a sentence."""
        if activity.type != sdk.INVOKE:
            return web.Response(status=503, text="could not be stored")
        say = of(activity.locale or "", self._room.directory.languages[0])
        return _said(invoke.sentence(activity, say("teams-unavailable")))


def _said(answer: tuple[int, Any]) -> web.Response:
    status, body = answer
    return web.Response(status=status, body=json.encode(body), content_type="application/json")


async def _body(request: web.Request) -> bytes:
    """Raises 413 for more than a mebibyte, 408 for one that comes too slowly."""
    if (request.content_length or 0) > LARGEST:
        raise HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
