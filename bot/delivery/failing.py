"""What becomes of a notice that could not be sent: it waits for its next try, or is a dead letter and the lane goes on.

Whom nothing reaches any more is marked so, and what was theirs moves on at once.
"""

from collections import Counter
from collections.abc import Callable, Mapping

import structlog

from bot.delivery.gateway import Doubtful, Gateway, Postponed, SendFailed, Undeliverable
from bot.delivery.metrics import DeliveryMetrics
from bot.delivery.patience import patiently, wait_s
from bot.delivery.planning import TRIES
from bot.delivery.reach import PAGES
from bot.delivery.sight import cargo_of
from bot.delivery.turn import STEPS, Step
from bot.delivery.unreached import Handle, pass_on
from bot.domain.instants import unix_ms
from bot.known import UNREACHED, is_reached
from bot.store.delivery_extra import DeliveryExtra
from bot.store.lanes import Hold, Lanes
from bot.store.link import Along
from bot.store.notices import Notice as Stored
from bot.store.store import Store

log = structlog.get_logger()

LOOK_UP_AFTER_S = 2.0  # a platform needs a moment until it finds what it has just taken


class Failures:
    def __init__(
        self,
        store: Store,
        extra: DeliveryExtra,
        gateways: Mapping[str, Gateway],
        metrics: DeliveryMetrics,
        handle: Handle,
        behind: Callable[[Hold], tuple[Along, ...]],
    ) -> None:
        """`behind`: what is asked of the lane's next notice while the first one ends."""
        self._store = store
        self._lanes: Lanes = store.lanes
        self._extra = extra
        self._gateways = gateways
        self._metrics = metrics
        self._handle = handle
        self._behind = behind
        self._faults: Counter[str] = Counter()

    async def failed(self, hold: Hold, notice: Stored, failure: SendFailed) -> Step:
        """As the platform said it."""
        platform = hold.lane.partition(":")[0]
        match failure:
            case Postponed(retry_after_s=wait):
                self._metrics.postponed.labels(platform).inc()
                return await self._later(hold, wait_s(wait, hold.tries + 1), surely_not_taken=True)
            case Undeliverable(reason=reason, unreachable=unreachable, gone=gone):
                if gone:
                    await self._gone(notice)
                return await self._dead(hold, notice, reason, unreachable=unreachable)
            case Doubtful():
                wait = wait_s(LOOK_UP_AFTER_S, hold.tries + 1)
                return await self._later(hold, wait, surely_not_taken=False)
        raise failure

    async def faulty(self, hold: Hold, notice: Stored, error: Exception) -> Step:
        """Ours. Tried again a few times, for it may have been of the moment."""
        self._faults[notice.key] += 1
        tries = self._faults[notice.key]
        log.exception("delivery.send_failed", notice=notice.key, tries=tries, error=type(error).__name__)
        if tries < TRIES:
            return await self._later(hold, wait_s(0.2, tries), surely_not_taken=False)
        self._metrics.poison.labels("send").inc()
        return await self._dead(hold, notice, f"fault {type(error).__name__}", unreachable=False)

    def forget(self, key: str) -> None:
        """Its turn is over: of what comes under this key again, the faults are counted from the start."""
        self._faults.pop(key, None)

    async def _later(self, hold: Hold, wait_s: float, *, surely_not_taken: bool) -> Step:
        until = unix_ms(await patiently(self._store.now)) + int(wait_s * 1000)
        await patiently(lambda: self._lanes.postpone(hold, until, surely_not_taken=surely_not_taken))
        return "stop"

    async def _dead(self, hold: Hold, notice: Stored, why: str, *, unreachable: bool) -> Step:
        self._metrics.dead.labels(
            hold.lane.partition(":")[0], "unreachable" if unreachable else "other"
        ).inc()
        log.warning("delivery.dead_letter", notice=notice.key, why=why)
        along = self._behind(hold)
        ended = await patiently(lambda: self._lanes.dead(hold, notice, why, along))
        cargo = cargo_of(notice)
        if cargo is not None and cargo.told.accountable:  # moves on at once, not in five minutes
            told = cargo.told
            await patiently(lambda: self._extra.watch_until(told.number, told.to, told.key, 0))
        return STEPS[ended]

    async def _gone(self, notice: Stored) -> None:
        """What comes next goes elsewhere, and nobody owns anything whom nothing reaches, until they write again.

        Also not what they have had for long. They are marked only then: what a crash leaves undone is done by the next try.
        """
        if (cargo := cargo_of(notice)) is None:
            return
        person, place = cargo.told.to, cargo.place
        profile = await patiently(lambda: self._store.people.profile(person))
        if profile.get(f"place.{place.platform}") != place.conversation:
            return  # a channel's, or a conversation of former times
        since = await patiently(self._store.now)
        others = [chat for chat in self._gateways if chat not in PAGES and chat != place.platform]
        if not any(is_reached(profile, chat, since) for chat in others):
            key = f"cut-off:{notice.key}"
            await patiently(lambda: pass_on(self._store, self._handle, person, key))
        mark = {f"{UNREACHED}{place.platform}": since.isoformat()}
        await patiently(lambda: self._store.people.set_profile(person, mark))
