"""One notice in a sender's hands: what it is about, how it reads, and what decides whether it is sent now."""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from bot.delivery.card import Card
from bot.delivery.cards import View
from bot.delivery.gateway import Gateway
from bot.delivery.manners import Scene
from bot.delivery.reach import PAGES
from bot.delivery.relevance import for_them_alone
from bot.delivery.sight import Cargo, Sight, scene_of
from bot.domain.events import AnyEvent
from bot.domain.request import Request
from bot.store.lanes import Ended, Hold
from bot.store.notices import Notice as Stored
from knowledge.directory import Directory, PersonId

CardOf = Callable[[str, Literal["asks", "work"], Request, AnyEvent | None, View], Card]
MayRead = Callable[[PersonId, Request, Directory], bool]

# "left": the notice was the last, and the lane is given back. "again": the lane has to be looked at anew, for it was
# lost or what was held back has come before the notice.
Step = Literal["next", "left", "again", "stop"]
STEPS: dict[Ended, Step] = {Ended.HELD: "next", Ended.LEFT: "left", Ended.LOST: "again"}


class Turn(Struct, kw_only=True):
    """The head of a lane in our hands."""

    hold: Hold
    notice: Stored
    cargo: Cargo
    sight: Sight
    gateway: Gateway
    directory: Directory


class Drawing(Struct, frozen=True):
    """How a card is made, and who may read it."""

    card_of: CardOf
    may_read: MayRead

    def card(self, sight: Sight) -> Card:
        told = sight.cargo.told
        return self.card_of(told.kind, told.side, sight.request, sight.event, sight.view)

    def scene(self, turn: Turn) -> Scene:
        return scene_of(
            turn.sight,
            turn.notice.key,
            turn.hold.notices[1:],
            allowed=self._allowed(turn.sight, turn.directory),
            page=turn.gateway.platform in PAGES,
        )

    def _allowed(self, sight: Sight, directory: Directory) -> bool:
        told = sight.cargo.told
        if self.may_read(told.to, sight.request, directory):
            return True
        return for_them_alone(told, sight.event, sight.request)
