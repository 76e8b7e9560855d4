"""Slack's stage for tests: HTTP unless a test asks for Socket Mode, or for both."""

from collections.abc import AsyncIterator

import pytest

from bot.store.store import Store
from tests.handlers.slack.stage import Stage
from tests.slack_server.server import FakeSlack, running


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with running(FakeSlack()) as slack:
        yield slack


@pytest.fixture
async def stage(store: Store, fake: FakeSlack) -> AsyncIterator[Stage]:
    async with await Stage.make(store, fake, "http") as stage:
        await stage.roll_call()
        yield stage


@pytest.fixture(params=["http", "socket"])
async def either(request: pytest.FixtureRequest, store: Store, fake: FakeSlack) -> AsyncIterator[Stage]:
    async with await Stage.make(store, fake, request.param) as stage:
        await stage.roll_call()
        yield stage
