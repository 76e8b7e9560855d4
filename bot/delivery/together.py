"""Several things told in one message: gathered, remembered, and drawn anew once one of them has changed or is hidden."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import structlog
from msgspec import Struct
from msgspec.structs import replace

from bot.delivery.bundle import Part, together_card
from bot.delivery.card import Card
from bot.delivery.loading import Loader
from bot.delivery.manners import Pass, verdict
from bot.delivery.notices import Notice
from bot.delivery.patience import patiently
from bot.delivery.sight import Cargo, Gone, cargo_of
from bot.delivery.turn import Drawing, Turn
from bot.store.delivery_extra import DeliveryExtra

log = structlog.get_logger()

_pack = msgspec.json.Encoder().encode
_unpack = msgspec.json.Decoder(tuple[Notice, ...]).decode


class Bundle(Struct, frozen=True):
    """A message that told several notices, by the platform's id."""

    message: str
    told: tuple[Notice, ...]


class Bundles:
    def __init__(self, loader: Loader, extra: DeliveryExtra, drawing: Drawing) -> None:
        self._loader = loader
        self._extra = extra
        self._drawing = drawing

    async def parts(self, turn: Turn, told: Iterable[Notice]) -> list[Part]:
        """What each of them says in a common message; nothing for what is not to be told (any more)."""
        found = [await self._part(turn, notice, again=False) for notice in told]
        return [part for part in found if part is not None]

    async def _part(self, turn: Turn, told: Notice, *, again: bool) -> Part | None:
        """`again`: it stands in a message that was sent."""
        cargo = Cargo(told, turn.cargo.place)
        try:
            sight = await patiently(lambda: self._loader.load(cargo, turn.hold.lane, turn.directory))
        except Gone:
            return None
        alone = replace(turn.hold, notices=turn.hold.notices[:1])
        scene = self._drawing.scene(
            Turn(
                hold=alone,
                notice=turn.notice,
                cargo=cargo,
                sight=sight,
                gateway=turn.gateway,
                directory=turn.directory,
            )
        )
        if (sight.told_together and not again) or isinstance(verdict(scene), Pass):
            return None
        try:
            return Part(told, sight.event, sight.request, self._drawing.card(sight))
        except Exception:  # it fails for itself when its own turn comes
            log.exception("delivery.part_failed", notice=told.key)
            return None

    async def remember(self, turn: Turn, message: str, keys: Sequence[str]) -> None:
        """This message told these notices, which are the lane's next."""
        waiting = [cargo.told for notice in turn.hold.notices if (cargo := cargo_of(notice)) is not None]
        told = tuple(notice for notice in waiting if notice.key in keys)
        await patiently(lambda: self._extra.told_together(turn.hold.lane, keys, message, _pack(told)))

    async def holding(self, lane: str, key: str) -> Bundle | None:
        """The message that told this notice together with others."""
        found = await patiently(lambda: self._extra.bundle_of(lane, key))
        return None if found is None else Bundle(found[0], _unpack(found[1]))

    async def redrawn(self, turn: Turn, bundle: Bundle, instead: Mapping[str, Card]) -> Card | None:
        """The message as it is now; None where nothing of it is to be read any more.

        `instead`: what stands for a notice that was corrected, by its key.
        """
        parts = []
        for told in bundle.told:
            part = await self._part(turn, told, again=True)
            if (card := instead.get(told.key)) is not None:
                event = part.event if part is not None else turn.sight.event
                part = Part(told, event, turn.sight.request, card)
            if part is not None:
                parts.append(part)
        if len(parts) > 1:
            return together_card(parts, turn.sight.view)
        return parts[0].card if parts else None
