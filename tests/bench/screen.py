"""From a colleague's words to the owner's screen: real processes, real HTTP, real WebSockets.

python -m tests.bench.screen [SECONDS]   20 asks a second; measured from the answer to the asker (the commit) to the frame
in which the owner's page gets the card. Also the memory of the web process, and how long a second start takes.
Goals: p50 under 100 ms; web process under 200 MB; a second start under 5 s.
"""

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from uuid import uuid4

import aiohttp

from bot.settings import EXAMPLE_COMPANY
from knowledge.loader import load

ASKS_PER_S = 20
_REF = re.compile(r"R-(\d+)")
_PEOPLE = re.compile(r"asks=(P\d+)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(data: Path, port: int, **environment: str) -> subprocess.Popen[str]:
    """`ventanilla run`, up to the line that says it is open."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--data", str(data), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **environment},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if "open" not in line:
        raise RuntimeError(f"the desk did not start: {line!r}")
    return process


def stopped(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)
    process.wait(20)


def megabytes(pid: int) -> float:
    """Resident memory, as Linux tells it."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


class Watcher:
    """Everybody's screen as an owner: when each request first appeared on one."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self.http, self.base = http, base
        self.seen: dict[int, float] = {}

    async def watch(self, person: str) -> None:
        where = {"person": person, "side": "work", "asks": person, "work": person}
        async with self.http.ws_connect(f"{self.base}/desk/live", params=where, origin=self.base) as page:
            async for frame in page:
                now = time.perf_counter()
                for number in _REF.findall(str(frame.data)):
                    self.seen.setdefault(int(number), now)


async def asked(http: aiohttp.ClientSession, base: str, person: str, text: str) -> tuple[int, float, float]:
    """Number, when it was answered, and how long that took (s)."""
    form = {"id": uuid4().hex, "person": person, "side": "asks", "asks": person, "work": person, "text": text}
    began = time.perf_counter()
    async with http.post(f"{base}/desk/say", data=form, headers={"Origin": base}) as answer:
        said = await answer.text()
        ended = time.perf_counter()
        found = _REF.search(said + str(answer.headers))
        return (int(found[1]) if found else 0), ended, ended - began


async def measure(base: str, seconds: float) -> None:
    directory = load(EXAMPLE_COMPANY)
    texts = [t for topic in directory.topics.values() for some in topic.examples.values() for t in some]
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{base}/desk") as page:
            people = sorted(set(_PEOPLE.findall(await page.text())))
        watcher = Watcher(http, base)
        watching = [asyncio.create_task(watcher.watch(person)) for person in people]
        await asyncio.sleep(1)
        asking = []
        turn, words = cycle(people), cycle(texts[:: max(1, len(texts) // 400)])
        for _ in range(int(seconds * ASKS_PER_S)):
            asking.append(asyncio.create_task(asked(http, base, next(turn), next(words))))
            await asyncio.sleep(1 / ASKS_PER_S)
        answers = await asyncio.gather(*asking)
        await asyncio.sleep(3)
        for task in watching:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*watching)
    tell("answer to the asker", [took for _, _, took in answers])
    # A question back goes to nobody else until more words settle it: the last answer before the card is what brought it.
    answered: dict[int, list[float]] = {}
    for number, at, _ in answers:
        answered.setdefault(number, []).append(at)
    seen = {n: at for n, at in watcher.seen.items() if n in answered}
    waited = [at - max((one for one in answered[n] if one <= at), default=at) for n, at in seen.items()]
    tell("commit to screen", waited)


def tell(what: str, took: list[float]) -> None:
    took.sort()
    at = [took[min(len(took) - 1, int(len(took) * q))] * 1000 for q in (0.5, 0.99)]
    print(f"{what:24} p50 {at[0]:6.1f} ms   p99 {at[1]:6.1f} ms   n {len(took)}")


def main(seconds: float) -> None:
    folder, port = Path(tempfile.mkdtemp(prefix="vs-")), free_port()
    try:
        for which in ("first start", "second start"):
            began = time.perf_counter()
            process = started(folder, port)
            print(f"{which:24} {time.perf_counter() - began:6.1f} s")
            if which == "second start":
                asyncio.run(measure(f"http://127.0.0.1:{port}", seconds))
                print(f"{'memory, web and worker':24} {megabytes(process.pid):6.0f} MB")
            stopped(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0)
