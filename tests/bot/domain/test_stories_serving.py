"""The owner's side: taking, replying, noting, asking, promising, consulting, undoing; and words on either side."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.indexes import indexes
from bot.domain.refusals import (
    AlreadyTaken,
    Empty,
    NobodyThere,
    NothingToDo,
    NotYours,
    PastDate,
    TooLateToUndo,
)
from bot.domain.request import RequestNumber
from bot.domain.timers import timers
from knowledge.calendar import business_between
from tests.bot.domain.judging import judge_undo
from tests.bot.domain.world import (
    ANA,
    BO,
    CARMEN,
    DIRECTORY,
    HUGO,
    LUIS,
    MARTA,
    NOON,
    Story,
    kinds,
    reading,
    why,
)

FRIDAY = NOON + timedelta(days=3)
PAYROLL = DIRECTORY.departments["payroll"].hours


@pytest.fixture
def story() -> Story:
    """Bo asks payroll; it is Ana's, not taken yet."""
    story = Story(BO)
    story.asks()
    return story


# --- taking and replying -----------------------------------------------------------------------------------------


def test_replying_takes_and_is_the_first_response(story):
    assert kinds(story.later(hours=1).says(ANA, "La miro ahora")) == [
        "MessageSaid",
        "RequestTaken",
        "FirstResponseGiven",
    ]
    [given] = [event for event in story.history if isinstance(event, e.FirstResponseGiven)]
    assert (given.business_s, given.within) == (3600, True)
    assert (story.is_.taken, story.is_.answered_by, story.is_.waiting_since) == (True, ANA, None)


def test_a_late_first_response_is_counted_as_late(story):
    story.until("breach.first_response")
    story.later(minutes=1).says(ANA, "perdona")
    assert [x.within for x in story.history if isinstance(x, e.FirstResponseGiven)] == [False]


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (c.WriteNote, {"text": "llamar al banco"}),
        (c.Take, {}),
        (c.AskColleague, {"colleague": HUGO, "text": "¿?"}),
    ],
)
def test_notes_takings_and_consults_are_no_first_response(story, command, fields):
    story.does(command, ANA, **fields)
    assert story.is_.first_response.met_at is None


def test_a_colleague_s_reply_takes_what_nobody_has_taken(story):
    story.says(LUIS, "Ana no está, le ayudo yo")
    assert (story.is_.owner, story.is_.taken, story.is_.former) == (LUIS, True, ((ANA, NOON),))


def test_what_is_taken_is_not_taken_from_its_owner_by_a_colleague_but_by_the_lead(story):
    story.does(c.Take, ANA)
    assert why(story, c.Say, LUIS, text="yo") == AlreadyTaken(number=story.number, by=ANA)
    assert why(story, c.Take, LUIS) == AlreadyTaken(number=story.number, by=ANA)
    assert why(story, c.Take, ANA) == NothingToDo(number=story.number, verb="take")
    story.does(c.Take, MARTA)
    assert story.is_.owner == MARTA


def test_a_lead_who_presses_take_on_an_older_card_is_told_who_has_it(story):
    """It offered what nobody had. Taking it from Ana is another button, and a decision."""
    seen = story.is_.version
    story.does(c.Take, ANA)
    assert why(story, c.Take, MARTA, seen=seen) == AlreadyTaken(number=story.number, by=ANA)
    story.does(c.Take, MARTA, seen=story.is_.version)
    assert story.is_.owner == MARTA


def test_who_could_not_be_reached_and_acts_after_all_can_have_it_again(story):
    story.does(c.NotReached, c.DESK, person=ANA)
    assert (story.is_.owner, story.is_.unreachable) == (LUIS, (ANA,))
    story.does(c.Take, ANA)
    assert (story.is_.owner, story.is_.unreachable) == (ANA, ())


def test_the_owner_s_side_needs_words(story):
    for command in (c.Say, c.WriteNote, c.AskRequester, c.Resolve):
        assert isinstance(why(story, command, ANA, text=" "), Empty)
    assert isinstance(why(story, c.WaitFor, ANA, who="", due=FRIDAY), Empty)


def test_a_note_stays_on_the_owner_s_side(story):
    story.does(c.WriteNote, ANA, text="ojo con el banco")
    assert len(story.is_.notes) == 1
    assert len(story.is_.messages) == 1
    assert story.is_.waiting_since is not None


# --- the requester's words ---------------------------------------------------------------------------------------


def test_a_thank_you_is_kept_and_changes_nothing_else(story):
    story.says(ANA, "hecho")
    story.says(BO, "gracias", read=reading(None, thanks=True))
    assert story.is_.waiting_since is None
    story.does(c.Resolve, ANA, text="enviada")
    story.says(BO, "gracias", read=reading(None, thanks=True))
    assert story.is_.status == "resolved"


def test_a_nudge_reaches_the_owner_once_until_they_answer(story):
    story.does(c.Nudge, BO)
    assert why(story, c.Nudge, BO) == NothingToDo(number=story.number, verb="nudge")
    story.later(hours=1).does(c.MakePromise, ANA, due=FRIDAY)
    story.later(hours=1).does(c.Nudge, BO)


def test_people_edit_and_delete_their_own_words_only(story):
    [(words, _)] = story.is_.messages
    story.does(c.EditWords, BO, words=words, text="la de octubre")
    assert isinstance(why(story, c.EditWords, ANA, words=words, text="la de mayo"), NotYours)
    assert isinstance(why(story, c.DeleteWords, ANA, words=words), NotYours)
    story.does(c.DeleteWords, BO, words=words)
    assert (story.is_.messages, story.is_.first_words) == ((), None)


def test_nobody_waits_for_an_answer_to_words_that_are_gone(story):
    story.says(ANA, "hecho")
    story.says(BO, "y otra cosa: el ratón")
    story.does(c.MoveWords, BO, words=story.is_.messages[-1][0], to=RequestNumber(1002))
    assert (story.is_.waiting_since, story.is_.status) == (None, "open")


def test_a_request_whose_every_word_has_moved_is_withdrawn_and_says_where_they_are(story):
    [(words, _)] = story.is_.messages
    assert isinstance(why(story, c.MoveWords, BO, words=words, to=story.number), NothingToDo)
    story.does(c.MoveWords, BO, words=words, to=RequestNumber(1002))
    assert (story.is_.status, story.is_.moved_to) == ("withdrawn", 1002)


def test_a_complaint_in_words_is_one(story):
    story.says(ANA, "mañana")
    story.says(BO, "esto es una vergüenza", read=reading(None, complains=True))
    assert (story.is_.owner, story.is_.complaint.answerable) == (MARTA, MARTA)
    story.says(BO, "una vergüenza", read=reading(None, complains=True))
    assert kinds(story.history).count("ComplaintRaised") == 1


# --- questions to the requester ----------------------------------------------------------------------------------


def test_a_question_stops_the_resolution_clock_and_the_answer_lets_it_go_on(story):
    story.later(hours=1).does(c.AskRequester, ANA, text="¿De qué mes?")
    stopped = story.is_.resolution
    assert (story.is_.status, stopped.left_s) == ("pending", 23 * 3600)
    assert not any("resolution" in name for name in timers(story.is_))
    story.later(days=1).says(BO, "de octubre")
    running = story.is_.resolution
    assert (story.is_.status, running.left_s) == ("open", None)
    assert business_between(story.now, running.due, PAYROLL) == timedelta(hours=23)


def test_a_second_question_leaves_the_clock_stopped_and_undoing_it_leaves_the_first(story):
    story.does(c.AskRequester, ANA, text="¿De qué mes?")
    before = story.later(hours=1).is_
    story.does(c.AskRequester, ANA, text="¿Y de qué año?")
    assert story.is_.resolution == before.resolution
    story.does(c.Undo, ANA)
    judge_undo(before, story.is_)


def test_an_unanswered_question_is_reminded_of_twice_then_resolved_with_a_way_back(story):
    story.does(c.AskRequester, ANA, text="¿De qué mes?")
    story.until("pending_reminder")
    story.until("pending_reminder")
    assert not any("pending_reminder" in name for name in timers(story.is_))
    story.until("pending_resolve")
    assert (story.is_.status, story.is_.resolved_by, story.is_.rating) == ("resolved", None, None)
    story.says(BO, "perdón, de octubre")
    assert (story.is_.status, story.is_.owner) == ("open", ANA)


def test_after_a_holiday_the_reminders_and_the_end_do_not_all_come_on_one_day(story):
    story.later(days=27).does(c.AskRequester, ANA, text="¿De qué mes?")  # closed from the 24th to the 28th
    due = [*story.is_.pending_reminders, story.is_.pending_resolves_at]
    assert due == sorted(due)
    assert all(later - earlier >= timedelta(days=1) for earlier, later in pairwise(due))


def test_moved_while_a_question_is_open_the_new_department_s_clock_stands_too(story):
    story.does(c.AskRequester, ANA, text="¿De qué mes?")
    story.does(c.Reassign, MARTA, person=HUGO)
    assert (story.is_.department, story.is_.status) == ("people", "pending")
    assert story.is_.resolution.left_s == 24 * 3600


# --- promises ----------------------------------------------------------------------------------------------------


def test_a_promise_answers_is_reminded_of_and_lapses_to_the_lead(story):
    story.does(c.MakePromise, ANA, due=FRIDAY)
    assert (story.is_.taken, story.is_.first_response.met_at) == (True, NOON)
    story.until("promise_reminder")
    assert NOON < story.now < FRIDAY
    story.until("promise_due")
    assert story.is_.promise.lapsed
    assert story.is_.escalated_to == (MARTA,)
    assert not any("promise" in name for name in timers(story.is_))


def test_a_promise_is_renewed_in_time_and_kept_when_it_is_resolved(story):
    story.does(c.MakePromise, ANA, due=FRIDAY)
    story.later(days=1).does(c.MakePromise, ANA, due=FRIDAY + timedelta(days=1), text="el banco tarda")
    assert story.is_.promise.renewed == 1
    assert [name for name in timers(story.is_) if "promise_due" in name] != []
    story.does(c.Resolve, ANA, text="enviada")
    assert "PromiseKept" in kinds(story.history)
    assert not any("promise" in name for name in timers(story.is_))


def test_a_promise_is_for_a_time_to_come(story):
    assert why(story, c.MakePromise, ANA, due=NOON) == PastDate(number=story.number, due=NOON)


def test_waiting_for_somebody_else_is_a_promise_and_the_clock_runs(story):
    story.does(c.WaitFor, ANA, who="el banco", due=FRIDAY)
    assert story.is_.promise.waits_for is not None
    assert (story.is_.status, story.is_.resolution.left_s) == ("open", None)


# --- a colleague's yes -------------------------------------------------------------------------------------------


def test_a_consulted_colleague_answers_once_and_the_owner_stays_accountable(story):
    story.does(c.AskColleague, ANA, colleague=HUGO, text="¿Se puede?", yes_or_no=True)
    [question] = story.is_.open_consults
    assert story.is_.owner == ANA
    assert (f"asked:{HUGO}", "1001") in indexes(story.is_)
    assert isinstance(why(story, c.Say, HUGO, text="sí"), NotYours)
    story.does(c.AnswerColleague, HUGO, consult=question.id, yes=True)
    assert story.is_.consults[0].yes is True
    assert isinstance(why(story, c.AnswerColleague, HUGO, consult=question.id, yes=True), NothingToDo)
    assert (f"asked:{HUGO}", "1001") not in indexes(story.is_)


def test_nobody_is_consulted_who_asked_it_owns_it_is_named_in_it_or_does_not_exist():
    story = Story(BO)
    story.asks(about=(MARTA,))
    for nobody in (BO, ANA, MARTA, "nobody"):
        assert isinstance(why(story, c.AskColleague, ANA, colleague=nobody, text="¿?"), NobodyThere)


def test_a_question_that_was_never_answered_waits_no_longer_when_all_is_over(story):
    story.does(c.AskColleague, ANA, colleague=HUGO, text="¿Se puede?")
    story.does(c.Withdraw, BO)
    assert not any(index.startswith("asked:") for index, _ in indexes(story.is_))


# --- undoing -----------------------------------------------------------------------------------------------------

ACTS = [
    (c.Take, {}),
    (c.Say, {"text": "voy"}),
    (c.WriteNote, {"text": "nota"}),
    (c.MakePromise, {"due": FRIDAY}),
    (c.WaitFor, {"who": "el banco", "due": FRIDAY}),
    (c.AskRequester, {"text": "¿De qué mes?"}),
    (c.HandOver, {"text": "es suyo", "person": HUGO}),
    (c.Resolve, {"text": "enviada"}),
]


@pytest.mark.parametrize(("command", "fields"), ACTS, ids=lambda value: getattr(value, "__name__", ""))
def test_an_owner_s_act_undone_within_half_a_minute_is_as_if_it_had_not_been(story, command, fields):
    before = story.is_
    story.does(command, ANA, **fields)
    story.later(seconds=30).does(c.Undo, ANA)
    judge_undo(before, story.is_)
    assert timers(story.is_) == timers(before)


@pytest.mark.parametrize(("command", "fields"), ACTS, ids=lambda value: getattr(value, "__name__", ""))
def test_after_half_a_minute_it_stands(story, command, fields):
    story.does(command, ANA, **fields)
    story.later(seconds=31)
    assert why(story, c.Undo, ANA) == TooLateToUndo(number=story.number)


def test_of_two_acts_in_one_instant_only_the_last_is_undone(story):
    story.says(ANA, "voy")
    before = story.is_
    story.does(c.Resolve, ANA, text="enviada")
    story.does(c.Undo, ANA)
    judge_undo(before, story.is_)


def test_what_somebody_else_has_built_on_is_not_undone(story):
    story.does(c.Resolve, ANA, text="enviada")
    story.does(c.Rate, BO, outcome="met")
    assert isinstance(why(story, c.Undo, ANA), NothingToDo)


def test_a_changed_urgency_is_not_lost_by_undoing_the_reply_before_it(story):
    story.does(c.Take, ANA)
    story.does(c.AskRequester, ANA, text="¿De qué mes?")
    story.does(c.SetUrgency, MARTA, urgency="high")
    assert isinstance(why(story, c.Undo, ANA), NothingToDo)


def test_who_wrote_after_the_reply_still_waits_when_it_is_undone(story):
    story.says(ANA, "voy")
    story.says(ANA, "ya casi")
    story.later(seconds=5).says(BO, "¿y bien?")
    story.later(seconds=5).does(c.Undo, ANA)
    assert story.is_.waiting_since == NOON + timedelta(seconds=5)


# --- what it is --------------------------------------------------------------------------------------------------


def test_filing_says_what_it_was_about_and_moves_nobody(story):
    story.does(c.FileUnder, ANA, topic="holiday")
    assert (story.is_.owner, story.is_.department, story.is_.topic) == (ANA, "payroll", "holiday")
    assert isinstance(why(story, c.FileUnder, ANA, topic="holiday"), NothingToDo)
    assert isinstance(why(story, c.FileUnder, ANA, topic="weather"), NobodyThere)


def test_filing_under_a_confidential_topic_makes_it_so_and_moves_it_to_who_may_have_it(story):
    story.does(c.FileUnder, ANA, topic="harassment")
    assert story.is_.confidential
    assert story.is_.owner == CARMEN


def test_urgency_changes_the_targets_and_what_is_spent_stays_spent(story):
    story.later(hours=1).does(c.SetUrgency, ANA, urgency="high")
    assert business_between(NOON, story.is_.first_response.due, PAYROLL) == timedelta(hours=1)
    assert business_between(story.now, story.is_.resolution.due, PAYROLL) == timedelta(hours=7)
    assert isinstance(why(story, c.SetUrgency, ANA, urgency="high"), NothingToDo)


def test_urgency_changed_while_the_clock_stands_leaves_what_was_spent(story):
    story.later(hours=1).does(c.AskRequester, ANA, text="¿De qué mes?")
    story.later(hours=5).does(c.SetUrgency, ANA, urgency="high")
    assert story.is_.resolution.left_s == 7 * 3600
    story.says(BO, "octubre")
    assert business_between(story.now, story.is_.resolution.due, PAYROLL) == timedelta(hours=7)


def test_each_warning_comes_once_though_the_urgency_changes_back(story):
    story.until("warn.first_response")
    story.does(c.SetUrgency, ANA, urgency="low")
    story.does(c.SetUrgency, ANA, urgency="normal")
    assert not any("warn.first_response" in name for name in timers(story.is_))


def test_a_breach_brings_in_the_lead_and_of_a_late_lead_the_concierge_s(story):
    story.until("breach.first_response")
    assert story.is_.escalated_to == (MARTA,)
    story.does(c.TakeBack, MARTA)
    story.until("breach.resolution")
    assert story.is_.escalated_to == (MARTA, CARMEN)


def test_one_cause_joins_and_leaves(story):
    story.does(c.JoinMatter, ANA, matter="banco")
    assert isinstance(why(story, c.JoinMatter, ANA, matter="banco"), NothingToDo)
    story.does(c.LeaveMatter, ANA)
    assert story.is_.matter is None
    assert isinstance(why(story, c.LeaveMatter, ANA), NothingToDo)
