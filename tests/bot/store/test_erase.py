"""What is forgotten is nowhere: not in Redis, not on disk."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store.delivery_extra import DeliveryExtra
from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from bot.store.writes import Done
from tests.bot.store.making import notice, write
from tests.bot.store.planning import held, plan

SECRET = "planted-sentence-of-ana"
ADDRESS = "ana.planted@example.com"


@pytest.fixture(scope="module")
def own_server() -> Iterator[EmbeddedServer]:
    """A server of one's own, since its whole folder is searched."""
    folder = Path(tempfile.mkdtemp(prefix="vt-"))
    server = EmbeddedServer.start(folder, "test")
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
async def store(own_server: EmbeddedServer, tenant: str) -> AsyncIterator[Store]:
    store = Store.connect(own_server.url, tenant)
    yield store
    await store.aclose()


def on_disk(server: EmbeddedServer, *planted: str) -> set[str]:
    files = [path for path in server.folder.data.rglob("*") if path.is_file()]
    return {p for path in files for p in planted if p.encode() in path.read_bytes()}


async def in_redis(store: Store, *planted: str) -> set[str]:
    found = set()
    async for name in store.link.commands.scan_iter(match=store.keys.prefix + "*"):
        dumped = name + (await store.link.ask("DUMP", name) or b"")
        found |= {p for p in planted if p.encode() in dumped}
    return found


async def ana_and_bo(store: Store) -> tuple[str, str]:
    """A request with the words of both, on their way to both and shown to both."""
    ana = await store.people.meet("slack:T1:UANA", ADDRESS)
    bo = await store.people.meet("slack:T1:UBO", "bo@example.com")
    await store.people.set_profile(ana, {"name": "Ana Planted", "email": ADDRESS})
    words = ((ana, "w1", SECRET.encode()), (bo, "w2", b"what bo said"))
    await store.commit(write(1001, command=f"web:{ADDRESS}:1", words=words, answer=ADDRESS.encode()))
    await planned_with_words(store, ana, bo)
    await store.feeds.append(ana, "k1", SECRET.encode(), number=1001, people=(ana,))
    await store.feeds.append(bo, "k1", f"<p>{SECRET}</p>".encode(), number=1001, people=(ana, bo))
    await store.feeds.append(bo, "k2", f"{ADDRESS.upper()} asked".encode(), number=1001)
    await store.feeds.append(bo, "k3", b"what bo said", number=1001, people=(bo,))
    return ana, bo


async def planned_with_words(store: Store, ana: str, bo: str) -> None:
    said = SECRET.encode()
    await plan(
        store,
        notice(1001, "n1", payload=said, people=(ana,)),
        notice(1001, "n2", payload=b"what bo said", people=(bo,)),
        notice(1001, "n3", lane="slack:C1", payload=said, people=(ana,)),
    )
    hold = await held(store, "slack:C1")
    await store.lanes.sending(hold, hold.notices[0])
    await store.lanes.dead(hold, hold.notices[0], "channel_not_found")


async def test_after_forget_a_person_s_words_and_address_are_nowhere_and_the_rest_is_untouched(
    store: Store, own_server: EmbeddedServer
) -> None:
    ana, bo = await ana_and_bo(store)
    assert on_disk(own_server, SECRET, ADDRESS) == {SECRET, ADDRESS}
    before = (await store.history(1001), await store.states([1001]))

    erased = await store.eraser.forget(ana, erased_answer=b"erased")

    assert await in_redis(store, SECRET, ADDRESS, "Ana Planted", "UANA") == set()
    assert on_disk(own_server, SECRET, ADDRESS, "Ana Planted", "UANA") == set()
    assert (await store.history(1001), await store.states([1001])) == before
    assert await store.words(1001) == {"w2": b"what bo said"}
    assert [entry.key for entry in await store.feeds.read(bo)] == ["k3"]
    assert [n.key for n in (await held(store)).notices] == ["n2"]
    assert await store.lanes.dead_letters() == []
    assert (await store.lanes.statuses(1001))["n1"].status == "erased"
    assert (await store.load(1001, f"web:{ADDRESS}:1")).seen == b"erased"
    assert (erased.requests, erased.notices, erased.answers, erased.identities) == (1, 2, 1, 2)
    assert await store.people.everybody() == [bo]


async def test_forgetting_again_or_someone_unknown_erases_nothing(store: Store) -> None:
    ana, _ = await ana_and_bo(store)
    await store.eraser.forget(ana)
    again = await store.eraser.forget(ana)
    assert (again.requests, again.notices, again.entries, again.answers, again.identities) == (0, 0, 0, 0, 0)


async def test_an_erased_notice_that_is_being_sent_can_no_longer_be_begun(store: Store) -> None:
    await plan(store, notice(1001, "k1", people=("P1",)), notice(1001, "k2"))
    hold = await held(store)
    await store.eraser.forget("P1")
    assert await store.lanes.sending(hold, hold.notices[0]) == 0
    assert [n.key for n in (await store.lanes.more(hold) or hold).notices] == ["k2"]


async def test_a_notice_held_back_for_a_better_moment_is_erased_too(store: Store) -> None:
    await plan(store, notice(1001, "k1", people=("P1",)))
    hold = await held(store)
    extra = DeliveryExtra(store.link)
    until = int((await store.now()).timestamp() * 1000)
    assert await extra.hold_back(hold, hold.notices[0], SECRET.encode(), until)
    await store.lanes.leave(hold)
    assert (await store.eraser.forget("P1")).notices == 1
    assert await in_redis(store, SECRET) == set()
    assert await extra.give_back("web:P1", until, until) == 0
    assert await store.lanes.take("web:P1") is None


async def test_retention_erases_all_words_of_a_request_and_leaves_other_requests_alone(
    store: Store, own_server: EmbeddedServer
) -> None:
    ana, bo = await ana_and_bo(store)
    await store.commit(write(1002, words=((ana, "w3", b"of another request"),)))
    await store.feeds.append(bo, "k9", b"of another request", number=1002, people=(ana,))
    now = await store.now()
    due = write(1001, 2, "closed", index_add=(("erase", "1001", now.timestamp()),))
    assert await store.commit(due) == Done(3)
    assert await store.eraser.erase_due(now, count=10) == 1
    await store.eraser.compact()
    assert await store.words(1001) == {}
    assert await store.words(1002) == {"w3": b"of another request"}
    assert on_disk(own_server, SECRET) == set()
    assert [entry.key for entry in await store.feeds.read(bo)] == ["k9"]
    assert len(await store.history(1001)) == 3
    erased = await store.eraser.forget(ana)
    assert erased.requests == 1  # 1002: the words of 1001 were gone already
    assert await store.words(1002) == {}
