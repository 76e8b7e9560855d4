"""The desk's own Redis server: one per data folder, durable, reachable by a unix socket of ours alone.

The folder:  lock         held by whichever server lives: it inherits the descriptor, so the folder stays
                          locked even when the process that started the server was killed
             users.lock   shared by commands that attached to a server another command started
             run.lock     held by the process that looks after the server, never inherited
             redis/       0700: the append-only file, redis.log, redis.sock, server.json (pid, socket, version)
"""

import asyncio
import fcntl
import hashlib
import json
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bot.store.binaries import Binary, NoServer, find, repair_line
from bot.store.link import unix_url
from bot.store.processes import arguments, ask_socket, lives, locked, make_private, ready, until

LONGEST_SOCKET = 107  # bytes; the kernel's limit for a unix socket's path
START_S = 120.0  # a million requests take about 35 s to load
STOP_S = 10.0
_BACKOFF_S = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
BUSY_S = 30.0  # so long a server that holds its folder may keep silent before it is told as in use
_OTHERS_S = 60.0  # how long a command keeps its server for others that attached to it
_STEADY_S = 30.0  # a server that lived this long is well again: the next back-off starts small
_DAMAGED = re.compile(
    r"Bad file format reading the append only file(?: (?P<named>[\w.-]+))?|Unrecoverable error reading"
)


class InUse(NoServer):
    """Another process looks after this folder's server."""


class EmbeddedServer:
    """A running server. Made by `start`; whoever has it holds the folder until `stop`."""

    def __init__(self, folder: "Folder", binary: Binary | None, pid: int, socket_path: Path) -> None:
        self.folder = folder
        self.binary = binary
        self.pid = pid
        self.socket = socket_path
        self.process: subprocess.Popen[bytes] | None = None
        self.adopted = False  # was alive when we came: its starter was killed
        self.stopping = False

    @property
    def url(self) -> str:
        return unix_url(str(self.socket))

    @classmethod
    def start(cls, data: Path, purpose: str = "run", binary: Binary | None = None) -> "EmbeddedServer":
        """Starts the folder's server, or adopts the one that outlived its starter.

        Raises InUse when another process looks after the folder, NoServer when none can be started; both texts
        are sentences for the person who did it.
        """
        folder = Folder(data)
        folder.take(purpose)
        try:
            return folder.adopt() or folder.launch(binary or find())
        except BaseException:
            folder.release()
            raise

    async def supervise(self, told: Callable[[str], None]) -> None:
        """Runs until `stop`: starts the server again whenever it dies.

        `told` gets a sentence for the log each time. Raises NoServer when it can never start again (its file is
        damaged).
        """
        step = 0
        while not self.stopping:
            began = time.monotonic()
            await self._gone()
            if self.stopping:
                return
            step = 0 if time.monotonic() - began > _STEADY_S else step
            told(f"Redis (pid {self.pid}) died; it is started again in {_BACKOFF_S[step]} s")
            step = await self._again(step, told)

    async def _again(self, step: int, told: Callable[[str], None]) -> int:
        while True:
            await asyncio.sleep(_BACKOFF_S[step])
            if self.stopping:
                return step
            step = min(step + 1, len(_BACKOFF_S) - 1)
            try:
                fresh = await asyncio.to_thread(self.folder.launch, self.binary or find())
            except Damaged:
                raise
            except NoServer as error:  # a full disk empties again: keep trying
                told(str(error))
                continue
            self.pid, self.process, self.binary = fresh.pid, fresh.process, fresh.binary
            told(f"Redis runs again (pid {self.pid})")
            return step

    async def _gone(self) -> None:
        if not hasattr(os, "pidfd_open"):  # not Linux
            while self.alive():  # noqa: ASYNC110 - nothing here tells us of its end
                await asyncio.sleep(0.2)
            return
        try:
            descriptor = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return
        loop, gone = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(descriptor, gone.set)
        try:
            await gone.wait()
        finally:
            loop.remove_reader(descriptor)
            os.close(descriptor)
        self.alive()  # reaps it

    def alive(self) -> bool:
        if self.process is not None:
            return self.process.poll() is None
        return lives(self.pid)

    def stop(self) -> None:
        """Orderly: SIGTERM, wait, and the folder is free. Under `always` nothing is lost by a kill either."""
        self.stopping = True
        with suppress(ProcessLookupError):
            if self.alive():
                os.kill(self.pid, signal.SIGTERM)
            if not self._wait(STOP_S):
                os.kill(self.pid, signal.SIGKILL)
                self._wait(STOP_S)
        self.folder.release()

    def _wait(self, seconds: float) -> bool:
        if self.process is not None:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
            return self.process.poll() is not None
        return until(lambda: not lives(self.pid), seconds)


class Damaged(NoServer):
    """The append-only file is damaged in the middle: only a person may decide to cut it."""


class Folder:
    """The data folder: its locks, its record, and the server's arguments."""

    def __init__(self, data: Path) -> None:
        self.data = data.absolute()
        self.redis = self.data / "redis"
        self.record = self.redis / "server.json"
        self.log = self.redis / "redis.log"
        self._run_lock: int | None = None
        self._lock: int | None = None

    def take(self, purpose: str) -> None:
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            self.redis.mkdir(mode=0o700, exist_ok=True)
            self.redis.chmod(0o700)
            self._run_lock = os.open(self.data / "run.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            self.release()
            raise NoServer(f"The data folder {self.data} cannot be used: {error.strerror}.") from error
        if not locked(self._run_lock):
            holder = os.pread(self._run_lock, 200, 0).decode(errors="replace") or "another process"
            self.release()
            raise InUse(
                f"The data folder {self.data} is in use by {holder}: stop it first, or choose another "
                "folder with --data."
            )
        os.ftruncate(self._run_lock, 0)
        os.pwrite(self._run_lock, f"ventanilla {purpose} (pid {os.getpid()})".encode(), 0)

    def release(self) -> None:
        for descriptor in (self._lock, self._run_lock):
            if descriptor is not None:
                os.close(descriptor)
        self._lock = self._run_lock = None

    @contextmanager
    def used(self) -> Iterator[None]:
        """Asks the process whose server this is not to stop it meanwhile."""
        with (self.data / "users.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            yield

    def wait_unused(self, seconds: float) -> None:
        """Until nobody else uses the server, or the seconds are over."""
        with (self.data / "users.lock").open("a") as file:
            until(lambda: locked(file.fileno()), seconds)

    def _lock_for_server(self) -> int | None:
        """The descriptor that the server will inherit; None while a server holds the folder."""
        if self._lock is None:
            descriptor = os.open(self.data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            if not locked(descriptor):
                os.close(descriptor)
                return None
            self._lock = descriptor
        return self._lock

    def adopt(self) -> EmbeddedServer | None:
        """The server that outlived its starter; None when the folder is free.

        Raises NoServer when something holds the folder but never answers.
        """
        end = time.monotonic() + START_S
        while self._lock_for_server() is None:
            if found := self.answering():
                found.adopted = True
                return found
            # It may be loading, or about to end: either way the lock or the socket tells soon.
            if time.monotonic() > end:
                raise NoServer(
                    f"A Redis server holds {self.data / 'lock'} but does not answer: see {self.log}, end it "
                    f"(find it with: fuser {self.data / 'lock'}) and start again."
                )
            time.sleep(0.05)
        return None

    def answering(self) -> EmbeddedServer | None:
        """The server that this folder's record names, if it answers on its socket."""
        with suppress(OSError, ValueError, KeyError):
            record = json.loads(self.record.read_bytes())
            path = Path(record["socket"])
            info = ask_socket(path, "INFO", "server")
            if match := re.search(r"process_id:(\d+)", info):
                return EmbeddedServer(self, None, int(match[1]), path)
        return None

    def running(self) -> EmbeddedServer | None:
        """The server that holds this folder, as soon as it answers; None where none does.

        One that is busy for seconds (a slow disk under `always`) is still there: whoever took it for gone would find
        the folder in use.
        """
        end = time.monotonic() + BUSY_S
        while (found := self.answering()) is None and self._is_held() and time.monotonic() < end:
            time.sleep(0.05)
        return found

    def _is_held(self) -> bool:
        """Whether a server has the lock; it is let go again where none does."""
        try:
            descriptor = os.open(self.data / "lock", os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            return not locked(descriptor)
        finally:
            os.close(descriptor)

    def launch(self, binary: Binary) -> EmbeddedServer:
        self._refuse_newer_data(binary)
        lock = self._lock_for_server()
        if lock is None:
            raise NoServer(f"{self.data / 'lock'} is held by a server that ends slowly; it is tried again.")
        path = self._socket_path()
        path.unlink(missing_ok=True)
        seen = self.log.stat().st_size if self.log.exists() else 0
        process = subprocess.Popen(  # noqa: S603 - our own binary, our own arguments
            [binary.path, *arguments(self.redis, path, self.log)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C ends the desk first, the server last
            pass_fds=(lock,),
        )
        self._note(process.pid, path, binary)
        if not until(lambda: process.poll() is not None or ready(path), START_S):
            process.kill()
            process.wait()
            raise NoServer(f"Redis did not start within {START_S:.0f} s: see {self.log}.")
        if process.poll() is not None:
            raise self._why(binary, seen)
        server = EmbeddedServer(self, binary, process.pid, path)
        server.process = process
        return server

    def _note(self, pid: int, path: Path, binary: Binary) -> None:
        fresh = self.record.with_suffix(".new")
        noted: dict[str, Any] = {"pid": pid, "socket": str(path), "server": binary.shown}
        fresh.write_text(json.dumps(noted))
        fresh.replace(self.record)

    def _socket_path(self) -> Path:
        path = self.redis / "redis.sock"
        if len(os.fsencode(path)) <= LONGEST_SOCKET:
            return path
        name = f"ventanilla-{os.getuid()}-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]}"
        for base in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 - the folder is ours, 0700, and checked
            short = base / name / "redis.sock"
            if len(os.fsencode(short)) <= LONGEST_SOCKET:
                make_private(short.parent)
                return short
        raise NoServer(f"No folder with a path short enough for a socket was found for {self.data}.")

    def _refuse_newer_data(self, binary: Binary) -> None:
        # 6.2 would not look into the folder that 7 writes, and start as if there were no data at all.
        newer = self.redis / "appendonlydir"
        if binary.version < (7, 0, 0) and newer.is_dir():
            raise NoServer(
                f"The data in {newer} was written by Redis 7 or later, and this machine now has only "
                f"{binary.shown}: install the newer server again."
            )

    def _why(self, binary: Binary, seen: int) -> NoServer:
        with suppress(OSError), self.log.open("rb") as file:
            file.seek(seen)
            said = file.read().decode(errors="replace")
            if found := _DAMAGED.search(said):
                damaged = self._damaged_file(found["named"])
                return Damaged(
                    f"{damaged} is damaged in the middle. Copy the folder {self.redis} aside, then run: "
                    f"{repair_line(binary, damaged)}  and start again; what was written after the damage is lost."
                )
            if lines := [line for line in said.splitlines() if " # " in line]:
                return NoServer(f"Redis did not start: {lines[-1].partition(' # ')[2]} (see {self.log}).")
        return NoServer(f"Redis ended at once: see {self.log}.")

    def _damaged_file(self, named: str | None) -> Path:
        parts = self.redis / "appendonlydir"
        if not parts.is_dir():
            return self.redis / "appendonly.aof"
        return parts / named if named else parts / "appendonly.aof.manifest"


@contextmanager
def attach_or_start(data: Path, purpose: str) -> Iterator[str]:
    """The URL of the folder's server: the one that runs, or one for the duration of the `with`.

    Raises as `EmbeddedServer.start` does.
    """
    folder = Folder(data)
    if running := folder.running():
        with folder.used():
            yield running.url
        return
    server = EmbeddedServer.start(data, purpose)
    try:
        yield server.url
    finally:
        folder.wait_unused(_OTHERS_S)
        server.stop()
