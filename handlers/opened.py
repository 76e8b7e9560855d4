"""One request's card for one person, drawn when they ask for it, whatever the chat platform."""

from functools import partial

from bot.delivery.card import Card
from bot.delivery.cards import View, opened_card
from bot.delivery.gateway import Gateway
from bot.delivery.sight import CARD, Shown
from bot.domain.request import Place
from bot.store.delivery_extra import DeliveryExtra
from handlers.chat_room import ChatRoom
from handlers.kept import Kept
from knowledge.directory import PersonId


async def request_card(room: ChatRoom, person: PersonId, number: int) -> Card | None:
    """None where it is not there, or not theirs to read."""
    seen = await room.views.one(number, person, room.directory)
    if seen is None:
        return None
    view = View(
        viewer=person,
        language=await room.language(person, number),
        zone=await room.zone(person),
        now=await room.desk.now(),
        directory=room.directory,
        names=seen.names,
        titles=seen.titles,
        texts=seen.texts,
        history=seen.history,
    )
    return opened_card(seen.request, view)


async def stands(room: ChatRoom, place: Place, number: int) -> bool:
    """Whether this request has its living card there."""
    return await room.store.chat.has_card(number, f"{place}\t{CARD}")


async def give_card(
    room: ChatRoom, gateway: Gateway, kept: Kept, place: Place, person: PersonId, number: int
) -> None:
    """A card of their own, which changes from then on like any other; nothing where it stands already.

    For jobs alone: it may have to wait for its turn.
    """
    card = await request_card(room, person, number)
    if card is None or await stands(room, place, number):
        return
    if await kept.once(f"{number}/{person}/work"):
        post = partial(gateway.post, place, card, key=f"{number}/taken/{person}/work", loud=False)
        message = await room.soon.in_turn(str(place), post)
        extra = DeliveryExtra(room.store.link)
        await extra.remember_card(number, f"{place}\t{CARD}", str(Shown(message, card.version)))
