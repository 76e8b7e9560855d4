import pytest

from bot.words import of
from tests.handlers.web.parsed import elements

ES = of("es")
ASKERS = ("irene.cobo", "gonzalo.rivas", "teresa.molina", "rosa.delgado", "oscar.prieto")


@pytest.fixture
async def busy(stage):
    """An owner with a request of each of five people; (owner, number -> asker)."""
    numbers = {await stage.ask(stage.person(asker)): asker for asker in ASKERS}
    owner = await stage.owner_of(next(iter(numbers)))
    for number in numbers:
        if (has := await stage.owner_of(number)) != owner:
            await stage.act(has, "hand_over", number, text="reparto", to=f"person:{owner}")
            await stage.act(owner, "take", number)
    return owner, numbers


def numbers_in(html: str) -> list[int]:
    return [int(e.attributes["data-row"]) for e in elements(html, "a") if "data-row" in e.attributes]


async def test_the_queue_holds_what_is_ones_own_and_the_most_due_first(stage, busy):
    owner, numbers = busy
    html = await stage.get("/desk/queue", person=owner, filter="mine")
    assert sorted(numbers_in(html)) == sorted(numbers)
    rows = await stage.views.queue(owner, stage.directory, await stage.desk.now())
    assert numbers_in(html) == [row.number for row in rows]


async def test_search_finds_by_number_name_and_words(stage, busy):
    owner, numbers = busy
    number, asker = next(iter(numbers.items()))
    name = stage.directory.people[stage.person(asker)].name.split()[0]
    assert numbers_in(await stage.get("/desk/queue", person=owner, search=f"R-{number}")) == [number]
    assert number in numbers_in(await stage.get("/desk/queue", person=owner, search=name))
    assert len(numbers_in(await stage.get("/desk/queue", person=owner, search="nómina banco"))) == 5
    assert ES("desk-queue-none-search") in await stage.get("/desk/queue", person=owner, search="jirafa")


async def test_filters_tell_apart_who_waits_for_whom(stage, busy):
    owner, numbers = busy
    first = next(iter(numbers))
    await stage.act(owner, "ask_requester", first, text="¿De qué banco?")
    mine = numbers_in(await stage.get("/desk/queue", person=owner, filter="for_me"))
    theirs = numbers_in(await stage.get("/desk/queue", person=owner, filter="for_them"))
    assert first not in mine
    assert theirs == [first]


async def test_what_is_picked_stays_picked_while_the_queue_changes(stage, busy):
    owner, numbers = busy
    first, second, *_ = numbers
    html = await stage.get(f"/desk/queue?pick={first}&pick={second}&person={owner}")
    checked = {e.attributes["value"] for e in elements(html, "input") if "checked" in e.attributes}
    assert checked == {str(first), str(second)}
    assert ES("desk-picked", count=2) in html


async def test_several_are_resolved_in_one_act_and_undone_in_one(stage, busy):
    owner, numbers = busy
    some = list(numbers)[:3]
    pairs = [
        ("id", stage.new_id()),
        ("by", owner),
        ("side", "work"),
        ("verb", "resolve"),
        ("f.text", "Enviadas"),
    ]
    pairs += [("number", str(number)) for number in some]
    answer = await stage.client.post("/desk/act", data=pairs, headers={"HX-Request": "true"})
    html = await answer.text()
    assert ES("desk-told-done-many", count=3) in html
    assert [(await stage.request(n)).status for n in some] == ["resolved"] * 3
    undo = [(e.attributes["name"], e.attributes["value"]) for e in elements(html, "input")]
    await stage.client.post("/desk/act", data=undo, headers={"HX-Request": "true"})
    assert [(await stage.request(n)).status for n in some] == ["open"] * 3


async def test_several_are_replied_to_in_one_act_and_sending_it_twice_says_it_once(stage, busy):
    owner, numbers = busy
    pairs = [
        ("id", stage.new_id()),
        ("by", owner),
        ("side", "work"),
        ("verb", "say"),
        ("f.text", "Hoy salen todas"),
    ]
    pairs += [("number", str(number)) for number in numbers]
    for _ in range(2):
        await stage.client.post("/desk/act", data=pairs, headers={"HX-Request": "true"})
    for asker in numbers.values():
        said = [e for e in await stage.shown(stage.person(asker), "asks") if e.card.kind == "said"]
        assert len(said) == 1


async def test_what_was_not_possible_for_some_is_told_with_their_numbers(stage, busy):
    owner, numbers = busy
    first, second, *_ = numbers
    await stage.act(owner, "resolve", first, text="ya")
    pairs = [("id", stage.new_id()), ("by", owner), ("side", "work"), ("verb", "resolve"), ("f.text", "ya")]
    pairs += [("number", str(first)), ("number", str(second))]
    html = await (await stage.client.post("/desk/act", data=pairs, headers={"HX-Request": "true"})).text()
    assert f"R-{first}:" in html
    assert ES("desk-told-done", ref=f"R-{second}") in html


async def test_an_unknown_filter_is_refused_in_a_sentence(stage, irene):
    answer = await stage.client.get(f"/desk/queue?person={irene}&filter=all", headers={"HX-Request": "true"})
    assert answer.status == 400
