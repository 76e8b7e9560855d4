"""What Teams asks and waits for: buttons, dialogs, message extensions. Each gets its answer after the commit."""

from typing import Any

import structlog
from msgspec import structs

from bot.delivery.card import Card
from bot.delivery.cards import card_for
from bot.domain.request import ref
from handlers.teams import ask, click, consent, queue, read, tell
from handlers.teams import blocks as b
from handlers.teams.activity import Activity
from handlers.teams.blocks import Element
from handlers.teams.board import BOARD, board_element, refreshed
from handlers.teams.click import Outcome
from handlers.teams.gateway import CARD_TYPE, CHANNEL
from handlers.teams.kept import conversation_of
from handlers.teams.render import WHOLE, adaptive
from handlers.teams.room import Room
from handlers.teams.values import Press, press_of, typed_of, without_dialogs

log = structlog.get_logger()

Answer = tuple[int, Any]
EXECUTE = "adaptiveCard/action"
DIALOG, DIALOG_SENT = "task/fetch", "task/submit"
EXTENSION, EXTENSION_SENT = "composeExtension/fetchTask", "composeExtension/submitAction"
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
ERROR_TYPE = "application/vnd.microsoft.error"


async def answer(room: Room, activity: Activity) -> Answer:
    """Status and body. Raises Unavailable."""
    match activity.name:
        case "adaptiveCard/action":
            return await _executed(room, activity)
        case "task/fetch" | "task/submit":
            return await _dialog(room, activity)
        case "composeExtension/fetchTask":
            return 200, _task(await ask.opened(room, activity))
        case "fileConsent/invoke":
            await consent.answered(room, activity)
            return 200, {}
        case "composeExtension/submitAction":
            return 200, _task(await ask.sent(room, activity))
    log.info("teams.unknown_invoke", name=(activity.name or "")[:80])
    return 400, {"error": {"code": "NotSupported", "message": "unknown invoke"}}


async def _executed(room: Room, activity: Activity) -> Answer:
    action = activity.fields.get("action")
    data = action.get("data") if isinstance(action, dict) else None
    press = press_of(data)
    if press is None:
        return 200, {
            "statusCode": 400,
            "type": ERROR_TYPE,
            "value": {"code": "BadRequest", "message": "unknown action"},
        }
    if press.verb == queue.QUEUE:
        return _drawn(room, await _queue(room, activity, press.fields.get("which", "")))
    if press.verb == BOARD:
        return _drawn(room, await _board(room, activity, press))
    outcome = await click.pressed(room, activity, press, typed_of(data))
    if outcome.dialog is not None:
        return _drawn(room, outcome.dialog)
    if outcome.went and press.back:
        return _drawn(room, await _queue(room, activity, press.back))
    return 200, _message(outcome.said)


def _drawn(room: Room, made: Element) -> Answer:
    """A card in the place of the one that was pressed."""
    shown = without_dialogs(made) if room.teams.development else made
    return 200, {"statusCode": 200, "type": CARD_TYPE, "value": shown}


async def _queue(room: Room, activity: Activity, which: str) -> Element:
    member = await room.people.member(activity)
    return await queue.queue_card(room, member.person, which)


async def _board(room: Room, activity: Activity, press: Press) -> Element:
    """The channel's card for whoever looks: who may act on it now sees it as an owner does, anybody else as it stands."""
    member = await room.people.member(activity)
    seen = await room.views.one(press.number or 0, member.person, room.directory)
    channel, _ = conversation_of(activity.where)
    if seen is not None and ("take" in seen.verbs or member.person == seen.request.owner):
        view = structs.replace(
            await room.view(member.person, await room.language(member.person), seen.request),
            names=seen.names,
            texts=seen.texts,
            history=seen.history,
        )
        own = card_for("living", "work", seen.request, None, view)
        if own.kind == "assignment" and member.person == seen.request.owner:
            return refreshed(adaptive(own), seen.request)
    requests = await room.requests((press.number or 0,))
    if not requests or not await room.board.stands(requests[0].number, channel):
        text = (await room.words(member.person))("teams-gone")
        return adaptive(Card(kind="gone", language=await room.language(member.person), text=text))
    return board_element(await room.board.seen(requests[0], room.directory), room.directory, channel)


async def _dialog(room: Room, activity: Activity) -> Answer:
    data = activity.fields.get("data")
    press = press_of(data)
    if press is None:
        return 400, {"error": {"code": "BadRequest", "message": "unknown dialog"}}
    outcome = await click.pressed(room, activity, press, typed_of(data))
    if outcome.went:
        return 200, {}  # closes it: the cards show what was done
    return 200, _task(outcome)


def _task(outcome: Outcome) -> dict[str, Any]:
    if outcome.dialog is None:
        return {"task": {"type": "message", "value": outcome.said}}
    return {
        "task": {
            "type": "continue",
            "value": {
                "title": outcome.title[:200],
                "height": "medium",
                "width": "medium",
                "card": {"contentType": CARD_TYPE, "content": outcome.dialog},
            },
        }
    }


def _message(text: str) -> dict[str, Any]:
    return {"statusCode": 200, "type": MESSAGE_TYPE, "value": text}


def sentence(activity: Activity, text: str) -> Answer:
    """A sentence in the form in which this invoke is answered."""
    if activity.name == EXECUTE:
        return 200, _message(text)
    return 200, {"task": {"type": "message", "value": text}}


async def submitted(room: Room, activity: Activity) -> None:
    """A button of a client that knows no invokes: it comes as a message, and is answered with one."""
    press, typed = press_of(activity.value), typed_of(activity.value)
    if press is None:
        return
    if press.verb == queue.QUEUE:
        member = await room.people.member(activity)
        made = await queue.queue_card(room, member.person, press.fields.get("which", ""))
        room.soon(tell.element(room, tell.here(activity.where), made, read.message_id(activity)))
        return
    outcome = await click.pressed(room, activity, press, typed)
    room.soon(_shown(room, activity, press, outcome))


async def _shown(room: Room, activity: Activity, press: Press, outcome: Outcome) -> None:
    place, what = tell.here(activity.where), f"{read.message_id(activity)}/{press.verb}"
    if outcome.dialog is not None:
        member = await room.people.member(activity)
        # A form is for who pressed alone, and may hold names; in a channel it comes in their own chat.
        if not activity.is_personal and not room.teams.development:
            member = await room.people.opened(activity, member)
            if not member.direct:
                await tell.moved(room, place, member, what)
                return
            place = tell.direct(member)
        await tell.element(room, place, _titled(outcome, press), what)
    elif not outcome.went or press.verb == WHOLE or activity.channel_id != CHANNEL:
        # Teams' own client shows what was done in the card itself.
        await tell.say(room, place, outcome.said, what)


def _titled(outcome: Outcome, press: Press) -> Element:
    """A form in a conversation says what it is about, as a dialog's frame does."""
    made = outcome.dialog or {}
    title = " · ".join(part for part in (ref(press.number) if press.number else "", outcome.title) if part)
    return made | {"body": [b.heading(title), *made["body"]]}
