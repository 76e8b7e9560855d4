"""How a request ends, and how it comes back: resolving, closing, rating, complaining, withdrawing, and what is kept."""

from datetime import timedelta

import pytest

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.evolve import fold
from bot.domain.refusals import NobodyAnswered, NothingToDo, Refusal
from bot.domain.request import Request
from bot.domain.timers import timers
from knowledge.loader import build
from tests.bot.domain.judging import judge_complaint
from tests.bot.domain.world import (
    ANA,
    BO,
    CARMEN,
    GUEST,
    HUGO,
    LUIS,
    MARTA,
    NOON,
    PEOPLE,
    SAUL,
    VERA,
    Story,
    article,
    kinds,
    reading,
    told,
    why,
)
from tests.knowledge.directories import edited, three_topics


def before_the_complaint(story: Story) -> Request:
    raised = next(n for n, event in enumerate(story.history) if isinstance(event, e.ComplaintRaised))
    return fold(story.history[:raised])


@pytest.fixture
def story() -> Story:
    """Bo asks payroll, Ana resolves it."""
    story = Story(BO)
    story.asks()
    story.later(hours=2).does(c.Resolve, ANA, text="Enviada por correo")
    return story


def test_resolving_says_what_was_done_and_is_the_first_response_where_there_was_none(story):
    assert (story.is_.status, story.is_.resolved_by, story.is_.answered_by) == ("resolved", ANA, ANA)
    assert story.is_.resolution_words is not None
    [resolved] = [event for event in story.history if isinstance(event, e.RequestResolved)]
    assert resolved.business_s == 7200
    assert "FirstResponseGiven" in kinds(story.history)


def test_a_resolved_request_closes_after_the_set_days(story):
    due = {name.split("|")[1]: due for name, due in timers(story.is_).items()}
    assert due.keys() == {"close", "survey_reminder"}
    assert due["close"] == NOON + timedelta(hours=2) + timedelta(days=5)
    story.until("close")
    assert (story.is_.status, timers(story.is_)) == ("closed", {})


class WithDays(Story):
    """The company closes after three days, its IT department after nine."""

    directory = build(
        edited(
            edited(
                three_topics(), "company.yaml", "retention_days:", "closes_after_days: 3\nretention_days:"
            ),
            "departments/it.yaml",
            "assign: rotation",
            "assign: rotation\ncloses_after_days: 9",
        )
    )


@pytest.mark.parametrize(("topic", "days"), [("payslip", 3), ("laptop", 9)])
def test_the_days_are_the_companys_or_the_departments_own(topic, days):
    story = WithDays(BO)
    story.asks(topic=topic)
    story.does(c.Resolve, story.is_.owner, text="hecho")
    assert story.is_.closes_at == story.now + timedelta(days=days)
    story.later(days=days - 1).says(BO, "Sigue igual", reading())
    assert story.is_.status == "open"
    story.does(c.Resolve, story.is_.owner, text="ahora sí")
    assert story.is_.closes_at == story.now + timedelta(days=days)


def test_what_only_silence_ends_closes_after_the_departments_days_too():
    story = WithDays(BO)
    story.asks(topic="laptop")
    story.does(c.AskRequester, story.is_.owner, text="¿Qué modelo es?")
    story.until("pending_resolve")
    assert (story.is_.status, story.is_.closes_at) == ("resolved", story.now + timedelta(days=9))


def test_words_go_180_days_after_close_and_confidential_ones_after_90():
    for private, days in ((False, 180), (True, 90)):
        story = Story(BO)
        story.asks(private=private)
        story.does(c.Resolve, story.is_.owner, text="hecho")
        story.until("close")
        assert story.is_.words_until == story.now + timedelta(days=days)


def test_a_new_word_reopens_it_with_its_owner_and_a_new_clock(story):
    story.later(hours=1).says(BO, "no me llega")
    assert (story.is_.status, story.is_.owner, story.is_.reopened) == ("open", ANA, 1)
    assert (story.is_.resolution.starts_at, story.is_.resolution.met_at) == (story.now, None)


def test_not_yet_reopens_it_without_a_word(story):
    story.does(c.Reopen, BO)
    assert (story.is_.status, story.is_.resolution.met_at) == ("open", None)
    assert "MessageSaid" not in kinds(story.history)


def test_wanting_a_person_after_it_was_resolved_reopens_it(story):
    story.does(c.WantPerson, BO)
    assert (story.is_.status, story.is_.owner, story.is_.resolution.met_at) == ("open", ANA, None)


def test_withdrawing_ends_it_and_whatever_was_waiting():
    story = Story(BO)
    story.asks()
    story.does(c.MakePromise, ANA, due=NOON + timedelta(days=1))
    story.does(c.HandOver, ANA, person=LUIS, text="turno")
    story.does(c.Withdraw, BO)
    assert (story.is_.status, story.is_.offer, story.is_.promise) == ("withdrawn", None, None)
    assert timers(story.is_) == {}
    assert story.is_.words_until == NOON + timedelta(days=180)


# --- ratings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["exceeded", "met"])
def test_a_rating_belongs_to_whoever_last_really_answered(story, outcome):
    story.does(c.Rate, BO, outcome=outcome)
    rating = story.is_.rating
    assert (rating.outcome, rating.answered_by, rating.department) == (outcome, ANA, "payroll")
    assert story.is_.status == "resolved"


def test_a_rating_is_taken_after_it_closed_too(story):
    story.until("close")
    story.does(c.Rate, BO, outcome="met")
    assert (story.is_.status, story.is_.rating.outcome) == ("closed", "met")


def test_missed_is_a_complaint_that_reopens_it_with_the_lead_and_the_rating_stays(story):
    story.does(c.Rate, BO, outcome="missed", text="tarde")
    assert (story.is_.status, story.is_.owner, story.is_.complaint.answerable) == ("open", MARTA, MARTA)
    assert (story.is_.rating.outcome, story.is_.rating.answered_by) == ("missed", ANA)


def test_missed_again_after_it_was_made_good_is_a_complaint_again(story):
    story.does(c.Rate, BO, outcome="missed")
    story.does(c.MadeGood, BO)
    story.does(c.Resolve, MARTA, text="ahora sí")
    story.does(c.Rate, BO, outcome="missed")
    assert story.is_.complaint.made_good_at is None
    assert story.is_.owner == CARMEN, "it is about what the lead did"


def test_the_same_rating_tapped_twice_is_one_and_a_line_to_it_or_another_is_heard(story):
    story.does(c.Rate, BO, outcome="exceeded")
    assert why(story, c.Rate, BO, outcome="exceeded") == NothingToDo(number=story.number, verb="rated")
    assert kinds(story.does(c.Rate, BO, outcome="exceeded", text="y deprisa")) == ["Rated"]
    assert kinds(story.does(c.Rate, BO, outcome="met")) == ["Rated"]


def test_what_was_said_of_an_earlier_resolution_is_said_anew_of_the_next(story):
    story.does(c.Rate, BO, outcome="met")
    story.later(hours=1).does(c.Reopen, BO)
    story.later(hours=1).does(c.Resolve, ANA, text="ahora sí")
    assert kinds(story.later(hours=1).does(c.Rate, BO, outcome="met")) == ["Rated"]


def test_what_only_an_article_answered_has_nobody_to_rate():
    story = Story(BO)
    story.asks(article=article())
    story.does(c.ArticleSolved, BO)
    assert why(story, c.Rate, BO, outcome="met") == NothingToDo(number=story.number, verb="rate")


def test_thanks_are_given_once(story):
    story.does(c.Thank, BO, public=True)
    assert story.is_.thanked
    assert isinstance(why(story, c.Thank, BO), NothingToDo)


def by_silence(story: Story) -> None:
    story.asks()
    story.does(c.AskRequester, ANA, text="¿De qué mes?")
    story.until("pending_resolve")


def by_article(story: Story) -> None:
    story.asks(article=article())
    story.does(c.ArticleSolved, BO)


def by_nobodys_word_after_an_article(story: Story) -> None:
    story.asks(article=article())
    story.until("article_close")


@pytest.mark.parametrize("ends", [by_silence, by_article, by_nobodys_word_after_an_article])
@pytest.mark.parametrize("closed", [False, True])
def test_what_nobody_answered_has_nothing_to_be_thanked_for_and_nothing_to_keep(ends, closed):
    story = Story()
    ends(story)
    if closed and story.is_.status == "resolved":
        story.until("close")
    kept = {"title": "Copia", "question": "¿Cómo la saco?", "text": "En el portal"}
    assert why(story, c.Thank, BO) == NobodyAnswered(number=story.number)
    assert why(story, c.KeepAnswer, MARTA, **kept) == NobodyAnswered(number=story.number)


def test_what_comes_back_after_silence_and_is_answered_is_thanked_for():
    story = Story()
    by_silence(story)
    story.does(c.Reopen, BO)
    story.does(c.Resolve, ANA, text="Enviada por correo")
    story.until("close")
    story.does(c.Thank, BO)
    assert story.is_.thanked


def test_thanks_for_something_confidential_are_not_public():
    story = Story(BO)
    story.asks(private=True)
    story.does(c.Resolve, story.is_.owner, text="hecho")
    [thanked] = story.does(c.Thank, BO, public=True)
    assert not thanked.public


# --- complaints --------------------------------------------------------------------------------------------------


def test_a_complaint_needs_no_survey_and_makes_the_lead_accountable():
    story = Story(BO)
    story.asks()
    story.does(c.Complain, BO, text="nadie contesta")
    assert (story.is_.owner, story.is_.rung, story.is_.status) == (MARTA, "lead", "open")
    assert story.is_.reopened == 0


@pytest.mark.parametrize("ended", ["resolved", "closed"])
def test_a_complaint_reopens_what_is_over(story, ended):
    if ended == "closed":
        story.until("close")
    story.does(c.Complain, BO, text="no estaba bien")
    request = story.is_
    assert (request.status, request.owner, request.closed_at, request.words_until) == (
        "open",
        MARTA,
        None,
        None,
    )
    assert request.resolution.met_at is None


def test_a_complaint_about_what_the_lead_did_is_for_the_lead_s_lead():
    story = Story(BO)
    story.asks()
    story.says(MARTA, "esto no procede")
    story.does(c.Complain, BO)
    assert story.is_.owner == CARMEN


def test_a_complaint_about_a_lead_who_is_named_in_it_is_for_the_lead_s_lead():
    story = Story(BO)
    story.asks(about=(MARTA,))
    story.does(c.Complain, BO)
    assert story.is_.owner == CARMEN


@pytest.mark.parametrize("how", ["tap", "words"])
@pytest.mark.parametrize("urgency", [None, "urgent"])
def test_a_complaint_waits_for_no_lead_who_is_away_and_whoever_is_named_answers_for_it(how, urgency):
    """Carmen asks, and leads the lead: while Marta is away her backup stands in, and not Ana, of whom it is."""
    story = Story(CARMEN)
    story.asks(urgency=urgency)
    story.absent[MARTA] = NOON + timedelta(days=21)
    if how == "tap":
        story.does(c.Complain, CARMEN, text="nadie contesta")
    else:
        story.says(CARMEN, "es una vergüenza", read=reading(None, complains=True))
    assert [event.answerable for event in told(story, e.ComplaintRaised)] == [LUIS]
    assert (story.is_.owner, story.is_.rung, story.is_.complained_of) == (LUIS, "backup", ANA)
    judge_complaint(before_the_complaint(story), story.is_, story.now, story.absent)


@pytest.mark.parametrize(
    ("away", "answers"),
    [
        ((MARTA,), (CARMEN, "lead")),
        ((CARMEN,), (MARTA, "lead")),
        ((MARTA, CARMEN), (LUIS, "backup")),
        ((MARTA, CARMEN, LUIS), (SAUL, "concierge")),
        (tuple(PEOPLE), (MARTA, "lead")),
    ],
)
def test_of_both_leads_whoever_is_there_answers_for_a_complaint_else_who_stands_in_else_the_lead(
    away, answers
):
    story = Story(BO)
    story.asks()
    story.absent = dict.fromkeys(away, NOON + timedelta(days=2))
    story.does(c.Complain, BO)
    assert (story.is_.owner, story.is_.rung) == answers
    judge_complaint(before_the_complaint(story), story.is_, story.now, story.absent)


def test_whoever_had_it_before_answers_for_no_complaint_while_anybody_else_may():
    story = Story(CARMEN)
    story.asks()
    story.does(c.Reassign, MARTA, person=LUIS)
    story.does(c.Reassign, MARTA, person=ANA)
    story.absent[MARTA] = NOON + timedelta(days=2)
    story.does(c.Complain, CARMEN)
    assert story.is_.owner == SAUL


def test_a_second_complaint_goes_back_to_nobody_whom_the_first_is_about():
    """Confidential, so that of the concierge only Carmen is marked for it: of her is the first, of Vera the second."""
    story = Story(BO)
    story.asks(topic=None, private=True)
    assert story.is_.owner == CARMEN
    story.does(c.Complain, BO, text="no se entera")
    assert (story.is_.owner, story.is_.complained_of) == (VERA, CARMEN)
    story.does(c.Complain, BO, text="tampoco")
    assert (story.is_.owner, story.is_.complained_of) == (HUGO, VERA)


def test_a_complaint_out_of_hours_is_the_lead_s_who_is_closed_and_not_away():
    story = Story(GUEST, NOON + timedelta(hours=9))
    story.asks()
    story.does(c.Complain, GUEST)
    assert story.is_.owner == MARTA


def test_what_is_only_to_be_known_waits_for_the_lead_s_return():
    story = Story(CARMEN)
    story.asks()
    story.absent[MARTA] = NOON + timedelta(days=2)
    story.says(CARMEN, "mal", read=reading(None, complains=True, for_information=True))
    assert story.is_.complaint.answerable == MARTA
    assert story.is_.owner == ANA


def test_a_complaint_of_an_article_that_nobody_confirmed_reaches_a_person():
    story = Story(BO)
    story.asks(article=article())
    story.until("article_again")
    story.until("article_close")
    story.does(c.Complain, BO, text="no servía")
    request = story.is_
    assert (request.status, request.owner, request.unconfirmed, request.unseen) == (
        "open",
        MARTA,
        False,
        False,
    )


def test_a_complaint_in_confidence_stays_among_people_marked_for_it():
    story = Story(BO)
    story.asks(private=True)
    story.does(c.Complain, BO)
    assert story.is_.owner in (VERA, CARMEN)


def test_it_is_a_complaint_until_the_requester_says_that_it_is_made_good(story):
    story.does(c.Complain, BO)
    story.does(c.Resolve, MARTA, text="lo sentimos: ya está")
    assert story.is_.complaint.made_good_at is None
    with pytest.raises(Refusal):
        story.does(c.MadeGood, MARTA)
    story.does(c.MadeGood, BO)
    assert story.is_.complaint.made_good_at == story.now
    assert isinstance(why(story, c.MadeGood, BO), NothingToDo)


def test_a_bulletin_that_was_shown_is_in_the_history(story):
    assert kinds(story.does(c.ShowBulletin, c.DESK, bulletin="nóminas")) == ["BulletinShown"]


def test_what_only_says_that_all_is_well_reopens_nothing_and_is_kept(story):
    story.later(hours=1).says(BO, "Recibida, gracias", reading(None, well=True))
    assert (story.is_.status, story.is_.reopened) == ("resolved", 0)
    assert len(story.is_.messages) == 1 + 1
    story.later(hours=1).says(BO, "Sigue sin llegar, gracias", reading(None, still_so=True))
    assert (story.is_.status, story.is_.reopened) == ("open", 1)


def test_while_it_is_open_that_one_thing_is_well_is_a_word_like_any_other():
    story = Story(BO)
    story.asks()
    story.does(c.Say, ANA, text="Te la mando")
    story.says(BO, "Ya funciona la descarga", reading(None, well=True))
    assert story.is_.next_response is not None
