"""Requests by the thousand, past the desk: for what is simulated. Nobody is told of them, and no timer runs.

They are listed in an index of their own, so that they can be taken away again.
"""

from collections.abc import Sequence

from msgspec import Struct

from bot.store.link import Link
from bot.store.pipelining import Value
from bot.store.store import FIRST_NUMBER

INDEX = "simulated"


class Bulk(Struct, frozen=True, kw_only=True):
    number: int
    state: bytes
    events: tuple[bytes, ...]
    words: tuple[tuple[str, str, bytes], ...] = ()  # person, words id, value
    indexes: tuple[tuple[str, float], ...] = ()  # index, score


class BulkStore:
    def __init__(self, link: Link) -> None:
        self.link = link
        self.keys = link.keys

    async def reserve(self, count: int) -> int:
        """The first of `count` numbers that nobody else gets."""
        last = int(await self.link.ask("INCRBY", self.keys.numbers, count))
        return FIRST_NUMBER + last - count

    async def add(self, requests: Sequence[Bulk]) -> None:
        commands: list[Sequence[Value]] = []
        for one in requests:
            commands += self._additions(one)
        await self.link.batch(commands)

    def _additions(self, one: Bulk) -> list[Sequence[Value]]:
        keys, n, version = self.keys, one.number, len(one.events)
        # Planned to the end: there is no news of it for anybody.
        fields = ("version", version, "state", one.state, "planned", version)
        commands: list[Sequence[Value]] = [("HSET", keys.request(n), *fields)]
        commands.append(("RPUSH", keys.history(n), *one.events))
        for person, words, value in one.words:
            commands.append(("HSET", keys.words(n, person), words, value))
            commands.append(("SADD", keys.authors(n), person))
        commands += [("ZADD", keys.index(index), score, n) for index, score in one.indexes]
        commands.append(("ZADD", keys.index(INDEX), n, n))
        return commands

    async def numbers(self, after: int = 0, count: int = 1000) -> list[int]:
        """Those that were added here, in order, beginning after a number."""
        found = await self.link.ask(
            "ZRANGEBYSCORE", self.keys.index(INDEX), f"({after}", "+inf", "LIMIT", 0, count
        )
        return [int(member) for member in found]

    async def remove(self, requests: Sequence[tuple[int, Sequence[str], Sequence[str]]]) -> None:
        """(number, the indexes that it may stand in, its timers) of each."""
        keys = self.keys
        authors = await self.link.batch([("SMEMBERS", keys.authors(n)) for n, _, _ in requests])
        commands: list[Sequence[Value]] = []
        for (n, indexes, timers), people in zip(requests, authors, strict=True):
            words = [keys.words(n, person.decode()) for person in people]
            gone = (keys.request(n), keys.history(n), keys.authors(n), keys.notices(n), keys.cards(n))
            commands.append(("DEL", *gone, *words))
            commands += [("ZREM", keys.index(index), n) for index in (*indexes, INDEX)]
            commands += [("ZREM", keys.timers, timer) for timer in timers]
        await self.link.batch(commands)
