"""A server that is started again when it dies, for the time of a `with`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.store.embedded import EmbeddedServer


@asynccontextmanager
async def supervised(data: Path) -> AsyncIterator[tuple[EmbeddedServer, list[str]]]:
    server = await asyncio.to_thread(EmbeddedServer.start, data)
    told: list[str] = []
    watching = asyncio.create_task(server.supervise(told.append))
    try:
        yield server, told
    finally:
        await asyncio.to_thread(server.stop)
        await watching
