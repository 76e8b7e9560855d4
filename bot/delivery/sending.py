"""One lane, in order, one message at a time: looked at anew, marked as being sent, sent, and its end recorded.

What is found marked without an end is doubtful: it is looked up, repeated where that is harmless, or sent once more with
a word that it may arrive twice.
"""

import asyncio
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from bot.delivery.bundle import together_card, twice
from bot.delivery.card import Card
from bot.delivery.carrying import Carrier, attached_in
from bot.delivery.copies import CORRECTIONS, Copies
from bot.delivery.failing import Failures
from bot.delivery.files import Files
from bot.delivery.gateway import Gateway, SendFailed, Undeliverable
from bot.delivery.loading import Loader
from bot.delivery.manners import WINDOW, Change, Hold, Pass, Pending, Post, Together, verdict
from bot.delivery.metrics import DeliveryMetrics
from bot.delivery.pace import Pace
from bot.delivery.patience import bounded, patiently
from bot.delivery.planning import MUST_BE_SENT_WITHIN
from bot.delivery.reach import PAGES
from bot.delivery.relevance import FILE, asks_something, is_living
from bot.delivery.sight import (
    CARD,
    Cargo,
    Gone,
    Shown,
    cargo_of,
    pack_cargo,
    unpack_cargo,
)
from bot.delivery.together import Bundles
from bot.delivery.turn import STEPS, CardOf, Drawing, MayRead, Step, Turn
from bot.delivery.unreached import Handle
from bot.domain.instants import unix_ms
from bot.store.crashpoints import reached
from bot.store.delivery_extra import DeliveryExtra
from bot.store.lanes import Hold as LaneHold
from bot.store.lanes import Lanes
from bot.store.link import Along
from bot.store.notices import Notice as Stored
from bot.store.pipelining import Value
from bot.store.store import Store
from knowledge.directory import Directory

LOOK_AHEAD = 50  # notices seen at once: what can be told by one card or one message
MOST_TRIES = 60  # some hours of back-off; then it is a dead letter
_IN_TIME_MS = int(MUST_BE_SENT_WITHIN.total_seconds() * 1000)
_WINDOW_MS = int(WINDOW.total_seconds() * 1000)


class Sender:
    def __init__(
        self,
        store: Store,
        extra: DeliveryExtra,
        gateways: Mapping[str, Gateway],
        directory: Callable[[], Directory],
        metrics: DeliveryMetrics,
        *,
        card_of: CardOf,
        may_read: MayRead,
        files: Files,
        handle: Handle,
    ) -> None:
        self._carrier = Carrier(files)
        self.store = store
        self.lanes: Lanes = store.lanes
        self.extra = extra
        self.loader = Loader(store)
        self.gateways = gateways
        self.directory = directory
        self.metrics = metrics
        self.drawing = Drawing(card_of, may_read)
        self.bundles = Bundles(self.loader, extra, self.drawing)
        self.copies = Copies(self.lanes, extra, self.bundles, self.drawing)
        self.pace = Pace()
        self.failures = Failures(store, extra, gateways, metrics, handle, self._next)

    async def work(self, lane: str, first: Cargo | None = None) -> None:
        """Sends what the lane has until it is empty, must wait, or is another's.

        `first`: what is likely its first notice, and is asked about while the lane is taken.
        """
        hold = None
        along = () if first is None else (self.loader.ahead(first, lane, self.directory()),)
        try:
            hold = await self.lanes.take(lane, LOOK_AHEAD, along)
            while hold is not None:
                hold = await self._forward(hold)
        except asyncio.CancelledError:
            # An orderly stop. Unlike a killed process it says so, and the next sender need not wait.
            if hold is not None:
                await asyncio.shield(self.lanes.stop(hold))
            raise
        finally:
            self.loader.forget(lane)

    async def _forward(self, hold: LaneHold) -> LaneHold | None:
        if not hold.notices:
            if await patiently(lambda: self.lanes.leave(hold)):
                return None
            return await patiently(lambda: self.lanes.more(hold, LOOK_AHEAD))
        match await self._head(hold, hold.notices[0]):
            case "next":
                return replace(hold, notices=hold.notices[1:], doubtful=False, tries=0)
            case "again":
                self.loader.forget(hold.lane)
                return await patiently(lambda: self.lanes.more(hold, LOOK_AHEAD))
            case "left" | "stop":
                return None

    async def _head(self, hold: LaneHold, notice: Stored) -> Step:
        try:
            step = await self._dealt_with(hold, notice)
        except SendFailed as failure:
            step = await self.failures.failed(hold, notice, failure)
        except Exception as error:  # a fault of ours: it must not stop the lane for ever
            step = await self.failures.faulty(hold, notice, error)
        if step in ("next", "left"):
            self.failures.forget(notice.key)
        return step

    async def _dealt_with(self, hold: LaneHold, notice: Stored) -> Step:
        cargo = unpack_cargo(notice.payload)
        if hold.tries >= MOST_TRIES:
            raise Undeliverable("gave up", unreachable=False)
        directory = self.directory()
        try:
            sight = await patiently(lambda: self.loader.load(cargo, hold.lane, directory))
        except Gone:
            return await self._passed(hold, notice, "gone")
        if cargo.told.to in sight.view.gone:  # their old conversation is still in the request
            return await self._passed(hold, notice, "erased")
        gateway = self.gateways.get(cargo.place.platform)
        if gateway is None:
            raise Undeliverable("no place", unreachable=True)
        turn = Turn(hold=hold, notice=notice, cargo=cargo, sight=sight, gateway=gateway, directory=directory)
        if sight.told_together:
            return await self._passed(hold, notice, "told together")
        if hold.doubtful and (step := await self._cleared_up(turn)) is not None:
            return step
        return await self._obeyed(turn)

    async def _obeyed(self, turn: Turn) -> Step:
        scene = self.drawing.scene(turn)
        decided = verdict(scene)
        sends = not isinstance(decided, Pass | Hold) and not turn.hold.doubtful
        if sends and (until := self.pace.waits_until(scene, turn.gateway.platform, turn.hold.lane)):
            decided = Hold(until, "pace", scene.pending.together)
        match decided:
            case Pass(why):
                if why == "rights":
                    await self.copies.retracted(turn)
                return await self._passed(turn.hold, turn.notice, why)
            case Hold(until, why, together):
                return await self._held_back(turn, unix_ms(until), why, together)
            case Post() if turn.cargo.told.kind == FILE:
                return await self._file_sent(turn)
            case Post(loud):
                if turn.cargo.told.kind in CORRECTIONS and (step := await self._corrected(turn)) is not None:
                    return step
                return await self._posted(turn, self.drawing.card(turn.sight), loud=loud)
            case Change():
                return await self._changed(turn)
            case Together(pendings):
                return await self._told_together(turn, pendings)

    # The ways in which a notice ends

    async def _passed(self, hold: LaneHold, notice: Stored, why: str) -> Step:
        self.metrics.skipped.labels(why).inc()
        along = self._next(hold)
        return STEPS[await patiently(lambda: self.lanes.passed_over(hold, notice, why, along))]

    def _next(self, hold: LaneHold) -> tuple[Along, ...]:
        """What is asked of the notice behind the lane's first while that one ends."""
        cargo = cargo_of(hold.notices[1]) if len(hold.notices) > 1 else None
        return () if cargo is None else (self.loader.ahead(cargo, hold.lane, self.directory()),)

    async def _held_back(self, turn: Turn, until_ms: int, why: str, together: bool) -> Step:
        told = turn.cargo.told
        payload = pack_cargo(replace(turn.cargo, together=together))
        if told.accountable:  # it is to be sent in time from then on
            by = max(until_ms, unix_ms(turn.sight.now)) + _IN_TIME_MS
            await patiently(lambda: self.extra.watch_until(told.number, told.to, told.key, by))
        kept = await patiently(lambda: self.extra.hold_back(turn.hold, turn.notice, payload, until_ms))
        self.metrics.held.labels(why).inc()
        return "next" if kept else "again"

    async def _posted(self, turn: Turn, card: Card, *, loud: bool) -> Step:
        if not await patiently(lambda: self.lanes.sending(turn.hold, turn.notice)):
            return "again"
        if turn.sight.sent_with:  # an earlier try was of several
            await patiently(lambda: self.extra.sends_with(turn.hold.lane, ()))
        told, place = turn.cargo.told, turn.cargo.place
        message = await bounded(turn.gateway.post(place, card, key=told.key, loud=loud))
        reached("record")
        return await self._recorded(turn, message, "loud" if loud else "quiet")

    async def _corrected(self, turn: Turn) -> Step | None:
        """What was sent says it where it stands; None where it is to be told by a message of its own."""
        match await self.copies.corrected(turn):
            case "changed":
                return await self._passed(turn.hold, turn.notice, "changed where it stands")
            case "not shown":
                return await self._passed(turn.hold, turn.notice, "not shown")
            case "elsewhere":
                return None

    async def _changed(self, turn: Turn) -> Step:
        sight, shown = turn.sight, turn.sight.card
        if shown is None:
            raise AssertionError("only a card that is there can change")
        card = self.drawing.card(turn.sight)
        if not await patiently(lambda: self.lanes.sending(turn.hold, turn.notice)):
            return "again"
        told, place = turn.cargo.told, turn.cargo.place
        try:
            key = f"{told.key}/{sight.request.version}"  # repeated, it may have more to show than the first time
            await bounded(turn.gateway.update(place, shown.message, card, key=key))
        except Undeliverable as failure:
            if failure.unreachable:
                raise
            # Somebody deleted it: there is no card to change any more, and nobody misses the change.
            await patiently(lambda: self.extra.forget_card(told.number, f"{place}\t{CARD}"))
            return await self._passed(turn.hold, turn.notice, "card gone")
        reached("record")
        return await self._recorded(turn, shown.message, "changed")

    async def _recorded(self, turn: Turn, message: str, how: str) -> Step:
        sight, told = turn.sight, turn.cargo.told
        living = is_living(told)
        # What was in doubt may show an older state than today's, so the next change is not skipped. A changed card
        # does not: its key carries the version.
        older = turn.hold.doubtful and how != "changed"
        version = told.event + 1 if older else sight.request.version
        written = str(Shown(message, version)) if living else message
        card = (str(turn.cargo.place), CARD) if living else None
        rings = self._ringing(turn) if how == "loud" and told.side == "work" else []
        along = self._next(turn.hold)
        ended = await patiently(
            lambda: self.lanes.sent(turn.hold, turn.notice, written, card, before=rings, along=along)
        )
        self.metrics.sent.labels(turn.gateway.platform, how).inc()
        self.metrics.delay.labels(turn.gateway.platform).observe(
            max(0.0, (sight.now - sight.event.at).total_seconds())
        )
        return STEPS[ended]

    def _ringing(self, turn: Turn) -> list[tuple[Value, ...]]:
        told = turn.cargo.told
        return self.extra.ringing(told.to, told.key, unix_ms(turn.sight.now), _WINDOW_MS)

    async def _told_together(self, turn: Turn, pendings: tuple[Pending, ...]) -> Step:
        parts = await self.bundles.parts(turn, [pending.told for pending in pendings])
        if len(parts) < 2:
            return await self._posted(turn, self.drawing.card(turn.sight), loud=True)
        card = together_card(parts, turn.sight.view)
        told, place = turn.cargo.told, turn.cargo.place
        if not await patiently(lambda: self.lanes.sending(turn.hold, turn.notice)):
            return "again"
        keys = [part.told.key for part in parts]
        await patiently(lambda: self.extra.sends_with(turn.hold.lane, keys))
        message = await bounded(turn.gateway.post(place, card, key=told.key, loud=True))
        await self.bundles.remember(turn, message, keys)
        reached("record")
        rings = self._ringing(turn)
        along = self._next(turn.hold)
        ended = await patiently(
            lambda: self.lanes.sent(turn.hold, turn.notice, message, before=rings, along=along)
        )
        self.metrics.sent.labels(turn.gateway.platform, "loud").inc()
        self.metrics.merged.inc(len(parts))
        return STEPS[ended]

    # Files

    async def _file_sent(self, turn: Turn) -> Step:
        """Into the conversation itself where the platform can; else the way to it."""
        told, sight = turn.cargo.told, turn.sight
        found = attached_in(sight, told.words)
        if found is None:
            return await self._passed(turn.hold, turn.notice, "gone")
        if not await patiently(lambda: self.lanes.sending(turn.hold, turn.notice)):
            return "again"
        again = turn.hold.doubtful and turn.gateway.platform not in PAGES
        carried = self._carrier.carry(turn.gateway, turn.cargo, sight, found, again=again)
        return await self._recorded(turn, await bounded(carried), "file")

    # Doubt

    async def _cleared_up(self, turn: Turn) -> Step | None:
        """What became of a send that nobody saw the end of. None: send it (again)."""
        told, platform = turn.cargo.told, turn.gateway.platform
        if platform in PAGES or (is_living(told) and not told.loud and turn.sight.card is not None):
            self._doubt(platform, "repeated")  # the same key, or the same change: repeating is harmless
            return None
        if told.kind == FILE:  # it cannot be looked up, and is not lost for that: once more, saying so
            if turn.sight.sent_twice:
                raise Undeliverable("doubtful twice", unreachable=False)
            self._doubt(platform, "sent twice")
            await patiently(lambda: self.extra.sends_twice(turn.hold.lane, turn.notice.key))
            return None
        try:
            message = await bounded(turn.gateway.find(turn.cargo.place, key=told.key))
        except (KeyError, IndexError):
            raise  # a fault of ours, not a platform that cannot tell
        except LookupError:
            return await self._once_more(turn)
        if message is None:
            self._doubt(platform, "had not arrived")
            return None
        self._doubt(platform, "had arrived")
        if others := turn.sight.sent_with:
            await self.bundles.remember(turn, message, others)
        return await self._recorded(turn, message, "found")

    async def _once_more(self, turn: Turn) -> Step:
        told, platform = turn.cargo.told, turn.gateway.platform
        if not asks_something(told):
            self._doubt(platform, "left")
            return await self._passed(turn.hold, turn.notice, "doubtful")
        if turn.sight.sent_twice:
            raise Undeliverable("doubtful twice", unreachable=False)
        self._doubt(platform, "sent twice")
        await patiently(lambda: self.extra.sends_twice(turn.hold.lane, turn.notice.key))
        return await self._posted(turn, twice(self.drawing.card(turn.sight), turn.sight.view), loud=told.loud)

    def _doubt(self, platform: str, outcome: str) -> None:
        self.metrics.doubtful.labels(platform, outcome).inc()
