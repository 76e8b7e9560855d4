"""From a colleague's own words to a person by name: asking, the one question, articles, not this."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import decide_ask
from bot.domain.refusals import Empty, NothingToDo, Refusal
from bot.domain.request import Place
from bot.domain.timers import fired, timers
from knowledge.calendar import add_business
from knowledge.directory import TopicId
from tests.bot.domain.world import (
    ANA,
    BO,
    CARMEN,
    CHOICES,
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
    article,
    kinds,
    reading,
    told,
    unsure,
)

MADRID = ZoneInfo("Europe/Madrid")


# --- whose it is -------------------------------------------------------------------------------------------------


def test_a_request_has_a_number_a_person_by_name_and_the_clocks_of_their_department_at_once():
    story = Story(BO)
    assert kinds(story.asks()) == ["RequestAsked", "RequestFiled", "OwnerAssigned", "ClockSet", "ClockSet"]
    request = story.is_
    assert (request.status, request.owner, request.department) == ("open", ANA, "payroll")
    assert not request.taken
    hours = DIRECTORY.departments["payroll"].hours
    assert request.first_response.due == add_business(NOON, timedelta(hours=4), hours)
    assert request.resolution.due == add_business(NOON, timedelta(hours=24), hours)


def test_empty_words_open_nothing():
    with pytest.raises(Refusal) as refused:
        Story(BO).asks("  \n")
    assert refused.value.why == Empty(verb="ask")


def test_asked_out_of_hours_it_stays_with_whom_it_will_be_and_says_when_they_are_there():
    late = datetime(2026, 11, 27, 21, 0, tzinfo=MADRID)  # a Friday evening
    story = Story(BO, now=late)
    story.asks()
    [assigned] = told(story, e.OwnerAssigned)
    assert assigned.owner == ANA
    assert assigned.opens_at == datetime(2026, 11, 30, 9, 0, tzinfo=MADRID)


def test_the_owner_of_a_topic_who_asks_about_it_is_passed_over():
    story = Story(BO)
    story.asks(topic="laptop")
    assert (story.is_.owner, story.is_.rung) == (IRIS, "lead")


@pytest.mark.parametrize(
    ("named", "owner"), [((ANA,), LUIS), ((ANA, LUIS), MARTA), ((ANA, LUIS, MARTA), SAUL)]
)
def test_nobody_has_a_request_about_themselves_owner_backup_or_lead(named, owner):
    story = Story(BO)
    story.asks(about=named)
    assert story.is_.owner == owner
    assert told(story, e.PeopleNamed)[0].people == named


def test_when_the_requester_is_named_they_still_are_the_requester():
    story = Story(BO)
    story.asks(about=(BO,))
    assert story.is_.about == ()


def test_a_request_that_everybody_who_could_have_it_is_named_in_is_still_somebody_s():
    """Carmen leads the concierge, is the administrator, and asks something confidential that is nobody's topic."""
    story = Story(CARMEN)
    story.asks(topic=None, private=True)
    assert story.is_.owner in (VERA, HUGO)


def test_whom_the_desk_cannot_place_has_the_concierge_s_person():
    story = Story(GUEST)
    story.asks(topic=None)
    assert (story.is_.owner, story.is_.department, story.is_.topic) == (SAUL, "concierge", None)


def test_what_is_recorded_for_somebody_else_is_theirs():
    story = Story(BO)
    command = c.Ask(
        id="1",
        by=HUGO,
        requester=BO,
        text="Bo no puede entrar",
        place=Place("web", "hugo/asks"),
        reading=reading(),
    )
    [asked, *_] = decide_ask(command, story.number, story.context())
    assert (asked.requester, asked.recorded_by) == (BO, HUGO)


# --- the one question --------------------------------------------------------------------------------------------


def test_when_it_is_unsure_it_asks_once_and_the_concierge_is_accountable_unseen():
    story = Story(ANA)
    story.asks(read=unsure())
    request = story.is_
    assert (request.status, request.unseen, request.owner) == ("new", True, SAUL)
    assert request.choices.topics == CHOICES
    assert request.first_response is None


def test_the_choice_decides_whose_it_is():
    story = Story(ANA)
    story.asks(read=unsure())
    story.does(c.Choose, ANA, topic=TopicId("laptop"))
    assert (story.is_.owner, story.is_.status, story.is_.choices) == (BO, "open", None)


def test_something_else_goes_to_a_person():
    story = Story(ANA)
    story.asks(read=unsure())
    story.does(c.Choose, ANA, topic=None)
    assert (story.is_.owner, story.is_.department) == (SAUL, "concierge")


def test_a_choice_that_was_not_offered_is_refused():
    story = Story(ANA)
    story.asks(read=unsure())
    with pytest.raises(Refusal):
        story.does(c.Choose, ANA, topic=TopicId("holiday"))


def test_unanswered_for_ten_minutes_it_goes_to_the_best_guess():
    story = Story(BO)
    story.asks(read=unsure())
    [(name, due)] = timers(story.is_).items()
    assert due == NOON + timedelta(minutes=10)
    story.later(minutes=10).fires(name)
    assert (story.is_.owner, story.is_.topic, story.is_.confidence) == (ANA, "payslip", 0.4)


def test_a_best_guess_that_only_points_the_official_way_goes_to_a_person_instead():
    story = Story(BO)
    story.asks(read=reading("council", verdict="ask", choices=(TopicId("council"), TopicId("laptop"))))
    story.later(minutes=10).fires(next(iter(timers(story.is_))))
    assert (story.is_.owner, story.is_.topic) == (SAUL, None)


def test_a_question_in_which_a_confidential_topic_is_in_play_is_confidential():
    story = Story(BO)
    story.asks(read=reading("laptop", verdict="ask", choices=(TopicId("laptop"), TopicId("harassment"))))
    assert story.is_.confidential
    assert story.is_.owner == CARMEN, "Saúl is not marked for it"


def test_who_complains_of_the_service_is_asked_no_question_and_has_a_person():
    story = Story(BO)
    story.asks("Menuda mierda de servicio", read=replace(unsure(), complains=True))
    assert (story.is_.owner, story.is_.topic, story.is_.choices) == (SAUL, None, None)


@pytest.mark.parametrize("command", [c.WantPerson, c.Say])
def test_a_person_or_more_words_instead_of_a_choice_go_to_the_best_guess(command):
    story = Story(BO)
    story.asks(read=unsure())
    story.does(command, BO, **({"text": "es la de octubre"} if command is c.Say else {}))
    assert (story.is_.owner, story.is_.status, story.is_.choices) == (ANA, "open", None)


# --- a file without words -----------------------------------------------------------------------------------------

PICTURE = c.Attached(source="slack:T1/F1", name="foto.png")


def pictured() -> Story:
    story = Story(BO)
    story.asks("[archivo: foto.png]", files=(PICTURE,), read=reading(None))
    return story


def test_a_file_of_which_nothing_is_known_has_a_person_and_the_next_words_give_it_to_whom_they_name():
    story = pictured()
    assert (story.is_.owner, story.is_.topic, story.is_.awaits_a_line) == (SAUL, None, True)
    story.says(BO, "es la nómina de octubre", reading("payslip"))
    assert (story.is_.owner, story.is_.topic, story.is_.awaits_a_line) == (ANA, "payslip", False)
    story.says(BO, "y el portátil", reading("laptop"))
    assert story.is_.owner == ANA, "words route once"


def test_words_that_say_no_more_leave_it_where_it_is():
    story = pictured()
    story.says(BO, "a ver si me podéis ayudar", reading(None))
    assert (story.is_.owner, story.is_.awaits_a_line) == (SAUL, True)


@pytest.mark.parametrize("command", [c.Take, c.Say])
def test_who_has_taken_or_answered_it_keeps_it(command):
    story = pictured()
    story.does(command, SAUL, **({"text": "¿Para qué es?"} if command is c.Say else {}))
    story.says(BO, "es la nómina de octubre", reading("payslip"))
    assert story.is_.owner == SAUL


def test_what_came_without_a_file_is_not_routed_again_by_more_words():
    story = Story(BO)
    story.asks("¿me podéis ayudar?", read=reading(None))
    story.says(BO, "es la nómina de octubre", reading("payslip"))
    assert story.is_.owner == SAUL


# --- articles ----------------------------------------------------------------------------------------------------


def test_what_the_company_has_an_answer_for_is_answered_at_once():
    story = Story(BO)
    assert kinds(story.asks(article=article())) == ["RequestAsked", "RequestFiled", "ArticleOffered"]
    assert (story.is_.status, story.is_.unseen) == ("new", True)


def test_who_wants_a_person_gets_one_and_not_an_article():
    story = Story(BO)
    story.asks(article=article(), wants_person=True)
    assert (story.is_.article, story.is_.owner) == (None, ANA)


def test_this_solved_it_resolves_it_by_article():
    story = Story(BO)
    story.asks(article=article())
    story.does(c.ArticleSolved, BO)
    assert (story.is_.status, story.is_.by_article, story.is_.answered_by) == ("resolved", True, None)


@pytest.mark.parametrize("command", [c.WantPerson, c.Say])
def test_a_person_or_further_words_route_it_with_what_was_already_read(command):
    story = Story(BO)
    story.asks(article=article())
    story.does(command, BO, **({"text": "no es eso"} if command is c.Say else {}))
    assert "ArticleLeft" in kinds(story.history)
    assert (story.is_.owner, story.is_.status, story.is_.confidence) == (ANA, "open", 0.9)
    assert story.is_.first_response is not None


def test_words_that_all_is_well_are_the_button_and_words_that_it_is_not_needed_take_it_back():
    for withdraws, status in ((False, "resolved"), (True, "withdrawn")):
        story = Story(BO)
        story.asks(article=article())
        story.says(BO, "Perfecto, ya", reading(None, verdict="person", well=True, withdraws=withdraws))
        assert (story.is_.status, story.is_.answered_by) == (status, None)
        assert ("ArticleHelped" in kinds(story.history)) is not withdraws


def test_silence_after_an_article_is_asked_about_next_working_morning_then_closed_as_unconfirmed():
    story = Story(BO)
    story.asks(article=article())
    due = {name.split("|")[1]: at.astimezone(MADRID) for name, at in timers(story.is_).items()}
    assert due == {
        "article_again": datetime(2026, 11, 25, 9, 0, tzinfo=MADRID),
        "article_close": datetime(2026, 11, 26, 9, 0, tzinfo=MADRID),
    }
    story.until("article_again")
    assert story.is_.article.asked_again
    story.until("article_close")
    assert (story.is_.status, story.is_.unconfirmed) == ("closed", True)


def test_the_next_working_morning_is_never_today():
    early = datetime(2026, 11, 24, 0, 30, tzinfo=MADRID)
    story = Story(BO, now=early)
    story.asks(article=article())
    assert story.is_.article.asks_again_at == datetime(2026, 11, 25, 9, 0, tzinfo=MADRID)


def test_the_concierge_s_person_may_step_in_while_the_bot_answers_and_is_accountable_by_name():
    story = Story(BO)
    story.asks(article=article())
    story.does(c.Say, SAUL, text="Le ayudo yo")
    request = story.is_
    assert (request.owner, request.taken, request.unseen, request.status) == (SAUL, True, False, "open")
    assert request.first_response.met_at is not None
    assert request.department == "concierge"


def test_what_was_solved_by_an_article_comes_back_to_a_person():
    story = Story(BO)
    story.asks(article=article())
    story.does(c.ArticleSolved, BO)
    story.does(c.Reopen, BO, text="pues no")
    assert (story.is_.owner, story.is_.status) == (ANA, "open")
    assert story.is_.resolution.met_at is None


# --- not this ----------------------------------------------------------------------------------------------------


def test_not_this_goes_to_the_concierge_and_never_returns_to_what_was_ruled_out():
    story = Story(BO)
    story.asks()
    story.does(c.NotThis, BO)
    assert (story.is_.owner, story.is_.topic, story.is_.ruled_out) == (SAUL, None, ("payslip",))
    assert story.is_.handovers == 0, "a requester's not-this is not a hand-over"
    story.does(c.Resolve, SAUL, text="hecho")
    story.says(BO, "sigue igual", read=reading("payslip"))
    assert story.is_.owner == SAUL
    with pytest.raises(Refusal):
        story.does(c.NotThis, BO)


def test_not_this_of_an_article_goes_to_a_person():
    story = Story(BO)
    story.asks(article=article())
    story.does(c.NotThis, BO)
    assert (story.is_.owner, story.is_.article) == (SAUL, None)


def test_what_moves_to_another_department_has_that_department_s_clocks():
    story = Story(ANA)
    story.asks(topic="laptop")
    before = story.is_.first_response
    story.later(hours=1).does(c.NotThis, ANA)
    hours = DIRECTORY.departments["concierge"].hours
    assert story.is_.first_response.due == add_business(story.now, timedelta(hours=4), hours)
    assert story.is_.first_response != before


# --- what else the words say ------------------------------------------------------------------------------------


def test_the_requester_s_own_date_is_heard_and_can_be_taken_back():
    friday = NOON + timedelta(days=3)
    story = Story(BO)
    story.asks(wanted_by=friday, wanted_day_only=True)
    assert (story.is_.wanted_by, story.is_.wanted_day_only) == (friday, True)
    story.does(c.SetWantedBy, BO, due=None)
    assert story.is_.wanted_by is None
    with pytest.raises(Refusal):
        story.does(c.SetWantedBy, BO, due=NOON - timedelta(hours=1))


@pytest.mark.parametrize(("bare", "heard"), [(True, None), (False, NOON + timedelta(days=3))])
def test_a_time_and_nothing_else_is_an_answer_to_whoever_has_written_and_no_date_of_the_requester_s(
    bare, heard
):
    story = Story(BO)
    story.asks()
    story.says(story.is_.owner, "¿Hablamos el viernes?")
    friday = NOON + timedelta(days=3)
    story.says(BO, "el viernes", read=reading(None, wanted_by=friday, wanted_bare=bare))
    assert story.is_.wanted_by == heard


def test_words_raise_urgency_and_do_not_lower_it():
    story = Story(BO)
    story.asks()
    story.says(BO, "no puedo trabajar", read=reading(None, urgency="high"))
    hours = DIRECTORY.departments["payroll"].hours
    assert story.is_.urgency == "high"
    assert story.is_.first_response.due == add_business(NOON, timedelta(hours=1), hours)
    story.says(BO, "sin prisa", read=reading(None, urgency="low"))
    assert story.is_.urgency == "high"


def test_wanting_a_person_in_words_or_by_tap_brings_the_lead_of_who_has_it_once():
    story = Story(BO)
    story.asks()
    story.does(c.WantPerson, BO)
    story.says(BO, "quiero una persona", read=reading(None, wants_person=True))
    assert [event.lead for event in told(story, e.LeadBroughtIn)] == [MARTA]
    assert len(told(story, e.PersonWanted)) == 2


def test_a_timer_that_is_not_due_or_no_longer_wanted_does_nothing():
    story = Story(BO)
    story.asks(article=article())
    name = next(name for name in timers(story.is_) if "article_close" in name)
    with pytest.raises(Refusal):
        story.fires(name)
    story.does(c.WantPerson, BO)
    story.now = fired(name).due
    with pytest.raises(Refusal) as refused:
        story.fires(name)
    assert refused.value.why == NothingToDo(number=story.number, verb="timer")
