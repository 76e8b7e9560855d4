"""What is done after the platform was answered: small jobs, few at once, none of them lost track of."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.delivery.gateway import SendFailed
from bot.store.link import Unavailable

log = structlog.get_logger()

AT_ONCE = 16
WAITING = 1_000  # more than these are dropped: a sentence to a clicker is no promise
STOP_S = 5.0


class Soon:
    def __init__(self, platform: str) -> None:
        """`platform` names whose log lines these are."""
        self._platform = platform
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

    async def settle(self) -> None:
        """Until nothing is waiting."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def aclose(self) -> None:
        if self._tasks:
            _, slow = await asyncio.wait(set(self._tasks), timeout=STOP_S)
            for task in slow:
                task.cancel()
