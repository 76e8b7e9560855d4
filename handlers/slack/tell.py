"""Sentences to whoever wrote or clicked, after the platform was answered."""

from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog

from bot.delivery.card import Card
from bot.delivery.gateway import SendFailed, Undeliverable
from bot.domain.request import Place
from bot.store.link import Unavailable
from handlers.asides import Aside
from handlers.opened import give_card
from handlers.slack import read
from handlers.slack.calls import CALL_S, called
from handlers.slack.gateway import PLATFORM
from handlers.slack.people import Member
from handlers.slack.render import message
from handlers.slack.room import Room
from handlers.slack.shapes import Interaction
from handlers.slack.text import clean, escape

log = structlog.get_logger()


def direct(member: Member) -> Place:
    return Place(PLATFORM, member.direct)


def has_conversation(member: Member) -> bool:
    """Slack opens none with somebody of another workspace whom it does not know."""
    return member.direct.partition("/")[2].startswith("D")


async def work_card(room: Room, member: Member, number: int) -> None:
    """Who took it elsewhere than on a card of their own gets one."""
    await give_card(room, room.gateway, room.kept, direct(member), member.person, number)


async def card(room: Room, place: Place, shown: Card, what: str) -> None:
    """A message of ours that belongs to no request; once, however often the words come."""
    await room.asides.say(Aside(place=place, key=f"{what}/answer", card=shown), what)


async def ephemeral(room: Room, member: Member, channel: str, text: str, thread: str = "") -> None:
    """To one person alone, in a channel."""
    client = await room.workspaces.client(member.home)
    if client is not None:
        await called(
            client.chat_postEphemeral(
                channel=channel, user=member.user, text=escape(clean(text)), thread_ts=thread or None
            )
        )


async def respond(room: Room, response_url: str | None, said: Card | str) -> None:
    """Through the click's own address, so that only who clicked reads it."""
    if not response_url or not _is_slacks(response_url, room.slack.api_url):
        return
    body: dict[str, Any] = {"response_type": "ephemeral", "replace_original": False}
    if isinstance(said, str):
        body["text"] = escape(clean(said))
    else:
        shown = message(said)
        body |= {"text": shown.text, "blocks": shown.blocks}
    timeout = aiohttp.ClientTimeout(total=CALL_S)
    try:
        async with room.workspaces.session.post(response_url, json=body, timeout=timeout) as answer:
            if answer.status >= 400:
                log.info("slack.not_told", status=answer.status)
    except (aiohttp.ClientError, TimeoutError) as error:
        log.info("slack.not_told", why=type(error).__name__)


def _is_slacks(url: str, api_url: str) -> bool:
    """No address but Slack's own is ever called, whatever a payload says."""
    asked, ours = urlsplit(url), urlsplit(api_url)
    if (asked.scheme, asked.netloc) == (ours.scheme, ours.netloc):
        return True
    return asked.scheme == "https" and asked.hostname in ("hooks.slack.com", "hooks.slack-gov.com")


async def say(room: Room, member: Member, text: str) -> None:
    """A sentence in our conversation, for what has no click to answer through."""
    language = await room.language(member.person)
    shown = Card(kind="told", language=language, text=text)
    await room.asides.say(Aside(place=direct(member), key=f"told/{token_hex(8)}", card=shown))


async def back(room: Room, click: Interaction, member: Member, said: str) -> None:
    """To who clicked, beside what they clicked; from a view, which has no address, in our conversation."""
    if click.response_url:
        await respond(room, click.response_url, said)
    else:
        await say(room, member, said)


async def plainly(room: Room, click: Interaction, said: str) -> None:
    """As `back`, where nothing can be stored or looked up: what is said may be lost, and is said once."""
    if click.response_url:
        await respond(room, click.response_url, said)
        return
    try:
        client = await room.workspaces.client(read.home_of_click(click))
        if client is not None and click.user.id:
            await called(client.chat_postMessage(channel=click.user.id, text=escape(clean(said))))
    except (SendFailed, Unavailable) as failed:
        log.info("slack.not_told", why=type(failed).__name__)


async def prompts(room: Room, member: Member) -> None:
    """Three things to try, where somebody opens our conversation. Where Slack has no place for them, none."""
    client = await room.workspaces.client(member.home)
    if client is None:
        return
    words = await room.words(member.person)
    said = [words(f"slack-prompt-{n}") for n in (1, 2, 3)]
    try:
        await called(
            client.assistant_threads_setSuggestedPrompts(
                channel_id=member.direct.partition("/")[2],
                title=words("slack-prompt-title"),
                prompts=[{"title": text, "message": text} for text in said],
            )
        )
    except Undeliverable as refused:
        log.debug("slack.no_prompts", why=refused.reason)
