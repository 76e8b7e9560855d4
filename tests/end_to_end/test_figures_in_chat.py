"""What a lead sees of the figures in chat, drawn: the Adaptive Card by Microsoft's own renderer, and the Slack message with
its picture as a phone shows it. The picture of each is kept, to be looked at.
"""

from base64 import b64encode

import pytest
from playwright.async_api import Browser, Page

from bot.simulation import kept
from bot.store.store import Store
from tests.end_to_end.conftest import SCREENSHOTS
from tests.end_to_end.test_teams_cards import DRAW, LOOKS, RENDERER
from tests.handlers.slack import stage as slack_stage
from tests.handlers.slack.test_figures import lead_with_a_history
from tests.handlers.teams import stage as teams_stage
from tests.handlers.teams.test_figures import known
from tests.slack_server import server as slack_server
from tests.teams_server import server as teams_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE = 430
SLACK_LOOKS = """
  body { margin: 0; padding: 16px; font: 15px/1.46 Lato, 'Liberation Sans', Arial, sans-serif; color: #1d1c1d; }
  p { margin: 0 0 8px; } .small { font-size: 13px; color: #616061; } h1 { font-size: 18px; margin: 0 0 8px; }
  a { color: #1264a3; } img { max-width: 100%; border: 1px solid #ddd; border-radius: 8px; display: block; }
  .app { font-weight: 900; margin-bottom: 4px; }
"""


async def blank(browser: Browser, looks: str) -> Page:
    context = await browser.new_context(viewport={"width": PHONE, "height": 900}, device_scale_factor=2)
    page = await context.new_page()
    await page.set_content(f"<!doctype html><title>chat</title><style>{looks}</style><body>")
    return page


async def pictures_are_whole(page: Page) -> None:
    """Each was decoded, is as wide as there is room, and stands inside the screen."""
    await page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    sizes = await page.evaluate(
        "[...document.images].map(i => [i.naturalWidth, i.getBoundingClientRect().right, i.clientWidth])"
    )
    assert sizes
    for natural, right, shown in sizes:
        assert natural >= 400, "letters are legible on a phone"
        assert right <= PHONE
        assert shown >= PHONE * 0.7


async def test_the_adaptive_card_is_drawn_with_its_chart(store: Store, browser: Browser) -> None:
    async with (
        teams_server.running(teams_server.FakeTeams()) as fake,
        await teams_stage.Stage.make(store, fake) as stage,
    ):
        await kept.keep(store, stage.library.directory, 900, seed=3, until=await store.now(), days=90)
        javier = await known(stage, "javier.montero")
        await stage.say(javier, "¿Cómo vamos?")
        card = stage.shown(javier)[-1].card
    page = await blank(browser, LOOKS)
    await page.add_script_tag(path=RENDERER)
    [shown] = await page.evaluate(DRAW, [card])
    assert shown["events"] == []
    assert not shown["wide"]
    assert shown["text"].count("semana") >= 2
    await pictures_are_whole(page)
    alt = await page.evaluate("document.images[0].alt")
    assert "Informática: " in alt
    await page.locator("body").screenshot(path=SCREENSHOTS / "teams-figures.png", caret="initial")
    await page.context.close()


async def test_the_slack_message_reads_whole_with_its_chart(store: Store, browser: Browser) -> None:
    async with (
        slack_server.running(slack_server.FakeSlack()) as fake,
        await slack_stage.Stage.make(store, fake, "http") as stage,
    ):
        await stage.roll_call()
        javier = await lead_with_a_history(stage)
        await stage.slash(javier, "stats")
        message, picture = stage.fake.from_bot(javier)
        png = stage.fake.world.files[picture.files[0]["id"]].data
    page = await blank(browser, SLACK_LOOKS)
    await page.evaluate(AS_SLACK, [message.blocks, picture.text, b64encode(png).decode()])
    await pictures_are_whole(page)
    assert "Entraron" in await page.inner_text("body")
    await page.locator("body").screenshot(path=SCREENSHOTS / "slack-figures.png", caret="initial")
    await page.context.close()


# Slack's own client draws blocks; this lays the same texts out in the same order.
AS_SLACK = """([blocks, says, png]) => {
  const add = (tag, text, name) => {
    const one = document.createElement(tag); one.textContent = text; one.className = name || '';
    document.body.appendChild(one); return one;
  };
  const plain = text => text.replace(/<[^|>]*\\|([^>]*)>/g, '$1').replace(/[*_]/g, '');
  add('div', 'Ventanilla', 'app');
  for (const block of blocks) {
    if (block.type === 'header') add('h1', block.text.text);
    if (block.type === 'section' && block.text) add('p', plain(block.text.text));
    if (block.type === 'context') for (const one of block.elements) add('p', plain(one.text || ''), 'small');
    if (block.type === 'actions') for (const one of block.elements) add('button', one.text.text);
  }
  add('p', says, 'small');
  const image = add('img', ''); image.alt = says; image.src = 'data:image/png;base64,' + png;
}"""
