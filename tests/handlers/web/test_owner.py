from bot.delivery.card import Buttons
from bot.words import of
from tests.handlers.web.parsed import elements
from tests.handlers.web.stage import STORY

ES = of("es")


def inner(html: str) -> str:
    return " ".join(element.text for element in elements(html))


async def steps(stage, person, number) -> str:
    return inner(await stage.get("/desk/open", person=person, number=number))


async def test_the_opened_request_shows_words_why_it_came_and_by_when(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    html = await stage.get("/desk/open", person=owner, number=number)
    assert STORY in inner(html)
    assert ES("desk-open-due") in html
    assert ES("desk-open-wanted") in html


async def test_a_reply_takes_and_reaches_the_requester_with_the_owners_name(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    answer = await stage.say(owner, "Te la mando hoy", side="work", thread=number)
    assert ES("desk-undo") in await answer.text()
    said = [entry for entry in await stage.shown(irene, "asks") if entry.card.kind == "said"]
    assert "Te la mando hoy" in said[0].card.text
    assert stage.directory.people[owner].name in said[0].card.text


async def test_a_private_note_stands_in_the_owners_history_as_such_and_never_on_the_left(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    await stage.act(owner, "take", number)
    await stage.act(owner, "note", number, text="el banco devolvió el envío")
    html = await stage.get("/desk/open", person=owner, number=number)
    assert "el banco devolvió el envío" in html
    assert ES("desk-private") in html
    assert all("banco devolvió" not in entry.card.text for entry in await stage.shown(irene, "asks"))
    assert "banco devolvió" not in await stage.get("/desk/open", person=irene, number=number)


async def test_an_act_can_be_undone_from_where_it_was_told(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    answer = await stage.act(owner, "resolve", number, text="Enviada")
    verbs = [
        e.attributes["value"]
        for e in elements(await answer.text(), "input")
        if e.attributes["name"] == "verb"
    ]
    assert verbs == ["undo"]
    await stage.act(owner, "undo", number)
    assert (await stage.request(number)).status == "open"


async def test_a_resolution_that_is_undone_asks_nobody_how_it_was(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    await stage.act(owner, "resolve", number, text="Enviada")
    assert asks_to_rate(await stage.shown(irene, "asks"))
    await stage.act(owner, "undo", number)
    assert not asks_to_rate(await stage.shown(irene, "asks"))
    answer = await stage.act(irene, "rate", number, side="asks", outcome="met")
    assert "desk:refused" in answer.headers["HX-Trigger"]
    assert (await stage.request(number)).rating is None


def asks_to_rate(entries) -> bool:
    groups = [block for entry in entries for block in entry.card.blocks if isinstance(block, Buttons)]
    return any(button.verb == "rate" for group in groups for button in group.buttons)


async def test_a_date_that_is_not_understood_is_told_in_the_form_and_nothing_is_promised(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    answer = await stage.act(owner, "promise", number, due="cuando las ranas críen pelo", text="")
    assert "desk:refused" in answer.headers["HX-Trigger"]
    assert (await stage.request(number)).promise is None


async def test_a_time_that_is_over_is_told_in_the_form_as_over(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    answer = await stage.act(owner, "promise", number, due="ayer a las 12", text="")
    assert ES("when-over") in inner(await answer.text())
    assert (await stage.request(number)).promise is None


async def test_a_refusal_is_told_kindly_with_the_name_of_who_has_it(stage, irene):
    number = await stage.ask(irene)
    stranger = stage.person("rosa.delgado")
    answer = await stage.act(stranger, "resolve", number, text="x")
    assert "desk:refused" in answer.headers["HX-Trigger"]
    assert inner(await answer.text()).strip()


async def test_a_request_that_is_not_ones_own_reads_as_absent(stage, irene):
    number = await stage.ask(irene)
    stranger = stage.person("rosa.delgado")
    theirs = inner(await stage.get("/desk/open", person=stranger, number=number))
    absent = inner(await stage.get("/desk/open", person=stranger, number=999999))
    assert theirs == absent
    assert STORY not in theirs


async def test_the_form_of_an_act_asks_what_it_needs_and_carries_an_id(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    for verb in ("promise", "hand_over", "resolve", "note", "consult", "wait_for", "ask_requester"):
        html = await stage.get("/desk/form", by=owner, side="work", verb=verb, number=number, seen=3)
        fields = {e.attributes.get("name", "") for e in elements(html)}
        assert any(name.startswith("f.") for name in fields), verb
        [id_] = [e.attributes["value"] for e in elements(html, "input") if e.attributes.get("name") == "id"]
        assert len(id_) == 32


async def test_a_handover_can_go_to_any_person_or_department(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    html = await stage.get("/desk/form", by=owner, side="work", verb="hand_over", number=number, seen=3)
    values = {e.attributes.get("value", "") for e in elements(html, "option")}
    assert f"person:{stage.person('javier.montero')}" in values
    assert "department:it" in values
    answer = await stage.act(owner, "hand_over", number, text="es del portal", to="department:it")
    assert "desk:done" in answer.headers["HX-Trigger"]


async def test_an_owners_loose_words_are_held_and_leave_on_a_tap_to_the_one_who_was_tapped(stage, irene):
    gonzalo = stage.person("gonzalo.rivas")
    numbers = {irene: await stage.ask(irene), gonzalo: await stage.ask(gonzalo)}
    owner = await stage.owner_of(numbers[irene])
    await stage.say(owner, "Mañana la tienes", side="work")
    held = (await stage.shown(owner, "work"))[-1].card
    assert held.kind == "held"
    [buttons] = [block.buttons for block in held.blocks if hasattr(block, "buttons")]
    [tapped] = [b for b in buttons if b.fields["number"] == str(numbers[gonzalo])]
    assert "Gonzalo Rivas Pardo" in tapped.label
    for person in numbers:
        assert "said" not in [entry.card.kind for entry in await stage.shown(person, "asks")]
    await stage.act(owner, tapped.verb, "", **tapped.fields)
    said = [e.card.text for e in await stage.shown(gonzalo, "asks") if e.card.kind == "said"]
    assert "Mañana la tienes" in said[0]
    assert "said" not in [entry.card.kind for entry in await stage.shown(irene, "asks")]


async def test_the_requester_reads_whom_the_owner_waits_for(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    await stage.act(owner, "take", number)
    answer = await stage.act(owner, "wait_for", number, who="el banco", due="mañana a las 12:00")
    assert "desk:done" in answer.headers["HX-Trigger"]
    assert any("el banco" in entry.card.text for entry in await stage.shown(irene, "asks"))


async def test_a_handover_is_told_to_the_requester_when_it_is_taken(stage, irene):
    number = await stage.ask(irene)
    owner, javier = await stage.owner_of(number), stage.person("javier.montero")
    await stage.act(owner, "hand_over", number, text="falla el portal", to=f"person:{javier}")
    assert await stage.owner_of(number) == owner
    assert "falla el portal" in (await stage.shown(javier, "work"))[-1].card.text
    await stage.act(javier, "take", number)
    assert await stage.owner_of(number) == javier
    told = [entry.card.text for entry in await stage.shown(irene, "asks")]
    assert any("Javier Montero" in text for text in told)
    assert all("falla el portal" not in text for text in told)
