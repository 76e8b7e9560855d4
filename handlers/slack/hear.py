"""Words in Slack: said, edited, deleted, in a conversation with us, in a thread, or where we are mentioned."""

import time

import structlog
from msgspec.structs import replace

from bot.answer import Answer
from bot.calendars import is_absences
from bot.delivery.card import Card
from bot.domain import commands as c
from bot.domain.refusals import NoSuchRequest, NotYours
from bot.domain.request import Place, RequestNumber
from bot.hearing import Said
from bot.joining import concern
from handlers.locks import is_locked, unlocked
from handlers.slack import private, read, tell
from handlers.slack.gateway import place_of
from handlers.slack.people import Member, identity_of
from handlers.slack.read import Written
from handlers.slack.room import Room
from handlers.slack.shapes import Envelope, MessageShape
from handlers.slack.workspaces import Workspace

log = structlog.get_logger()

FRESH_S = 600  # so long an edit may wait for the message that it changes
ANEW_S = 24 * 3600  # so long the desk knows what became of a message
LAST_RETRY = 3


class NotYet(Exception):
    """An edit or a deletion has overtaken its message."""


async def message(room: Room, payload: Envelope, *, retry: int = 0) -> None:
    """A `message` or `app_mention` event. Raises Unavailable: then Slack delivers it again."""
    event = payload.event
    workspace = await room.workspaces.of(read.home_of(payload))
    if workspace is None:
        log.warning("slack.not_listed", team=read.home_of(payload)[:20])
        return
    if event is None or read.is_own(event, workspace.bot_user, workspace.bot_id):
        return
    if event.subtype == "message_changed":
        await _changed(room, payload, workspace, retry)
    elif event.subtype == "message_deleted":
        await _deleted(room, payload, event.previous_message, event.deleted_ts or "", retry)
    elif (found := read.written(payload)) is not None:
        await _said(room, found, workspace)


async def _said(room: Room, found: Written, workspace: Workspace) -> None:
    called_us = read.mentions(found.text, workspace.bot_user)
    number = await _number(room, found)
    if number is None and not (found.direct or called_us or _is_asked(room, found)):
        return  # talk among others
    if not read.plain(found.text, without=workspace.bot_user):
        found = replace(found, text="")  # our mention alone says nothing of what is sent with it
    member = await _author(room, found)
    text = await _text(room, found, workspace.bot_user, member)
    if (found.direct or called_us) and number is None and concern(text):
        await _about_accounts(room, found, member, text)
        return
    if found.direct and number is None and _sent_absences(room, found, member):
        return
    if number is not None and is_locked(text):
        answer = await private.note(room, found, member, number, unlocked(text))
    else:
        answer = await _heard(room, found, member, number, text, called_us=called_us)
    _answered(room, found, member, answer, text, spoken_to=found.direct or called_us)


async def _about_accounts(room: Room, found: Written, member: Member, text: str) -> None:
    """A code acts once, however often it is delivered."""
    if await room.kept.once(f"{found.id}/accounts"):
        shown = await room.about_accounts(member.person, identity_of(found.team, found.user), text)
        room.soon(tell.card(room, _back(found, member), shown, found.id))


def _sent_absences(room: Room, found: Written, member: Member) -> bool:
    """A calendar alone, from who answers for something: it is read after the ack and shown back, and no request."""
    files = read.attached(found.home, found.files)
    if member.person not in room.directory.people or not is_absences(found.text, files):
        return False
    room.soon(_show_absences(room, found, member, files[0].source.partition(":")[2]))
    return True


async def _show_absences(room: Room, found: Written, member: Member, file: str) -> None:
    shown = await room.calendar(member.person, room.gateway.fetch(file), found.text)
    await tell.card(room, _back(found, member), shown, found.id)


def _is_asked(room: Room, found: Written) -> bool:
    """A channel for asking is heard without a mention; replies there go to their thread's request."""
    return found.channel in room.slack.help_channels and not found.thread


async def _number(room: Room, found: Written) -> RequestNumber | None:
    """The request of the thread that this is a reply in."""
    if not found.thread:
        return None
    number = await room.kept.number_of(place_of(found.home, found.channel, found.thread))
    if number is None and found.direct:
        answer = await room.kept.answered(read.message_id(found.home, found.channel, found.thread))
        number = answer.number if answer is not None else None
    return number


async def _text(room: Room, found: Written, bot_user: str, member: Member) -> str:
    text = await room.plain(found.home, found.text, without=bot_user)
    if not found.files:
        return text
    words = await room.words(member.person)
    return read.with_files(text, found.files, words("slack-file", name="{name}"))


async def _heard(
    room: Room, found: Written, member: Member, number: RequestNumber | None, text: str, *, called_us: bool
) -> Answer:
    place = place_of(found.home, found.channel, found.thread if found.direct else found.thread or found.ts)
    locked = is_locked(text)  # a loose note of who serves; of anybody else, what only who answers may read
    said = Said(
        id=found.id,
        by=member.person,
        text=unlocked(text) if locked else text,
        private=locked,
        locked=locked,
        place=place,
        thread=number,
        files=read.attached(found.home, found.files),
        wordless=_is_wordless(found),
        calls_us=found.direct or called_us or number is None,
        as_requester=not found.direct,
    )
    in_its_thread = number is not None and not (called_us and await room.is_beside(member.person, number))
    if found.direct or in_its_thread:
        return await room.desk.hear(said)
    if not locked and not await room.is_personal(member.person, text, routed=number is None):
        return await room.desk.hear(said)
    answer = await room.desk.hear(replace(said, place=tell.direct(member), thread=None))
    if answer.kind == "done":
        room.soon(_moved(room, found, member, answer.number))
    return answer


async def _moved(room: Room, found: Written, member: Member, number: RequestNumber | None) -> None:
    """One neutral line where it was written; how to delete the original, in private.

    Somebody of another workspace has no private conversation with us: nobody is told that they were answered there, and they
    alone read who has it, and that an answer does not come this way.
    """
    words = await room.words(member.person)
    if not tell.has_conversation(member):
        for request in await room.requests((number,) if number is not None else ()):
            owner = await room.desk.known.name(request.owner, room.directory)
            line = words("slack-private-nowhere", ref=request.ref, owner=owner or "…")
            if await room.kept.once(f"{found.id}/moved"):
                await tell.ephemeral(room, member, found.channel, line, found.thread)
        return
    name = await room.desk.known.name(member.person, room.directory)
    line = words("slack-private-line", name=name.split(" ")[0] or "…")
    there = place_of(found.home, found.channel, found.ts)
    for place, text, what in (
        (there, line, "moved"),
        (tell.direct(member), words("slack-private-how"), "how"),
    ):
        told = Card(kind="told", language=words.language, text=text)
        await tell.card(room, place, told, f"{found.id}/{what}")


def _answered(
    room: Room, found: Written, member: Member, answer: Answer, text: str, *, spoken_to: bool
) -> None:
    """What is to be said after the ack. A colleague's talk in a request's thread is nobody's business."""
    if answer.kind == "done":
        if answer.number is not None and found.direct and not found.thread:
            thread = place_of(found.home, found.channel, found.ts)
            room.soon(
                room.kept.remember(thread, answer.number)
            )  # a thread on one's own message is its request's
        if answer.beside and not found.direct:
            room.soon(_tell(room, found, member, answer, text))
        elif _is_wordless(found):
            room.soon(_ask_for_a_line(room, found, member, answer.number or 0))
        return
    if isinstance(answer.refusal, NotYours | NoSuchRequest) and not spoken_to:
        return
    room.soon(_tell(room, found, member, answer, text))


def _is_wordless(found: Written) -> bool:
    return bool(found.files) and not found.text.strip()


async def _ask_for_a_line(room: Room, found: Written, member: Member, number: int) -> None:
    """Where it stands, so that the line comes there; what came along with something else needs none."""
    if not any(request.awaits_a_line for request in await room.requests((number,))):
        return
    words = await room.words(member.person)
    card = Card(kind="file", language=words.language, text=words("slack-file-line"))
    there = place_of(found.home, found.channel, found.thread or found.ts)
    await tell.card(room, _back(found, member) if found.direct else there, card, found.id)


async def _shown_back(room: Room, member: Member, answer: Answer, text: str) -> Card | None:
    if answer.kind == "held" and is_locked(text):
        return await room.note_card(member.person, answer.held, unlocked(text), answer.numbers)
    return await room.loose_card(member.person, answer, text)


async def _tell(room: Room, found: Written, member: Member, answer: Answer, text: str) -> None:
    shown = await _shown_back(room, member, answer, text)
    if shown is None:
        return
    if found.direct or tell.has_conversation(member):
        await tell.card(room, _back(found, member), shown, found.id)
    elif await room.kept.once(
        found.id
    ):  # somebody of another workspace: they alone read it, where they wrote
        await tell.ephemeral(room, member, found.channel, shown.text, found.thread)


def _back(found: Written, member: Member) -> Place:
    """Held words and how somebody's requests go are for them alone, wherever they asked."""
    return place_of(found.home, found.channel, found.thread) if found.direct else tell.direct(member)


# Edits and deletions


async def _changed(room: Room, payload: Envelope, workspace: Workspace, retry: int) -> None:
    event = payload.event
    if event is None or event.message is None:
        return
    now, before = event.message, event.previous_message
    if now.subtype == "tombstone":
        await _deleted(room, payload, before, now.ts or "", retry)
        return
    if now.bot_id or not now.ts or not now.user or (before is not None and before.text == now.text):
        return  # our own, or only a preview of a link that was added
    found = await _about(room, payload, now, now.ts, retry, anew=True)
    if found is None:
        await _changed_elsewhere(room, payload, workspace)
        return
    number, member, message = found
    text = await room.plain(read.home_of(payload), now.text or "", without=workspace.bot_user)
    what = await private.what_of(room, member, number, message) if is_locked(text) else ""
    if what == "message":
        room.soon(private.offer(room, member, number, message))
        return  # a lock that comes later sends nothing
    if what == "note":
        text = unlocked(text)
    await room.desk.handle(
        c.EditWords(
            id=f"{message}:edited:{event.event_ts or event.ts}",
            by=member.person,
            number=number,
            words=read.words_of(message),
            text=text,
        )
    )


async def _changed_elsewhere(room: Room, payload: Envelope, workspace: Workspace) -> None:
    """Words of no request: loose ones go as they are now; a greeting that is typed anew is heard as what it says now.

    It keeps its own id, so that the message itself, should it come later, is nothing new.
    """
    found = read.written_anew(payload)
    if found is None or not _is_within(found.ts, ANEW_S):
        return
    if not (found.direct or read.mentions(found.text, workspace.bot_user)):
        return  # talk among others
    if not found.direct or not await _changed_held(room, payload, found, workspace):
        await _said(room, found, workspace)


async def _changed_held(room: Room, payload: Envelope, found: Written, workspace: Workspace) -> bool:
    """What has gone to nobody yet is shown back as it is now. With its lock, which says that it is to go to nobody."""
    member = await _author(room, found)
    text = await _text(room, found, workspace.bot_user, member)
    if not text or not await room.desk.held.change(member.person, found.id, text):
        return False
    answer = Answer(kind="held", held=found.id, numbers=await room.served_first(member.person))
    stamp = payload.event.event_ts or payload.event.ts if payload.event else ""
    if (shown := await _shown_back(room, member, answer, text)) is not None:
        room.soon(tell.card(room, _back(found, member), shown, f"{found.id}/edited/{stamp}"))
    return True


async def _author(room: Room, found: Written) -> Member:
    where = f"{found.home}/{found.channel}" if found.direct else ""
    return await room.people.member(found.home, found.team, found.user, direct=where)


async def _deleted(room: Room, payload: Envelope, before: MessageShape | None, ts: str, retry: int) -> None:
    if before is None or before.bot_id or not before.user or not ts:
        return
    found = await _about(room, payload, before, ts, retry)
    if found is None:
        await _dropped_held(room, payload, before, ts)
        return
    number, member, message = found
    words = read.words_of(message)
    await room.desk.handle(
        c.DeleteWords(id=f"{message}:deleted", by=member.person, number=number, words=words)
    )


async def _dropped_held(room: Room, payload: Envelope, before: MessageShape, ts: str) -> None:
    """Loose words that were taken back before they went anywhere go nowhere."""
    home, channel = read.home_of(payload), read.channel_of(payload.event) if payload.event else ""
    message = read.message_id(home, channel, ts)
    person = await room.desk.known.behind(identity_of(before.team or home, before.user or ""))
    if person is not None:
        await room.desk.held.drop(person, message)


async def _about(
    room: Room, payload: Envelope, said: MessageShape, ts: str, retry: int, *, anew: bool = False
) -> tuple[RequestNumber, Member, str] | None:
    """The request that a message became part of, and its author; None where it is none of ours.

    Raises NotYet where the message itself has not come: Slack promises no order, and delivers again. `anew`: what is of no
    request can be heard in its message's place, so that one more delivery is waited for, and no longer.
    """
    event = payload.event
    home, channel = read.home_of(payload), read.channel_of(event) if event else ""
    if not channel:
        return None
    direct = read.is_direct(channel, event.channel_type if event else None)
    message = read.message_id(home, channel, ts)
    answer = await room.kept.answered(message)
    number = answer.number if answer is not None and answer.kind == "done" else None
    root = read.thread_of(said.thread_ts, ts) or ts
    if number is None:
        number = await room.kept.number_of(place_of(home, channel, root))
    ours = direct or number is not None
    patience = 1 if anew and number is None else LAST_RETRY
    is_missed = ours and answer is None and retry < patience and _is_within(ts, FRESH_S)
    if is_missed and not await _is_held(room, identity_of(said.team or home, said.user or ""), message):
        raise NotYet
    if number is None:
        return None
    where = f"{home}/{channel}" if direct else ""
    member = await room.people.member(home, said.team or home, said.user or "", direct=where)
    return number, member, message


async def _is_held(room: Room, identity: str, message: str) -> bool:
    person = await room.desk.known.behind(identity)
    return person is not None and await room.desk.held.words(person, message) is not None


def _is_within(ts: str, seconds: int) -> bool:
    try:
        return time.time() - float(ts) < seconds  # a process's own clock: only to give up waiting
    except ValueError:
        return False
