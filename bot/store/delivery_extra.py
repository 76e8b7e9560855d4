"""What delivery needs beside lanes: notices held back for a better moment, who must hear in time, who was rung lately.

Held back is not postponed: a postponed lane waits whole, a held notice leaves its lane so that the others go on.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from bot.store.lanes import Hold
from bot.store.link import Link, Script
from bot.store.notices import Notice, packed
from bot.store.pipelining import Value
from bot.store.timers import Due, due

_HOLD = Script("scripts/hold_back.lua")
_GIVE_BACK = Script("scripts/give_back.lua")
_ALL = 10_000
_TOGETHER_S = 7 * 86_400  # longer than anything stays held back
_BUNDLES_S = 60 * 86_400  # after the last one: longer than anybody edits what they said
_MESSAGE = "message "  # no key of a notice begins so


class Watched(Struct, frozen=True):
    """A notice that makes `person` accountable, and how it stands: queued, sent, passed-over, dead, erased."""

    member: str
    number: int
    person: str
    key: str
    status: str


class DeliveryExtra:
    def __init__(self, link: Link) -> None:
        self.link = link
        self.keys = link.keys

    # Held back

    async def hold_back(self, hold: Hold, notice: Notice, payload: bytes, until_ms: int) -> bool:
        """Takes the lane's first notice out until then, with a new payload. False: the lane was lost."""
        lane = hold.lane
        keys = [
            self.keys.lane_lease(lane),
            self.keys.lane(lane),
            self.keys.head(lane),
            self.keys.cargo(lane),
            self.keys.held(lane),
            self.keys.holds,
        ]
        kept = Notice(number=notice.number, lane=lane, key=notice.key, payload=payload, people=notice.people)
        answer = await self.link.run(_HOLD, keys, [hold.held, notice.key, until_ms, lane, packed(kept)])
        return bool(answer[0] == b"held")

    async def held_lanes(self) -> Due:
        """Lanes with a held notice whose moment has come, and when the next one's does."""
        return await due(self.link, self.keys.holds, _ALL)

    async def give_back(self, lane: str, now_ms: int, up_to_ms: int) -> int:
        """How many notices went back into the lane: those held until `up_to_ms` at the latest."""
        keys = [
            self.keys.held(lane),
            self.keys.holds,
            self.keys.lane(lane),
            self.keys.cargo(lane),
            self.keys.lanes,
            self.keys.head(lane),
        ]
        return int(await self.link.run(_GIVE_BACK, keys, [lane, now_ms, up_to_ms]))

    async def lanes_holding(self, up_to_ms: int) -> list[str]:
        found = await self.link.ask("ZRANGEBYSCORE", self.keys.holds, "-inf", up_to_ms)
        return [lane.decode() for lane in found]

    # Accountability is delivered or moves on

    async def watch(self, watched: Sequence[tuple[int, str, str, int]]) -> None:
        """(number, person, notice key, by when in Unix ms). A deadline that stands is not moved."""
        flat = [item for n, who, key, by in watched for item in (by, f"{n} {who} {key}")]
        if flat:
            await self.link.ask("ZADD", self.keys.unsent, "NX", *flat)

    async def watch_until(self, number: int, person: str, key: str, by_ms: int) -> None:
        """Moves the deadline of a notice that is watched; nothing where it is not."""
        await self.link.ask("ZADD", self.keys.unsent, "XX", by_ms, f"{number} {person} {key}")

    async def overdue(self, limit: int = 100) -> tuple[list[Watched], int | None]:
        """Those past their deadline, sent or not, and when the next deadline is (Unix ms)."""
        found = await due(self.link, self.keys.unsent, limit)
        split = [(member, *member.split(" ", 2)) for member, _ in found.items]
        ask = [("HGET", self.keys.notices(int(number)), key) for _, number, _, key in split]
        statuses = await self.link.batch(ask)
        watched = [
            Watched(member, int(number), person, key, (status or b"").decode().partition(" ")[0])
            for (member, number, person, key), status in zip(split, statuses, strict=True)
        ]
        return watched, found.next_ms

    async def unwatch(self, member: str) -> None:
        await self.link.ask("ZREM", self.keys.unsent, member)

    # Who was rung lately

    def ringing(self, person: str, key: str, now_ms: int, window_ms: int) -> list[tuple[Value, ...]]:
        """The commands that remember a loud notice for as long as the window lasts."""
        name = self.keys.rung(person)
        older: tuple[Value, ...] = ("ZREMRANGEBYSCORE", name, "-inf", now_ms - window_ms)
        return [("ZADD", name, now_ms, key), older, ("PEXPIRE", name, 2 * window_ms)]

    # One message for several, a message sent again, a card taken back

    async def told_together(self, lane: str, keys: Sequence[str], message: str, told: bytes) -> None:
        """`told`: the notices with these keys, to draw the message anew when one of them has changed."""
        name, bundles = self.keys.together(lane), self.keys.bundles(lane)
        fields = [item for key in keys for item in (key, message)]
        await self.link.batch(
            [
                ("SADD", name, *keys),
                ("EXPIRE", name, _TOGETHER_S),
                ("HSET", bundles, *fields, _MESSAGE + message, told),
                ("EXPIRE", bundles, _BUNDLES_S),
            ]
        )

    async def bundle_of(self, lane: str, key: str) -> tuple[str, bytes] | None:
        """The message that told this notice together with others, and all that it told."""
        message = await self.link.ask("HGET", self.keys.bundles(lane), key)
        if message is None:
            return None
        told = await self.link.ask("HGET", self.keys.bundles(lane), _MESSAGE + message.decode())
        return None if told is None else (message.decode(), told)

    async def sends_with(self, lane: str, keys: Sequence[str]) -> None:
        """Which others the message at the lane's head tells too, so that a lookup tells what it was; none: itself."""
        head = self.keys.head(lane)
        if keys:
            await self.link.ask("HSET", head, "with", "\t".join(keys))
        else:
            await self.link.ask("HDEL", head, "with")

    async def sends_twice(self, lane: str, key: str) -> None:
        """Remembered at the lane's head, and forgotten with it: what is in doubt again is not sent a third time."""
        await self.link.ask("HSET", self.keys.head(lane), "twice", key)

    async def remember_card(self, number: int, field: str, written: str) -> None:
        await self.link.ask("HSET", self.keys.cards(number), field, written)

    async def forget_card(self, number: int, field: str) -> None:
        await self.link.ask("HDEL", self.keys.cards(number), field)

    # Late timers

    async def catch_up(self, until_ms: int) -> None:
        await self.link.ask("SET", self.keys.catching_up, until_ms, "PX", 3_600_000)

    async def caught_up(self) -> int | None:
        """Ends a catching-up; until when it would have lasted, None where there was none."""
        until = await self.link.ask("GETDEL", self.keys.catching_up)
        return None if until is None else int(until)

    async def drop_timers(self, timers: Sequence[tuple[str, int]]) -> None:
        """Timers that no commit has removed (name, due in Unix ms): they go, unless they were set anew meanwhile."""
        if not timers:
            return
        key = self.keys.timers
        scores: list[Any] = await self.link.ask("ZMSCORE", key, *(name for name, _ in timers))
        left = [
            name
            for (name, due_ms), score in zip(timers, scores, strict=True)
            if score is not None and int(float(score)) == due_ms
        ]
        if left:
            await self.link.ask("ZREM", key, *left)
