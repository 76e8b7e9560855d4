"""Charts as pictures, drawn in a process of its own and kept: the event loop never waits for one."""

import asyncio
import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from typing import Literal, get_args

import msgspec

from bot.figures.charts import Drawing, definition
from bot.figures.pictures import lighter
from bot.newest import Newest

Kind = Literal["png", "svg"]
KINDS: tuple[Kind, ...] = get_args(Kind)
KEPT = 200
_SCALE = 1.25  # a card takes 28 KB with all that stands in it


class Painter:
    """Start it early with `warm`: its process takes a moment to load what it draws with."""

    def __init__(self, executor: Executor | None = None) -> None:
        self._executor = executor
        self._kept: Newest[str, bytes] = Newest(KEPT)
        self._drawing: dict[str, asyncio.Future[bytes]] = {}

    async def paint(self, drawing: Drawing, kind: Kind) -> bytes:
        """The same picture is drawn once, however many ask at the same time."""
        key = _key(drawing, kind)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._drawing:
            self._drawing[key] = asyncio.ensure_future(self._paint(key, drawing, kind))
        return await asyncio.shield(self._drawing[key])

    async def _paint(self, key: str, drawing: Drawing, kind: Kind) -> bytes:
        try:
            packed = msgspec.msgpack.encode(drawing)
            picture = await asyncio.get_running_loop().run_in_executor(self._started(), draw, packed, kind)
            self._kept[key] = picture
            return picture
        finally:
            self._drawing.pop(key, None)

    async def warm(self, after_s: float = 0.0) -> None:
        """Loads what it draws with, so that the first picture is there within a second."""
        await asyncio.sleep(after_s)
        await asyncio.get_running_loop().run_in_executor(self._started(), load)

    def _started(self) -> Executor:
        if self._executor is None:
            # Spawned, not forked: a fork would take the event loop's sockets and threads along.
            executor = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
            with _deaf_to_ctrl_c():
                executor.submit(_begun)
            self._executor = executor
        return self._executor

    def close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """What starts inside inherits it. A terminal sends Ctrl-C to every process of ours: the drawing one would die of it
    in a traceback, before the desk has ended it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begun() -> None:
    pass


@lru_cache
def shared() -> Painter:
    """This process's own; its child ends with it."""
    return Painter()


def _key(drawing: Drawing, kind: Kind) -> str:
    return kind + blake2b(msgspec.msgpack.encode(drawing), digest_size=16).hexdigest()


def load() -> None:
    import altair
    import vl_convert

    _ = altair.__version__
    vl_convert.vegalite_to_svg({"mark": "point", "data": {"values": []}})


def draw(packed: bytes, kind: Kind) -> bytes:
    """In the drawing process: one chart. No picture loads anything from elsewhere."""
    import vl_convert

    drawing = msgspec.msgpack.decode(packed, type=Drawing)
    found = definition(drawing)
    if kind == "png":
        return lighter(vl_convert.vegalite_to_png(found, scale=_SCALE, allowed_base_urls=[]))
    return vl_convert.vegalite_to_svg(found, allowed_base_urls=[]).encode()
