"""A promise in Slack: what was typed is said back and mended in one tap; what is put off later says why."""

from datetime import timedelta

from bot.words import of
from tests.handlers.slack.stage import Stage, buttons, shown
from tests.slack_server.payloads import time_picked, typed
from tests.slack_server.workspace import Message, User


def nth(card: Message, label: str) -> int:
    """Which of a card's promises is labelled so."""
    labels = [button["text"]["text"] for button in buttons(card.blocks or [], "promise")]
    return next(n for n, said in enumerate(labels) if said.startswith(label))


async def promised(stage: Stage) -> tuple[User, User, int, Message]:
    """Requester, owner, request, and the owner's card, which says back what was typed."""
    berta, owner, number = await stage.owner_opens("promise")
    await stage.fill(owner, due="mañana", text="")
    await stage.settle()
    card = stage.fake.from_bot(owner)[0]
    assert "Has prometido contestar" in shown(card)
    return berta, owner, number, card


async def test_a_time_is_picked_from_the_calendar(either: Stage):
    """And what is promised is what was picked, to the minute."""
    _, owner, number = await either.owner_opens("promise")
    at = (await either.desk.now() + timedelta(hours=26)).replace(second=0, microsecond=0)
    nothing = await either.fill(owner, due="", text="")
    assert nothing.body["errors"] == {"due": of("es")("when-missing")}
    assert not (await either.fill(owner, time_picked("due", at), due="", text="")).body
    promise = (await either.request(number)).promise
    assert promise is not None
    assert promise.due == at


async def test_of_a_time_typed_and_a_time_picked_the_words_count(stage: Stage):
    _, owner, number = await stage.owner_opens("promise")
    picked = time_picked("due", await stage.desk.now() + timedelta(days=9))
    await stage.fill(owner, picked | typed(due="mañana a las 12:00", text=""))
    promise = (await stage.request(number)).promise
    assert promise is not None
    assert promise.due < await stage.desk.now() + timedelta(days=2)


async def test_a_misread_time_is_mended_in_one_tap(stage: Stage):
    berta, owner, number, card = await promised(stage)
    typed = (await stage.request(number)).promise
    await stage.press(owner, card, "promise", n=nth(card, "Era "))
    await stage.settle()
    mended = (await stage.request(number)).promise
    assert typed is not None
    assert mended is not None
    assert mended.due != typed.due
    assert mended.renewed == 0
    assert any("Corrección: " in shown(message) for message in stage.fake.from_bot(berta))


async def test_putting_it_off_later_needs_a_reason_and_the_same_form_takes_it(stage: Stage):
    berta, owner, number, card = await promised(stage)
    typed = (await stage.request(number)).promise.due
    await stage.store.move_clock(10 * 60_000)
    await stage.press(owner, card, "promise", n=nth(card, of("es")("button-promise")))
    without = await stage.fill(owner, due="pasado mañana", text="")
    assert without.body["response_action"] == "errors"
    assert of("es")("refused-reason") in without.body["errors"].values()
    assert (await stage.request(number)).promise.due == typed
    assert not (await stage.fill(owner, due="pasado mañana", text="El banco tarda")).body
    renewed = (await stage.request(number)).promise
    assert renewed is not None
    assert renewed.renewed == 1
    await stage.settle()
    assert any("El banco tarda" in shown(message) for message in stage.fake.from_bot(berta))


async def test_a_time_that_has_passed_is_mended_in_the_same_form(stage: Stage):
    _, owner, number = await stage.owner_opens("promise")
    past = await stage.fill(owner, due="2020-01-07T10:00:00+00:00", text="")
    assert past.body["response_action"] == "errors"
    assert not (await stage.fill(owner, due="mañana", text="")).body
    assert (await stage.request(number)).promise is not None


async def test_what_one_tap_would_not_mend_any_more_goes_from_the_card_by_itself(stage: Stage):
    _, owner, _, card = await promised(stage)
    assert any(button["text"]["text"].startswith("Era ") for button in buttons(card.blocks or [], "promise"))
    sent = len(stage.fake.from_bot(owner))
    await stage.store.move_clock(6 * 60_000)
    await stage.settle()
    card = stage.fake.from_bot(owner)[0]
    assert "Has prometido contestar" not in shown(card)
    assert not any(b["text"]["text"].startswith("Era ") for b in buttons(card.blocks or [], "promise"))
    assert len(stage.fake.from_bot(owner)) == sent, "and nobody is rung"


async def test_a_correction_pressed_when_its_time_has_passed_says_where_to_change_it(stage: Stage):
    _, owner, number, card = await promised(stage)
    typed = (await stage.request(number)).promise.due
    await stage.store.move_clock(10 * 60_000)
    await stage.press(owner, card, "promise", n=nth(card, "Era "))
    assert (await stage.request(number)).promise.due == typed
    assert of("es")("refused-correction") in [said.text for said in stage.fake.told(owner)]
