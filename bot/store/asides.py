"""What a chat platform is to say to one person beside any request: kept until it was said, whoever says it in the end.

A process that says one holds it for LEASE_MS, and longer while it waits its turn; then it is another's. What was begun
and has no end is doubtful: it may have arrived. What lies here may name anybody, so `forget` drops all of it.
"""

from datetime import datetime
from hashlib import blake2b
from secrets import token_hex

from msgspec import Struct

from bot.domain.instants import unix_ms
from bot.store.link import Link, Script

_KEEP = Script("scripts/keep_aside.lua")
_HOLD = Script("scripts/hold_aside.lua")

LEASE_MS = 60_000
TOLD_MS = 2 * 3600 * 1000  # what it answers comes again within minutes
LONGEST_MS = 24 * 3600 * 1000  # an answer that is a day late answers nothing any more
AT_ONCE = 50


class Taken(Struct, frozen=True):
    id: str
    payload: bytes
    doubtful: bool


class Asides:
    """Raises Unavailable from every method when Redis cannot answer."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.keys = link.keys
        self._me = token_hex(8)

    async def keep(
        self, platform: str, what: str, payload: bytes, now: datetime, once_in_ms: int = TOLD_MS
    ) -> str:
        """Its id; empty where this (`what`, unless it is empty) was said already. It is ours to say now."""
        digest = blake2b(what.encode(), digest_size=12).hexdigest()
        id_ = f"{platform}:{digest if what else token_hex(12)}"
        keys = [self.keys.told(what), self.keys.aside(id_), self.keys.asides]
        args = [once_in_ms if what else "", payload, self._me, id_, unix_ms(now) + LEASE_MS, LONGEST_MS]
        return id_ if await self.link.run(_KEEP, keys, args) else ""

    async def begins(self, id_: str, now: datetime) -> bool:
        """False: it is over, or another's."""
        return bool(await self._hold(id_, "begun", unix_ms(now) + LEASE_MS, now))

    async def waits(self, id_: str, now: datetime, for_ms: int) -> None:
        """The platform surely took nothing, and is asked again after so long."""
        await self._hold(id_, "waits", unix_ms(now) + for_ms + LEASE_MS, now)

    async def let_go(self, id_: str, now: datetime) -> None:
        """As it stands, it is anybody's."""
        await self.link.ask("ZADD", self.keys.asides, "XX", unix_ms(now), id_)

    async def over(self, id_: str) -> None:
        await self.link.batch([("DEL", self.keys.aside(id_)), ("ZREM", self.keys.asides, id_)])

    async def take(self, platform: str, now: datetime) -> list[Taken]:
        """What nobody says any more, oldest first; it is ours now."""
        due = await self.link.ask(
            "ZRANGEBYSCORE", self.keys.asides, "-inf", unix_ms(now), "LIMIT", 0, AT_ONCE
        )
        found = []
        for id_ in (name.decode() for name in due):
            if id_.partition(":")[0] == platform and (
                was := await self._hold(id_, "", unix_ms(now) + LEASE_MS, now)
            ):
                found.append(Taken(id_, bytes(was[0]), was[1] == b"begun"))
        return found

    async def drop_all(self) -> None:
        waiting = await self.link.ask("ZRANGE", self.keys.asides, 0, -1)
        await self.link.batch([("DEL", self.keys.aside(id_.decode())) for id_ in waiting])
        await self.link.ask("DEL", self.keys.asides)

    async def _hold(self, id_: str, state: str, until_ms: int, now: datetime) -> list[bytes]:
        keys = [self.keys.aside(id_), self.keys.asides]
        return list(await self.link.run(_HOLD, keys, [self._me, id_, state, until_ms, unix_ms(now)]))
