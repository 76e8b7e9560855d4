"""Asking otherwise than by a message: the command, the form, a shortcut on somebody's message, for someone else."""

from typing import Any

import structlog
from msgspec.structs import replace
from slack_sdk.web.async_client import AsyncWebClient

from bot import away
from bot.answer import Answer
from bot.delivery.card import Card
from bot.domain import commands as c
from bot.domain.request import ref
from bot.hearing import Said
from bot.joining import concern
from bot.reader import read as understood
from bot.words.text import clean
from handlers.slack import absence, modal, read, tell
from handlers.slack import click as clicks
from handlers.slack.forms import RECORD_FORM, ask_view, record_view
from handlers.slack.people import Member, identity_of
from handlers.slack.room import Room
from handlers.slack.shapes import Command, Interaction
from handlers.slack.values import Press
from knowledge.directory import PersonId
from knowledge.who import as_question

log = structlog.get_logger()

ASK_SHORTCUT, OWNER_SHORTCUT, RECORD_SHORTCUT = "ask", "find_owner", "record"
WHO_WORDS = frozenset({"who", "quien", "quién"})
HELP_WORDS = frozenset({"help", "ayuda", "?"})


async def slash(room: Room, command: Command, client: AsyncWebClient) -> str | Card | None:
    """`/ask what I need`: the answer to show the writer alone. Without text a form opens."""
    home_team = command.team_id or ""
    channel = command.channel_id or ""
    direct = f"{home_team}/{channel}" if channel.startswith("D") else ""
    member = await room.people.member(home_team, home_team, command.user_id, direct=direct)
    text = (await room.plain(home_team, command.text or "")).strip()
    view = await _form_for(room, member, text)
    if view is not None:
        if await modal.opens(client.views_open, command.trigger_id, view):
            return None
        return (await room.words(member.person))("slack-not-opened")
    if text.casefold() in HELP_WORDS:
        return await room.help_card(member.person)
    if concern(text):  # read by the writer alone, as in our conversation
        return await room.about_accounts(member.person, identity_of(home_team, command.user_id), text)
    id_ = f"slack:{home_team}:command:{command.trigger_id}"
    told = await absence.ordered(room, member, id_, (command.text or "").strip())
    if told is not None:
        return told
    first, _, rest = text.partition(" ")
    if first.casefold() in WHO_WORDS and rest.strip():
        text = as_question(rest.strip(), "en" if first.casefold() == "who" else "es")
    answer = await _ask(room, member, id_, text)
    return await _told(room, member, answer, text, id_)


async def _form_for(room: Room, member: Member, text: str) -> dict[str, Any] | None:
    """The command alone asks by a form, and so does the word "away"."""
    if not text:
        return ask_view(await room.words(member.person))
    if text.casefold() in absence.WORDS and member.person in room.directory.people:
        return await clicks.form_view(room, member, Press(verb=away.AWAY, form=away.AWAY), ())
    return None


async def _ask(room: Room, member: Member, id_: str, text: str, *, private: bool = False) -> Answer:
    said = Said(
        id=id_, by=member.person, text=text, place=tell.direct(member), private=private, as_requester=True
    )
    return await room.desk.hear(said)


async def _told(room: Room, member: Member, answer: Answer, text: str, key: str = "") -> str | Card | None:
    """What only the writer sees, where they wrote: the receipt itself comes into our conversation."""
    if answer.kind == "figures":
        room.soon(_loose(room, member, answer, text, key))  # a picture stands in a conversation only
    elif answer.kind != "done":
        return await room.loose_card(member.person, answer, text)
    words = await room.words(member.person)
    if answer.number is None:
        return words("slack-ask-heard")
    requests = await room.requests((answer.number,))
    if any(request.unseen for request in requests):
        return words("slack-ask-noted", ref=ref(answer.number))
    if answer.joined:
        return words("slack-ask-added", ref=ref(answer.number))
    name = await room.desk.known.name(requests[0].owner, room.directory)
    return words("slack-ask-owned", ref=ref(answer.number), name=name or "…")


# Forms


async def opened(room: Room, click: Interaction, client: AsyncWebClient, form: str) -> None:
    """By shortcut or from Home."""
    member = await clicks.member_of(room, click)
    words = await room.words(member.person)
    make = record_view if form == RECORD_FORM else ask_view
    await modal.open_view(room, click, member, client, make(words, modal.shown_behind(click)))


async def sent(room: Room, click: Interaction) -> dict[str, Any] | None:
    """The ask form. A refusal stays beside the text, which is still there."""
    view, member = click.view, await clicks.member_of(room, click)
    typed = read.fields_of(view) if view is not None else {}
    text = typed.get("text", "")
    answer = await _ask(room, member, read.view_key(click), text, private=bool(typed.get("private")))
    if answer.kind in ("empty", "too_long", "refused"):
        return clicks.errors(("text",), "text", await room.why(member.person, answer))
    if answer.kind != "done":
        room.soon(_loose(room, member, answer, text, read.view_key(click)))
    room.soon(modal.redrawn(room, click, member))
    return None


async def _loose(room: Room, member: Member, answer: Answer, text: str, key: str) -> None:
    shown = await room.loose_card(member.person, answer, text)
    if shown is not None:
        await tell.card(room, tell.direct(member), shown, key)


async def recorded(room: Room, click: Interaction) -> dict[str, Any] | None:
    """For someone: only staff record, and the request is that person's own."""
    view, member = click.view, await clicks.member_of(room, click)
    typed = read.fields_of(view) if view is not None else {}
    words = await room.words(member.person)
    if member.person not in room.directory.people:
        return clicks.errors(("text",), "text", words("slack-gone"))
    if not typed.get("who"):
        return clicks.errors(("who",), "who", words("slack-record-nobody"))
    whose = await room.people.member(member.home, member.home, typed["who"])
    answer = await _on_behalf(
        room, member, read.view_key(click), typed.get("text", ""), requester=whose.person
    )
    if answer.kind != "done":
        return clicks.errors(("text",), "text", await room.why(member.person, answer))
    room.soon(modal.redrawn(room, click, member))
    return None


async def _on_behalf(
    room: Room,
    member: Member,
    id_: str,
    text: str,
    *,
    requester: PersonId | None = None,
    author: PersonId | None = None,
    files: tuple[c.Attached, ...] = (),
    link: str = "",
) -> Answer:
    """`link`: back to what it is about. It is ours and nobody's words, so it has no say in what they mean."""
    text = clean(text)
    if not text.strip():
        return Answer(kind="empty")
    asker = await room.desk.known.asker(requester or member.person, room.directory)
    reading = understood(text, asker, await room.desk.now(), room.library())
    if requester is not None:  # whoever wrote it down has a language of their own
        reading = replace(reading, language=await room.language(requester))
    command = c.Ask(
        id=id_,
        by=member.person,
        text=f"{text}\n\n{link}" if link else text,
        place=tell.direct(member),
        reading=reading,
        requester=requester if requester != member.person else None,
        author=author if author != member.person else None,
        files=files,
        as_new=True,
    )
    return await room.desk.handle(command)


# On somebody's message


async def find_owner(room: Room, click: Interaction) -> None:
    """Asked by who clicked, about what another wrote: both are kept apart, and a link leads back."""
    found, channel = click.message, (click.channel.id if click.channel else None) or ""
    member = await clicks.member_of(room, click)
    words = await room.words(member.person)
    if found is None or not found.ts:
        room.soon(tell.respond(room, click.response_url, words("chat-empty")))
        return
    author = await _author(room, member, found.user or "")
    domain = (click.team.domain if click.team else None) or ""
    files = tuple(found.files or ())
    shown = await room.plain(member.home, found.text or "")
    text = read.with_files(shown, files, words("slack-file", name="{name}"))
    link = read.message_link(domain, channel, found.ts) if domain else ""
    id_ = f"{read.message_id(member.home, channel, found.ts)}:for:{member.user}"
    about: dict[str, Any] = {"author": author, "files": read.attached(member.home, files)}
    answer = await _on_behalf(room, member, id_, text, link=link, **about)
    if answer.kind == "done":
        said: str | Card | None = await _told(room, member, answer, text)
    else:
        said = await room.why(member.person, answer)
    if said is not None:
        room.soon(tell.respond(room, click.response_url, said))


async def _author(room: Room, member: Member, user: str) -> PersonId | None:
    if not user or user == member.user:
        return None
    known = await room.store.people.person(identity_of(member.home, user))
    return (
        PersonId(known)
        if known is not None
        else (await room.people.member(member.home, member.home, user)).person
    )
