"""On a Cluster: every script's keys lie on one shard, since they share the tenant's tag."""

import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.store.binaries import find
from bot.store.findings import inspect
from bot.store.processes import until
from bot.store.store import Store
from bot.store.writes import Claimed, Done, Seen
from tests.bot.store.making import notice, write
from tests.bot.store.planning import held, plan


def free_port() -> int:
    """One whose bus port (10,000 more) can be had too."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port < 55_000:
            return port


def asked(port: int, *command: str) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall((" ".join(command) + "\r\n").encode())
        return connection.recv(65536).decode()


def answers(port: int) -> bool:
    try:
        return asked(port, "PING").startswith("+PONG")
    except OSError:
        return False


@pytest.fixture
def cluster() -> Iterator[int]:
    """The port of a Cluster of one node, which has every slot and the rules of a Cluster."""
    port = free_port()
    flags = ("--cluster-enabled", "yes", "--save", "", "--bind", "127.0.0.1")
    with tempfile.TemporaryDirectory(prefix="vt-") as folder:
        command = [str(find().path), "--port", str(port), "--dir", folder, *flags]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            assert until(lambda: answers(port), 10)
            for first in range(0, 16384, 1024):
                asked(port, "CLUSTER", "ADDSLOTS", *map(str, range(first, first + 1024)))
            assert until(lambda: "cluster_state:ok" in asked(port, "CLUSTER", "INFO"), 10)
            yield port
        finally:
            server.kill()
            server.wait()


@pytest.fixture
async def store(cluster: int) -> AsyncIterator[Store]:
    store = Store.connect(f"redis+cluster://127.0.0.1:{cluster}", "acme")
    yield store
    await store.aclose()


async def test_a_request_goes_all_the_way_on_a_cluster(store: Store) -> None:
    number, _ = await store.next_number_and_sizes(())
    ana = await store.people.meet("slack:T1:U1", "ana@example.com")
    first = write(
        number,
        words=((ana, "w1", b"hola"),),
        claims=(("thread", str(number), 0),),
        timers=(("lapse", 5),),
        index_add=(("open", str(number), 1),),
        tallies=(("day", "asked", 1),),
    )
    assert await store.commit(first) == Done(1)
    assert isinstance(await store.commit(first), Seen)
    assert await store.commit(write(1002, claims=(("thread", "1002", 0),))) == Claimed("thread", str(number))
    assert (await store.load(number, "x", ["thread"])).claims == {"thread": str(number)}
    assert await store.states([number, 1002]) == {number: (1, b"state 1")}
    assert await store.words(number) == {"w1": b"hola"}
    assert await store.index("open") == [(str(number), 1.0)]
    assert [name for name, _ in (await store.timers.due()).items] == ["lapse"]
    await store.outbox("planner").prepare()
    await store.outbox("planner").take(block_ms=0)
    await plan(store, notice(1003, "k1", people=(ana,)), notice(1003, "k2", lane="slack:C1"))
    hold = await held(store)
    assert await store.lanes.sending(hold, hold.notices[0]) == 1
    assert await store.lanes.sent(hold, hold.notices[0], "id", card=("web", "receipt"))
    assert await store.lanes.leave(hold)
    await store.feeds.append(ana, "k1", b"hola")
    assert len(await store.feeds.read(ana)) == 1
    assert await store.publisher.publish("directory", "h", {"f": b"x"})
    assert await store.publisher.fetch("directory", "h") == {"f": b"x"}
    assert {finding.name: finding.level for finding in await inspect(store)}["persistence"] == "fault"
    erased = await store.eraser.forget(ana)
    assert (erased.requests, erased.entries) == (1, 1)
    assert await store.words(number) == {}
