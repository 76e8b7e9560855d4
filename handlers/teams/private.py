"""The lock: what staff mark with it is a private note. It never becomes a message to whoever asked."""

from bot.answer import Answer
from bot.delivery.card import Button, Buttons, Card, Paragraph, Quote
from bot.domain import commands as c
from bot.domain.request import RequestNumber, WordsId, ref
from handlers.teams import read, tell
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


async def which_card(room: Room, member: Member, held: str, text: str, numbers: tuple[int, ...]) -> Card:
    """A loose note: on which of their requests? It has gone to nobody."""
    say = await room.words(member.person)
    requests = await room.requests(numbers)
    names = await room.views.names([r.requester for r in requests], room.directory)
    buttons = tuple(
        Button(
            label=say("teams-note-on", ref=r.ref, name=names[r.requester] or "…"),
            verb="note",
            fields={"held": held, "number": str(r.number)},
        )
        for r in requests
    )
    asked = say("teams-note-which")
    told = " · ".join([asked, *(button.label for button in buttons)])
    blocks = (Paragraph(asked), Quote(text, private=True), Buttons(buttons))
    return Card(kind="note", language=say.language, text=told, blocks=blocks)


async def put(room: Room, member: Member, held: str, number: RequestNumber, text: str) -> Answer:
    """A loose note goes where its writer says, under the message's own id, so that edits follow."""
    return await room.desk.handle(
        c.WriteNote(id=held, by=member.person, number=number, text=read.unlocked(text))
    )


async def edit_of(
    room: Room, member: Member, number: RequestNumber, words: WordsId, message: str, text: str
) -> str | None:
    """What an edit that begins with a lock says; None where it says nothing: what has gone is no note any more."""
    seen = await room.views.one(number, member.person, room.directory)
    if seen is not None and (words, member.person) in seen.request.notes:
        return read.unlocked(text)
    if seen is not None and seen.request.requester != member.person:
        say = await room.words(member.person)
        name = seen.names.get(seen.request.requester, "") or "…"
        room.soon(tell.say(room, tell.direct(member), say("teams-note-gone", name=name), f"{message}/lock"))
    return None
