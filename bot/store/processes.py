"""Small things one asks of a server's process, its socket, its folder and its locks."""

import fcntl
import os
import select
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.store.binaries import NoServer


def ask_socket(path: Path, *command: str) -> str:
    """One command over a fresh connection, for the moments before there is a client. Raises OSError."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2.0)
        connection.connect(os.fsencode(path))
        connection.sendall((" ".join(command) + "\r\n").encode())
        answer = connection.recv(65536).decode(errors="replace")
    if answer.startswith("-"):
        raise ConnectionError(answer.strip())
    return answer


def ready(path: Path) -> bool:
    with suppress(OSError):
        return ask_socket(path, "PING").startswith("+PONG")
    return False


def arguments(folder: Path, path: Path, log: Path) -> list[str]:
    settings = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "600",
        "dir": str(folder),
        "logfile": str(log),
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "maxmemory-policy": "noeviction",
        # What people wrote must not reach a log: neither slow commands nor a crash report's arguments.
        "slowlog-log-slower-than": "-1",
        "crash-log-enabled": "no",
    }
    return [part for name, value in settings.items() for part in (f"--{name}", value)]


def make_private(folder: Path) -> None:
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise NoServer(f"{folder} should be a folder of this user's alone (0700), but is not: remove it.")


def lives(pid: int) -> bool:
    """Of a process that is not our child, or a child not yet reaped."""
    if not hasattr(os, "pidfd_open"):
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            return True
        return False
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        return not select.select([descriptor], [], [], 0)[0]
    finally:
        os.close(descriptor)


def until(true: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def locked(descriptor: int) -> bool:
    """Takes the file's lock if nobody has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
