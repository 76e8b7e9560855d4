"""The desk as its users run it: processes of their own, with an environment that a test chooses."""

import importlib
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.store import crashpoints
from tests.faults.waiting import TookTooLong, wait_until
from tests.knowledge.directories import three_topics

_OURS = ("VENTANILLA_", "REDIS_URL", "PORT", "SLACK_", "MICROSOFT_", "TEAMS_")
_OPEN = re.compile(r"Ventanilla is open: http://localhost:(\d+)/")
SECRET = "a secret that is long enough"


def environment(**more: str) -> dict[str, str]:
    """This machine's, without any setting of the desk's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return kept | more


def written(files: Mapping[str, str], folder: Path) -> Path:
    """A directory's files on disk."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def three_topic_folder(folder: Path) -> Path:
    return written(three_topics(), folder)


def short_folder() -> Path:
    """pytest's own folders have paths that are often too long for a unix socket."""
    return Path(tempfile.mkdtemp(prefix="vt-"))


def ventanilla(*args: object, env: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """One command, from its start to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, args)],
        env=environment(**(env or {})),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Running:
    """A process that serves until it is told to end, or is killed. What it says lies in `log`."""

    def __init__(
        self, log: Path, *args: object, env: Mapping[str, str] | None = None, module: str = "bot"
    ) -> None:
        self.log = log
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.touch(0o600)
        self._from = log.stat().st_size
        self._start(module, [str(arg) for arg in args], environment(**(env or {})))

    def _start(self, module: str, args: Sequence[str], env: Mapping[str, str]) -> None:
        with self.log.open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, *args],
                env={**env, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.pid = self._process.pid

    @property
    def said(self) -> str:
        """All that this process has written."""
        with self.log.open("rb") as file:
            file.seek(self._from)
            return file.read().decode(errors="replace")

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def port(self, seconds: float = 40.0) -> int:
        """Where it listens, once it does. Raises TookTooLong with what it said, also when it has ended."""

        def told() -> "re.Match[str] | bool | None":
            return _OPEN.search(self.said) or self.ended

        found = wait_until(told, seconds, "the web process opens")
        if isinstance(found, bool):
            raise TookTooLong(f"it ended with {self.wait()}: {self.said[-2000:]}")
        return int(found[1])

    def wait(self, seconds: float = 20.0) -> int:
        """Its exit code."""
        return self._process.wait(seconds)

    def tell_to_end(self, seconds: float = 20.0, how: signal.Signals = signal.SIGTERM) -> int:
        if not self.ended:
            os.kill(self.pid, how)
        return self.wait(seconds)

    def press_ctrl_c(self, seconds: float = 20.0) -> int:
        """As a terminal does it: every process of its group hears it."""
        os.killpg(self.pid, signal.SIGINT)
        return self.wait(seconds)

    def kill(self) -> None:
        """As `kill -9` does; nothing where it has ended already."""
        if not self.ended:
            os.kill(self.pid, signal.SIGKILL)
        self.wait()


class Forked(Running):
    """The same from a process that has imported everything once: dozens of starts, without a second for each."""

    def _start(self, module: str, args: Sequence[str], env: Mapping[str, str]) -> None:
        given = (module, list(args), dict(env), str(self.log))
        self._forked = _FORKING.Process(target=_become, args=given, daemon=True)
        self._forked.start()
        self.pid = self._forked.pid or 0

    @property
    def ended(self) -> bool:
        return not self._forked.is_alive()

    def wait(self, seconds: float = 20.0) -> int:
        self._forked.join(seconds)
        if self._forked.exitcode is None:
            raise TookTooLong(f"process {self.pid} goes on: {self.said[-2000:]}")
        return self._forked.exitcode


_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["bot.__main__", "tests.faults.hasty"])


def _become(module: str, args: list[str], env: dict[str, str], log: str) -> None:
    """From here on this is what `python -m module args` is, in that environment."""
    os.setsid()
    said = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for descriptor in (1, 2):
        os.dup2(said, descriptor)
    os.environ.clear()
    os.environ.update(env)
    importlib.reload(crashpoints)  # it reads the environment once
    importlib.import_module(f"{module}.__main__" if module == "bot" else module).main(args)
