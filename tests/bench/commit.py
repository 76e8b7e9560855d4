"""What one commit costs, bare: the script with a usual payload, nothing before and nothing after it.

python -m tests.bench.commit [SECONDS]   starts a server of its own and prints a table; measured in one run, so that
ratios hold. `bare_commits` is what the other benches compare themselves with.
"""

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path

from msgspec import Struct

from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from bot.store.writes import Done, Write

CLIENTS = (1, 64)


class Measured(Struct, frozen=True):
    per_s: float
    p50_ms: float
    p99_ms: float
    worst_ms: float
    calls: int

    def __str__(self) -> str:
        return (
            f"{self.per_s:8,.0f}/s   p50 {self.p50_ms:6.2f} ms   p99 {self.p99_ms:6.2f} ms   n {self.calls:,}"
        )


async def measured(call: Callable[[], Awaitable[object]], clients: int, seconds: float) -> Measured:
    """Closed loop: each client asks again as soon as it is answered."""
    took: list[float] = []
    end = time.perf_counter() + seconds

    async def client() -> None:
        while (began := time.perf_counter()) < end:
            await call()
            took.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    whole = time.perf_counter() - began
    took.sort()
    at = [took[min(len(took) - 1, int(len(took) * q))] * 1000 for q in (0.5, 0.99, 1)]
    return Measured(len(took) / whole, *at, len(took))


def usual_write(number: int, expected: int, command: str) -> Write:
    """As much as a follow-up message writes: 1 KB of state, an event, words, a timer, two indexes, a tally."""
    return Write(
        number=number,
        expected=expected,
        command=command,
        answer=b"a" * 80,
        state=b"s" * 1000,
        events=(b"e" * 170,),
        words=(("P17", f"w{expected}", b"w" * 120),),
        timers=((f"{number}/respond", 1_900_000_000_000 + number),),
        index_add=(("open", str(number), float(number)), (f"owner:P{number % 40}", str(number), 1.0)),
        tallies=((f"day:{number % 30}", "it/laptop", 1),),
    )


async def bare_commits(store: Store, clients: int, seconds: float) -> Measured:
    """Commits of new requests, one after the other per client."""
    first, _ = await store.next_number_and_sizes(())
    numbers = count(first * 1_000_000)

    async def one() -> None:
        number = next(numbers)
        assert isinstance(await store.commit(usual_write(number, 0, f"bench-{number}")), Done)

    return await measured(one, clients, seconds)


async def loads(store: Store, clients: int, seconds: float) -> Measured:
    """The round trip before a commit: state, seen-key, two claims and the time."""
    number, _ = await store.next_number_and_sizes(())
    await store.commit(usual_write(number, 0, "to be loaded"))
    commands = count()

    async def one() -> None:
        await store.load(number, f"load-{next(commands)}", ("thread:T1:C1:17.2", "talk:P17"))

    return await measured(one, clients, seconds)


async def main(seconds: float) -> None:
    folder = Path(tempfile.mkdtemp(prefix="vt-"))
    server = await asyncio.to_thread(EmbeddedServer.start, folder, "bench")
    store = Store.connect(server.url, "bench")
    try:
        for name, bench in (("load", loads), ("commit", bare_commits)):
            for clients in CLIENTS:
                print(f"{name:8} {clients:3} clients  {await bench(store, clients, seconds)}")
    finally:
        await store.aclose()
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(shutil.rmtree, folder)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0))
