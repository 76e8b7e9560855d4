"""What an owner and a lead do in Slack: by button, by emoji, by a lock, by loose words and by day."""

import json
from copy import copy

from bot.figures.guided import routes_card
from bot.words import of
from handlers.slack.gateway import place_of
from handlers.slack.words import words_in
from tests.handlers.slack.stage import PAYSLIP, Stage, buttons, options, shown
from tests.slack_server.payloads import chosen, typed

BOT = "<@UT1BOT>"
OPEN_TOPIC = "no me funciona la impresora de la segunda planta, sale todo en blanco"


async def test_an_owner_who_greets_or_thanks_is_asked_about_no_request(stage: Stage):
    berta = stage.colleague("Berta Solís")
    request, owner = await stage.asked(berta)
    count = len(stage.fake.from_bot(berta))
    for said, answer in (("Hola", "greeting-name"), ("¡Muchas gracias!", "thanks")):
        await stage.say(owner, said)
        told = stage.fake.from_bot(owner)[-1]
        assert words_in("es")(answer, name=owner.name.split(" ")[0]) in told.text
        assert buttons(told.blocks or [], "say") == []
    assert len(await stage.words(request.number)) == 1
    assert len(stage.fake.from_bot(berta)) == count


async def test_an_owners_loose_words_are_held_and_leave_on_a_tap(either: Stage):
    stage = either
    berta = stage.colleague("Berta Solís")
    request, owner = await stage.asked(berta)
    ts = await stage.say(owner, "Eso te lo arreglo yo mañana")
    held = stage.fake.from_bot(owner)[-1]
    assert "Berta Solís" in shown(held)
    assert len(await stage.words(request.number)) == 1
    for _ in range(2):
        await stage.press(owner, held, "say")
    assert "Eso te lo arreglo yo mañana" in shown(stage.fake.from_bot(berta)[-1])
    assert len(await stage.words(request.number)) == 2

    await stage.event(stage.payloads.edited(stage.fake.world.dm(owner), ts, "Te lo arreglo hoy"))
    await stage.settle()
    assert "Te lo arreglo hoy" in await stage.words(request.number)


async def test_the_owner_promises_notes_waits_consults_hands_over_and_resolves_by_button(either: Stage):
    stage = either
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    number = (await stage.newest()).number
    owner = stage.user_of((await stage.newest()).owner)
    card = stage.fake.from_bot(owner)[0]

    await stage.press(owner, card, "take")
    assert (await stage.request(number)).taken
    await stage.press(owner, card, "note")
    await stage.fill(owner, text="El IBAN estaba mal")
    assert len((await stage.request(number)).notes) == 1
    assert not any("IBAN" in message.text for message in stage.fake.from_bot(berta))

    await stage.press(owner, card, "promise")
    wrong = await stage.fill(owner, due="cuando pueda", text="")
    assert wrong.body["response_action"] == "errors"
    assert "due" in wrong.body["errors"]
    await stage.fill(owner, due="mañana a las 12:00", text="")
    assert (await stage.request(number)).promise is not None

    await stage.press(owner, card, "consult")
    colleague = next(o["value"] for o in options(stage, owner, "colleague"))
    await stage.fill(owner, chosen("colleague", colleague) | typed(text="¿Es esta la cuenta?"))
    assert len((await stage.request(number)).consults) == 1

    await stage.press(owner, card, "hand_over")
    to = next(o["value"] for o in options(stage, owner, "to") if o["value"].startswith("department:"))
    await stage.fill(owner, chosen("to", to) | typed(text="Es cosa vuestra"))
    assert (await stage.request(number)).offer is not None
    await stage.press(owner, card, "resolve")
    await stage.fill(owner, text="Enviada otra vez")
    assert (await stage.request(number)).status == "resolved"


async def test_an_owner_hands_it_to_a_person_with_a_reason(either: Stage):
    _, owner, number = await either.owner_opens("hand_over")
    to = next(o["value"] for o in options(either, owner, "to") if o["value"].startswith("person:"))
    await either.fill(owner, chosen("to", to) | typed(text="Lo lleva ella desde siempre"))
    offer = (await either.request(number)).offer
    assert offer is not None
    assert f"person:{offer.asked}" == to
    new = either.user_of(offer.asked)
    offered = next(m for m in either.fake.from_bot(new) if buttons(m.blocks or [], "take"))
    assert "Lo lleva ella desde siempre" in shown(offered)
    await either.press(new, offered, "take")
    assert (await either.request(number)).owner == offer.asked


async def test_an_owners_eyes_take_and_their_tick_resolves(stage: Stage):
    berta = stage.colleague("Berta Solís")
    _, owner = await stage.asked(berta)
    card = stage.fake.from_bot(owner)[0]
    dm = stage.fake.world.dm(owner)
    assert await stage.event(stage.payloads.reaction(owner, dm, card.ts, "tada"))
    assert not (await stage.newest()).taken
    assert await stage.event(stage.payloads.reaction(owner, dm, card.ts, "eyes"))
    assert (await stage.newest()).taken
    assert await stage.event(stage.payloads.reaction(owner, dm, card.ts, "white_check_mark"))
    assert (await stage.newest()).status == "resolved"
    await stage.settle()
    assert "Hecho." in shown(stage.fake.from_bot(berta)[-1])


async def test_eyes_and_a_tick_of_anybody_else_are_emoji_and_nobody_is_scolded(stage: Stage):
    """Who asked, a colleague in the channel, and somebody who serves in another department."""
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Vela")
    channel = stage.fake.world.channel("general", berta, carlos)
    ts = await stage.say(berta, f"{BOT} {OPEN_TOPIC}", where=channel)
    before = await stage.newest()
    people = stage.library.directory.people.values()
    led = stage.library.directory.departments[before.department]
    elsewhere = next(
        p for p in people if p.department not in (before.department, stage.library.directory.concierge)
    )
    assert elsewhere.id not in (led.lead, led.backup)
    others = (berta, carlos, stage.user_of(elsewhere.id))
    for user in others:
        for emoji in ("eyes", "white_check_mark"):
            assert await stage.event(stage.payloads.reaction(user, channel, ts, emoji))
            await stage.settle()
    assert await stage.newest() == before
    assert [stage.fake.told(user) for user in others] == [[], [], []]


async def test_a_lock_makes_an_owners_words_a_private_note(stage: Stage):
    berta = stage.colleague("Berta Solís")
    request, owner = await stage.asked(berta)
    card = stage.fake.from_bot(owner)[0]
    before = len(stage.fake.from_bot(berta))
    await stage.say(owner, ":lock: tiene el IBAN mal", thread=card.ts)
    assert len((await stage.newest()).notes) == 1
    assert "tiene el IBAN mal" in await stage.words(request.number)
    assert len(stage.fake.from_bot(berta)) == before
    assert not any("IBAN" in shown(message) for message in stage.fake.from_bot(berta))


async def test_a_requester_cannot_write_a_note_and_nothing_of_it_is_sent(stage: Stage):
    berta = stage.colleague("Berta Solís")
    ts = await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    await stage.say(berta, "🔒 esto no debería salir", thread=ts)
    assert len(await stage.words(request.number)) == 1
    assert not any("no debería salir" in shown(message) for message in stage.fake.from_bot(owner))


async def test_who_loses_the_race_reads_who_has_it(stage: Stage):
    berta = stage.colleague("Berta Solís")
    request, owner = await stage.asked(berta)
    old_card = copy(stage.fake.from_bot(owner)[0])
    await stage.press(owner, old_card, "take")
    assert stage.fake.told(owner) == []
    other = next(
        person
        for person in stage.library.directory.people.values()
        if person.department == request.department
        and person.id != request.owner
        and person.id != stage.library.directory.departments[request.department].lead
    )
    second = stage.user_of(other.id)
    await stage.press(second, old_card, "take", where=stage.fake.world.dm(second))
    [told] = stage.fake.told(second)
    assert owner.name in told.text
    assert (await stage.newest()).owner == request.owner


async def test_an_owners_loose_words_can_be_a_request_of_their_own(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    first = await stage.newest()
    owner = stage.user_of(first.owner)
    await stage.say(owner, OPEN_TOPIC)
    assert await stage.numbers() == [first.number]
    held = stage.fake.from_bot(owner)[-1]
    await stage.press(owner, held, "say", n=1)
    mine = await stage.newest()
    assert mine.requester == first.owner
    assert await stage.words(mine.number) == [OPEN_TOPIC]


async def test_an_owner_says_until_when_they_are_away_and_is_back_with_a_tap(stage: Stage):
    owner = next(iter(stage.library.directory.people.values()))
    user, say = stage.user_of(owner.id), of(owner.languages[0])
    await stage.say(user, "Estoy fuera hasta el lunes")
    assert list(await stage.store.absences.all(await stage.desk.now())) == [owner.id]
    await stage.press(user, stage.fake.from_bot(user)[-1], "back")
    assert await stage.store.absences.all(await stage.desk.now()) == {}
    assert say("away-back") in shown(stage.fake.from_bot(user)[-1])


async def test_each_of_several_told_together_gets_a_card_of_its_own_by_a_tap(either: Stage):
    """And that card lives: it changes like any other."""
    for n in range(12):
        asker = either.colleague(f"Persona {n}")
        dm = either.fake.world.dm(asker)
        assert await either.event(either.payloads.said(asker, dm, PAYSLIP))
    await either.settle()
    numbers = await either.numbers()
    owners = [either.user_of((await either.request(number)).owner) for number in numbers]
    owner, together = next(
        (user, message)
        for user in owners
        for message in either.fake.from_bot(user)
        if buttons(message.blocks or [], "open")
    )
    opens = buttons(together.blocks or [], "open")
    number = int(json.loads(opens[0]["value"])["x"]["number"])
    count = len(either.fake.from_bot(owner))
    await either.press(owner, together, "open")
    card = either.fake.from_bot(owner)[-1]
    assert len(either.fake.from_bot(owner)) == count + 1
    await either.press(owner, card, "take")
    assert (await either.request(number)).taken
    assert card.changes > 0
    await either.press(owner, together, "open")
    assert len(either.fake.from_bot(owner)) == count + 1
    assert f"R-{number}" in str(either.form(owner))


async def test_a_book_on_a_resolved_request_brings_the_button_that_keeps_its_answer(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    owner = stage.user_of((await stage.newest()).owner)
    card, dm = stage.fake.from_bot(owner)[0], stage.fake.world.dm(owner)
    await stage.event(stage.payloads.reaction(owner, dm, card.ts, "book"))
    before = len(stage.fake.from_bot(owner))
    await stage.event(stage.payloads.reaction(owner, dm, card.ts, "white_check_mark"))
    await stage.event(stage.payloads.reaction(owner, dm, card.ts, "book"), copies=2)
    await stage.settle()
    brought = [m for m in stage.fake.from_bot(owner)[before:] if buttons(m.blocks, "keep_answer")]
    assert len(brought) == 1


async def test_a_lead_judges_the_days_routes_where_they_write(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "El portátil no enciende")
    request = await stage.newest()
    directory = stage.library.directory
    lead = stage.user_of(directory.departments[request.department].lead)
    card = routes_card([request], [], request.department, directory, of("es"))
    place = place_of(stage.team.id, stage.fake.world.dm(lead).id)
    await stage.slack.gateway.post(place, card, key="0/routes", loud=True)
    shown_card = stage.fake.from_bot(lead)[-1]
    await stage.press(lead, shown_card, "route_right")
    assert (await stage.request(request.number)).route_right
    await stage.press(lead, shown_card, "file_under")
    await stage.fill(lead, chosen("topic", "software"))
    assert (await stage.request(request.number)).topic == "software"
