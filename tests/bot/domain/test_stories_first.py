"""What comes before all else: danger, and the official way that stores no text."""

from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.context import Asker
from bot.domain.decide import decide_ask
from bot.domain.evolve import fold
from bot.domain.refusals import NothingToDo, Refusal
from bot.domain.request import DangerKind, Place, RequestNumber
from bot.domain.timers import timers
from knowledge.directory import PersonId, TopicId, Traits
from tests.bot.domain.world import (
    ANA,
    BO,
    CARMEN,
    GUEST,
    IRIS,
    LUIS,
    SAUL,
    VERA,
    Story,
    article,
    context,
    kinds,
    reading,
    told,
    why,
)

MADRID = ZoneInfo("Europe/Madrid")


# --- danger ------------------------------------------------------------------------------------------------------


def test_danger_is_told_to_the_site_s_emergency_duty_at_once_without_article_or_question():
    story = Story(BO)
    story.asks("Hay humo en el almacén", danger="life", article=article())
    request = story.is_
    assert (request.owner, request.rung, request.urgency, request.article) == (
        CARMEN,
        "emergency",
        "urgent",
        None,
    )
    assert told(story, e.EmergencyTold)[0].person == CARMEN


def test_danger_of_whom_only_the_country_is_known_is_told_to_a_site_there():
    asker = Asker(person=GUEST, traits=Traits(country="MX"))
    told_of = replace(context(requester=GUEST), asker=asker)
    ask = c.Ask(id="a", by=GUEST, text="Hay humo", place=Place("web", "a"), reading=reading(danger="life"))
    request = fold(decide_ask(ask, RequestNumber(1001), told_of))
    assert (request.emergency.site, request.owner) == ("cdmx", SAUL)


def test_danger_is_told_in_turn_and_again_until_somebody_takes_it():
    story = Story(BO)
    story.asks(danger="life")
    for _ in range(3):
        story.later(minutes=2).until("emergency")
    assert [event.person for event in told(story, e.EmergencyTold)] == [CARMEN, VERA, CARMEN, VERA]
    assert [event.again for event in told(story, e.EmergencyTold)] == [False, False, True, True]
    story.does(c.Take, CARMEN)  # told first, no longer the one who was told last
    assert (story.is_.owner, story.is_.emergency.taken_by) == (CARMEN, CARMEN)
    assert not any("emergency" in name for name in timers(story.is_))


def test_undoing_a_take_of_a_danger_has_it_told_again():
    story = Story(BO)
    story.asks(danger="life")
    story.does(c.Take, CARMEN)
    story.later(seconds=5).does(c.Undo, CARMEN)
    assert any("emergency" in name for name in timers(story.is_))


def test_danger_passes_over_who_cannot_be_reached_or_is_named_and_never_stops():
    story = Story(BO)
    story.asks(danger="violence", about=(CARMEN,))
    assert story.is_.owner == VERA
    story.does(c.NotReached, c.DESK, person=VERA)
    assert story.is_.owner not in (VERA, CARMEN, BO)
    assert any("emergency" in name for name in timers(story.is_))


def test_danger_that_reaches_nobody_is_told_again_by_the_clock_and_not_as_soon_as_it_has_failed():
    story = Story(BO)
    story.asks(danger="life")
    while story.is_.owner not in story.is_.unreachable:
        story.does(c.NotReached, c.DESK, person=story.is_.owner)
    refusal = why(story, c.NotReached, c.DESK, person=story.is_.owner)
    assert isinstance(refusal, NothingToDo)
    before = len(told(story, e.EmergencyTold))
    story.later(minutes=2).until("emergency")
    assert len(told(story, e.EmergencyTold)) == before + 1


def test_danger_stays_with_emergency_duty_though_they_are_not_marked_for_confidential_requests():
    story = Story(LUIS)  # in Mexico City, where Saúl is on emergency duty
    story.asks(danger="distress", caution="words")
    assert (story.is_.confidential, story.is_.owner) == (True, SAUL)
    story.does(c.Take, SAUL)
    story.says(LUIS, "no puedo más", read=reading(None, caution="words"))
    assert story.is_.owner == SAUL


def test_danger_in_a_later_message_overtakes_what_was_going_on():
    story = Story(BO)
    story.asks()
    story.does(c.Take, ANA)
    story.says(BO, "se está quemando", read=reading(None, danger="life"))
    assert (story.is_.owner, story.is_.rung, story.is_.taken) == (CARMEN, "emergency", False)


def test_danger_after_it_was_resolved_opens_it_again_and_is_told():
    story = Story(BO)
    story.asks()
    story.does(c.Resolve, ANA, text="hecho")
    story.says(BO, "hay humo", read=reading(None, danger="life"))
    assert (story.is_.status, story.is_.owner) == ("open", CARMEN)
    assert story.is_.resolution.met_at is None


@pytest.mark.parametrize("by", [BO, CARMEN])
def test_what_is_no_emergency_goes_the_way_of_any_other(by: PersonId):
    story, other = Story(BO), Story(BO)
    story.asks(danger="life")
    other.asks()
    assert story.is_.topic is None
    story.later(minutes=1).does(c.NoEmergency, by)
    request, like = story.is_, other.is_
    assert (request.topic, request.owner, request.rung) == (like.topic, like.owner, like.rung)
    assert request.urgency == like.urgency
    assert request.emergency is None
    assert not any("emergency" in name for name in timers(request))
    story.says(BO, "ahora sí que arde", read=reading(None, danger="life"))
    assert story.is_.owner == CARMEN


def test_what_is_no_emergency_returns_to_whoever_had_it():
    story = Story(BO)
    story.asks()
    story.does(c.HandOver, ANA, text="es tuyo", person=IRIS)
    story.does(c.Take, IRIS)
    story.says(BO, "esto quema", read=reading(None, danger="life"))
    story.later(minutes=2).until("emergency")
    story.does(c.NoEmergency, BO)
    assert (story.is_.owner, story.is_.department) == (IRIS, "it")


@pytest.mark.parametrize("danger", ["violence", "distress"])
def test_whether_violence_and_distress_are_none_is_not_for_its_requester_to_say(danger: DangerKind):
    story = Story(BO)
    story.asks(danger=danger)
    with pytest.raises(Refusal):
        story.does(c.NoEmergency, BO)
    story.does(c.NoEmergency, CARMEN)
    assert story.is_.emergency is None


def test_what_somebody_has_taken_is_theirs_to_hand_over_and_no_tap_takes_it_from_them():
    story = Story(BO)
    story.asks(danger="life")
    story.does(c.Take, CARMEN)
    for by in (BO, CARMEN):
        with pytest.raises(Refusal):
            story.does(c.NoEmergency, by)


# --- signposts ---------------------------------------------------------------------------------------------------


def test_a_signpost_shows_the_official_way_and_stores_no_text():
    story = Story(BO)
    story.asks(topic="council")
    assert "SignpostGiven" in kinds(story.history)
    request = story.is_
    assert (request.status, request.first_words, request.messages) == ("resolved", None, ())
    assert request.confidential


def test_more_words_after_a_signpost_are_not_stored_either():
    story = Story(BO)
    story.asks(topic="council")
    assert kinds(story.says(BO, "y además…")) == ["SignpostGiven"]
    assert story.is_.messages == ()


def test_who_wants_a_person_after_a_signpost_gets_one_who_may_have_it():
    story = Story(BO)
    story.asks(topic="council")
    story.does(c.WantPerson, BO)
    assert (story.is_.owner, story.is_.status, story.is_.signpost) == (CARMEN, "open", False)
    story.says(BO, "es por el calendario")
    assert len(story.is_.messages) == 1


def test_choosing_a_signpost_forgets_what_had_been_written():
    story = Story(BO)
    story.asks(read=reading("laptop", verdict="ask", choices=(TopicId("laptop"), TopicId("council"))))
    [words] = [words for words, _ in story.is_.messages]
    story.does(c.Choose, BO, topic=TopicId("council"))
    assert [event.words for event in told(story, e.MessageDeleted)] == [words]
    assert (story.is_.first_words, story.is_.messages, story.is_.status) == (None, (), "resolved")
