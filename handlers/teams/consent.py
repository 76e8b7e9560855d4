"""Somebody lets us put a file among their own, or does not. Rights are asked now, not when the card was made."""

from functools import partial
from typing import Any

import structlog

from bot.delivery.files import safe_name
from bot.delivery.gateway import SendFailed
from bot.domain.commands import Attached, decode_attached
from bot.domain.rights import may_read
from bot.store.files import Where
from handlers.teams import tell
from handlers.teams.activity import Activity
from handlers.teams.files import OURS, info
from handlers.teams.gateway import BETWEEN, sentence
from handlers.teams.kept import conversation_of
from handlers.teams.people import Member
from handlers.teams.room import Room

log = structlog.get_logger()


async def answered(room: Room, activity: Activity) -> None:
    """The file itself goes after Teams has been answered. Raises Unavailable."""
    member = await room.people.member(activity)
    found = await _asked_for(room, member, activity.fields.get("context"))
    upload = activity.fields.get("uploadInfo")
    if found is None or not activity.is_personal:
        room.soon(_changed(room, activity, (await room.words(member.person))("teams-gone")))
        return
    where, attached = found
    if activity.fields.get("action") != "accept" or not isinstance(upload, dict):
        say = await room.words(member.person)
        room.soon(_changed(room, activity, say("file-declined", file=safe_name(attached.name))))
        return
    if await room.kept.once(f"consent:{member.person}:{where[0]}:{where[2]}:{upload.get('uniqueId')}"):
        room.soon(_put(room, activity, member, where, attached, upload))


async def _asked_for(room: Room, member: Member, context: Any) -> tuple[Where, Attached] | None:
    """The file that a card of ours spoke of, where this person may read its request."""
    told = context.get(OURS) if isinstance(context, dict) else None
    number, words = (told.get("n"), told.get("w")) if isinstance(told, dict) else (None, None)
    if not isinstance(number, int) or not isinstance(words, str) or not 0 < number < 10**12:
        return None
    for request in await room.requests((number,)):
        author = next((by for file, by in request.files if file == words), None)
        if author is None or not may_read(member.person, request, room.directory):
            return None
        kept = (await room.store.words(number)).get(words)
        return None if kept is None else ((number, author, words), decode_attached(kept))
    return None


async def _put(
    room: Room,
    activity: Activity,
    member: Member,
    where: Where,
    attached: Attached,
    upload: dict[str, Any],
) -> None:
    say, name = await room.words(member.person), safe_name(attached.name)
    try:
        await room.soon.in_turn(f"file {where}", partial(_written, room, where, attached, upload))
    except SendFailed as failed:
        log.info("teams.file_not_saved", number=where[0], why=repr(failed))
        await tell.say(room, tell.here(activity.where), say("file-saving-failed", file=name))
        return
    await _changed(room, activity, say("file-saved", file=name))
    await tell.send(room, tell.here(activity.where), info(name, upload))


async def _written(room: Room, where: Where, attached: Attached, upload: dict[str, Any]) -> None:
    async with room.files.opened(where, attached) as opened:
        await room.teams_files.write(str(upload.get("uploadUrl") or ""), opened)


async def _changed(room: Room, activity: Activity, text: str) -> None:
    """In place of the card, whose buttons have done what they could."""
    if activity.reply_to_id:
        where, _ = conversation_of(activity.where)
        change = partial(room.gateway.change, f"{where}{BETWEEN}{activity.reply_to_id}", sentence(text))
        await room.soon.in_turn(str(tell.here(activity.where)), change)
