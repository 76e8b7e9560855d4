"""An answer's life, end to end: from what somebody was told, to what everybody is shown, to what is no longer so."""

from collections.abc import AsyncIterator

import pytest

from bot.fitting import version_for
from bot.learning import Learning
from bot.shelf import MATCHER, Shelf
from knowledge.loader import fingerprint
from tests.handlers.slack.stage import Stage, buttons, example_files, example_matcher, shown
from tests.slack_server.payloads import chosen
from tests.slack_server.workspace import User

ASKED = "Hola, soy Berta Solís, ¿cómo se cambia la matrícula de mi plaza de parking?"
ANSWER = "Entra en la intranet, en el apartado de plazas, y escribe la nueva. Si falla, Héctor Aguilar en el 600 123 456"
TOLD = "Entra en la intranet, en Plazas, y escribe la matrícula nueva."
QUESTION = "¿Cómo se cambia la matrícula de mi plaza de parking?"


class Living(Stage):
    """A desk that follows what is published, as a process does."""

    shelf: Shelf

    async def catch_up(self) -> None:
        """What a process does every few seconds."""
        assert await self.shelf.refresh()
        self.library = self.shelf.library

    async def told(self, user: User, text: str) -> str:
        """What somebody is shown once they have asked, in all."""
        await self.store.move_clock(3 * 60_000)
        before = len(self.fake.from_bot(user))
        await self.say(user, text)
        return "\n".join(map(shown, self.fake.from_bot(user)[before:]))


@pytest.fixture
async def living(store, fake) -> AsyncIterator[Living]:
    async with await Living.make(store, fake, "http") as stage:
        files = example_files()
        await store.publisher.publish(
            MATCHER, version_for(fingerprint(files)), {"matcher": example_matcher().to_bytes()}
        )
        stage.shelf = Shelf(store.publisher, store.people, Learning(store), store.articles)
        await stage.shelf.publish(files)
        await stage.catch_up()
        await stage.roll_call()
        yield stage


async def kept(stage: Living) -> User:
    """Berta's question answered, resolved, drafted by a book, edited and published; its owner."""
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, ASKED)
    request = await stage.newest()
    if request.unseen:
        card = next(m for m in stage.fake.from_bot(berta) if buttons(m.blocks or [], "want_person"))
        await stage.press(berta, card, "want_person")
        request = await stage.newest()
    owner = stage.user_of(request.owner)
    card = next(m for m in stage.fake.from_bot(owner) if buttons(m.blocks or [], "resolve"))
    await stage.press(owner, card, "resolve")
    await stage.fill(owner, text=ANSWER)
    await stage.event(stage.payloads.reaction(owner, stage.fake.world.dm(owner), card.ts, "book"))
    await stage.settle()
    offer = next(m for m in reversed(stage.fake.from_bot(owner)) if buttons(m.blocks or [], "keep_answer"))
    await stage.press(owner, offer, "keep_answer")
    draft = str(stage.form(owner))
    assert "apartado de plazas" in draft
    for personal in ("Berta", "Solís", "Héctor", "Aguilar", "600 123", "123 456"):
        assert personal not in draft
    await stage.fill(
        owner,
        chosen("months", "6"),
        title="Cambiar la matrícula de tu plaza",
        question=QUESTION,
        text=TOLD,
    )
    return owner


async def test_what_helped_one_is_shown_to_the_next_until_it_is_no_longer_so(living: Living):
    owner = await kept(living)
    await living.catch_up()
    colleagues = [living.colleague(name) for name in ("Carla Nieto", "Dani Ferrer", "Elsa Pons")]
    first, second, third = colleagues
    [article] = [a for a in living.library.directory.articles if a.name.startswith("kept-")]
    assert (article.review_again - article.reviewed).days == 180
    for colleague in (first, second):
        told = await living.told(colleague, QUESTION)
        assert TOLD in told
        assert living.library.directory.people[article.stands_behind].name in told
        assert living.user_of(article.stands_behind) == owner
        card = next(m for m in living.fake.from_bot(colleague) if buttons(m.blocks or [], "article_outdated"))
        await living.press(colleague, card, "article_outdated")
        request = await living.newest()
        assert (request.unseen, request.article) == (False, None)  # whoever says so gets a person
        await living.catch_up()
    told = await living.told(third, QUESTION)
    assert TOLD not in told
    offered = (await living.newest()).article
    assert offered is None or not offered.article.startswith("kept-")
