"""For everybody: axe finds nothing, it fits a phone, it works in the dark, and nothing on it is too small to hit."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Frame, Page, expect

from bot.words import of
from tests.end_to_end.conftest import picture

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ES = of("es")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def assert_no_violations(page: Page | Frame, where: str) -> None:
    results = await Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    found = [
        f"{where}: {violation['id']}: {node['html'][:200]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
    assert found == []


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]
)
async def test_axe_finds_nothing_in_any_state_of_the_page(company, scheme, width):
    irene, ana = company.person("irene.cobo"), company.person("ana.ruiz")
    page = await company.page(asks=irene, work=ana, lang="es", scheme=scheme, width=width)
    await assert_no_violations(page, "opened")
    await page.locator(".tries button").first.click()
    await page.keyboard.press("Enter")
    await expect(page.locator(".card--receipt")).to_be_visible()
    await expect(page.locator("#rows [data-row]")).to_have_count(1)
    await assert_no_violations(page, "asked")
    await page.locator("#rows [data-row]").click()
    await expect(page.locator("#open-title")).to_be_visible()
    await page.locator("#rows [name=pick]").evaluate("box => box.click()")
    await assert_no_violations(page, "request open, one picked")
    await page.locator("#open-acts [data-key=h]").click()
    await expect(page.locator("#dialog")).to_be_visible()
    await assert_no_violations(page, "dialog")
    await picture(page, f"dialog-{scheme}-{width}")
    await page.keyboard.press("Escape")
    await page.locator("#pane-asks details.be summary").click()
    await assert_no_violations(page, "people")
    await page.locator("#pane-asks details.be summary").click()
    await page.locator("[data-dialog='#help']").click()
    await assert_no_violations(page, "help")
    await page.keyboard.press("Escape")
    await picture(page, f"page-{scheme}-{width}")


async def test_a_phone_scrolls_one_way_only(company):
    page = await company.page(lang="es", width=360, height=740)
    await page.locator(".tries button").first.click()
    await page.keyboard.press("Enter")
    await expect(page.locator(".card--receipt")).to_be_visible()
    for show in ("both", "asks", "work"):
        await page.locator(f"[data-show-side={show}]").click()
        wide = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, show


@pytest.mark.parametrize("ends_with", ["Enter", "Escape"])
async def test_whoever_presses_by_keyboard_is_where_they_were_afterwards(company, ends_with):
    irene, ana = company.person("irene.cobo"), company.person("ana.ruiz")
    await company.ask(irene, "No me ha llegado la nómina de octubre")
    page = await company.page(asks=irene, work=ana, show="asks", lang="es")
    receipt = page.locator(".card--receipt")
    private = receipt.get_by_role("button", name=ES("button-make_private"), exact=True)
    await receipt.get_by_role("button", name=ES("button-set_wanted_by"), exact=True).press("Enter")
    await expect(page.locator("#field-due")).to_be_focused()
    await page.keyboard.type("el lunes")
    await page.keyboard.press(ends_with)
    await expect(page.locator("#dialog")).to_be_hidden()
    await expect(receipt.get_by_role("button", name=ES("button-set_wanted_by"), exact=True)).to_be_focused()
    await private.press("Enter")
    await expect(page.locator("#told-asks")).not_to_be_empty()
    await expect(private).to_have_count(0)
    await expect(page.locator("#pane-asks [data-scroll]")).to_be_focused()
    assert company.faults == []


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("lang", ["es", "en"])
async def test_a_queue_says_whole_by_when_on_a_phone_too(company, lang, width):
    await company.at(2, 18, 30)  # Ana has gone home: what comes is due tomorrow
    await company.ask(company.person("irene.cobo"), "No me ha llegado la nómina de octubre")
    page = await company.page(
        work=company.person("ana.ruiz"), show="work", lang=lang, width=width, height=844
    )
    due = page.locator("#rows tbody .c-due")
    await expect(due).to_have_text(re.compile(f"^{of(lang)('desk-tomorrow')}, "))
    assert await due.evaluate("cell => cell.scrollWidth <= cell.clientWidth")


@pytest.mark.parametrize("show", ["both", "asks"])
async def test_on_a_phone_what_comes_is_seen_above_the_composer_from_its_beginning(company, show):
    page = await company.page(asks=company.person("irene.cobo"), show=show, lang="es", width=390, height=844)
    seen = """card => { const box = card.getBoundingClientRect();
        return [box.top, document.querySelector("#write").getBoundingClientRect().top - box.bottom]; }"""
    await page.locator(".tries button").first.click()
    await page.keyboard.press("Enter")
    receipt = page.locator(".card--receipt")
    await expect(receipt.get_by_role("button").last).to_be_in_viewport(ratio=1)
    top, above = await receipt.evaluate(seen)
    assert top >= 0
    assert above >= 0
    await page.locator(".tries button").nth(1).click()
    await page.keyboard.press("Enter")
    article = page.locator(".card--article")  # longer than the screen has room
    await expect(article.locator(".card__title")).to_be_in_viewport(ratio=1)
    assert (await article.evaluate(seen))[0] < 400
    await picture(page, f"phone-{show}")
    assert company.faults == []


async def test_on_a_phone_the_page_stays_where_its_reader_has_gone_on_to(company):
    irene, ana = company.person("irene.cobo"), company.person("ana.ruiz")
    for _ in range(2):
        await company.ask(irene, "No me ha llegado la nómina de octubre")
    page = await company.page(asks=irene, work=ana, lang="es", width=390, height=844)
    await page.locator("#messages").evaluate("box => box.scrollIntoView({ block: 'start' })")
    before = await page.evaluate("scrollY")
    await company.ask(irene, "El portátil no enciende")
    await expect(page.locator(".card--receipt")).to_have_count(2)
    await expect(page.locator(".card--receipt").last).not_to_be_in_viewport()
    await expect(page.locator("#messages h3").first).to_be_in_viewport()
    assert await page.evaluate("scrollY") >= before
    assert company.faults == []


async def test_everything_to_press_is_at_least_24_pixels_each_way(company):
    irene, ana = company.person("irene.cobo"), company.person("ana.ruiz")
    page = await company.page(asks=irene, work=ana, lang="es")
    await page.locator(".tries button").first.click()
    await page.keyboard.press("Enter")
    await expect(page.locator("#rows [data-row]")).to_have_count(1)
    await page.locator("#rows [data-row]").click()
    await expect(page.locator("#open-title")).to_be_visible()
    small = await page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], summary, label:has(input), textarea, select")]
            .filter((e) => e.checkVisibility() && !e.closest(".prose, .skip, p.prose"))
            .map((e) => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.height < 23.9 || box.width < 23.9))
            .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
    )
    assert small == []


async def test_a_loud_message_is_put_where_a_screen_reader_announces_it_politely(company):
    irene, ana = company.person("irene.cobo"), company.person("ana.ruiz")
    page = await company.page(asks=irene, work=ana, lang="es")
    assert await page.locator("#heard-work").get_attribute("aria-live") == "polite"
    await page.locator(".tries button").first.click()
    await page.keyboard.press("Enter")
    await expect(page.locator("#heard-asks")).to_contain_text("R-1001")
    await expect(page.locator("#heard-work")).to_contain_text("R-1001")


async def test_what_has_the_focus_is_seen_to_have_it(company):
    page = await company.page(lang="es")
    for _ in range(12):
        await page.keyboard.press("Tab")
        shown = await page.evaluate(
            """() => { const s = getComputedStyle(document.activeElement);
                const label = document.activeElement.closest("label");
                return s.outlineStyle !== "none" || (label && getComputedStyle(label).outlineStyle !== "none"); }"""
        )
        assert shown
