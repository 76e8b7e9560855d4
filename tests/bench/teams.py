"""Messages answered and delivered, beside a bare botbuilder echo bot as it is published, in one run on one machine.

python -m tests.bench.teams [SECONDS] [run]   the desk as `web` and `worker`; with `run` in one process
The echo bot gets a text and sends one back. The desk gets an owner's reply to one of many requests, checks its token,
commits it, answers, and relays it to the requester. Both send to the same local connector; counted is what arrived there.
Goals: at least 8 times the echo bot's throughput; p99 under 250 ms at half of our own saturation.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count, cycle

import aiohttp
import uvloop
from msgspec import Struct, json

from bot.commit import decode_state
from bot.store.store import Store
from tests.bench.commit import Measured, bare_commits, measured
from tests.bench.company import own_redis
from tests.bench.teams_sides import BOT, MARK
from tests.teams_server.server import TENANT

CLIENTS = 32
REQUESTS = 600  # conversations to write into: what Teams takes in each, four messages a second, is not what is measured
SETTLES_S = 20.0

_marks = count(1)


class Side(Struct, frozen=True):
    http: aiohttp.ClientSession
    connector: str
    url: str
    token: str

    async def post(self, activity: dict[str, object]) -> int:
        """The status; 503 also where a dialog stays open since what it said could not be stored."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with self.http.post(self.url, json=activity, headers=headers) as answer:
            body = await answer.read()
            stays_open = activity["type"] == "invoke" and body != b"{}"
            return 503 if answer.status == 200 and stays_open else answer.status

    async def arrived(self) -> dict[str, float]:
        async with self.http.get(f"{self.connector}/arrived") as answer:
            return json.decode(await answer.read(), type=dict[str, float])


@contextmanager
def side(which: str, **environment: str) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.teams_sides", which],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        assert process.stdout is not None
        yield next(int(line) for line in process.stdout if line.strip().isdigit())
    finally:
        process.terminate()
        process.wait(20)


def activity(connector: str, user: str, where: str, kind: str, **more: object) -> dict[str, object]:
    return {
        "type": kind,
        "id": f"{time.time_ns()}",
        "serviceUrl": f"{connector}/teams/",
        "channelId": "msteams",
        "from": {"id": f"29:{user}", "aadObjectId": f"aad-{user}", "name": user},
        "recipient": {"id": BOT},
        "conversation": {"id": where, "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "es-ES",
        **more,
    }


async def ask_all(desk: Side, store: Store) -> list[tuple[int, str]]:
    """Each request's number and owner."""
    asks = iter(range(REQUESTS))

    async def client() -> None:
        for n in asks:
            text = "No me ha llegado la nómina de octubre"
            said = activity(desk.connector, f"u{n}", f"a:u{n}", "message", text=text)
            for _ in range(30):  # the first words wait for all that is loaded with them
                if await desk.post(said) == 200:
                    break
                await asyncio.sleep(1)

    await asyncio.gather(*(client() for _ in range(4)))
    await asyncio.sleep(SETTLES_S)  # until everybody has been told
    numbers = [int(number) for number, _ in await store.index("open")]
    found = await store.states(numbers)
    return [(number, decode_state(state).owner) for number, (_, state) in found.items()]


Send = Callable[[str], Awaitable[int]]


def replies(desk: Side, requests: list[tuple[int, str]]) -> Send:
    """An owner's reply from the dialog, to one request after the other."""
    turn = cycle(requests)

    async def send(mark: str) -> int:
        number, owner = next(turn)
        press = {"verb": "say", "n": number, "form": "say", "sent": True}
        value = {"data": {"ventanilla": press, "text": f"Te la mando hoy. {MARK}{mark}."}}
        where = f"a:{owner}"
        return await desk.post(
            activity(desk.connector, owner, where, "invoke", name="task/submit", value=value)
        )

    return send


def texts(echo: Side) -> Send:
    turn = cycle(range(REQUESTS))

    async def send(mark: str) -> int:
        n = next(turn)
        return await echo.post(activity(echo.connector, f"u{n}", f"a:u{n}", "message", text=f"{MARK}{mark}."))

    return send


async def saturated(what: str, one: Side, send: Send, seconds: float) -> float:
    """Delivered a second: from the first message's start to the last one's arrival."""
    marks: list[str] = []
    refused = 0

    async def call() -> None:
        nonlocal refused
        mark = f"m{next(_marks)}"
        status = await send(mark)
        assert status in (200, 201, 202, 503), status
        refused += status == 503
        if status != 503:
            marks.append(mark)

    began = time.monotonic()
    found: Measured = await measured(call, CLIENTS, seconds)
    arrived = await all_of(one, marks)
    lasted = max(arrived.values()) - began
    per_s = len(marks) / lasted
    print(f"{what:8} answered  {found}   refused {refused}", flush=True)
    print(f"{what:8} delivered {per_s:8,.0f}/s   {len(arrived):,} of {len(marks):,}", flush=True)
    return per_s


async def all_of(one: Side, marks: list[str]) -> dict[str, float]:
    """When each arrived. Raises TimeoutError where some never do."""
    async with asyncio.timeout(120):
        while True:
            arrived = await one.arrived()
            found = {mark: arrived[mark] for mark in marks if mark in arrived}
            if len(found) == len(marks):
                return found
            await asyncio.sleep(0.2)


async def steady(one: Side, send: Send, per_s: float, seconds: float) -> None:
    """Open loop: as many a second as are asked for, whether or not the last was answered."""
    answered: list[float] = []
    sent: dict[str, float] = {}

    async def call(mark: str) -> None:
        began = sent[mark] = time.monotonic()
        assert await send(mark) == 200
        answered.append(time.monotonic() - began)

    loop, tasks = asyncio.get_running_loop(), []
    began = loop.time()
    for n in range(int(per_s * seconds)):
        await asyncio.sleep(max(0.0, began + n / per_s - loop.time()))
        tasks.append(asyncio.create_task(call(f"m{next(_marks)}")))
    await asyncio.gather(*tasks)
    arrived = await all_of(one, list(sent))
    print(f"desk     at {per_s:.0f}/s  answered  {_told(answered)}")
    print(f"desk     at {per_s:.0f}/s  delivered {_told([arrived[m] - at for m, at in sent.items()])}")


def _told(took: list[float]) -> str:
    took.sort()
    at = [took[min(len(took) - 1, int(len(took) * q))] * 1000 for q in (0.5, 0.99)]
    return f"p50 {at[0]:6.1f} ms   p99 {at[1]:6.1f} ms   n {len(took):,}"


@contextmanager
def desk_sides(alone: bool, **environment: str) -> Iterator[int]:
    """One process, or the two that production has."""
    if alone:
        with side("run", **environment) as port:
            yield port
    else:
        with side("worker", **environment), side("web", **environment) as port:
            yield port


async def main(seconds: float, alone: bool) -> None:
    with side("connector") as port, own_redis() as redis:
        connector = f"http://127.0.0.1:{port}"
        async with aiohttp.ClientSession() as http:
            with side("echo") as echo_port:
                echo = Side(http, connector, f"http://127.0.0.1:{echo_port}/api/messages", "")
                theirs = await saturated("echo", echo, texts(echo), seconds)
            async with http.get(f"{connector}/signed") as answer:
                token = await answer.text()
            bare = Store.connect(redis, "bare")  # not the desk's own, which would take them for requests
            print(f"bare commit        {await bare_commits(bare, CLIENTS, 2.0)}", flush=True)
            await bare.aclose()
            with desk_sides(alone, CONNECTOR=connector, BENCH_REDIS=redis) as desk_port:
                desk = Side(http, connector, f"http://127.0.0.1:{desk_port}/api/messages", token)
                store = Store.connect(redis, "faro")
                send = replies(desk, await ask_all(desk, store))
                ours = await saturated("desk", desk, send, seconds)
                await asyncio.sleep(5)
                await steady(desk, send, ours / 2, seconds)
                await store.aclose()
    print(f"the desk delivers {ours / theirs:.1f} times as many messages a second as the echo bot")


if __name__ == "__main__":
    uvloop.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0, "run" in sys.argv[2:]))
