"""The desk as its users run it: processes of their own, with an environment that a test chooses."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

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
        with self.log.open("ab") as said:
            self._from = said.tell()
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, *map(str, args)],
                env=environment(**(env or {})) | {"PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        """All that this process has written."""
        with self.log.open("rb") as file:
            file.seek(self._from)
            return file.read().decode(errors="replace")

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def port(self, seconds: float = 40.0) -> int:
        """Where it listens, once it does. Raises TookTooLong with what it said, also when it has ended."""

        def told() -> "re.Match[str] | bool | None":
            return _OPEN.search(self.said) or self.ended

        found = wait_until(told, seconds, "the web process opens")
        if isinstance(found, bool):
            raise TookTooLong(f"it ended with {self.process.returncode}: {self.said[-2000:]}")
        return int(found[1])

    def wait(self, seconds: float = 20.0) -> int:
        return self.process.wait(seconds)

    def tell_to_end(self, seconds: float = 20.0, how: signal.Signals = signal.SIGTERM) -> int:
        if not self.ended:
            self.process.send_signal(how)
        return self.wait(seconds)

    def kill(self) -> None:
        """As `kill -9` does; nothing where it has ended already."""
        if not self.ended:
            self.process.kill()
        self.process.wait()
