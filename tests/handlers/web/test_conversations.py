"""What a requester and an owner say to each other outside of any thread, an hour later or at once: it arrives where it is meant."""

from datetime import timedelta
from typing import Any

import pytest

from handlers.web.views import Entry
from tests.handlers.web.stage import Stage
from tests.handlers.web.test_two_needs import all_of, words

LAPTOP, RECEIPT = "El portátil no enciende", "Me falta el recibo de septiembre"


async def later(stage: Stage, **time: float) -> None:
    await stage.store.move_clock(timedelta(**time) // timedelta(milliseconds=1))


async def says(stage: Stage, person: str, text: str, **more: Any) -> Entry:
    """What they last read on their side, once the desk has heard it."""
    assert (await stage.say(person, text, **more)).status in (200, 204), text
    await stage.worker.settle()
    return (await stage.shown(person, "asks"))[-1]


async def asks(stage: Stage, person: str, *needs: str) -> list[int]:
    """The numbers of what they need, asked an hour ago."""
    for need in needs:
        await stage.ask(person, need)
        await later(stage, minutes=5)
    await later(stage, hours=1)
    return [request.number for request in await all_of(stage, person)]


@pytest.mark.parametrize(
    "text", ["pone error 0x80", "sigue igual", "ahora tampoco arranca", "it's doing it again"]
)
async def test_a_few_words_an_hour_later_reach_who_has_it(stage: Stage, irene: str, text: str) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    await says(stage, irene, text)
    assert [request.number for request in await all_of(stage, irene)] == [number]
    assert await words(stage, number) == [LAPTOP, text]


async def test_of_two_that_are_open_it_is_asked_which_and_nothing_is_opened(stage: Stage, irene: str) -> None:
    both = await asks(stage, irene, LAPTOP, RECEIPT)
    card = (await says(stage, irene, "pone error 0x80")).card
    assert card.kind == "which"
    assert all(f"R-{number}" in card.text for number in both)
    assert [request.number for request in await all_of(stage, irene)] == both


@pytest.mark.parametrize(
    "text",
    [
        "and?",
        "any news?",
        "no news?",
        "who has it now?",
        "¿quién lo lleva ahora?",
        "¿y?",
        "¿qué onda con lo mío?",
    ],
)
async def test_who_asks_how_it_goes_is_told_who_has_it_and_since_when_and_opens_nothing(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    card = (await says(stage, irene, text)).card
    owner = stage.directory.people[await stage.owner_of(number)].name
    assert card.kind == "progress"
    assert owner in card.text
    assert "10:00" in card.text, "since when"
    assert [request.number for request in await all_of(stage, irene)] == [number]


async def test_of_two_the_state_is_told_of_the_one_that_is_named(stage: Stage, irene: str) -> None:
    _, receipt = await asks(stage, irene, LAPTOP, RECEIPT)
    card = (await says(stage, irene, "¿Se sabe algo del recibo?")).card
    assert card.kind == "progress"
    assert f"R-{receipt}" in card.text
    assert len(await all_of(stage, irene)) == 2
    assert "R-" + str(receipt - 1) not in card.text


async def test_whoever_adds_a_word_reads_who_gets_it_and_an_apology_where_an_answer_is_due(
    stage: Stage, irene: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    name = stage.directory.people[await stage.owner_of(number)].name
    card = (await says(stage, irene, "pone error 0x80")).card
    assert f"Añadido a R-{number}. Se lo paso a {name}." in card.text
    assert "Lo siento" not in card.text
    await later(stage, hours=4)
    await stage.worker.settle()
    await says(stage, irene, "sigue igual")
    assert "Ya tendrías que tener una respuesta y no la tienes. Lo siento" in str(
        [entry.card.text for entry in await stage.shown(irene, "asks") if entry.card.kind == "joined"]
    )


EXPECTING = "Estoy embarazada de 4 meses y aún no lo he contado, ¿qué papeles tengo que presentar?"


@pytest.mark.parametrize("thread", [False, True])
@pytest.mark.parametrize(
    "text", ["¿quién puede leer esto?", "¿se va a enterar mi jefe de esto?", "who can see this?"]
)
async def test_who_asks_who_reads_it_is_told_so_of_their_own_request(
    stage: Stage, irene: str, text: str, thread: bool
) -> None:
    [number] = await asks(stage, irene, EXPECTING)
    card = (await says(stage, irene, text, thread=number if thread else "")).card
    assert card.kind == "readers"
    assert stage.directory.people[await stage.owner_of(number)].name in card.text
    assert "confiden" in card.text
    assert await words(stage, number) == [EXPECTING], "nobody is asked"


async def test_who_asks_who_reads_it_and_has_nothing_open_is_told_how_it_works(
    stage: Stage, irene: str
) -> None:
    assert (await says(stage, irene, "¿quién lee lo que escribo?")).card.kind == "help"


@pytest.mark.parametrize(
    "text",
    [
        "esto tiene que quedar entre nosotros, es confidencial",
        "que no lo vea nadie más",
        "please keep this private",
    ],
)
async def test_that_few_are_to_know_makes_the_open_request_confidential_an_hour_later_too(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    assert not (await stage.request(number)).confidential
    await says(stage, irene, text)
    [request] = await all_of(stage, irene)
    assert request.confidential


async def test_who_still_waits_for_what_nobody_was_told_of_has_a_request(stage: Stage, irene: str) -> None:
    await says(stage, irene, "bus never showed up im still waiting")
    assert len(await all_of(stage, irene)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "no ha venido nadie",
        "son las 5 y aquí no ha llamado nadie",
        "tercera vez que me lo decís",
        "ya es lunes",
        "4pm came and went",
        "nobody has called",
        "it's Monday",
    ],
)
async def test_that_nobody_came_is_read_by_whoever_promised_and_is_no_danger_nor_a_need_of_its_own(
    stage: Stage, irene: str, text: str
) -> None:
    laptop, receipt = await asks(stage, irene, LAPTOP, RECEIPT)
    await stage.act(await stage.owner_of(laptop), "promise", laptop, due="mañana a las 9")
    await later(stage, days=4)
    await says(stage, irene, text)
    assert text in await words(stage, laptop)
    assert [request.number for request in await all_of(stage, irene)] == [laptop, receipt]
    assert not (await stage.request(laptop)).emergency


TRIP = "Necesito reservar un vuelo a Lisboa y un hotel para el día 15"


@pytest.mark.parametrize(
    "text",
    [
        "bueno, al final mejor en tren",
        "perdona, que al final no viajamos, lo han cancelado",
        "ah no, que sí vamos, pero el 22",
        "jaja no, en serio, el 22",
        "actually we'd rather take the train",
    ],
)
async def test_who_changes_their_mind_an_hour_later_is_read_in_the_same_request_and_makes_nothing_confidential(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, TRIP)
    await says(stage, irene, text)
    [request] = await all_of(stage, irene)
    assert await words(stage, number) == [TRIP, text]
    assert (request.topic, request.confidential, request.unseen) == ("travel-booking", False, False)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("¿Qué día empezó?", "el 3 de noviembre"),
        ("Could you send me the number on the label?", "LT-2231, sorry for the delay"),
        ("¿Te va bien que pase mañana?", "sí"),
    ],
)
async def test_an_answer_that_comes_a_week_later_reaches_the_owner_who_asked_in_their_own_words(
    stage: Stage, irene: str, asked: str, text: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    await stage.say(await stage.owner_of(number), asked, side="work", thread=number)
    await later(stage, days=7)
    await says(stage, irene, text)
    assert [request.number for request in await all_of(stage, irene)] == [number]
    assert (await words(stage, number))[-1] == text
    assert (await stage.request(number)).wanted_by is None


@pytest.mark.parametrize(
    "text",
    ["laptop never showed up, still waiting", "sigo esperando el portátil", "el portátil sigue sin llegar"],
)
async def test_that_what_was_asked_for_has_not_come_is_read_in_those_words_by_whoever_has_it(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, "Necesito un portátil para una persona que empieza el lunes")
    await later(stage, days=1)
    await says(stage, irene, text)
    assert [request.number for request in await all_of(stage, irene)] == [number]
    assert text in str(await stage.shown(await stage.owner_of(number), "work"))


@pytest.mark.parametrize(
    "text",
    [
        "¿hay alguien con esto?",
        "hello? is someone on this",
        "any idea when?",
        "¿sabéis ya cuándo estará?",
        "¿y lo otro?",
    ],
)
async def test_who_asks_whether_anybody_is_on_it_or_when_it_comes_is_told_who_has_it(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    assert (await says(stage, irene, text)).card.kind == "progress"
    assert [request.number for request in await all_of(stage, irene)] == [number]


async def test_that_it_is_to_stay_from_the_manager_is_said_of_the_confidential_request_that_is_open(
    stage: Stage, irene: str
) -> None:
    [number] = await asks(stage, irene, "My doctor signed me off sick, what do I send and to whom?")
    assert (await stage.request(number)).confidential
    await says(stage, irene, "oh and my manager doesn't need to know why, right?")
    assert [request.number for request in await all_of(stage, irene)] == [number]


async def test_whoever_laughs_about_something_opens_nothing_and_whoever_needs_something_does(
    stage: Stage, irene: str
) -> None:
    card = (await says(stage, irene, "me muero de risa con el cartel del comedor jajaja")).card
    assert card.kind == "nothing"
    await says(stage, irene, "jajaja se me ha caído el café en el teclado")
    assert [request.topic for request in await all_of(stage, irene)] == ["laptop"]


async def test_a_question_that_names_no_matter_is_a_person_s_and_is_offered_no_choices(
    stage: Stage, irene: str
) -> None:
    assert (await says(stage, irene, "¿y si no está?")).card.kind == "receipt"
    [request] = await all_of(stage, irene)
    assert request.department == stage.directory.concierge


async def test_what_has_happened_again_is_a_person_s_at_once_and_no_article_s(
    stage: Stage, irene: str
) -> None:
    await says(stage, irene, "lo de la impresora ha vuelto a pasar")
    [request] = await all_of(stage, irene)
    assert (request.article, request.topic, request.unseen) == (None, "printer", False)


async def test_a_greeting_as_it_is_typed_on_a_phone_opens_nothing(stage: Stage, irene: str) -> None:
    assert (await says(stage, irene, "hola q tal")).card.kind == "greeting"
    assert await all_of(stage, irene) == []


async def test_a_promise_that_is_broken_for_the_third_time_is_a_complaint(stage: Stage, irene: str) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    await stage.say(await stage.owner_of(number), "Mañana seguro", side="work", thread=number)
    await says(stage, irene, "es la tercera vez que me lo decís")
    complaint = (await stage.request(number)).complaint
    assert complaint is not None
    assert complaint.is_open


async def test_the_state_of_what_waits_for_somebody_else_is_said_without_words_that_are_not_at_hand(
    stage: Stage, irene: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    await stage.act(
        await stage.owner_of(number), "wait_for", number, who="el proveedor", due="el viernes a las 12"
    )
    await stage.worker.settle()
    card = (await says(stage, irene, "¿cómo va lo mío?")).card
    assert "Falta la respuesta de otra parte. Te dirá algo" in card.text
    assert "ya no se guarda" not in card.text


@pytest.mark.parametrize("text", ["sí", "no", "el segundo", "yes please", "vale"])
async def test_a_word_outside_the_thread_answers_the_owner_who_spoke_last(
    stage: Stage, irene: str, text: str
) -> None:
    laptop, receipt = await asks(stage, irene, LAPTOP, RECEIPT)
    for number in (receipt, laptop):
        owner = await stage.owner_of(number)
        await stage.say(owner, "¿te va bien el jueves, o prefieres el martes?", side="work", thread=number)
        await later(stage, hours=1)
    await says(stage, irene, text)
    assert text in await words(stage, laptop)
    assert len(await words(stage, receipt)) == 2
    assert len(await all_of(stage, irene)) == 2


async def test_ok_to_what_an_owner_wrote_is_theirs_to_read_and_no_clock_runs_for_it(
    stage: Stage, irene: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    await stage.say(await stage.owner_of(number), "Voy en diez minutos", side="work", thread=number)
    await says(stage, irene, "vale")
    assert (await stage.request(number)).waiting_since is None
    await says(stage, irene, "sí")
    assert (await stage.request(number)).waiting_since is not None


@pytest.mark.parametrize(
    "text", ["that doesn't help", "no me sirve", "no es eso", "that doesn't help, the page is blank"]
)
async def test_that_an_article_does_not_do_brings_a_person(stage: Stage, irene: str, text: str) -> None:
    number = await stage.ask(irene, "How do I book a meeting room?")
    assert (await stage.request(number)).article is not None
    await later(stage, minutes=20)
    await says(stage, irene, text)
    [request] = await all_of(stage, irene)
    assert (request.article, request.unseen) == (None, False)


@pytest.mark.parametrize("text", ["ya no hace falta", "never mind, sorted", "olvídalo, ya va"])
async def test_that_it_is_not_needed_any_more_is_one_tap_from_withdrawing_it(
    stage: Stage, irene: str, text: str
) -> None:
    [number] = await asks(stage, irene, LAPTOP)
    card = (await says(stage, irene, text)).card
    buttons = [button for block in card.blocks for button in getattr(block, "buttons", ())]
    assert "withdraw" in [button.verb for button in buttons]
    assert (await stage.request(number)).status == "open", "a person has it: it is withdrawn by a tap"
    await stage.act(irene, "withdraw", number, side="asks")
    assert (await stage.request(number)).status == "withdrawn"


@pytest.mark.parametrize("text", ["¿hay alguien?", "is anybody there?", "hay alguien ahí", "me aburro"])
async def test_who_only_talks_is_greeted_and_asked_what_they_need(
    stage: Stage, irene: str, text: str
) -> None:
    assert (await says(stage, irene, text)).card.kind == "greeting"
    assert not await all_of(stage, irene)


async def test_that_something_else_never_came_is_no_question_how_it_goes(stage: Stage, irene: str) -> None:
    first, second = await asks(stage, irene, LAPTOP, "bus never showed up im still waiting")
    assert await words(stage, first) == [LAPTOP]
    assert (await stage.request(second)).status in ("new", "open")


@pytest.mark.parametrize("days", [7, 25])
@pytest.mark.parametrize("in_thread", [False, True])
async def test_an_answer_that_comes_after_it_was_given_up_reaches_whoever_asked(
    stage: Stage, irene: str, days: int, in_thread: bool
) -> None:
    [number] = await asks(stage, irene, "La impresora de la segunda planta no imprime")
    owner = await stage.owner_of(number)
    await stage.act(owner, "ask_requester", number, text="¿Cuál es el número de la etiqueta?")
    for _ in range(days):  # through reminders and the end of patience
        await later(stage, days=1)
        await stage.worker.settle()
    over = await stage.request(number)
    assert over.status == ("resolved" if days == 7 else "closed")
    assert over.by_silence
    await says(stage, irene, "perdona, estaba de viaje: es la IMP-22", thread=number if in_thread else "")
    [request] = await all_of(stage, irene)
    assert (request.status, request.reopened, request.closed_at) == ("open", 1, None)
    assert "IMP-22" in str(await stage.shown(request.owner, "work"))


async def test_that_it_is_not_needed_any_more_brings_nothing_back(stage: Stage, irene: str) -> None:
    [number] = await asks(stage, irene, "La impresora de la segunda planta no imprime")
    owner = await stage.owner_of(number)
    await stage.act(owner, "ask_requester", number, text="¿Cuál es el número de la etiqueta?")
    for _ in range(25):
        await later(stage, days=1)
        await stage.worker.settle()
    await says(stage, irene, "gracias, ya no hace falta", thread=number)
    assert (await stage.request(number)).status == "closed"
    assert "a falta de respuesta" in str(await stage.shown(irene, "asks"))
