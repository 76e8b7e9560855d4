"""What is to happen at a time: one sorted set a tenant. A commit sets and removes; here they are only found."""

from typing import Any

from msgspec import Struct

from bot.store.link import Link, Script
from bot.store.shapes import scored

_DUE = Script("scripts/due.lua")


class Due(Struct, frozen=True):
    now_ms: int  # the tenant's clock
    items: list[tuple[str, int]]  # name, due (Unix ms), the earliest first
    next_ms: int | None  # when the next one is due that is not due yet


class Timers:
    def __init__(self, link: Link) -> None:
        self.link = link

    async def due(self, limit: int = 100) -> Due:
        """Those whose time has come. Firing one is a command whose commit removes it (`timers_fired`).

        Several workers may be given the same timer: name and due time are the command's id, so it acts once.
        """
        return await due(self.link, self.link.keys.timers, limit)

    async def all(self) -> dict[str, int]:
        """Name -> due (Unix ms), as of one moment."""
        found = await self.link.ask("ZRANGE", self.link.keys.timers, 0, -1, "WITHSCORES")
        return {name: int(due) for name, due in scored(found)}


async def due(link: Link, zset: str, limit: int) -> Due:
    now, later, found = await link.run(_DUE, [zset, link.keys.clock], [limit])
    return Due(int(now), _pairs(found), None if later is None else int(float(later)))


def _pairs(found: list[Any]) -> list[tuple[str, int]]:
    return [(name.decode(), int(float(at))) for name, at in zip(found[::2], found[1::2], strict=True)]
