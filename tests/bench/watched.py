"""`ventanilla` with a watch on its event loop. python -m tests.bench.watched run|web|worker ...

Every call that the loop makes is timed, on the wall and by what the thread itself worked: a wall clock also counts what
other processes took of the processor meanwhile. SIGUSR1 forgets what was seen so far, for instance the start; when
the process ends it writes what it saw since then to WATCHED_TO.
"""

import atexit
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from bot.__main__ import main

KEPT = 20  # of the longest calls


class Call(msgspec.Struct, frozen=True, order=True):
    """One call of the event loop, in ms."""

    wall: float
    worked: float
    name: str


class Seen(msgspec.Struct):
    """What a process's event loop did."""

    calls: int = 0
    worked_ms: float = 0.0
    longer_than_1_ms: int = 0
    longest: list[Call] = []  # by what they worked


SEEN = Seen()


class WatchedLoop(uvloop.Loop):
    """Tasks and callbacks come through these three; what uvloop calls by itself only reads and writes bytes."""

    def call_soon(self, callback: Any, *args: Any, context: Any = None) -> Any:
        return super().call_soon(_timed, callback, *args, context=context)

    def call_soon_threadsafe(self, callback: Any, *args: Any, context: Any = None) -> Any:
        return super().call_soon_threadsafe(_timed, callback, *args, context=context)

    def call_later(self, delay: float, callback: Any, *args: Any, context: Any = None) -> Any:
        return super().call_later(delay, _timed, callback, *args, context=context)


def _timed(callback: Callable[..., Any], *args: Any) -> None:
    began, worked = time.perf_counter(), time.thread_time()
    try:
        callback(*args)
    finally:
        _note(callback, (time.perf_counter() - began) * 1000, (time.thread_time() - worked) * 1000)


def _note(callback: Callable[..., Any], wall: float, worked: float) -> None:
    SEEN.calls += 1
    SEEN.worked_ms += worked
    if wall < 1.0:
        return
    SEEN.longer_than_1_ms += 1
    if len(SEEN.longest) < KEPT or worked > SEEN.longest[-1].worked:
        SEEN.longest.append(Call(wall, worked, _name(callback)))
        SEEN.longest.sort(key=lambda call: -call.worked)
        del SEEN.longest[KEPT:]


def _name(callback: Callable[..., Any]) -> str:
    """Of a task's step, the coroutine that it is a step of and where it waits now."""
    task = getattr(callback, "__self__", None)
    coroutine = getattr(task, "get_coro", lambda: None)()
    if coroutine is None:
        return str(getattr(callback, "__qualname__", callback))
    inner = coroutine
    while getattr(inner, "cr_await", None) is not None and hasattr(inner.cr_await, "cr_code"):
        inner = inner.cr_await
    return f"{coroutine.__qualname__} ({inner.__qualname__})"


def _forget(*_: object) -> None:
    SEEN.calls, SEEN.worked_ms, SEEN.longer_than_1_ms, SEEN.longest = 0, 0.0, 0, []


def _tell() -> None:
    Path(os.environ["WATCHED_TO"]).write_bytes(msgspec.json.encode(SEEN))


if __name__ == "__main__":
    uvloop.new_event_loop = WatchedLoop
    atexit.register(_tell)
    signal.signal(signal.SIGUSR1, _forget)
    main(prog_name="ventanilla")
