"""Waiting for a Redis that is away: what was begun is finished when it is back, without starting anew."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.store.link import Unavailable

T = TypeVar("T")

_FIRST_S = 0.05
_LONGEST_S = 1.0


async def patiently(act: Callable[[], Awaitable[T]]) -> T:
    """`act` must be harmless when it runs again: its first try may have been done without an answer."""
    pause = _FIRST_S
    while True:
        try:
            return await act()
        except Unavailable:
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_S)
