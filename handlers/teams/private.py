"""The lock: what staff mark with it is a private note. It never becomes a message to whoever asked."""

from bot.answer import Answer
from bot.domain import commands as c
from bot.domain.request import RequestNumber, WordsId, ref
from handlers.locks import unlocked
from handlers.teams import tell
from handlers.teams.people import Member
from handlers.teams.read import Written
from handlers.teams.room import Room


async def note(room: Room, found: Written, member: Member, number: RequestNumber, text: str) -> Answer:
    """A lock makes it a private note, or nothing."""
    answer = await room.desk.handle(c.WriteNote(id=found.id, by=member.person, number=number, text=text))
    if answer.kind == "done" and not found.personal:
        room.soon(_read_by_all(room, found, member, number))
    return answer


async def _read_by_all(room: Room, found: Written, member: Member, number: RequestNumber) -> None:
    """The note goes no further; but where it was written everybody has read it."""
    if member.direct:
        line = (await room.words(member.person))("teams-note-in-channel", ref=ref(number))
        await tell.say(room, tell.direct(member), line, f"{found.id}/read-by-all")


async def put(room: Room, member: Member, held: str, number: RequestNumber, text: str) -> Answer:
    """A loose note goes where its writer says, under the message's own id, so that edits follow."""
    return await room.desk.handle(c.WriteNote(id=held, by=member.person, number=number, text=unlocked(text)))


async def edit_of(
    room: Room, member: Member, number: RequestNumber, words: WordsId, message: str, text: str
) -> str | None:
    """What an edit that begins with a lock says; None where it says nothing: what has gone is no note any more."""
    seen = await room.views.one(number, member.person, room.directory)
    if seen is not None and (words, member.person) in seen.request.notes:
        return unlocked(text)
    if seen is not None and seen.request.requester != member.person:
        say = await room.words(member.person)
        name = seen.names.get(seen.request.requester, "") or "…"
        room.soon(tell.say(room, tell.direct(member), say("teams-note-gone", name=name), f"{message}/lock"))
    return None
