"""What is pressed in App Home: start, filter, search, open one request, do something to several."""

from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack import ask, click, home, modal, read, tell
from handlers.slack.forms import ASK_FORM, RECORD_FORM
from handlers.slack.people import Member
from handlers.slack.room import Room
from handlers.slack.shapes import Action, Interaction
from handlers.slack.values import Press, Sheet, press_of


async def pressed(room: Room, payload: Interaction, action: Action, client: AsyncWebClient) -> None:
    """App Home's own: starts, filter and search, one request opened, several at once."""
    name = action.action_id
    if name in (home.ASK, home.RECORD):
        form = ASK_FORM if name == home.ASK else RECORD_FORM
        await ask.opened(room, payload, client, form)
        return
    member = await click.member_of(room, payload)
    if name in (home.FILTER, home.SEARCH):
        hash_ = (payload.view.hash if payload.view is not None else "") or ""
        room.soon(home.publish(room, member, home.shown_of(payload.view), hash_))
    elif name.startswith(home.OPEN):
        await _opened(room, payload, action, client)
    elif name == home.FIGURES:
        room.soon(_figures(room, member, read.action_key(payload, action)))
    elif name.startswith("home/several/"):
        await _several(room, payload, action, client)


async def _figures(room: Room, member: Member, key: str) -> None:
    words, now = await room.words(member.person), await room.desk.now()
    card = await room.speaker.stats(member.person, room.directory, words.language, now)
    await tell.card(room, tell.direct(member), card, key)


async def _opened(room: Room, payload: Interaction, action: Action, client: AsyncWebClient) -> None:
    """One request as its card, in a modal: its buttons work there as in a message."""
    press = press_of(action.value or "")
    member = await click.member_of(room, payload)
    shown = home.shown_of(payload.view)
    view = await modal.request_view(room, member, press.number or 0, shown) if press is not None else None
    await click.open_or_say(room, payload, member, client, view)
    if view is None:
        room.soon(home.publish(room, member, shown))


async def _several(room: Room, payload: Interaction, action: Action, client: AsyncWebClient) -> None:
    verb, numbers = action.value or "", home.picked(payload.view)
    member = await click.member_of(room, payload)
    words = await room.words(member.person)
    if not numbers:
        room.soon(tell.say(room, member, words("slack-pick-first")))
    elif verb in ("take", "take_back"):
        await done_to_several(room, payload, member, verb, numbers, action)
    elif verb in (*home.SEVERAL, *home.LEADS):
        press = Press(verb=verb, form=verb)
        view = await click.form_view(room, member, press, numbers, home.shown_of(payload.view))
        await click.open_or_say(room, payload, member, client, view)
        if view is None:
            room.soon(home.publish(room, member, home.shown_of(payload.view)))


# One request, and several at once


async def done_to_several(
    room: Room, payload: Interaction, member: Member, verb: str, numbers: tuple[int, ...], action: Action
) -> None:
    """Each by a command of its own; what did not go is told with its reason."""
    sheet = Sheet(verb=verb, numbers=numbers)
    went, failed = await click.order(room, member, sheet, {}, read.action_key(payload, action))
    for number in went:
        room.soon(tell.work_card(room, member, number))
    words = await room.words(member.person)
    done = words("slack-done-many", count=len(went)) if went else ""
    told = (done, click.not_done(failed, words))
    room.soon(tell.say(room, member, " ".join(part for part in told if part)))
    room.soon(home.publish(room, member, home.shown_of(payload.view)))
