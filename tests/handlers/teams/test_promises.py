"""A promise in Teams: what was typed is said back and mended in one tap; what is put off later says why."""

from typing import Any

from bot.words import of
from tests.handlers.teams.stage import PAYSLIP, Stage, buttons, read
from tests.teams_server.server import User


def nth(card: Any, label: str) -> int:
    """Which of a card's promises is labelled so."""
    return next(n for n, b in enumerate(buttons(card, "promise")) if b["title"].startswith(label))


async def promised(stage: Stage) -> tuple[User, User, int]:
    """Requester, owner and request, of which what was typed is said back to the owner."""
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    await stage.press(owner, stage.shown(owner)[0], "promise", due="mañana")
    await stage.settle()
    assert "Has prometido contestar" in read(stage.shown(owner)[0].card)
    return berta, owner, request.number


async def test_a_misread_time_is_mended_in_one_tap(stage: Stage):
    berta, owner, number = await promised(stage)
    typed = (await stage.request(number)).promise
    card = stage.shown(owner)[0]
    await stage.press(owner, card, "promise", n=nth(card.card, "Era "))
    mended = (await stage.request(number)).promise
    assert typed is not None
    assert mended is not None
    assert mended.due != typed.due
    assert mended.renewed == 0
    assert any("Corrección: " in read(message.card) for message in stage.shown(berta))


async def test_putting_it_off_later_needs_a_reason_and_the_same_form_takes_it(stage: Stage):
    berta, owner, number = await promised(stage)
    typed = (await stage.request(number)).promise.due
    await stage.store.move_clock(10 * 60_000)
    card = stage.shown(owner)[0]
    n = nth(card.card, of("es")("button-promise"))
    again = await stage.press(owner, card, "promise", n=n, due="pasado mañana")
    assert of("es")("refused-reason") in read(again["task"]["value"]["card"]["content"])
    assert (await stage.request(number)).promise.due == typed
    await stage.fill(owner, again, due="pasado mañana", because="waiting")
    renewed = (await stage.request(number)).promise
    assert renewed is not None
    assert renewed.renewed == 1
    assert any(of("es")("because-waiting") in read(message.card) for message in stage.shown(berta))


async def test_a_correction_pressed_when_its_time_has_passed_says_where_to_change_it(stage: Stage):
    _, owner, number = await promised(stage)
    typed = (await stage.request(number)).promise.due
    await stage.store.move_clock(10 * 60_000)
    card = stage.shown(owner)[0]
    answer = await stage.press(owner, card, "promise", n=nth(card.card, "Era "))
    assert (await stage.request(number)).promise.due == typed
    assert of("es")("refused-correction") in str(answer)
