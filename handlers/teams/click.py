"""Buttons, dialogs and reply boxes: a press becomes a command, or opens the form that the command needs first."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import structlog
from msgspec import Struct

from bot import away
from bot.acts import CLICKABLE, Unclear, command_of
from bot.answer import Answer
from bot.delivery.bundle import OPEN
from bot.delivery.card import sentences
from bot.delivery.forms import FORMS, OWN_FORMS, form_for
from bot.domain.refusals import PastDate, ReasonMissing
from bot.domain.request import RequestNumber, WordsId, ref
from bot.hearing import Said
from bot.words import Words
from handlers.locks import is_locked
from handlers.opened import give_card, request_card
from handlers.teams import private, read, tell
from handlers.teams.activity import Activity
from handlers.teams.home import PERSON
from handlers.teams.people import Member
from handlers.teams.render import MORE, WHOLE, adaptive_whole, form_card, sent_words_card, whole_card
from handlers.teams.room import Room
from handlers.teams.values import Press

log = structlog.get_logger()

MENDED = (PastDate, ReasonMissing)  # refused for what was typed: the form again


class Outcome(Struct, frozen=True, kw_only=True):
    """What whoever pressed is shown: a sentence, or a dialog to fill in (again)."""

    said: str = ""
    went: bool = False
    title: str = ""
    dialog: dict[str, Any] | None = None


async def pressed(room: Room, activity: Activity, press: Press, typed: dict[str, str]) -> Outcome:
    """Commits before it returns. Raises Unavailable."""
    member = await room.people.member(activity)
    if press.verb == WHOLE:
        return await _whole(room, member, press)
    if press.verb == MORE:
        return await _all_acts(room, member, press)
    if press.form and not press.sent:
        return await _form(room, member, press)
    if press.verb == PERSON and press.number is None:
        return await _a_person(room, activity, member, press)
    if press.verb in away.VERBS:
        return await _away(room, activity, member, press, typed)
    if press.verb in ("say", "note") and press.fields.get("held"):
        return await _send_held(room, member, press)
    if press.verb == OPEN and press.fields.get("number", "").isdecimal():
        number = int(press.fields["number"])
        room.soon(give_card(room, room.gateway, room.kept, tell.direct(member), member.person, number))
        say = await room.words(member.person, number)
        return Outcome(said=say("teams-done", ref=ref(number)), went=True)
    if press.verb == "move_words" and press.number is not None:
        return await _moved(room, member, press)
    if press.verb in CLICKABLE and press.number is not None:
        return await _ordered(room, activity, member, press, typed)
    log.error("teams.unknown_action", verb=press.verb[:80])
    return Outcome(said=(await room.words(member.person))("teams-unknown-action"))


async def _ordered(
    room: Room, activity: Activity, member: Member, press: Press, typed: dict[str, str]
) -> Outcome:
    say = await room.words(member.person, press.number)
    fields = {**press.fields, **{name: text for name, text in typed.items() if text}}
    if press.verb == "make_private" and not activity.is_personal:
        member = await room.people.opened(activity, member)  # it goes on there
    try:
        answer = await _order(room, activity, member, press, fields, typed)
    except Unclear as unclear:
        return await _again(room, member, press, say(unclear.sentence), typed)
    except KeyError:  # a field that the card did not bring along: no card of ours
        return Outcome(said=say("teams-unknown-action"))
    if answer.kind in ("done", "progress"):
        if press.verb == "make_private" and not activity.is_personal and not member.direct:
            where = tell.here(activity.where)
            room.soon(tell.moved(room, where, member, f"{activity.where}/{press.number}/private"))
        return Outcome(said=say("teams-done", ref=ref(press.number or 0)), went=True)
    why = await room.why(member.person, answer, say.language)
    if press.sent and (answer.kind in ("empty", "too_long") or isinstance(answer.refusal, MENDED)):
        return await _again(room, member, press, why, typed)
    lost = press.sent or answer.kind == "refused"  # what is only too long stands in its card still
    return _refused(press, why, typed.get("text", "") if lost else "", say)


def _refused(press: Press, why: str, words: str, say: Words) -> Outcome:
    """Words that would be lost are shown below the reason, to be copied: Teams closes a form over them, an old card is redrawn."""
    shown = sent_words_card(why, words, say) if words.strip() else None
    if shown is None:
        return Outcome(said=why)
    return Outcome(said=why, title=ref(press.number or 0), dialog=shown)


async def _order(
    room: Room,
    activity: Activity,
    member: Member,
    press: Press,
    fields: dict[str, str],
    typed: dict[str, str],
) -> Answer:
    id_ = read.press_id(activity, press, member, typed)
    if press.verb in ("say", "note"):  # their card may stand as it was: "ok" in the afternoon is said again
        id_ = await room.kept.id_of_hour(id_, activity.timestamp or "")
    if press.verb == "say":
        said = Said(
            id=id_,
            by=member.person,
            text=fields.get("text", ""),
            place=tell.direct(member),
            thread=RequestNumber(press.number or 0),
        )
        return await room.desk.hear(said)
    typing = await room.typing(member.person, press.number)
    command = command_of(press.verb, fields, id=id_, number=press.number or 0, seen=press.seen, typing=typing)
    return await room.desk.handle(command)


async def _away(
    room: Room, activity: Activity, member: Member, press: Press, typed: dict[str, str]
) -> Outcome:
    """Until when somebody is away, or that they are back: no request's affair."""
    id_ = read.press_id(activity, press, member, typed)
    fields = {**press.fields, **{name: text for name, text in typed.items() if text}}
    # A lost answer is sent again within the same hour; tomorrow the same words are said anew.
    hour = (activity.timestamp or "")[:13]
    try:
        order = away.clicked(press.verb, fields, f"{id_}:{hour}", await room.typing(member.person))
    except Unclear as unclear:
        why = (await room.words(member.person))(unclear.sentence)
        return await _again(room, member, press, why, typed)
    answer, card = await room.set_away(order)
    if card is None:
        return await _again(room, member, press, await room.why(member.person, answer), typed)
    room.soon(tell.card(room, tell.direct(member), card, order.id))
    return Outcome(said=sentences(card), went=True)


async def _a_person(room: Room, activity: Activity, member: Member, press: Press) -> Outcome:
    """One tap, and somebody has it: as if they had written so."""
    say = await room.words(member.person)
    said = Said(
        id=await room.kept.id_of_hour(read.press_id(activity, press, member, {}), activity.timestamp or ""),
        by=member.person,
        text=say("teams-want-person"),
        place=tell.direct(member),
        as_requester=True,
    )
    answer = await room.desk.hear(said)
    if answer.kind != "done":
        return Outcome(said=await room.why(member.person, answer))
    return Outcome(said=say("teams-ask-noted", ref=ref(answer.number or 0)), went=True)


async def _send_held(room: Room, member: Member, press: Press) -> Outcome:
    """An owner has said to whom their loose words go; they have the message's own id, so that edits follow."""
    say = await room.words(member.person)
    held, to = press.fields["held"], press.fields.get("number", "")
    text = await room.desk.held.words(member.person, held)
    if text is None:
        return Outcome(said=say("teams-held-gone"))
    number = RequestNumber(int(to)) if to.isdecimal() and len(to) < 13 else None
    if number is not None and (press.verb == "note" or is_locked(text)):  # never a message to who asked
        noted = await private.put(room, member, held, number, text)
        if noted.kind == "done":
            return Outcome(said=say("chat-note-kept", ref=ref(noted.number or number)), went=True)
        return Outcome(said=await room.why(member.person, noted))
    said = Said(
        id=held,
        by=member.person,
        text=text,
        place=tell.direct(member),
        thread=number,
        files=await room.desk.held.files(member.person, held),
        as_requester=number is None,
    )
    answer = await room.desk.hear(said)
    if answer.kind == "done":
        for n in range(len(said.files)):
            new = f"{read.words_of(held)}.{n}"
            await room.store.files.copy(
                (0, member.person, f"{held}.{n}"), (answer.number or 0, member.person, new)
            )
        return Outcome(said=say("teams-done", ref=ref(answer.number or 0)), went=True)
    return Outcome(said=await room.why(member.person, answer))


async def _moved(room: Room, member: Member, press: Press) -> Outcome:
    """ "That is something else": the words become a request of their own."""
    say = await room.words(member.person, press.number)
    words = WordsId(press.fields.get("words", ""))
    answer = await room.desk.something_else(member.person, press.number or 0, words)
    if answer.kind == "done":
        return Outcome(said=say("teams-done", ref=ref(answer.number or 0)), went=True)
    return Outcome(said=await room.why(member.person, answer, say.language))


# Dialogs


async def _form(
    room: Room,
    member: Member,
    press: Press,
    problem: str = "",
    typed: Mapping[str, str] = MappingProxyType({}),
) -> Outcome:
    """The form of a verb, for who may read the request now. `typed`: what stands in it already."""
    say = await room.words(member.person, press.number)
    if press.form in OWN_FORMS:
        own = form_for(press.form, None, await room.view(member.person, say.language), press.fields)
        return Outcome(title=own.title, dialog=form_card(own, say, None, None, problem, typed))
    if press.form not in FORMS:
        return Outcome(said=say("teams-unknown-action"))
    seen = None
    if press.number is not None:
        if not problem and (why := await room.why_not(member.person, press.number, press.form)):
            return Outcome(said=why)
        seen = await room.views.one(press.number, member.person, room.directory)
    if seen is None and press.form != "answer_consult":  # a colleague is asked without seeing the request
        return Outcome(said=say("teams-gone"))
    request = seen.request if seen is not None else None
    view = await room.form_view_of(member.person, say.language, seen)
    form = form_for(press.form, request, view, press.fields)
    return Outcome(title=form.title, dialog=form_card(form, say, press.number, press.seen, problem, typed))


def _whose(name: str, say: Words, *, private: bool) -> str:
    return " · ".join(part for part in (name, say("text-private") if private else "") if part)


async def _all_acts(room: Room, member: Member, press: Press) -> Outcome:
    """The request as it is now with all that they may do, for who may read it now."""
    say = await room.words(member.person, press.number)
    card = await request_card(room, member.person, press.number or 0)
    if card is None:
        return Outcome(said=say("teams-gone"))
    return Outcome(title=ref(press.number or 0), dialog=adaptive_whole(card))


async def _again(room: Room, member: Member, press: Press, why: str, typed: Mapping[str, str]) -> Outcome:
    """What was typed is not understood: the form again as it was sent, saying so; elsewhere the sentence alone."""
    if not press.sent:
        return Outcome(said=why)
    form = press.form or press.verb
    again = Press(verb=press.verb, number=press.number, seen=press.seen, form=form, fields=press.fields)
    found = await _form(room, member, again, why, typed)
    return found if found.dialog is not None else Outcome(said=why)


async def _whole(room: Room, member: Member, press: Press) -> Outcome:
    """Everything said in a request, for who may read it now."""
    say = await room.words(member.person, press.number)
    seen = await room.views.one(press.number or 0, member.person, room.directory)
    if seen is None:
        return Outcome(said=say("teams-gone"))
    request = seen.request
    first = [(request.first_words, request.requester)] if request.first_words else []
    lines = dict.fromkeys((*first, *request.messages, *request.notes))
    parts = [
        (_whose(seen.names.get(by, ""), say, private=(words, by) in request.notes), seen.texts[words])
        for words, by in lines
        if words is not None and words in seen.texts
    ]
    title = say("teams-whole-title", ref=ref(request.number))
    return Outcome(title=title, dialog=whole_card(title, parts, say, press))
