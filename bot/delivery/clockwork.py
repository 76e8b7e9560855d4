"""What happens because time passes: timers fire, held notices come back, and whom nothing reached is passed over.

Everything goes through the desk's one door as a command; a timer's id is its name, so that of several workers who
fire it one acts. Firing is as fast as the store commits: what would flood a platform is sends, and those have a pace
of their own (`bot.delivery.pace`). One request's timers fire in their order, different requests' side by side.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta

import structlog

from bot.commit import requests_in
from bot.delivery.metrics import DeliveryMetrics
from bot.domain.commands import DESK, AnyCommand, NotReached
from bot.domain.instants import unix_ms
from bot.domain.request import RequestNumber
from bot.domain.timers import fired
from bot.store.crashpoints import reached
from bot.store.delivery_extra import DeliveryExtra, Watched
from bot.store.link import Unavailable
from bot.store.store import Store
from knowledge.directory import PersonId

log = structlog.get_logger()

TRIES = 5
AT_ONCE = 128  # timers a round
SIDE_BY_SIDE = (
    48  # requests whose timers fire at the same time: their commits share the store's write to disk
)
AGAIN = timedelta(minutes=1)  # after a fault in passing somebody over
LATE = timedelta(minutes=1)  # later than this means that nobody was there to fire it
CATCHING_UP = timedelta(minutes=1)
_LATE_MS = int(LATE.total_seconds() * 1000)
_CATCHING_UP_MS = int(CATCHING_UP.total_seconds() * 1000)

Handle = Callable[[AnyCommand], Awaitable[object]]


class Clockwork:
    def __init__(self, store: Store, extra: DeliveryExtra, handle: Handle, metrics: DeliveryMetrics) -> None:
        self.store = store
        self.extra = extra
        self.metrics = metrics
        self._handle = handle
        self._tries: Counter[str] = Counter()
        self.troubled = False  # a timer of the last round failed: it is tried again, but not at once
        self._late = False  # we found a timer late, so what the bot starts is held until all have fired

    async def fire_due(self, limit: int = AT_ONCE) -> tuple[int, int | None]:
        """How many timers fired, and in how many ms the next one is due (None: there is none).

        Raises Unavailable: what has not fired yet is still there.
        """
        found = await self.store.timers.due(limit)
        if not found.items:
            await self._caught_up(found.now_ms)
            return 0, None if found.next_ms is None else max(0, found.next_ms - found.now_ms)
        if found.now_ms - found.items[0][1] > _LATE_MS:
            self._late = True
            await self.extra.catch_up(found.now_ms + _CATCHING_UP_MS)
        self.troubled = False
        turns = asyncio.Semaphore(SIDE_BY_SIDE)
        rounds = (self._fire_in_order(each, found.now_ms, turns) for each in _by_request(found.items))
        over: list[tuple[str, int]] = []
        for ended in await asyncio.gather(*rounds, return_exceptions=True):
            if isinstance(ended, BaseException):
                raise ended
            over += ended
        # Its commit has removed it. Whoever could not handle it has not, and it would fire for ever.
        await self.extra.drop_timers(over)
        return len(found.items), 0

    async def _fire_in_order(
        self, timers: list[tuple[str, int]], now_ms: int, turns: asyncio.Semaphore
    ) -> list[tuple[str, int]]:
        """Those that need not fire again."""
        async with turns:
            return [timer for timer in timers if await self._fire(*timer, now_ms)]

    async def _fire(self, name: str, due_ms: int, now_ms: int) -> bool:
        """False: it failed, and is tried again."""
        reached("timer")
        try:
            command = fired(name)
            await self._handle(command)
        except Unavailable:
            raise
        except Exception as error:  # one bad timer must not hold up the others
            self._tries[name] += 1
            self.troubled = True
            log.exception("timer.failed", timer=name, tries=self._tries[name], error=type(error).__name__)
            if self._tries[name] < TRIES:
                return False
            self.metrics.poison.labels("timer").inc()
            log.error("timer.set_aside", timer=name)
        else:
            self.metrics.timers.labels(command.timer).inc()
            self.metrics.timer_lag.observe(max(0, now_ms - due_ms) / 1000)
        self._tries.pop(name, None)
        return True

    async def _caught_up(self, now_ms: int) -> None:
        """All late timers have fired: what was held meanwhile is told, each person's in one message."""
        if not self._late:
            return
        until = await self.extra.caught_up()
        self._late = False
        if until is not None:
            for lane in await self.extra.lanes_holding(until):
                await self.extra.give_back(lane, now_ms, until)

    async def give_back(self) -> int:
        """Held notices whose moment has come go back to their lanes; how many."""
        found = await self.extra.held_lanes()
        given = 0
        for lane, _ in found.items:
            given += await self.extra.give_back(lane, found.now_ms, found.now_ms)
        return given

    async def pass_over_unreached(self) -> int:
        """Whoever could not be told in time that something is theirs: it moves on. How many were looked at."""
        watched, _ = await self.extra.overdue()
        for one in watched:
            unsent = one.status in ("queued", "dead") and not await self._has_taken(one)
            if unsent and not await self._not_reached(one):
                again = unix_ms(await self.store.now() + AGAIN)
                await self.extra.watch_until(one.number, one.person, one.key, again)
            else:
                await self.extra.unwatch(one.member)
        return len(watched)

    async def _has_taken(self, watched: Watched) -> bool:
        """Whoever took it elsewhere knows that it is theirs, whatever became of the message."""
        request = requests_in(await self.store.states([watched.number])).get(watched.number)
        return request is not None and request.taken and request.owner == watched.person

    async def _not_reached(self, watched: Watched) -> bool:
        """False: the desk failed, so it must be tried again; a refusal is an answer."""
        log.warning("delivery.not_reached", number=watched.number, person=watched.person)
        command = NotReached(
            id=f"not-reached:{watched.key}",
            by=DESK,
            number=RequestNumber(watched.number),
            person=PersonId(watched.person),
        )
        try:
            await self._handle(command)
        except Unavailable:
            raise
        except Exception as error:  # somebody must be accountable whom it reaches: never given up
            log.exception("delivery.not_reached_failed", number=watched.number, error=type(error).__name__)
            return False
        self.metrics.not_reached.inc()
        return True


def _by_request(timers: Iterable[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    """Each request's own, in their order; what is no timer of ours stands alone."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name, due_ms in timers:
        found.setdefault(name.partition("|")[0], []).append((name, due_ms))
    return list(found.values())
