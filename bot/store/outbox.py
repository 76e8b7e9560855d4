"""From "request n has news" to notices on lanes: wake-ups, leases with a fence, and the step that plans.

The protocol, and why each part of it is needed, is tried as a model in tests/bot/store/test_wakeup_model.py.
"""

from collections.abc import Sequence
from secrets import token_hex
from typing import Any, Literal

from msgspec import Struct
from redis.exceptions import ResponseError

from bot.store.crashpoints import reached
from bot.store.keys import Keys
from bot.store.link import LONGEST_BLOCK_MS, Link, Script, Unavailable
from bot.store.notices import Notice, packed
from bot.store.pipelining import Value
from bot.store.shapes import fields_of, stream_entries
from bot.store.writes import Timings

_LEASE = Script("scripts/lease.lua")
_RENEW = Script("scripts/renew.lua")
_PLAN = Script("scripts/plan.lua")

GROUP = "planners"

Finished = Literal["done", "more", "lost"]  # lost: another may hold the lease, and plans what is left


class Wakeup(Struct, frozen=True):
    entry: str
    number: int
    tries: int = 1  # how often it was handed out; very often means that planning it ends processes


class News(Struct, frozen=True):
    cursor: int  # events planned so far
    since: int  # events that were known already
    events: Sequence[bytes]  # all the others, since a notice tells the state as of its event

    @property
    def end(self) -> int:
        """How many events there are."""
        return self.since + len(self.events)


def _news(since: int, cursor: bytes | None, events: list[bytes]) -> News:
    return News(int(cursor or 0), since, events)


class Lease(Struct, frozen=True):
    """The right to plan one request's news. `held` is the proof that the scripts check."""

    number: int
    fence: int
    held: str
    entries: tuple[str, ...]
    news: News  # as it stood when the lease was given


class Outbox:
    def __init__(self, link: Link, timings: Timings, consumer: str) -> None:
        """`consumer` is unique among living processes: two that share it take each other's wake-ups."""
        self.link = link
        self.keys: Keys = link.keys
        self.timings = timings
        self.consumer = consumer
        self._mine: set[str] = set()  # entries handed out to this process and not yet let go
        self._reply_lost = False

    async def take(self, count: int = 32, block_ms: int = 1000) -> list[Wakeup]:
        """New wake-ups; waits for one for `block_ms` (at most LONGEST_BLOCK_MS), then returns none."""
        since = ">"
        if self._reply_lost:  # what Redis handed out into the broken connection is still ours
            since = "0"
        block: tuple[Value, ...] = ("BLOCK", min(block_ms, LONGEST_BLOCK_MS)) if block_ms > 0 else ()
        ask = ("GROUP", GROUP, self.consumer, "COUNT", count, *block, "STREAMS", self.keys.outbox, since)
        try:
            found = await self.link.listen("XREADGROUP", *ask)
        except Unavailable:
            self._reply_lost = True
            raise
        except ResponseError as error:
            if "NOGROUP" not in str(error):
                raise
            await self.prepare()
            return []
        self._reply_lost = False
        return self._handed_out(stream_entries(found))

    async def prepare(self) -> None:
        """Makes the consumer group, from the stream's beginning; nothing when it is there."""
        try:
            await self.link.ask("XGROUP", "CREATE", self.keys.outbox, GROUP, "0", "MKSTREAM")
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def reclaim(self, count: int = 32) -> list[Wakeup]:
        """Wake-ups that their worker left lying for `reclaim_ms`."""
        return await self._claim_idle(self.timings.reclaim_ms, count)

    async def take_over(self) -> list[Wakeup]:
        """All that any worker left, at once, and their leases dropped.

        Only for a process that knows itself to be the one worker (`run`, holding the data folder): it need not
        wait until the dead one's leases run out. Were it wrong, the fences would still keep the other from planning.
        """
        found = await self._claim_idle(0, 1000)
        leases = [self.keys.lease(wakeup.number) for wakeup in found]
        lanes = await self.link.ask("ZRANGE", self.keys.lanes, 0, -1)
        leases += [self.keys.lane_lease(lane.decode()) for lane in lanes]
        if leases:
            await self.link.ask("DEL", *leases)
        return found

    async def _claim_idle(self, idle_ms: int, count: int) -> list[Wakeup]:
        await self.prepare()
        claimed = await self.link.ask(
            "XAUTOCLAIM", self.keys.outbox, GROUP, self.consumer, idle_ms, "0-0", "COUNT", count
        )
        # 6.2 shows an entry that was deleted meanwhile as nothing.
        entries = [entry for entry in claimed[1] if entry and entry[1]]
        if not entries:
            return []
        first, last = entries[0][0], entries[-1][0]
        pending = await self.link.ask(
            "XPENDING", self.keys.outbox, GROUP, first, last, 10 * count, self.consumer, parse_detail=True
        )
        return self._handed_out(entries, tries={row["message_id"]: row["times_delivered"] for row in pending})

    def _handed_out(self, entries: Sequence[Any], tries: dict[bytes, int] | None = None) -> list[Wakeup]:
        fresh = [(id_, fields) for id_, fields in entries if id_.decode() not in self._mine]
        self._mine.update(id_.decode() for id_, _ in fresh)
        return [
            Wakeup(id_.decode(), int(fields_of(fields)[b"number"]), (tries or {}).get(id_, 1))
            for id_, fields in fresh
        ]

    async def lease(self, number: int, entries: Sequence[str], since: int = 0) -> Lease | None:
        """The right to plan n's news, and the news. None: another has it, and the wake-ups are acknowledged; just go on."""
        token = token_hex(8)
        keys = [
            self.keys.lease(number),
            self.keys.fences,
            self.keys.outbox,
            self.keys.request(number),
            self.keys.history(number),
        ]
        args: list[Value] = [token, self.timings.lease_ms, GROUP, self.consumer, since, *entries]
        answer = await self.link.run(_LEASE, keys, args)
        if answer[0] != b"held":
            self._mine.difference_update(entries)
            return None
        _, fence, cursor, events = answer
        reached("lease")
        return Lease(number, int(fence), f"{fence}:{token}", tuple(entries), _news(since, cursor, events))

    async def renew(self, lease: Lease) -> bool:
        """Every `renew_ms` while planning takes long; False: lost, so stop."""
        keys = [self.keys.lease(lease.number), self.keys.outbox]
        args: list[Value] = [lease.held, self.timings.lease_ms, GROUP, self.consumer, *lease.entries]
        return bool((await self.link.run(_RENEW, keys, args))[0] == b"held")

    async def news(self, number: int, since: int = 0) -> News:
        """`since`: so many events are known already."""
        cursor = ("HGET", self.keys.request(number), "planned")
        events = ("LRANGE", self.keys.history(number), since, -1)
        return _news(since, *await self.link.batch([cursor, events]))

    async def plan(self, lease: Lease, before: int, after: int, notices: Sequence[Notice]) -> Finished:
        """Moves the cursor from `before` and appends the notices, both or neither; then `finish`, in the same step."""
        finished = await self._finish(lease, "", before, after, notices)
        reached("plan")
        return finished

    async def finish(self, lease: Lease) -> Finished:
        """Gives the lease back and acknowledges its wake-ups, unless there is more news: then go on."""
        return await self._finish(lease, "")

    async def set_aside(self, lease: Lease, why: str) -> None:
        """For news that cannot be planned however often it is tried: told by `stuck`, woken again by `wake`."""
        await self._finish(lease, why)

    async def _finish(
        self, lease: Lease, why: str, before: int = 0, after: int = 0, notices: Sequence[Notice] = ()
    ) -> Finished:
        number = lease.number
        keys = [
            self.keys.lease(number),
            self.keys.request(number),
            self.keys.history(number),
            self.keys.notices(number),
            self.keys.lanes,
            self.keys.outbox,
            self.keys.stuck,
            self.keys.clock,
        ]
        args: list[Value] = [lease.held, number, why, GROUP, before, after, len(notices)]
        for notice in notices:
            if notice.number != number:
                raise ValueError(f"a notice of request {notice.number} under the lease of {number}")
            keys += [self.keys.lane(notice.lane), self.keys.cargo(notice.lane)]
            args += [notice.lane, notice.key, packed(notice)]
        answer = await self.link.run(_PLAN, keys, [*args, *lease.entries])
        if answer[0] == b"more":
            return "more"
        self._mine.difference_update(lease.entries)
        return "done" if answer[0] == b"done" else "lost"

    def let_go(self, entries: Sequence[str]) -> None:
        """This process gives up on wake-ups without acknowledging them: whoever reclaims them tries again."""
        self._mine.difference_update(entries)

    async def stuck(self) -> dict[int, str]:
        """Requests whose news was set aside, and why."""
        found = await self.link.ask("HGETALL", self.keys.stuck)
        return {int(number): why.decode() for number, why in found.items()}

    async def wake(self, number: int) -> None:
        await self.link.ask("XADD", self.keys.outbox, "*", "number", number)

    async def waiting(self) -> int:
        """Wake-ups not yet done with, taken or not."""
        return int(await self.link.ask("XLEN", self.keys.outbox))
