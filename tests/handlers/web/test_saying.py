import asyncio

import pytest

from bot.desk import LONGEST_TEXT
from bot.store.store import Store
from bot.words import of
from tests.handlers.web.parsed import elements
from tests.handlers.web.stage import STORY, Stage

ES = of("es")


def kinds(entries) -> list[str]:
    return [entry.card.kind for entry in entries]


async def test_words_become_a_request_that_both_sides_see(stage, irene):
    number = await stage.ask(irene)
    left = await stage.shown(irene, "asks")
    assert kinds(left)[0] == "echo"
    assert f"R-{number}" in left[1].card.text
    right = await stage.shown(await stage.owner_of(number), "work")
    assert STORY in right[0].card.text


async def test_the_same_form_sent_twice_asks_once(stage, irene):
    same = stage.new_id()
    answers = await asyncio.gather(*(stage.say(irene, STORY, same=same) for _ in range(4)))
    assert len({await answer.text() for answer in answers}) == 1
    assert len(await stage.views.asked(irene, stage.directory, await stage.desk.now())) == 1


async def test_nobodys_first_answer_is_given_to_somebody_else(stage, irene):
    same, ana = stage.new_id(), stage.person("ana.ruiz")
    await stage.say(irene, STORY, same=same)
    await stage.say(ana, "No funciona la impresora de la segunda planta", same=same)
    now = await stage.desk.now()
    assert len(await stage.views.asked(irene, stage.directory, now)) == 1
    assert len(await stage.views.asked(ana, stage.directory, now)) == 1


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00"])
async def test_empty_words_get_their_sentence_and_open_nothing(stage, irene, text):
    answer = await stage.say(irene, text)
    assert ES("desk-empty") in await answer.text()
    assert "desk:refused" in answer.headers["HX-Trigger"]
    assert not await stage.shown(irene, "asks")


async def test_words_that_are_too_long_get_their_sentence_with_both_figures(stage, irene):
    answer = await stage.say(irene, "ñ" * (LONGEST_TEXT + 1))
    html = await answer.text()
    assert answer.status == 200
    assert "desk:refused" in answer.headers["HX-Trigger"]
    assert ES("desk-too-long", length=LONGEST_TEXT + 1, most=LONGEST_TEXT) in html


async def test_a_body_that_is_far_too_large_is_told_in_a_sentence(stage, irene):
    answer = await stage.say(irene, "x" * (2 << 20))
    assert answer.status == 413
    assert ES("desk-too-much") in await answer.text()


@pytest.mark.parametrize(
    "raw", [b"caf\xe9 no funciona la impresora", b"%ff%fe%00 la impresora", b"%ED%A0%80 impresora"]
)
async def test_broken_unicode_loses_nothing_else(stage, irene, raw):
    body = f"id={stage.new_id()}&by={irene}&side=asks&text=".encode() + raw
    answer = await stage.client.post(
        "/desk/say",
        data=body,
        headers={"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"},
    )
    assert answer.status == 200
    [echo, *_] = await stage.shown(irene, "asks")
    assert "impresora" in echo.card.text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"id": "x"},
        {"id": "../../etc", "by": "P1", "side": "asks", "text": "hola"},
        {"id": "0" * 32, "by": "P1", "side": "roof", "text": "hola"},
        {"id": "0" * 32, "by": "P1", "side": "asks", "text": "hola", "thread": "R-1"},
        {"id": "0" * 32, "by": "nobody", "side": "asks", "text": "hola"},
    ],
)
async def test_what_no_page_of_ours_sends_is_refused_in_a_sentence(stage, fields):
    for path in ("/desk/say", "/desk/act"):
        answer = await stage.post(path, **fields)
        assert answer.status in (400, 404)
        assert "Traceback" not in await answer.text()


async def test_a_greeting_alone_is_greeted_and_opens_nothing(stage, irene):
    await stage.say(irene, "Hola")
    assert kinds(await stage.shown(irene, "asks")) == ["echo", "greeting"]
    assert not await stage.views.asked(irene, stage.directory, await stage.desk.now())


async def test_how_is_mine_going_is_answered_from_the_history(stage, irene):
    number = await stage.ask(irene)
    await stage.say(irene, "¿Cómo va lo mío?")
    last = (await stage.shown(irene, "asks"))[-1]
    assert f"R-{number}" in last.card.text


async def test_while_redis_is_away_a_plain_sentence_is_told_and_nothing_else(library, irene, tmp_path):
    away = Stage(Store.connect(f"unix://{tmp_path}/none.sock", "t"), library)
    await away.client.start_server()
    *answers, page = await asyncio.gather(
        away.say(irene, STORY),
        away.act(irene, "take", 1001),
        away.client.get("/desk", headers={"Accept-Language": "es"}),
    )
    for answer in answers:
        assert answer.status == 503
        assert ES("desk-unavailable") in await answer.text()
        assert "desk:done" not in answer.headers["HX-Trigger"]
    assert page.status == 503
    assert "Traceback" not in await page.text()
    assert ES("page-unavailable") in await page.text()  # nobody has written anything there
    assert ES("desk-unavailable") not in await page.text()
    await away.client.close()
    await away.store.aclose()


async def test_the_sentence_for_a_refused_text_is_told_where_it_was_typed(stage, irene):
    answer = await stage.say(irene, "")
    assert "HX-Retarget" not in answer.headers
    assert [e for e in elements(await answer.text(), "p") if "is-refused" in e.attributes.get("class", "")]


async def test_words_that_were_joined_become_a_request_of_their_own_on_one_tap(stage, irene):
    first = await stage.ask(irene)
    await stage.say(irene, "Mi número de empleado es el 4417")
    joined = [e for e in await stage.shown(irene, "asks") if e.card.kind == "joined"]
    [button] = [b for block in joined[0].card.blocks for b in getattr(block, "buttons", ())]
    answer = await stage.act(irene, button.verb, first, side="asks", **button.fields)
    assert "desk:done" in answer.headers["HX-Trigger"]
    rows = await stage.views.asked(irene, stage.directory, await stage.desk.now())
    assert len(rows) == 2
    assert "4417" in rows[0].first_words
    history = await stage.get("/desk/open", person=await stage.owner_of(first), number=first)
    assert "es el 4417" not in history


async def test_the_same_words_from_madrid_and_from_mexico_city_have_two_owners(stage, irene):
    paola = stage.person("paola.jimenez")
    here = await stage.owner_of(await stage.ask(irene))
    there = await stage.owner_of(await stage.ask(paola))
    sites = [stage.directory.people[owner].site for owner in (here, there)]
    assert sites == ["madrid", "cdmx"]


@pytest.mark.parametrize(("said", "kind"), [("Hola", "greeting"), ("Gracias", "thanks")])
async def test_an_owner_who_greets_or_thanks_is_asked_about_no_request(stage, irene, said, kind):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    await stage.say(owner, said, side="work")
    assert [entry.card.kind for entry in await stage.shown(owner, "work")][-1] == kind


async def test_nonsense_has_an_owner_at_the_concierge(stage, irene):
    number = await stage.ask(irene, "qwfp zxcv arst dhneio")
    assert (await stage.request(number)).department == stage.directory.concierge
    [_, receipt, *_] = await stage.shown(irene, "asks")
    assert f"R-{number}" in receipt.card.text


@pytest.mark.parametrize(
    ("text", "language"), [("¿Puedo hablar con un humano?", "es"), ("I want to talk to a person", "en")]
)
async def test_who_only_wants_a_person_gets_the_concierges_and_reads_of_no_matter(
    stage, irene, text, language
):
    await stage.at(1, 10, 42)
    request = await stage.request(await stage.ask(irene, text))
    assert (request.department, request.topic) == (stage.directory.concierge, None)
    assert not request.confidential
    owner = stage.directory.people[request.owner]
    [_, receipt, *_] = await stage.shown(irene, "asks")
    assert owner.name in receipt.card.text
    assert receipt.card.language == language
    for topic in stage.directory.topics.values():
        assert f": {topic.name[language]}." not in receipt.card.text


async def test_each_answer_of_the_bot_leaves_a_person_one_tap_away(stage, irene):
    tries = [of("es")(f"desk-try-{n}") for n in (1, 2, 3)]
    assert tries[0] == STORY
    numbers = set()
    for sentence in tries:  # at once, as whoever tries the desk does: each is a request of its own
        number = await stage.ask(irene, sentence)
        numbers.add(number)
        cards = [e.card for e in await stage.shown(irene, "asks") if e.card.number == number]
        verbs = [b.verb for c in cards for block in c.blocks for b in getattr(block, "buttons", ())]
        assert "want_person" in verbs, sentence
    assert len(numbers) == 3
