"""The example company's desk on a Redis of its own, for measuring."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.desk import Desk
from bot.known import Known
from bot.settings import EXAMPLE_COMPANY
from bot.shelf import Shelf
from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from knowledge.loader import read_folder


@contextmanager
def own_redis() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="vb-"))
    server = EmbeddedServer.start(folder, "bench")
    try:
        yield server.url
    finally:
        server.stop()
        shutil.rmtree(folder)


@asynccontextmanager
async def example_desk(url: str, tenant: str = "faro") -> AsyncIterator[Desk]:
    store = Store.connect(url, tenant)
    shelf = Shelf(store.publisher, store.people)
    await shelf.publish(read_folder(EXAMPLE_COMPANY))
    await shelf.refresh()
    try:
        yield Desk(store, Known(store.people), lambda: shelf.library)
    finally:
        await store.aclose()
