"""A question to a colleague is on a clock of its own, in the colleague's hours; a yes stays in the history by name."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.delivery.card import Buttons
from bot.delivery.cards import history_card
from bot.delivery.forms import form_for
from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.refusals import Refusal, YesMissing
from bot.domain.request import Consult
from bot.domain.timers import timers
from knowledge.calendar import add_business, next_opening
from knowledge.directory import PersonId
from tests.bot.delivery.told import Told
from tests.bot.domain.world import ANA, BO, DIRECTORY, HUGO, LUIS, MARTA, NOON, VERA, Story, kinds

HOUR = timedelta(hours=1)


def consulting(colleague: Any = HUGO, *, yes_or_no: bool = False, **about: Any) -> Story:
    story = Story()
    story.asks(**about)
    story.does(c.AskColleague, ANA, colleague=colleague, text="¿Se puede?", yes_or_no=yes_or_no)
    return story


def consult(story: Story) -> Consult:
    return story.is_.consults[-1]


def test_it_has_as_long_as_a_first_response_in_the_hours_of_the_colleague() -> None:
    """Noon in Madrid is five in the morning in Mexico City: Luis has from nine to one there."""
    assert consult(consulting(HUGO)).lapses_at == NOON + 4 * HOUR
    assert consult(consulting(HUGO)).reminds_at == NOON + 3 * HOUR
    opens = next_opening(NOON, DIRECTORY.people[LUIS].hours)
    assert opens > NOON
    assert consult(consulting(LUIS)).lapses_at == opens + 4 * HOUR
    assert consult(consulting(HUGO, urgency="urgent")).lapses_at == NOON + HOUR / 4


def test_the_clock_of_a_colleague_who_is_away_starts_when_they_are_back() -> None:
    story = Story()
    story.asks()
    back = datetime(2026, 11, 30, 8, tzinfo=NOON.tzinfo)
    story.absent[HUGO] = back
    story.does(c.AskColleague, ANA, colleague=HUGO, text="¿Se puede?")
    assert consult(story).lapses_at == add_business(back, 4 * HOUR, DIRECTORY.people[HUGO].hours)


def test_they_are_reminded_once_and_then_the_owner_is_told_and_still_has_it() -> None:
    story = consulting()
    assert kinds(story.until("consult_reminder")) == ["ConsultReminded"]
    assert kinds(story.until("consult_lapse")) == ["ConsultLapsed"]
    assert not any("|consult_" in name for name in timers(story.is_))
    assert (story.is_.owner, consult(story).answered_at) == (ANA, None)
    assert story.folded() == story.is_


def test_an_answer_ends_the_clock_and_one_that_comes_late_is_still_an_answer() -> None:
    story = consulting()
    story.does(c.AnswerColleague, HUGO, consult=consult(story).id, text="Sí, con un justificante")
    assert not any("|consult_" in name for name in timers(story.is_))
    late = consulting()
    late.until("consult_lapse")
    late.does(c.AnswerColleague, HUGO, consult=consult(late).id, yes=True)
    assert consult(late).yes is True


def test_a_request_that_is_over_reminds_nobody_of_a_question() -> None:
    story = consulting()
    story.does(c.Resolve, ANA, text="Hecho")
    assert not any("|consult_" in name for name in timers(story.is_))


def test_two_questions_that_end_at_one_instant_are_both_told() -> None:
    story = Story(now=NOON + 12 * HOUR)
    story.asks()
    for colleague in (HUGO, VERA):
        story.does(c.AskColleague, ANA, colleague=colleague, text="¿Se puede?")
        story.later(seconds=90)
    assert len({asked.lapses_at for asked in story.is_.consults}) == 1
    assert [v.colleague for v in story.until("consult_reminder")] == [HUGO, VERA]  # type: ignore[union-attr]
    assert [v.colleague for v in story.until("consult_lapse")] == [HUGO, VERA]  # type: ignore[union-attr]


def test_a_timer_of_a_question_that_was_answered_meanwhile_does_nothing() -> None:
    story = consulting()
    name = next(name for name in timers(story.is_) if "|consult_lapse|" in name)
    story.does(c.AnswerColleague, HUGO, consult=consult(story).id, yes=False)
    story.later(hours=10)
    with pytest.raises(Refusal):
        story.fires(name)


# --- what a topic says of it -------------------------------------------------------------------------------------


def history(told: Told, viewer: PersonId) -> str:
    return history_card(told.is_, told.view(viewer)).text


def holidays(requester: PersonId = BO) -> Told:
    """Hugo has it, and it needs Marta's yes."""
    told = Told(requester)
    told.asks("Quiero pedir vacaciones en agosto", topic="holiday")
    return told


def test_the_card_says_what_the_owner_decides_alone() -> None:
    told = Told()
    told.asks()
    assert "Puedes decidir por tu cuenta: Emitir una copia" in told.card(ANA).text


def test_the_card_says_whose_yes_is_needed_and_one_tap_asks_for_it() -> None:
    told = holidays()
    card = told.card(HUGO)
    assert "Hace falta el sí de Marta Quiroga." in card.text
    ask = next(
        b for block in card.blocks if isinstance(block, Buttons) for b in block.buttons if "Pedir" in b.label
    )
    form = form_for("consult", told.is_, told.view(HUGO), ask.fields)
    assert [field.name for field in form.fields] == ["text"]
    assert form.fixed == {"colleague": f"person:{MARTA}", "yes_or_no": "yes"}


@pytest.mark.parametrize(("yes", "said"), [(True, "dijo que sí"), (False, "dijo que no")])
def test_a_yes_or_a_no_stands_on_the_card_and_in_the_history_by_name(yes: bool, said: str) -> None:
    told = holidays()
    told.does(c.AskColleague, HUGO, colleague=MARTA, text="¿Lo apruebas?", yes_or_no=True)
    assert "ya tiene la pregunta" in told.card(HUGO).text
    told.does(c.AnswerColleague, MARTA, consult=consult(told).id, yes=yes)
    assert f"Marta Quiroga {said}" in told.card(HUGO).text
    assert f"Marta Quiroga {said}" in history(told, HUGO)
    assert f"Marta Quiroga {said}" not in history(told, BO)
    assert any(isinstance(event, e.ConsultAnswered) and event.yes is yes for event in told.history)


def test_nobody_is_asked_for_a_yes_to_their_own_request() -> None:
    told = holidays(MARTA)
    assert "Hace falta el sí" not in told.card(told.is_.owner).text
    told.does(c.Resolve, told.is_.owner, text="Concedidas")
    assert told.is_.status == "resolved"


def test_without_the_needed_yes_it_is_not_resolved_and_the_owner_is_told_whose_is_missing() -> None:
    told = holidays()
    with pytest.raises(Refusal) as refused:
        told.does(c.Resolve, HUGO, text="Concedidas")
    assert refused.value.why == YesMissing(number=told.number, person=MARTA)
    told.does(c.AskColleague, HUGO, colleague=MARTA, text="¿Lo apruebas?", yes_or_no=True)
    with pytest.raises(Refusal):
        told.does(c.Resolve, HUGO, text="Concedidas")
    told.does(c.AnswerColleague, MARTA, consult=consult(told).id, yes=True)
    told.does(c.Resolve, HUGO, text="Concedidas")
    assert told.is_.status == "resolved"
    assert "sin el sí" not in history(told, HUGO)


def test_a_no_is_no_yes_and_the_newest_word_counts() -> None:
    told = holidays()
    for yes in (True, False):
        told.does(c.AskColleague, HUGO, colleague=MARTA, text="¿Lo apruebas?", yes_or_no=True)
        told.does(c.AnswerColleague, MARTA, consult=consult(told).id, yes=yes)
    with pytest.raises(Refusal):
        told.does(c.Resolve, HUGO, text="Concedidas")


def test_going_on_without_the_yes_is_said_plainly_and_stays_in_the_history_between_owners() -> None:
    told = holidays()
    form = form_for("resolve", told.is_, told.view(HUGO))
    assert [field.name for field in form.fields] == ["text", "without_yes"]
    assert form.fields[1].label == "Seguir sin el sí de Marta Quiroga"
    told.does(c.Resolve, HUGO, text="Al final no hacen falta", without_yes=True)
    assert told.is_.status == "resolved"
    assert "lo dio por resuelto sin el sí de Marta Quiroga" in history(told, HUGO)
    assert "sin el sí" not in history(told, BO)


def test_where_no_yes_is_needed_or_it_is_there_nothing_more_is_asked_when_resolving() -> None:
    plain, told = Told(), holidays()
    plain.asks()
    told.does(c.AskColleague, HUGO, colleague=MARTA, text="¿Lo apruebas?", yes_or_no=True)
    told.does(c.AnswerColleague, MARTA, consult=consult(told).id, yes=True)
    for story, owner in ((plain, ANA), (told, HUGO)):
        form = form_for("resolve", story.is_, story.view(owner))
        assert [field.name for field in form.fields] == ["text"]
