"""Who calls the desk in a thread where somebody else has asked: one thread, one request, and nobody's words are lost."""

from typing import Any

import pytest

from bot.answer import Answer
from bot.domain import commands as c
from bot.domain.request import Place, WordsId
from bot.store.store import Store
from knowledge.directory import PersonId
from tests.bot.desks import SmallDesk, new_id

PAYSLIP = "No me ha llegado la nómina de octubre"
TOO = "A mí me pasa lo mismo desde agosto"
THREAD = Place("slack", "C1", "1.1")


@pytest.fixture
async def desk(store: Store) -> SmallDesk:
    return await SmallDesk.on(store)


async def calls(desk: SmallDesk, by: PersonId, text: str, **more: Any) -> Answer:
    return await desk.says(by, text, place=THREAD, **more)


@pytest.mark.parametrize("which", ["who asks comes first", "who puts in a word comes first"])
async def test_two_who_are_first_in_one_thread_are_one_request_with_both_texts(
    desk: SmallDesk, which: str
) -> None:
    """The second was heard before there was a request to find: the thread's claim says so at the commit."""
    bo, iris = desk.at("bo"), desk.at("iris")
    said = [(bo, PAYSLIP), (iris, TOO)]
    (one, first), (other, second) = said if which.startswith("who asks") else said[::-1]
    asked = await calls(desk, one, first)
    added = await calls(desk, other, second)
    assert (asked.kind, asked.beside) == ("done", False)
    assert (added.kind, added.number, added.joined, added.beside) == ("done", asked.number, True, True)
    request = await desk.request(asked.number)
    assert (request.requester, request.bystanders) == (one, (other,))
    assert set(await desk.texts(asked.number)) == {first, second}


async def test_who_calls_us_later_in_the_thread_is_kept_with_it_and_their_talk_is_not(
    desk: SmallDesk,
) -> None:
    bo, iris = desk.at("bo"), desk.at("iris")
    number = (await calls(desk, bo, PAYSLIP)).number
    talk = await calls(desk, iris, "Bo, ¿comemos?", thread=number, calls_us=False)
    assert talk.kind == "refused"
    added = await calls(desk, iris, TOO, thread=number)
    assert (added.kind, added.number, added.beside) == ("done", number, True)
    more = await calls(desk, iris, "¿Y a las dos?", thread=number, calls_us=False)
    assert more.kind == "refused", "having called once makes nobody's talk the desk's"
    assert set(await desk.texts(number)) == {PAYSLIP, TOO}


async def test_a_word_beside_it_answers_nothing_and_moves_no_clock(desk: SmallDesk) -> None:
    bo, ana, iris = map(desk.at, ("bo", "ana", "iris"))
    number = (await calls(desk, bo, PAYSLIP)).number
    assert number is not None
    await desk.handle(c.AskRequester(id=new_id(), by=ana, number=number, text="¿De qué mes?"))
    before = await desk.request(number)
    await calls(desk, iris, TOO, thread=number)
    after = await desk.request(number)
    for field in (
        "status",
        "answered_by",
        "waiting_since",
        "first_response",
        "resolution",
        "owner",
        "undoable",
    ):
        assert getattr(after, field) == getattr(before, field), field


async def test_what_was_said_beside_it_is_its_writers_to_change_and_to_take_back(desk: SmallDesk) -> None:
    bo, iris = desk.at("bo"), desk.at("iris")
    number = (await calls(desk, bo, PAYSLIP)).number
    assert number is not None
    await calls(desk, iris, TOO, thread=number, id="hers")
    hers, his = [words for words, _ in reversed((await desk.request(number)).messages)]
    about = {"by": iris, "number": number}
    changed = await desk.handle(c.EditWords(id=new_id(), words=hers, text="Y a mí", **about))
    assert (changed.kind, set(await desk.texts(number))) == ("done", {PAYSLIP, "Y a mí"})
    stolen = await desk.handle(c.EditWords(id=new_id(), words=WordsId(his), text="¡Ja!", **about))
    gone = await desk.handle(c.DeleteWords(id=new_id(), words=hers, **about))
    assert (stolen.kind, gone.kind, set(await desk.texts(number))) == ("refused", "done", {PAYSLIP})


@pytest.mark.parametrize(
    "text",
    ["Hay humo en el almacén", "Mi jefe me acosa desde hace meses y no puedo más", "Quiero poner una queja"],
)
async def test_danger_delicate_words_and_a_complaint_are_a_request_of_their_own(
    desk: SmallDesk, text: str
) -> None:
    bo, iris = desk.at("bo"), desk.at("iris")
    number = (await calls(desk, bo, PAYSLIP)).number
    own = await calls(desk, iris, text, thread=number)
    assert own.kind == "done"
    assert own.number != number
    assert (await desk.request(own.number)).requester == iris
    assert set(await desk.texts(number)) == {PAYSLIP}


@pytest.mark.parametrize("how", ["confidential", "over"])
async def test_where_a_thread_may_not_speak_of_it_any_more_words_are_a_request_of_their_own(
    desk: SmallDesk, how: str
) -> None:
    bo, iris = desk.at("bo"), desk.at("iris")
    number = (await calls(desk, bo, PAYSLIP)).number
    assert number is not None
    ends = c.MakePrivate if how == "confidential" else c.Withdraw
    await desk.handle(ends(id=new_id(), by=bo, number=number))
    own = await calls(desk, iris, TOO, thread=number)
    assert (own.kind, own.beside) == ("done", False)
    assert own.number not in (None, number)
    assert (await desk.request(own.number)).requester == iris
    assert (await desk.request(number)).bystanders == ()


@pytest.mark.parametrize("text", ["Hola", "Gracias"])
async def test_a_greeting_or_thanks_beside_it_is_answered_and_kept_nowhere(
    desk: SmallDesk, text: str
) -> None:
    bo, iris = desk.at("bo"), desk.at("iris")
    number = (await calls(desk, bo, PAYSLIP)).number
    assert (await calls(desk, iris, text, thread=number)).kind in ("greeting", "thanks")
    assert set(await desk.texts(number)) == {PAYSLIP}


async def test_nobody_joins_in_where_it_is_not_their_thread(desk: SmallDesk) -> None:
    """A number alone opens nothing to a stranger, as before: they would not even hear that it is there."""
    bo, iris = desk.at("bo"), desk.at("iris")
    number = (await calls(desk, bo, PAYSLIP)).number
    elsewhere = await desk.says(iris, TOO, thread=number)
    assert elsewhere.kind == "refused"
    assert set(await desk.texts(number)) == {PAYSLIP}
