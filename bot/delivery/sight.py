"""Everything that one send needs, loaded when it is sent: so that erasure, rights and the newest state hold."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

import msgspec
from msgspec import Struct

from bot.delivery.cards.view import View
from bot.delivery.manners import Pending, Scene
from bot.delivery.notices import Notice
from bot.delivery.reach import Reader
from bot.domain.events import AnyEvent
from bot.domain.request import Place, Request
from bot.store.notices import Notice as Stored

RETRACTED = 10**9  # the version of a card that its reader may not see any more
CARD = "living"  # the kind under which a place's living card is remembered


class Cargo(Struct, frozen=True, gc=False, omit_defaults=True):
    """What lies on a lane: no words and no names, those are loaded when it is sent."""

    told: Notice
    place: Place
    together: bool = False


pack_cargo = msgspec.json.Encoder().encode
unpack_cargo = lru_cache(maxsize=10_000)(msgspec.json.Decoder(Cargo).decode)


def cargo_of(notice: Stored) -> Cargo | None:
    """None for bytes that cannot be read: they are a fault when their own turn comes."""
    try:
        return unpack_cargo(notice.payload)
    except ValueError:
        return None


@lru_cache(maxsize=10_000)  # what waits is looked at with everything that is sent before it
def _waiting(payload: bytes) -> Pending | None:
    """None for bytes that cannot be read: they are a fault when their own turn comes."""
    try:
        cargo = unpack_cargo(payload)
    except ValueError:
        return None
    return Pending(cargo.told.key, cargo.told, cargo.together)


class Shown(Struct, frozen=True):
    """A message as it was sent: the platform's id, and the version of the request that it showed."""

    message: str
    version: int

    def __str__(self) -> str:
        return f"{self.version} {self.message}"


def shown_of(written: str) -> Shown | None:
    version, _, message = written.partition(" ")
    return Shown(message, int(version)) if version.isdigit() else None


class Sight(Struct, frozen=True, kw_only=True):
    cargo: Cargo
    now: datetime
    request: Request
    event: AnyEvent
    history: tuple[AnyEvent, ...]
    reader: Reader
    view: View
    card: Shown | None  # the living card at the place
    rings: tuple[datetime, ...]
    follows: datetime | None  # until when what happened before it in its request is held back in the lane
    catching_up: datetime | None
    away: datetime | None  # the recipient is, until
    told_together: bool  # another message told it already
    sent_twice: bool  # it was sent once more after a doubt
    sent_with: tuple[str, ...]  # the others that were being told in the same message


class Gone(LookupError):
    """The request of a notice is not there (any more)."""


def scene_of(sight: Sight, key: str, behind: Iterable[Stored], *, allowed: bool, page: bool) -> Scene:
    """What decides whether the notice `key` is sent now; `behind` are those that wait after it."""
    cargo = sight.cargo
    waiting = [_waiting(notice.payload) for notice in behind]
    return Scene(
        now=sight.now,
        pending=Pending(key, cargo.told, cargo.together),
        behind=tuple(pending for pending in waiting if pending is not None),
        event=sight.event,
        request=sight.request,
        allowed=allowed,
        page=page,
        shown=None if sight.card is None else sight.card.version % RETRACTED,
        hours=sight.reader.hours,
        away=sight.away if cargo.told.side == "work" else None,
        rings=sight.rings,
        follows=sight.follows,
        catching_up=sight.catching_up,
    )


def stored(cargo: Cargo, lane: str) -> Stored:
    """As the store keeps it. It holds nobody's words or name."""
    return Stored(number=cargo.told.number, lane=lane, key=cargo.told.key, payload=pack_cargo(cargo))
