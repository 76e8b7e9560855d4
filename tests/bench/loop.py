"""The longest call on an event loop, in the real web and worker processes at 20 asks a second.

python -m tests.bench.loop [SECONDS]   with the example company, whose folder is edited half way. Goal: no call over 20 ms.
A call's own work is what counts: on the wall it is longer by what other processes take of the processor meanwhile.
"""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from bot.settings import EXAMPLE_COMPANY
from tests.bench.company import own_redis
from tests.bench.screen import measure
from tests.bench.watched import Seen
from tests.faults.processes import SECRET, Running, short_folder
from tests.faults.waiting import wait_until

GOAL_MS = 20.0
SHOWN = 5


@contextmanager
def watched(folder: Path, redis: str) -> Iterator[tuple[Running, Running]]:
    """A worker and a web process, open; ended in order."""
    company = shutil.copytree(EXAMPLE_COMPANY, folder / "company")
    started: list[Running] = []

    def start(name: str, *more: object) -> Running:
        env = {"REDIS_URL": redis, "VENTANILLA_SECRET": SECRET, "WATCHED_TO": str(folder / f"{name}.json")}
        args = (name, "--data", folder / name, "--directory", company, *more)
        started.append(Running(folder / f"{name}.log", *args, env=env, module="tests.bench.watched"))
        return started[-1]

    try:
        worker, web = start("worker"), start("web", "--desk", "--port", 0)
        web.port(120)  # the worker has its directory too: it has published it
        wait_until(lambda: "shelf.taken" in worker.said, 120, "the worker has its directory")
        yield worker, web
    finally:
        for process in reversed(started):
            process.tell_to_end()


async def edited(folder: Path, after_s: float) -> None:
    """Somebody gives a department another name while the desk is busy."""
    await asyncio.sleep(after_s)
    file = folder / "company" / "departments" / "it.yaml"
    text = await asyncio.to_thread(file.read_text)
    await asyncio.to_thread(file.write_text, text.replace("name: {", "name:  {", 1))


async def worked(web: Running, folder: Path, seconds: float) -> None:
    await asyncio.gather(measure(f"http://127.0.0.1:{web.port()}", seconds), edited(folder, seconds / 2))


def told(name: str, seen: Seen) -> float:
    """Prints what a process's loop did; its longest call's own work in ms."""
    share = seen.longer_than_1_ms / max(seen.calls, 1)
    print(f"{name:8} {seen.calls:8} calls, {share:.2%} of them longer than 1 ms on the wall")
    for call in seen.longest[:SHOWN]:
        print(f"         {call.worked:6.1f} ms of work, {call.wall:6.1f} ms on the wall   {call.name}")
    return seen.longest[0].worked if seen.longest else 0.0


def main(seconds: float) -> int:
    folder = short_folder()
    try:
        with own_redis() as redis, watched(folder, redis) as (worker, web):
            for process in (worker, web):
                os.kill(process.pid, signal.SIGUSR1)
            asyncio.run(worked(web, folder, seconds))
            for process in (worker, web):
                wait_until(lambda: process.said.count("shelf.taken") == 2, 120, "it takes the edit")  # noqa: B023
        longest = max(
            told(name, msgspec.json.decode((folder / f"{name}.json").read_bytes(), type=Seen))
            for name in ("worker", "web")
        )
        print(f"longest  {longest:6.1f} ms of work; goal {GOAL_MS:.0f}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return int(longest > GOAL_MS)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0))
