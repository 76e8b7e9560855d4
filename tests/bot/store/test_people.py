"""Who is who, by identity and address, with ids that say nothing."""

import asyncio

from bot.store.embedded import EmbeddedServer
from bot.store.store import Store


async def test_enrolling_gives_each_address_one_id_however_often_it_is_done(store: Store) -> None:
    first = await store.people.enrol(["ana@example.com", "BO@example.com", "ana@example.com"])
    assert set(first) == {"ana@example.com", "BO@example.com"}
    again = await store.people.enrol(["bo@example.com", "Ana@Example.com ", "cy@example.com"])
    assert again["bo@example.com"] == first["BO@example.com"]
    assert again["Ana@Example.com "] == first["ana@example.com"]
    assert await store.people.at("CY@example.com") == again["cy@example.com"]
    assert len(await store.people.everybody()) == 3
    assert await store.people.enrol([]) == {}


async def test_processes_that_enrol_at_once_agree(
    store: Store, redis_server: EmbeddedServer, tenant: str
) -> None:
    other = Store.connect(redis_server.url, tenant)
    emails = [f"p{i}@example.com" for i in range(700)]
    a, b, c = await asyncio.gather(
        store.people.enrol(emails), other.people.enrol(emails[::-1]), store.people.enrol(emails)
    )
    assert a == b == c
    assert len(set(a.values())) == 700
    await other.aclose()


async def test_an_identity_met_by_many_at_once_is_one_person(store: Store) -> None:
    met = await asyncio.gather(*(store.people.meet("slack:T1:U1", "ana@example.com") for _ in range(20)))
    assert len(set(met)) == 1
    assert await store.people.everybody() == [met[0]]


async def test_two_identities_with_one_address_at_once_are_one_person(store: Store) -> None:
    for i in range(20):
        slack, teams = await asyncio.gather(
            store.people.meet(f"slack:T1:U{i}", f"p{i}@example.com"),
            store.people.meet(f"teams:M1:{i}", f"P{i}@example.com"),
        )
        assert slack == teams


async def test_an_address_joins_at_first_sight_and_never_later(store: Store) -> None:
    enrolled = (await store.people.enrol(["ana@example.com"]))["ana@example.com"]
    guest = await store.people.meet("slack:T1:U9")
    assert guest != enrolled
    assert await store.people.meet("slack:T1:U9", "ana@example.com") == guest
    assert await store.people.meet("slack:T1:U1", "Ana@example.com") == enrolled
    assert await store.people.identities(enrolled) == ["slack:T1:U1"]
    assert await store.people.addresses(enrolled) == ["ana@example.com"]


async def test_an_identity_can_be_joined_to_a_person_and_parted_again(store: Store) -> None:
    ana = await store.people.meet("slack:T1:U1")
    other = await store.people.meet("teams:M1:7")
    assert await store.people.join("teams:M1:7", ana)
    assert await store.people.person("teams:M1:7") == ana
    assert await store.people.identities(ana) == ["slack:T1:U1", "teams:M1:7"]
    assert await store.people.identities(other) == []
    parted = await store.people.part("teams:M1:7")
    assert parted not in (None, ana)
    assert await store.people.person("teams:M1:7") == parted
    assert not await store.people.join("nobody", ana)
    assert not await store.people.join("slack:T1:U1", "P99")
    assert await store.people.person("slack:T1:U1") == ana
    assert await store.people.part("nobody") is None


async def test_a_profile_keeps_what_was_not_mentioned_and_drops_what_was_emptied(store: Store) -> None:
    await store.people.set_profile("P1", {"name": "Ana", "zone": "Europe/Madrid", "language": "es"})
    await store.people.set_profile("P1", {"zone": "", "language": "en"})
    assert await store.people.profile("P1") == {"name": "Ana", "language": "en"}
    assert await store.people.profiles(["P1", "P2"]) == {"P1": {"name": "Ana", "language": "en"}, "P2": {}}


async def test_a_forgotten_person_s_id_is_not_given_out_again(store: Store) -> None:
    ana = await store.people.meet("slack:T1:U1", "ana@example.com")
    await store.people.set_profile(ana, {"name": "Ana"})
    assert await store.people.forget(ana) == 2
    assert await store.people.everybody() == []
    assert await store.people.profile(ana) == {}
    assert await store.people.at("ana@example.com") is None
    assert await store.people.meet("slack:T1:U1", "ana@example.com") != ana
