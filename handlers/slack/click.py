"""Buttons and forms: a press becomes a command, or opens the form that the command needs first."""

from collections.abc import Mapping
from typing import Any

import structlog
from msgspec.structs import replace
from slack_sdk.web.async_client import AsyncWebClient

from bot import away
from bot.acts import CLICKABLE, Typing, Unclear, command_of
from bot.answer import Answer
from bot.delivery.bundle import OPEN
from bot.delivery.card import Field
from bot.delivery.forms import FORMS, OWN_FORMS, form_for
from bot.domain.request import RequestNumber, WordsId, ref
from bot.hearing import Said
from bot.views import Seen
from handlers.locks import is_locked
from handlers.opened import stands
from handlers.slack import blocks as b
from handlers.slack import limits, modal, private, read, tell
from handlers.slack.people import Member
from handlers.slack.render import MORE, WHOLE, form_modal, pages_modal
from handlers.slack.room import Room
from handlers.slack.shapes import Action, Interaction
from handlers.slack.values import Press, Sheet, Shown, press_of, sheet_of
from handlers.slack.words import SlackWords

log = structlog.get_logger()

Answered = tuple[list[int], dict[int, str]]  # which went, and why the others did not


async def member_of(room: Room, click: Interaction) -> Member:
    """Raises Unavailable. What is clicked in our own conversation tells where that is."""
    channel = (click.channel.id if click.channel else None) or ""
    home_team = read.home_of_click(click)
    direct = f"{home_team}/{channel}" if channel.startswith("D") else ""
    return await room.people.member(
        home_team, read.team_of(click) or home_team, click.user.id or "", direct=direct
    )


async def pressed(room: Room, click: Interaction, action: Action, client: AsyncWebClient) -> None:
    """A button of a card. Commits before it returns; what there is to say comes after the ack."""
    press = press_of(action.value or "")
    if press is None:
        await unknown(room, click, action)
        return
    member = await member_of(room, click)
    if press.verb == WHOLE or press.form:
        await _open(room, click, press, member, client)
    elif press.verb == MORE:
        await _opened(room, click, member, press.number or 0, client)
    elif press.verb == OPEN and press.fields.get("number", "").isdecimal():
        await _shown(room, click, member, int(press.fields["number"]), client)
    else:
        await _act(room, click, action, press, member)
        room.soon(modal.redrawn(room, click, member))


async def _act(room: Room, click: Interaction, action: Action, press: Press, member: Member) -> None:
    if press.verb == "say" and press.fields.get("held"):
        await _send_held(room, click, press, member)
    elif press.verb == "note" and press.fields.get("held"):
        await private.put(room, click, press, member)
    elif press.verb == private.TAKE_BACK and press.number is not None:
        await private.taken_back(room, click, press, member)
    elif press.verb == "move_words" and press.number is not None:
        await _moved(room, click, action, press, member)
    elif press.verb in away.VERBS:
        why = await _away(room, member, press.verb, press.fields, read.action_key(click, action))
        if why:
            room.soon(tell.back(room, click, member, why))
    elif press.verb in CLICKABLE and press.number is not None:
        await _ordered(room, click, action, press, member)
    else:
        await unknown(room, click, action)


async def unknown(room: Room, click: Interaction, action: Action) -> None:
    """Loud in the log, and the person is told: a button that does nothing is worse than one that says so."""
    log.error("slack.unknown_action", action=action.action_id[:80], type=action.type)
    member = await member_of(room, click)
    words = await room.words(member.person)
    room.soon(tell.back(room, click, member, words("slack-unknown-action")))


async def _ordered(room: Room, click: Interaction, action: Action, press: Press, member: Member) -> None:
    sheet = Sheet(verb=press.verb, numbers=(press.number or 0,), seen=press.seen, fixed=press.fields)
    try:
        went, failed = await order(room, member, sheet, {}, read.action_key(click, action))
    except Unclear as unclear:
        went, failed = (
            [],
            {press.number or 0: (await room.words(member.person, press.number))(unclear.sentence)},
        )
    if press.verb == "take":
        for number in went:
            room.soon(tell.work_card(room, member, number))
    for why in failed.values():
        room.soon(tell.back(room, click, member, why))


async def _moved(room: Room, click: Interaction, action: Action, press: Press, member: Member) -> None:
    """ "That is something else": the words become a request of their own, which tells of itself."""
    words = WordsId(press.fields.get("words", ""))
    answer = await room.desk.something_else(member.person, press.number or 0, words)
    if answer.kind != "done":
        language = await room.language(member.person, press.number)
        room.soon(tell.back(room, click, member, await room.why(member.person, answer, language)))


async def _away(room: Room, member: Member, verb: str, fields: Mapping[str, str], key: str) -> str:
    """Until when somebody is away, or that they are back; why not, where the desk refused. Raises Unclear."""
    ordered = away.clicked(verb, fields, key, await room.typing(member.person))
    answer, card = await room.set_away(ordered)
    if card is None:
        return await room.why(member.person, answer)
    room.soon(tell.card(room, tell.direct(member), card, key))
    return ""


async def order(room: Room, member: Member, sheet: Sheet, typed: Mapping[str, str], key: str) -> Answered:
    """The sheet's command for each of its requests. Raises Unclear for what was typed.

    Of several requests each gets an id of its own, made from the click's: sent twice, each acts once.
    """
    typing = await room.typing(member.person, _only(sheet.numbers))
    went: list[int] = []
    failed: dict[int, str] = {}
    several = len(sheet.numbers) > 1
    for number in sheet.numbers:
        id_ = f"{key}/{number}" if several else key
        fields = {**sheet.fixed, **{name: text for name, text in typed.items() if text}}
        answer = await _one(room, member, sheet, fields, id_, number, typing)
        if answer.kind in ("done", "progress"):
            went.append(number)
        else:
            language = await room.language(member.person, number)
            failed[number] = await room.why(member.person, answer, language)
    return went, failed


async def _one(
    room: Room, member: Member, sheet: Sheet, fields: dict[str, str], id_: str, number: int, typing: Typing
) -> Answer:
    if sheet.verb == "say":
        return await room.desk.hear(_said(member, id_, fields.get("text", ""), number))
    seen = sheet.seen if len(sheet.numbers) == 1 else None
    command = command_of(sheet.verb, fields, id=id_, number=number, seen=seen, typing=typing)
    return await room.desk.handle(command)


def _said(member: Member, id_: str, text: str, number: int) -> Said:
    return Said(id=id_, by=member.person, text=text, place=tell.direct(member), thread=RequestNumber(number))


async def _send_held(room: Room, click: Interaction, press: Press, member: Member) -> None:
    """An owner has said to whom their loose words go; they have the message's own id, so that edits follow."""
    held, to = press.fields["held"], press.fields.get("number", "")
    text = await room.desk.held.words(member.person, held)
    words = await room.words(member.person)
    if text is None:
        room.soon(tell.back(room, click, member, words("slack-held-gone")))
        return
    if to.isdecimal() and is_locked(text):  # typed anew behind a lock, below a card that was drawn before
        await private.put(room, click, press, member)
        return
    files = await room.desk.held.files(member.person, held)
    if to.isdecimal():
        said = replace(_said(member, held, text, int(to)), files=files)
    else:
        said = Said(
            id=held,
            by=member.person,
            text=text,
            place=tell.direct(member),
            files=files,
            as_requester=True,
        )
    answer = await room.desk.hear(said)
    if answer.kind != "done":
        room.soon(tell.back(room, click, member, await room.why(member.person, answer)))
    elif answer.number is not None:
        room.soon(tell.back(room, click, member, words("slack-done", ref=ref(answer.number))))


# Opening


async def _open(room: Room, click: Interaction, press: Press, member: Member, client: AsyncWebClient) -> None:
    """The one Web API call within a listener: a trigger lives for three seconds."""
    if press.verb == WHOLE:
        view = await _whole(room, member, press.number or 0)
    elif why := await _why_not(room, member, press):
        room.soon(tell.back(room, click, member, why))
        return
    else:
        numbers = (press.number,) if press.number is not None else ()
        view = await form_view(room, member, press, numbers, modal.shown_behind(click))
    await open_or_say(room, click, member, client, view)


async def _why_not(room: Room, member: Member, press: Press) -> str:
    if press.number is None or press.form not in FORMS:
        return ""
    return await room.why_not(member.person, press.number, press.form)


async def _shown(room: Room, click: Interaction, member: Member, number: int, client: AsyncWebClient) -> None:
    """A request that was told together with others gets its card, which stays; asked for again, it opens."""
    if not await stands(room, tell.direct(member), number):
        room.soon(tell.work_card(room, member, number))
        return
    await _opened(room, click, member, number, client)


async def _opened(
    room: Room, click: Interaction, member: Member, number: int, client: AsyncWebClient
) -> None:
    """The request as a page of its own, with all that can be done; what is done there draws it anew."""
    view = await modal.request_view(room, member, number)
    await open_or_say(room, click, member, client, view)


async def open_or_say(
    room: Room, click: Interaction, member: Member, client: AsyncWebClient, view: dict[str, Any] | None
) -> None:
    """What is not there any more, or not theirs to read, is said to be so."""
    if view is None:
        words = await room.words(member.person)
        room.soon(tell.back(room, click, member, words("slack-gone")))
        return
    await modal.open_view(room, click, member, client, view)


async def form_view(
    room: Room, member: Member, press: Press, numbers: tuple[int, ...], shown: Shown | None = None
) -> dict[str, Any] | None:
    """None for a request that is not there, or not theirs to read."""
    name = press.form or press.verb
    words = await room.words(member.person, _only(numbers))
    if name in OWN_FORMS:
        own = form_for(name, None, await room.view(member.person, words.language), press.fields)
        return form_modal(own, words, (), None, shown=shown)
    if name not in FORMS:
        return None
    seen = await _seen(room, member, numbers)
    if seen is None and len(numbers) == 1 and name != "answer_consult":
        return None
    request = seen.request if seen is not None else None
    view = await room.form_view_of(member.person, words.language, seen)
    form = form_for(name, request, view, press.fields)
    return form_modal(form, words, numbers, press.seen, shown=shown)


async def _seen(room: Room, member: Member, numbers: tuple[int, ...]) -> Seen | None:
    number = _only(numbers)
    return None if number is None else await room.views.one(number, member.person, room.directory)


def _only(numbers: tuple[int, ...]) -> int | None:
    """The one request that it is about; None where it is about several, or about none."""
    return numbers[0] if len(numbers) == 1 else None


async def _whole(room: Room, member: Member, number: int) -> dict[str, Any] | None:
    """Everything said in a request, whole, for who may read it now."""
    seen = await room.views.one(number, member.person, room.directory)
    if seen is None:
        return None
    words = await room.words(member.person, number)
    request = seen.request
    said = [*request.messages, *request.notes]
    first = [(request.first_words, request.requester)] if request.first_words else []
    lines = dict.fromkeys((*first, *said))
    parts = [
        (_whose(seen.names.get(by, ""), words, private=(words_id, by) in request.notes), seen.texts[words_id])
        for words_id, by in lines
        if words_id is not None and words_id in seen.texts
    ]
    return pages_modal(words("slack-whole-title", ref=ref(number)), parts, words)


def _whose(name: str, words: SlackWords, *, private: bool) -> str:
    return " · ".join(part for part in (f"🔒 {words('slack-private-note')}" if private else "", name) if part)


# Submitting


async def submitted(room: Room, click: Interaction) -> dict[str, Any] | None:
    """A form was sent: None closes it, else what Slack is to show. What was typed stays where it is not understood."""
    view = click.view
    sheet = sheet_of(view.private_metadata or "") if view is not None else None
    if view is None or sheet is None:
        return None
    member = await member_of(room, click)
    typed = read.fields_of(view)
    try:
        if sheet.verb in away.VERBS:
            why = await _away(room, member, sheet.verb, {**sheet.fixed, **typed}, read.view_key(click))
            room.soon(modal.redrawn(room, click, member))
            return errors(view_blocks(click), "until", why) if why else None
        went, failed = await order(room, member, sheet, typed, read.view_key(click))
    except Unclear as unclear:
        words = await room.words(member.person, _only(sheet.numbers))
        return errors(view_blocks(click), unclear.field, words(unclear.sentence))
    room.soon(modal.redrawn(room, click, member))
    if not failed:
        return None
    told = not_done(failed, await room.words(member.person), several=len(sheet.numbers) > 1)
    if not went:
        return errors(view_blocks(click), "text", told)
    room.soon(tell.say(room, member, told))
    return None


def not_done(failed: Mapping[int, str], words: SlackWords, *, several: bool = True) -> str:
    """Each reason once, with the requests that it kept."""
    if not several:
        return " ".join(failed.values())
    found: dict[str, list[str]] = {}
    for number, why in failed.items():
        found.setdefault(why, []).append(ref(number))
    return " ".join(words("slack-not-all", refs=", ".join(refs), why=why) for why, refs in found.items())


def view_blocks(click: Interaction) -> tuple[str, ...]:
    state = click.view.state if click.view is not None else None
    return tuple(state.values) if state is not None else ()


def errors(fields: tuple[str, ...], field: str, sentence: str) -> dict[str, Any]:
    """Beside the field that it is about; else beside the last; in a form without fields, as a page of its own."""
    if not fields:
        return {"response_action": "update", "view": b.modal("Ventanilla", b.sections(sentence))}
    at = field if field in fields else fields[-1]
    return {"response_action": "errors", "errors": {at: sentence[: limits.SECTION_TEXT]}}


async def suggested(room: Room, click: Interaction) -> dict[str, Any]:
    """What a list of more than a hundred offers for what is typed."""
    sheet = sheet_of(click.view.private_metadata or "") if click.view is not None else None
    if sheet is None:
        return {"options": []}
    member = await member_of(room, click)
    press = Press(verb=sheet.verb, form=sheet.verb, fields=sheet.fixed)
    seen = await _seen(room, member, sheet.numbers)
    view = await room.view(member.person, await room.language(member.person, _only(sheet.numbers)))
    form = form_for(press.form, seen.request if seen else None, view)
    field = next((field for field in form.fields if field.name == click.action_id), None)
    return {"options": _fitting(field, (click.value or "").casefold()) if field else []}


def _fitting(field: Field, typed: str) -> list[dict[str, Any]]:
    found = [choice for choice in field.choices if typed in choice.label.casefold()]
    return [b.option(choice.label, choice.value) for choice in found[: limits.OPTIONS]]
