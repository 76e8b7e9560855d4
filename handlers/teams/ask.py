"""Asking otherwise than by a message: the compose action "Ask", and "Find the right owner" on somebody's message."""

from typing import Any

from bot.answer import Answer
from bot.domain import commands as c
from bot.domain.request import ref
from bot.hearing import Said
from bot.reader import read as understood
from bot.words import Words, of
from bot.words.text import clean
from handlers.digest import digest
from handlers.teams import blocks as b
from handlers.teams import tell
from handlers.teams.activity import Account, Activity
from handlers.teams.click import Outcome
from handlers.teams.people import Member, Unseen
from handlers.teams.room import Room
from handlers.teams.text import plain, shortened
from handlers.teams.values import Press, data_of, typed_of
from knowledge.directory import PersonId

ASK, FIND_OWNER = "ask", "findOwner"  # the commands' ids in the manifest
LONGEST_QUOTED = 4_000
LONGEST_NAME = 200


async def opened(room: Room, activity: Activity) -> Outcome:
    """The dialog of a message extension's command."""
    try:
        member = await room.people.member(activity)
    except Unseen:
        return _unseen(room, activity)
    say = await room.words(member.person)
    quoted = quoted_text(activity) if activity.fields.get("commandId") == FIND_OWNER else ""
    return Outcome(title=say("teams-ask-title"), dialog=ask_card(say, quoted))


def _unseen(room: Room, activity: Activity) -> Outcome:
    """Used where we are not, by somebody who has never written to us: they are shown the way, and are nobody yet."""
    say = of(activity.locale or "", room.directory.languages[0])
    way = tell.way_to_chat(room.teams.app_id, say("teams-open-chat"), say("teams-unseen"), say.language)
    return Outcome(title=say("teams-ask-title"), dialog=way)


def ask_card(say: Words, quoted: str = "", problem: str = "") -> dict[str, Any]:
    text = b.text_input(
        "text", say("teams-ask-label"), tall=True, hint=say("teams-ask-hint"), required=say("teams-needed")
    )
    if quoted:
        text["value"] = shortened(quoted, LONGEST_QUOTED // 2)
    body = b.lines(problem, color="attention") if problem else []
    body += [text, b.toggle("private", say("teams-ask-private"))]
    send = b.submit(say("teams-ask-send"), data_of(Press(verb=ASK, sent=True)), "primary", inputs=True)
    return b.card([*body, *b.actions([send])], text=say("teams-ask-title"), language=say.language)


async def sent(room: Room, activity: Activity) -> Outcome:
    """The dialog was sent. Asked by who sent it; what another wrote keeps its author."""
    try:
        member = await room.people.opened(activity, await room.people.member(activity))
    except Unseen:
        return _unseen(room, activity)
    say = await room.words(member.person)
    typed = typed_of(activity.fields.get("data"))
    text, private = typed.get("text", ""), typed.get("private") == "yes"
    id_ = await _id(room, activity, member, typed)
    author = _author_of(activity) if activity.fields.get("commandId") == FIND_OWNER else None
    if author is not None:
        answer = await _about(room, activity, member, author, text, private=private)
    else:
        said = Said(
            id=id_,
            by=member.person,
            text=text,
            place=tell.direct(member),
            private=private,
            as_requester=True,
        )
        answer = await room.desk.hear(said)
    if answer.kind in ("empty", "too_long", "refused"):
        why = await room.why(member.person, answer)
        return Outcome(title=say("teams-ask-title"), dialog=ask_card(say, text, why))
    if answer.kind != "done" or answer.number is None:
        room.soon(_loose(room, member, answer, text, id_))
        return Outcome(said=say("teams-ask-heard"), went=True)
    return Outcome(said=say("teams-ask-noted", ref=ref(answer.number)), went=True)


async def _loose(room: Room, member: Member, answer: Answer, text: str, id_: str) -> None:
    shown = await room.loose_card(member.person, answer, text)
    if shown is not None:
        await tell.card(room, tell.direct(member), shown, id_)


async def _id(room: Room, activity: Activity, member: Member, typed: dict[str, str]) -> str:
    """Of what was sent from where by whom: an invoke comes again under another id of its own.

    The same words asked for again later are another request.
    """
    about = _payload(activity).get("id")
    head = about if isinstance(about, str) else ""
    act = f"teams:asked:{activity.where}:{head}:{member.person}:{digest(typed)}"
    return await room.kept.id_of_hour(act, activity.timestamp or "")


async def _about(
    room: Room, activity: Activity, member: Member, author: Account, text: str, *, private: bool
) -> Answer:
    text = clean(text)
    if not text.strip():
        return Answer(kind="empty")
    asker = await room.desk.known.asker(member.person, room.directory)
    # Of their words alone: what we add below is nobody's, and has no say in what they mean.
    reading = understood(text, asker, await room.desk.now(), room.library())
    wrote: PersonId | None = None
    if author.aad_object_id != activity.sender.aad_object_id:
        wrote = await room.people.author(activity, author)
        if wrote is None and (name := clean(author.name or "").strip()):
            say = await room.words(member.person)
            text = f"{text}\n\n{say('teams-author', name=name[:LONGEST_NAME])}"
    link = _payload(activity).get("linkToMessage")
    if isinstance(link, str) and link.startswith("https://teams.microsoft.com/"):
        text = f"{text}\n\n{link[:500]}"
    command = c.Ask(
        id=f"teams:owner:{activity.where}:{_payload(activity).get('id')}:{member.person}",
        by=member.person,
        text=text,
        place=tell.direct(member),
        reading=reading,
        author=wrote,
        private=private,
        as_new=True,
    )
    return await room.desk.handle(command)


def _payload(activity: Activity) -> dict[str, Any]:
    found = activity.fields.get("messagePayload")
    return found if isinstance(found, dict) else {}


def quoted_text(activity: Activity) -> str:
    """What the message says, as plain text."""
    body = _payload(activity).get("body")
    content = body.get("content") if isinstance(body, dict) else None
    if not isinstance(content, str):
        return ""
    content = content[: LONGEST_QUOTED * 4]
    if isinstance(body, dict) and body.get("contentType") == "html":
        content = plain(content)
    return content.strip()


def _author_of(activity: Activity) -> Account | None:
    """Who wrote it; None where that is no person."""
    from_ = _payload(activity).get("from")
    user = from_.get("user") if isinstance(from_, dict) else None
    if not isinstance(user, dict) or not isinstance(user.get("id"), str) or not user["id"]:
        return None
    name = user.get("displayName")
    return Account(id=user["id"], aad_object_id=user["id"], name=name if isinstance(name, str) else None)
