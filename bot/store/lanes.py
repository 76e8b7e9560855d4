"""One conversation's sends, in order, one at a time. Lanes do not wait for each other.

A sender takes a lane, and for its first notice: `sending`, the send itself, then `sent`, `passed_over`, `dead`,
`postpone`. What is found sending without an end is doubtful: it may have arrived.
"""

from collections.abc import Sequence
from enum import IntEnum
from secrets import token_hex

from msgspec import Struct

from bot.store.crashpoints import reached
from bot.store.link import Along, Link, Script
from bot.store.notices import DeadLetter, Notice, packed, unpacked, unpacked_letter
from bot.store.pipelining import Command, Value
from bot.store.timers import Due, due
from bot.store.writes import Timings

_TAKE = Script("scripts/take_lane.lua")
_SENDING = Script("scripts/mark_sending.lua")
_SETTLE = Script("scripts/settle.lua")
_LEAVE = Script("scripts/leave_lane.lua")
_REVIVE = Script("scripts/revive.lua")
_DROP = Script("scripts/drop_notice.lua")


class Hold(Struct, frozen=True):
    """A lane in our hands. Its notices may be fewer than it has; take it again (`more`) to see the next."""

    lane: str
    fence: int
    held: str  # the proof that the scripts check
    notices: tuple[Notice, ...]
    doubtful: bool  # the first was being sent by somebody who never said how it ended
    tries: int  # how often the first was begun


class Ended(IntEnum):
    """What became of the lane when its first notice ended; false where it was no longer ours to end."""

    LOST = 0
    HELD = 1
    LEFT = 2  # given back, since nothing was left in it


class Sent(Struct, frozen=True):
    """How a notice ended, or stands."""

    status: str  # queued, sent, passed over, dead, erased
    detail: str = ""  # the platform's id of what was sent; why it was passed over or died


class Lanes:
    def __init__(self, link: Link, timings: Timings) -> None:
        self.link = link
        self.keys = link.keys
        self.timings = timings

    async def ready(self, limit: int = 100) -> Due:
        """Lanes with work whose back-off is over, and when the next one's is. Some may be in others' hands."""
        return await due(self.link, self.keys.lanes, limit)

    async def take(self, lane: str, count: int = 10, along: Sequence[Along] = ()) -> Hold | None:
        """None: another has it, it must wait, or it is empty. `along`: what is asked once it is in our hands."""
        return await self._take(lane, token_hex(8), count, along)

    async def more(self, hold: Hold, count: int = 10) -> Hold | None:
        """The same hold with the lane's next notices; None when it was lost."""
        return await self._take(hold.lane, hold.held.partition(":")[2], count)

    async def _take(self, lane: str, token: str, count: int, along: Sequence[Along] = ()) -> Hold | None:
        keys = [
            self.keys.lane_lease(lane),
            self.keys.fences,
            self.keys.lane(lane),
            self.keys.cargo(lane),
            self.keys.head(lane),
            self.keys.lanes,
            self.keys.clock,
        ]
        answer = await self.link.run(_TAKE, keys, [token, self.timings.lane_lease_ms, lane, count], along)
        if answer[0] != b"held":
            return None
        _, fence, head, head_fence, tries, shown = answer
        notices = tuple(map(unpacked, shown))
        at_head = bool(notices) and notices[0].key == head.decode()
        return Hold(
            lane=lane,
            fence=int(fence),
            held=f"{fence}:{token}",
            notices=notices,
            doubtful=at_head and head_fence != b"",
            tries=int(tries) if at_head else 0,
        )

    async def sending(self, hold: Hold, notice: Notice) -> int:
        """Which try this is (1 = the first), or 0: the lane was lost or the notice is gone, so do not send."""
        keys = [self.keys.lane_lease(hold.lane), self.keys.lane(hold.lane), self.keys.head(hold.lane)]
        args: list[Value] = [hold.held, hold.fence, notice.key, self.timings.lane_lease_ms]
        answer = await self.link.run(_SENDING, keys, args)
        if answer[0] != b"sending":
            return 0
        reached("send")
        return int(answer[1])

    # A notice ends; after the lane's last one the lane is given back in the same step. `along`: what is asked once it
    # has ended, of the one behind it.

    async def sent(
        self,
        hold: Hold,
        notice: Notice,
        platform_id: str,
        card: tuple[str, str] | None = None,
        before: Sequence[Command] = (),
        along: Sequence[Along] = (),
    ) -> Ended:
        """`card` (place, kind): this message is the living card there, to be changed later.

        `before`: what is written with it, while the lane can be nobody else's.
        """
        status = f"sent {platform_id}"
        ended = await self._settle(hold, notice, status, card, platform_id, before=before, along=along)
        reached("record")
        return ended

    async def passed_over(self, hold: Hold, notice: Notice, why: str, along: Sequence[Along] = ()) -> Ended:
        """Not sent, on purpose: a newer state of the same card follows, or the recipient may no longer see it."""
        return await self._settle(hold, notice, f"passed-over {why}", along=along)

    async def dead(self, hold: Hold, notice: Notice, why: str, along: Sequence[Along] = ()) -> Ended:
        """It cannot be delivered: kept as a dead letter that `revive` sends again."""
        letter = packed(DeadLetter(notice, why))
        return await self._settle(hold, notice, f"dead {why}", letter=letter, along=along)

    async def _settle(
        self,
        hold: Hold,
        notice: Notice,
        status: str,
        card: tuple[str, str] | None = None,
        platform_id: str = "",
        letter: bytes = b"",
        before: Sequence[Command] = (),
        along: Sequence[Along] = (),
    ) -> Ended:
        keys = [
            self.keys.lane_lease(hold.lane),
            self.keys.lane(hold.lane),
            self.keys.cargo(hold.lane),
            self.keys.head(hold.lane),
            self.keys.notices(notice.number),
            self.keys.cards(notice.number),
            self.keys.dead,
            self.keys.dead_order,
            self.keys.clock,
            self.keys.lanes,
        ]
        field = "" if card is None else "\t".join(card)
        args: list[Value] = [hold.held, hold.fence, notice.key, status, field, platform_id, letter]
        settled = _SETTLE.call(keys, [*args, self.timings.lane_lease_ms, hold.lane])
        answer = await self.link.step(before, settled, along)
        if answer[0] != b"done":
            return Ended.LOST
        return Ended.HELD if answer[1] else Ended.LEFT

    async def postpone(self, hold: Hold, until_ms: int, *, surely_not_taken: bool) -> None:
        """Gives the lane back; nobody takes it before `until_ms` (Unix ms, the tenant's clock).

        Unless what was being sent was surely not taken, its next sender finds it doubtful.
        """
        await self._leave(hold, "wait", until_ms, surely_not_taken)

    async def leave(self, hold: Hold) -> bool:
        """Gives an empty lane back. False: notices came meanwhile, so go on with `more`."""
        return await self._leave(hold, "empty", 0, False) != b"more"

    async def stop(self, hold: Hold, *, surely_not_taken: bool = False) -> None:
        """Gives the lane back as it is, for another sender to take at once."""
        await self._leave(hold, "stop", 0, surely_not_taken)

    async def _leave(self, hold: Hold, how: str, until_ms: int, surely_not_taken: bool) -> bytes:
        lane = hold.lane
        keys = [self.keys.lane_lease(lane), self.keys.lane(lane), self.keys.head(lane), self.keys.lanes]
        args: list[Value] = [hold.held, hold.fence, lane, how, until_ms, int(surely_not_taken)]
        return bytes((await self.link.run(_LEAVE, keys, args))[0])

    # What became of them

    async def statuses(self, number: int) -> dict[str, Sent]:
        """Notice key -> how it stands, for every notice ever planned of this request."""
        found = await self.link.ask("HGETALL", self.keys.notices(number))
        return {key.decode(): _sent(status.decode()) for key, status in found.items()}

    async def card(self, number: int, place: str, kind: str) -> str | None:
        """The platform's id of the living card there."""
        found = await self.link.ask("HGET", self.keys.cards(number), f"{place}\t{kind}")
        return None if found is None else found.decode()

    async def cards(self, number: int) -> dict[tuple[str, str], str]:
        found = await self.link.ask("HGETALL", self.keys.cards(number))
        split = {tuple(field.decode().split("\t", 1)): id_.decode() for field, id_ in found.items()}
        return {(place, kind): id_ for (place, kind), id_ in split.items()}

    async def waiting(self) -> dict[str, int]:
        """Lane -> notices that wait in it."""
        lanes = [lane.decode() for lane in await self.link.ask("ZRANGE", self.keys.lanes, 0, -1)]
        counts = await self.link.batch([("LLEN", self.keys.lane(lane)) for lane in lanes])
        return {lane: count for lane, count in zip(lanes, counts, strict=True) if count}

    async def dead_letters(self, limit: int = 100) -> list[DeadLetter]:
        """The oldest first; `limit` 0 = all."""
        order = await self.link.ask("ZRANGE", self.keys.dead_order, 0, limit - 1)
        if not order:
            return []
        letters = await self.link.ask("HMGET", self.keys.dead, *order)
        return [unpacked_letter(letter) for letter in letters if letter]

    async def revive(self, letter: DeadLetter) -> bool:
        """Sends it again, after what its lane has; False when somebody did so already."""
        notice = letter.notice
        keys = [
            self.keys.dead,
            self.keys.dead_order,
            self.keys.lane(notice.lane),
            self.keys.cargo(notice.lane),
            self.keys.lanes,
            self.keys.notices(notice.number),
            self.keys.clock,
        ]
        return bool(await self.link.run(_REVIVE, keys, [notice.key, notice.lane, packed(notice)]))

    async def contents(self, lane: str) -> list[Notice]:
        """All that waits in a lane, in no particular order."""
        return [unpacked(notice) for notice in await self.link.ask("HVALS", self.keys.cargo(lane))]

    async def drop(self, notice: Notice) -> bool:
        """Takes a notice off its lane or out of the dead letters, for a person who is to be forgotten."""
        keys = [
            self.keys.lane(notice.lane),
            self.keys.cargo(notice.lane),
            self.keys.head(notice.lane),
            self.keys.notices(notice.number),
            self.keys.dead,
            self.keys.dead_order,
        ]
        return bool(await self.link.run(_DROP, keys, [notice.key]))


def _sent(status: str) -> Sent:
    word, _, detail = status.partition(" ")
    return Sent(word.replace("-", " "), detail)
