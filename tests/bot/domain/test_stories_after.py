"""What comes after: how it was is asked once, a complaint is taken up by somebody else, thanks are seen by agreement."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide.ending import EXPIRES_AFTER, asks_how_it_was
from bot.domain.indexes import indexes
from bot.domain.refusals import NobodyThere, NothingToDo, NotYours
from bot.domain.request import Complaint, RequestNumber
from bot.domain.rights import may_read, roles
from bot.domain.timers import timers
from tests.bot.domain.world import (
    ANA,
    BO,
    CARMEN,
    DIRECTORY,
    GUEST,
    HUGO,
    MARTA,
    NOON,
    SAUL,
    VERA,
    Story,
    kinds,
    reading,
    why,
)


@pytest.fixture
def story() -> Story:
    """Ana of payroll has resolved what Bo asked, on a Tuesday at two in the afternoon of Madrid."""
    story = Story(BO)
    story.asks()
    story.later(hours=2).does(c.Say, ANA, text="La miro")
    story.does(c.Resolve, ANA, text="Enviada")
    return story


def reminders(story: Story) -> list[str]:
    return [name for name in timers(story.is_) if "survey_reminder" in name]


# How it was


def test_it_is_asked_with_the_resolution_and_called_to_mind_once_in_the_rater_s_hours(story: Story) -> None:
    survey = story.is_.survey
    assert survey is not None
    assert survey.reminds_at is not None
    assert survey.reminds_at >= story.now + timedelta(days=1)
    hours = DIRECTORY.people[BO].hours
    assert story.until("survey_reminder")[0].at == survey.reminds_at
    assert survey.reminds_at.astimezone(NOON.tzinfo).weekday() < 5, hours
    assert reminders(story) == []


def test_who_asks_from_elsewhere_is_reminded_in_office_hours_on_their_own_clock() -> None:
    story = Story(GUEST, NOON + timedelta(days=3, hours=2))  # Friday, at one in the afternoon
    story.asks()
    story.does(c.Resolve, story.is_.owner, text="hecho")
    survey = story.is_.survey
    assert survey is not None
    assert survey.reminds_at is None or survey.reminds_at.weekday() < 5


@pytest.mark.parametrize(
    "said", ["thanks in words", "a tap of thanks", "a rating", "a complaint", "a reopening"]
)
def test_who_has_said_it_already_is_not_reminded(story: Story, said: str) -> None:
    match said:
        case "thanks in words":
            story.says(BO, "Mil gracias", reading(thanks=True))
            assert story.is_.status == "resolved"
        case "a tap of thanks":
            story.does(c.Thank, BO)
        case "a rating":
            story.does(c.Rate, BO, outcome="met")
        case "a complaint":
            story.does(c.Complain, BO, text="Llegó tarde")
        case "a reopening":
            story.does(c.Reopen, BO)
    assert reminders(story) == []


def test_a_rating_may_be_changed_until_the_survey_expires_and_counts_once(story: Story) -> None:
    story.does(c.Rate, BO, outcome="met")
    story.later(days=3).does(c.Rate, BO, outcome="exceeded")
    assert story.is_.rating is not None
    assert story.is_.rating.outcome == "exceeded"
    story.now = NOON + timedelta(hours=2) + EXPIRES_AFTER
    assert not asks_how_it_was(story.is_, story.now)
    assert isinstance(why(story, c.Rate, BO, outcome="met"), NothingToDo)


def test_a_rating_belongs_to_who_last_really_answered_as_it_was_then(story: Story) -> None:
    story.does(c.Rate, BO, outcome="met")
    rating = story.is_.rating
    assert rating is not None
    assert (rating.answered_by, rating.department) == (ANA, "payroll")


def test_the_survey_of_an_earlier_resolution_ends_with_a_reopening(story: Story) -> None:
    """ "Not yet" is one tap; the next resolution asks anew, if there is a place this week."""
    story.does(c.Reopen, BO)
    assert story.is_.survey is None
    assert isinstance(why(story, c.Rate, BO, outcome="met"), NotYours)
    story.known = {"may_survey": False}
    story.does(c.Resolve, ANA, text="Ahora sí")
    assert story.is_.survey is None
    assert isinstance(why(story, c.Rate, BO, outcome="met"), NothingToDo)


def test_undoing_a_resolution_takes_its_survey_back() -> None:
    story = Story(BO)
    story.asks()
    story.does(c.Resolve, ANA, text="Enviada")
    assert story.is_.survey is not None
    story.does(c.Undo, ANA)
    assert story.is_.survey is None


def test_what_nobody_answered_is_not_asked_about() -> None:
    story = Story(BO)
    story.asks()
    story.does(c.AskRequester, ANA, text="¿De qué mes?")
    story.until("pending_resolve")
    assert story.is_.status == "resolved"
    assert story.is_.survey is None


# Complaints


def test_worse_than_expected_comes_back_with_the_lead_and_a_clock(story: Story) -> None:
    events = story.does(c.Rate, BO, outcome="missed")
    assert kinds(events)[:3] == ["Rated", "ComplaintRaised", "RequestReopened"]
    request = story.is_
    assert (request.owner, request.complained_of, request.status) == (MARTA, ANA, "open")
    assert request.next_response is not None
    assert request.next_response.met_at is None


def test_the_one_complained_of_may_be_asked_and_does_not_write_back(story: Story) -> None:
    story.does(c.Complain, BO, text="Me contestó mal")
    assert isinstance(why(story, c.Say, ANA, text="No fue así"), NotYours)
    assert isinstance(why(story, c.HandOver, MARTA, person=ANA, text="contéstale tú"), NobodyThere)
    assert isinstance(why(story, c.Reassign, MARTA, person=ANA), NobodyThere)
    story.does(c.AskColleague, MARTA, colleague=ANA, text="¿Qué pasó?")
    assert roles(ANA, story.is_, DIRECTORY) >= {"consulted", "former"}
    assert may_read(ANA, story.is_, DIRECTORY)


def test_about_the_lead_the_lead_s_lead_answers() -> None:
    story = Story(BO)
    story.asks()
    story.does(c.HandOver, ANA, person=MARTA, text="mejor tú")
    story.does(c.Say, MARTA, text="Es lo que hay")
    story.does(c.Resolve, MARTA, text="hecho")
    story.does(c.Complain, BO, text="No me lo explicó")
    assert story.is_.owner == CARMEN
    assert story.is_.complained_of == MARTA
    assert "lead" not in roles(MARTA, story.is_, DIRECTORY)


def test_made_good_is_asked_with_the_new_resolution_and_is_no_survey(story: Story) -> None:
    story.does(c.Complain, BO)
    story.does(c.Say, MARTA, text="Lo siento")
    events = story.does(c.Resolve, MARTA, text="La hemos vuelto a enviar")
    assert "SurveyOffered" not in kinds(events)
    story.does(c.MadeGood, BO)
    assert (story.is_.counted.complaints, story.is_.counted.made_good) == (1, 1)
    assert story.is_.complained_of is None


@pytest.mark.parametrize("how", ["tap", "words"])
def test_so_that_you_know_reopens_nothing(story: Story, how: str) -> None:
    if how == "tap":
        events = story.does(c.Complain, BO, text="Tardó mucho", for_information=True)
    else:
        read = reading(complains=True, for_information=True)
        events = story.says(BO, "Es una vergüenza, solo para que lo sepan", read)
    assert "RequestReopened" not in kinds(events)
    assert story.is_.status == "resolved"
    assert story.is_.owner == ANA
    assert story.is_.counted.complaints == 1
    complaint = next(event for event in events if isinstance(event, e.ComplaintRaised))
    assert complaint.answerable == MARTA
    assert not [name for name, _ in indexes(story.is_) if name.startswith("complaints:")]


def test_what_was_only_to_be_known_is_over_again_with_a_tap(story: Story) -> None:
    story.does(c.Rate, BO, outcome="missed")
    story.does(c.OnlyForInformation, BO)
    assert story.is_.status == "closed"
    assert story.is_.counted.complaints == 1
    assert isinstance(why(story, c.OnlyForInformation, BO), NotYours)


def test_a_complaint_that_begins_a_request_has_its_receipt_and_the_lead() -> None:
    story = Story(BO)
    events = story.asks("Quiero poner una queja", files_complaint=True, complains=True)
    assert kinds(events)[0] == "RequestAsked"
    assert story.is_.owner == MARTA
    assert story.is_.complained_of is None, "nobody has served it yet"
    assert story.is_.counted.complaints == 1


def test_three_about_one_topic_in_a_week_go_to_its_lead_together(story: Story) -> None:
    story.known = {"complained": (RequestNumber(1002),)}
    assert "ComplaintsAlike" not in kinds(story.does(c.Complain, BO))
    other = Story(HUGO, number=1004)
    other.known = {"complained": (RequestNumber(1002), RequestNumber(1003))}
    other.asks()
    other.does(c.Say, ANA, text="La miro")
    alike = next(event for event in other.does(c.Complain, HUGO) if isinstance(event, e.ComplaintsAlike))
    assert (alike.lead, alike.topic, alike.numbers) == (MARTA, "payslip", (1004, 1002, 1003))


def test_a_confidential_complaint_is_no_part_of_a_pattern() -> None:
    story = Story(BO)
    story.known = {"complained": (RequestNumber(1002), RequestNumber(1003))}
    story.asks(private=True)
    assert "ComplaintsAlike" not in kinds(story.does(c.Complain, BO))
    assert not [name for name, _ in indexes(story.is_) if name.startswith("complain")]


# Thanks


def test_thanks_are_seen_only_where_both_would_have_it(story: Story) -> None:
    story.known = {"shows_thanks": True}
    assert kinds(story.does(c.Thank, BO, public=True)) == ["Thanked", "ThanksShown"]


def test_whoever_was_never_asked_is_asked_once(story: Story) -> None:
    assert kinds(story.does(c.Thank, BO, public=True)) == ["Thanked"]
    assert story.is_.thanks is not None
    assert story.is_.thanks.asks
    assert isinstance(why(story, c.AnswerThanks, MARTA, yes=True), NotYours)
    assert kinds(story.does(c.AnswerThanks, ANA, yes=True)) == ["ThanksAnswered", "ThanksShown"]
    assert isinstance(why(story, c.AnswerThanks, ANA, yes=False), NothingToDo)


@pytest.mark.parametrize("known", [{"shows_thanks": False}, {"asked_thanks": True}])
def test_a_no_and_an_open_question_keep_them_between_two(story: Story, known: dict[str, bool]) -> None:
    story.known = known
    assert kinds(story.does(c.Thank, BO, public=True)) == ["Thanked"]
    assert story.is_.thanks is not None
    assert not story.is_.thanks.asks
    assert not story.is_.thanks.shown


def test_thanks_for_something_confidential_are_never_seen() -> None:
    story = Story(BO)
    story.known = {"shows_thanks": True}
    story.asks(private=True)
    story.does(c.Resolve, story.is_.owner, text="hecho")
    assert kinds(story.does(c.Thank, BO, public=True)) == ["Thanked"]
    asked = Story(BO)
    asked.asks()
    asked.does(c.Resolve, ANA, text="hecho")
    asked.does(c.Thank, BO, public=True)
    asked.does(c.MakePrivate, BO)
    assert kinds(asked.does(c.AnswerThanks, ANA, yes=True)) == ["ThanksAnswered"]


def test_a_complaint_that_was_only_to_be_known_ends_no_danger_that_nobody_has_taken(story: Story) -> None:
    story.does(c.Complain, BO, text="Tardó mucho")
    story.does(c.Say, BO, text="Sale humo del cuadro eléctrico", reading=reading(None, danger="life"))
    story.does(c.OnlyForInformation, BO)
    assert story.is_.is_open
    assert any("|emergency|" in name for name in timers(story.is_))


@pytest.mark.parametrize("over", [c.MadeGood, c.OnlyForInformation])
def test_once_a_complaint_is_over_what_is_confidential_goes_to_who_may_have_it_again(over):
    """Of those marked for it Carmen asks, Hugo cannot be reached and Vera is complained of: it waits with Saúl."""
    story = Story(CARMEN)
    story.asks(topic=None)
    complaint = Complaint(at=story.now, answerable=SAUL, concerned=VERA)
    story.request = replace(story.is_, unreachable=(HUGO,), complaint=complaint)
    story.does(c.MakePrivate, CARMEN)
    assert (story.is_.owner, story.is_.confidential) == (SAUL, True)
    story.does(over, CARMEN)
    assert story.is_.owner == VERA
