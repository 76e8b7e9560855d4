"""The desk over real HTTP, as `stage` sets it up."""

from collections.abc import AsyncIterator

import pytest

from bot.reader import Library
from bot.store.store import Store
from knowledge.directory import PersonId
from tests.handlers.web.stage import Stage, example_library


@pytest.fixture
def library() -> Library:
    return example_library()


@pytest.fixture
async def stage(store: Store, library: Library) -> AsyncIterator[Stage]:
    stage = Stage(store, library)
    await stage.client.start_server()
    yield stage
    await stage.client.close()


@pytest.fixture
def irene(stage: Stage) -> PersonId:
    """Somebody who asks, in Spanish, from Madrid."""
    return stage.person("irene.cobo")
