"""What is said to one person beside any request: in its turn, again where the platform took nothing, and also by the
process that comes after this one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any

import msgspec
import structlog
from msgspec import Struct

from bot.delivery.card import Card
from bot.delivery.gateway import Doubtful, Postponed, SendFailed
from bot.domain.request import Place
from bot.store.asides import TOLD_MS, Taken
from bot.store.link import Unavailable
from bot.store.store import Store
from handlers.soon import Soon, meanwhile

log = structlog.get_logger()

LOOKS_EVERY_S = 10.0
AGAIN_MS = 60_000  # what was not taken in Soon's patience is tried again after so long


class Aside(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A card, or what is the platform's own (`made`). `key`: by which it is found again."""

    place: Place
    key: str
    card: Card | None = None
    made: dict[str, Any] | None = None
    loud: bool = True


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Aside).decode


class Asides:
    def __init__(
        self,
        store: Store,
        soon: Soon,
        platform: str,
        send: Callable[[Aside], Awaitable[Any]],
        find: Callable[[Aside], Awaitable[str | None]],
    ) -> None:
        """`find` raises LookupError where the platform looks nothing up: then what is in doubt is left."""
        self._store = store
        self._soon = soon
        self._platform = platform
        self._send = send
        self._find = find
        self._saying: set[str] = set()  # what has a job of its own here

    async def say(self, aside: Aside, what: str = "", once_in_ms: int = TOLD_MS) -> None:
        """For jobs alone. Once where `what` names it, however often it is asked for. Raises SendFailed."""
        now = await self._store.now()
        kept = await self._store.asides.keep(self._platform, what, _encode(aside), now, once_in_ms)
        if kept:
            await self._said(kept, aside)

    async def take_up(self) -> int:
        """What a process that ended had not said, or a platform did not take for long; how many it were."""
        now = await self._store.now()
        found = await self._store.asides.take(self._platform, now)
        taken = [one for one in found if one.id not in self._saying]
        for one in taken:
            self._soon(self._resumed(one))
        return len(taken)

    def looked_after(self) -> AbstractAsyncContextManager[None]:
        return meanwhile(self._looking())

    async def _looking(self) -> None:
        while True:
            try:
                await self.take_up()
            except Unavailable as away:
                log.info(f"{self._platform}.asides_wait", why=repr(away))
            except Exception:
                log.exception(f"{self._platform}.asides_failed")
            await asyncio.sleep(LOOKS_EVERY_S)

    async def _resumed(self, taken: Taken) -> None:
        aside = _decode(taken.payload)
        if taken.doubtful and await self._has_arrived(aside):
            await self._store.asides.over(taken.id)
        else:
            await self._said(taken.id, aside)

    async def _has_arrived(self, aside: Aside) -> bool:
        try:
            return await self._find(aside) is not None
        except LookupError:
            log.info(f"{self._platform}.aside_doubtful")
            return True  # it asks nothing of anybody: rather not at all than twice

    async def _said(self, id_: str, aside: Aside) -> None:
        asides = self._store.asides
        self._saying.add(id_)
        try:
            ours = await self._soon.in_turn(str(aside.place), lambda: self._tried(id_, aside))
        except asyncio.CancelledError:  # an orderly stop: whoever comes next need not wait for it
            with suppress(Unavailable):
                await asyncio.shield(asides.let_go(id_, await self._store.now()))
            raise
        except Postponed:
            await asides.waits(id_, await self._store.now(), AGAIN_MS)
            raise
        except Doubtful:  # looked for once its time is up
            raise
        except SendFailed:
            await asides.over(id_)
            raise
        finally:
            self._saying.discard(id_)
        if ours:
            await asides.over(id_)

    async def _tried(self, id_: str, aside: Aside) -> bool:
        """False: another process has said it, or is about to."""
        asides = self._store.asides
        if not await asides.begins(id_, await self._store.now()):
            return False
        try:
            await self._send(aside)
        except Postponed as postponed:
            await asides.waits(id_, await self._store.now(), int(postponed.retry_after_s * 1000))
            raise
        return True
