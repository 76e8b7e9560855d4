"""From events to notices on lanes: each event is told as of the state in which it happened, once.

A wake-up says only "request n has news". Whoever holds the lease on n plans all that lies beyond the cursor, and gives
the lease back only when nothing is left.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial

import structlog

from bot.delivery.metrics import DeliveryMetrics
from bot.delivery.notices import Notice
from bot.delivery.patience import patiently
from bot.delivery.reach import NOWHERE, PAGES, Reach, lane_of
from bot.delivery.relevance import is_living
from bot.delivery.sight import Cargo, stored
from bot.domain.events import AnyEvent, MadeConfidential, decode_event
from bot.domain.evolve import evolve
from bot.domain.instants import unix_ms
from bot.domain.request import Request
from bot.newest import Newest
from bot.store.crashpoints import reached
from bot.store.delivery_extra import DeliveryExtra
from bot.store.link import Unavailable
from bot.store.outbox import Finished, Lease, News, Outbox, Wakeup
from bot.store.store import Store
from knowledge.directory import PersonId

log = structlog.get_logger()

_LOOK_AGAIN_S = 0.5
TRIES = 5  # what fails so often is set aside, so that the queue moves on
# A process that ends takes down all that it had in hand: what was there as often may be innocent, so it gets longer.
HANDED_OUT = 20
REMEMBERED = 1_000  # requests whose state this process keeps, so that a long history is not folded again
MUST_BE_SENT_WITHIN = timedelta(minutes=5)
ONLY_ON_PAGES = frozenset({"echo"})  # people see their own words on a platform without us

NoticesOf = Callable[[Request | None, AnyEvent, Request, int], Sequence[Notice]]


class Planner:
    def __init__(
        self,
        store: Store,
        outbox: Outbox,
        extra: DeliveryExtra,
        reach: Reach,
        metrics: DeliveryMetrics,
        notices_of: NoticesOf,
        may_read: Callable[[PersonId, Request], bool],
        planned: Callable[[Mapping[str, Cargo]], None],
    ) -> None:
        """`planned` is told which lanes have got work, and the first of it in each."""
        self.store = store
        self.outbox = outbox
        self.extra = extra
        self.reach = reach
        self.metrics = metrics
        self._notices_of = notices_of
        self._may_read = may_read
        self._planned = planned
        self._folded: Newest[int, Request] = Newest(REMEMBERED)
        self._renew_s = store.timings.renew_ms / 1000

    async def plan(self, wakeups: Sequence[Wakeup]) -> None:
        """Wake-ups of one request; returns when its news is planned, or is another's to plan."""
        number, entries = wakeups[0].number, [wakeup.entry for wakeup in wakeups]
        reached("wake")
        poisonous = max(wakeup.tries for wakeup in wakeups) > HANDED_OUT
        lost = True
        while lost:  # a lease that ran out while Redis was away: the wake-ups are still ours
            lease = await self._lease(number, entries)
            if lease is None:
                return  # its holder looks again before it lets go
            async with self._held(lease):
                if poisonous:
                    await self._set_aside(lease, "it ended every process that tried")
                    return
                lost = not await self._plan_all(lease)

    async def _lease(self, number: int, entries: Sequence[str]) -> Lease | None:
        unsure = False
        while True:
            try:
                # After a lost answer the lease may be ours without our knowing. Asking again while it stands
                # would acknowledge the wake-ups for a holder that is not there.
                if not unsure or not await self.outbox.link.ask("EXISTS", self.store.keys.lease(number)):
                    return await self.outbox.lease(number, entries, self._known(number))
            except Unavailable:
                unsure = True
            await asyncio.sleep(_LOOK_AGAIN_S)

    async def _plan_all(self, lease: Lease) -> bool:
        """False: the lease was lost."""
        tries, news = 0, lease.news
        while True:
            try:
                ended = await patiently(partial(self._plan_news, lease, news))
            except Exception as error:  # whatever it is, it must not stop the others' news
                tries += 1
                self._folded.pop(lease.number, None)
                log.exception("delivery.plan_failed", number=lease.number, tries=tries)
                if tries >= TRIES:
                    await self._set_aside(lease, type(error).__name__)
                    return True
                ended = "more"
            if ended != "more":
                return ended == "done"
            news = await patiently(partial(self.outbox.news, lease.number, self._known(lease.number)))

    async def _set_aside(self, lease: Lease, why: str) -> None:
        self.metrics.poison.labels("plan").inc()
        log.error("delivery.set_aside", number=lease.number, why=why)
        await patiently(lambda: self.outbox.set_aside(lease, why))

    async def _plan_news(self, lease: Lease, news: News) -> Finished:
        """Everything beyond the cursor in one step, and the lease given back where that was all."""
        number = lease.number
        if not self._follows(news, number):
            news = await self.outbox.news(number)
        cursor, end = news.cursor, news.end
        if cursor >= end:
            return await self.outbox.finish(lease)
        told, after, hidden = self._told(number, news)
        if hidden:
            told += await self._hidden(after, told)
        cargos = await self._cargos(one_living_card_each(told), after)
        await self._watch([cargo.told for cargo in cargos])
        lanes = [lane_of(cargo.place) for cargo in cargos]
        notices = [stored(cargo, lane) for cargo, lane in zip(cargos, lanes, strict=True)]
        ended = await self.outbox.plan(lease, cursor, end, notices)
        if ended != "lost":
            self._folded[number] = after
            self.metrics.planned.inc(len(notices))
            self._planned(dict(zip(reversed(lanes), reversed(cargos), strict=True)))
        return ended

    def _told(self, number: int, news: News) -> tuple[list[Notice], Request, bool]:
        """The notices of each event beyond the cursor, the state after the last, whether it became confidential."""
        request = self._folded.get(number) if news.since else None
        told: list[Notice] = []
        hidden = False
        for index, written in enumerate(news.events, news.since):
            event = decode_event(written)
            before, request = request, evolve(request, event)
            if index >= news.cursor:
                told += self._notices_of(before, event, request, index)
                hidden |= isinstance(event, MadeConfidential)
        if request is None:
            raise ValueError(f"request {number} has news but no history")
        return told, request, hidden

    def _known(self, number: int) -> int:
        """How many of its events are folded already."""
        request = self._folded.get(number)
        return request.version if request is not None else 0

    def _follows(self, news: News, number: int) -> bool:
        """Whether it goes on where we are: another task may have folded more meanwhile, or a state was forgotten."""
        return news.since == 0 or (news.since <= news.cursor and news.since == self._known(number))

    async def _hidden(self, request: Request, told: list[Notice]) -> list[Notice]:
        """Whoever was told of a request that has become confidential: what they may not see any more is taken back."""
        number, index = request.number, request.version - 1
        already = {notice.to for notice in told if notice.kind == "living"}
        keys = await self.store.lanes.statuses(number)
        people = {PersonId(key.split("/")[2]) for key in keys if key.count("/") >= 3}
        hidden = {person for person in people - already if not self._may_read(person, request)}
        return [
            Notice(
                key=f"{number}/{index}/{person}/living",
                number=number,
                event=index,
                kind="living",
                to=person,
                side="work",
                loud=False,
            )
            for person in sorted(hidden)
        ]

    async def _cargos(self, told: list[Notice], request: Request) -> list[Cargo]:
        places = await self.reach.places([(notice.to, notice.side) for notice in told], request)
        found = [Cargo(notice, places[notice.to, notice.side]) for notice in told]
        return [cargo for cargo in found if _belongs_there(cargo)]

    async def _watch(self, told: Iterable[Notice]) -> None:
        """Before the plan: a watch too many is found settled, one too few would be forgotten."""
        accountable = [notice for notice in told if notice.accountable]
        if accountable:
            by = unix_ms(await self.store.now() + MUST_BE_SENT_WITHIN)
            await self.extra.watch([(n.number, n.to, n.key, by) for n in accountable])

    @asynccontextmanager
    async def _held(self, lease: Lease) -> AsyncIterator[None]:
        """Renews the lease while planning takes long; it hardly ever does, so that is no task before its time."""
        renewing: list[asyncio.Task[None]] = []
        later = asyncio.get_running_loop().call_later(
            self._renew_s, lambda: renewing.append(asyncio.create_task(self._renew(lease)))
        )
        try:
            yield
        finally:
            later.cancel()
            for task in renewing:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _renew(self, lease: Lease) -> None:
        held = True
        while held:
            held = await patiently(lambda: self.outbox.renew(lease))
            await asyncio.sleep(self._renew_s)


def one_living_card_each(told: Sequence[Notice]) -> list[Notice]:
    """Of the changes of one card that are planned at once the loud ones, else the last: all show the newest state."""
    last = {(n.to, n.side): n.key for n in told if is_living(n)}
    last |= {(n.to, n.side): "" for n in told if is_living(n) and n.loud}
    return [n for n in told if not is_living(n) or n.loud or last[n.to, n.side] == n.key]


def _belongs_there(cargo: Cargo) -> bool:
    platform = cargo.place.platform
    if platform == NOWHERE:
        return cargo.told.loud  # a quiet change that nobody can see is nothing to worry about
    return platform in PAGES or cargo.told.kind not in ONLY_ON_PAGES
