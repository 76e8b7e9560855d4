"""Teams' stage for tests."""

from collections.abc import AsyncIterator

import pytest

from bot.store.store import Store
from tests.handlers.teams.stage import Stage
from tests.teams_server.server import FakeTeams, running


@pytest.fixture
async def fake() -> AsyncIterator[FakeTeams]:
    async with running(FakeTeams()) as teams:
        yield teams


@pytest.fixture
async def stage(store: Store, fake: FakeTeams) -> AsyncIterator[Stage]:
    async with await Stage.make(store, fake) as stage:
        await stage.everybody()
        yield stage
