"""What a requester adds an hour, a day or a week later, outside of any thread: whoever has it reads it, and nothing is swallowed."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.away import SetAway
from tests.handlers.web.stage import Stage
from tests.handlers.web.test_conversations import LAPTOP, RECEIPT, asks, later, says
from tests.handlers.web.test_second_needs import offers
from tests.handlers.web.test_two_needs import all_of, words

HARASSED = "I don't feel comfortable with the comments my team lead makes about my accent"


@pytest.mark.parametrize(
    ("need", "text"),
    [
        (HARASSED, "please don't tell anyone on my team"),
        (
            "Es la segunda vez que Lucía de informática me deja tirada. Quiero poner una queja",
            "y que no la vea ella",
        ),
        ("La calefacción de mi sala no va", "no quiero que lo vea Lena Ortiz, es por un problema con ella"),
    ],
)
async def test_who_asks_that_somebody_does_not_see_it_says_so_of_the_request_that_is_open(
    stage: Stage, irene: str, need: str, text: str
) -> None:
    [number] = await asks(stage, irene, need)
    await says(stage, irene, text)
    [request] = await all_of(stage, irene)
    assert request.confidential
    assert request.owner not in request.about
    assert await words(stage, number) == [need, text]


async def test_who_asks_whether_somebody_will_be_told_is_told_who_reads_it(stage: Stage, irene: str) -> None:
    await asks(stage, irene, HARASSED)
    assert (await says(stage, irene, "will he be informed?")).card.kind == "readers"
    assert len(await all_of(stage, irene)) == 1


async def test_that_nothing_came_brings_back_what_was_resolved(stage: Stage, irene: str) -> None:
    [number] = await asks(stage, irene, "todavía no he cobrado la nómina de noviembre")
    owner = await stage.owner_of(number)
    await stage.act(owner, "resolve", number, text="Pago enviado.", without_yes="yes")
    await stage.worker.settle()
    await later(stage, days=1)
    await says(stage, irene, "pues no ha llegado nada")
    [request] = await all_of(stage, irene)
    assert (request.number, request.status) == (number, "open")


async def test_what_completes_what_was_asked_for_is_read_by_whoever_has_it_and_makes_nothing_confidential(
    stage: Stage, irene: str
) -> None:
    [number] = await asks(stage, irene, "necesito un certificado de empresa para el banco, antes del jueves")
    owner = await stage.owner_of(number)
    await says(stage, irene, "y que ponga mi antigüedad")
    [request] = await all_of(stage, irene)
    assert (request.owner, request.confidential) == (owner, False)
    assert len(await words(stage, number)) == 2


@pytest.mark.parametrize("text", ["tried that, doesn't work", "ya lo he probado y nada"])
async def test_who_has_tried_what_the_article_says_has_a_person(stage: Stage, irene: str, text: str) -> None:
    number = await stage.ask(irene, "I forgot my password")
    assert (await stage.request(number)).article is not None
    await later(stage, hours=1)
    await says(stage, irene, text)
    [request] = await all_of(stage, irene)
    assert (request.topic, request.article, request.unseen) == ("password", None, False)


async def test_an_article_is_not_offered_where_a_second_need_is_announced_that_it_leaves_open(
    stage: Stage, irene: str
) -> None:
    number = await stage.ask(
        irene, "necesito tarjetas de visita nuevas y también darme de alta en el gimnasio"
    )
    assert (await stage.request(number)).article is None


@pytest.mark.parametrize(
    "text", ["R-1001 ¿cómo va?", "what's my ticket number?", "¿cuánto tardáis normalmente?", "¿cómo va?"]
)
async def test_the_number_and_the_state_are_told_to_who_asks_for_them(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    card = (await says(stage, irene, text)).card
    assert card.kind == "progress"
    assert f"R-{number}" in card.text
    assert await words(stage, number) == [LAPTOP]


async def test_a_time_that_is_put_right_is_the_one_by_which_it_is_needed_also_once_somebody_has_written(
    stage: Stage, irene: str
) -> None:
    [number] = await asks(
        stage, irene, "necesito un certificado de empresa para el banco, lo necesito el jueves"
    )
    thursday = (await stage.request(number)).wanted_by
    await stage.say(await stage.owner_of(number), "Me pongo con ello", side="work", thread=number)
    await says(stage, irene, "perdón, el viernes, no el jueves")
    friday = (await stage.request(number)).wanted_by
    assert thursday is not None
    assert friday is not None
    assert friday.date() - thursday.date() == timedelta(days=1)


async def test_who_wants_a_person_in_words_reads_who_else_was_told(stage: Stage, irene: str) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    lead = stage.directory.departments["it"].lead
    card = (await says(stage, irene, "quiero hablar con una persona")).card
    assert stage.directory.people[lead].name in card.text
    assert (await stage.request(number)).escalated_to == (lead,)


async def test_what_went_wrong_is_told_further_to_whoever_answers_for_the_complaint(
    stage: Stage, irene: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    await stage.act(await stage.owner_of(number), "resolve", number, text="Hecho.", without_yes="yes")
    await stage.worker.settle()
    await stage.act(irene, "rate", number, side="asks", outcome="missed", text="tres días sin portátil")
    await later(stage, hours=1)
    await says(stage, irene, "lo que más me molesta es que tuve que preguntar yo")
    assert [request.number for request in await all_of(stage, irene)] == [number]


async def test_one_word_more_goes_with_the_one_before(stage: Stage, irene: str) -> None:
    [number] = await asks(stage, irene, "ratón")
    await says(stage, irene, "roto")
    assert await words(stage, number) == ["ratón", "roto"]


async def test_a_second_need_after_thanks_in_a_thread_is_offered_as_a_request_of_its_own(
    stage: Stage, irene: str
) -> None:
    [number] = await asks(stage, irene, "No puedo acceder a la carpeta de Ventas")
    await stage.say(await stage.owner_of(number), "Ya tienes acceso", side="work", thread=number)
    await stage.say(irene, "genial, gracias! y otra cosa: el wifi de la tercera va fatal", thread=number)
    await stage.worker.settle()
    assert [told for told, _ in await offers(stage, irene)] == [number]


async def test_who_wants_it_escalated_has_complained(stage: Stage, irene: str) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    await says(stage, irene, "this is the third month in a row, I want this escalated")
    complaint = (await stage.request(number)).complaint
    assert complaint is not None
    assert complaint.is_open


@pytest.mark.parametrize(
    ("need", "text"),
    [
        ("se ha ido la luz en la planta 2 otra vez", "se ha vuelto a ir"),
        (
            "Could you set up an email account for Anna, who starts on 1 December?",
            "Correction: she starts on the 3rd",
        ),
        ("My wife is due in March, how much paternity leave do I get?", "can I split it?"),
        (LAPTOP, "no me habéis llamado"),
        (LAPTOP, "Quedo a la espera de su respuesta."),
        (LAPTOP, "cancel that"),
        (LAPTOP, "fixed itself"),
        (LAPTOP, "ya ha vuelto"),
    ],
)
async def test_what_leans_on_the_one_that_is_open_opens_no_other(
    stage: Stage, irene: str, need: str, text: str
) -> None:
    [number] = await asks(stage, irene, need)
    await says(stage, irene, text)
    assert [request.number for request in await all_of(stage, irene)] == [number]
    assert await words(stage, number) == [need, text]


@pytest.mark.parametrize("text", ["cancel that", "cancélalo, por favor", "fixed itself", "ya ha vuelto"])
async def test_what_is_cancelled_or_mended_itself_is_one_tap_from_withdrawn(
    stage: Stage, irene: str, text: str
) -> None:
    await asks(stage, irene, LAPTOP)
    card = (await says(stage, irene, text)).card
    assert "withdraw" in [button.verb for block in card.blocks for button in getattr(block, "buttons", ())]


@pytest.mark.parametrize(
    "text", ["not really, still leaking", "sigue goteando", "todavía no", "no, sigue goteando"]
)
async def test_that_it_is_still_so_brings_back_what_was_resolved_an_hour_ago(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, "The coffee machine on floor 1 leaks")
    await stage.act(await stage.owner_of(number), "resolve", number, text="Repaired.", without_yes="yes")
    await stage.worker.settle()
    await later(stage, hours=1)
    await says(stage, irene, text)
    [request] = await all_of(stage, irene)
    assert (request.status, request.confidential) == ("open", False)


async def test_a_time_that_suits_is_no_other_thing(stage: Stage, irene: str) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    await stage.say(await stage.owner_of(number), "¿Puedes hablar ahora?", side="work", thread=number)
    await says(stage, irene, "ahora no puedo, mejor mañana a las 9")
    assert await offers(stage, irene) == []
    assert len(await words(stage, number)) == 3


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (
            "3 things: my monitor flickers, my chair is broken and I never got my October payslip",
            ["laptop", "payslip-missing"],
        ),
        ("tengo dos cosas: no me va el wifi y me falta la nómina de octubre", ["network", "payslip-missing"]),
    ],
)
async def test_who_counts_what_they_need_is_offered_a_person_for_each(
    stage: Stage, irene: str, text: str, topics: list[str]
) -> None:
    number = await stage.ask(irene, text)
    assert [need.topic for need in (await stage.request(number)).needs] == topics


async def test_that_something_was_handled_badly_is_a_complaint(stage: Stage, irene: str) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    await says(stage, irene, "honestly this was handled poorly")
    complaint = (await stage.request(number)).complaint
    assert complaint is not None
    assert complaint.is_open


@pytest.mark.parametrize("thread", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "hola Lucía, sí, pero sigue igual",
        "Lucía, ¿vienes hoy?",
        "Lucía, ¿puedes venir antes de las 12?",
        "gracias Lucía, ¿me avisas cuando esté?",
        "hi Lucía, any chance you could come today?",
    ],
)
async def test_who_calls_by_name_whoever_has_it_speaks_to_them_and_not_of_them(
    stage: Stage, irene: str, text: str, thread: bool
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    lucia = stage.person("lucia.ferrando")
    assert await stage.owner_of(number) == lucia
    await says(stage, irene, text, thread=number if thread else "")
    [request] = await all_of(stage, irene)
    assert await words(stage, number) == [LAPTOP, text]
    assert (request.owner, request.confidential) == (lucia, False)


@pytest.mark.parametrize(
    "text", ["que no lo vea Lucía, por favor", "Lucía Ferrando me trata fatal delante de todos y me humilla"]
)
async def test_who_says_what_is_delicate_of_whoever_has_it_has_somebody_else(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    owner = await stage.owner_of(number)
    await says(stage, irene, text, thread=number)
    assert await stage.owner_of(number) != owner


@pytest.mark.parametrize(
    ("need", "text"),
    [
        ("hoy necesito una sala para 8 el jueves de 10 a 12", "somos 12 al final"),
        ("me han dado la baja, llevo con fiebre desde el domingo", "¿tengo que mandar algo?"),
        ("cant acess teh shared drve", "shared drive*"),
        (LAPTOP, "al final no ha hecho falta, era el idioma"),
    ],
)
async def test_what_changes_or_completes_it_opens_no_other(
    stage: Stage, irene: str, need: str, text: str
) -> None:
    [number] = await asks(stage, irene, need)
    owner = await stage.owner_of(number)
    await says(stage, irene, text)
    [request] = await all_of(stage, irene)
    assert request.owner == owner
    assert await words(stage, number) == [need, text]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("¿y tengo que volver a explicarlo todo?", "progress"),
        ("do i have to explain everything again?", "progress"),
        ("is anyone actually reading this", "progress"),
        ("who knows about this so far?", "readers"),
        ("¿lo tiene que saber mi equipo?", "readers"),
        ("holaa", "greeting"),
    ],
)
async def test_what_is_asked_of_the_desk_itself_is_answered_at_once(
    stage: Stage, irene: str, text: str, kind: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    assert (await says(stage, irene, text)).card.kind == kind
    assert await words(stage, number) == [LAPTOP]


@pytest.mark.parametrize(
    "text",
    ["??", "hola?", "hello??", "¿hay alguien?", "alguien me puede contestar", "can somebody answer me"],
)
async def test_who_waits_and_calls_reads_how_it_goes_with_theirs_and_is_not_asked_what_they_need(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    assert (await says(stage, irene, text)).card.kind == "progress"
    assert [request.number for request in await all_of(stage, irene)] == [number]
    assert await words(stage, number) == [LAPTOP]


@pytest.mark.parametrize("text", ["this is taking ages", "esto tarda una eternidad"])
async def test_that_it_takes_ages_is_said_of_what_is_open(stage: Stage, irene: str, text: str) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    await says(stage, irene, text)
    [request] = await all_of(stage, irene)
    assert (await words(stage, number))[1:] == [text]
    assert not request.confidential


@pytest.mark.parametrize("text", ["era broma jajaja", "lol just kidding haha"])
async def test_who_laughs_about_their_alarm_is_read_by_whoever_runs_to_help(
    stage: Stage, irene: str, text: str
) -> None:
    number = await stage.ask(irene, "hay fuego en el almacén!!")
    await says(stage, irene, text)
    assert await words(stage, number) == ["hay fuego en el almacén!!", text]


@pytest.mark.parametrize(
    "text",
    [
        "olvídalo, ya me lleva un compañero",
        "never mind, a colleague lent me hers",
        "and worse today",
        "lo mismo para mi compañera Rosa",
        "y mi pareja igual",
        "and my husband the same",
        "¿y no me lo puede mirar ella?",
        "can't she look at it for me?",
    ],
)
async def test_what_takes_a_need_back_or_names_no_matter_makes_nothing_confidential_by_what_it_is_like(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    owner = await stage.owner_of(number)
    await says(stage, irene, text)
    [request] = await all_of(stage, irene)
    assert (request.owner, request.confidential) == (owner, False)
    assert (await words(stage, number))[1:] == [text]


async def test_what_takes_a_need_back_and_confides_something_is_confidential(
    stage: Stage, irene: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    await stage.say(irene, "olvídalo, mi jefe me acosa", thread=number)
    assert any(request.confidential for request in await all_of(stage, irene))


@pytest.mark.parametrize("text", ["otra vez lo mismo", "same again"])
async def test_what_is_written_below_a_closed_request_and_names_no_matter_is_of_its_topic(
    stage: Stage, irene: str, text: str
) -> None:
    number = await stage.ask(irene, "la calefacción de la planta 2 no va")
    await stage.act(await stage.owner_of(number), "resolve", number, text="Arreglada.", without_yes="yes")
    await stage.worker.settle()
    await later(stage, days=9)
    await stage.worker.settle()
    closed = await stage.request(number)
    assert closed.status == "closed"
    await stage.say(irene, text, thread=number)
    [again] = [request for request in await all_of(stage, irene) if request.number != number]
    assert (again.topic, again.department, again.confidential) == (closed.topic, closed.department, False)


async def test_who_writes_a_few_words_a_message_has_one_request(stage: Stage, irene: str) -> None:
    for text in ("el portátil", "no arranca"):
        await says(stage, irene, text)
    [request] = await all_of(stage, irene)
    assert await words(stage, request.number) == ["el portátil", "no arranca"]


@pytest.mark.parametrize("text", ["Falsa alarma", "false alarm, sorry"])
async def test_that_an_alarm_was_false_is_read_by_whoever_runs_to_help_of_several_too(
    stage: Stage, irene: str, text: str
) -> None:
    await asks(stage, irene, LAPTOP)
    await stage.ask(irene, "hay fuego en el almacén!!")
    last = await stage.ask(irene, "se ha desmayado un compañero en la nave")
    await says(stage, irene, text)
    assert (await words(stage, last))[1:] == [text]
    assert len(await all_of(stage, irene)) == 3


async def test_whoever_calls_off_one_of_two_alarms_reads_that_the_other_goes_on(
    stage: Stage, irene: str
) -> None:
    first = await stage.ask(irene, "hay fuego en el almacén!!")
    last = await stage.ask(irene, "se ha desmayado un compañero en la nave")
    await says(stage, irene, "Falsa alarma")
    told = [entry.card.text for entry in await stage.shown(irene, "asks") if entry.card.kind == "joined"]
    assert f"Lo he entendido de R-{last}. El otro aviso, R-{first}, sigue en marcha" in told[-1]
    await says(stage, irene, f"R-{first} también era falsa alarma")
    assert len(await words(stage, first)) == 2


async def test_of_one_alarm_there_is_no_other_to_speak_of(stage: Stage, irene: str) -> None:
    await stage.ask(irene, "hay fuego en el almacén!!")
    await says(stage, irene, "Falsa alarma")
    told = [entry.card.text for entry in await stage.shown(irene, "asks") if entry.card.kind == "joined"]
    assert "otro aviso" not in told[-1]


@pytest.mark.parametrize(
    "text", ["Nobody came again", "otra vez no ha venido nadie", "nobody showed up again today"]
)
async def test_that_again_nobody_came_reaches_whoever_promised_to(
    stage: Stage, irene: str, text: str
) -> None:
    laptop, _ = await asks(stage, irene, LAPTOP, RECEIPT)
    await stage.act(await stage.owner_of(laptop), "promise", laptop, due="mañana a las 9")
    await says(stage, irene, text)
    assert (await stage.request(laptop)).promise is not None
    assert (await words(stage, laptop))[1:] == [text]


@pytest.mark.parametrize("text", ["¿Y quince?", "and fifteen?", "¿Y si son veinte?"])
async def test_a_few_words_that_lean_on_what_has_just_been_done_bring_it_back(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, "¿Cuántas pantallas puedo pedir?")
    await stage.act(await stage.owner_of(number), "resolve", number, text="Diez.", without_yes="yes")
    await stage.worker.settle()
    await later(stage, minutes=3)
    await says(stage, irene, text)
    [request] = await all_of(stage, irene)
    assert (request.number, request.status) == (number, "open")


@pytest.mark.parametrize(
    "text",
    [
        "Gracias… pero tener que pedirlo tres veces me parece una vergüenza",
        "Thanks, but having to ask three times is a disgrace",
    ],
)
async def test_thanks_with_a_complaint_of_what_was_done_are_a_complaint(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    await stage.act(await stage.owner_of(number), "resolve", number, text="Hecho.", without_yes="yes")
    await stage.worker.settle()
    await later(stage, minutes=3)
    await says(stage, irene, text)
    [request] = await all_of(stage, irene)
    assert (request.number, request.complaint is not None) == (number, True)


@pytest.mark.parametrize(
    ("need", "text", "hour"),
    [
        ("necesito un taxi para mañana a las 7 de la mañana", "a las 6:30 mejor", (6, 30)),
        ("necesito un taxi para mañana a las 16:00", "mejor a las 5", (17, 0)),
        ("necesito un taxi para mañana", "a las 17:30", (17, 30)),
    ],
)
async def test_another_time_of_day_is_of_the_day_that_was_said_before(
    stage: Stage, irene: str, need: str, text: str, hour: tuple[int, int]
) -> None:
    number = await stage.ask(irene, need)
    first = (await stage.request(number)).wanted_by
    await says(stage, irene, text)
    wanted = (await stage.request(number)).wanted_by
    assert first is not None
    assert wanted is not None
    local = wanted.astimezone(ZoneInfo(stage.directory.zone))
    assert (local.date(), (local.hour, local.minute)) == (first.astimezone(local.tzinfo).date(), hour)


@pytest.mark.parametrize(
    "text",
    [
        "¿Está Lucía hoy?",
        "Is Lucía in today?",
        "Is she on holiday?",
        "¿Está de vacaciones?",
        "hola, ¿está Lucía hoy?",
    ],
)
async def test_who_asks_whether_somebody_is_there_is_told_who_has_it_and_it_stays_theirs(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    owner = await stage.owner_of(number)
    card = (await says(stage, irene, text)).card
    assert (card.kind, stage.directory.people[owner].name in card.text) == ("progress", True)
    [request] = await all_of(stage, irene)
    assert (request.owner, request.about) == (owner, ())


@pytest.mark.parametrize("text", ["¿Está {name} hoy?", "Is {name} in today?"])
async def test_who_asks_for_somebody_who_is_away_is_told_so_and_who_stands_in(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    owner = await stage.owner_of(number)
    name = stage.directory.people[owner].name
    here = (await says(stage, irene, text.format(name=name.split()[0]))).card
    until = await stage.store.now() + timedelta(hours=8)
    answer = await stage.desk.set_away(SetAway(id="away", by=owner, person=owner, until=until))
    assert answer.kind == "away"
    await stage.worker.settle()
    away = (await says(stage, irene, text.format(name=name.split()[0]))).card
    told = (f"{name} está fuera en este momento. Mientras tanto, ", f"{name} is away at the moment. ")
    assert not any(line in here.text for line in told)
    assert any(line in away.text for line in told), away.text
    assert (away.kind, len(await all_of(stage, irene))) == ("progress", 1)


@pytest.mark.parametrize(
    ("link", "line"),
    [
        ("https://intranet.faro.example/doc/8812", "no me deja abrirlo"),
        ("www.faro.example/doc/8812", "it won't let me open it"),
    ],
)
async def test_a_link_alone_waits_for_the_line_that_says_what_it_is_about(
    stage: Stage, irene: str, link: str, line: str
) -> None:
    number = await stage.ask(irene, link)
    await later(stage, minutes=5)
    await says(stage, irene, line)
    [request] = await all_of(stage, irene)
    assert (request.number, request.topic) == (number, "software")
    assert await words(stage, number) == [link, line]
