"""Waiting for what is away: a Redis that comes back, a platform that does not answer or asks for time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.delivery.gateway import Doubtful
from bot.store.link import Unavailable

T = TypeVar("T")

LONGEST_CALL_S = 20.0  # well below a lane's lease: who outlives it would send beside its successor
_PATIENT_TRIES = 3  # as often a platform's own word is all we wait; then longer and longer
_LONGEST_WAIT_S = 300.0
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


async def bounded(call: Awaitable[T]) -> T:
    """A platform's answer; without one in time it is doubtful."""
    try:
        async with asyncio.timeout(LONGEST_CALL_S):
            return await call
    except TimeoutError as error:
        raise Doubtful from error


def wait_s(asked_s: float, tries: int) -> float:
    """A platform's own word first; who keeps saying it is asked ever less often."""
    longer = min(2.0 ** (tries - _PATIENT_TRIES), _LONGEST_WAIT_S) if tries > _PATIENT_TRIES else 0.0
    return max(asked_s, longer)
