"""What the desk costs behind Slack, beside a bare Bolt app that acknowledges and does nothing.

python -m tests.bench.slack [SECONDS]   uvloop in both, one process each, the generator pinned to another core

Signed message events over 32 connections; the desk answers after its commit. Events per second and p50 / p99 in ms.
Each share is of the bare app just before and just after, the median of ROUNDS, so that a machine that others use too
says the same. SECONDS: of each measurement in all.
A share by CPU compares the processor time that either server spent on an event. What else runs does not show in it, nor
that the generator is slower than the bare app: it is the harder figure of the two.
Goals: a message in a thread at least 35 %, a new ask at least 14 % of the bare app; of nine messages and an ask
together, p99 below 250 ms at half of what saturates the desk.
"""

import asyncio
import hashlib
import hmac
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import aiohttp
import uvloop
from aiohttp import web
from slack_bolt.async_app import AsyncApp

from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from tests.handlers.slack.stage import PAYSLIP, Stage
from tests.slack_server.server import SIGNING_SECRET, FakeSlack, running

CONNECTIONS = 32
ASKERS = 400
ROUNDS = 5
FRESH = 12_000  # people who have asked for nothing yet
IN_THREAD, NEW_ASK, P99_MS = 0.35, 0.14, 250.0  # the goals


def pinned(core: int) -> None:
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[core % len(cores)]})


# The two servers


async def bare(pipe: Connection) -> None:
    async with running(FakeSlack()) as fake:
        team = fake.world.team()
        os.environ["SLACK_BOT_TOKEN"] = team.token
        from slack_sdk.web.async_client import AsyncWebClient

        client = AsyncWebClient(team.token, base_url=fake.api_url)
        app = AsyncApp(signing_secret=SIGNING_SECRET, client=client, process_before_response=True)

        @app.event("message")
        async def nothing() -> None:
            return None

        await served(app.web_app(), pipe, {})


async def desk(pipe: Connection, redis: str) -> None:
    store = Store.connect(redis, "bench")
    async with running(FakeSlack()) as fake, await Stage.make(store, fake, "http") as stage:
        people, threads = [], []
        for n in range(ASKERS):
            user = stage.fake.world.user(f"Persona {n}", email=f"p{n}@faro.example")
            dm = fake.world.dm(user)
            event = stage.payloads.said(user, dm, PAYSLIP)
            assert await stage.event(event)
            people.append((user.id, dm.id))
            threads.append(event["ts"])
        await stage.slack.room.soon.settle()
        fresh = [(f"UF{n}", f"DF{n}") for n in range(FRESH)]
        for start in range(0, FRESH, 100):
            await asyncio.gather(*(met(store, *who) for who in fresh[start : start + 100]))
        app = web.Application(client_max_size=1 << 20)
        app.add_routes(stage.slack.routes())
        await served(app, pipe, {"people": people, "threads": threads, "fresh": fresh})
    await store.aclose()


async def met(store: Store, user: str, channel: str) -> None:
    """Somebody whom the desk has seen before."""
    person = await store.people.meet(f"slack:T1:{user}")
    about = {"name": user, "language": "es", "zone": "Europe/Madrid", "place.slack": f"T1/{channel}"}
    await store.people.set_profile(person, about)


async def served(app: web.Application, pipe: Connection, about: dict[str, Any]) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send(about | {"url": f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"})
    while await asyncio.get_running_loop().run_in_executor(None, pipe.recv) == "cpu":
        pipe.send(time.process_time())
    await runner.cleanup()


def in_process(which: str, pipe: Connection, redis: str) -> None:
    pinned(0)
    uvloop.run(bare(pipe) if which == "bare" else desk(pipe, redis))


# The generator

_numbers = count(1)


def event(user: str, channel: str, text: str, thread: str = "") -> bytes:
    n = next(_numbers)
    ts = f"{int(time.time())}.{n:06d}"
    said = {
        "type": "message",
        "client_msg_id": f"c{n}",
        "text": text,
        "user": user,
        "ts": ts,
        "team": "T1",
        "channel": channel,
        "event_ts": ts,
        "channel_type": "im",
    }
    if thread:
        said |= {"thread_ts": thread}
    return json.dumps(
        {
            "token": "t",
            "team_id": "T1",
            "api_app_id": "A1",
            "event": said,
            "type": "event_callback",
            "event_id": f"Ev{n}",
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": "T1",
                    "user_id": "UT1BOT",
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
        }
    ).encode()


def signed(body: bytes) -> dict[str, str]:
    stamp = str(int(time.time()))
    made = hmac.new(SIGNING_SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={made}",
    }


async def load(
    url: str, make: Callable[[], bytes], seconds: float, rate: float = 0.0
) -> tuple[float, list[float]]:
    """Closed loop over CONNECTIONS; with `rate`, so many a second in all. Events per second, and latencies in ms."""
    took: list[float] = []
    end = time.perf_counter() + seconds
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS)) as session:

        async def one() -> None:
            while (began := time.perf_counter()) < end:
                body = make()
                async with session.post(url, data=body, headers=signed(body)) as answer:
                    assert answer.status == 200, await answer.text()
                    await answer.read()
                took.append((time.perf_counter() - began) * 1000)
                if rate:
                    await asyncio.sleep(max(0.0, CONNECTIONS / rate - (time.perf_counter() - began)))

        await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return len(took) / seconds, sorted(took)


class Measured:
    """One kind of load over all rounds; `bare`: the bare app just before and just after each of them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rounds: list[Loaded] = []
        self.bare: list[tuple[Loaded, Loaded]] = []

    def add(self, loaded: "Loaded", *bare: "Loaded") -> None:
        self.rounds.append(loaded)
        if len(bare) == 2:
            self.bare.append((bare[0], bare[1]))

    @property
    def share(self) -> float:
        """Of the bare app's events per second."""
        pairs = zip(self.rounds, self.bare, strict=True)
        return median(mine.per_s * 2 / (before.per_s + after.per_s) for mine, (before, after) in pairs)

    @property
    def cpu_share(self) -> float:
        """Of the bare app's events per second of processor time: other work on the machine does not show in it."""
        pairs = zip(self.rounds, self.bare, strict=True)
        return median((before.cpu_ms + after.cpu_ms) / 2 / mine.cpu_ms for mine, (before, after) in pairs)

    def at(self, share: float) -> float:
        """The latency in ms that this share of the events stayed within."""
        took = sorted(ms for one in self.rounds for ms in one.took)
        return took[int(len(took) * share)]

    def __str__(self) -> str:
        per_s, cpu_ms = median(r.per_s for r in self.rounds), median(r.cpu_ms for r in self.rounds)
        shown = f"{self.name:<24}{per_s:7.0f}/s  p50 {self.at(0.5):6.1f} ms  p99 {self.at(0.99):6.1f} ms  CPU {cpu_ms:5.2f} ms"
        return f"{shown}  {self.share:6.1%} of bare, {self.cpu_share:6.1%} by CPU" if self.bare else shown


class Served:
    """A server in a process of its own: what it says of itself, and how long its processor has worked for it."""

    def __init__(self, about: dict[str, Any], pipe: Connection) -> None:
        self.about = about
        self._pipe = pipe

    async def cpu_s(self) -> float:
        self._pipe.send("cpu")
        return float(await asyncio.get_running_loop().run_in_executor(None, self._pipe.recv))

    async def load(self, make: Callable[[], bytes], seconds: float, rate: float = 0.0) -> "Loaded":
        before = await self.cpu_s()
        per_s, took = await load(self.about["url"], make, seconds, rate)
        cpu_ms = (await self.cpu_s() - before) * 1000 / max(1, len(took))
        return Loaded(per_s, took, cpu_ms)


class Loaded(NamedTuple):
    per_s: float
    took: list[float]  # ms, sorted
    cpu_ms: float  # of the server, an event


@asynccontextmanager
async def server(which: str, redis: str) -> AsyncIterator[Served]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=in_process, args=(which, theirs, redis))
    process.start()
    try:
        yield Served(await asyncio.get_running_loop().run_in_executor(None, ours.recv), ours)
    finally:
        ours.send("end")
        process.join(20)
        process.kill()


class Talk:
    """What colleagues send to the desk."""

    def __init__(self, about: dict[str, Any]) -> None:
        self.people: list[tuple[str, str]] = about["people"]
        self.fresh: list[tuple[str, str]] = about["fresh"]
        self.threads: list[str] = about["threads"]
        self._asks, self._both = count(), count()

    def follow_up(self) -> bytes:
        n = next(_numbers) % len(self.people)
        return event(*self.people[n], "¿Se sabe algo más?", self.threads[n])

    def ask(self) -> bytes:
        return event(*self.fresh[next(self._asks) % len(self.fresh)], PAYSLIP)

    def both(self) -> bytes:
        return self.follow_up() if next(self._both) % 10 else self.ask()


async def measured(desk: Served, bare: Served, seconds: float) -> list[Measured]:
    """Bare, thread, bare, ask, bare, both, bare, half load; as often as there are rounds."""
    talk, part_s = Talk(desk.about), seconds / ROUNDS
    mixed, half, alone = Measured("nine and an ask"), Measured("the same at half load"), Measured("bare Bolt")
    kinds = {Measured("in a thread"): talk.follow_up, Measured("a new ask"): talk.ask, mixed: talk.both}

    async def of_bare() -> Loaded:
        loaded = await bare.load(lambda: event("U1", "D1", "hola"), part_s)
        alone.add(loaded)
        return loaded

    await bare.load(lambda: event("U1", "D1", "hola"), 1)
    await desk.load(talk.follow_up, 1)
    for _ in range(ROUNDS):
        before = await of_bare()
        for kind, make in kinds.items():
            loaded = await desk.load(make, part_s)
            after = await of_bare()
            kind.add(loaded, before, after)
            before = after
        half.add(await desk.load(talk.both, part_s, rate=mixed.rounds[-1].per_s / 2))
    return [alone, *kinds, half]


async def main(seconds: float, redis: str) -> None:
    pinned(1)
    async with server("bare", redis) as bare, server("desk", redis) as desk:
        found = await measured(desk, bare, seconds)
    for one in found:
        print(one)
    _, in_thread, asked, _, half = found
    told = {
        f"in a thread ≥ {IN_THREAD:.0%}": in_thread.share >= IN_THREAD,
        f"a new ask ≥ {NEW_ASK:.0%}": asked.share >= NEW_ASK,
        f"p99 at half load < {P99_MS:.0f} ms": half.at(0.99) < P99_MS,
    }
    print("; ".join(f"{goal}: {'yes' if met else 'NO'}" for goal, met in told.items()))


if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp(prefix="vb-"))
    kept = EmbeddedServer.start(folder, "bench")
    try:
        uvloop.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 15.0, kept.url))
    finally:
        kept.stop()
        shutil.rmtree(folder)
