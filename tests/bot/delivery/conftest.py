from collections.abc import AsyncIterator

import pytest

from bot.store.store import Store
from tests.bot.delivery.office import ANA, BO, LUIS, MARTA, PLATFORM, REKA, Office
from tests.clock import TUESDAY
from tests.fakes import FakeGateway


async def opened(store: Store, *gateways: FakeGateway) -> Office:
    office = Office(store, {gateway.platform: gateway for gateway in gateways})
    await store.outbox("nobody").prepare()
    await office.set_clock(TUESDAY)
    return office


def used_as_they_want(office: Office) -> None:
    assert [wrong for gateway in office.gateways.values() for wrong in gateway.violations] == []


@pytest.fixture
async def office(store: Store) -> AsyncIterator[Office]:
    """On a chat platform, where everybody whom the tests name has a conversation."""
    office = await opened(store, FakeGateway(PLATFORM))
    await office.on_platform(ANA, BO, LUIS, MARTA, REKA)
    yield office
    used_as_they_want(office)


@pytest.fixture
async def web_office(store: Store) -> AsyncIterator[Office]:
    """On a page that everybody opens, and that takes the same key once."""
    office = await opened(store, FakeGateway("web", once=True))
    yield office
    used_as_they_want(office)


@pytest.fixture
async def two_platforms(store: Store) -> AsyncIterator[Office]:
    office = await opened(store, FakeGateway(PLATFORM), FakeGateway("other"))
    yield office
    used_as_they_want(office)
