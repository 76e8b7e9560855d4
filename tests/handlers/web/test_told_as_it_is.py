"""What an owner, a lead and a requester read of promises and hand-overs is so at the moment at which they read it."""

from datetime import timedelta

from tests.handlers.web.stage import Stage

PRINTER = "La impresora de la segunda planta no imprime"
TUESDAY, WEDNESDAY = 1, 2


async def later(stage: Stage, **time: float) -> None:
    """In steps that a clock would make too, so that no timer fires late."""
    left = timedelta(**time)
    while left > timedelta(0):
        step = min(left, timedelta(minutes=1) if left < timedelta(hours=1) else timedelta(minutes=10))
        await stage.store.move_clock(step // timedelta(milliseconds=1) + 1)
        await stage.worker.settle()
        left -= step


async def read(stage: Stage, person: str, side: str, kind: str) -> list[str]:
    return [
        entry.card.text for entry in await stage.shown(stage.person(person), side) if entry.card.kind == kind
    ]


async def to_person(stage: Stage, number: int, by: str, to: str) -> None:
    person = f"person:{stage.person(to)}"
    await stage.act(stage.person(by), "hand_over", number, text="es de red", to=person)
    await stage.act(stage.person(to), "take", number)


async def test_whoever_keeps_what_a_colleague_promised_is_not_told_that_they_promised_it(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, PRINTER)
    await stage.act(await stage.owner_of(number), "promise", number, due="hoy a las 13")
    await to_person(stage, number, "lucia.ferrando", "ines.soler")
    await later(stage, hours=3, minutes=5)
    [reminder] = await read(stage, "ines.soler", "work", "promise_reminder")
    [lapsed] = await read(stage, "ines.soler", "work", "promise_lapsed")
    assert "Prometiste" not in reminder
    assert "Lucía Ferrando Pons prometió una respuesta" in reminder
    assert "Lo que prometió Lucía Ferrando Pons" in lapsed
    [foretold] = await read(stage, "irene.cobo", "asks", "foretold")
    assert "Lucía Ferrando Pons te prometió una respuesta hoy antes de las 13:00" in foretold
    assert "Ahora lo lleva Inés Soler Ferrer" in foretold


async def test_a_time_that_is_taken_back_leaves_the_one_before_it_and_the_requester_reads_so(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, PRINTER)
    owner = await stage.owner_of(number)
    await stage.act(owner, "promise", number, due="hoy a las 15")
    await later(stage, minutes=10)
    await stage.act(owner, "promise", number, due="hoy a las 14:30")
    await stage.act(owner, "undo", number)
    [undone] = await read(stage, "irene.cobo", "asks", "undone")
    assert "tendrás respuesta hoy antes de las 15:00" in undone


async def test_a_lead_who_comes_back_to_find_it_theirs_is_told_so_once_and_not_that_they_may_keep_it(
    stage: Stage,
) -> None:
    number = await stage.ask(stage.person("emilio.vargas"), "No me llegó el recibo de nómina de octubre")
    await later(stage, hours=24)
    lead = "marta.vidal"
    assert await stage.owner_of(number) == stage.person(lead)
    assert len(await read(stage, lead, "work", "assignment")) == 1
    assert await read(stage, lead, "work", "lead_brought_in") == []


async def test_that_it_was_proposed_twice_is_not_told_as_if_it_had_moved_twice(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, PRINTER)
    owner, andreea = await stage.owner_of(number), stage.person("andreea.popescu")
    await stage.act(owner, "hand_over", number, text="es de compras", to="department:purchasing")
    await stage.act(andreea, "decline_handover", number, text="es de finanzas", to="department:finance")
    [told] = await read(stage, "javier.montero", "work", "lead_brought_in")
    assert "Es la segunda vez que se propone pasarlo a otro equipo." in told
    assert await stage.owner_of(number) == owner


async def test_after_the_third_hand_over_nobody_reads_that_it_may_be_passed_on_once_more(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, PRINTER)
    for department in ("purchasing", "finance", "facilities"):
        owner = await stage.owner_of(number)
        await stage.act(owner, "hand_over", number, text="no es mío", to=f"department:{department}")
        offer = (await stage.request(number)).offer
        if offer is not None:
            await stage.act(offer.asked, "take", number)
    assert await stage.owner_of(number) == stage.person("elena.pascual")
    [receipt] = await read(stage, "irene.cobo", "asks", "receipt")
    assert "responde de ello hasta el final" in receipt
    assert "se lo pasará" not in receipt


async def test_the_same_time_promised_twice_rings_once(stage: Stage, irene: str) -> None:
    number = await stage.ask(irene, PRINTER)
    owner = await stage.owner_of(number)
    for typed in ("el jueves a las 12", "el 26 de noviembre a las 12"):
        await stage.act(owner, "promise", number, due=typed)
    assert len(await read(stage, "irene.cobo", "asks", "promise")) == 1


async def test_what_was_promised_waits_for_the_answer_to_a_question_and_goes_on_with_it(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, PRINTER)
    owner = await stage.owner_of(number)
    await stage.act(owner, "promise", number, due="hoy a las 13")
    await later(stage, minutes=30)
    await stage.act(owner, "ask_requester", number, text="¿Qué número tiene la etiqueta?")
    await later(stage, hours=5)
    assert await read(stage, "irene.cobo", "asks", "foretold") == []
    assert await read(stage, "irene.cobo", "asks", "lapse") == []
    assert await read(stage, "javier.montero", "work", "lead_brought_in") == []
    assert "Tienes prometida" not in (await read(stage, "irene.cobo", "asks", "receipt"))[0]
    await stage.say(irene, "es la IMP-22", thread=number)
    [_, resumed] = await read(stage, "irene.cobo", "asks", "promise")
    # 15:30 for Lucía, who ends at 15: the two hours and a half that were left are tomorrow's from eight.
    assert "Lucía Ferrando Pons te contestará mañana antes de las 10:30" in resumed
    request = await stage.request(number)
    assert request.counted.promises_made == 1
    await later(stage, hours=19, minutes=5)
    [lapsed] = await read(stage, "lucia.ferrando", "work", "promise_lapsed")
    assert "Lo que prometiste venció hoy a las 10:30" in lapsed


async def test_an_answer_that_comes_soon_leaves_what_was_promised_as_it_was(stage: Stage, irene: str) -> None:
    number = await stage.ask(irene, PRINTER)
    owner = await stage.owner_of(number)
    await stage.act(owner, "promise", number, due="mañana a las 12")
    before = (await stage.request(number)).promise
    await stage.act(owner, "ask_requester", number, text="¿Qué número tiene la etiqueta?")
    await later(stage, hours=1)
    await stage.say(irene, "es la IMP-22", thread=number)
    assert (await stage.request(number)).promise == before
    assert len(await read(stage, "irene.cobo", "asks", "promise")) == 1


async def test_who_has_been_written_to_since_is_not_told_that_no_answer_came_nor_moved_to_somebody_else(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, PRINTER)
    owner = await stage.owner_of(number)
    await stage.act(owner, "promise", number, due="hoy a las 13")
    await later(stage, minutes=90)
    await stage.say(owner, "Ya está: era el tóner, lo he cambiado", side="work", thread=number)
    await later(stage, hours=24)
    assert await stage.owner_of(number) == owner
    said = " ".join(entry.card.text for entry in await stage.shown(irene, "asks"))
    assert "no ha llegado" not in said
    assert (
        "Lucía Ferrando Pons te escribió hoy a las 11:30"
        in (await read(stage, "irene.cobo", "asks", "foretold"))[0]
    )
    [reminder] = await read(stage, "lucia.ferrando", "work", "promise_reminder")
    assert "Si con eso está, resuélvelo" in reminder
    [lead] = await read(stage, "javier.montero", "work", "lead_brought_in")
    assert "se le escribió hoy a las 11:30, sin darlo por resuelto" in lead


async def test_who_writes_back_that_it_is_not_enough_waits_for_what_was_promised(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, PRINTER)
    owner = await stage.owner_of(number)
    await stage.act(owner, "promise", number, due="hoy a las 13")
    await later(stage, minutes=30)
    await stage.say(owner, "Prueba a apagarla", side="work", thread=number)
    await stage.say(irene, "La he apagado y sigue sin imprimir", thread=number)
    await later(stage, hours=3)
    [foretold] = await read(stage, "irene.cobo", "asks", "foretold")
    assert "todavía no ha dicho si la tendrá" in foretold
    [receipt] = await read(stage, "irene.cobo", "asks", "receipt")
    assert "no ha llegado" in receipt


async def test_a_reply_that_is_taken_back_was_none(stage: Stage, irene: str) -> None:
    number = await stage.ask(irene, PRINTER)
    owner = await stage.owner_of(number)
    await stage.act(owner, "promise", number, due="hoy a las 13")
    before = (await stage.request(number)).promise
    await stage.say(owner, "Ya está", side="work", thread=number)
    await stage.act(owner, "undo", number)
    assert (await stage.request(number)).promise == before


async def test_a_complaint_about_whoever_has_it_is_answered_by_one_message(stage: Stage, irene: str) -> None:
    number = await stage.ask(irene, PRINTER)
    lead = stage.person("javier.montero")
    await stage.act(lead, "take_back", number)
    await stage.say(lead, "Eso no es cosa mía", side="work", thread=number)
    told = len(await read(stage, "irene.cobo", "asks", "new_owner"))
    await stage.say(irene, "Quiero poner una queja: Javier Montero me ha contestado fatal", thread=number)
    [apology] = await read(stage, "irene.cobo", "asks", "complaint")
    assert "Desde ahora responde de ello Elena Pascual Díaz" in apology
    assert len(await read(stage, "irene.cobo", "asks", "new_owner")) == told


async def test_of_several_that_did_not_go_for_one_reason_it_is_said_once(stage: Stage, irene: str) -> None:
    numbers = [
        await stage.ask(stage.person(who), PRINTER) for who in ("irene.cobo", "gonzalo.rivas", "rosa.delgado")
    ]
    pressed = [("number", str(number)) for number in numbers]
    form = [
        ("id", stage.new_id()),
        ("by", stage.person("teresa.molina")),
        ("side", "work"),
        ("verb", "resolve"),
    ]
    answer = await stage.client.post(
        "/desk/act", data=[*form, *pressed, ("f.text", "Hecho")], headers={"HX-Request": "true"}
    )
    told = await answer.text()
    assert ", ".join(f"R-{number}" for number in numbers) in told


async def test_what_somebody_writes_does_not_wait_with_a_reminder_that_is_held_for_the_morning(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, PRINTER)
    owner = await stage.owner_of(number)  # works until three
    await stage.act(owner, "promise", number, due="hoy a las 16")
    await later(stage, hours=6, minutes=10)
    assert await read(stage, "lucia.ferrando", "work", "promise_lapsed") == []
    await stage.say(irene, "¿Me puedes decir algo? Sigue sin imprimir", thread=number)
    [said] = await read(stage, "lucia.ferrando", "work", "said")
    assert "Sigue sin imprimir" in said


async def test_beside_a_promise_that_goes_on_no_other_answer_is_late(stage: Stage, irene: str) -> None:
    number = await stage.ask(irene, PRINTER)
    owner = await stage.owner_of(number)
    await stage.act(owner, "promise", number, due="mañana a las 12")
    await stage.act(owner, "ask_requester", number, text="¿Qué número tiene la etiqueta?")
    await stage.say(irene, "es la IMP-22", thread=number)
    await later(stage, hours=8)
    assert await read(stage, "lucia.ferrando", "work", "breached") == []
    assert await read(stage, "javier.montero", "work", "lead_brought_in") == []


async def test_whose_request_has_gone_because_their_lead_said_they_are_away_reads_so(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, PRINTER)
    owner, lead = await stage.owner_of(number), stage.person("javier.montero")
    await stage.act(lead, "away", "", person=f"person:{owner}", until="")
    assert await stage.owner_of(number) != owner
    [moved] = await read(stage, "lucia.ferrando", "work", "moved")
    assert "Consta que no estás hasta mañana a las 8:00." in moved


async def test_whoever_has_it_no_more_is_not_asked_in_the_morning_for_what_was_nearly_due_yesterday(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(irene, PRINTER)
    owner = await stage.owner_of(number)
    await stage.act(owner, "hand_over", number, text="es de compras", to="department:purchasing")
    await later(
        stage, hours=23
    )  # nobody takes it, so that it is the other lead's; their morning's list comes at eight
    assert await stage.owner_of(number) == stage.person("rosa.delgado")
    assert await read(stage, "lucia.ferrando", "work", "warned") == []
