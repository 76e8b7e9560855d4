"""What the web desk shows a person: a feed each, appended once per key, and one tail a process for all browsers."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
from msgspec import Struct

from bot.store.link import LONGEST_BLOCK_MS, Link, Script, Unavailable
from bot.store.pipelining import Value
from bot.store.shapes import fields_of, stream_entries
from bot.store.writes import Timings

_APPEND = Script("scripts/feed.lua")
_READ = Script("scripts/read_feed.lua")
_decode = msgspec.msgpack.Decoder(tuple[str, bytes, int, tuple[str, ...]]).decode
START = "0-0"
_BATCH = 1000
_RETRY_S = 0.5


class FeedEntry(Struct, frozen=True):
    id: str  # what a browser asks on from
    key: str
    payload: bytes
    number: int
    people: tuple[str, ...]


class Feeds:
    def __init__(self, link: Link, timings: Timings) -> None:
        self.link = link
        self.keys = link.keys
        self.timings = timings

    async def append(
        self, person: str, key: str, payload: bytes, *, number: int = 0, people: tuple[str, ...] = ()
    ) -> str:
        """The entry's id; the one that is there when the key came before (among those the feed still keeps)."""
        keys = [self.keys.feed(person), self.keys.fed(person), self.keys.bell, self.keys.feeds]
        entry = msgspec.msgpack.encode((key, payload, number, people))
        args: list[Value] = [person, key, entry, self.timings.feed_entries, self.timings.bell_entries]
        return str((await self.link.run(_APPEND, keys, args)).decode())

    async def read(self, person: str, after: str = START, count: int = _BATCH) -> list[FeedEntry]:
        """Entries after the one named, the oldest first."""
        keys = [self.keys.feed(person), self.keys.fed(person)]
        return [_entry(found) for found in await self.link.run(_READ, keys, [after, count])]

    async def newest(self, person: str) -> str:
        """The id of the feed's last entry; START when it has none."""
        found = await self.link.ask("XREVRANGE", self.keys.feed(person), "+", "-", "COUNT", 1)
        return str(found[0][0].decode()) if found else START

    async def drop(self, person: str, entries: list[FeedEntry]) -> None:
        if entries:
            await self.link.ask("XDEL", self.keys.feed(person), *(entry.id for entry in entries))
            await self.link.ask("HDEL", self.keys.fed(person), *(entry.key for entry in entries))


class FeedTail:
    """Follows all feeds of a tenant over one connection. `run` must run while others `follow`."""

    def __init__(self, feeds: Feeds) -> None:
        self.feeds = feeds
        self._bells: dict[str, set[asyncio.Event]] = {}

    async def run(self) -> None:
        """For ever. A server that is away rings nobody; when it is back, everybody looks."""
        after: str | None = None
        while True:
            try:
                if after is None:
                    after = await self._last_ring()
                    self._ring_all()
                after = await self._listen(after)
            except Unavailable:
                after = None
                await asyncio.sleep(_RETRY_S)

    async def follow(self, person: str, after: str = START) -> AsyncIterator[list[FeedEntry]]:
        """The entries after the one named as they come, each once and in order, without end."""
        bell = asyncio.Event()
        self._bells.setdefault(person, set()).add(bell)
        try:
            while True:
                bell.clear()  # before the read: what comes in between rings again
                entries = await self._read(person, after)
                if entries:
                    after = entries[-1].id
                    yield entries
                else:
                    await bell.wait()
        finally:
            self._bells[person].discard(bell)
            if not self._bells[person]:
                del self._bells[person]

    async def _read(self, person: str, after: str) -> list[FeedEntry]:
        try:
            return await self.feeds.read(person, after)
        except Unavailable:
            return []  # `run` rings when the server is back

    async def _last_ring(self) -> str:
        found = await self.feeds.link.ask("XREVRANGE", self.feeds.keys.bell, "+", "-", "COUNT", 1)
        return str(found[0][0].decode()) if found else START

    async def _listen(self, after: str) -> str:
        ask = ("COUNT", _BATCH, "BLOCK", LONGEST_BLOCK_MS, "STREAMS", self.feeds.keys.bell, after)
        found = await self.feeds.link.listen("XREAD", *ask)
        rings = stream_entries(found)
        if len(rings) == _BATCH:  # far behind: the bell may have dropped some
            self._ring_all()
        for _, fields in rings:
            for bell in self._bells.get(fields_of(fields)[b"person"].decode(), ()):
                bell.set()
        return str(rings[-1][0].decode()) if rings else after

    def _ring_all(self) -> None:
        for bells in self._bells.values():
            for bell in bells:
                bell.set()


def _entry(found: bytes) -> FeedEntry:
    id_, _, packed = found.partition(b" ")
    key, payload, number, people = _decode(packed)
    return FeedEntry(id_.decode(), key, payload, number, people)
