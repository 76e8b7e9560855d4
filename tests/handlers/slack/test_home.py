"""App Home and what is opened from it show what is, also after somebody has acted there."""

from typing import Any

from bot.domain.request import Request
from bot.words import of
from bot.words.dates import Clock
from handlers.slack.words import words_in
from tests.handlers.slack.stage import PAYSLIP, Stage, buttons
from tests.slack_server.workspace import User


async def asked(stage: Stage, text: str = PAYSLIP) -> tuple[Request, User]:
    """A request, and who has it."""
    return await stage.asked(stage.colleague("Berta Solís"), text)


async def opened(stage: Stage, user: User, request: Request) -> dict[str, Any]:
    await stage.press_in(user, await stage.open_home(user), f"home/open/{request.number}")
    return stage.form(user)


def rows(home: dict[str, Any]) -> list[tuple[str, str]]:
    """Each line of a request: what it says, and what stands below it."""
    blocks = home["blocks"]
    lines = [
        n
        for n, block in enumerate(blocks)
        if block.get("accessory", {}).get("action_id", "").startswith("home/open/")
    ]
    return [(blocks[n]["text"]["text"], blocks[n + 1]["elements"][0]["text"]) for n in lines]


async def test_ones_own_are_told_open_ones_first_each_with_owner_time_and_next_step(either: Stage):
    berta = either.colleague("Berta Solís")
    await either.say(berta, PAYSLIP)
    first = await either.newest()
    await either.say(berta, "No me funciona la impresora de la segunda planta, sale todo en blanco")
    second = await either.newest()
    owner = either.user_of(second.owner)
    await either.press(owner, either.fake.from_bot(owner)[0], "resolve")
    await either.fill(owner, text="Cambiado el tóner")
    say, words = of("es"), words_in("es")
    (open_line, open_facts), (over_line, _) = rows(await either.open_home(berta))
    assert open_line.startswith(first.ref)
    assert say("row-received") in open_line
    clock = Clock(say, "Europe/Madrid", await either.desk.now())
    assert first.first_response is not None
    for fact in (
        words("slack-home-owner", owner=either.user_of(first.owner).name),
        words("slack-home-asked", when=clock.on(first.asked_at)),
        say("row-due", by=clock.by(first.first_response.due)),
    ):
        assert fact in open_facts
    assert over_line.startswith(second.ref)
    assert say("desk-state-resolved") in over_line


async def test_a_queue_names_who_asked_the_most_due_first(stage: Stage):
    names = ["Berta Solís", "Carlos Vela"]
    for name in names:
        await stage.say(stage.colleague(name), PAYSLIP)
        await stage.store.move_clock(60_000)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    urgent = next(m for m in stage.fake.from_bot(owner) if request.ref in m.text)
    told = rows(await stage.open_home(owner))
    assert [line.split()[0] for line, _ in told] == [f"R-{request.number - 1}", request.ref]
    assert all(
        name in facts and owner.name not in facts for name, (_, facts) in zip(names, told, strict=True)
    )
    await stage.press(owner, urgent, "set_urgency")
    told = rows(await stage.open_home(owner))
    assert [line.split()[0] for line, _ in told] == [request.ref, f"R-{request.number - 1}"]


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


async def test_a_line_of_an_old_home_that_is_theirs_no_more_is_said_to_be_and_home_is_drawn_anew(
    stage: Stage,
):
    request, owner = await asked(stage, text="no me funciona la impresora de la segunda planta")
    home = dict(await stage.open_home(owner))
    berta = next(u for u in stage.team.users.values() if u.name == "Berta Solís")
    await stage.press(berta, stage.fake.from_bot(berta)[0], "make_private")
    assert (await stage.newest()).owner != request.owner
    gone = words_in(owner.locale)("slack-gone")
    picked = {"type": "multi_static_select", "selected_options": [{"value": str(request.number)}]}
    for action, values in (
        (f"home/open/{request.number}", None),
        ("home/several/resolve", {"home/pick": {"home/pick": picked}}),
    ):
        before = len(stage.fake.from_bot(owner))
        await stage.press_in(owner, home, action, values)
        assert [m.text for m in stage.fake.from_bot(owner)[before:]] == [gone], action
        assert request.ref not in str(stage.fake.world.homes[owner.id])


async def test_of_several_each_that_did_not_go_is_told_with_its_own_reason(stage: Stage):
    words = "no me funciona la impresora de la segunda planta"
    names, numbers = ("Berta Solís", "Carlos Vela", "Eva Ríos"), []
    for name in names:
        request, owner = await stage.asked(stage.colleague(name), words)
        numbers.append(request.number)
        await stage.store.move_clock(60_000)
    owner = stage.user_of((await stage.request(numbers[0])).owner)
    assert {(await stage.request(n)).owner for n in numbers} == {(await stage.request(numbers[0])).owner}
    home = dict(await stage.open_home(owner))
    chosen = [{"value": str(n)} for n in numbers]
    picked = {"home/pick": {"home/pick": {"type": "multi_static_select", "selected_options": chosen}}}
    await stage.press_in(owner, home, "home/several/resolve", picked)
    moved, withdrawn = (next(u for u in stage.team.users.values() if u.name == name) for name in names[:2])
    await stage.press(moved, stage.fake.from_bot(moved)[0], "make_private")
    await stage.say(withdrawn, "ya no hace falta")
    await stage.press(withdrawn, stage.fake.from_bot(withdrawn)[-1], "withdraw")
    await stage.fill(withdrawn)
    assert [(await stage.request(n)).status for n in numbers[1:]] == ["withdrawn", "open"]
    before = len(stage.fake.from_bot(owner))
    await stage.fill(owner, text="Cambiado el tóner")
    [told] = [m.text for m in stage.fake.from_bot(owner)[before:] if f"R-{numbers[0]}" in m.text]
    say = words_in(owner.locale)
    gone, changed = told.split(f"R-{numbers[1]}")
    assert gone.startswith(say("slack-not-all", refs=f"R-{numbers[0]}", why="").strip()[:20])
    assert of(owner.locale)("state-withdrawn") in changed
    assert of(owner.locale)("state-withdrawn") not in gone


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
