"""What is said to whoever wrote or pressed, after Teams was answered."""

from typing import Any

from bot.delivery.card import Card
from bot.domain.request import Place
from handlers.asides import Aside
from handlers.teams import blocks as b
from handlers.teams.gateway import attached, place_of, sentence
from handlers.teams.kept import conversation_of
from handlers.teams.people import Member
from handlers.teams.room import Room


def direct(member: Member) -> Place:
    """Their personal chat; where the app is not installed for them it is one that nothing reaches."""
    return place_of(member.direct or f"unknown:{member.person}")


def here(where: str) -> Place:
    return place_of(*conversation_of(where))


async def card(room: Room, place: Place, shown: Card, what: str) -> None:
    """A message of ours that belongs to no request; once, however often the words come."""
    await room.asides.say(Aside(place=place, key=f"{what}/answer", card=shown), what)


async def say(room: Room, place: Place, text: str, what: str = "") -> None:
    """A sentence; once where `what` names it."""
    await send(room, place, sentence(text), what)


async def element(room: Room, place: Place, made: dict[str, Any], what: str) -> None:
    """A card that is Teams' own; once."""
    await send(room, place, attached(made), what)


async def send(room: Room, place: Place, message: dict[str, Any], what: str = "") -> None:
    """After what was to be said there before, and again where Teams asks for time."""
    await room.asides.say(Aside(place=place, key=what, made=message), what)


async def moved(room: Room, place: Place, member: Member, what: str) -> None:
    """One neutral line where it was written, with the way to the personal chat where that is not open yet."""
    text = await room.words(member.person)
    name = (await room.desk.known.name(member.person, room.directory)).split(" ")[0]
    line = text("teams-private-line", name=name or "…")
    if member.direct:
        await say(room, place, line, f"{what}/moved")
        return
    way = way_to_chat(room.teams.app_id, text("teams-open-chat"), line, text.language)
    await element(room, place, way, f"{what}/moved")


def way_to_chat(app_id: str, label: str, text: str, language: str) -> dict[str, Any]:
    """For whom the bot cannot write to first: a button that opens the personal chat."""
    way = {
        "type": "Action.OpenUrl",
        "title": label,
        "url": f"https://teams.microsoft.com/l/chat/0/0?users=28:{app_id}",
    }
    return b.card([*b.lines(text), *b.actions([way])], text=text, language=language)
