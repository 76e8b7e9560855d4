"""Words in Teams: said, edited, deleted, in the personal chat, in a thread, or where we are mentioned."""

from typing import Any

import structlog
from msgspec.structs import replace

from bot.answer import Answer
from bot.calendars import is_absences
from bot.delivery.card import Card
from bot.delivery.gateway import SendFailed
from bot.domain import commands as c
from bot.domain.refusals import NoSuchRequest, NotYours
from bot.domain.request import Place, RequestNumber, WordsId, files_with, ref
from bot.hearing import Said
from bot.joining import concern
from handlers.digest import digest
from handlers.locks import is_locked, unlocked
from handlers.teams import home, private, queue, read, tell
from handlers.teams.activity import Activity
from handlers.teams.gateway import PLATFORM
from handlers.teams.kept import conversation_of
from handlers.teams.people import Member, identity_of
from handlers.teams.read import Written
from handlers.teams.room import Room
from handlers.teams.signs import UNMENTIONED

log = structlog.get_logger()

IN_PUBLIC = ("thanks", "nothing", "help", "greeting", "empty", "too_long")  # what holds nothing of anybody's
NOBODYS = RequestNumber(0)  # no request has this number
UNDELETED = "undeleteMessage"  # its author has taken a deletion back


async def message(room: Room, activity: Activity) -> None:
    """Words that somebody wrote. Raises Unavailable: nothing was acknowledged then."""
    found = read.written(activity)
    number = await _number(room, found)
    if not (found.personal or found.mentions_us):
        room.soon(room.signs.see(UNMENTIONED))
    if number is None and not (found.personal or found.mentions_us):
        return  # talk among others
    member = await room.people.member(activity)
    found = await _named(room, found, member)
    if (found.personal or found.mentions_us) and await _asked_for_a_page(room, found, member):
        return
    text = await _text(room, found, member)
    if (found.personal or found.mentions_us) and number is None and concern(text):
        await _about_accounts(room, activity, found, member, text)
        return
    if found.personal and number is None and _sent_absences(room, found, member):
        return
    if number is not None and is_locked(text):
        answer = await private.note(room, found, member, number, unlocked(text))
    else:
        answer = await _heard(room, activity, found, member, number, text)
    _answered(room, activity, found, member, answer, text)


async def _about_accounts(room: Room, activity: Activity, found: Written, member: Member, text: str) -> None:
    """A code acts once, however often it is delivered."""
    if await room.kept.once(f"{found.id}/accounts"):
        if not found.personal:  # a code is for its writer alone
            member = await room.people.opened(activity, member)
            room.soon(tell.moved(room, found.place, member, found.id))
        if member.direct:
            identity = identity_of(member.tenant, activity.sender)
            shown = await room.about_accounts(member.person, identity, text)
            room.soon(tell.card(room, tell.direct(member), shown, found.id))


def _sent_absences(room: Room, found: Written, member: Member) -> bool:
    """A calendar alone, from who answers for something: it is read after Teams was answered and shown back.

    At once, for its address lasts some minutes.
    """
    if member.person not in room.directory.people or not is_absences(found.text, found.files):
        return False
    room.soon(_show_absences(room, found, member))
    return True


async def _show_absences(room: Room, found: Written, member: Member) -> None:
    file = room.gateway.fetch(found.files[0].source.partition(":")[2])
    await tell.card(room, tell.direct(member), await room.calendar(member.person, file, found.text), found.id)


async def _asked_for_a_page(room: Room, found: Written, member: Member) -> bool:
    """`help`, and for who serves `queue`: the commands that the app's menu offers."""
    word = found.text.strip().casefold()
    if word in home.HELP_WORDS:
        shown = home.show(room, member, found.id) if found.personal else _how_it_works(room, found, member)
        room.soon(shown)
        return True
    if found.personal and word in queue.QUEUE_WORDS and member.person in room.directory.people:
        room.soon(queue.show(room, member, found.id))
        return True
    return False


async def _how_it_works(room: Room, found: Written, member: Member) -> None:
    """Among others: nothing of what anybody has asked for."""
    await tell.card(room, found.place, await room.help_card(member.person, alone=False), found.id)


async def _number(room: Room, found: Written) -> RequestNumber | None:
    """The request of the thread that this stands in, or of the message that it quotes."""
    if found.place.thread:
        return await room.kept.number_of(found.place)
    if not found.quotes:
        return None
    number = await room.kept.number_of(Place(PLATFORM, found.place.conversation, found.quotes))
    if number is None:  # perhaps a message of their own
        answer = await room.kept.answered(f"teams:{found.place.conversation}:{found.quotes}")
        number = answer.number if answer is not None else None
    return number


async def _named(room: Room, found: Written, member: Member) -> Written:
    """A picture that was pasted has no name of its own."""
    if all(file.name for file in found.files):
        return found
    say = await room.words(member.person)
    files = [
        file if file.name else replace(file, name=say("teams-picture", count=n))
        for n, file in enumerate(found.files, 1)
    ]
    return replace(found, files=tuple(files))


async def _text(room: Room, found: Written, member: Member) -> str:
    text = found.text
    if not found.files:
        return text
    say = await room.words(member.person)
    told = [say("teams-file", name=name) for name in (file.name for file in found.files)]
    return "\n".join(part for part in (text, *told) if part)


async def _heard(
    room: Room, activity: Activity, found: Written, member: Member, number: RequestNumber | None, text: str
) -> Answer:
    said = Said(
        id=found.id,
        by=member.person,
        text=text,
        place=found.place,
        thread=number,
        files=found.files,
        wordless=bool(found.files) and not found.text.strip(),
        calls_us=found.personal or found.mentions_us or number is None,
        as_requester=not found.personal,
        locked=number is None and found.personal and is_locked(text),
    )
    called = found.mentions_us and number is not None
    in_its_thread = number is not None and not (called and await room.is_beside(member.person, number))
    if (
        found.personal
        or in_its_thread
        or not await room.is_personal(member.person, text, routed=number is None)
    ):
        return await room.desk.hear(said)
    member = await room.people.opened(activity, member)
    answer = await room.desk.hear(replace(said, place=tell.direct(member), thread=None))
    if answer.kind == "done":
        room.soon(_moved(room, found, member))
    return answer


async def _moved(room: Room, found: Written, member: Member) -> None:
    """One neutral line where it was written; how to delete the original, in private."""
    await tell.moved(room, found.place, member, found.id)
    if member.direct:
        how = (await room.words(member.person))("teams-private-how")
        await tell.say(room, tell.direct(member), how, f"{found.id}/how")


def _answered(
    room: Room, activity: Activity, found: Written, member: Member, answer: Answer, text: str
) -> None:
    """What is to be said after Teams was answered. A colleague's talk in a request's thread is nobody's business."""
    if answer.kind == "done":
        if answer.number is not None and found.has_unseen_file:
            room.soon(_ask_for_the_file(room, found, member, answer.number))
        if answer.number is not None and found.files:
            room.soon(_keep(room, found, member, answer.number, read.words_of(found.id)))
        if answer.number is not None and found.personal:
            room.soon(_remember(room, found, answer.number))
        if answer.beside and not found.personal:
            room.soon(_tell(room, activity, found, member, answer, text))
        return
    if isinstance(answer.refusal, NoSuchRequest) and answer.refusal.number == NOBODYS:
        return  # deleted before it came
    if isinstance(answer.refusal, NotYours | NoSuchRequest) and not (found.personal or found.mentions_us):
        return
    if answer.kind == "held" and found.files:
        room.soon(_keep(room, found, member, 0, WordsId(answer.held)))
    room.soon(_tell(room, activity, found, member, answer, text))


async def _ask_for_the_file(room: Room, found: Written, member: Member, number: int) -> None:
    """A bot is given no file of a channel: whoever sent it hears so, and not from whoever waits for it."""
    say = await room.words(member.person, number)
    await tell.say(room, found.place, say("teams-file-unseen", ref=ref(number)), f"{found.id}/file")


async def _keep(room: Room, found: Written, member: Member, number: int, came_with: WordsId) -> None:
    """Their addresses last some minutes: what they lead to lies here from now on."""
    for words, file in zip(files_with(came_with, len(found.files)), found.files, strict=True):
        try:
            await room.files.keep((number, member.person, words), file)
        except SendFailed as failed:
            log.info("teams.file_not_kept", number=number, why=repr(failed))


async def _remember(room: Room, found: Written, number: int) -> None:
    """What quotes one's own message belongs to its request."""
    _, _, own = found.id.rpartition(":")
    await room.kept.remember(Place(PLATFORM, found.place.conversation, own), number)


async def _tell(
    room: Room, activity: Activity, found: Written, member: Member, answer: Answer, text: str
) -> None:
    if found.personal and answer.kind == "greeting":
        await home.greet(room, member, found.id)
        return
    if found.personal and answer.kind == "empty":  # a sticker, a voice message, somebody's card
        await home.show(room, member, found.id, hello=(await room.words(member.person))("teams-unread"))
        return
    if not found.personal and answer.kind in IN_PUBLIC:
        answer = replace(answer, numbers=())  # what somebody has asked for is nobody's in a channel
    shown = await _shown_back(room, member, answer, text)
    if shown is None:
        return
    if found.personal or answer.kind in IN_PUBLIC:
        await tell.card(room, found.place, shown, found.id)
        return
    # Held words and how somebody's requests go are for them alone, wherever they asked.
    member = await room.people.opened(activity, member)
    if member.direct:
        await tell.card(room, tell.direct(member), shown, found.id)
    await tell.moved(room, found.place, member, found.id)


async def _shown_back(room: Room, member: Member, answer: Answer, text: str) -> Card | None:
    if answer.kind == "held" and is_locked(text):
        return await room.note_card(member.person, answer.held, unlocked(text), answer.numbers)
    return await room.loose_card(member.person, answer, text)


# Edits and deletions


async def edited(room: Room, activity: Activity) -> None:
    text, mentioned = read.own_words(activity)
    message_id, made = read.message_id(activity), activity.timestamp or ""
    if not text.strip() or await room.kept.is_older(message_id, made):
        return
    if (about := await _about(room, activity)) is not None:
        await _edited_in(room, activity, *about, text)
    elif activity.is_personal and await _edited_held(room, activity, text):
        pass
    elif activity.is_personal or mentioned:
        # It was a greeting, or it has not come: a platform may bring what is newer first. Its id is the message's own, so
        # that what comes late is nothing new.
        await message(room, activity)
    await room.kept.newest_is(message_id, made)


async def _edited_in(
    room: Room, activity: Activity, number: RequestNumber, member: Member, message_id: str, text: str
) -> None:
    words = read.words_of(message_id)
    if is_locked(text):
        private_text = await private.edit_of(room, member, number, words, message_id, text)
        if private_text is None:
            return
        text = private_text
    stamp = activity.timestamp or digest({"text": text})
    about: dict[str, Any] = {"by": member.person, "number": number, "text": text}
    answer = await room.desk.handle(c.EditWords(id=f"{message_id}:edited:{stamp}", words=words, **about))
    if activity.about.event_type == UNDELETED and answer.kind != "done":
        said = Said(
            id=f"{message_id}:undeleted:{stamp}",
            by=member.person,
            text=text,
            place=read.written(activity).place,
            thread=number,
        )
        await room.desk.hear(said)


async def _edited_held(room: Room, activity: Activity, text: str) -> bool:
    """Loose words that have gone to nobody yet: they go as they are now, and are shown back as they are now."""
    member, id_ = await room.people.member(activity), read.message_id(activity)
    if not await room.desk.held.change(member.person, id_, text):
        return False
    answer = Answer(kind="held", held=id_, numbers=await room.served_first(member.person))
    if (shown := await _shown_back(room, member, answer, text)) is not None:
        what = f"{id_}:edited:{activity.timestamp or digest({'text': text})}"
        room.soon(tell.card(room, tell.direct(member), shown, what))
    return True


async def deleted(room: Room, activity: Activity) -> None:
    about = await _about(room, activity)
    if about is None:
        if activity.is_personal and activity.id:
            member, message_id = await room.people.member(activity), read.message_id(activity)
            await room.desk.held.drop(member.person, message_id)
            # The message itself may come yet. Its id is used up by this, which no request answers to.
            await room.desk.handle(
                c.DeleteWords(
                    id=message_id, by=member.person, number=NOBODYS, words=read.words_of(message_id)
                )
            )
        return
    number, member, message_id = about
    words = read.words_of(message_id)
    await room.desk.handle(
        c.DeleteWords(id=f"{message_id}:deleted", by=member.person, number=number, words=words)
    )


async def _about(room: Room, activity: Activity) -> tuple[RequestNumber, Member, str] | None:
    """The request that a message became part of; None where it is none of ours."""
    if not activity.id:
        return None
    message_id = read.message_id(activity)
    answer = await room.kept.answered(message_id)
    number = answer.number if answer is not None and answer.kind == "done" else None
    if number is None:
        conversation, root = conversation_of(activity.where)
        number = await room.kept.number_of(Place(PLATFORM, conversation, root or activity.id))
    if number is None:
        return None
    return number, await room.people.member(activity), message_id
