"""The whole desk in a real browser: web, worker and Redis for real; headless Chromium looks at it."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

from bot.store.store import Store
from tests.handlers.web.stage import Stage, example_library

SCREENSHOTS = Path(__file__).parent.parent / "screenshots"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    if path is None:
        sentence = f"no browser on this machine: none of {', '.join(NAMES)} is on PATH"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        await browser.close()


class Company(Stage):
    """The desk with a worker that never rests, and pages that must stay clean."""

    def __init__(self, store: Store, browser: Browser) -> None:
        super().__init__(store, example_library())
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []
        self.loaded: list[str] = []

    async def page(
        self, *, width: int = 1440, height: int = 900, scheme: str = "light", **query: object
    ) -> Page:
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            locale="es-ES",
            timezone_id="Europe/Madrid",
        )
        self.contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)
        page.on("request", lambda request: self.loaded.append(request.url))
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        await page.goto(f"http://{self.host}/desk?{asked}")
        await page.wait_for_selector("#pane-asks[data-live=yes], #pane-work[data-live=yes]", state="attached")
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        # htmx logs it as an error when we have it drop an older question for a newer one.
        dropped = message.text.startswith(("htmx:afterRequest", "htmx:sendAbort"))
        if message.type == "error" and not dropped:
            self.faults.append(message.text)


@pytest.fixture
async def company(store: Store, browser: Browser) -> AsyncIterator[Company]:
    company = Company(store, browser)
    await company.client.start_server()
    await company.at(1, 10, 42)  # everybody is at work, and Friday is near
    working = asyncio.create_task(company.worker.run())
    yield company
    for context in company.contexts:
        await context.close()
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    await company.client.close()


async def picture(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    # Hiding the caret would be an inline style, which our policy stops.
    await page.screenshot(path=SCREENSHOTS / f"{name}.png", caret="initial")
