"""Short ways to say what a store test needs."""

from typing import Any

from bot.store.notices import Notice
from bot.store.writes import Write


def write(number: int, expected: int = 0, command: str = "", **parts: Any) -> Write:
    """A commit with one event, unless told otherwise; every command has an id of its own."""
    parts.setdefault("events", (f"event {expected + 1}".encode(),))
    parts.setdefault("state", f"state {expected + len(parts['events'])}".encode())
    parts.setdefault("answer", f"answer to {command}".encode())
    return Write(number=number, expected=expected, command=command or f"c-{number}-{expected}", **parts)


def notice(number: int, key: str, lane: str = "web:P1", **parts: Any) -> Notice:
    parts.setdefault("payload", f"payload of {key}".encode())
    return Notice(number=number, lane=lane, key=key, **parts)
