"""App Home and what is opened from it show what is, also after somebody has acted there."""

from typing import Any

from bot.domain.request import Request
from bot.words import of
from handlers.slack.words import words_in
from tests.handlers.slack.stage import PAYSLIP, Stage, buttons
from tests.slack_server.workspace import User


async def asked(stage: Stage, text: str = PAYSLIP) -> tuple[Request, User]:
    """A request, and who has it."""
    await stage.say(stage.colleague("Berta Solís"), text)
    request = await stage.newest()
    return request, stage.user_of(request.owner)


async def opened(stage: Stage, user: User, request: Request) -> dict[str, Any]:
    await stage.press_in(user, await stage.open_home(user), f"home/open/{request.number}")
    return stage.form(user)


async def test_an_opened_request_is_drawn_anew_by_what_is_pressed_in_it(either: Stage):
    request, owner = await asked(either)
    card = await opened(either, owner, request)
    await either.press_in(owner, card, "act/take")
    assert (await either.newest()).taken
    assert buttons(card["blocks"], "take") == []
    assert buttons(card["blocks"], "undo")
    assert of(owner.locale)("desk-state-open") in str(either.fake.world.homes[owner.id])


async def test_and_by_the_form_that_was_filled_in_above_it(either: Stage):
    request, owner = await asked(either)
    card = await opened(either, owner, request)
    await either.press_in(owner, card, "act/resolve")
    assert either.form(owner) is not card
    await either.fill(owner, text="Enviada otra vez")
    assert (await either.newest()).status == "resolved"
    assert either.form(owner) is card
    assert "Enviada otra vez" in str(card)
    assert buttons(card["blocks"], "resolve") == []
    assert request.ref not in str(buttons(either.fake.world.homes[owner.id]["blocks"]))


async def test_an_act_in_a_view_that_was_drawn_anew_meanwhile_shows_the_newest_state(stage: Stage):
    """The click knows an older hash; the view does not stay behind for that."""
    request, owner = await asked(stage)
    card = await opened(stage, owner, request)
    before = dict(card)
    await stage.press_in(owner, card, "act/take")
    await stage.press_in(owner, before, "act/note")
    await stage.fill(owner, text="Mira el IBAN")
    assert f'"s":{(await stage.newest()).version}' in str(card)
    await stage.press_in(owner, before, "act/take")  # refused, since it is taken: and drawn as it is
    assert f'"s":{(await stage.newest()).version}' in str(card)
    assert buttons(card["blocks"], "take") == []


async def test_an_opened_request_that_is_theirs_no_more_says_so_and_nothing_else(stage: Stage):
    request, owner = await asked(stage, text="no me funciona la impresora de la segunda planta")
    card = await opened(stage, owner, request)
    assert "impresora" in str(card)
    berta = next(u for u in stage.team.users.values() if u.name == "Berta Solís")
    await stage.press(berta, stage.fake.from_bot(berta)[0], "make_private")
    assert (await stage.newest()).owner != request.owner
    await stage.press_in(owner, card, "act/take")
    assert "impresora" not in str(card)
    assert words_in(owner.locale)("slack-gone") in str(card)


async def test_what_was_searched_for_stays_after_something_was_done(stage: Stage):
    request, owner = await asked(stage)
    home = await stage.open_home(owner)
    element = {"action_id": "home/search", "type": "plain_text_input", "value": request.ref}
    values = {"home/search": {"home/search": {"type": "plain_text_input", "value": request.ref}}}
    await stage.sender.interact(stage.payloads.view_click(owner, home, element, trigger="t", values=values))
    await stage.settle()
    home = stage.fake.world.homes[owner.id]
    picked = {"type": "multi_static_select", "selected_options": [{"value": str(request.number)}]}
    several = {"home/pick": {"home/pick": picked}}
    await stage.press_in(owner, home, "home/several/say", several | values)
    await stage.fill(owner, text="Lo estoy mirando")
    found = stage.fake.world.homes[owner.id]
    fields = [block["element"] for block in found["blocks"] if block["type"] == "input"]
    assert [field.get("initial_value") for field in fields] == [request.ref]
    await stage.press_in(owner, found, f"home/open/{request.number}")
    card = stage.form(owner)
    await stage.press_in(owner, card, "act/resolve")
    await stage.fill(owner, text="Hecho")
    assert request.ref in stage.fake.world.homes[owner.id]["private_metadata"]
