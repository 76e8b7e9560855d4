"""The personal tab in a real browser: framed by a page of Teams' that signs on, and by nobody else."""

import json
import re
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, BrowserContext, Frame, Page, Route, expect

from bot.simulation import kept
from bot.store.store import Store
from bot.words import of
from knowledge.directory import DepartmentId
from tests.end_to_end.conftest import picture
from tests.end_to_end.test_access import assert_no_violations
from tests.handlers.teams.stage import PAYSLIP, PAYSLIP_EN, Stage, read
from tests.handlers.teams.test_tab import claims
from tests.teams_server.server import FakeTeams, User, running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TEAMS = "https://teams.microsoft.com"
# What Teams' client does for a tab: it answers a greeting, and gives the directory's token for who is signed in.
CLIENT = """<!doctype html><style>body{margin:0}iframe{border:0;width:100vw;height:100vh}</style>
<iframe id="tab" src="%s"></iframe><script>
addEventListener("message", (event) => {
  const { id, func } = event.data;
  const args = func === "initialize" ? ["web"] : func === "authentication.getAuthToken" ? [true, %s] : [];
  event.source.postMessage({ id, args }, event.origin);
});
</script>"""


@pytest.fixture
async def browser(browser: Browser) -> AsyncIterator[BrowserContext]:
    """Of one test, closed before the server is."""
    context = await browser.new_context(viewport={"width": 1180, "height": 860}, locale="es-ES")
    # A page of the internet may frame one of this machine only where somebody allows it.
    await context.grant_permissions(["local-network-access"])
    yield context
    await context.close()


@pytest.fixture
async def stage(store: Store) -> AsyncIterator[Stage]:
    async with running(FakeTeams()) as fake, await Stage.make(store, fake) as stage:
        await stage.everybody()
        yield stage


async def framed(
    browser: BrowserContext, stage: Stage, user: User, faults: list[str], host: str, *, stopped: bool = False
) -> Page:
    """`stopped`: the page's own clock goes on only when it is told to."""
    token = stage.fake.signer.token(claims(stage, user))
    page = await browser.new_page()
    if stopped:
        await page.clock.install()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    html = CLIENT % (stage.server.make_url("/teams/tab"), json.dumps(token))

    async def client(route: Route) -> None:
        await route.fulfill(content_type="text/html", body=html)

    await page.route(f"{host}/**", client)
    await page.goto(f"{host}/v2/")
    return page


def tab(page: Page) -> Frame:
    return next(frame for frame in page.frames if "/teams/tab" in frame.url)


async def test_an_owner_serves_in_the_tab_and_a_requester_reads_there(stage: Stage, browser: BrowserContext):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    owner, faults = stage.user_of(request.owner), list[str]()
    page = await framed(browser, stage, owner, faults, TEAMS)
    await expect(page.frame_locator("#tab").locator("#rows")).to_contain_text(request.ref)
    await tab(page).click(f"#to-{request.number}")
    await expect(page.frame_locator("#tab").locator("#opened")).to_contain_text("nómina de octubre")
    await picture(page, "teams-tab-owner")
    await tab(page).fill("#reply", "Te la mando hoy mismo.")
    await tab(page).click("#opened form.write button[type=submit]")
    await expect(page.frame_locator("#tab").locator("#open-history")).to_contain_text(
        "Te la mando hoy mismo."
    )
    await stage.settle()
    assert "Te la mando hoy mismo." in read(stage.shown(berta)[-1].card)
    assert faults == []

    page = await framed(browser, stage, berta, faults, TEAMS)
    asked = page.frame_locator("#tab").locator(".asked")
    await expect(asked).to_contain_text(request.ref)
    await asked.locator("summary").click()
    await expect(asked.locator(".steps")).to_contain_text("Te la mando hoy mismo.")
    await picture(page, "teams-tab-requester")
    assert await page.frame_locator("#tab").locator("#queue-form").count() == 0
    assert faults == []


async def test_a_lead_sees_the_dashboard_in_the_tab(stage: Stage, browser: BrowserContext):
    await kept.keep(stage.store, stage.library.directory, 120, seed=3, until=await stage.store.now(), days=60)
    lead = stage.library.directory.departments[DepartmentId("it")].lead
    faults = list[str]()
    page = await framed(browser, stage, stage.user_of(lead), faults, TEAMS)
    inside = page.frame_locator("#tab")
    await inside.locator("[data-stats='']").click()
    say = of(stage.library.directory.people[lead].languages[0])
    await expect(inside.locator("#figures-page")).to_contain_text(say("stats-summary"))
    chart = inside.locator("#figures-page img").first
    await expect(chart).to_have_attribute("src", re.compile("^blob:"))
    assert await chart.evaluate("async chart => { await chart.decode(); return chart.naturalWidth > 0; }")
    await picture(page, "teams-tab-figures")
    await inside.locator("#back").click()
    await inside.locator("[data-stats='/own']").click()
    await expect(inside.locator("#figures-page")).to_contain_text(say("figures-own-title"))
    await inside.locator("#back").click()
    await expect(inside.locator("#rows")).to_be_visible()
    assert faults == []


async def test_nobody_else_may_frame_the_tab(stage: Stage, browser: BrowserContext):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    faults = list[str]()
    page = await framed(browser, stage, berta, faults, "https://teams.microsoft.com.evil.example")
    await expect(page.frame_locator("#tab").locator(".asked")).to_have_count(0)
    assert any("frame-ancestors" in fault for fault in faults)


async def test_what_is_new_comes_into_the_queue_by_itself_and_leaves_what_is_open_alone(
    stage: Stage, browser: BrowserContext
):
    await stage.say(stage.colleague("Berta Solís"), PAYSLIP)
    first = await stage.newest()
    owner, faults = stage.user_of(first.owner), list[str]()
    page = await framed(browser, stage, owner, faults, TEAMS, stopped=True)
    inside = page.frame_locator("#tab")
    await expect(inside.locator("#rows")).to_contain_text(first.ref)
    await tab(page).click(f"#to-{first.number}")
    await inside.locator("#reply").fill("Te la mando")
    asker = stage.colleague("Carlos Pla")
    for _ in range(12):  # owners take turns
        await stage.say(asker, PAYSLIP)
        if (second := await stage.newest()).owner == first.owner and second.number != first.number:
            break
    await page.clock.fast_forward(31_000)
    await expect(inside.locator("#rows")).to_contain_text(second.ref)
    await expect(inside.locator("#reply")).to_have_value("Te la mando")
    assert faults == []


@pytest.mark.parametrize("language", ["es", "en"])
async def test_axe_finds_nothing_in_the_tab(stage: Stage, browser: BrowserContext, language: str):
    locale, text = {"es": ("es-ES", PAYSLIP), "en": ("en-GB", PAYSLIP_EN)}[language]
    berta = stage.colleague("Berta Solís", locale=locale)
    await stage.say(berta, text)
    request = await stage.newest()
    directory = stage.library.directory
    people = dict(directory.people)
    people[request.owner] = replace(people[request.owner], languages=(language,))
    stage.library = replace(stage.library, directory=replace(directory, people=people))
    owner, faults = stage.user_of(request.owner), list[str]()
    page = await framed(browser, stage, owner, faults, TEAMS)
    inside = page.frame_locator("#tab")
    await expect(inside.locator("#rows")).to_contain_text(request.ref)
    await assert_no_violations(tab(page), "queue")
    await tab(page).click(f"#to-{request.number}")
    await expect(inside.locator("#open-title")).to_be_visible()
    await assert_no_violations(tab(page), "open")
    await tab(page).click("#open-acts [data-key=h]")
    await expect(inside.locator("#dialog")).to_be_visible()
    await assert_no_violations(tab(page), "dialog")
    page = await framed(browser, stage, berta, faults, TEAMS)
    await page.frame_locator("#tab").locator(".asked summary").click()
    await expect(page.frame_locator("#tab").locator(".asked .steps")).to_be_visible()
    await assert_no_violations(tab(page), "asked")
    assert await tab(page).evaluate("document.documentElement.lang") == language
    assert faults == []
