"""What people write is data, in a real browser too; and what is not ours does not run and is not loaded."""

import asyncio

import pytest
from playwright.async_api import expect

from handlers.web.live import OPEN
from tests.handlers.web.stage import STORY
from tests.handlers.web.test_render import HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


async def test_hostile_words_run_nothing_and_load_nothing_on_either_side(company):
    irene = company.person("irene.cobo")
    page = await company.page(asks=irene, lang="es")
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    text = f"{STORY}. {' '.join(HOSTILE)}"
    await page.locator("#said").fill(text)
    await page.keyboard.press("Enter")
    await expect(page.locator(".entry--own .said")).to_contain_text("</blockquote><form")
    owner = await company.owner_of(1001)
    page = await company.page(asks=irene, work=owner, lang="es", open=1001)
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    await expect(page.locator(".steps .said").first).to_contain_text("<script>alert(1)</script>")
    await page.locator("#reply").fill(text)
    await page.keyboard.press("Enter")
    await expect(page.locator(".entry--said .said")).to_contain_text("<img src=x onerror=alert(1)>")
    assert await page.locator(".said script, .said img, .said form, .said b, .said a").count() == 0
    assert asked == []
    assert company.faults == []
    assert [
        url
        for url in company.loaded
        if not url.startswith((f"http://{company.host}/", f"ws://{company.host}/"))
    ] == []


async def test_the_policy_stops_a_planted_script_and_a_planted_style(company):
    page = await company.page(lang="es")
    await page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.planted = true";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.planted = true'><p id=styled style='position:fixed'>x</p>");
        }"""
    )
    await expect(page.locator("img[src=x]")).to_have_js_property("complete", True)
    assert await page.evaluate("window.planted") is None
    assert await page.evaluate("getComputedStyle(document.querySelector('#styled')).position") == "static"
    assert any("Content Security Policy" in fault for fault in company.faults)


async def test_a_browser_that_lost_the_desk_gets_what_it_missed_once(company):
    irene = company.person("irene.cobo")
    page = await company.page(asks=irene, show="asks", lang="es")
    await page.evaluate(
        """() => { window.sockets = []; const made = htmx.createWebSocket;
            htmx.createWebSocket = (url) => { const s = made(url); window.sockets.push(s); return s; }; }"""
    )
    for socket in list(company.app[OPEN]):
        await socket.close(code=1012)
    await company.say(irene, "No me ha llegado la nómina de octubre")
    await company.worker.settle()
    await expect(page.locator(".card--receipt")).to_have_count(1)
    await asyncio.gather(*(company.worker.settle() for _ in range(2)))
    await expect(page.locator("#stream-asks .entry")).to_have_count(2)
