"""The one door, on a real Redis: what a message becomes, what happens once, what is derived."""

import asyncio
from collections import Counter

import pytest
from msgspec.structs import replace

from bot.desk import RECENT
from bot.domain import commands as c
from bot.domain.evolve import fold
from bot.domain.indexes import indexes
from bot.domain.refusals import AlreadyTaken, NoSuchRequest
from bot.domain.request import RequestNumber
from bot.domain.timers import timers
from bot.figures.tallies import tallies
from bot.known import Known
from bot.reader import Library
from bot.store.store import Store
from bot.store.tallies import Tallies
from knowledge.loader import build
from tests.bot.desks import SmallDesk, new_id, small_matcher
from tests.knowledge.directories import build_three_topics, edited, three_topics
from tests.samples import sample

PAYSLIP = "Buenas, no me ha llegado la nómina de octubre y me urge mucho"
LAPTOP = "El portátil no enciende desde ayer, no puedo entrar"


@pytest.fixture
async def desk(store: Store) -> SmallDesk:
    return await SmallDesk.on(store)


async def test_words_become_a_request_with_a_named_owner(desk: SmallDesk) -> None:
    answer = await desk.says(desk.at("bo"), PAYSLIP)
    request = await desk.request(answer.number)
    assert (answer.kind, request.status, request.owner) == ("done", "open", desk.at("ana"))
    assert await desk.texts(answer.number) == [PAYSLIP]


async def test_the_same_words_from_madrid_and_mexico_city_reach_two_owners(desk: SmallDesk) -> None:
    madrid = await desk.says(desk.at("bo"), PAYSLIP)
    mexico = await desk.says(desk.at("iris"), PAYSLIP)
    owners = [(await desk.request(a.number)).owner for a in (madrid, mexico)]
    assert owners == [desk.at("ana"), desk.at("luis")]


async def test_a_greeting_alone_opens_nothing(desk: SmallDesk) -> None:
    assert (await desk.says(desk.at("bo"), "Hola")).kind == "greeting"
    assert await desk.store.index("open") == []


async def test_empty_words_and_forty_thousand_and_one_characters_open_nothing(desk: SmallDesk) -> None:
    assert (await desk.says(desk.at("bo"), " \n\t")).kind == "empty"
    assert (await desk.says(desk.at("bo"), "a" * 40_001)).kind == "too_long"
    assert await desk.store.index("open") == []


async def test_forty_thousand_characters_are_kept_whole(desk: SmallDesk) -> None:
    text = (PAYSLIP + " ñ") * 600
    answer = await desk.says(desk.at("bo"), text)
    assert await desk.texts(answer.number) == [text]


async def test_broken_unicode_is_mended_and_kept(desk: SmallDesk) -> None:
    answer = await desk.says(desk.at("bo"), f"{PAYSLIP} \ud83d \x00 fin")
    [kept] = await desk.texts(answer.number)
    assert kept.startswith(PAYSLIP)
    assert kept.endswith("fin")


async def test_words_within_two_minutes_join_the_request_that_is_there(desk: SmallDesk) -> None:
    first = await desk.says(desk.at("bo"), PAYSLIP)
    second = await desk.says(desk.at("bo"), "es para el banco")
    assert (second.number, second.joined) == (first.number, True)


async def test_words_that_are_surely_another_departments_are_a_request_of_their_own(desk: SmallDesk) -> None:
    first = await desk.says(desk.at("bo"), PAYSLIP)
    second = await desk.says(desk.at("bo"), "Mi portátil no enciende")
    assert second.number != first.number


async def test_words_that_name_an_older_request_than_the_most_recent_go_to_it_and_only_its_askers_do(
    desk: SmallDesk,
) -> None:
    bo = desk.at("bo")
    old = (await desk.says(bo, PAYSLIP)).number
    for _ in range(RECENT):
        await desk.store.move_clock(3 * 60_000)
        assert (await desk.says(bo, "Mi nómina no cuadra")).number != old
    await desk.store.move_clock(3 * 60_000)
    assert (await desk.says(bo, f"R-{old}: sigue sin llegar")).number == old
    assert (await desk.says(desk.at("vera"), f"R-{old}: sigue sin llegar")).number != old


async def test_something_else_becomes_a_request_of_its_own_and_leaves_the_other(desk: SmallDesk) -> None:
    first = await desk.says(desk.at("bo"), PAYSLIP)
    second = await desk.says(desk.at("bo"), "es para el banco")
    (joined, _) = (await desk.request(second.number)).messages[-1]
    moved = await desk.something_else(desk.at("bo"), second.number or 0, joined)
    assert moved.number not in (None, first.number)
    assert await desk.texts(moved.number) == ["es para el banco"]
    assert await desk.texts(first.number) == [PAYSLIP]
    assert [words for words, _ in (await desk.request(first.number)).messages if words == joined] == []
    assert await desk.something_else(desk.at("bo"), second.number or 0, joined) == moved


async def test_two_first_messages_of_one_thread_at_once_are_one_request_with_both_texts(
    desk: SmallDesk,
) -> None:
    for _ in range(sample(10, 1000)):
        by = desk.at("bo")
        await desk.store.move_clock(3 * 60_000)
        before = {number for number, _ in await desk.store.index(f"requester:{by}")}
        one, two = await asyncio.gather(desk.says(by, PAYSLIP), desk.says(by, PAYSLIP + " ya"))
        assert one.number == two.number
        assert one.number is not None
        assert str(one.number) not in before
        assert sorted(await desk.texts(one.number)) == sorted([PAYSLIP, PAYSLIP + " ya"])


async def test_one_delivery_four_times_has_one_effect_and_four_equal_answers(desk: SmallDesk) -> None:
    for round_ in range(sample(20, 1000)):
        await desk.store.move_clock(3 * 60_000)
        same = [desk.says(desk.at("bo"), PAYSLIP, id=f"same-{round_}") for _ in range(4)]
        answers = await asyncio.gather(*same)
        assert all(answer == answers[0] for answer in answers)
        assert len(await desk.texts(answers[0].number)) == 1


async def test_of_two_who_press_take_one_wins_and_the_other_is_told_who(desk: SmallDesk) -> None:
    for _ in range(sample(20, 1000)):
        await desk.store.move_clock(3 * 60_000)
        number = (await desk.says(desk.at("bo"), PAYSLIP)).number
        assert number is not None
        takes = [c.Take(id=new_id(), by=desk.at(name), number=number) for name in ("ana", "luis")]
        answers = await asyncio.gather(*map(desk.handle, takes))
        winner = (await desk.request(number)).owner
        assert sorted(answer.kind for answer in answers) == ["done", "refused"]
        assert [a.refusal for a in answers if a.refusal] == [AlreadyTaken(number=number, by=winner)]


async def test_a_refused_click_replayed_later_has_no_effect(desk: SmallDesk) -> None:
    number = (await desk.says(desk.at("bo"), PAYSLIP)).number
    assert number is not None
    click = c.Resolve(id="click", by=desk.at("bo"), number=number, text="Hecho")
    assert (await desk.handle(click)).kind == "refused"
    allowed = replace(click, by=desk.at("ana"))
    assert (await desk.handle(allowed)).kind == "refused"
    assert (await desk.request(number)).status == "open"


async def test_to_a_stranger_a_request_reads_as_absent(desk: SmallDesk) -> None:
    number = (await desk.says(desk.at("bo"), PAYSLIP)).number
    assert number is not None
    there, absent = [
        await desk.handle(c.Take(id=new_id(), by=desk.at("hugo"), number=RequestNumber(n)))
        for n in (number, 9999)
    ]
    assert there.refusal == NoSuchRequest(number=number)
    assert absent.refusal == NoSuchRequest(number=RequestNumber(9999))


async def test_history_state_indexes_timers_and_tallies_agree_after_a_days_work(desk: SmallDesk) -> None:
    bo, ana, iris = desk.at("bo"), desk.at("ana"), desk.at("iris")
    numbers = []
    for by, text in ((bo, PAYSLIP), (iris, PAYSLIP), (ana, LAPTOP), (bo, "qwerty zzz"), (ana, "Vacaciones")):
        await desk.store.move_clock(3 * 60_000)
        numbers.append((await desk.says(by, text)).number)
    for number in numbers:
        assert number is not None
        owner = (await desk.request(number)).owner
        await desk.says(owner, "Lo miro ahora", thread=number, side="work")
    assert numbers[0] is not None
    await desk.handle(c.Resolve(id=new_id(), by=ana, number=numbers[0], text="Enviada"))
    await assert_all_is_derived(desk, numbers)


async def assert_all_is_derived(desk: SmallDesk, numbers: list[int | None]) -> None:
    """FAULTS I4, I5, I6: the state is its history, and everything else follows from the states."""
    found: dict[str, dict[str, float]] = {}
    due: dict[str, int] = {}
    cells: Counter[tuple[str, str]] = Counter()
    for number in numbers:
        request = await desk.request(number)
        assert fold(await desk.events(number)) == request
        for (index, member), score in indexes(request).items():
            found.setdefault(index, {})[member] = score
        due |= {name: int(at.timestamp() * 1000) for name, at in timers(request).items()}
        cells += tallies(request)
    for index, members in found.items():
        assert dict(await desk.store.index(index)) == pytest.approx(members)
    assert await desk.store.timers.all() == due
    assert await Tallies(desk.store.link).all() == dict(cells)


STILL_SO = {
    "es": (PAYSLIP, "Te la he enviado", "Sigue sin llegar, gracias", "Ahora sí me ha llegado, gracias"),
    "en": (
        "Hi, my October payslip has not arrived and I need it for the bank",
        "I have sent it to you",
        "Still nothing, thanks",
        "Got it now, thank you Ana",
    ),
}


@pytest.mark.parametrize("threaded", [False, True])
@pytest.mark.parametrize("language", ["es", "en"])
async def test_two_days_after_the_resolution_still_nothing_reopens_it_and_thanks_do_not(
    desk: SmallDesk, language: str, threaded: bool
) -> None:
    asks, done, still, thanks = STILL_SO[language]
    bo, ana = desk.at("bo"), desk.at("ana")
    number = (await desk.says(bo, asks)).number
    assert number is not None
    thread = number if threaded else None
    await desk.handle(c.Resolve(id=new_id(), by=ana, number=number, text=done))
    await desk.store.move_clock(2 * 86_400_000)
    assert (await desk.says(bo, thanks, thread=thread)).kind in ("thanks", "done")
    assert (await desk.request(number)).status == "resolved"
    assert (await desk.says(bo, still, thread=thread)).number == number
    assert (await desk.request(number)).status == "open"
    await desk.handle(c.Resolve(id=new_id(), by=ana, number=number, text=done))
    assert (await desk.says(bo, thanks, thread=thread)).kind in ("thanks", "done")
    assert (await desk.request(number)).status == "resolved"
    assert [n for n, _ in await desk.store.index(f"requester:{bo}")] == [str(number)]


@pytest.mark.parametrize("answered", [False, True])
async def test_what_was_brought_back_by_words_that_were_something_else_is_over_again(
    desk: SmallDesk, answered: bool
) -> None:
    """Unless somebody has written since: then there is something to go on with."""
    bo, ana = desk.at("bo"), desk.at("ana")
    number = (await desk.says(bo, PAYSLIP)).number
    assert number is not None
    await desk.handle(c.Resolve(id=new_id(), by=ana, number=number, text="Enviada"))
    await desk.store.move_clock(2 * 86_400_000)
    await desk.says(bo, "Sigue sin llegar")
    if answered:
        await desk.handle(c.Say(id=new_id(), by=ana, number=number, text="¿La miro otra vez?"))
    (words, _) = next(m for m in reversed((await desk.request(number)).messages) if m[1] == bo)
    moved = await desk.something_else(bo, number, words)
    assert moved.number not in (None, number)
    assert (await desk.request(number)).status == ("open" if answered else "closed")


async def test_a_rotation_gives_each_of_a_topics_requests_to_the_next(
    store: Store,
) -> None:
    ids = await store.people.enrol([str(p.email) for p in build_three_topics().people.values()])
    files = edited(three_topics(), "departments/payroll.yaml", "assign: first", "assign: rotation")
    for_spain = "      - {person: ana@ensayo.example, for: {country: ES}}\n"
    files = edited(
        files, "departments/payroll.yaml", for_spain, for_spain + for_spain.replace("ana@", "marta@")
    )
    library = Library(directory=build(files, ids), matcher=small_matcher())
    desk = SmallDesk(store, Known(store.people), lambda: library)
    desk.ids = ids
    owners = []
    for _ in range(4):
        await store.move_clock(5 * 60_000)
        answer = await desk.says(desk.at("bo"), PAYSLIP)
        request = await desk.request(answer.number)
        owners.append(request.owner)
        await desk.handle(c.Resolve(id=new_id(), by=request.owner, number=request.number, text="hecho"))
    assert owners == [desk.at("ana"), desk.at("marta")] * 2
