"""What is done after the platform was answered: small jobs, few at once, none of them lost track of."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import structlog

from bot.delivery.gateway import Postponed, SendFailed
from bot.store.link import Unavailable

log = structlog.get_logger()

AT_ONCE = 16
WAITING = 1_000  # more than these are dropped: a sentence to a clicker is no promise
STOP_S = 5.0
PATIENCE_S = 600.0  # what a platform did not take for so long is told no more

T = TypeVar("T")


@asynccontextmanager
async def meanwhile(act: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """It runs while the block does, and is cancelled and waited for at its end."""
    task = asyncio.create_task(act)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


class Soon:
    def __init__(self, platform: str, sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep) -> None:
        """`platform` names whose log lines these are."""
        self._platform = platform
        self.sleep = sleep
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, job: Coroutine[Any, Any, Any]) -> None:
        if len(self._tasks) >= WAITING:
            job.close()
            log.warning(f"{self._platform}.too_much_to_tell")
            return
        task = asyncio.create_task(self._done(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _done(self, job: Coroutine[Any, Any, Any]) -> None:
        try:
            async with self._slots:
                await job
        except (SendFailed, Unavailable) as failed:
            log.info(f"{self._platform}.not_told", why=repr(failed))
        except Exception:
            log.exception(f"{self._platform}.telling_failed")

    async def in_turn(self, where: str, act: Callable[[], Awaitable[T]]) -> T:
        """For jobs alone: `act`, after what was to be told there before, and again where the platform surely took nothing.

        As late as the platform says, for some minutes in all; meanwhile other jobs go on. Raises SendFailed.
        """
        turn = self._turns.setdefault(where, asyncio.Lock())
        waited_s = 0.0
        self._slots.release()
        try:
            async with turn:
                while True:
                    try:
                        async with self._slots:
                            return await act()
                    except Postponed as postponed:
                        if (waited_s := waited_s + postponed.retry_after_s) > PATIENCE_S:
                            raise
                        await self.sleep(postponed.retry_after_s)
        finally:
            await self._slots.acquire()

    async def settle(self) -> None:
        """Until nothing is waiting."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def aclose(self) -> None:
        if self._tasks:
            _, slow = await asyncio.wait(set(self._tasks), timeout=STOP_S)
            for task in slow:
                task.cancel()
