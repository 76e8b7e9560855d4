"""Two things in one message, and the days' routes, as people see them: in a real browser."""

import pytest
from playwright.async_api import expect

from bot.delivery.reach import web_place
from bot.figures.guided import routes_card
from bot.figures.straight import Day
from bot.words import of
from knowledge.directory import DepartmentId
from tests.end_to_end.conftest import picture

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ES = of("es")
BOTH = "El portátil no enciende y además me falta el recibo de nómina de octubre"


async def test_two_things_are_said_to_be_two_and_one_tap_parts_them(company):
    irene = company.person("irene.cobo")
    page = await company.page(asks=irene, lang="es")
    left = page.locator("#pane-asks")
    await company.ask(irene, BOTH)
    receipt = left.locator(".card--receipt")
    await expect(receipt).to_contain_text("dos cosas")
    await picture(page, "two-things")
    await receipt.get_by_role("button", name=ES("button-split"), exact=True).click()
    await expect(left.locator(".card--receipt")).to_have_count(2)
    await expect(left.locator(".card--receipt").last).to_contain_text("Nóminas")
    await expect(left.get_by_role("button", name=ES("button-split"), exact=True)).to_have_count(0)
    await picture(page, "two-things-parted")
    assert company.faults == []


async def test_a_lead_judges_the_days_routes_on_the_page(company):
    it = DepartmentId("it")
    lead = company.directory.departments[it].lead
    number = await company.ask(company.person("irene.cobo"), "El portátil no enciende")
    request = await company.request(number)
    card = routes_card([request], [Day(request.asked_at.date(), 1, 1)], it, company.directory, ES)
    await company.gateway.post(web_place(lead, "work"), card, key="0/routes", loud=True)
    page = await company.page(work=lead, lang="es")
    shown = page.locator(".card--routes")
    await expect(shown).to_contain_text(f"R-{number}")
    await picture(page, "days-routes")
    await shown.get_by_role("button", name=ES("button-guided-better"), exact=True).click()
    await expect(page.locator("#dialog")).to_contain_text("Contraseña")
    await page.keyboard.press("Escape")
    await shown.get_by_role("button", name=ES("button-route_right"), exact=True).click()
    await expect(page.locator("#told-work")).to_contain_text(f"R-{number}")
    assert (await company.request(number)).route_right
    assert company.faults == []
