"""One request moves one step, or nothing moves."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.keys import Keys
from bot.store.store import Store
from bot.store.writes import Claimed, Conflict, Done, Seen, Write
from tests.bot.store.making import write
from tests.samples import sample


async def everything(store: Store) -> dict[bytes, bytes]:
    """Each key of the tenant with its content, to see whether anything at all was written."""
    names = [n async for n in store.link.commands.scan_iter(match=store.keys.prefix + "*", count=1000)]
    contents = await store.link.batch([("DUMP", name) for name in sorted(names)])
    return dict(zip(sorted(names), contents, strict=True))


async def test_a_commit_writes_all_of_it(store: Store) -> None:
    done = await store.commit(
        Write(
            number=1001,
            expected=0,
            command="m1",
            answer=b"R-1001",
            state=b"open",
            events=(b"asked", b"assigned"),
            words=(("P1", "w1", b"hola"), ("P2", "w2", b"\xff\x00")),
            timers=(("lapse:1001", 5000),),
            index_add=(("open", "1001", 7.5),),
            tallies=(("day", "it/asked", 2),),
            claims=(("thread:T1:C1:1.2", "1001", 0),),
        )
    )
    assert done == Done(2)
    loaded = await store.load(1001, "m1", ["thread:T1:C1:1.2", "thread:other"])
    assert (loaded.version, loaded.state, loaded.seen) == (2, b"open", b"R-1001")
    assert loaded.claims == {"thread:T1:C1:1.2": "1001"}
    assert await store.history(1001) == [b"asked", b"assigned"]
    assert await store.history(1001, start=1) == [b"assigned"]
    assert await store.words(1001) == {"w1": b"hola", "w2": b"\xff\x00"}
    assert await store.timers.all() == {"lapse:1001": 5000}
    assert await store.index("open") == [("1001", 7.5)]
    assert await store.tallies("day") == {"it/asked": 2}
    assert await store.outbox("w").waiting() == 1


async def test_an_absent_request_is_at_version_0(store: Store) -> None:
    loaded = await store.load(None, "c")
    assert (loaded.version, loaded.state, loaded.seen, loaded.claims) == (0, None, None, {})
    assert (await store.load(4711, "c")).version == 0


async def test_a_commit_at_an_old_version_conflicts_and_writes_nothing(store: Store) -> None:
    await store.commit(write(1001))
    before = await everything(store)
    assert await store.commit(write(1001, command="late")) == Conflict(1)
    assert await everything(store) == before


async def test_a_command_seen_before_gets_the_first_answer_and_writes_nothing(store: Store) -> None:
    first = write(1001, command="m1", answer=b"first")
    assert await store.commit(first) == Done(1)
    before = await everything(store)
    assert await store.commit(write(1001, 1, "m1", answer=b"second")) == Seen(b"first")
    assert await everything(store) == before


async def test_seen_is_looked_at_before_claims_and_claims_before_the_version(store: Store) -> None:
    await store.commit(write(1001, command="m1", claims=(("thread", "1001", 0),)))
    taken = (("thread", "1002", 0),)
    assert await store.commit(write(1001, 9, "m1", claims=taken)) == Seen(b"answer to m1")
    assert await store.commit(write(1001, 9, "m2", claims=taken)) == Claimed("thread", "1001")
    assert await store.commit(write(1001, 9, "m2")) == Conflict(1)


async def test_a_refusal_writes_its_seen_key_alone_and_removes_the_timer_that_fired(store: Store) -> None:
    await store.commit(write(1001, timers=(("lapse", 5), ("nudge", 6), ("other", 7))))
    before = await everything(store)
    refused = write(
        1001,
        1,
        "click",
        events=(),
        words=(("P1", "w", b"no"),),
        index_add=(("open", "1001", 1),),
        tallies=(("day", "x", 1),),
        claims=(("free", "1", 0),),
        claims_drop=("thread",),
        timers=(("new", 9),),
        timers_done=("nudge",),
        timers_fired=(("lapse", 5),),
    )
    assert await store.commit(refused) == Done(1)
    after = await everything(store)
    assert await store.timers.all() == {"other": 7}
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert changed == {store.keys.seen("click").encode(), store.keys.timers.encode()}


async def test_a_refused_click_replayed_later_has_no_effect(store: Store) -> None:
    await store.commit(write(1001))
    refusal = write(1001, 1, "click-1", events=(), answer=b"not the owner")
    assert await store.commit(refusal) == Done(1)
    # Meanwhile the clicker became the owner: the very same click would be allowed now.
    await store.commit(write(1001, 1, "handover"))
    replayed = write(1001, 2, "click-1", answer=b"done")
    assert await store.commit(replayed) == Seen(b"not the owner")
    assert (await store.load(1001, "click-1")).version == 2


async def test_a_refusal_decided_on_an_old_version_conflicts(store: Store) -> None:
    await store.commit(write(1001))
    assert await store.commit(write(1001, 0, "click", events=())) == Conflict(1)
    assert (await store.load(1001, "click")).seen is None


async def test_a_claim_held_with_the_same_value_is_no_obstacle(store: Store) -> None:
    claims = (("thread", "1001", 0),)
    await store.commit(write(1001, claims=claims))
    assert await store.commit(write(1001, 1, claims=claims)) == Done(2)


async def test_of_several_claims_the_first_taken_one_is_named(store: Store) -> None:
    await store.commit(write(1001, claims=(("b", "1001", 0), ("c", "1001", 0))))
    claims = (("a", "1002", 0), ("b", "1002", 0), ("c", "1002", 0))
    assert await store.commit(write(1002, claims=claims)) == Claimed("b", "1001")
    assert await store.claim("a") is None


async def test_a_dropped_claim_is_free_and_can_be_taken_anew_in_the_same_commit(store: Store) -> None:
    await store.commit(write(1001, claims=(("talk", "1001", 0), ("thread", "1001", 0))))
    await store.commit(write(1001, 1, claims_drop=("talk",)))
    assert await store.claim("talk") is None
    again = write(1001, 2, claims=(("thread", "1001", 60_000),), claims_drop=("thread",))
    assert await store.commit(again) == Done(3)
    assert await store.claim("thread") == "1001"


async def test_a_claim_with_a_life_ends_and_one_without_stays(store: Store) -> None:
    await store.commit(write(1001, claims=(("talk", "1001", 120_000), ("thread", "1001", 0))))
    lives = await store.link.batch([("PTTL", store.keys.claim(c)) for c in ("talk", "thread")])
    assert 100_000 < lives[0] <= 120_000
    assert lives[1] == -1


async def test_a_seen_key_outlives_the_longest_redelivery_of_a_platform(store: Store) -> None:
    await store.commit(write(1001, command="m1"))
    life_ms = await store.link.ask("PTTL", store.keys.seen("m1"))
    assert life_ms > timedelta(hours=25) / timedelta(milliseconds=1)


async def test_a_timer_set_anew_while_it_fires_keeps_its_new_time(store: Store) -> None:
    await store.commit(write(1001, timers=(("lapse", 5000),)))
    await store.commit(write(1001, 1, timers=(("lapse", 9000),)))
    await store.commit(write(1001, 2, "fired", events=(), timers_fired=(("lapse", 5000),)))
    assert await store.timers.all() == {"lapse": 9000}


async def test_a_commit_may_cancel_a_timer_and_set_it_in_one_step(store: Store) -> None:
    await store.commit(write(1001, timers=(("lapse", 5000),)))
    await store.commit(write(1001, 1, timers=(("lapse", 9000),), timers_done=("lapse",)))
    assert await store.timers.all() == {"lapse": 9000}


async def test_a_cell_back_at_nothing_leaves_the_tally(store: Store) -> None:
    await store.commit(write(1001, tallies=(("day", "met", 1), ("day", "asked", 1))))
    await store.commit(write(1001, 1, tallies=(("day", "met", -1),)))
    assert await store.tallies("day") == {"asked": 1}


async def test_forgotten_words_are_gone_and_their_neighbours_stay(store: Store) -> None:
    await store.commit(write(1001, words=(("P1", "w1", b"a"), ("P1", "w2", b"b"))))
    await store.commit(write(1001, 1, forget_words=(("P1", "w1"),)))
    assert await store.words(1001) == {"w2": b"b"}


async def test_a_commit_that_wakes_nobody_leaves_the_outbox_alone(store: Store) -> None:
    await store.commit(write(1001, wake=False))
    assert await store.outbox("w").waiting() == 0


async def test_numbers_start_at_1001_and_never_repeat(store: Store) -> None:
    assert await store.last_number() == 1000
    given = await asyncio.gather(*(store.next_number_and_sizes(()) for _ in range(50)))
    assert sorted(number for number, _ in given) == list(range(1001, 1051))
    assert await store.last_number() == 1050


async def test_states_of_many_requests_come_in_the_order_asked_without_the_absent(store: Store) -> None:
    for number in (1001, 1002, 1003):
        await store.commit(write(number))
    assert await store.states([1003, 9999, 1001]) == {1003: (1, b"state 1"), 1001: (1, b"state 1")}
    assert list(await store.states([1003, 1001])) == [1003, 1001]
    assert await store.states([]) == {}


async def test_an_index_is_read_by_score_both_ways_in_pages(store: Store) -> None:
    for n in range(1001, 1011):
        await store.commit(write(n, index_add=(("due", str(n), n - 1000),)))
    await store.commit(write(1005, 1, index_remove=(("due", "1005"),)))
    first = await store.index("due", offset=0, count=3)
    assert [member for member, _ in first] == ["1001", "1002", "1003"]
    assert [m for m, _ in await store.index("due", offset=3, count=3)] == ["1004", "1006", "1007"]
    newest = await store.index("due", newest_first=True, count=2)
    assert newest == [("1010", 10.0), ("1009", 9.0)]
    assert [m for m, _ in await store.index("due", "(2", 4)] == ["1003", "1004"]
    assert await store.index_count("due", 3, 6) == 3
    assert await store.indexed("due", ["1005", "1006"]) == [False, True]
    assert await store.indexed("due", []) == []
    assert await store.index("nothing") == []


async def test_every_process_sees_the_same_moved_clock(store: Store, redis_server, tenant: str) -> None:  # type: ignore[no-untyped-def]
    other = Store.connect(redis_server.url, tenant)
    await store.set_clock_offset(0)
    true = await store.now()
    assert abs(true - datetime.now(UTC)) < timedelta(seconds=5)
    await store.move_clock(3_600_000)
    await store.move_clock(1_000)
    moved = (await other.load(None, "c")).now
    assert timedelta(minutes=60) < moved - true < timedelta(minutes=61)
    assert moved.tzinfo == UTC
    await other.set_clock_offset(0)
    assert await store.now() - true < timedelta(minutes=1)
    await other.aclose()


async def test_two_tenants_with_the_same_ids_see_nothing_of_each_other(store: Store, redis_server) -> None:  # type: ignore[no-untyped-def]
    other = Store.connect(redis_server.url, "another-company")
    await other.commit(write(1001, command="m1", claims=(("thread", "1001", 0),)))
    loaded = await store.load(1001, "m1", ["thread"])
    assert (loaded.version, loaded.seen, loaded.claims) == (0, None, {})
    await other.aclose()


def test_all_keys_of_a_tenant_share_one_hash_tag_and_no_tenant_can_break_out_of_it() -> None:
    keys = Keys("acme")
    assert keys.request(1001) == "v:{acme}:request:1001"
    assert all(v.startswith("v:{acme}:") for k, v in vars(keys).items() if k not in ("tenant", "prefix"))
    for bad in ("", "a}b", "{a"):
        with pytest.raises(ValueError, match="hash tag"):
            Keys(bad)


def test_the_name_of_a_seen_key_does_not_show_the_address_in_the_command_id() -> None:
    assert "ana@example.com" not in Keys("acme").seen("web:ana@example.com:17")


@settings(
    max_examples=sample(25, 500), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    data=st.lists(st.binary(max_size=40), min_size=1, max_size=5),
    words=st.dictionaries(st.text(max_size=8).filter(lambda t: t.isprintable()), st.binary(max_size=30)),
)
async def test_bytes_come_back_as_they_went_in(
    store: Store, data: list[bytes], words: dict[str, bytes]
) -> None:
    number, _ = await store.next_number_and_sizes(())
    kept = tuple(("P1", id_, value) for id_, value in words.items())
    await store.commit(write(number, events=tuple(data), state=data[0], answer=data[-1], words=kept))
    assert await store.history(number) == data
    assert await store.states([number]) == {number: (len(data), data[0])}
    assert (await store.load(number, f"c-{number}-0")).seen == data[-1]
    assert await store.words(number) == words
