import asyncio

import pytest

from bot.delivery.gateway import Postponed, Undeliverable
from bot.domain.request import Place
from bot.store.store import Store
from handlers.web import feed
from handlers.web.gateway import WebGateway, place_of
from knowledge.directory import PersonId
from tests.handlers.web.cards import full_card, said_card

ANA = PersonId("P1")
ASKS, WORK = place_of(ANA, "asks"), place_of(ANA, "work")


@pytest.fixture
def gateway(store):
    return WebGateway(store)


async def shown(store, side="asks"):
    return feed.folded(feed.items(await store.feeds.read(ANA), side))


async def test_a_message_is_there_exactly_once_however_often_it_is_sent(gateway, store):
    sends = [gateway.post(ASKS, said_card("hola"), key="1042/3/P1/said", loud=True) for _ in range(8)]
    ids = await asyncio.gather(*sends)
    assert len(set(ids)) == 1
    assert [entry.card.text for entry in await shown(store)] == ["hola"]


async def test_a_change_stands_where_its_message_stood(gateway, store):
    card = await gateway.post(ASKS, full_card("antes"), key="k1", loud=True)
    await gateway.post(ASKS, said_card("hola"), key="k2", loud=True)
    await gateway.update(ASKS, card, full_card("después"), key="k3")
    await gateway.update(ASKS, card, full_card("después"), key="k3")
    first, second = await shown(store)
    assert (first.card.text, second.card.text) == ("después", "hola")
    assert first.id == feed.element_id(card)


async def test_each_side_of_a_person_has_its_own_conversation(gateway, store):
    await gateway.post(ASKS, said_card("pido"), key="k1", loud=True)
    await gateway.post(WORK, said_card("atiendo"), key="k2", loud=True)
    assert [entry.card.text for entry in await shown(store, "asks")] == ["pido"]
    assert [entry.card.text for entry in await shown(store, "work")] == ["atiendo"]


async def test_a_message_is_found_by_its_key(gateway):
    message = await gateway.post(ASKS, said_card("hola"), key="k1", loud=False)
    assert await gateway.find(ASKS, key="k1") == message
    assert await gateway.find(ASKS, key="k2") is None


@pytest.mark.parametrize(
    "place", [Place("slack", "C1"), Place("web", "P1"), Place("web", "P1/lunch"), Place("web", "/asks")]
)
async def test_a_place_that_is_none_of_ours_is_never_reached(gateway, place):
    with pytest.raises(Undeliverable) as refused:
        await gateway.post(place, said_card("hola"), key="k1", loud=True)
    assert refused.value.unreachable


async def test_while_redis_is_away_a_message_waits(tmp_path):
    nowhere = Store.connect(f"unix://{tmp_path}/none.sock", "t")
    gateway = WebGateway(nowhere)
    post = gateway.post(ASKS, said_card("hola"), key="k1", loud=True)
    outcomes = await asyncio.gather(post, gateway.find(ASKS, key="k1"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Postponed, Postponed]
    await nowhere.aclose()


async def test_a_change_whose_message_the_feed_has_dropped_is_shown_all_the_same(gateway, store):
    await gateway.update(ASKS, "gone", full_card("ahora"), key="k9")
    assert [entry.card.text for entry in await shown(store)] == ["ahora"]
