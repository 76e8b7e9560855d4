"""Emoji that mean something: a ticket on a message asks, an owner's eyes take, their tick resolves, their lock notes."""

from typing import Any

import msgspec
import structlog

from bot.delivery.cards.owner import keep_card
from bot.delivery.gateway import Doubtful, Postponed, Undeliverable
from bot.domain import commands as c
from bot.domain.refusals import NoSuchRequest, NotYours
from bot.domain.rights import may_keep
from bot.hearing import Said
from bot.reader import read as understood
from bot.store.link import Unavailable
from handlers.slack import private, read, tell
from handlers.slack.calls import SHORT_CALL_S, called
from handlers.slack.gateway import place_of
from handlers.slack.people import Member, identity_of
from handlers.slack.room import Room
from handlers.slack.shapes import Envelope, FileShape
from handlers.slack.words import words_in

log = structlog.get_logger()

TICKET = frozenset({"ticket", "admission_tickets"})
TAKE, RESOLVE, LOCK = "eyes", "white_check_mark", "lock"
KEEP = "book"  # an emoji opens no form, so it brings the card with the button that does


async def added(room: Room, payload: Envelope) -> None:
    event = payload.event
    if event is None or event.item is None or event.item.type not in (None, "message"):
        return
    home, channel, ts = read.home_of(payload), event.item.channel or "", event.item.ts or ""
    if not (home and channel and ts and isinstance(event.user, str)):
        return
    if await room.workspaces.of(home) is None:
        return
    if event.reaction in TICKET:
        await _ticket(room, home, channel, ts, event.user, event.item_user or "")
    elif event.reaction == LOCK:
        await private.reacted(room, home, channel, ts, event.user, event.item_user or "")
    elif event.reaction in (TAKE, RESOLVE, KEEP):
        await _act(room, home, channel, ts, event.user, event.reaction)


async def _act(room: Room, home: str, channel: str, ts: str, user: str, reaction: str) -> None:
    """On a message of ours, or at the root of a request's thread, by who serves; anything else is an emoji and no more."""
    person = await room.desk.known.behind(identity_of(home, user))
    if person not in room.directory.people:
        return
    number = await room.kept.number_of(place_of(home, channel, ts))
    if number is None:
        answer = await room.kept.answered(read.message_id(home, channel, ts))
        number = answer.number if answer is not None and answer.kind == "done" else None
    if number is None:
        return
    member = await room.people.member(home, home, user)
    if reaction == KEEP:
        room.soon(_offer_to_keep(room, member, number))
        return
    id_ = f"{read.message_id(home, channel, ts)}:{reaction}:{user}"
    command = (
        c.Take(id=id_, by=member.person, number=number)
        if reaction == TAKE
        else c.Resolve(id=id_, by=member.person, number=number, text=await _done(room, number))
    )
    answer = await room.desk.handle(command)
    if answer.kind == "refused" and not isinstance(answer.refusal, NotYours | NoSuchRequest):
        room.soon(tell.ephemeral(room, member, channel, await room.why(member.person, answer)))


async def _done(room: Room, number: int) -> str:
    """What a tick says, to who asked."""
    [request] = await room.requests((number,))
    return words_in(request.language)("slack-tick")


async def _offer_to_keep(room: Room, member: Member, number: int) -> None:
    """To who may publish it, in their own conversation; for anybody else an emoji is an emoji."""
    seen = await room.views.one(number, member.person, room.directory)
    if seen is None or "keep_answer" not in seen.verbs:
        return
    if may_keep(member.person, seen.request, room.directory):
        words = await room.words(member.person)
        view = await room.form_view_of(member.person, words.language, seen)
        await tell.card(room, tell.direct(member), keep_card(seen.request, view), f"{number}/book")


async def _ticket(room: Room, home: str, channel: str, ts: str, user: str, author: str) -> None:
    """Anyone on their own message, staff on anyone's. The event has no text, so Slack is asked for it first."""
    member = await room.people.member(home, home, user)
    own = author in ("", user)
    if not own and member.person not in room.directory.people:
        return
    found = await _message(room, home, channel, ts)
    if found is None or found.get("bot_id") or not found.get("user"):
        return
    own = found["user"] == user
    if not own and member.person not in room.directory.people:
        return
    if await room.kept.answered(read.message_id(home, channel, ts)) is not None:
        return  # it is a request already
    words = await room.words(member.person)
    text = await room.plain(home, str(found.get("text") or ""))
    files = _files(found)
    text = read.with_files(text, files, words("slack-file", name="{name}")).strip()
    if text:
        await _asked(room, member, found, channel, ts, text, files=files, own=own)


def _files(found: dict[str, Any]) -> tuple[FileShape, ...]:
    """Of a message that Slack gave; none where they have another shape."""
    try:
        return msgspec.convert(found.get("files") or (), tuple[FileShape, ...])
    except msgspec.ValidationError:
        return ()


async def _asked(
    room: Room,
    member: Member,
    found: dict[str, Any],
    channel: str,
    ts: str,
    text: str,
    *,
    files: tuple[FileShape, ...],
    own: bool,
) -> None:
    asker = await room.desk.known.asker(member.person, room.directory)
    reading = understood(text, asker, await room.desk.now(), room.library())
    root = str(found.get("thread_ts") or ts)
    place = tell.direct(member) if reading.caution else place_of(member.home, channel, root)
    id_ = read.message_id(member.home, channel, ts)
    if own:
        number = await room.kept.number_of(place) if place.thread else None
        said = Said(
            id=id_,
            by=member.person,
            text=text,
            place=place,
            thread=number,
            files=read.attached(member.home, files),
            as_requester=True,
        )
        await room.desk.hear(said)
        return
    author = (await room.people.member(member.home, member.home, str(found["user"]))).person
    await room.desk.handle(
        c.Ask(
            id=id_,
            by=member.person,
            text=text,
            place=place,
            reading=reading,
            author=author,
            files=read.attached(member.home, files),
            as_new=True,
        )
    )


async def _message(room: Room, home: str, channel: str, ts: str) -> dict[str, Any] | None:
    """Raises Unavailable, so that Slack delivers the reaction again."""
    client = await room.workspaces.client(home)
    if client is None:
        return None
    try:
        answer = await called(
            client.conversations_replies(channel=channel, ts=ts, limit=1, inclusive=True),
            within_s=SHORT_CALL_S,
        )
    except Undeliverable:
        return None  # not a channel that we may read
    except (Postponed, Doubtful) as failed:
        raise Unavailable("Slack does not give the message") from failed
    messages = answer.get("messages") or []
    return next((m for m in messages if m.get("ts") == ts), None)
