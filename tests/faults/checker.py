"""The history checker: what was sent and acknowledged, held against what the desk has kept and what people were shown.

Numbers are those of the fault list: I1 nothing acknowledged is missing, I2 each input acts once, I3 each notice is
there once, I4-I6 see `derived`, I7 nobody reads what is not theirs, I8 a request is told in its order.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.delivery.notices import notices
from bot.delivery.relevance import is_living
from bot.domain.events import RequestReopened
from bot.domain.evolve import evolve
from bot.domain.request import Request
from bot.domain.rights import may_read
from bot.store.feeds import START, FeedEntry
from bot.store.store import Store
from bot.store.tallies import Tallies
from handlers.web import feed
from knowledge.directory import Directory, PersonId
from tests.faults.browser import Input, Told
from tests.faults.derived import WORDS, Histories, assert_all_is_derived, states_of
from tests.faults.waiting import until


class Checker:
    """Looks like a browser that never closes: what it has seen of a feed it does not ask for again."""

    def __init__(self, store: Store, directory: Directory, inputs: Sequence[Input]) -> None:
        self.store = store
        self.directory = directory
        self.inputs = inputs
        self.shown: dict[PersonId, list[FeedEntry]] = {person: [] for person in directory.people}

    async def settled(self) -> bool:
        """Nothing is on its way, and nothing is due that has not happened."""
        return not (
            await self.store.outbox("checker").waiting()
            or await self.store.lanes.waiting()
            or (await self.store.timers.due()).items
        )

    async def settles(self, seconds: float) -> None:
        await until(self.settled, seconds, "everything is delivered")

    async def what_was_kept(self) -> Histories:
        """I1, I2, I4, I5, I6: true at any moment."""
        told = await self._derived()
        held = _holders(told)
        kept = await self.store.words_of(told)
        for sent in self.inputs:
            times = len(held.get(sent.words, []))
            if sent.told is Told.DONE:
                assert times == 1, ("acknowledged, but not there once", times, sent)
            elif sent.told is Told.REFUSED:
                assert times == 0, ("refused, and done all the same", sent)
            else:
                assert times <= 1, ("done twice", times, sent)
            if times:
                [number] = held[sent.words]
                assert kept[number][sent.words].decode() == sent.text
        return told

    async def _derived(self) -> Histories:
        """Many reads are no one moment: what was found is only wrong where nothing has happened meanwhile."""
        tallies = Tallies(self.store.link)
        while True:
            before = await tallies.last_change()
            try:
                return await assert_all_is_derived(self.store)
            except AssertionError:
                if await tallies.last_change() == before:
                    raise

    async def what_was_delivered(self) -> None:
        """I3, I7, I8: once everything has settled."""
        told = await self.what_was_kept()
        states = await states_of(self.store, told)
        await self._look()
        posted = {key: person for person, entries in self.shown.items() for key in _keys(entries)}
        assert await self.store.outbox("checker").stuck() == {}
        assert await self.store.lanes.dead_letters() == []
        expected: set[str] = set()
        for number, events in told.items():
            expected |= await self._told_once(number, events, posted)
            for person in self.shown:
                self._in_order(number, person)
        assert posted.keys() <= expected
        for person, entries in self.shown.items():
            self._only_theirs(person, entries, states)
        self._words_once()

    async def _look(self) -> None:
        for person, entries in self.shown.items():
            while found := await self.store.feeds.read(person, entries[-1].id if entries else START):
                entries += found
            repeated = [key for key, times in Counter(entry.key for entry in entries).items() if times > 1]
            assert repeated == []

    async def _told_once(
        self, number: int, events: Sequence[object], posted: Mapping[str, PersonId]
    ) -> set[str]:
        """Every notice of a request has ended, and what was sent aloud stands where it belongs."""
        statuses = await self.store.lanes.statuses(number)
        held = {name async for name in _held(self.store)}
        request: Request | None = None
        expected: set[str] = set()
        for index, event in enumerate(events):
            before, request = request, evolve(request, event)  # type: ignore[arg-type]
            for notice in notices(before, event, request, index):  # type: ignore[arg-type]
                expected.add(notice.key)
                if notice.key not in statuses:
                    # Of the changes of one card that are planned at once the last stands for all.
                    assert is_living(notice)
                    assert not notice.loud, notice.key
                    continue
                status = statuses[notice.key].status
                assert status in ("sent", "passed over") or notice.key in held, (notice.key, status)
                if status == "sent" and not is_living(notice):
                    assert posted.get(notice.key) == notice.to
        assert statuses.keys() <= expected
        return expected

    def _in_order(self, number: int, person: PersonId) -> None:
        items = [feed.decode(entry.payload) for entry in self.shown[person]]
        said = [item.message for item in items if item.op == "post" and item.card.kind == "said"]
        places = [int(key.split("/")[1]) for key in said if key.startswith(f"{number}/")]
        assert places == sorted(places)

    def _only_theirs(
        self, person: PersonId, entries: Sequence[FeedEntry], states: Mapping[int, Request]
    ) -> None:
        for entry in entries:
            if entry.number:
                assert may_read(person, states[entry.number], self.directory)

    def _words_once(self) -> None:
        """The same words stand in one message at most on each side of each person."""
        for person, entries in self.shown.items():
            items = [feed.decode(entry.payload) for entry in entries]
            said = [(i.side, i.card.text) for i in items if i.op == "post" and i.card.kind == "said"]
            for sent in self.inputs:
                for side in ("asks", "work"):
                    times = sum(sent.text in text for where, text in said if where == side)
                    assert times <= 1, ("told twice", person, sent)


def _holders(told: Histories) -> dict[str, list[int]]:
    """Words -> the requests of the events that say them, one for each such event."""
    found: dict[str, list[int]] = {}
    for number, events in told.items():
        for event in events:
            if isinstance(event, RequestReopened):
                continue  # it names words that were said by the event before it
            for words in {getattr(event, field, None) for field in WORDS} - {None}:
                found.setdefault(words, []).append(number)
    return found


def _keys(entries: Sequence[FeedEntry]) -> list[str]:
    items = [feed.decode(entry.payload) for entry in entries]
    return [item.message for item in items if item.op == "post"]


async def _held(store: Store):  # type: ignore[no-untyped-def]
    """Keys of notices that wait for somebody's working hours."""
    async for name in store.link.names("held:*"):
        for key in await store.link.ask("ZRANGE", name, 0, -1):
            yield key.decode()
