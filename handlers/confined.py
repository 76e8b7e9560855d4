"""What is confidential stands in no channel (law 11): the same on every chat platform.

Raises Postponed while Redis is away, for then nobody knows what is confidential.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bot.commit import requests_in
from bot.delivery.card import Card, Paragraph
from bot.delivery.gateway import Postponed, Undeliverable
from bot.domain.request import Place, Request, ref
from bot.store.lanes import Sent
from bot.store.link import Unavailable
from bot.store.store import Store
from bot.words import of

AWAY_S = 0.5


@contextmanager
def postponed() -> Iterator[None]:
    """What cannot be asked of Redis now is sent a moment later."""
    try:
        yield
    except Unavailable as away:
        raise Postponed(AWAY_S) from away


class Confined:
    def __init__(self, store: Store, platform: str) -> None:
        self._store = store
        self._platform = platform

    async def confidential(self, number: int | None) -> Request | None:
        """The request, where it is confidential now; None for all others, and for what is about no request."""
        if not number:
            return None
        with postponed():
            request = requests_in(await self._store.states([number])).get(number)
        return request if request is not None and request.confidential else None

    async def private_place(self, request: Request) -> Place:
        """The requester's own conversation. Raises Undeliverable where none is known."""
        with postponed():
            profile = await self._store.people.profile(request.requester)
        private = profile.get(f"place.{self._platform}", "")
        if not private:
            raise Undeliverable("confidential, and no private conversation is known", unreachable=True)
        return Place(self._platform, private)

    async def elsewhere(self, number: int | None, gone: Undeliverable) -> Place:
        """Where what was for a channel goes that was archived, or that we are no longer in: to the requester's own
        conversation, for it was to them that it was said. Raises what the channel raised where there is none.
        """
        with postponed():
            request = requests_in(await self._store.states([number])).get(number) if number else None
        if request is None or not gone.unreachable:
            raise gone
        try:
            return await self.private_place(request)
        except Undeliverable:
            raise gone from None

    async def sent(self, request: Request) -> Mapping[str, Sent]:
        """All that was sent of it, by its notice's key."""
        with postponed():
            statuses = await self._store.lanes.statuses(request.number)
        return {key: sent for key, sent in statuses.items() if sent.status == "sent"}


def messages_of(sent: Mapping[str, Sent]) -> list[str]:
    """The platform's ids of these messages, each once."""
    return sorted({one.detail.rpartition(" ")[2] for one in sent.values()})


def neutral(request: Request, card: Card) -> Card:
    """What stands in the place of what was shown."""
    text = of(card.language)("chat-in-private", ref=ref(request.number))
    return Card(kind="retracted", language=card.language, text=text, blocks=(Paragraph(text, "quiet"),))
