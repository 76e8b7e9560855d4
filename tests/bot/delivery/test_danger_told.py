"""What people are shown of a danger: whom to call, who hears of it, and what they can still do about it."""

from typing import Any

import pytest

from bot.delivery.cards import progress_card
from bot.delivery.cards.loose import readers_card
from bot.domain import commands as c
from bot.domain.refusals import Refusal
from knowledge.directory import PersonId
from tests.bot.delivery.told import Told, buttons
from tests.bot.domain.world import BO, CARMEN, GUEST, HUGO, VERA, reading

DISTRESS = "No puedo más con todo"


def alarmed(requester: PersonId = BO, danger: Any = "distress", **about: Any) -> Told:
    told = Told(requester)
    told.asks(text=DISTRESS, read=reading(None, danger=danger, **about))
    return told


@pytest.mark.parametrize("language", ["es", "en"])
def test_who_was_alerted_can_still_take_it_when_the_next_one_is_alerted_too(language: str) -> None:
    told = alarmed(danger="life")
    told.timer("emergency", told.is_.emergency.tells_next_at)  # type: ignore[union-attr]
    assert told.is_.owner == VERA
    card = told.card(CARMEN, language)
    assert {"take", "no_emergency", "say"} <= set(buttons(card))
    assert told.directory.people[VERA].name in card.text
    assert DISTRESS in card.text
    told.does(c.Take, VERA)
    assert "take" not in buttons(told.card(CARMEN, language))


def test_the_first_one_alerted_reads_that_another_is_too() -> None:
    told = alarmed(danger="life")
    before = len(told.told)
    told.timer("emergency", told.is_.emergency.tells_next_at)  # type: ignore[union-attr]
    assert CARMEN in [notice.to for notice in told.told[before:]]


@pytest.mark.parametrize("danger", ["violence", "distress"])
def test_nobody_can_have_violence_or_distress_withdrawn_before_a_person_has_looked(danger: str) -> None:
    told = alarmed(danger=danger)
    assert "withdraw" not in buttons(told.card(BO))
    with pytest.raises(Refusal):
        told.does(c.Withdraw, BO)
    assert told.is_.emergency.tells_next_at is not None  # type: ignore[union-attr]
    told.does(c.Take, CARMEN)
    told.does(c.Withdraw, BO)
    assert told.is_.status == "withdrawn"


def test_any_other_alarm_is_withdrawn_by_who_raised_it() -> None:
    told = alarmed(danger="life")
    assert "withdraw" in buttons(told.card(BO))
    told.does(c.Withdraw, BO)
    assert told.is_.status == "withdrawn"


@pytest.mark.parametrize(("language", "said"), [("es", "no lo trata como"), ("en", "not treating it as")])
def test_whom_to_call_stays_in_sight_when_somebody_else_says_that_distress_is_no_emergency(
    language: str, said: str
) -> None:
    told = alarmed()
    told.does(c.NoEmergency, CARMEN)
    card = told.card(BO, language)
    assert said in card.text
    assert "112" in card.text
    assert told.directory.people[CARMEN].name in card.text
    assert told.directory.people[CARMEN].name in told.card(told.is_.owner, language).text


def test_what_only_sounded_like_fire_leaves_no_trace_of_it_on_the_receipt() -> None:
    told = alarmed(danger="life")
    told.does(c.NoEmergency, CARMEN)
    assert "112" not in told.card(BO).text


@pytest.mark.parametrize("danger", ["life", "violence", "distress", "stolen_device", "password"])
@pytest.mark.parametrize(("language", "theirs"), [("es", "donde estés"), ("en", "where you are")])
def test_who_may_be_in_another_country_is_not_sent_to_this_ones_number_alone(
    danger: str, language: str, theirs: str
) -> None:
    far = alarmed(GUEST, danger).card(GUEST, language).text
    near = alarmed(BO, danger).card(BO, language).text
    assert theirs not in near
    assert "Madrid" in far
    assert (theirs in far) == (danger in ("life", "violence", "distress"))


@pytest.mark.parametrize("language", ["es", "en"])
def test_whoever_confides_distress_reads_who_hears_of_it(language: str) -> None:
    told = alarmed(caution="words")
    said = {"es": "Es confidencial", "en": "It is confidential"}[language]
    for reader in (BO, CARMEN):
        assert said in told.card(reader, language).text
    told.does(c.Take, CARMEN)
    assert said in told.card(BO, language).text


def test_of_what_is_confidential_the_lead_is_named_to_who_is_alerted() -> None:
    told = alarmed(caution="words")
    lead = told.directory.departments[told.is_.department].lead
    assert told.directory.people[lead].name in told.card(CARMEN).text
    assert HUGO not in told.is_.alerted


def test_what_an_alarm_made_confidential_for_nothing_is_opened_again_by_one_tap_of_whoever_asked() -> None:
    told = alarmed(danger="violence", caution="words")
    told.does(c.NoEmergency, CARMEN)
    assert told.is_.confidential
    assert "lift_private" in buttons(told.card(BO))
    told.does(c.LiftPrivate, BO)
    assert not told.is_.confidential
    assert "lift_private" not in buttons(told.card(BO))


def test_distress_is_confidential_again_though_what_was_said_before_is_not_any_more() -> None:
    told = Told()
    told.asks(read=reading(None, caution="words"))
    told.does(c.LiftPrivate, BO)
    told.says(BO, DISTRESS, read=reading(None, danger="distress"))
    assert told.is_.confidential


def test_what_is_confidential_without_an_alarm_has_no_such_button_beside_it() -> None:
    told = Told()
    told.asks(read=reading(None, caution="words"))
    assert "lift_private" not in buttons(told.card(BO))


@pytest.mark.parametrize("language", ["es", "en"])
def test_who_asks_how_it_goes_while_nobody_has_taken_it_reads_whom_to_call_and_who_knows(
    language: str,
) -> None:
    told = alarmed(caution="words")
    said = progress_card(told.view(BO, language), [told.is_]).text
    assert "112" in said
    assert told.directory.people[CARMEN].name in said
    told.does(c.Take, CARMEN)
    assert "112" not in progress_card(told.view(BO, language), [told.is_]).text


def test_who_asks_who_can_read_it_is_told_of_those_who_were_alerted() -> None:
    told = alarmed(caution="words")
    assert "las personas a las que aviso" in readers_card(told.view(BO), [told.is_]).text
