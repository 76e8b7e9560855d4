"""What was typed into a dialog is not lost where nothing could be done with it: Teams closes a dialog over its fields."""

import copy
from typing import Any

import pytest

from bot.words import of
from tests.handlers.teams.stage import PAYSLIP, Stage, buttons, parts, read

LONG = "Hola, Berta:\n\nte la mando mañana a primera hora, cuando abra el banco."


def values(dialog: Any) -> dict[str, str]:
    """What stands in the fields of a dialog."""
    card = dialog["task"]["value"]["card"]["content"]
    return {part["id"]: part["value"] for part in parts(card) if part.get("value")}


async def opened(stage: Stage, verb: str, text: str = PAYSLIP) -> tuple[Any, ...]:
    """Who asked, the owner, the request, and this verb's form, opened from the owner's card."""
    asker = stage.colleague("Berta Solís")
    await stage.say(asker, text)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    [card] = stage.shown(owner)
    where = buttons(card.card, verb) or buttons(card.card, "more")
    dialog = await stage.send(stage.activities.dialog(owner, "task/fetch", where[0]["data"], card.where))
    if not buttons(card.card, verb):
        [act] = buttons(dialog["task"]["value"]["card"]["content"], verb)
        dialog = await stage.send(stage.activities.dialog(owner, "task/submit", act["data"]))
    return asker, owner, request, dialog


async def test_what_was_typed_beside_a_time_that_is_not_understood_stands_there_again(stage: Stage):
    _, owner, request, dialog = await opened(stage, "promise")
    again = await stage.fill(owner, dialog, due="cuando se pueda", text=LONG)
    assert of("es")("when-unclear") in read(again["task"]["value"]["card"]["content"])
    assert values(again) == {"due": "cuando se pueda", "text": LONG}
    await stage.fill(owner, again, due="mañana", text=LONG)
    assert (await stage.request(request.number)).promise is not None


@pytest.mark.parametrize("verb", ["resolve", "note", "hand_over"])
async def test_what_was_written_for_a_request_that_is_over_meanwhile_is_shown_below_the_reason(
    stage: Stage, verb: str
):
    asker, owner, request, dialog = await opened(stage, verb)
    receipt = stage.shown(asker)[0]
    await stage.press(asker, receipt, "withdraw")
    assert (await stage.request(request.number)).status == "withdrawn"
    answer = await stage.fill(owner, dialog, text=LONG, to="department:it")
    assert of("es")("state-withdrawn") in read(answer["task"]["value"]["card"]["content"])
    assert values(answer) == {"text": LONG}
    assert LONG not in await stage.words(request.number)


async def test_what_was_written_into_an_old_card_is_shown_below_the_reason_too(stage: Stage):
    asker, request, owner, card = await stage.assigned()
    [box] = copy.deepcopy(buttons(card.card, "say"))
    await stage.press(asker, stage.shown(asker)[0], "withdraw")
    answer = await stage.send(stage.activities.execute(owner, card, box, {"text": LONG}))
    assert of("es")("state-withdrawn") in read(answer["value"])
    assert [part["value"] for part in parts(answer["value"]) if part["type"] == "Input.Text"] == [LONG]
    assert LONG not in await stage.words(request.number)


async def test_and_so_is_what_was_written_for_one_that_is_theirs_to_read_no_more(stage: Stage):
    words = "no me funciona la impresora de la segunda planta"
    asker, owner, request, dialog = await opened(stage, "resolve", words)
    await stage.press(asker, stage.shown(asker)[0], "make_private")
    assert (await stage.request(request.number)).owner != request.owner
    answer = await stage.fill(owner, dialog, text=LONG)
    card = answer["task"]["value"]["card"]["content"]
    assert of("es")("refused-no-such") in read(card)
    assert values(answer) == {"text": LONG}
    assert "impresora" not in str(card)


@pytest.mark.parametrize("verb", ["resolve", "note", "hand_over", "promise"])
async def test_no_dialog_opens_for_what_can_be_done_no_more_and_whose_it_is_now_is_said(
    stage: Stage, verb: str
):
    asker, _, owner, card = await stage.assigned()
    button = buttons(card.card, verb)[0]
    await stage.press(asker, stage.shown(asker)[0], "withdraw")
    answer = await stage.send(stage.activities.dialog(owner, "task/fetch", button["data"], card.where))
    told = of("es")("refused-changed", state=of("es")("state-withdrawn"))
    assert answer == {"task": {"type": "message", "value": told}}
