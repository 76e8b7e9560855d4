"""The laws once more, through the one door and over the real store: whatever people do, in whatever order and however
often it is delivered, the history folded is the state stored, and all the rest follows from the states.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from datetime import datetime
from itertools import count
from typing import Any, ClassVar, TypeVar, get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bot.answer import Answer
from bot.commit import decode_state
from bot.desk import Desk
from bot.domain import commands as c
from bot.domain.request import Place, Request, RequestNumber
from bot.domain.rights import TABLE, verbs
from bot.domain.timers import fired
from bot.known import Known
from bot.reader import Library
from bot.store.embedded import EmbeddedServer
from bot.store.keys import Keys
from bot.store.link import Link
from bot.store.store import Store
from knowledge.directory import PersonId
from tests.bot.desks import small_matcher
from tests.bot.domain.acts import SENSIBLE, fields, first_readings
from tests.bot.domain.laws import LAWS
from tests.bot.domain.world import ANA, BO, CARMEN, DIRECTORY, GUEST, NOON, PEOPLE, VERA
from tests.clock import set_clock
from tests.faults.derived import assert_all_is_derived
from tests.samples import sample

EVERYBODY = (*PEOPLE, GUEST)
VERBS = {t.__struct_config__.tag: t for t in get_args(c.AnyCommand)}
CLICKS = sorted(verb for verb, row in TABLE.items() if "desk" not in row)
ENDINGS = frozenset({"withdraw", "article_solved"})

T = TypeVar("T")
_tenants = count(1)
answered: Counter[str] = Counter()
beside: set[PersonId] = set()  # who has ever called the desk in somebody else's thread


class Now:
    """What drawing an act's fields asks of a story."""

    def __init__(self, request: Request, now: datetime) -> None:
        self.is_, self.now = request, now


class Server:
    """One loop and one connection pool for all days; a company of its own for each."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self.link = Link.to(url, "laws")

    def do(self, act: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(act)

    def new_desk(self) -> Desk:
        link = Link(self.link.commands, self.link.readers, Keys(f"laws{next(_tenants)}"))
        library = Library(DIRECTORY, small_matcher())
        store = Store(link)
        return Desk(store, Known(store.people), lambda: library)

    def close(self) -> None:
        self.do(self.link.aclose())
        self.runner.close()


class OneDay(RuleBasedStateMachine):
    server: ClassVar[Server]

    def __init__(self) -> None:
        super().__init__()
        self.desk = self.server.new_desk()
        self.store = self.desk.store
        self.given: dict[str, tuple[c.AnyCommand, Answer]] = {}
        self.numbers: list[int] = []
        self.at_the_end: list[c.AnyCommand] = []
        self.drawn = 0

    # what is done

    @initialize(by=st.sampled_from((BO, ANA)), read=first_readings)
    def somebody_asks_at_noon(self, by: PersonId, read: Any) -> None:
        self.server.do(set_clock(self.store, NOON))
        self._asks(by, read, private=False, as_new=True)

    @rule(by=st.sampled_from((BO, ANA, GUEST, VERA, CARMEN)), read=first_readings, flags=st.integers(0, 3))
    def somebody_asks(self, by: PersonId, read: Any, flags: int) -> None:
        if len(self.numbers) < 4:
            self._asks(by, read, private=bool(flags & 1), as_new=bool(flags & 2))

    @rule(data=st.data())
    def somebody_does_what_they_may(self, data: st.DataObject) -> None:
        command = self._likely(data)
        if command is not None:
            self._orders(command)

    @rule(data=st.data())
    def the_owner_does_what_they_may(self, data: st.DataObject) -> None:
        request = self._some(data)
        self._orders(self._of(request, request.owner, self._verb(request, request.owner, data), data))

    @rule(data=st.data(), by=st.sampled_from(EVERYBODY), verb=st.sampled_from(CLICKS))
    def somebody_clicks_anything(self, data: st.DataObject, by: PersonId, verb: str) -> None:
        request = self._some(data)
        seen = data.draw(st.none() | st.integers(0, request.version))
        self._orders(self._of(request, by, verb, data, seen=seen))

    @rule(data=st.data(), by=st.sampled_from(EVERYBODY))
    def somebody_calls_the_desk_in_a_thread(self, data: st.DataObject, by: PersonId) -> None:
        request = self._some(data)
        number, place = request.number, request.place
        self._orders(
            c.Say(id=self._id(), by=by, number=number, text="A mí también", place=place, calls_us=True)
        )
        beside.update(set(self.server.do(self._stored(number)).bystanders) - {request.requester})

    @rule(data=st.data())
    def an_act_is_delivered_four_times_at_once(self, data: st.DataObject) -> None:
        command = self._likely(data)
        if command is not None:
            self._orders(*[command] * 4)

    @rule(data=st.data())
    def somebody_waits_for_the_last_moment(self, data: st.DataObject) -> None:
        """Who wins a race is no matter of the day's plan, so all of these act at once when it is over."""
        command = self._likely(data)
        if command is not None:
            self.at_the_end.append(command)

    @rule(data=st.data())
    def something_is_delivered_again(self, data: st.DataObject) -> None:
        command, first = self.given[data.draw(st.sampled_from(list(self.given)))]
        assert self.server.do(self.desk.handle(command)) == first

    @rule()
    def the_next_timer_fires(self) -> None:
        """One of those that are due: which others are due in the same breath is a matter of milliseconds."""
        due = self.server.do(self.store.timers.all())
        if not due:
            return
        name = min(due, key=lambda name: due[name])
        ahead = due[name] - int(self.server.do(self.store.now()).timestamp() * 1000)
        if ahead > 0:
            self.server.do(self.store.move_clock(ahead + 1))
        assert name in dict(self.server.do(self.store.timers.due()).items)
        self._orders(fired(name))
        assert name not in self.server.do(self.store.timers.all())

    @rule(data=st.data())
    def somebody_cannot_be_reached(self, data: st.DataObject) -> None:
        request = self._some(data)
        if request.is_open and len(request.unreachable) < 3:
            number, person = request.number, request.owner
            self._orders(c.NotReached(id=self._id(), by=c.DESK, number=number, person=person))

    @rule(seconds=st.sampled_from([20, 40, 3_600, 86_400]))
    def time_passes(self, seconds: int) -> None:
        self.server.do(self.store.move_clock(seconds * 1000))

    # how

    def _asks(self, by: PersonId, read: Any, *, private: bool, as_new: bool) -> None:
        # Every other one is asked in a channel, where others read along.
        thread = Place("slack", "C1", f"{len(self.numbers)}.1")
        place = Place("web", f"{by}/asks") if len(self.numbers) % 2 else thread
        text = "No me ha llegado la nómina"
        more = {"private": private, "as_new": as_new}
        self._orders(c.Ask(id=self._id(), by=by, text=text, place=place, reading=read, **more))

    async def _stored(self, number: int) -> Request:
        _, state = (await self.store.states([number]))[number]
        return decode_state(state)

    def _some(self, data: st.DataObject) -> Request:
        number = data.draw(st.sampled_from(self.numbers))
        _, state = self.server.do(self.store.states([number]))[number]
        return decode_state(state)

    def _likely(self, data: st.DataObject) -> c.AnyCommand | None:
        request = self._some(data)
        able = [p for p in EVERYBODY if verbs(p, request, DIRECTORY)]
        if not able:
            return None
        by = data.draw(st.sampled_from(able))
        return self._of(request, by, self._verb(request, by, data), data)

    def _verb(self, request: Request, by: PersonId, data: st.DataObject) -> str:
        may = sorted(verbs(by, request, DIRECTORY))
        able = [v for v in may if v not in SENSIBLE or SENSIBLE[v](request, by)] or CLICKS
        return str(data.draw(st.sampled_from([v for v in able if v not in ENDINGS] * 4 + able)))

    def _of(
        self, request: Request, by: PersonId, verb: str, data: st.DataObject, **more: Any
    ) -> c.AnyCommand:
        now = self.server.do(self.store.now())
        drawn = fields(verb, by, Now(request, now), data.draw)  # type: ignore[arg-type]
        command: c.AnyCommand = VERBS[verb](
            id=self._id(), by=by, number=RequestNumber(request.number), **drawn, **more
        )
        return command

    def _id(self) -> str:
        self.drawn += 1
        return f"c{self.drawn:03}"

    def _orders(self, *commands: c.AnyCommand) -> None:
        """All at once; then nothing is anywhere that does not follow from the histories."""

        async def at_once() -> list[Answer]:
            return list(await asyncio.gather(*map(self.desk.handle, commands)))

        for command, answer in zip(commands, self.server.do(at_once()), strict=True):
            assert self.given.get(command.id, (command, answer)) == (command, answer)
            self.given[command.id] = (command, answer)
            answered[answer.kind] += 1
            if answer.kind == "done" and answer.number not in self.numbers:
                self.numbers.append(answer.number or 0)
        self._judged(everywhere=False)

    def _judged(self, *, everywhere: bool) -> None:
        """All follows from the histories, and each of them keeps the laws: what is stored does, not only what is folded."""
        told = self.server.do(assert_all_is_derived(self.store, everywhere=everywhere))
        for number, (_, state) in self.server.do(self.store.states(told)).items():
            for law in LAWS:
                law(decode_state(state), told[number])

    def teardown(self) -> None:
        if self.at_the_end:
            self._orders(*self.at_the_end)
        self._judged(everywhere=True)
        self.server.do(_gone(self.store))


async def _gone(store: Store) -> None:
    keys = [key async for key in store.link.names("*")]
    for start in range(0, len(keys), 500):
        await store.link.ask("UNLINK", *keys[start : start + 500])


def test_history_state_indexes_timers_tallies_and_words_agree_on_any_day(
    redis_server: EmbeddedServer,
) -> None:
    OneDay.server = Server(redis_server.url)
    try:
        run_state_machine_as_test(
            OneDay,
            settings=settings(
                max_examples=sample(40, 500),
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        OneDay.server.close()
    assert answered["done"] >= sum(answered.values()) / 2, answered
    assert beside
