"""One request's card for one person, drawn when they ask for it."""

from bot.delivery.card import Card
from bot.delivery.cards import View, opened_card
from bot.delivery.sight import CARD, Shown
from bot.domain.request import Place
from bot.store.delivery_extra import DeliveryExtra
from handlers.slack.gateway import PLATFORM
from handlers.slack.people import Member
from handlers.slack.room import Room


async def request_card(room: Room, member: Member, number: int) -> Card | None:
    """None where it is not there, or not theirs to read."""
    seen = await room.views.one(number, member.person, room.directory)
    if seen is None:
        return None
    view = View(
        viewer=member.person,
        language=await room.language(member.person),
        zone=await room.zone(member.person),
        now=await room.desk.now(),
        directory=room.directory,
        names=seen.names,
        texts=seen.texts,
        history=seen.history,
    )
    return opened_card(seen.request, view)


async def give_work_card(room: Room, member: Member, number: int) -> None:
    """Who took it elsewhere than on a card of their own gets one, which changes from then on like any other."""
    card = await request_card(room, member, number)
    place = Place(PLATFORM, member.direct)
    field = f"{place}\t{CARD}"
    if card is None or await room.store.chat.has_card(number, field):
        return
    if await room.kept.once(f"{number}/{member.person}/work"):
        message = await room.gateway.post(place, card, key=f"{number}/taken/{member.person}/work", loud=False)
        extra = DeliveryExtra(room.store.link)
        await extra.remember_card(number, field, str(Shown(message, card.version)))
