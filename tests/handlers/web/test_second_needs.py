"""A second need that is written a moment after the first: nothing of it is lost, and each has an owner."""

import asyncio
import random
import re
from pathlib import Path
from typing import Any

import pytest

from bot.domain import commands as c
from bot.domain.request import Request, WordsId
from bot.parting import something_else
from bot.words import of
from tests.handlers.web.stage import Stage
from tests.handlers.web.test_two_needs import Died, Dying, all_of, words
from tests.samples import sample

ES, EN = of("es"), of("en")
LAPTOP, ERROR = "El portátil no enciende", "pone error 0x80070057"
PAYSLIP = "y además no me llega la nómina"
PASSWORD = "Se me ha olvidado la contraseña del correo"  # likely, in the same department
HARASSED = "otra cosa: un compañero me acosa"
SAID_NEXT = (Path(__file__).parents[2] / "bot" / "said_next.txt").read_text("utf-8")


async def offers(stage: Stage, person: str) -> list[tuple[int, str]]:
    """(number, words) of each message of theirs that is offered as a request of its own now."""
    asks = EN("button-apart"), ES("button-apart")
    buttons = [
        (entry.card.number, button)
        for entry in await stage.shown(person, "asks")
        for block in entry.card.blocks
        for button in getattr(block, "buttons", ())
    ]
    return [(number or 0, b.fields["words"]) for number, b in buttons if b.label in asks]


async def says(stage: Stage, person: str, *texts: str) -> list[Request]:
    for text in texts:
        answer = await stage.say(person, text)
        assert answer.status == 200, text
    await stage.worker.settle()
    return await all_of(stage, person)


async def test_a_second_need_that_is_sure_is_a_request_of_its_own_and_so_is_a_third(
    stage: Stage, irene: str
) -> None:
    third = "otra cosa: necesito reservar una sala para el jueves"
    asked = await says(stage, irene, LAPTOP, PAYSLIP, third)
    assert [one.topic for one in asked] == ["laptop", "payslip-missing", "meeting-room"]
    assert [await words(stage, one.number) for one in asked] == [[LAPTOP], [PAYSLIP], [third]]
    assert await offers(stage, irene) == []


@pytest.mark.parametrize(
    "text", [ERROR, "es urgente, tengo una presentación a las 12", "estoy en la planta 3"]
)
async def test_what_only_goes_on_stays_with_the_first_and_nobody_is_asked(
    stage: Stage, irene: str, text: str
) -> None:
    [one] = await says(stage, irene, LAPTOP, text)
    assert await words(stage, one.number) == [LAPTOP, text]
    assert await offers(stage, irene) == []


async def test_what_is_likely_and_not_sure_is_added_and_offered_and_one_tap_opens_it(
    stage: Stage, irene: str
) -> None:
    [one] = await says(stage, irene, LAPTOP, PASSWORD)
    [(number, said)] = await offers(stage, irene)
    assert number == one.number
    assert ES("joined-apart", ref=f"R-{number}") in str(await stage.shown(irene, "asks"))
    assert ES("said-apart") in str(await stage.shown(one.owner, "work")), (
        "whoever has it knows why it is there"
    )
    await stage.act(irene, "move_words", number, side="asks", words=said)
    first, second = await all_of(stage, irene)
    assert [await words(stage, each.number) for each in (first, second)] == [[LAPTOP], [PASSWORD]]
    assert second.topic == "password"


@pytest.mark.parametrize("place", ["loose", "in its thread"])
@pytest.mark.parametrize(
    "text",
    [
        "sí, 6 horas. Por cierto, necesito una silla nueva, la mía se ha roto",
        "gracias por mirarlo, y ya que estoy, ¿me podéis dar de alta en el parking?",
        "yes, twice. By the way, is the office closed on the 8th?",
    ],
)
async def test_a_second_need_behind_an_answer_reaches_who_asked_and_is_offered_as_a_request_of_its_own(
    stage: Stage, irene: str, text: str, place: str
) -> None:
    number = await stage.ask(irene, LAPTOP)
    owner = (await stage.request(number)).owner
    await stage.act(owner, "ask_requester", number, text="¿Lo has reiniciado?")
    answer = await stage.say(irene, text, thread=number if place == "in its thread" else "")
    assert answer.status == 200
    await stage.worker.settle()
    [one] = await all_of(stage, irene)
    assert text in await words(stage, one.number)
    assert [told for told, _ in await offers(stage, irene)] == [number]


async def test_two_taps_at_once_and_a_third_later_open_one_request(stage: Stage, irene: str) -> None:
    await says(stage, irene, LAPTOP, PASSWORD)
    [(number, said)] = await offers(stage, irene)
    tap = {"side": "asks", "words": said}
    await asyncio.gather(*(stage.act(irene, "move_words", number, **tap) for _ in range(2)))
    await stage.act(irene, "move_words", number, **tap)
    asked = await all_of(stage, irene)
    assert [await words(stage, each.number) for each in asked] == [[LAPTOP], [PASSWORD]]


async def test_a_tap_that_died_between_the_two_commits_is_finished_by_the_next_in_another_process(
    stage: Stage, irene: str
) -> None:
    await says(stage, irene, LAPTOP, PASSWORD)
    [(number, said)] = await offers(stage, irene)
    with pytest.raises(Died):
        await something_else(Dying(stage.desk, before=c.MoveWords), irene, number, WordsId(said))
    assert [await words(stage, one.number) for one in await all_of(stage, irene)] == [
        [LAPTOP, PASSWORD],
        [PASSWORD],
    ], "in both rather than in neither"
    other = Stage(stage.store, stage.library)
    answer = await other.desk.something_else(irene, number, WordsId(said))
    assert answer.kind == "done"
    assert [await words(stage, one.number) for one in await all_of(stage, irene)] == [[LAPTOP], [PASSWORD]]


async def test_nobody_else_opens_it(stage: Stage, irene: str) -> None:
    await says(stage, irene, LAPTOP, PASSWORD)
    [(number, said)] = await offers(stage, irene)
    for somebody in (await stage.owner_of(number), stage.person("marta.vidal")):
        answer = await stage.desk.something_else(somebody, number, WordsId(said))
        assert answer.kind == "refused"
    assert len(await all_of(stage, irene)) == 1


async def test_words_heard_at_the_same_moment_as_the_first_are_not_lost_in_them(
    stage: Stage, irene: str
) -> None:
    another = "otra cosa: quiero pedir vacaciones la semana del 14"
    await asyncio.gather(stage.say(irene, LAPTOP), stage.say(irene, another))
    asked = await all_of(stage, irene)
    assert sorted([await words(stage, one.number) for one in asked]) == [[LAPTOP], [another]]


async def test_an_article_that_is_open_stays_so_while_a_sure_second_need_goes_to_its_owner(
    stage: Stage, irene: str
) -> None:
    first, second = await says(stage, irene, "Quiero pedir vacaciones del 3 al 14 de agosto", PAYSLIP)
    assert first.article is not None
    assert (second.topic, second.unseen) == ("payslip-missing", False)


async def test_words_beside_an_open_article_leave_its_matter_as_it_was(stage: Stage, irene: str) -> None:
    """ "Lo pagué con mi tarjeta" makes of expenses no company card."""
    [one] = await says(
        stage, irene, "¿Cómo paso los gastos del viaje a Monterrey?", "lo pagué con mi tarjeta"
    )
    assert (one.topic, one.article, one.unseen) == ("expenses", None, False)


async def test_the_one_question_stays_open_beside_a_sure_second_need(stage: Stage, irene: str) -> None:
    [first] = await says(stage, irene, "necesito un justificante")
    assert first.choices is not None
    first, _ = await says(stage, irene, PAYSLIP)
    assert first.choices is not None


async def test_something_private_does_not_lie_with_who_has_the_first_nor_the_other_way_round(
    stage: Stage, irene: str
) -> None:
    laptop, harassed = await says(stage, irene, LAPTOP, HARASSED)
    assert (laptop.confidential, harassed.confidential) == (False, True)
    assert "acosa" not in str(await stage.shown(laptop.owner, "work"))
    *_, public = await says(stage, irene, "Por otro lado, la impresora de la segunda planta no imprime")
    assert (public.topic, public.confidential) == ("printer", False)


@pytest.mark.parametrize(
    ("first_words", "delicate", "topic"),
    [
        (LAPTOP, "me ha dado el médico una baja por ansiedad", "sick-leave"),
        (LAPTOP, "mis compañeros se burlan de mi acento", "harassment"),
        ("My laptop does not start", "my doctor has put me on sick leave", "sick-leave"),
        ("My laptop does not start", "they make fun of my accent every day", "harassment"),
    ],
)
async def test_delicate_words_that_announce_nothing_are_their_own_at_a_confidential_owner_and_the_first_is_as_it_was(
    stage: Stage, irene: str, first_words: str, delicate: str, topic: str
) -> None:
    [before] = await says(stage, irene, first_words)
    first, second = await says(stage, irene, delicate)
    assert first == before
    assert (second.topic, second.confidential) == (topic, True)
    assert stage.directory.people[second.owner].confidential
    assert await words(stage, second.number) == [delicate]
    assert delicate not in str(await stage.shown(first.owner, "work"))
    assert await offers(stage, irene) == []


async def test_what_goes_on_after_delicate_words_stays_with_them(stage: Stage, irene: str) -> None:
    """Nothing of it lies with whoever mends laptops, and the story is not told to two."""
    more = "el médico me ha dado la baja por ansiedad"
    laptop, harassed = await says(stage, irene, LAPTOP, "un compañero me acosa", more, "desde hace dos meses")
    assert await words(stage, laptop.number) == [LAPTOP]
    assert await words(stage, harassed.number) == ["un compañero me acosa", more, "desde hace dos meses"]


async def test_danger_in_delicate_words_goes_first(stage: Stage, irene: str) -> None:
    laptop, danger = await says(stage, irene, LAPTOP, "mi jefe me ha pegado y me amenaza")
    assert (laptop.emergency, laptop.confidential) == (None, False)
    assert danger.emergency is not None


async def test_delicate_words_heard_at_the_same_moment_as_the_first_are_not_lost_in_it(
    stage: Stage, irene: str
) -> None:
    harassed = "un compañero me acosa"
    await asyncio.gather(stage.say(irene, LAPTOP), stage.say(irene, harassed))
    asked = {(await words(stage, one.number))[0]: one for one in await all_of(stage, irene)}
    assert {text: one.confidential for text, one in asked.items()} == {LAPTOP: False, harassed: True}


async def test_what_was_confidential_for_words_that_have_left_is_so_no_more(stage: Stage, irene: str) -> None:
    """Said in the first one's own thread, where all that is said is of that request."""
    [one] = await says(stage, irene, LAPTOP)
    await stage.say(irene, "me ha dado el médico una baja por ansiedad", thread=one.number)
    delicate = await stage.request(one.number)
    assert delicate.confidential
    await stage.act(irene, "move_words", one.number, side="asks", words=delicate.messages[-1][0])
    first, second = await all_of(stage, irene)
    assert (first.confidential, second.confidential) == (False, True)


async def test_what_the_asker_made_private_stays_so_where_it_goes(stage: Stage, irene: str) -> None:
    await says(stage, irene, LAPTOP)
    await stage.act(irene, "make_private", (await all_of(stage, irene))[0].number, side="asks")
    await says(stage, irene, PASSWORD)
    [(number, said)] = await offers(stage, irene)
    await stage.act(irene, "move_words", number, side="asks", words=said)
    assert [one.confidential for one in await all_of(stage, irene)] == [True, True]


async def test_danger_as_the_second_is_told_at_once_as_its_own(stage: Stage, irene: str) -> None:
    laptop, danger = await says(stage, irene, LAPTOP, "y además sale humo del almacén")
    assert laptop.emergency is None
    assert danger.emergency is not None


async def test_in_the_requests_own_thread_a_second_thing_that_is_announced_is_offered(
    stage: Stage, irene: str
) -> None:
    [one] = await says(stage, irene, LAPTOP)
    await stage.say(irene, "otra cosa: no me llega la nómina", thread=one.number)
    await stage.say(irene, "también he probado con otro cargador", thread=one.number)
    assert [number for number, _ in await offers(stage, irene)] == [one.number]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Por cierto, no me llega la nómina de octubre", True),
        ("By the way, my October payslip hasn't arrived", True),
        ("por cierto, el portátil tampoco carga", False),
        ("por cierto, lo necesito para el viernes", False),
    ],
)
async def test_and_so_is_what_begins_as_another_thing_and_is_about_one(
    stage: Stage, irene: str, text: str, offered: bool
) -> None:
    [one] = await says(stage, irene, LAPTOP)
    await stage.say(irene, text, thread=one.number)
    assert await words(stage, one.number) == [LAPTOP, text]
    assert [number for number, _ in await offers(stage, irene)] == [one.number] * offered


def _conversations() -> list[list[str]]:
    found: list[list[str]] = []
    for line in SAID_NEXT.splitlines():
        if line[:3] in ("es ", "en "):
            found.append([line[3:]])
        elif line[:2] in ("+ ", "- "):
            found[-1].append(line[2:])
    return found


async def test_whatever_is_said_in_whatever_order_nothing_is_lost_and_each_has_one_owner(
    stage: Stage, irene: str
) -> None:
    """Also when every offer is taken, twice."""
    chance: Any = random.Random("second needs")
    told: list[str] = []
    for first, *then in chance.sample(_conversations(), sample(4, 25)):
        await stage.store.move_clock(3 * 60_000)
        said = [first, *chance.sample(then, 4)]
        told += said
        await says(stage, irene, *said)
        for number, id_ in 2 * await offers(stage, irene):
            await stage.act(irene, "move_words", number, side="asks", words=id_)
    asked = await all_of(stage, irene)
    kept = [text for one in asked for text in await words(stage, one.number)]
    assert sorted(kept) == sorted(told)
    assert all(one.owner in stage.directory.people for one in asked)
    assert not re.search(r"R-0\b", str(await stage.shown(irene, "asks")))
