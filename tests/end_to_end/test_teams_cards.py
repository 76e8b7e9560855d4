"""Every card as a Teams client draws it: Microsoft's own renderer of Adaptive Cards, in a real browser."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, Page

from bot.delivery import card as c
from bot.store.store import Store
from bot.words import of
from handlers.teams.render import adaptive, form_card
from tests.end_to_end.conftest import picture
from tests.handlers.teams.stage import PAYSLIP, PAYSLIP_EN, Stage, buttons, parts, read
from tests.handlers.teams.test_render import HOSTILE
from tests.teams_server.activities import CHANNEL
from tests.teams_server.server import FakeTeams, User, running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RENDERER = Path(__file__).parent.parent / "data" / "adaptivecards" / "adaptivecards.min.js"
LOOKS = """
  body { font: 14px sans-serif; margin: 12px; display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start; }
  .one { width: 420px; overflow-wrap: anywhere; border: 1px solid #ccc; border-radius: 6px; }
"""
DRAW = """cards => {
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    const shown = document.createElement('span'); shown.textContent = text;
    result.outputHtml = shown.innerHTML; result.didProcess = true;
  };
  return cards.map(made => {
    const card = new AdaptiveCards.AdaptiveCard();
    const context = new AdaptiveCards.SerializationContext();
    card.parse(made, context);
    const events = [];
    // Its pattern for languages remembers where it last matched, so that every second card's "es" is refused.
    const of_ours = told => told !== `Invalid value "${made.lang}" for property "lang".`;
    for (let i = 0; i < context.eventCount; i++) events.push(context.getEventAt(i).message);
    const drawn = card.render();
    const box = document.createElement('div'); box.className = 'one';
    box.appendChild(drawn); document.body.appendChild(box);
    return {
      events: events.concat(card.validateProperties().validationEvents.map(e => e.message)).filter(of_ours),
      text: box.innerText, height: box.offsetHeight, wide: drawn.scrollWidth > 420 + 40,
      cut: [...box.querySelectorAll('.ac-pushButton')].filter(button => {
        const around = button.closest('.ac-actionSet') || box;
        return button.getBoundingClientRect().right > around.getBoundingClientRect().right + 1;
      }).map(button => button.innerText),
      buttons: box.querySelectorAll('button').length,
      inputs: box.querySelectorAll('input,textarea,select').length,
      odd: box.querySelectorAll('script,iframe,img,a').length,
    };
  });
}"""


@pytest.fixture
async def stage(store: Store) -> AsyncIterator[Stage]:
    async with running(FakeTeams()) as fake, await Stage.make(store, fake) as stage:
        await stage.everybody()
        yield stage


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 1340, "height": 900})
    page = await context.new_page()
    await page.set_content(f"<!doctype html><title>cards</title><style>{LOOKS}</style><body>")
    await page.add_script_tag(path=RENDERER)
    yield page
    await context.close()


async def drawn(page: Page, cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the renderer made of each; each is whole, and nothing of what people wrote runs or is loaded."""
    found: list[dict[str, Any]] = await page.evaluate(DRAW, cards)
    for made, shown in zip(cards, found, strict=True):
        assert shown["events"] == [], made["fallbackText"][:80]
        assert shown["height"] > 20
        assert not shown["wide"], made["fallbackText"][:80]
        assert shown["buttons"] >= len(buttons(made))
        assert [title for title in shown["cut"] if title not in _tips(made)] == []
        inputs = [part for part in parts(made) if part["type"].startswith("Input.")]
        assert shown["inputs"] >= len(inputs)
        assert shown["odd"] == 0
    return found


def _tips(made: dict[str, Any]) -> set[str]:
    """What is too long for any row, and is told whole to who points at it."""
    return {act["tooltip"] for act in buttons(made) if "tooltip" in act}


def squeezed(text: str) -> str:
    return "".join(text.split())


async def everything(stage: Stage, text: str, locale: str) -> list[dict[str, Any]]:
    """Each card and dialog of a request's life, from both sides and from the channel."""
    stage.fake.conversations.add(CHANNEL)
    berta = stage.colleague("Berta Solís", locale=locale)
    await stage.send(stage.activities.installed(berta))
    await stage.say(berta, text)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    cards = [*await dialogs(stage, owner), *await dialogs(stage, berta)]
    await stage.say(owner, "cola")
    await stage.say(owner, "Mañana la tienes")  # held: an owner's loose words are never guessed
    card = next(m for m in stage.shown(owner) if buttons(m.card, "resolve"))
    await stage.press(owner, card, "say", text="Te la mando hoy.")
    await stage.press(owner, card, "promise", due="mañana a las 17:00")
    await stage.press(owner, card, "resolve", text="Enviada.")
    await stage.send(stage.activities.mention(berta, "La impresora de la segunda planta no imprime", CHANNEL))
    await stage.settle()
    await stage.say(berta, "hola")
    return [*cards, *(m.card for m in stage.fake.messages if m.card)]


async def dialogs(stage: Stage, user: User) -> list[dict[str, Any]]:
    found = []
    for message in list(stage.shown(user)):
        for action in buttons(message.card):
            if "msteams" not in action["data"]:
                continue
            opened = await stage.send(
                stage.activities.dialog(user, "task/fetch", action["data"], message.where)
            )
            found += await shown_in(stage, user, opened)
    return found


async def shown_in(stage: Stage, user: User, opened: Any) -> list[dict[str, Any]]:
    """The dialog's card, and the forms that its own buttons lead to."""
    if opened["task"]["type"] != "continue":
        return []
    card = opened["task"]["value"]["card"]["content"]
    found = [card]
    for action in buttons(card):
        press = action["data"]["ventanilla"]
        if press.get("form") and not press.get("sent"):
            found += await shown_in(
                stage, user, await stage.send(stage.activities.dialog(user, "task/submit", action["data"]))
            )
    return found


@pytest.mark.parametrize("width", [420, 330], ids=["chat", "phone"])
@pytest.mark.parametrize(("text", "locale"), [(PAYSLIP, "es-ES"), (PAYSLIP_EN, "en-GB")], ids=["es", "en"])
async def test_every_card_of_a_requests_life_is_drawn_whole(
    stage: Stage, page: Page, text: str, locale: str, width: int
):
    cards = await everything(stage, text, locale)
    await page.add_style_tag(content=f".one {{ width: {width}px; }}")
    assert len(cards) > 20
    found = await drawn(page, cards)
    for made, shown in zip(cards, found, strict=True):
        for line in read(made).split("\n"):
            assert squeezed(line.replace("\\", "")) in squeezed(shown["text"].replace("\\", ""))
    await picture(page, f"teams-cards-{locale[:2]}-{width}")


async def test_hostile_and_endless_words_are_drawn_as_words(page: Page):
    cards = []
    for text in HOSTILE:
        facts = c.Facts((c.Fact("Para", text[:300]),))
        acts = c.Buttons((c.Button(label="Responder", verb="say", form="say"),))
        blocks = (c.Paragraph(text), c.Quote(text, who=text[:100]), c.Markdown(text[:300]), facts, acts)
        card = c.Card(kind="any", language="es", number=1001, version=3, title=text[:100], text=text)
        cards.append(adaptive(replace(card, blocks=blocks)))
        form = c.Form(
            name="resolve", verb="resolve", title=text[:80], submit="Enviar",
            fields=(c.Field(name="text", label="Qué se ha hecho", kind="text", hint=text[:200]),),
        )  # fmt: skip
        cards.append(form_card(form, of("es"), 1001, 3, problem=text[:500]))
    await drawn(page, cards)
    assert await page.title() == "cards"
