"""The dashboard in a real browser: strict policy, no script, axe, light and dark, a phone, paper."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from msgspec.structs import replace
from playwright.async_api import Browser, BrowserContext, Page

from bot.figures.charts import NAMES as CHARTS
from bot.settings import Settings
from bot.store.store import Store
from handlers.web.stats import link, register
from tests import histories
from tests.end_to_end import conftest
from tests.handlers.web.stage import Stage, example_library

pytestmark = pytest.mark.browser
browser = conftest.browser  # the fixture
SETTINGS = Settings(secret="s" * 32)


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Stage]:
    library = example_library()
    stage = Stage(store, replace(library, directory=replace(library.directory, guided=True)))
    register(stage.app)
    await stage.client.start_server()
    await histories.keep(store, stage.directory, 2_000, seed=1, until=await store.now(), days=100)
    yield stage
    await stage.client.close()


async def opened(
    desk: Stage,
    browser: Browser,
    scheme: str,
    width: int,
) -> tuple[Page, BrowserContext, list[str]]:
    context = await browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="es-ES",
    )
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("request", lambda r: None if desk.host in r.url else faults.append(r.url))
    address = link(desk.person("javier.montero"), await desk.store.now(), SETTINGS, desk.directory.tenant)
    await page.goto(f"http://{desk.host}{address}")
    await page.get_by_role("button").click()
    await page.wait_for_selector("figure img")
    await page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    return page, context, faults


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]
)
async def test_the_dashboard_and_one_s_own_page_are_clean_to_axe_and_loads_nothing_from_elsewhere(
    desk: Stage,
    browser: Browser,
    scheme: str,
    width: int,
) -> None:
    page, context, faults = await opened(desk, browser, scheme, width)
    found = await Axe().run(page)
    await picture(page, f"stats-{scheme}-{width}")
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    await page.get_by_role("link", name="Tus cifras").click()
    await page.wait_for_url("**/stats/own")
    own = await Axe().run(page)
    await picture(page, f"stats-own-{scheme}-{width}")
    overflow = max(overflow, await page.evaluate("document.documentElement.scrollWidth - innerWidth"))
    await context.close()
    assert faults == []
    assert found.violations_count == 0, found.generate_report()
    assert own.violations_count == 0, own.generate_report()
    assert overflow <= 0


async def picture(page: Page, name: str) -> None:
    folder = Path(__file__).parents[2] / "screenshots"
    folder.mkdir(exist_ok=True)
    width = await page.evaluate("innerWidth")
    await page.screenshot(
        path=folder / f"{name}.png",
        caret="initial",
        full_page=True,
        clip={"x": 0, "y": 0, "width": width, "height": 1700},
    )


EVIL = """"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>{{7*7}} =cmd|'/C calc'!A0"""


async def test_hostile_words_and_names_are_text_on_the_page_and_in_its_charts(
    store: Store, browser: Browser
) -> None:
    """What people wrote, and what a directory calls its departments and topics."""
    library = example_library()
    directory = library.directory
    departments = {
        key: replace(one, name={"es": f"{EVIL} {key}", "en": EVIL})
        for key, one in directory.departments.items()
    }
    topics = {key: replace(one, name={"es": EVIL, "en": EVIL}) for key, one in directory.topics.items()}
    hostile = replace(directory, departments=departments, topics=topics)
    desk = Stage(store, replace(library, directory=hostile))
    register(desk.app)
    await desk.client.start_server()
    try:
        await histories.keep(store, hostile, 300, seed=1, until=await store.now(), days=60)
        number = await desk.ask(desk.person("irene.cobo"), f"el portátil no enciende {EVIL}")
        if (await desk.request(number)).unseen:
            await desk.act(desk.person("irene.cobo"), "want_person", number, side="asks")
        page, context, faults = await opened(desk, browser, "light", 1440)
        hacked = await page.evaluate("window.hacked")
        for chart in CHARTS:  # opened by itself a chart is a document, in which a script would run
            alone = await context.new_page()
            answer = await alone.goto(f"http://{desk.host}/stats/chart/{chart}.svg")
            assert answer is not None
            assert answer.headers["content-security-policy"]
            assert await alone.evaluate("window.hacked") is None
            assert await alone.evaluate("document.scripts.length") == 0
            await alone.close()
        shown = await page.inner_text("body")
        planted = await page.evaluate(
            "(() => { const s = document.createElement('script'); s.textContent = 'window.hacked=2';"
            " document.body.append(s); return window.hacked })()"
        )
        await context.close()
    finally:
        await desk.client.close()
    assert "window.hacked=1" in shown, "as text"
    assert hacked is None
    assert planted is None, "the policy lets nothing inline run"
    assert [fault for fault in faults if "inline" not in fault] == []


CUT = """() => {
  const whole = document.documentElement.getBoundingClientRect();
  const boxes = [...document.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
  return [boxes.length, boxes.filter(([_, b]) => b.width && (b.left < whole.left || b.right > whole.right
    || b.top < whole.top || b.bottom > whole.bottom)).map(([text]) => text)];
}"""


async def test_no_letter_of_a_chart_is_cut_whatever_font_stands_in(desk: Stage, browser: Browser) -> None:
    page, context, _ = await opened(desk, browser, "light", 1440)
    for chart in CHARTS:
        await page.goto(f"http://{desk.host}/stats/chart/{chart}.svg")
        texts, cut = await page.evaluate(CUT)
        assert texts > 5
        assert cut == [], chart
    await context.close()


async def test_a_figure_leads_to_its_requests_and_a_filter_stays(desk: Stage, browser: Browser) -> None:
    page, context, faults = await opened(desk, browser, "light", 1440)
    await page.locator("select[name=platform]").select_option("simulated")
    await page.get_by_role("button").click()
    await page.wait_for_url("**platform=simulated**")
    await page.locator("section[aria-labelledby=topics] tbody a").first.click()
    await page.wait_for_url("**topic=**")
    rows = await page.locator("section.requests tbody tr").count()
    assert rows > 0
    assert "platform=simulated" in page.url
    await page.emulate_media(media="print", color_scheme="dark")
    assert not await page.locator(".filters").is_visible(), "on paper there is nothing to press"
    assert await page.locator("#figures").is_visible()
    light = "getComputedStyle(document.body).color"
    assert await page.evaluate(light) == "rgb(0, 0, 0)", "black on white, in a dark scheme too"
    assert (await page.pdf()).startswith(b"%PDF")
    await context.close()
    assert faults == []
