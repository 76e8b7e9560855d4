"""Who is accountable next: warm hand-overs, leads, privacy, and people who cannot be reached."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import decide
from bot.domain.refusals import Empty, NobodyThere, NothingToDo, NotYours, OneOfferAtATime, Refusal
from bot.domain.request import Request
from bot.domain.rights import is_cleared, may_read
from bot.domain.timers import timers
from knowledge.calendar import add_business
from tests.bot.domain.judging import judge_handover
from tests.bot.domain.world import (
    ANA,
    BO,
    CARMEN,
    DIRECTORY,
    GUEST,
    HUGO,
    IRIS,
    LUIS,
    MARTA,
    NOON,
    SAUL,
    VERA,
    Story,
    kinds,
    reading,
    why,
)

FRIDAY = NOON + timedelta(days=3)


@pytest.fixture
def story() -> Story:
    """A guest asks payroll; it is Ana's, who has taken it."""
    story = Story(GUEST)
    story.asks()
    story.does(c.Take, ANA)
    return story


def hands_over(story: Story, to: str, by=None) -> list[e.AnyEvent]:
    """To a department, where whoever is asked takes it at once."""
    events = story.does(c.HandOver, by or story.is_.owner, department=to, text="es de ellos")
    if story.is_.offer is not None:
        story.does(c.Take, story.is_.offer.asked)
    return events


# --- hand-overs --------------------------------------------------------------------------------------------------


def test_a_handover_moves_the_owner_only_when_it_is_taken_and_the_promise_survives(story):
    story.does(c.MakePromise, ANA, due=FRIDAY)
    story.does(c.HandOver, ANA, person=HUGO, text="es de vacaciones")
    assert (story.is_.owner, story.is_.offer.asked) == (ANA, HUGO)
    promise = story.is_.promise
    story.does(c.Take, HUGO)
    request = story.is_
    assert (request.owner, request.department, request.offer) == (HUGO, "people", None)
    assert request.promise == promise
    assert any("promise_due" in name for name in timers(request))


def test_simply_replying_takes_what_was_offered(story):
    story.does(c.HandOver, ANA, person=HUGO, text="es de vacaciones")
    story.says(HUGO, "Hola, ya lo llevo yo")
    assert (story.is_.owner, story.is_.offer, story.is_.answered_by) == (HUGO, None, HUGO)


def test_who_replies_to_what_was_offered_is_judged_by_the_new_department_s_clock(story):
    story.later(hours=3).does(c.HandOver, ANA, department="it", text="es del portátil")
    story.later(hours=1, minutes=30).says(BO, "voy")
    [given] = [event for event in story.history if isinstance(event, e.FirstResponseGiven)]
    assert given.within
    hours = DIRECTORY.departments["it"].hours
    assert story.is_.resolution.due == add_business(story.now, timedelta(hours=24), hours)


def test_one_offer_is_open_at_a_time(story):
    story.does(c.HandOver, ANA, person=HUGO, text="es suyo")
    assert why(story, c.HandOver, ANA, person=BO, text="o suyo") == OneOfferAtATime(
        number=story.number, asked=HUGO
    )
    story.does(c.WithdrawHandover, ANA)
    story.does(c.HandOver, ANA, person=BO, text="suyo")
    assert story.is_.handovers == 0, "what was withdrawn does not count"


def test_a_handover_needs_a_reason_and_somebody_who_exists_and_can_have_it(story):
    assert isinstance(why(story, c.HandOver, ANA, person=HUGO, text=""), Empty)
    for nobody in ({"person": "nobody"}, {"person": ANA}, {"department": "weather"}, {}):
        assert isinstance(why(story, c.HandOver, ANA, text="suyo", **nobody), NobodyThere)
    story.does(c.MakePrivate, GUEST)
    assert isinstance(why(story, c.HandOver, story.is_.owner, text="suyo", person=BO), NobodyThere)


def test_a_handover_to_somebody_who_is_away_is_offered_to_their_backup(story):
    command = c.HandOver(id="x", by=ANA, number=story.number, person=HUGO, text="es suyo")
    away = story.context(absent={HUGO: NOON + timedelta(days=7)})
    [offered] = decide(command, story.request, away)
    assert (offered.person, offered.asked, offered.department) == (HUGO, VERA, "people")


def test_any_marked_member_of_the_department_may_take_what_was_offered_to_it(story):
    story.does(c.HandOver, ANA, department="people", text="es de personas")
    asked = story.is_.offer.asked
    other = next(p for p in (VERA, HUGO) if p != asked)
    story.does(c.Take, other)
    assert (story.is_.owner, story.is_.department) == (other, "people")


def test_a_colleague_of_the_old_department_takes_it_for_the_old_one_and_the_offer_ends():
    story = Story(BO)
    story.asks()
    story.does(c.HandOver, ANA, department="people", text="es de personas")
    story.does(c.Take, LUIS)
    assert (story.is_.owner, story.is_.department, story.is_.offer) == (LUIS, "payroll", None)
    assert kinds(story.history)[-2:] == ["HandoverWithdrawn", "RequestTaken"]


def test_not_taken_within_the_first_response_target_it_is_the_new_department_s_lead_s(story):
    story.does(c.HandOver, ANA, person=HUGO, text="es suyo")
    story.until("offer")
    hours = DIRECTORY.departments["people"].hours
    assert story.now == add_business(NOON, timedelta(hours=4), hours)
    assert (story.is_.owner, story.is_.department, story.is_.rung) == (VERA, "people", "lead")
    assert story.is_.handovers == 1


def test_an_offer_that_cannot_be_delivered_lapses_at_once(story):
    story.does(c.HandOver, ANA, person=HUGO, text="es suyo")
    story.does(c.NotReached, c.DESK, person=HUGO)
    assert (story.is_.owner, story.is_.offer) == (VERA, None)


def test_declining_is_only_towards_a_better_owner(story):
    story.does(c.HandOver, ANA, person=HUGO, text="es suyo")
    assert isinstance(why(story, c.DeclineHandover, HUGO, text="no es mío"), NobodyThere)
    assert isinstance(why(story, c.DeclineHandover, HUGO, text="no", person=HUGO), NobodyThere)
    assert isinstance(why(story, c.DeclineHandover, HUGO, text="", person=BO), Empty)
    story.does(c.DeclineHandover, HUGO, text="es de Bo", person=BO)
    assert (story.is_.owner, story.is_.offer.asked, story.is_.offer.by) == (ANA, BO, HUGO)


def test_the_second_choice_of_another_department_brings_in_the_lead(story):
    hands_over(story, "people")
    assert story.is_.escalated_to == ()
    hands_over(story, "it")
    assert story.is_.escalated_to == (VERA,)
    assert story.is_.owner == BO


def test_at_the_third_the_concierge_s_lead_is_accountable_at_once(story):
    hands_over(story, "people")
    hands_over(story, "it")
    events = hands_over(story, "payroll")
    assert kinds(events)[:2] == ["NoteWritten", "OwnerAssigned"]
    assert (story.is_.owner, story.is_.department, story.is_.handovers) == (CARMEN, "concierge", 3)
    assert story.is_.offer is None


def test_declining_on_and_on_ends_with_the_concierge_s_lead_too(story):
    story.does(c.HandOver, ANA, department="people", text="es de personas")
    asked = story.is_.offer.asked
    story.does(c.DeclineHandover, asked, text="es de Bo", person=BO)
    assert MARTA in story.is_.escalated_to
    story.does(c.DeclineHandover, BO, text="es de conserjería", person=SAUL)
    assert (story.is_.owner, story.is_.offer) == (CARMEN, None)


def test_handing_on_inside_the_department_does_not_count(story):
    for person in (LUIS, ANA, LUIS, ANA):
        story.does(c.HandOver, story.is_.owner, person=person, text="turno")
        story.does(c.Take, person)
    assert (story.is_.handovers, story.is_.escalated_to) == (0, ())


def test_absence_escalation_and_a_requester_s_not_this_do_not_count(story):
    story.does(c.NotThis, GUEST)
    story.does(c.NotReached, c.DESK, person=story.is_.owner)
    story.does(c.Reassign, CARMEN, person=BO)
    assert story.is_.handovers == 0


def test_where_the_concierge_s_lead_may_not_have_it_the_third_is_offered_as_the_others_were():
    story = Story(CARMEN)
    story.asks()
    for department in ("people", "it", "people"):
        hands_over(story, department)
    assert story.is_.owner != CARMEN


EVENING = NOON + timedelta(hours=8)  # 20:00 in Madrid, where Carmen is; 13:00 in Mexico City, where Saúl is


def third_of_the_urgent(now=EVENING, urgency="urgent") -> tuple[Story, list[e.AnyEvent], Request]:
    """Payroll, IT, the concierge, where Saúl has it; and now he chooses a third department. With the request before."""
    story = Story(GUEST, now)
    story.asks(urgency=urgency)
    hands_over(story, "it")
    story.does(c.HandOver, story.is_.owner, person=SAUL, text="es de ellos")
    story.does(c.Take, SAUL)
    before = story.is_
    return story, story.does(c.HandOver, SAUL, department="payroll", text="ya sé de quién es"), before


def test_the_urgent_that_the_concierge_s_person_at_work_has_is_offered_on_and_stays_theirs_until_it_is_taken():
    """At the third it would be whoever's of the concierge is at work; that is whose it is."""
    story, events, before = third_of_the_urgent()
    assert kinds(events) == ["HandoverOffered"]
    assert (story.is_.owner, story.is_.department, story.is_.handovers) == (SAUL, "concierge", 2)
    judge_handover(before, story.history, events, story.is_)
    story.does(c.Take, story.is_.offer.asked)
    hands_over(story, "people")
    assert (story.is_.owner, story.is_.department) == (SAUL, "concierge"), "and then the search is over"


@pytest.mark.parametrize(("now", "urgency"), [(EVENING, None), (NOON + timedelta(hours=4), "urgent")])
def test_at_the_third_it_is_the_concierge_s_lead_s_where_it_can_wait_or_they_are_at_work(now, urgency):
    story, events, before = third_of_the_urgent(now, urgency)
    assert kinds(events)[:2] == ["NoteWritten", "OwnerAssigned"]
    assert story.is_.owner == CARMEN
    judge_handover(before, story.history, events, story.is_)


@pytest.mark.parametrize(
    "other",
    [
        {"urgency": "high"},
        {"owner": IRIS},  # of another department
        {"owner": VERA},
    ],
)
def test_the_judge_lets_no_other_third_choice_be_offered(other):
    story, events, before = third_of_the_urgent()
    with pytest.raises(AssertionError):
        judge_handover(replace(before, **other), story.history, events, replace(story.is_, **other))


def test_the_judge_lets_no_urgent_third_choice_be_offered_while_the_concierge_s_lead_is_at_work():
    story, events, before = third_of_the_urgent()
    at_four = [replace(event, at=NOON + timedelta(hours=4)) for event in events]
    with pytest.raises(AssertionError):
        judge_handover(before, [*story.history[: -len(events)], *at_four], at_four, story.is_)


# --- leads -------------------------------------------------------------------------------------------------------


def test_a_lead_reassigns_and_takes_back(story):
    story.does(c.Reassign, MARTA, person=LUIS)
    assert (story.is_.owner, story.is_.taken) == (LUIS, False)
    story.does(c.TakeBack, MARTA)
    assert (story.is_.owner, story.is_.taken, story.is_.rung) == (MARTA, True, "lead")
    assert isinstance(why(story, c.TakeBack, MARTA), NothingToDo)


def test_inside_the_department_the_clocks_run_on(story):
    before = story.is_
    story.later(hours=1).does(c.Reassign, MARTA, person=LUIS)
    assert (story.is_.first_response, story.is_.resolution) == (before.first_response, before.resolution)


def test_an_open_offer_ends_visibly_when_the_lead_decides(story):
    story.does(c.HandOver, ANA, person=HUGO, text="es suyo")
    events = story.does(c.Reassign, MARTA, person=LUIS)
    assert kinds(events)[:2] == ["HandoverWithdrawn", "OwnerAssigned"]


# --- who cannot be reached ---------------------------------------------------------------------------------------


def test_an_owner_who_cannot_be_reached_is_followed_by_the_next_in_the_chain(story):
    owners = [story.is_.owner]
    for _ in range(4):
        story.does(c.NotReached, c.DESK, person=story.is_.owner)
        owners.append(story.is_.owner)
    assert owners[:3] == [ANA, LUIS, MARTA]
    assert len(set(owners)) == 5
    assert story.is_.unreachable == tuple(owners[:4])


def test_when_nobody_at_all_can_be_reached_it_stays_with_whom_it_is(story):
    for _ in range(len(DIRECTORY.people) - 1):
        story.does(c.NotReached, c.DESK, person=story.is_.owner)
    last = story.is_.owner
    story.does(c.NotReached, c.DESK, person=last)
    assert story.is_.owner == last
    assert isinstance(why(story, c.NotReached, c.DESK, person=last), NothingToDo)


def test_somebody_who_is_not_accountable_and_cannot_be_reached_moves_nothing(story):
    assert isinstance(why(story, c.NotReached, c.DESK, person=HUGO), NothingToDo)


def test_a_lead_who_was_brought_in_and_cannot_be_reached_is_followed_by_the_concierge_s(story):
    story.does(c.WantPerson, GUEST)
    story.does(c.NotReached, c.DESK, person=MARTA)
    assert story.is_.escalated_to == (MARTA, CARMEN)
    assert story.is_.owner == ANA


def test_while_the_bot_answers_another_of_the_concierge_is_accountable_unseen():
    story = Story(BO)
    story.asks(read=reading("payslip", verdict="ask", choices=("payslip", "laptop")))
    story.does(c.NotReached, c.DESK, person=SAUL)
    assert (story.is_.owner, story.is_.unseen, story.is_.status) == (CARMEN, True, "new")


# --- confidential ------------------------------------------------------------------------------------------------


def test_made_private_it_moves_to_somebody_who_is_marked_for_it(story):
    story.does(c.MakePrivate, GUEST)
    assert story.is_.confidential_settled
    assert story.is_.owner in (VERA, HUGO, CARMEN)
    assert not may_read(ANA, story.is_, DIRECTORY)


def test_made_private_while_the_bot_answers_the_unseen_owner_is_marked_for_it():
    story = Story(BO)
    story.asks(read=reading("payslip", verdict="ask", choices=("payslip", "laptop")))
    story.does(c.MakePrivate, BO)
    assert (story.is_.owner, story.is_.unseen) == (CARMEN, True)


def test_made_private_an_offer_to_somebody_who_is_not_marked_ends(story):
    story.does(c.HandOver, ANA, person=BO, text="es suyo")
    story.does(c.MakePrivate, GUEST)
    assert story.is_.offer is None
    assert not may_read(BO, story.is_, DIRECTORY)


def test_who_is_named_later_passes_it_on_and_is_not_asked_to_take_it(story):
    story.does(c.HandOver, ANA, person=HUGO, text="es suyo")
    story.says(GUEST, "Hugo fue quien…", read=reading(None, about=(HUGO,)))
    assert story.is_.offer is None
    story.says(GUEST, "y Ana también", read=reading(None, about=(ANA,)))
    assert story.is_.owner == LUIS


@pytest.mark.parametrize("caution", ["words", "caution", "topic"])
def test_by_caution_it_is_confidential_from_the_first_moment_and_has_a_marked_owner(caution):
    story = Story(GUEST)
    story.asks(caution=caution)
    assert story.is_.confidential
    assert not story.is_.confidential_settled
    assert story.is_.owner == CARMEN, "of payroll nobody is marked for it"


def test_once_it_is_lifted_it_stays_with_nobody_whom_it_is_about() -> None:
    """While it was confidential nobody else who is cleared could be reached."""
    story = Story(GUEST)
    story.asks(private=True)
    cleared = [p for p in DIRECTORY.people if is_cleared(p, story.is_, DIRECTORY)]
    story.request = replace(
        story.is_, owner=CARMEN, about=(CARMEN,), unreachable=tuple(p for p in cleared if p != CARMEN)
    )
    story.does(c.LiftPrivate, GUEST)
    assert story.is_.owner not in (CARMEN, *cleared)


def test_only_the_requester_or_the_lead_lifts_it_and_then_caution_does_not_bring_it_back():
    story = Story(GUEST)
    story.asks("me acosan", topic="harassment")
    assert story.is_.owner == HUGO
    assert isinstance(why(story, c.LiftPrivate, HUGO), NotYours)
    story.does(c.LiftPrivate, VERA)
    assert not story.is_.confidential
    story.says(GUEST, "mi sueldo", read=reading(None, caution="words"))
    assert not story.is_.confidential
    story.does(c.FileUnder, HUGO, topic="holiday")
    story.does(c.FileUnder, HUGO, topic="harassment")
    assert story.is_.confidential, "filed anew under a confidential topic it is confidential"


def test_made_private_after_it_was_closed_its_words_go_earlier(story):
    story.does(c.Resolve, ANA, text="hecho")
    story.until("close")
    assert story.is_.words_until == story.now + timedelta(days=180)
    closed = story.now
    story.later(days=1).does(c.MakePrivate, GUEST)
    assert story.is_.words_until == closed + timedelta(days=90)


def test_what_became_confidential_after_it_was_resolved_comes_back_to_somebody_marked(story):
    story.does(c.Resolve, ANA, text="hecho")
    story.does(c.MakePrivate, GUEST)
    story.does(c.Reopen, GUEST)
    assert story.is_.owner in (VERA, HUGO, CARMEN)


def test_a_late_confidential_request_climbs_among_people_marked_for_it():
    story = Story(GUEST)
    story.asks(caution="words")
    story.does(c.Reassign, CARMEN, person=HUGO)
    assert story.is_.department == "people"
    story.until("breach.first_response")
    assert story.is_.escalated_to == (VERA,)


def test_a_refusal_says_why_and_changes_nothing(story):
    before = story.request
    with pytest.raises(Refusal):
        story.does(c.Resolve, IRIS, text="hecho")
    assert story.request is before
