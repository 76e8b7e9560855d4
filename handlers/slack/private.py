"""The lock: what staff mark with it is a private note. Where it had gone already that is said, and one tap takes it back.

As the first thing in a message it is a note at once; as an emoji on what somebody wrote themselves, or on a card of ours.
"""

from bot.answer import Answer
from bot.delivery.card import Button, Buttons, Card, Paragraph, Quote
from bot.domain import commands as c
from bot.domain.request import RequestNumber, ref
from bot.views import Seen
from handlers.locks import unlocked
from handlers.slack import read, tell
from handlers.slack.gateway import place_of
from handlers.slack.people import Member
from handlers.slack.read import Written
from handlers.slack.room import Room
from handlers.slack.shapes import Interaction
from handlers.slack.values import Press
from handlers.slack.words import SlackWords

TAKE_BACK = "lock"  # the verb of the button that makes a note of what had gone


async def note(room: Room, found: Written, member: Member, number: RequestNumber, text: str) -> Answer:
    """A reply that begins with a lock: a note, or nothing. It never becomes a message to the requester."""
    answer = await room.desk.handle(c.WriteNote(id=found.id, by=member.person, number=number, text=text))
    if answer.kind == "done" and not found.direct:
        room.soon(_read_by_all(room, found, member, number))
    return answer


async def _read_by_all(room: Room, found: Written, member: Member, number: RequestNumber) -> None:
    if await room.kept.once(f"{found.id}/read-by-all"):
        line = (await room.words(member.person))("slack-note-in-channel", ref=ref(number))
        await tell.ephemeral(room, member, found.channel, line, found.thread)


async def put(room: Room, click: Interaction, press: Press, member: Member) -> None:
    """A loose note goes where its writer says, under the message's own id, so that edits follow."""
    words = await room.words(member.person)
    held, number = press.fields["held"], press.fields.get("number", "")
    text = await room.desk.held.words(member.person, held)
    if text is None or not number.isdecimal():
        room.soon(tell.back(room, click, member, words("slack-held-gone")))
        return
    note = c.WriteNote(id=held, by=member.person, number=RequestNumber(int(number)), text=unlocked(text))
    answer = await room.desk.handle(note)
    if answer.kind == "done":
        said = words("chat-note-kept", ref=ref(answer.number or int(number)))
    else:
        said = await room.why(member.person, answer)
    room.soon(tell.back(room, click, member, said))


# As an emoji


async def reacted(room: Room, home: str, channel: str, ts: str, user: str, author: str) -> None:
    """On one's own words, or on a message of ours about a request; on anything else an emoji is an emoji."""
    message = read.message_id(home, channel, ts)
    member = await room.people.member(home, home, user)
    answer = await room.kept.answered(message)
    if author in ("", user) and answer is not None and answer.kind == "done" and answer.number is not None:
        room.soon(offer(room, member, answer.number, message))
    elif author == user and read.is_direct(channel, None):
        room.soon(_which(room, member, message))
    elif (number := await room.kept.number_of(place_of(home, channel, ts))) is not None:
        room.soon(_form(room, member, number, message))


async def _which(room: Room, member: Member, message: str) -> None:
    """Loose words that are still held."""
    text = await room.desk.held.words(member.person, message)
    if text is not None:
        theirs = await room.served_first(member.person)
        card = await room.note_card(member.person, message, unlocked(text), theirs)
        await tell.card(room, tell.direct(member), card, f"{message}/lock")


async def _form(room: Room, member: Member, number: RequestNumber, message: str) -> None:
    """An emoji opens no form, so it brings the button that does."""
    seen = await room.views.one(number, member.person, room.directory)
    if seen is None or "note" not in seen.verbs:
        return
    words = await room.words(member.person)
    asked = words("slack-note-offer", ref=ref(number))
    button = Button(label=words("slack-private-note"), verb="note", form="note")
    card = _card(words, asked, (Paragraph(asked), Buttons((button,))), number, seen.request.version)
    await tell.card(room, tell.direct(member), card, f"{message}/lock/{member.user}")


async def offer(room: Room, member: Member, number: RequestNumber, message: str) -> None:
    """What had gone already is not private any more; it can be taken back and kept as a note."""
    found = await _theirs(room, member, number, message)
    if found is None or found[1] == "note" or "note" not in found[0].verbs:
        return
    seen, words = found[0], await room.words(member.person)
    name = seen.names.get(seen.request.requester, "") or "…"
    told = words("slack-note-gone", name=name)
    button = Button(label=words("slack-note-take-back"), verb=TAKE_BACK, fields={"message": message})
    card = _card(words, told, (Paragraph(told), Buttons((button,))), number, seen.request.version)
    await tell.card(room, tell.direct(member), card, f"{message}/lock")


async def taken_back(room: Room, click: Interaction, press: Press, member: Member) -> None:
    """First the note, then the message goes: stopped in between, nothing of it is lost."""
    number, message = RequestNumber(press.number or 0), press.fields.get("message", "")
    found = await _theirs(room, member, number, message)
    text = found[0].texts.get(read.words_of(message), "") if found is not None else ""
    note = c.WriteNote(id=f"{message}:lock", by=member.person, number=number, text=text)
    answer = await room.desk.handle(note)
    if answer.kind == "done":
        gone = c.DeleteWords(
            id=f"{message}:lock:gone", by=member.person, number=number, words=read.words_of(message)
        )
        answer = await room.desk.handle(gone)
    if answer.kind != "done":
        room.soon(tell.back(room, click, member, await room.why(member.person, answer)))
        return
    words = await room.words(member.person)
    room.soon(tell.back(room, click, member, words("slack-note-taken-back", ref=ref(number))))


async def _theirs(room: Room, member: Member, number: RequestNumber, message: str) -> tuple[Seen, str] | None:
    """The request and what of it these words are: "note" or "message"; None where they are not this person's, as staff."""
    seen = await room.views.one(number, member.person, room.directory)
    if seen is None or seen.request.requester == member.person:
        return None
    own = (read.words_of(message), member.person)
    if own in seen.request.notes:
        return seen, "note"
    return (seen, "message") if own in seen.request.messages else None


async def what_of(room: Room, member: Member, number: RequestNumber, message: str) -> str:
    """Of staff's own words whether they are a "note" or a "message"; "" for anybody else's."""
    found = await _theirs(room, member, number, message)
    return "" if found is None else found[1]


def _card(
    words: SlackWords,
    told: str,
    blocks: tuple[Paragraph | Quote | Buttons, ...],
    number: int | None = None,
    version: int = 0,
) -> Card:
    labels = [b.label for block in blocks if isinstance(block, Buttons) for b in block.buttons]
    text = " · ".join([told, *labels])
    return Card(
        kind="note", language=words.language, number=number, version=version, text=text, blocks=blocks
    )
