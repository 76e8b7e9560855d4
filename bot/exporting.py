"""Everything as JSON Lines, and back into an empty desk: histories and words as they are, all else made anew from them."""

import os
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from bot.commit import encode_state
from bot.domain.events import decode_event
from bot.domain.evolve import fold
from bot.domain.indexes import indexes
from bot.domain.instants import unix_ms
from bot.domain.timers import timers
from bot.figures.rebuild import rebuild
from bot.shelf import DIRECTORY
from bot.store.dump import (
    Counters,
    Dump,
    FileRow,
    Made,
    PersonRow,
    PlaceRow,
    PublishedRow,
    RequestRow,
    allowed_place,
)
from bot.store.store import Store

FORMAT = 1
ABOUT = "about.json"
T = TypeVar("T")


class Unreadable(Exception):
    """What lies there is no export that this version can read; the sentence says where."""


class NotEmpty(Exception):
    """There is something already, which an import would mix with."""


class About(Struct, frozen=True, kw_only=True):
    """What lies beside the lines, written last: without it the export is not whole."""

    format: int
    tenant: str
    at: datetime
    counters: Counters
    lines: dict[str, int]  # file -> how many


_KINDS: dict[str, type[Any]] = {
    "people.jsonl": PersonRow,
    "requests.jsonl": RequestRow,
    "files.jsonl": FileRow,
    "places.jsonl": PlaceRow,
    "directory.jsonl": PublishedRow,
}


async def export(store: Store, folder: Path) -> About:
    """Into an empty folder, for its owner's eyes alone. Raises OSError, NotEmpty and Unavailable."""
    _emptied(folder)
    dump = Dump(store)
    counters, at = await dump.counters(), await store.now()
    rows: dict[str, AsyncIterator[Any]] = {
        "people.jsonl": dump.persons(),
        "requests.jsonl": dump.requests(),
        "files.jsonl": dump.files(),
        "places.jsonl": dump.places(),
        "directory.jsonl": _each(await dump.published(DIRECTORY)),
    }
    lines = {name: await _written(folder / name, found) for name, found in rows.items()}
    about = About(format=FORMAT, tenant=store.keys.tenant, at=at, counters=counters, lines=lines)
    _write(folder / ABOUT, [msgspec.json.format(msgspec.json.encode(about))])
    return about


def _emptied(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise NotEmpty


async def _each(rows: Iterable[T]) -> AsyncIterator[T]:
    for row in rows:
        yield row


async def _written(file: Path, rows: AsyncIterator[Any]) -> int:
    count = 0
    with _opened(file) as out:
        async for row in rows:
            out.write(msgspec.json.encode(row) + b"\n")
            count += 1
    return count


def _write(file: Path, parts: Iterable[bytes]) -> None:
    with _opened(file) as out:
        for part in parts:
            out.write(part)


def _opened(file: Path) -> Any:
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


async def bring_in(store: Store, folder: Path) -> About:
    """Looks at every line before it writes the first; broken off, it can be begun again.

    Raises Unreadable, NotEmpty, OSError and Unavailable.
    """
    about = _about(folder)
    for name, kind in _KINDS.items():
        found = 0
        for line, row in _rows(folder / name, kind):
            _check(row, name, line)
            found += 1
        if found != about.lines.get(name, 0):
            raise Unreadable(
                f"{folder / name} has {found} lines, and should have {about.lines.get(name, 0)}."
            )
    dump = Dump(store)
    now = await dump.counters()
    if now.last_number or now.last_person:
        raise NotEmpty
    for _, person in _rows(folder / "people.jsonl", PersonRow):
        await dump.put_person(person)
    for _, request in _rows(folder / "requests.jsonl", RequestRow):
        await dump.put_request(request, made_of(request))
    for _, file in _rows(folder / "files.jsonl", FileRow):
        await dump.put_file(file)
    for _, place in _rows(folder / "places.jsonl", PlaceRow):
        await dump.put_place(place)
    await dump.publish([row for _, row in _rows(folder / "directory.jsonl", PublishedRow)])
    await dump.finish(about.counters)
    await rebuild(store)
    return about


def made_of(row: RequestRow) -> Made | None:
    """What follows from a history. What was simulated has no timers, and number 0 is no request."""
    if not row.number:
        return None
    request = fold(decode_event(bytes(event)) for event in row.events)
    return Made(
        state=encode_state(request),
        version=request.version,
        indexes=indexes(request),
        timers={} if row.simulated else {name: unix_ms(due) for name, due in timers(request).items()},
    )


def _about(folder: Path) -> About:
    try:
        about = msgspec.json.decode((folder / ABOUT).read_bytes(), type=About)
    except FileNotFoundError:
        raise Unreadable(f"{folder} has no {ABOUT}: it is no export, or one that was broken off.") from None
    except msgspec.DecodeError as error:
        raise Unreadable(f"{folder / ABOUT}: {error}.") from None
    if about.format != FORMAT:
        raise Unreadable(f"{folder} is of format {about.format}, and this version reads {FORMAT}.")
    return about


def _rows(file: Path, kind: type[T]) -> Iterator[tuple[int, T]]:
    """(line, row). Raises Unreadable with file and line."""
    decode = msgspec.json.Decoder(kind).decode
    with file.open("rb") as lines:
        for line, text in enumerate(lines, 1):
            try:
                yield line, decode(text)
            except msgspec.DecodeError as error:
                raise Unreadable(f"{file}:{line}: {error}.") from None


def _check(row: Any, name: str, line: int) -> None:
    """Raises Unreadable for a history that cannot be folded, or a name that is nobody's place."""
    try:
        if isinstance(row, RequestRow):
            made = made_of(row)
            if made is not None and not 0 <= row.planned <= made.version:
                raise ValueError("more is planned than has happened")
        if isinstance(row, PlaceRow) and not allowed_place(row.name):
            raise ValueError("no place of a conversation")
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        raise Unreadable(f"{name}:{line}: {type(error).__name__}: {error}.") from None
