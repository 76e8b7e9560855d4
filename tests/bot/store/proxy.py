"""A wire that can be cut just after Redis did the work and before anybody heard of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path


class Proxy:
    def __init__(self, target: Path) -> None:
        self.target = target
        self.cuts = 0  # replies still to be lost
        self.lost = 0
        self._marker = b""

    def lose_replies(self, times: int = 1, to: bytes = b"EVALSHA") -> None:
        """The next replies to requests that hold these bytes never arrive; the connection ends instead."""
        self.cuts, self._marker = times, to

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        redis_reader, redis_writer = await asyncio.open_unix_connection(self.target)
        doomed = asyncio.Event()

        async def upstream() -> None:
            while data := await reader.read(1 << 20):
                if self.cuts and self._marker in data:
                    self.cuts -= 1
                    doomed.set()
                redis_writer.write(data)

        async def downstream() -> None:
            while data := await redis_reader.read(1 << 20):
                if doomed.is_set():
                    self.lost += 1
                    return
                writer.write(data)

        tasks = [asyncio.ensure_future(upstream()), asyncio.ensure_future(downstream())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            for end in (writer, redis_writer):
                with suppress(OSError):
                    end.close()


@asynccontextmanager
async def proxied(target: Path, at: Path) -> AsyncIterator[Proxy]:
    proxy = Proxy(target)
    server = await asyncio.start_unix_server(proxy.serve, at)
    try:
        yield proxy
    finally:
        server.close()
        at.unlink(missing_ok=True)  # noqa: ASYNC240 - a test
