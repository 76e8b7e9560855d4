"""Which indexes a request stands in, put right for a store that was written before an index was there."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.store.link import Link, Script
from bot.store.pipelining import Value

_STANDS_IN = Script("scripts/stands_in.lua")


class Standing(NamedTuple):
    number: int
    version: int  # of the state that the scores follow from
    scores: Mapping[str, float | None]  # index -> score; None takes the request out of it


class StandingStore:
    def __init__(self, link: Link) -> None:
        self.link = link
        self.keys = link.keys

    async def found(self) -> dict[int, set[str]]:
        """Number -> every index that it stands in now."""
        prefix = self.keys.index("")
        names = [name.decode().removeprefix(prefix) async for name in self.link.names("index:*")]
        there: dict[int, set[str]] = {}
        for name in names:
            for member in await self.link.ask("ZRANGE", self.keys.index(name), 0, -1):
                there.setdefault(int(member), set()).add(name)
        return there

    async def put(self, standing: Sequence[Standing]) -> list[bool]:
        """One round trip. False for a request that has changed since."""
        calls = []
        for one in standing:
            keys = [self.keys.request(one.number), *map(self.keys.index, one.scores)]
            scores: list[Value] = ["" if score is None else score for score in one.scores.values()]
            calls.append(_STANDS_IN.call(keys, [one.version, one.number, *scores]))
        return [bool(done) for done in await self.link.batch(calls)]
