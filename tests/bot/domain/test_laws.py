"""The laws, played by a state machine: days that nobody thinks of, with old buttons, late promises and lost people."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.refusals import Refusal
from bot.domain.request import Request, RequestNumber
from bot.domain.rights import TABLE, lead_over, verbs
from bot.domain.timers import fired, timers
from knowledge.directory import PersonId
from tests.bot.domain.acts import SENSIBLE, fields, first_readings, likely
from tests.bot.domain.judging import (
    free_for,
    judge_complaint,
    judge_handover,
    judge_pause,
    judge_undo,
)
from tests.bot.domain.laws import LAWS
from tests.bot.domain.playing import play
from tests.bot.domain.test_diagram import DRAWN
from tests.bot.domain.test_diagram import moves as moves_of
from tests.bot.domain.world import ANA, BO, CARMEN, DIRECTORY, GUEST, NOON, PEOPLE, VERA, Story
from tests.samples import sample

REQUESTERS = (BO, ANA, GUEST, VERA, CARMEN)
EVERYBODY = (*PEOPLE, GUEST)
VERBS = {t.__struct_config__.tag: t for t in get_args(c.AnyCommand)}
CLICKS = sorted(verb for verb, row in TABLE.items() if "desk" not in row)
AFTERWARDS = ("rate", "thank", "thank", "complain", "reopen", "made_good")
ANSWERS = frozenset({"say", "ask_requester", "promise", "wait_for", "resolve"})
UNDOABLE = frozenset({"take", "say", "note", "promise", "wait_for", "hand_over", "resolve", "ask_requester"})


class Played(Counter[str]):
    """What all days together have shown."""


accepted, refused, happened = Played(), Played(), Played()
moves: set[tuple[str, str, str]] = set()


class OneRequest(RuleBasedStateMachine):
    @initialize(
        requester=st.sampled_from(REQUESTERS),
        read=first_readings,
        private=st.booleans(),
        then=st.sampled_from(
            [
                None,
                None,
                "wait",
                "choose",
                "article_solved",
                "article_outdated",
                "want_person",
                "not_this",
                "say",
            ]
        ),
        data=st.data(),
    )
    def ask(
        self, requester: PersonId, read: Any, private: bool, then: str | None, data: st.DataObject
    ) -> None:
        self.story = Story(requester)
        others = data.draw(st.sampled_from([(), (RequestNumber(1002), RequestNumber(1003))]))
        shows = data.draw(st.sampled_from([None, None, True, False]))
        self.story.known = {"complained": others, "shows_thanks": shows}
        self.warned: Counter[tuple[str, datetime]] = Counter()
        self.before_act: Request | None = None
        self._record(self.story.asks(read=read, private=private and read.urgency is not None))
        if then == "wait":
            self.the_next_timers_fire(2)
        elif then is not None and self.story.is_.status == "new":
            self._answer_the_bot(then, data)

    # what is done

    @rule(data=st.data())
    def the_requester_does_what_they_may(self, data: st.DataObject) -> None:
        self._does_something(self.story.requester, data)

    @rule(data=st.data())
    def the_owner_does_what_they_may(self, data: st.DataObject) -> None:
        self._does_something(self.story.is_.owner, data)

    @rule(data=st.data())
    def the_owner_goes_on(self, data: st.DataObject) -> None:
        self._does_something(self.story.is_.owner, data)

    @rule(data=st.data())
    def the_owner_hands_over(self, data: st.DataObject) -> None:
        owner, request = self.story.is_.owner, self.story.is_
        if request.offer is None and request.status in ("open", "pending"):
            self._obey("hand_over", owner, **fields("hand_over", owner, self.story, data.draw))

    @rule(data=st.data())
    def the_requester_answers_the_question(self, data: st.DataObject) -> None:
        by = self.story.requester
        if self.story.is_.status == "pending":
            self._obey("say", by, **fields("say", by, self.story, data.draw))

    @rule(data=st.data())
    def the_requester_says_how_it_was(self, data: st.DataObject) -> None:
        """And whoever is thanked says whether others may see it."""
        by, request = self.story.requester, self.story.is_
        may = verbs(by, request, DIRECTORY)
        said = [v for v in AFTERWARDS if v in may and (v not in SENSIBLE or SENSIBLE[v](request, by))]
        if said and not request.is_open:
            verb = data.draw(st.sampled_from(said))
            self._obey(verb, by, **fields(verb, by, self.story, data.draw))
        elif request.complaint is not None and request.complaint.is_open:
            self._obey(data.draw(st.sampled_from(["for_information", "made_good"])), by)
        thanks = self.story.is_.thanks
        if thanks is not None and thanks.asks:
            self._obey("answer_thanks", thanks.to, yes=data.draw(st.booleans()))

    def _answer_the_bot(self, verb: str, data: st.DataObject) -> None:
        by, request = self.story.requester, self.story.is_
        if verb == ("article_solved" if request.choices else "choose"):
            verb = "choose" if request.choices else "article_solved"
        self._obey(verb, by, **fields(verb, by, self.story, data.draw))

    @rule(data=st.data())
    def somebody_does_what_they_may(self, data: st.DataObject) -> None:
        request = self.story.is_
        others = [p for p in EVERYBODY if p not in (request.requester, request.owner)]
        able = [p for p in others if verbs(p, request, DIRECTORY)]
        if able:
            self._does_something(data.draw(st.sampled_from(able)), data)

    @rule(data=st.data())
    def whoever_is_asked_answers(self, data: st.DataObject) -> None:
        request = self.story.is_
        asked = [(q.colleague, "answer_consult") for q in request.open_consults]
        if request.offer is not None:
            asked += [(request.offer.asked, verb) for verb in ("take", "say", "decline_handover")]
        if request.emergency is not None and request.emergency.taken_by is None:
            asked += [(person, "take") for person in request.emergency.told]
        if asked:
            by, verb = data.draw(st.sampled_from(asked))
            self._obey(verb, by, **fields(verb, by, self.story, data.draw))

    @rule(data=st.data(), by=st.sampled_from(EVERYBODY), verb=st.sampled_from(CLICKS))
    def somebody_clicks_anything(self, data: st.DataObject, by: PersonId, verb: str) -> None:
        seen = data.draw(st.none() | st.integers(0, self.story.is_.version))
        self._obey(verb, by, **fields(verb, by, self.story, data.draw), seen=seen)

    @rule()
    def the_owner_undoes_it(self) -> None:
        if self.story.is_.undoable is not None:
            self._obey("undo", self.story.is_.owner)

    @rule(times=st.integers(1, 3))
    def the_next_timers_fire(self, times: int) -> None:
        for _ in range(times):
            due = timers(self.story.is_)
            if not due:
                return
            name = min(due, key=lambda n: due[n])
            self.story.now = max(self.story.now, due[name])
            command = fired(name)
            self._obey("timer", c.DESK, timer=command.timer, due=command.due, target=command.target)

    @rule(kind=st.sampled_from(["choices", "offer", "promise_due", "close", "warn", "breach"]))
    def an_old_timer_fires_again(self, kind: str) -> None:
        before, happened_so_far = self.story.request, len(self.story.history)
        with pytest.raises(Refusal):
            self.story.does(
                c.TimerFired, c.DESK, timer=kind, due=NOON - timedelta(days=1), target="resolution"
            )
        assert self.story.request is before
        assert len(self.story.history) == happened_so_far

    @rule(which=st.sampled_from(["owner", "asked", "lead"]))
    def somebody_cannot_be_reached(self, which: str) -> None:
        request = self.story.is_
        asked = request.offer.asked if request.offer is not None else request.owner
        lead = request.escalated_to[-1] if request.escalated_to else request.owner
        person = {"owner": request.owner, "asked": asked, "lead": lead}[which]
        if request.is_open and len(request.unreachable) < 3:
            self._obey("not_reached", c.DESK, person=person)
            if request.owner == person and free_for(self.story.is_):
                assert self.story.is_.owner != person

    @rule(days=st.sampled_from([1, 3, 21]), comes_back=st.booleans())
    def the_owner_goes_away_or_everybody_is_back(self, days: int, comes_back: bool) -> None:
        if comes_back:
            self.story.absent.clear()
            return
        owner, until = self.story.is_.owner, self.story.now + timedelta(days=days)
        self.story.absent[owner] = until
        self._obey("owner_away", c.DESK, person=owner, until=until)

    @rule(seconds=st.sampled_from([1, 20, 40, 3_600, 86_400]), bulletin=st.booleans())
    def time_passes(self, seconds: int, bulletin: bool) -> None:
        self.story.later(seconds=seconds)
        if bulletin and not any(isinstance(event, e.BulletinShown) for event in self.story.history):
            self._obey("show_bulletin", c.DESK, bulletin="b1")

    def _does_something(self, by: PersonId, data: st.DataObject) -> None:
        able = likely(verbs(by, self.story.is_, DIRECTORY), by, self.story.is_)
        if able:
            verb = data.draw(st.sampled_from(able))
            self._obey(verb, by, **fields(verb, by, self.story, data.draw))

    def _obey(self, verb: str, by: PersonId, **more: Any) -> None:
        before, happened_so_far = self.story.is_, len(self.story.history)
        try:
            events = self.story.does(VERBS[verb], by, **more)
        except Refusal:
            refused[verb] += 1
            assert self.story.request is before
            assert len(self.story.history) == happened_so_far
            return
        accepted[verb] += 1
        self._record(events)
        self._judge(verb, by, before, events)
        own = verb in UNDOABLE and by == before.owner and not before.unseen
        self.before_act = before if own else None

    def _record(self, events: list[e.AnyEvent]) -> None:
        for event in events:
            happened[type(event).__name__] += 1
            clock = getattr(self.story.is_, getattr(event, "target", None) or "", None)
            if isinstance(event, e.TargetWarned | e.LapseForetold | e.TargetBreached) and clock is not None:
                self.warned[f"{type(event).__name__}/{event.target}", clock.starts_at] += 1

    # what each step must have been like

    def _judge(self, verb: str, by: PersonId, before: Request, events: list[e.AnyEvent]) -> None:
        after, kinds = self.story.is_, {type(event) for event in events}
        if verb in ("hand_over", "decline_handover"):
            judge_handover(before, self.story.history, events, after, self.story.absent)
        if verb == "say" and by != before.requester and before.is_open:
            assert (after.owner, after.taken, after.unseen) == (by, True, False), "replying takes"
        if e.HandoverTaken in kinds:
            assert after.promise == before.promise, "a promise survives a hand-over"
        raised = next((event for event in events if isinstance(event, e.ComplaintRaised)), None)
        if raised is not None and raised.for_information:
            assert (after.owner, after.status) == (before.owner, before.status), "nothing moves"
        elif raised is not None:
            judge_complaint(before, after, self.story.now, self.story.absent)
        if before.complaint is not None and before.complaint.is_open and verb != "for_information":
            made_good = after.complaint is not None and after.complaint.made_good_at is not None
            assert made_good == (verb == "made_good"), "a complaint is one until the requester says otherwise"
        if before.confidential and not after.confidential:
            by_choice = verb == "choose" and before.cautious and by == before.requester
            # Of two things the words that made it so have left, by the tap of who wrote them.
            parted = verb == "split" and by == before.requester and not before.confidential_settled
            by_parting = parted and len(before.messages) == 1 and not before.files
            assert verb == "lift_private" or by_choice or by_parting, (
                "only words that might have meant a confidential topic, or that are another request's now"
            )
            assert by in (before.requester, lead_over(before, DIRECTORY)) or by in before.escalated_to
        if e.FirstResponseGiven in kinds:
            assert verb in ANSWERS
            assert by != before.requester
        if e.ActUndone in kinds and self.before_act is not None:
            judge_undo(self.before_act, after)
        judge_pause(before, events)

    # what always holds

    @invariant()
    def history_alone_gives_the_same_request(self) -> None:
        assert self.story.folded() == self.story.is_

    @invariant()
    def events_survive_being_written_down(self) -> None:
        for event in self.story.history[-6:]:
            assert e.decode_event(e.encode_event(event)) == event

    @invariant()
    def each_warning_and_each_breach_once(self) -> None:
        assert all(times == 1 for times in self.warned.values())

    @invariant()
    def the_laws_hold(self) -> None:
        for law in LAWS:
            law(self.story.is_, self.story.history)

    def teardown(self) -> None:
        """The moves between states that this day has shown."""
        if hasattr(self, "story"):
            moves.update(moves_of(self.story.history))


def _not_yet() -> set[str]:
    """Kinds of events that have not happened, and commands that were never obeyed."""
    events = {t.__name__ for t in get_args(e.AnyEvent)} - set(happened)
    return events | (VERBS.keys() - {"ask"} - set(accepted))


def test_the_laws_hold_on_any_day() -> None:
    play(OneRequest, sample(120, 10_000), sample(40, 80), _not_yet)
    assert _not_yet() == set()
    played, obeyed = sum(accepted.values()) + sum(refused.values()), sum(accepted.values())
    assert obeyed >= played / 2, (obeyed, played, refused)
    assert moves <= DRAWN
