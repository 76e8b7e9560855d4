"""The web as a platform: a message is an entry in its reader's feed, there exactly once by its key."""

from msgspec.structs import replace

from bot.commit import requests_in
from bot.delivery.card import Card
from bot.delivery.gateway import Postponed, Undeliverable
from bot.domain.request import Place
from bot.store.link import Unavailable
from bot.store.store import Store
from handlers.web import feed
from handlers.web.views import Side
from knowledge.directory import PersonId

PLATFORM = "web"
RETRY_S = 0.5
SIDES: dict[str, Side] = {"asks": "asks", "work": "work"}


def place_of(person: PersonId, side: Side) -> Place:
    return Place(PLATFORM, f"{person}/{side}")


class WebGateway:
    """Sending again is always harmless here, so nothing is ever doubtful."""

    platform = PLATFORM

    def __init__(self, store: Store) -> None:
        self._store = store

    async def post(self, place: Place, card: Card, *, key: str, loud: bool) -> str:
        """The message's id is its key. Raises Postponed while Redis is away, Undeliverable for no such place."""
        item = feed.Item(side=_side(place), op="post", message=key, card=card, loud=loud)
        await self._append(place, item, key)
        return key

    async def update(self, place: Place, message: str, card: Card, *, key: str) -> None:
        item = feed.Item(side=_side(place), op="update", message=message, card=card)
        await self._append(place, item, key)

    async def find(self, place: Place, *, key: str) -> str | None:
        try:
            entries = await self._store.feeds.read(_person(place))
        except Unavailable as away:
            raise Postponed(RETRY_S) from away
        return key if any(entry.key == key for entry in entries) else None

    async def _append(self, place: Place, item: feed.Item, key: str) -> None:
        number = item.card.number or 0
        try:
            item, people = replace(item, at=await self._store.now()), await self._writers(number)
            await self._store.feeds.append(
                _person(place), key, feed.encode(item), number=number, people=people
            )
        except Unavailable as away:
            raise Postponed(RETRY_S) from away

    async def _writers(self, number: int) -> tuple[str, ...]:
        """Whose words a card of this request may hold, so that `forget` finds it in everybody's feed."""
        request = requests_in(await self._store.states([number])).get(number) if number else None
        if request is None:
            return ()
        wrote = {by for _, by in (*request.messages, *request.notes)}
        wrote |= {person for consult in request.consults for person in (consult.by, consult.colleague)}
        wrote |= {request.requester, request.owner, *(person for person, _ in request.former)}
        return tuple(sorted(wrote))


def _split(place: Place) -> tuple[str, str]:
    person, _, side = place.conversation.rpartition("/")
    if place.platform != PLATFORM or not person or side not in SIDES:
        raise Undeliverable(f"no such place on the web: {place}", unreachable=True)
    return person, side


def _person(place: Place) -> str:
    return _split(place)[0]


def _side(place: Place) -> Side:
    return SIDES[_split(place)[1]]
