"""A promise is kept, renewed with a reason, or escalated; a slip is put right in one tap, and is no renewal."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.delivery.card import Button, Buttons, Card
from bot.delivery.forms import form_for
from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.promises import CORRECT_FOR
from bot.domain.refusals import CorrectionPast, ReasonMissing, Refusal
from bot.domain.timers import timers
from tests.bot.delivery.told import Told
from tests.bot.domain.world import ANA, BO, LUIS, NOON

HOUR = timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)


def promised(**more: Any) -> Told:
    told = Told()
    told.asks()
    told.does(c.MakePromise, ANA, due=NOON + 3 * HOUR, **more)
    return told


def refused(told: Told, **fields: Any) -> object:
    with pytest.raises(Refusal) as refusal:
        told.does(c.MakePromise, ANA, **fields)
    return refusal.value.why


def made(told: Told) -> list[e.PromiseMade]:
    return [event for event in told.history if isinstance(event, e.PromiseMade)]


def taps(card: Card) -> list[Button]:
    rows = (block.buttons for block in card.blocks if isinstance(block, Buttons))
    return [button for row in rows for button in row if button.verb == "promise"]


# --- renewed with a reason ---------------------------------------------------------------------------------------


def test_what_was_promised_is_put_off_only_with_a_reason() -> None:
    told = promised()
    told.later(hours=1)
    assert refused(told, due=TOMORROW) == ReasonMissing(number=told.number)
    assert refused(told, due=TOMORROW, text="  ") == ReasonMissing(number=told.number)
    told.does(c.MakePromise, ANA, due=TOMORROW, because="waiting")
    assert told.is_.promise is not None
    assert (told.is_.promise.due, told.is_.promise.renewed) == (TOMORROW, 1)


def test_words_of_ones_own_and_waiting_for_somebody_are_reasons_and_an_earlier_time_needs_none() -> None:
    own, waits, sooner = promised(), promised(), promised()
    for told in (own, waits, sooner):
        told.later(hours=1)
    own.does(c.MakePromise, ANA, due=TOMORROW, text="El banco contesta mañana")
    waits.does(c.WaitFor, ANA, who="el banco", due=TOMORROW)
    sooner.does(c.MakePromise, ANA, due=NOON + 2 * HOUR)
    assert [made(told)[-1].renewal for told in (own, waits, sooner)] == [True, True, True]


def test_who_has_it_after_a_hand_over_renews_it_with_a_reason_too() -> None:
    told = promised()
    told.does(c.HandOver, ANA, person=LUIS, text="lo sabe mejor")
    told.does(c.Take, LUIS)
    with pytest.raises(Refusal):
        told.does(c.MakePromise, LUIS, due=TOMORROW)
    told.does(c.MakePromise, LUIS, due=TOMORROW, because="urgent")
    assert made(told)[-1].renewal


@pytest.mark.parametrize(
    ("language", "because", "said"),
    [
        ("es", "longer", "Está llevando más de lo previsto."),
        ("es", "waiting", "Falta la respuesta de otra persona."),
        ("es", "urgent", "Ha surgido algo urgente que va antes."),
        ("en", "longer", "It is taking longer than expected."),
        ("en", "waiting", "It depends on somebody else, who has not answered yet."),
        ("en", "urgent", "Something urgent came up and goes first."),
    ],
)
def test_the_requester_reads_why_with_the_new_time_and_an_apology(
    language: str, because: Any, said: str
) -> None:
    told = promised()
    told.later(hours=1).does(c.MakePromise, ANA, due=TOMORROW, because=because)
    told_them, why = told.card(BO, language, "promise").text.splitlines()[-2:]
    assert "lo siente" in told_them or "is sorry about it" in told_them
    assert why == said
    assert told.loud(BO, "asks")[-1] == "promise"


def test_one_tap_on_the_reminder_gives_a_later_time_and_its_reason() -> None:
    told = promised()
    told.until("promise_reminder")
    card = told.card(ANA, "es", "promise_reminder")
    assert "que está llevando más de lo previsto" in card.text
    quick = [tap for tap in taps(card) if tap.fields]
    assert quick
    assert {tap.fields["because"] for tap in quick} == {"longer"}
    assert all(datetime.fromisoformat(tap.fields["due"]) > NOON + 3 * HOUR for tap in quick)


def test_the_form_asks_why_only_where_a_time_was_promised_before() -> None:
    told = Told()
    told.asks()
    assert [f.name for f in form_for("promise", told.is_, told.view(ANA, "es")).fields] == ["due", "text"]
    told.does(c.MakePromise, ANA, due=NOON + 3 * HOUR)
    told.later(hours=1)
    [because] = [f for f in form_for("promise", told.is_, told.view(ANA, "es")).fields if f.name == "because"]
    assert [choice.value for choice in because.choices] == ["longer", "waiting", "urgent"]


# --- a slip put right ---------------------------------------------------------------------------------------------


OTHERS = (NOON + 5 * HOUR, TOMORROW)


def test_what_was_typed_is_said_back_with_what_else_it_may_have_meant() -> None:
    told = promised(others=OTHERS)
    card = told.card(ANA, "es")
    assert "Has prometido contestar hoy antes de las" in card.text
    meant = [tap for tap in taps(card) if tap.label.startswith("Era ")]
    assert [datetime.fromisoformat(tap.fields["due"]) for tap in meant] == [*OTHERS]
    assert "Otra hora" in [tap.label for tap in taps(card)]
    assert "I meant by" in told.card(ANA, "en").text


def test_what_was_said_back_is_taken_from_the_card_when_it_would_not_be_obeyed_any_more() -> None:
    told = promised(others=OTHERS)
    rung = len(told.loud(ANA, "work"))
    told.until("said_back")
    assert made(told)[-1].at + CORRECT_FOR <= told.now
    assert [(notice.to, notice.kind) for notice in told.told[-1:]] == [(ANA, "living")]
    assert len(told.loud(ANA, "work")) == rung, "quietly"
    assert "Has prometido contestar" not in told.card(ANA, "es").text
    assert told.folded() == told.is_
    assert not any("|said_back|" in name for name in timers(told.is_))


def test_what_was_tapped_or_put_right_has_nothing_to_be_taken_from_the_card() -> None:
    tapped, mended = promised(), promised(others=OTHERS)
    mended.does(c.MakePromise, ANA, due=TOMORROW, correction=True)
    for told in (tapped, mended):
        assert not any("|said_back|" in name for name in timers(told.is_))


def test_what_was_tapped_or_promised_a_while_ago_is_not_said_back() -> None:
    tapped, old = promised(), promised(others=OTHERS)
    old.later(minutes=6)
    for told in (tapped, old):
        assert "Has prometido contestar" not in told.card(ANA, "es").text


def test_one_tap_corrects_it_without_a_reason_an_apology_or_a_renewal() -> None:
    told = promised(text="En cuanto conteste el banco", others=OTHERS)
    before = told.is_.promise
    told.later(minutes=2).does(c.MakePromise, ANA, due=TOMORROW)
    now = told.is_.promise
    assert before is not None
    assert now is not None
    assert (now.due, now.renewed, now.note) == (TOMORROW, 0, before.note)
    assert (told.is_.counted.promises_made, told.is_.counted.promises_renewed) == (1, 0)
    said = told.card(BO, "es", "promise").text
    assert "Corrección: Ana Prado te promete una respuesta" in said
    assert "lo siente" not in said


def test_a_correction_that_is_undone_gives_back_the_first_promise_with_its_words() -> None:
    told = promised(text="En cuanto conteste el banco")
    before = told.is_.promise
    told.later(minutes=2).does(c.MakePromise, ANA, due=TOMORROW)
    told.does(c.Undo, ANA)
    assert told.is_.promise == before
    [undone] = [event for event in told.history if isinstance(event, e.ActUndone)]
    assert undone.words is None


def test_nobody_corrects_what_another_promised_nor_what_was_called_to_mind() -> None:
    told = promised()
    told.later(minutes=1).does(c.HandOver, ANA, person=LUIS, text="lo sabe mejor")
    told.does(c.Take, LUIS)
    with pytest.raises(Refusal):
        told.does(c.MakePromise, LUIS, due=TOMORROW)
    near = Told()
    near.asks()
    near.does(c.MakePromise, ANA, due=NOON + timedelta(minutes=4))
    near.until("promise_reminder")
    assert refused(near, due=TOMORROW) == ReasonMissing(number=near.number)


def test_a_correction_that_comes_late_is_none_and_one_with_a_reason_is_a_renewal() -> None:
    late, reasoned = promised(others=OTHERS), promised()
    late.later(minutes=6)
    for due in (NOON + 2 * HOUR, TOMORROW):
        assert refused(late, due=due, correction=True) == CorrectionPast(number=late.number)
    reasoned.later(minutes=1).does(c.MakePromise, ANA, due=TOMORROW, because="longer")
    assert (made(reasoned)[-1].renewal, made(reasoned)[-1].correction) == (True, False)


@pytest.mark.parametrize(("language", "said"), [("es", "cambia la hora"), ("en", "changed the time")])
def test_nobody_is_sorry_for_a_time_that_is_sooner(language: str, said: str) -> None:
    told = promised()
    told.later(hours=1).does(c.MakePromise, ANA, due=NOON + 2 * HOUR)
    text = told.card(BO, language, "promise").text
    assert said in text
    assert not any(sorry in text for sorry in ("lo siente", "is sorry", "more time", "más tiempo"))
