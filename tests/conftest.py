"""A real Redis for every test that wants one: one server per test process, a tenant per test."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from tests.clock import TUESDAY, set_clock

_tenants = count(1)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[EmbeddedServer]:
    # Not pytest's own folder: its path is often too long for a unix socket.
    folder = Path(tempfile.mkdtemp(prefix="vt-"))
    server = EmbeddedServer.start(folder, "test")
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def tenant() -> str:
    return f"t{next(_tenants)}"


@pytest.fixture
async def store(redis_server: EmbeddedServer, tenant: str) -> AsyncIterator[Store]:
    store = Store.connect(redis_server.url, tenant)
    await set_clock(store, TUESDAY)
    yield store
    await store.aclose()
