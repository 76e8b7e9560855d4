"""Time as people keep it, in the pure core: the ladder, further answers, promises called to mind, absences."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.cards.quick import WORTH_PROMISING, times
from bot.delivery.notices import notices
from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.evolve import fold
from bot.domain.refusals import Refusal
from bot.domain.request import Clock
from bot.domain.timers import timers
from bot.figures.figures import figures
from knowledge.calendar import add_business, business_between, is_open, next_opening
from knowledge.directory import PersonId
from knowledge.loader import build
from tests.bot.domain.world import (
    ANA,
    BO,
    CARMEN,
    DIRECTORY,
    HUGO,
    LUIS,
    MARTA,
    NOON,
    VERA,
    Story,
    kinds,
    reading,
)
from tests.knowledge.directories import edited, three_topics

HOUR = timedelta(hours=1)
LUIS_IN_MADRID = ("department: payroll\n  site: cdmx", "department: payroll\n  site: madrid")
STRICT_TARGETS = "normal: {first_response: 15m, resolution: 30m}"
PAYROLL_HOURS = DIRECTORY.departments[DIRECTORY.people[ANA].department].hours


def due_of(story: Story, kind: str) -> datetime:
    return next(due for name, due in timers(story.is_).items() if name.split("|")[1] == kind)


def fires(story: Story, kind: str) -> list[e.AnyEvent]:
    """The timer of this kind, at its own instant."""
    timer, _, target = kind.partition(".")
    story.now = max(story.now, due_of(story, kind))
    due = due_of(story, kind)
    return story.does(c.TimerFired, c.DESK, timer=timer, due=due, target=target or None)


def asked(**about: Any) -> Story:
    story = Story()
    story.asks(**about)
    return story


def waiting(clock: Clock | None) -> bool:
    return clock is not None and clock.met_at is None


# --- the ladder --------------------------------------------------------------------------------------------------


def climbing(story: Story) -> list[tuple[PersonId, str, datetime]]:
    """Who has it next, on which rung, and from when."""
    steps = []
    while any("|escalate|" in name for name in timers(story.is_)):
        [moved] = [v for v in fires(story, "escalate") if isinstance(v, e.OwnerAssigned)]
        assert moved.cause == "escalated"
        steps.append((moved.owner, moved.rung, story.now))
    return steps


def breached(urgency: str | None = None) -> Story:
    """At noon on Tuesday; a normal one is late at four, when Luis in Mexico City begins his day."""
    story = asked(urgency=urgency)
    fires(story, "breach.first_response")
    return story


def test_without_a_word_it_climbs_from_owner_to_backup_to_lead_each_a_first_response_later() -> None:
    story = Story()
    story.directory = build(edited(three_topics(), "people.yaml", *LUIS_IN_MADRID))
    story.asks(urgency="high")
    fires(story, "breach.first_response")
    assert (story.is_.owner, story.is_.escalated_to, story.now) == (ANA, (MARTA,), NOON + HOUR)
    assert climbing(story) == [(LUIS, "backup", NOON + 2 * HOUR), (MARTA, "lead", NOON + 3 * HOUR)]


def test_who_comes_next_and_is_closed_has_it_from_their_own_opening_on_and_until_then_it_stays() -> None:
    story = breached()
    assert story.is_.owner == ANA
    four_hours_later = add_business(story.now, 4 * HOUR, PAYROLL_HOURS)
    opens = next_opening(four_hours_later, DIRECTORY.people[LUIS].hours)
    assert story.is_.escalates_at == opens > four_hours_later
    assert climbing(story) == [
        (LUIS, "backup", opens),
        (MARTA, "lead", add_business(opens, 4 * HOUR, PAYROLL_HOURS)),
    ]


def test_an_urgent_one_climbs_to_somebody_who_is_at_work_and_waits_for_nobody() -> None:
    story = breached("urgent")
    a_quarter_later = story.now + HOUR / 4
    assert climbing(story) == [(MARTA, "lead", a_quarter_later)], "at noon Luis sleeps"


def test_who_is_absent_is_passed_over_however_soon_they_would_open() -> None:
    story = breached("high")
    story.absent[LUIS] = story.now + timedelta(days=7)
    fires(story, "escalate")
    assert story.is_.owner == MARTA


def test_who_turns_out_to_be_closed_has_their_whole_time_from_their_opening_on() -> None:
    """The workers were down, and it is night when it is found out."""
    story = breached()
    story.now = datetime(2026, 11, 26, 3, tzinfo=UTC)
    [moved] = [v for v in fires(story, "escalate") if isinstance(v, e.OwnerAssigned)]
    opens = next_opening(story.now, DIRECTORY.people[LUIS].hours)
    assert (moved.owner, moved.opens_at) == (LUIS, opens)
    assert story.is_.escalates_at == add_business(opens, 4 * HOUR, PAYROLL_HOURS)


@pytest.mark.parametrize(
    "word",
    [
        lambda story: story.does(c.Say, ANA, text="Lo miro"),
        lambda story: story.does(c.MakePromise, ANA, due=story.now + HOUR),
        lambda story: story.does(c.AskRequester, ANA, text="¿De qué mes?"),
        lambda story: story.does(c.Say, LUIS, text="Estoy en ello"),
    ],
)
def test_a_persons_word_ends_the_climb(word: object) -> None:
    story = asked()
    fires(story, "breach.first_response")
    word(story)  # type: ignore[operator]
    assert story.is_.escalates_at is None


def test_taking_it_without_a_word_does_not_end_the_climb() -> None:
    story = asked()
    fires(story, "breach.first_response")
    story.does(c.Take, ANA)
    fires(story, "escalate")
    assert story.is_.owner == LUIS


def test_an_undone_word_gives_the_climb_back() -> None:
    story = asked()
    fires(story, "breach.first_response")
    before = story.is_.escalates_at
    story.does(c.Say, ANA, text="Lo miro")
    story.does(c.Undo, ANA)
    assert story.is_.escalates_at == before is not None


@pytest.mark.parametrize(
    ("about", "cause"), [({"wants_person": True}, "wanted"), ({"too_long": True}, "too_long")]
)
def test_asking_for_somebody_else_and_saying_that_it_takes_too_long_begin_the_ladder(
    about: dict[str, bool], cause: str
) -> None:
    story = asked()
    story.does(c.Say, ANA, text="Lo miro")
    story.later(hours=1)
    story.does(c.Say, BO, text="Esto está tardando demasiado", reading=reading(None, **about))
    [brought] = [v for v in story.history if isinstance(v, e.LeadBroughtIn)]
    assert (brought.lead, brought.cause) == (MARTA, cause)
    fires(story, "escalate")
    assert story.is_.owner == LUIS


@pytest.mark.parametrize("about", [{"too_long": True}, {"asks_progress": True}, {"leans": True}])
def test_what_says_nothing_of_a_matter_by_itself_makes_nothing_confidential_by_a_guess_but_by_its_words(
    about: dict[str, bool],
) -> None:
    story = asked()
    story.does(
        c.Say, BO, text="Esto está tardando demasiado", reading=reading(None, caution="caution", **about)
    )
    assert not story.is_.confidential
    words = "Lo de mi baja está tardando demasiado"
    story.does(c.Say, BO, text=words, reading=reading(None, caution="words", **about))
    assert story.is_.confidential


def test_who_it_is_about_is_passed_over_on_every_rung() -> None:
    story = asked(about=(LUIS,))
    fires(story, "breach.first_response")
    fires(story, "escalate")
    assert story.is_.owner == MARTA


def test_a_confidential_one_climbs_among_those_who_are_marked_for_such() -> None:
    story = asked(topic="harassment")
    assert story.is_.owner == HUGO
    fires(story, "breach.first_response")
    fires(story, "escalate")
    assert story.is_.owner == VERA
    assert story.is_.escalates_at is None, "she leads the department"


def test_who_is_brought_in_hears_to_whom_it_goes_and_that_comes_to_pass() -> None:
    story = breached("high")
    [brought] = [v for v in story.history if isinstance(v, e.LeadBroughtIn)]
    assert brought.comes_to == climbing(story)[0][0] == LUIS


def test_who_has_just_heard_that_it_is_late_and_who_has_it_now_is_not_told_again_as_the_answer_lapses_too() -> (
    None
):
    story = asked(urgency="high")
    story.does(c.MakePromise, ANA, due=NOON + HOUR)
    fires(story, "promise_due")
    story.later(minutes=1)
    story.does(c.Say, BO, text="¿Hay algo?", reading=reading(None))
    fires(story, "warn.next_response")
    fires(story, "escalate")
    assert story.is_.next_response is not None
    assert not any("foretell.next_response" in name for name in timers(story.is_))
    before = story.is_
    [lapsed] = [v for v in fires(story, "breach.next_response") if isinstance(v, e.TargetBreached)]
    told = notices(before, lapsed, story.is_, len(story.history))
    assert not [notice for notice in told if notice.loud and notice.to == BO]


def foretold(story: Story, kind: str) -> e.LapseForetold:
    [told] = [event for event in fires(story, kind) if isinstance(event, e.LapseForetold)]
    return told


def test_what_is_foretold_is_what_comes_to_pass() -> None:
    for urgency in (None, "high"):
        story = asked(urgency=urgency)
        told = foretold(story, "foretell.first_response")
        assert told.hears_at is None
        fires(story, "breach.first_response")
        assert (story.is_.escalated_to, story.is_.escalates_at) == ((told.lead,), told.next_at)


def test_what_is_foretold_of_a_promise_is_what_comes_to_pass() -> None:
    story = asked()
    story.does(c.MakePromise, ANA, due=NOON + 2 * HOUR)
    told = foretold(story, "foretell")
    fires(story, "promise_due")
    assert (story.is_.escalated_to, story.is_.escalates_at) == ((told.lead,), told.next_at)


def test_a_promise_for_a_day_off_is_not_doubted_the_evening_before() -> None:
    story = asked()
    story.now = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)  # a Friday afternoon
    saturday = datetime(2026, 11, 28, 17, tzinfo=UTC)
    story.does(c.MakePromise, ANA, due=saturday)
    assert due_of(story, "foretell") == saturday - timedelta(minutes=10)


def test_of_a_resolution_nothing_is_foretold_that_would_not_happen() -> None:
    story = asked()
    story.does(c.Say, ANA, text="Lo miro")
    told = foretold(story, "foretell.resolution")
    assert (told.lead, told.next_at) == (MARTA, None)


def test_a_lead_who_is_away_hears_when_they_are_back_where_nobody_else_may_hear_it() -> None:
    story = asked(about=(CARMEN,))
    story.absent[MARTA] = datetime(2026, 11, 28, 12, tzinfo=UTC)  # a Saturday
    told = foretold(story, "foretell.first_response")
    assert (told.lead, told.hears_at) == (MARTA, datetime(2026, 11, 30, 8, tzinfo=UTC))


def test_neither_danger_nor_a_third_hand_over_climbs() -> None:
    danger = asked(danger="life")
    fires(danger, "breach.first_response")
    assert danger.is_.escalates_at is None
    passed = asked()
    for place in ("it", "people", "it"):
        passed.does(c.HandOver, passed.is_.owner, text="es de ellos", department=place)
        if passed.is_.offer is not None:
            passed.does(c.Take, passed.is_.offer.asked)
    assert passed.is_.owner == CARMEN
    fires(passed, "breach.first_response")
    assert passed.is_.escalates_at is None


def test_a_resolution_that_is_late_brings_in_the_lead_and_moves_nobody() -> None:
    story = asked()
    story.does(c.Say, ANA, text="Lo miro")
    fires(story, "breach.resolution")
    assert (story.is_.escalated_to, story.is_.escalates_at) == ((MARTA,), None)


# --- the next response -------------------------------------------------------------------------------------------


def test_further_words_after_an_answer_start_a_clock_that_an_answer_meets() -> None:
    story = asked()
    story.later(minutes=10)
    story.does(c.Say, BO, text="Es para el banco")
    assert story.is_.next_response is None, "the first answer is still to come"
    story.does(c.Say, ANA, text="Lo miro")
    story.later(hours=1)
    story.does(c.Say, BO, text="¿Se sabe algo?")
    clock = story.is_.next_response
    assert clock is not None
    assert business_between(story.now, clock.due, PAYROLL_HOURS) == 4 * HOUR
    story.later(hours=1)
    story.does(c.Say, BO, text="¿Hola?")
    assert story.is_.next_response == clock, "it runs since the first unanswered words"
    story.does(c.MakePromise, ANA, due=story.now + HOUR)
    assert story.is_.next_response is not None
    assert story.is_.next_response.met_at == story.now


def test_a_further_answer_is_warned_of_and_missed_like_the_first_and_climbs() -> None:
    story = asked()
    story.does(c.Say, ANA, text="Lo miro")
    story.does(c.Say, BO, text="¿Se sabe algo?")
    assert kinds(fires(story, "warn.next_response")) == ["TargetWarned"]
    assert kinds(fires(story, "breach.next_response")) == ["TargetBreached", "LeadBroughtIn"]
    fires(story, "escalate")
    assert story.is_.owner == LUIS


def test_a_thank_you_waits_for_no_answer() -> None:
    story = asked()
    story.does(c.Say, ANA, text="Lo miro")
    story.does(c.Say, BO, text="gracias", reading=reading(None, thanks=True))
    assert story.is_.next_response is None


def test_words_that_are_deleted_wait_for_no_answer() -> None:
    story = asked()
    story.does(c.Say, ANA, text="Lo miro")
    [said] = story.does(c.Say, BO, text="¿Y?")[:1]
    story.does(c.DeleteWords, BO, words=said.words)  # type: ignore[union-attr]
    assert not waiting(story.is_.next_response)


def test_an_undone_answer_is_awaited_again() -> None:
    story = asked()
    story.does(c.Say, ANA, text="Lo miro")
    story.later(minutes=1)
    story.does(c.Say, BO, text="¿Se sabe algo?")
    before = story.is_.next_response
    story.does(c.Say, ANA, text="Casi")
    story.does(c.Undo, ANA)
    assert story.is_.next_response == before


# --- promises ----------------------------------------------------------------------------------------------------


@given(start=st.integers(0, 7 * 24 * 60), length=st.integers(1, 10 * 24 * 60), by=st.sampled_from([ANA]))
def test_a_promise_is_called_to_mind_a_quarter_of_the_time_before_and_fifteen_minutes_at_least(
    start: int, length: int, by: PersonId
) -> None:
    story = Story(now=NOON + timedelta(minutes=start))
    story.asks()
    due = story.now + timedelta(minutes=length)
    story.does(c.MakePromise, by, due=due)
    promise = story.is_.promise
    assert promise is not None
    left = business_between(story.now, due, PAYROLL_HOURS)
    early = business_between(promise.reminds_at, due, PAYROLL_HOURS)
    assert story.now <= promise.reminds_at <= due
    if left >= timedelta(minutes=30):
        assert early >= max(left / 4, timedelta(minutes=15)) - timedelta(seconds=1)
    elif left:
        assert early == left / 2


def test_a_promise_for_monday_morning_is_called_to_mind_on_friday_when_monday_is_too_late() -> None:
    friday = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)  # 16:30 in Madrid
    story = Story(now=friday)
    story.asks()
    story.does(c.MakePromise, ANA, due=datetime(2026, 11, 30, 8, 5, tzinfo=UTC))
    assert story.is_.promise is not None
    assert story.is_.promise.reminds_at == datetime(2026, 11, 27, 15, 50, tzinfo=UTC)


def test_a_promise_of_somebody_who_works_mornings_is_called_to_mind_in_their_hours_and_targets_in_the_departments() -> (
    None
):
    mornings = (
        "email: ana@ensayo.example\n",
        'email: ana@ensayo.example\n  hours: {mon-fri: ["09:00-13:00"]}\n',
    )
    story = Story()
    story.directory = build(edited(three_topics(), "people.yaml", *mornings))
    story.asks()
    assert story.is_.first_response is not None
    assert story.is_.first_response.due == NOON + 4 * HOUR, "at four, when she is not at work any more"
    story.does(c.MakePromise, ANA, due=NOON + timedelta(days=1))
    promise = story.is_.promise
    assert promise is not None
    assert promise.reminds_at == NOON + timedelta(days=1) - HOUR, (
        "a quarter of four hours: one today, three tomorrow"
    )


def test_a_broken_promise_brings_in_the_lead_and_then_climbs() -> None:
    story = asked()
    story.does(c.MakePromise, ANA, due=NOON + HOUR)
    fires(story, "promise_reminder")
    assert kinds(fires(story, "promise_due")) == ["PromiseLapsed", "LeadBroughtIn"]
    fires(story, "escalate")
    assert (story.is_.owner, story.is_.promise is not None) == (LUIS, True)


def test_a_promise_renewed_in_time_moves_nobody() -> None:
    story = asked()
    story.does(c.MakePromise, ANA, due=NOON + HOUR)
    fires(story, "promise_reminder")
    story.does(c.MakePromise, ANA, due=NOON + 3 * HOUR, because="waiting")
    assert [v.renewal for v in story.history if isinstance(v, e.PromiseMade)] == [False, True]
    assert story.is_.promise is not None
    assert (story.is_.promise.renewed, story.is_.escalates_at) == (1, None)


@given(minutes=st.integers(0, 21 * 24 * 60), who=st.sampled_from([ANA, LUIS]))
def test_what_one_tap_promises_lies_ahead_and_in_the_hours_of_who_promises(
    minutes: int, who: PersonId
) -> None:
    now, hours = NOON + timedelta(minutes=minutes), DIRECTORY.people[who].hours
    offered = times(now, hours)
    assert 1 <= len(offered) <= 3
    for at in offered:
        assert at - now >= WORTH_PROMISING
        assert is_open(at, hours) or is_open(at - timedelta(minutes=16), hours)


def test_at_noon_one_tap_promises_two_hours_the_end_of_the_day_or_tomorrow_at_ten() -> None:
    assert times(NOON, PAYROLL_HOURS) == (
        NOON + 2 * HOUR,
        datetime(2026, 11, 24, 16, tzinfo=UTC),
        datetime(2026, 11, 25, 9, tzinfo=UTC),
    )


# --- absences ----------------------------------------------------------------------------------------------------


def go(story: Story, person: PersonId, until: datetime) -> list[e.AnyEvent]:
    story.absent[person] = until
    return story.does(c.OwnerAway, c.DESK, person=person, until=until)


def test_what_falls_due_before_the_return_passes_on_and_the_rest_waits() -> None:
    soon, later = asked(), asked()
    later.does(c.Say, ANA, text="Lo miro")
    until = NOON + 5 * HOUR
    go(soon, ANA, until)
    assert soon.is_.owner == LUIS
    with pytest.raises(Refusal):
        go(later, ANA, until)
    assert later.is_.owner == ANA


def test_a_timer_that_finds_the_owner_away_passes_it_on_first() -> None:
    story = asked()
    story.absent[ANA] = NOON + timedelta(days=20)
    assert kinds(fires(story, "warn.first_response"))[:2] == ["TargetWarned", "OwnerAssigned"]
    assert story.is_.owner == LUIS


def test_a_question_put_to_the_requester_waits_for_them_whoever_is_away() -> None:
    story = asked()
    story.does(c.AskRequester, ANA, text="¿De qué mes?")
    with pytest.raises(Refusal):
        go(story, ANA, NOON + timedelta(days=30))
    story.does(c.Say, BO, text="De octubre")
    assert story.is_.owner == LUIS, "once it is answered it is somebody's turn who is there"


# --- an edit of the directory ------------------------------------------------------------------------------------

STRICT = build(
    edited(
        edited(
            three_topics(), "company.yaml", "normal: {first_response: 4h, resolution: 24h}", STRICT_TARGETS
        ),
        "company.yaml",
        'hours: {mon-fri: ["09:00-17:00"]}',
        'hours: {mon-sun: ["00:00-24:00"]}',
    )
)


def test_a_stricter_directory_makes_no_old_request_late_and_counts_for_new_clocks() -> None:
    story = asked()
    before = timers(story.is_)
    story.directory = STRICT
    story.later(hours=2)
    assert timers(story.is_) == before
    assert not any(due <= story.now for due in timers(story.is_).values())
    breach = next(name for name in before if "|breach.first_response|" in name)
    with pytest.raises(Refusal):
        story.fires(breach)
    story.does(c.Say, ANA, text="Lo miro")
    assert story.is_.counted.response_within
    story.later(minutes=1)
    story.does(c.Say, BO, text="Gracias, ¿y ahora?", reading=reading(None))
    assert story.is_.next_response is not None
    assert story.is_.next_response.due == story.now + timedelta(minutes=15)
    assert story.is_.resolution is not None
    assert story.is_.resolution.due == before_due(before, "breach.resolution")


@pytest.mark.parametrize("in_time", [True, False])
def test_once_it_is_closed_its_verdicts_stand_whatever_the_directory_says_later(in_time: bool) -> None:
    story = asked()
    story.later(hours=2 if in_time else 5 * 24)
    story.does(c.Resolve, ANA, text="Enviada por correo")
    fires(story, "close")
    verdicts = (story.is_.counted.response_within, story.is_.counted.resolution_late)
    assert verdicts == (in_time, not in_time)
    before = figures(story.is_)
    story.directory = STRICT
    with pytest.raises(Refusal):
        story.does(c.SetUrgency, ANA, urgency="urgent")
    story.does(c.Complain, BO, text="Llegó tarde", for_information=True)
    after = figures(story.is_)
    assert {cell for cell in (before - after) + (after - before) if "within" in cell.measure} == set()
    assert (story.is_.counted.response_within, story.is_.counted.resolution_late) == verdicts
    assert figures(fold(story.history)) == after


def before_due(named: dict[str, datetime], kind: str) -> datetime:
    return next(due for name, due in named.items() if name.split("|")[1] == kind)


def test_a_department_that_is_gone_leaves_its_requests_their_clocks() -> None:
    story = asked(topic="laptop")
    before = timers(story.is_)
    files = {name: text for name, text in three_topics().items() if name != "departments/it.yaml"}
    files = edited(files, "people.yaml", "  department: it\n", "  department: people\n")
    files = edited(files, "people.yaml", "  department: it\n", "  department: people\n")
    story.directory = build(files)
    story.later(hours=1)
    assert timers(story.is_) == before
    assert kinds(fires(story, "warn.first_response"))[0] == "TargetWarned"
