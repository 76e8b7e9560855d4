"""A desk of real processes that is killed where a test says, comes back, and is held to what it had acknowledged."""

import asyncio
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from bot.store.embedded import EmbeddedServer
from bot.store.link import Unavailable, unix_url
from bot.store.store import Store
from knowledge.directory import Directory
from knowledge.loader import build
from tests.clock import TUESDAY, set_clock
from tests.faults.browser import Browser
from tests.faults.checker import Checker
from tests.faults.processes import SECRET, Forked, Running, short_folder, three_topic_folder
from tests.faults.stories import Stories
from tests.faults.waiting import LOOKS_EVERY_S, TookTooLong, until
from tests.knowledge.directories import three_topics

HIT_WITHIN_S = 45.0  # a lane that a killed worker held is free again after its lease
OF_THE_WEB = ("receive", "decide", "commit", "ack")


class Crash(Struct, frozen=True):
    point: str
    kind: str  # worker, redis, both
    nth: int = 1

    def __str__(self) -> str:
        return f"{self.point}-{self.kind}"

    def environment(self, mark: Path, record: Path) -> dict[str, str]:
        return {
            "VENTANILLA_CRASH": f"{self.point}:{self.kind}:{self.nth}",
            "VENTANILLA_CRASH_MARK": str(mark),
            "VENTANILLA_CRASH_REDIS": str(record),
        }


class Desk(Protocol):
    """How the desk's processes stand together."""

    folder: Path
    settles_within_s: float

    def start(self, armed: dict[str, str], crash: Crash | None) -> int:
        """Whatever does not run is started. The port it listens on; raises TookTooLong where it died first."""

    def victim(self, crash: Crash) -> Running: ...

    def after(self, crash: Crash) -> None:
        """What stands beside the desk in life, e.g. whoever starts Redis again."""

    def end(self) -> None: ...


class Alone:
    """`ventanilla run`: web and worker in one process, on its own Redis."""

    settles_within_s = 20.0

    def __init__(self, module: str = "bot") -> None:
        self.folder = short_folder()
        self.module = module
        self.company = three_topic_folder(self.folder / "company")
        self.running: Running | None = None

    def start(self, armed: dict[str, str], crash: Crash | None) -> int:
        if self.running is not None:
            self.running.kill()
        data = self.folder / "data"
        args = ("run", "--data", data, "--directory", self.company, "--port", 0)
        self.running = Forked(self.folder / "log", *args, env=armed, module=self.module)
        return self.running.port()

    def victim(self, crash: Crash) -> Running:
        assert self.running is not None
        return self.running

    def after(self, crash: Crash) -> None:
        """`run` starts its Redis again by itself."""

    def end(self) -> None:
        if self.running is not None and not self.running.ended:
            self.running.tell_to_end()
        EmbeddedServer.start(self.folder / "data").stop()  # whatever was left alive


class Pair:
    """`ventanilla web` and `ventanilla worker` on a Redis that somebody else looks after."""

    settles_within_s = 80.0  # a killed worker's wake-ups are taken over after 45 s

    def __init__(self) -> None:
        self.folder = short_folder()
        self.company = three_topic_folder(self.folder / "company")
        self.server = EmbeddedServer.start(self.folder / "data")
        self.web: Running | None = None
        self.worker: Running | None = None
        self._port = 0

    def start(self, armed: dict[str, str], crash: Crash | None) -> int:
        env = {"REDIS_URL": self.server.url, "VENTANILLA_SECRET": SECRET}
        of_the_web = crash is not None and crash.point in OF_THE_WEB
        if self.worker is None or self.worker.ended or (crash is not None and not of_the_web):
            if self.worker is not None:
                self.worker.kill()
            args = ("worker", "--data", self.folder / "worker", "--directory", self.company)
            self.worker = Forked(self.folder / "worker.log", *args, env=env | ({} if of_the_web else armed))
        if self.web is None or self.web.ended or of_the_web:
            if self.web is not None:
                self.web.kill()
            args = ("web", "--desk", "--data", self.folder / "web", "--directory", self.company, "--port", 0)
            self.web = Forked(self.folder / "web.log", *args, env=env | (armed if of_the_web else {}))
            self._port = self.web.port()
        return self._port

    def victim(self, crash: Crash) -> Running:
        found = self.web if crash.point in OF_THE_WEB else self.worker
        assert found is not None
        return found

    def after(self, crash: Crash) -> None:
        if crash.kind != "worker":
            self.server.stop()
            self.server = EmbeddedServer.start(self.folder / "data")

    def end(self) -> None:
        for process in (self.web, self.worker):
            if process is not None:
                process.tell_to_end()
        self.server.stop()


class Ordeal:
    """One desk through one kill after another. Each start is armed for the next, also while it recovers."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.seed = seed
        self.random = Random(seed)
        self.browser = Browser()
        self.store: Store | None = None
        self.checker: Checker | None = None
        self.stories: Stories | None = None
        self._kills = 0

    @property
    def record(self) -> Path:
        return self.desk.folder / "data" / "redis" / "server.json"

    async def __aenter__(self) -> "Ordeal":
        self.browser.port = await asyncio.to_thread(self.desk.start, {}, None)
        await self.browser.__aenter__()
        socket = json.loads(self.record.read_bytes())["socket"]
        self.store = Store.connect(unix_url(socket), "ensayo")
        await set_clock(self.store, TUESDAY)
        directory = await _directory(self.store)
        ids = {person.email.partition("@")[0]: person.id for person in directory.people.values()}
        self.checker = Checker(self.store, directory, self.browser.inputs)
        self.stories = Stories(self.browser, self.store, ids, self.random)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.browser.__aexit__()
        if self.store is not None:
            await self.store.aclose()
        await asyncio.to_thread(self.desk.end)
        shutil.rmtree(self.desk.folder)

    async def killed(self, crash: Crash) -> None:
        """Comes back from the kill before, goes through this one, and has kept all that it acknowledged."""
        crash = replace(crash, nth=1 + self.seed % 3)
        mark = self.desk.folder / f"mark-{self._kills}"
        self._kills += 1
        with self.log_told():
            await self._back(crash.environment(mark, self.record), crash, mark.exists)
            await self._works_until(mark.exists, crash)
            await self._dies(crash)
        assert mark.read_text().split()[:2] == [crash.point, crash.kind]

    @contextmanager
    def log_told(self) -> Iterator[None]:
        """What the desk's processes said at the end, beside whatever went wrong."""
        try:
            yield
        except BaseException as error:
            for log in self.desk.folder.glob("*log"):
                error.add_note(f"{log.name}: {log.read_text(errors='replace')[-6000:]}")
            raise

    async def _back(self, armed: dict[str, str], crash: Crash | None, hit: Callable[[], bool]) -> None:
        assert self.checker is not None
        assert self.stories is not None
        try:
            self.browser.port = await asyncio.to_thread(self.desk.start, armed, crash)
        except TookTooLong:
            if not hit():
                raise
            return  # it died again while it came back: as hard as it gets
        await self.stories.tries_again()
        await self._kept(hit)

    async def _kept(self, hit: Callable[[], bool]) -> None:
        """Unless the next kill comes before it could be looked at: then it is looked at after that one."""
        assert self.checker is not None
        looking = asyncio.ensure_future(self.checker.what_was_kept())
        while not looking.done() and not hit():
            await asyncio.wait([looking], timeout=LOOKS_EVERY_S)
        if hit():
            looking.cancel()
            await asyncio.wait([looking])
        else:
            looking.result()

    async def _works_until(self, true: Callable[[], bool], crash: Crash) -> None:
        assert self.stories is not None
        end = asyncio.get_running_loop().time() + HIT_WITHIN_S
        while not true():
            try:
                await (self.stories.time_passes() if crash.point == "timer" else self.stories.goes_on())
                await _a_moment_for(true)
            except Unavailable:  # the stories look into Redis, too
                continue
            assert asyncio.get_running_loop().time() < end, f"{crash} was never reached"

    async def _dies(self, crash: Crash) -> None:
        victim = self.desk.victim(crash)
        if crash.kind == "redis":
            await asyncio.to_thread(self.desk.after, crash)
            await self._goes_on_by_itself()
            victim.kill()
            return
        assert await asyncio.to_thread(victim.wait) == 137
        await asyncio.to_thread(self.desk.after, crash)

    async def _goes_on_by_itself(self) -> None:
        """Redis was killed and is there again: nobody has to start the desk's processes anew."""
        assert self.store is not None
        assert self.stories is not None
        await until(self._answers, 20, "Redis answers again")
        answered = len(self.browser.inputs)
        await self.stories.goes_on()
        for sent in self.browser.inputs[answered:]:
            await until(lambda sent=sent: self._acknowledged(sent), 20, "the desk takes words again")  # type: ignore[misc]

    async def _acknowledged(self, sent: object) -> bool:
        return (await self.browser.sends(sent)).value != "nothing"  # type: ignore[arg-type]

    async def _answers(self) -> bool:
        assert self.store is not None
        try:
            await self.store.ping()
        except Unavailable:
            return False
        return True

    async def settled(self) -> None:
        """After the last kill: all of it has happened, once."""
        assert self.checker is not None
        with self.log_told():
            await self._back({}, None, lambda: False)
            await self.checker.settles(self.desk.settles_within_s)
            await self.checker.what_was_delivered()


async def _a_moment_for(true: Callable[[], bool]) -> None:
    """What the worker does follows a moment after the answer."""

    async def now() -> bool:
        return true()

    try:
        await until(now, 0.25, "")
    except TookTooLong:
        return


async def _directory(store: Store) -> Directory:
    emails = [f"{name}@ensayo.example" for name in _NAMES]
    return build(three_topics(), {email: str(await store.people.at(email)) for email in emails})


_NAMES = ("vera", "hugo", "marta", "ana", "luis", "iris", "bo", "carmen", "saul")
