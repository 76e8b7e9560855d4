"""Which lanes this process is sending: each by one task, and on each platform so many at once."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

import structlog

from bot.delivery.metrics import DeliveryMetrics
from bot.delivery.sight import Cargo
from bot.store.link import Unavailable

log = structlog.get_logger()

LANES_AT_ONCE = 32  # on one platform: a slow one takes no place from the others


class LanesAtWork:
    def __init__(
        self,
        work: Callable[[str, Cargo | None], Awaitable[None]],
        platforms: Iterable[str],
        metrics: DeliveryMetrics,
    ) -> None:
        """`work` sends what a lane has; its second argument is what is likely the lane's first notice."""
        self._work = work
        self._metrics = metrics
        self._platforms = {name: asyncio.Semaphore(LANES_AT_ONCE) for name in platforms}
        self._elsewhere = asyncio.Semaphore(LANES_AT_ONCE)
        # A lane with work -> its first notice, where it was idle then.
        self._hinted: dict[str, Cargo | None] = {}
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._bell = asyncio.Event()

    def __len__(self) -> int:
        return len(self._busy)

    @property
    def under_way(self) -> Collection[asyncio.Task[None]]:
        return self._busy.values()

    def have_work(self, planned: Mapping[str, Cargo]) -> None:
        for lane, first in planned.items():
            self._hinted[lane] = None if lane in self._busy or lane in self._hinted else first
        self._bell.set()

    def look(self) -> None:
        """Some lane has work that nobody planned just now: whoever listens shall look."""
        self._bell.set()

    def forget_hints(self) -> None:
        self._hinted.clear()

    async def listen(self, seconds: float) -> None:
        """Begins lanes as they are planned, for some time."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (left := end - loop.time()) > 0:
            try:
                async with asyncio.timeout(left):
                    await self._bell.wait()
            except TimeoutError:
                return
            self.begin_hinted()

    def begin_hinted(self) -> None:
        self._bell.clear()
        # A lane that is busy stays hinted: its sender may have looked for the last time already.
        for lane in self._hinted.keys() - self._busy.keys():
            self._begin(lane, self._hinted.pop(lane))

    def begin(self, lanes: Iterable[str]) -> None:
        """Those that are not being sent already."""
        for lane in lanes:
            self._begin(lane)

    def _begin(self, lane: str, first: Cargo | None = None) -> None:
        if lane in self._busy:
            return
        task = asyncio.create_task(self._sent(lane, first))
        self._busy[lane] = task
        self._metrics.busy_lanes.set(len(self._busy))
        task.add_done_callback(lambda _: self._ended(lane))

    def _ended(self, lane: str) -> None:
        self._busy.pop(lane, None)
        self._metrics.busy_lanes.set(len(self._busy))
        if lane in self._hinted:
            self._bell.set()

    async def _sent(self, lane: str, first: Cargo | None) -> None:
        try:
            async with self._platforms.get(lane.partition(":")[0], self._elsewhere):
                await self._work(lane, first)
        except Unavailable:
            return  # it stays ready, and is found again
        except Exception:
            log.exception("delivery.lane_ended", lane_platform=lane.partition(":")[0])
