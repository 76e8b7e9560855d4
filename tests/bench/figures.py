"""What the figures cost: a quarter of one department at two sizes, and a recount from the histories.

python -m tests.bench.figures [LARGER]   LARGER: requests of the larger store, 100,000 unless told (1,000,000 takes
a while). A store is filled through the simulator's fast path: real lives, told once and counted many times over.
"""

import asyncio
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from pathlib import Path

from msgspec.structs import replace

from bot.commit import encode_state
from bot.domain.events import decode_history, encode_event
from bot.domain.evolve import fold
from bot.domain.indexes import indexes
from bot.figures.charts import NAMES, drawing
from bot.figures.painter import KINDS, Painter
from bot.figures.query import Asked, report
from bot.figures.rebuild import rebuild
from bot.figures.tallies import Tally, tallies
from bot.settings import EXAMPLE_COMPANY
from bot.simulation.kept import LOOKED_IN, keep
from bot.simulation.life import Life
from bot.simulation.simulate import simulate
from bot.store.bulk import Bulk, BulkStore
from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from bot.store.tallies import Tallies
from bot.words import of
from handlers.web.stats.requests import WHICH, Which, listed
from knowledge.directory import DepartmentId, Directory, TopicId
from knowledge.loader import build, read_folder

SMALLER = 1_000
WHOLE = 5_000  # requests with a state; the newest, and no look goes further back
LIVES = 5_000
IT = DepartmentId("it")
SINCE, UNTIL = date(2026, 7, 1), date(2026, 9, 30)
TRIES = 40


def lives_of_it(directory: Directory, count: int) -> list[Life]:
    """`count` lives of one department, asked in the quarter."""
    end = datetime(2026, 10, 1, tzinfo=UTC)
    found: list[Life] = []
    seed = 0
    while len(found) < count:
        seed += 1
        lives = simulate(directory, LIVES, seed=seed, first=1001, until=end, days=92)
        found += [life for life in lives if life.request.department == IT and not life.request.confidential]
    return found[:count]


async def fill(store: Store, lives: list[Life], count: int) -> None:
    """As if the same lives had been led over and over: all their counters, and all of them in the indexes that a
    drill-down reads. The newest are there whole, since no look goes further back.
    """
    await _whole(store, lives, min(count, WHOLE))
    await _listed(store, lives, count)
    cells: Counter[Tally] = Counter()
    for n in range(min(count, len(lives))):
        times = count // len(lives) + (n < count % len(lives))
        for cell, number in tallies(lives[n].request).items():
            cells[cell] += number * times
    await Tallies(store.link).add(cells)


async def _whole(store: Store, lives: list[Life], count: int) -> None:
    bulk = [
        Bulk(
            number=n + 1,
            state=encode_state(replace(lives[n % len(lives)].request, number=n + 1)),
            events=tuple(map(encode_event, lives[n % len(lives)].history)),
        )
        for n in range(count)
    ]
    for start in range(0, count, 200):
        await BulkStore(store.link).add(bulk[start : start + 200])


async def _listed(store: Store, lives: list[Life], count: int) -> None:
    """Spread over the quarter, the first number the newest."""
    end = datetime.combine(UNTIL, time_of_day(), UTC).timestamp()
    second = 86_400 * 89 / count
    stands_in = [[i for i, _ in indexes(life.request) if i.startswith(LOOKED_IN)] for life in lives]
    waiting: dict[str, list[float]] = defaultdict(list)
    for n in range(count):
        for index in stands_in[n % len(lives)]:
            waiting[index] += (end - n * second, n + 1)
        if n % 20_000 == 0 or n == count - 1:
            for index, flat in waiting.items():
                await store.link.ask("ZADD", store.keys.index(index), *flat)
            waiting.clear()


async def drill_ms(store: Store, directory: Directory, which: Which, topic: TopicId | None) -> float:
    """The requests behind a figure, as the lead's page lists them."""
    asked = Asked(department=IT, since=SINCE, until=UNTIL, topic=topic)
    lead, now = directory.departments[IT].lead, datetime.combine(UNTIL, time_of_day(), UTC)
    began = time.perf_counter()
    await listed(store, directory, lead, asked, which, now)
    return (time.perf_counter() - began) * 1000


async def query_ms(store: Store, directory: Directory) -> tuple[float, int]:
    asked = Asked(department=IT, since=SINCE, until=UNTIL)
    began = time.perf_counter()
    found = await report(Tallies(store.link), directory, "lead", asked, UNTIL)
    return (time.perf_counter() - began) * 1000, int(found.total["received"].value or 0)


async def queries(url: str, directory: Directory, larger: int) -> None:
    """In turns, so that whatever else the machine does disturbs both alike."""
    print("a quarter of one department")
    lives = lives_of_it(directory, LIVES)
    stores = Store.connect(url, "small"), Store.connect(url, "large")
    for store, size in zip(stores, (SMALLER, larger), strict=True):
        await fill(store, lives, size)
    took: list[list[float]] = [[], []]
    counts = [0, 0]
    for _ in range(TRIES):
        for n, store in enumerate(stores):
            ms, counts[n] = await query_ms(store, directory)
            took[n].append(ms)
    middles = [sorted(one)[TRIES // 2] for one in took]
    for count, middle, one in zip(counts, middles, took, strict=True):
        print(
            f"  {count:9,} requests   p50 {middle:6.1f} ms   best {min(one):6.1f} ms   worst {max(one):6.1f} ms"
        )
    fast = "yes" if middles[1] < 100 else "NO"
    print(f"  ratio {middles[1] / middles[0]:.2f} (at most 1.5), under 100 ms: {fast}")
    await drilled(stores, directory, lives)
    for store in stores:
        await store.aclose()


async def drilled(stores: tuple[Store, Store], directory: Directory, lives: list[Life]) -> None:
    """Every list that the page offers, of the department and of its rarest topic."""
    print("the requests behind a figure")
    asked = Counter(life.request.topic for life in lives if life.request.topic is not None)
    rarest = TopicId(min(asked, key=lambda topic: asked[topic]))
    looks: list[tuple[Which, TopicId | None]] = [(which, None) for which in WHICH] + [("received", rarest)]
    for which, topic in looks:
        took: list[list[float]] = [[], []]
        for _ in range(TRIES):
            for n, store in enumerate(stores):
                took[n].append(await drill_ms(store, directory, which, topic))
        few, many = (sorted(one)[TRIES // 2] for one in took)
        name = f"{which} of {topic}" if topic else which
        print(
            f"  {name:28} p50 {few:6.1f} ms and {many:6.1f} ms, under 100 ms: {'yes' if many < 100 else 'NO'}"
        )


async def rebuilds(url: str, directory: Directory) -> None:
    print("recount from the histories")
    store = Store.connect(url, "again")
    await keep(store, directory, LIVES, seed=9, until=datetime(2026, 10, 1, tzinfo=UTC))
    before = await Tallies(store.link).all()
    began, worked = time.perf_counter(), time.process_time()
    count = await rebuild(store)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    same = before == await Tallies(store.link).all()
    print(
        f"  {count:,} requests, {count / took:8,.0f} a second (at least 5,000), equal to what was counted: {same}"
    )
    print(f"  {count / worked:8,.0f} a second of our own processor time, whatever else the machine does")
    histories = [encode_event(life.history) for life in lives_of_it(directory, 500)]
    began = time.perf_counter()
    for history in histories:
        tallies(fold(decode_history(history)))
    print(
        f"  of which folding and counting alone: {len(histories) / (time.perf_counter() - began):8,.0f} a second"
    )
    await store.aclose()


async def charts(url: str, directory: Directory) -> None:
    """From the figures to the picture: the first time, in a process that has loaded what it draws with, and again."""
    print("a chart")
    store, painter = Store.connect(url, "small"), Painter()
    await painter.warm()
    asked = Asked(department=IT, since=SINCE, until=UNTIL)
    found = await report(Tallies(store.link), directory, "lead", asked, UNTIL)
    for kind in KINDS:
        for name in NAMES:
            took = []
            for _ in range(2):
                began = time.perf_counter()
                await painter.paint(drawing(name, found, "IT", of("en")), kind)
                took.append((time.perf_counter() - began) * 1000)
            fast = "yes" if took[0] < 1000 else "NO"
            print(
                f"  {name:9} {kind}  first {took[0]:6.0f} ms, again {took[1]:4.1f} ms; under a second: {fast}"
            )
    painter.close()
    await store.aclose()


async def main(larger: int) -> None:
    directory = build(read_folder(EXAMPLE_COMPANY))
    folder = Path(tempfile.mkdtemp(prefix="vt-"))
    server = await asyncio.to_thread(EmbeddedServer.start, folder, "bench")
    try:
        await queries(server.url, directory, larger)
        await charts(server.url, directory)
        await rebuilds(server.url, directory)
    finally:
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(shutil.rmtree, folder)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
