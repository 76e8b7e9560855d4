"""What lies in a person's feed for the web: messages, and changes of messages, of both of their conversations."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Literal

import msgspec
from msgspec import Struct

from bot.delivery.card import Card, Quote
from bot.store.feeds import FeedEntry
from handlers.web.views import Entry, Side


class Item(Struct, frozen=True, kw_only=True):
    """`message` is the key of the message: its own for a new one, the earlier one's for a change.

    A card's "today" is that of `at`, by the desk's clock; None in feeds from before.
    """

    side: Side
    op: Literal["post", "update"]
    message: str
    card: Card
    loud: bool = False
    at: datetime | None = None


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Item).decode


def items(entries: Iterable[FeedEntry], side: Side) -> list[Item]:
    return [item for item in (decode(entry.payload) for entry in entries) if item.side == side]


def entry(item: Item) -> Entry:
    return Entry(
        id=element_id(item.message),
        card=item.card,
        loud=item.loud,
        initials=initials(_author(item.card)),
        at=item.at,
    )


def folded(items: Iterable[Item]) -> tuple[Entry, ...]:
    """Messages in the order in which they came, each as it is now.

    A feed keeps its last entries only: a change whose message has gone stands where the change came.
    """
    shown: dict[str, Entry] = {}
    for item in items:
        shown[item.message] = entry(item)
    return tuple(shown.values())


def element_id(message: str) -> str:
    """A message's id on the page; keys hold slashes, and may hold what a selector would read."""
    return "m" + blake2b(message.encode(), digest_size=9).hexdigest()


def initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2]).upper()


def _author(card: Card) -> str:
    return next((block.who for block in card.blocks if isinstance(block, Quote)), "")
