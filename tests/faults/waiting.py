"""Waiting for other processes, which ring no bell that a test could listen to: look again and again, for so long."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
LOOKS_EVERY_S = 0.02


class TookTooLong(AssertionError):
    pass


def wait_until(true: Callable[[], T], seconds: float, what: str) -> T:
    """The first true answer. For what a process does outside any event loop."""
    end = time.monotonic() + seconds
    while not (found := true()):
        if time.monotonic() > end:
            raise TookTooLong(f"{what}: not within {seconds:.0f} s")
        time.sleep(LOOKS_EVERY_S)
    return found


async def until(true: Callable[[], Awaitable[T]], seconds: float, what: str) -> T:
    """The first true answer; the loop runs on meanwhile."""
    end = time.monotonic() + seconds
    while not (found := await true()):
        if time.monotonic() > end:
            raise TookTooLong(f"{what}: not within {seconds:.0f} s")
        await asyncio.sleep(LOOKS_EVERY_S)
    return found
