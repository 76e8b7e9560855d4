"""Thin listeners: a payload is read, the desk is called, Slack is answered when the commit is done."""

import re
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.card import Card
from bot.delivery.gateway import SendFailed
from bot.desk import TooBusy
from bot.store.link import Unavailable
from handlers.slack import absence, ask, at_home, click, forms, hear, home, react, tell
from handlers.slack.render import message as rendered
from handlers.slack.room import Room
from handlers.slack.shapes import Command, Envelope, Interaction, Payload, UserShape
from handlers.slack.surface import SHORTCUTS
from handlers.slack.text import clean, escape
from handlers.slack.values import ACT, FORM
from handlers.slack.words import words_in

log = structlog.get_logger()

PAYLOAD = "payload"  # where the guard leaves the typed payload in Bolt's context
_ANY = re.compile(".*", re.DOTALL)
_NOT_NOW = (Unavailable, TooBusy, SendFailed)


def register(app: AsyncApp, room: Room) -> None:
    """In the order in which Bolt looks, the catch-alls last. Words never come here (`handlers.slack.front`)."""
    _events(app, room)
    _clicks(app, room)
    _views(app, room)
    _rest(app, room)

    @app.error
    async def went_wrong(error: Exception, context: AsyncBoltContext) -> BoltResponse:
        return await failed(room, error, context.get(PAYLOAD))


def _events(app: AsyncApp, room: Room) -> None:
    @app.event("reaction_added")
    async def reacted(context: AsyncBoltContext) -> None:
        await react.added(room, context[PAYLOAD])

    @app.event("app_home_opened")
    async def looked_in(context: AsyncBoltContext) -> None:
        await _home_opened(room, context[PAYLOAD])

    @app.event("user_change")
    async def changed(context: AsyncBoltContext) -> None:
        payload: Envelope = context[PAYLOAD]
        if payload.event is not None and isinstance(payload.event.user, UserShape):
            await room.people.changed(payload.team_id or "", payload.event.user)
            room.soon(absence.offered(room, payload.team_id or "", payload.event.user))

    @app.event("app_uninstalled")
    async def left(context: AsyncBoltContext) -> None:
        await room.workspaces.left(context.team_id or "")

    @app.event("tokens_revoked")
    async def revoked(context: AsyncBoltContext) -> None:
        await room.workspaces.left(context.team_id or "")


async def _home_opened(room: Room, payload: Envelope) -> None:
    event, team = payload.event, payload.team_id or ""
    if event is None or not isinstance(event.user, str):
        return
    member = await room.people.member(team, team, event.user)
    if event.tab == "messages":
        room.soon(tell.prompts(room, member))
    else:
        room.soon(home.publish(room, member))


def _clicks(app: AsyncApp, room: Room) -> None:
    @app.block_action(re.compile(rf"^{ACT}/"))
    async def pressed(ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        payload: Interaction = context[PAYLOAD]
        for action in payload.actions or ():
            await click.pressed(room, payload, action, client)
        await ack()

    @app.block_action(re.compile(r"^home/"))
    async def pressed_at_home(ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        payload: Interaction = context[PAYLOAD]
        for action in payload.actions or ():
            await at_home.pressed(room, payload, action, client)
        await ack()

    @app.action(_ANY)
    async def unknown(ack: AsyncAck, context: AsyncBoltContext) -> None:
        payload: Interaction = context[PAYLOAD]
        for action in payload.actions or ():
            await click.unknown(room, payload, action)
        await ack()


def _views(app: AsyncApp, room: Room) -> None:
    sent = {FORM: click.submitted, forms.ASK_FORM: ask.sent, forms.RECORD_FORM: ask.recorded}

    @app.view(_ANY)
    async def submitted(ack: AsyncAck, context: AsyncBoltContext) -> None:
        payload: Interaction = context[PAYLOAD]
        submit = sent.get((payload.view.callback_id or "") if payload.view else "")
        if submit is None:
            log.error("slack.unknown_view", view=payload.view.callback_id if payload.view else None)
        answer = await submit(room, payload) if submit is not None else None
        await ack(**(answer or {}))

    @app.view_closed(_ANY)
    async def closed(ack: AsyncAck) -> None:
        await ack()

    @app.options(_ANY)
    async def typed(ack: AsyncAck, context: AsyncBoltContext) -> None:
        await ack(**await click.suggested(room, context[PAYLOAD]))


def _rest(app: AsyncApp, room: Room) -> None:
    @app.command(_ANY)
    async def slash(ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        said = await ask.slash(room, context[PAYLOAD], client)
        await ack(**_shown(said))

    for shortcut in SHORTCUTS:
        app.shortcut(shortcut.callback)(_shortcut(room, shortcut.callback))

    @app.shortcut(_ANY)
    async def unknown(ack: AsyncAck, context: AsyncBoltContext) -> None:
        payload: Interaction = context[PAYLOAD]
        log.error("slack.unknown_shortcut", shortcut=(payload.callback_id or "")[:80])
        await ack()

    @app.event(_ANY)
    async def whatever(event: dict[str, Any]) -> None:
        """Slack counts what is not answered as failed: what nobody listens to is answered too."""
        log.debug("slack.not_listened", type=event.get("type"))


def _shortcut(room: Room, callback: str) -> Any:
    async def chosen(ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        payload: Interaction = context[PAYLOAD]
        if callback == ask.OWNER_SHORTCUT:
            await ask.find_owner(room, payload)
        else:
            form = forms.RECORD_FORM if callback == ask.RECORD_SHORTCUT else forms.ASK_FORM
            await ask.opened(room, payload, client, form)
        await ack()

    return chosen


def _shown(said: str | Card | None) -> dict[str, Any]:
    """What a command's answer shows to the writer alone."""
    if said is None:
        return {}
    if isinstance(said, str):
        return {"response_type": "ephemeral", "text": escape(clean(said))}
    shown = rendered(said)
    return {"response_type": "ephemeral", "text": shown.text, "blocks": shown.blocks}


# What went wrong


async def failed(room: Room, error: Exception, payload: Payload | None) -> BoltResponse:
    """Nothing could be stored: an event is to come again, a click is told. A fault of ours stays one, loudly."""
    if isinstance(error, hear.NotYet):
        return BoltResponse(status=409, body="")
    not_now = isinstance(error, _NOT_NOW)
    if not not_now:
        log.error("slack.failed", payload=type(payload).__name__, exc_info=error)
    if isinstance(payload, Envelope):
        return BoltResponse(status=503 if not_now else 500, body="")
    words = words_in(room.directory.languages[0])
    sentence = words("slack-unavailable" if not_now else "chat-broken")
    if isinstance(payload, Interaction):
        if payload.type == "view_submission" and not_now:
            body = click.errors(click.view_blocks(payload), "text", sentence)
            return BoltResponse(status=200, body=body)
        room.soon(tell.plainly(room, payload, sentence))
        return BoltResponse(status=200 if not_now else 500, body="")
    if isinstance(payload, Command) and not_now:
        return BoltResponse(status=200, body=_shown(sentence))
    return BoltResponse(status=500, body="")


async def refused(room: Room, context: AsyncBoltContext) -> BoltResponse:
    """A workspace that is not this company's: nothing is kept, and who clicked is told so."""
    payload = context.get(PAYLOAD)
    if isinstance(payload, Envelope) and payload.type == "url_verification":
        return BoltResponse(status=200, body={"challenge": payload.challenge or ""})
    log.warning("slack.not_listed", team=(context.team_id or "")[:20])
    sentence = " · ".join(words_in(language)("slack-not-listed") for language in ("es", "en"))
    if isinstance(payload, Command):
        return BoltResponse(status=200, body=_shown(sentence))
    if isinstance(payload, Interaction):
        room.soon(tell.respond(room, payload.response_url, sentence))
    return BoltResponse(status=200, body="")
