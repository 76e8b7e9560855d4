"""Random days, played with the one clock: workers that are down for days, two that fire at once, one that is hasty;
people who go away and come back. Every timer acts once and never early, somebody is accountable at each instant, and
what the desk starts rings nobody outside their hours unless it is urgent.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.delivery.manners import Pending, Post, Scene, verdict
from bot.delivery.notices import Notice, notices
from bot.delivery.relevance import bot_started
from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.evolve import evolve
from bot.domain.refusals import Refusal
from bot.domain.request import Request
from bot.domain.timers import fired, timers
from knowledge.calendar import is_open
from knowledge.directory import PersonId
from knowledge.loader import build
from tests.bot.domain.judging import free_for
from tests.bot.domain.playing import PARTS, play
from tests.bot.domain.world import BO, DIRECTORY, GUEST, HUGO, LUIS, NOON, PEOPLE, VERA, Story, reading
from tests.knowledge.directories import edited, three_topics
from tests.samples import sample

SPANS = st.sampled_from([timedelta(minutes=5), timedelta(hours=1), timedelta(hours=5), timedelta(days=1)])
DOWN = st.sampled_from([timedelta(hours=2), timedelta(days=3), timedelta(days=24)])
ACTS = st.sampled_from(
    ["say", "promise", "ask_requester", "resolve", "take", "set_urgency", "undo", "consult", "consult"]
)
LADDER = "ladder: [{to: owner, waits: 1h}, {to: vera@ensayo.example, waits: 2h}, backup, lead]\n"
WITH_A_LADDER = build(edited(three_topics(), "departments/payroll.yaml", "topics:\n", LADDER + "topics:\n"))

seen: Counter[str] = Counter()


class Days(RuleBasedStateMachine):
    @initialize(
        requester=st.sampled_from((BO, GUEST, VERA)),
        topic=st.sampled_from(["payslip", "laptop", "harassment"]),
        urgency=st.sampled_from([None, "high", "urgent"]),
        start=st.integers(0, 14 * 24),
        own_ladder=st.booleans(),
    )
    def somebody_asks(
        self, requester: PersonId, topic: str, urgency: Any, start: int, own_ladder: bool
    ) -> None:
        self.story = Story(requester, NOON + timedelta(hours=start))
        self.story.directory = WITH_A_LADDER if own_ladder else DIRECTORY
        self.acted: Counter[str] = Counter()
        self.story.asks(read=reading(topic, urgency=urgency))
        self.told = 0
        self._tell()

    # people

    @rule(act=ACTS, hours=st.sampled_from([1, 7, 40]))
    def the_owner_acts(self, act: str, hours: int) -> None:
        owner = self.story.is_.owner
        orders: dict[str, tuple[Any, dict[str, Any]]] = {
            "say": (c.Say, {"text": "Lo miro"}),
            "promise": (c.MakePromise, {"due": self.story.now + timedelta(hours=hours), "because": "longer"}),
            "ask_requester": (c.AskRequester, {"text": "¿De qué mes?"}),
            "resolve": (c.Resolve, {"text": "Hecho"}),
            "take": (c.Take, {}),
            "set_urgency": (c.SetUrgency, {"urgency": "low" if hours > 1 else "urgent"}),
            "undo": (c.Undo, {}),
            "consult": (c.AskColleague, {"colleague": HUGO if hours > 1 else LUIS, "text": "¿Se puede?"}),
        }
        kind, fields = orders[act]
        self._orders(kind, owner, **fields)

    @rule(yes=st.booleans())
    def the_colleague_answers(self, yes: bool) -> None:
        for asked in self.story.is_.open_consults[:1]:
            self._orders(c.AnswerColleague, asked.colleague, consult=asked.id, yes=yes)

    @rule(too_long=st.booleans(), wants=st.booleans())
    def the_requester_writes(self, too_long: bool, wants: bool) -> None:
        said = reading(None, too_long=too_long, wants_person=wants)
        self._orders(c.Say, self.story.requester, text="¿Se sabe algo?", reading=said)

    @rule(person=st.sampled_from(PEOPLE))
    def it_is_handed_over(self, person: PersonId) -> None:
        self._orders(c.HandOver, self.story.is_.owner, text="lo sabe mejor", person=person)

    @rule(days=st.sampled_from([1, 4, 21]), data=st.data())
    def somebody_goes_away(self, days: int, data: st.DataObject) -> None:
        person = data.draw(st.sampled_from([self.story.is_.owner, *PEOPLE]))
        until = self.story.now + timedelta(days=days)
        self.story.absent[person] = until
        self._orders(c.OwnerAway, c.DESK, person=person, until=until)

    @rule()
    def everybody_is_back(self) -> None:
        self.story.absent.clear()

    # time

    @rule(span=SPANS, workers=st.integers(1, 2))
    def time_passes_with_workers_at_work(self, span: timedelta, workers: int) -> None:
        end = self.story.now + span
        while (following := self._next()) is not None and timers(self.story.is_)[following] <= end:
            self.story.now = max(self.story.now, timers(self.story.is_)[following])
            self._fires(following, workers)
        self.story.now = end

    @rule(span=DOWN, workers=st.integers(1, 2))
    def workers_are_down_and_catch_up_in_order(self, span: timedelta, workers: int) -> None:
        self.story.now += span
        while (following := self._next()) is not None and timers(self.story.is_)[following] <= self.story.now:
            self._fires(following, workers)
            seen["caught up"] += 1

    @rule()
    def a_worker_whose_own_clock_is_an_hour_ahead_fires_early_and_nothing_happens(self) -> None:
        before, following = self.story.is_, self._next()
        if following is not None and timers(before)[following] > self.story.now:
            self._orders_timer(following)
            assert self.story.request is before
            seen["early"] += 1

    def _next(self) -> str | None:
        wanted = timers(self.story.is_)
        return min(wanted, key=lambda name: (wanted[name], name), default=None)

    def _fires(self, name: str, workers: int) -> None:
        due = timers(self.story.is_)[name]
        assert due <= self.story.now, "never early"
        for worker in range(workers):
            acted = self._orders_timer(name)
            assert acted == (worker == 0), "once, however many fire it"
        self.acted[name] += 1
        seen[name.split("|")[1]] += 1

    def _orders_timer(self, name: str) -> bool:
        command = fired(name)
        return self._orders(c.TimerFired, c.DESK, timer=command.timer, due=command.due, target=command.target)

    def _orders(self, kind: Any, by: PersonId, **fields: Any) -> bool:
        try:
            self.story.does(kind, by, **fields)
        except Refusal:
            return False
        finally:
            self._tell()
        return True

    # what is told of it

    def _tell(self) -> None:
        """Each new event's notices, as they would be sent at this instant to people in their own hours."""
        request: Request | None = None
        for index, event in enumerate(self.story.history):
            before, request = request, evolve(request, event)
            if index >= self.told:
                for notice in notices(before, event, request, index):
                    self._judge(notice, event)
        self.told = len(self.story.history)

    def _judge(self, notice: Notice, event: e.AnyEvent) -> None:
        listed = DIRECTORY.people.get(notice.to)
        if listed is None or not notice.loud:
            return
        away = self.story.absent.get(notice.to) if notice.side == "work" else None
        scene = Scene(
            now=self.story.now,
            pending=Pending(notice.key, notice),
            behind=(),
            event=event,
            request=self.story.is_,
            allowed=True,
            page=False,
            shown=None,
            hours=listed.hours,
            away=away,
        )
        said = verdict(scene)
        if not (isinstance(said, Post) and said.loud and bot_started(notice, event)):
            return
        urgent = notice.urgent or self.story.is_.urgency == "urgent"
        assert urgent or (
            is_open(self.story.now, listed.hours) and (away or self.story.now) <= self.story.now
        )
        seen["rang"] += 1

    # what always holds

    @invariant()
    def one_accountable_owner_who_may_have_it(self) -> None:
        request = self.story.is_
        assert request.owner in DIRECTORY.people
        if request.is_open and free_for(request):
            assert request.owner not in (request.requester, *request.about)

    @invariant()
    def every_timer_acted_once(self) -> None:
        assert all(times == 1 for times in self.acted.values())

    @invariant()
    def no_promise_without_an_end(self) -> None:
        promise = self.story.is_.promise
        if promise is None:
            return
        due = {name.split("|")[1] for name in timers(self.story.is_)}
        told = any(isinstance(event, e.PromiseLapsed) for event in self.story.history)
        ends = "pending_resolve" if self.story.is_.promise_rests else "promise_due"
        assert ends in due or (promise.lapsed and told)

    @invariant()
    def no_question_to_a_colleague_without_an_end(self) -> None:
        due = {name.split("|")[1] for name in timers(self.story.is_)}
        waiting = [asked for asked in self.story.is_.open_consults if not asked.lapsed]
        assert not waiting or not self.story.is_.is_open or "consult_lapse" in due

    @invariant()
    def on_a_departments_own_ladder_nobody_has_it_twice(self) -> None:
        moved = [v for v in self.story.history if isinstance(v, e.OwnerAssigned) and v.cause == "escalated"]
        had_it: set[PersonId] = set()
        for event in moved:
            if event.rung == "further":
                assert event.owner not in had_it
                had_it.add(event.owner)
                seen["further"] += 1

    @invariant()
    def an_open_request_always_has_somebody_expected_to_act_or_to_answer(self) -> None:
        request = self.story.is_
        clocks = (request.first_response, request.next_response, request.resolution)
        if request.is_open:
            assert any(clock is not None and clock.met_at is None for clock in clocks)

    @invariant()
    def the_history_tells_why_it_moved(self) -> None:
        for event in self.story.history:
            if isinstance(event, e.OwnerAssigned) and event.cause == "away":
                assert event.away_until is not None
                assert event.away_until > event.at


PLAYED = frozenset(
    {
        "warn.first_response",
        "breach.first_response",
        "breach.next_response",
        "escalate",
        "promise_due",
        "promise_reminder",
        "pending_reminder",
        "pending_resolve",
        "close",
        "offer",
        "consult_reminder",
        "consult_lapse",
        "further",
        "caught up",
        "early",
    }
)


@pytest.mark.parametrize("part", PARTS)
def test_on_random_days_time_is_kept(part: int) -> None:
    play(Days, sample(150, 500), sample(30, 60), lambda: set(PLAYED - set(seen)), part)
    assert PLAYED - set(seen) == set()
    assert seen["rang"] > 100
