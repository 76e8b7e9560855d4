"""What helped once becomes an answer for the next: a draft without personal data, mended, published, and withdrawn."""

import re

from bot.acts import STRUCK
from bot.kept import with_answers
from bot.reader import Library
from bot.words import of
from tests.handlers.web.stage import Stage

ASKED = "Hola, soy Irene Cobo, el aire acondicionado de la segunda planta no enfría"
ANSWER = "Pulsa dos veces el botón verde, y si no va llama a Héctor al 600 123 456"


async def resolved(stage: Stage) -> int:
    number = await stage.ask(stage.person("irene.cobo"), ASKED)
    await stage.act(await stage.owner_of(number), "resolve", number, text=ANSWER)
    assert (await stage.request(number)).status == "resolved"
    return number


async def test_the_draft_has_nothing_personal_and_what_is_published_is_offered(stage: Stage) -> None:
    number = await resolved(stage)
    publisher = await stage.owner_of(number)
    form = await stage.get(
        "/desk/form", by=publisher, side="work", number=number, form="keep_answer", verb="keep_answer"
    )
    assert "Pulsa dos veces el botón verde" in form
    assert re.search(r'value="6" required checked', form), "half a year is what most choose"
    # "600" alone may stand in a form's own number.
    for personal in ("Irene", "Cobo", "Héctor", "600 ", "123 456"):
        assert personal not in form
    fields = {
        "title": "El aire no enfría",
        "question": "¿Cómo hago que enfríe el aire acondicionado?",
        "text": "Pulsa dos veces el botón verde.",
        "months": "3",
    }
    draft = await stage.act(publisher, "keep_answer", number, **fields | {"text": f"Llama a {STRUCK}."})
    assert of("es")("answer-gaps") in await draft.text()
    refused = await stage.act(stage.person("lucia.ferrando"), "keep_answer", number, **fields)
    assert "acondicionado" not in str(await stage.store.articles.all())
    assert refused.status == 200
    owner = await stage.owner_of(number)
    published = await stage.act(owner, "keep_answer", number, **fields)
    assert of("es")("desk-told-keep_answer", ref=f"R-{number}") in await published.text()
    await stage.act(owner, "keep_answer", number, **fields)  # a second press keeps nothing more
    kept, doubts = await stage.store.articles.all()
    assert list(kept) == [f"kept-{number}"]
    assert (await stage.request(number)).kept_answer == f"kept-{number}"

    directory = with_answers(stage.directory, kept, doubts)
    [article] = [a for a in directory.articles if a.name.startswith("kept-")]
    assert (article.stands_behind, article.language, article.topic) == (owner, "es", "air-conditioning")
    assert (article.review_again - article.reviewed).days == 90
    assert Library(directory=directory, matcher=stage.library.matcher)
    now = (await stage.store.now()).timestamp()
    once = with_answers(stage.directory, kept, {f"{article.name}/P1": now})
    twice = with_answers(stage.directory, kept, {f"{article.name}/P1": now, f"{article.name}/P2": now})
    assert (article in once.articles, article in twice.articles) == (True, False)


async def test_no_longer_so_brings_a_person_and_is_remembered(stage: Stage) -> None:
    irene = stage.person("irene.cobo")
    number = await stage.ask(irene, "¿Cómo descargo mi nómina?")
    offered = (await stage.request(number)).article
    assert offered is not None
    await stage.act(irene, "article_outdated", number, side="asks")
    request = await stage.request(number)
    assert (request.unseen, request.article, request.department) == (False, None, "payroll")
    _, doubts = await stage.store.articles.all()
    assert list(doubts) == [f"{offered.article}/{irene}"]


async def test_nothing_confidential_is_kept(stage: Stage) -> None:
    number = await resolved(stage)
    irene, owner = stage.person("irene.cobo"), await stage.owner_of(number)
    await stage.act(irene, "make_private", number, side="asks")
    await stage.act(owner, "keep_answer", number, title="t", question="q", text="a", months="3")
    assert await stage.store.articles.all() == ({}, {})
