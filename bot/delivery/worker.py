"""The worker process: plans what has happened, sends what is planned, fires what is due. Any number of them may run.

worker = Worker(store, gateways, lambda: library.directory, desk.handle)
await worker.run()        # until cancelled; what is being sent is finished first
await worker.settle()     # in tests: everything that can be done now is done
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from itertools import groupby
from secrets import token_hex

import structlog

from bot.delivery.cards import card_for
from bot.delivery.clockwork import Clockwork, Handle
from bot.delivery.files import Files
from bot.delivery.gateway import Gateway
from bot.delivery.lanes_at_work import LanesAtWork
from bot.delivery.metrics import DeliveryMetrics
from bot.delivery.notices import notices
from bot.delivery.patience import patiently
from bot.delivery.planning import NoticesOf, Planner
from bot.delivery.reach import Reach
from bot.delivery.sending import Sender
from bot.delivery.turn import CardOf, MayRead
from bot.domain.rights import may_read as rights_may_read
from bot.store.delivery_extra import DeliveryExtra
from bot.store.link import Unavailable
from bot.store.outbox import Wakeup
from bot.store.store import Store
from knowledge.directory import Directory

log = structlog.get_logger()

REQUESTS_AT_ONCE = 16
TICK_S = 0.2
_RECLAIM_S = 10.0
_GRACE_S = 20.0  # after a start what was left lying is sent before anybody is passed over for it
_STOP_S = 8.0
_RETRY_S = 0.2
_ROUNDS = 10_000


class Worker:
    def __init__(
        self,
        store: Store,
        gateways: Mapping[str, Gateway],
        directory: Callable[[], Directory],
        desk_handle: Handle,
        *,
        consumer: str = "",
        alone: bool = False,
        metrics: DeliveryMetrics | None = None,
        notices_of: NoticesOf = notices,
        card_of: CardOf = card_for,
        may_read: MayRead = rights_may_read,
        files: Files | None = None,
    ) -> None:
        """`alone`: no other worker can be running (`run` holds the data folder), so what a killed one left is taken
        over at once and not when its leases run out. `consumer` is unique among living workers."""
        self.store = store
        self.alone = alone
        self.metrics = metrics or DeliveryMetrics.shared()
        self.extra = DeliveryExtra(store.link)
        self.outbox = store.outbox(consumer or f"w-{token_hex(6)}")
        self.reach = Reach(store.people, gateways)
        self.sender = Sender(
            store,
            self.extra,
            gateways,
            directory,
            self.metrics,
            card_of=card_of,
            may_read=may_read,
            files=files or Files(store, gateways),
            handle=desk_handle,
        )
        self.clockwork = Clockwork(store, self.extra, desk_handle, self.metrics)
        self.lanes = LanesAtWork(self.sender.work, gateways, self.metrics)
        self.planner = Planner(
            store,
            self.outbox,
            self.extra,
            self.reach,
            self.metrics,
            notices_of,
            lambda person, request: may_read(person, request, directory()),
            self.lanes.have_work,
        )
        self._planning: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(REQUESTS_AT_ONCE)

    # Running

    async def run(self) -> None:
        """Until cancelled; then what is being planned and sent is finished, within some seconds."""
        wakeups = await patiently(self._prepared)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._plan(wakeups))
                tasks.create_task(self._for_ever(self._plan_more))
                tasks.create_task(self._for_ever(self._reclaim))
                tasks.create_task(self._for_ever(self._send_more))
                tasks.create_task(self._for_ever(self._tick))
                tasks.create_task(self._pass_over())
        finally:
            await self._finished()

    async def _prepared(self) -> list[Wakeup]:
        await self.outbox.prepare()
        return await self.outbox.take_over() if self.alone else []

    async def _for_ever(self, act: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await act()
            except Unavailable:
                await asyncio.sleep(_RETRY_S)
            except Exception:  # a fault of ours in one round must not end the process's only loop of its kind
                log.exception("worker.failed", loop=getattr(act, "__name__", "loop"))
                await asyncio.sleep(_RETRY_S)

    async def _finished(self) -> None:
        """What is under way may end; what does not is given back."""
        under_way = {*self.lanes.under_way, *self._planning}
        if not under_way:
            return
        _, slow = await asyncio.wait(under_way, timeout=_STOP_S)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)

    # Planning

    async def _plan_more(self) -> None:
        await self._slots.acquire()  # takes no wake-up that it cannot begin
        self._slots.release()
        wakeups = await self.outbox.take(count=REQUESTS_AT_ONCE, block_ms=1000)
        await self._plan(wakeups)

    async def _reclaim(self) -> None:
        await asyncio.sleep(_RECLAIM_S)
        await self._plan(await self.outbox.reclaim())

    async def _plan(self, wakeups: Iterable[Wakeup]) -> None:
        """Begins them, each request's together, as many at once as there are slots."""
        for group in _by_number(wakeups):
            await self._slots.acquire()
            task = asyncio.create_task(self._planned(group))
            self._planning.add(task)
            task.add_done_callback(self._planning.discard)

    async def _planned(self, group: list[Wakeup]) -> None:
        try:
            await self.planner.plan(group)
        except Exception:  # left to whoever reclaims it, this process included
            log.exception("delivery.plan_ended", number=group[0].number)
            self.outbox.let_go([wakeup.entry for wakeup in group])
        finally:
            self._slots.release()

    # Sending

    async def _send_more(self) -> None:
        """What was just planned here begins at once; the rest is looked for a few times a second."""
        self.lanes.begin_hinted()
        found = await self.store.lanes.ready(100 + len(self.lanes))
        self.lanes.begin(lane for lane, _ in found.items)
        wait_s = TICK_S
        if found.next_ms is not None:
            wait_s = min(TICK_S, max(0.001, (found.next_ms - found.now_ms) / 1000))
        await self.lanes.listen(wait_s)

    # Time

    async def _tick(self) -> None:
        fired, next_in_ms = await self.clockwork.fire_due()
        if await self.clockwork.give_back():
            self.lanes.look()
        wait_s = TICK_S
        if fired and not self.clockwork.troubled:
            wait_s = 0.0  # more may be due already; the other loops have their turn
        elif next_in_ms is not None and not fired:
            wait_s = min(TICK_S, max(0.001, next_in_ms / 1000))
        await asyncio.sleep(wait_s)

    async def _pass_over(self) -> None:
        await asyncio.sleep(_GRACE_S)
        await self._for_ever(self._pass_over_some)

    async def _pass_over_some(self) -> None:
        await self.clockwork.pass_over_unreached()
        await asyncio.sleep(1.0)

    # One step at a time, for tests

    async def settle(self) -> None:
        """Plans, sends and fires until nothing is due by the tenant's clock. Nothing is waited for."""
        await self.outbox.prepare()
        for _ in range(_ROUNDS):
            if not await self.step():
                return
        raise RuntimeError("delivery does not come to rest")

    async def step(self) -> bool:
        """One round of everything; False when there was nothing to do."""
        worked = await self._step_plan()
        worked |= await self._step_send()
        fired, _ = await self.clockwork.fire_due()
        worked |= bool(fired)
        worked |= bool(await self.clockwork.give_back())
        if not worked:  # only what could not be sent is overdue
            worked = bool(await self.clockwork.pass_over_unreached())
        return worked

    async def _step_plan(self) -> bool:
        wakeups = await self.outbox.take(count=1000, block_ms=0)
        await _all(self.planner.plan(group) for group in _by_number(wakeups))
        return bool(wakeups)

    async def _step_send(self) -> bool:
        self.lanes.forget_hints()
        found = await self.store.lanes.ready(10_000)
        before = {lane for lane, _ in found.items}
        await _all(self.sender.work(lane) for lane in before)
        after = await self.store.lanes.ready(10_000)
        return bool(before - {lane for lane, _ in after.items})


def _by_number(wakeups: Iterable[Wakeup]) -> list[list[Wakeup]]:
    ordered = sorted(wakeups, key=lambda wakeup: wakeup.number)
    return [list(group) for _, group in groupby(ordered, key=lambda wakeup: wakeup.number)]


async def _all(acts: Iterable[Coroutine[object, object, None]]) -> None:
    """All of them at once; the first fault is raised when every one has ended."""
    ended = await asyncio.gather(*acts, return_exceptions=True)
    for error in ended:
        if isinstance(error, BaseException):
            raise error
