"""An owner of forty, by keyboard, on one screen."""

import pytest
from msgspec.structs import replace
from playwright.async_api import expect

from bot.hearing import Said
from bot.words import of
from handlers.web.gateway import place_of
from tests.end_to_end.conftest import picture

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ES = of("es")
WORDS = (
    "No me ha llegado la nómina de octubre y la necesito para el banco",
    "La nómina de este mes no aparece, ¿me la podéis mandar?",
    "No encuentro mi nómina de octubre por ninguna parte",
    "La nómina del mes pasado no está en el portal",
)


async def crowd(company, count: int):
    """`count` requests of other departments' people, each in a thread of its own; the owner who has most of them."""
    people = [p.id for p in company.directory.people.values() if p.department not in ("payroll", "concierge")]
    for n in range(count):
        by = people[n % len(people)]
        place = replace(place_of(by, "asks"), thread=f"t{n}")
        said = Said(id=f"crowd-{n}", by=by, text=WORDS[n % 4], place=place, as_requester=True)
        assert (await company.desk.hear(said)).kind == "done"
    await company.worker.settle()
    owners = [await company.owner_of(number) for number in range(1001, 1001 + count)]
    return max(set(owners), key=owners.count)


async def test_three_are_picked_and_resolved_in_one_act_by_keyboard_and_undone(company):
    owner = await crowd(company, 6)
    page = await company.page(work=owner, show="work", lang="es")
    await expect(page.locator("#rows [data-row]").first).to_be_visible()
    before = await page.locator("#rows [data-row]").count()
    await page.keyboard.press("j")
    for _ in range(2):
        await page.keyboard.press("x")
        await page.keyboard.press("j")
    await expect(page.locator(".bulk")).to_contain_text("2")
    await page.keyboard.press("e")
    await page.locator("#dialog [name='f.text']").fill("Enviadas otra vez")
    await page.locator("#dialog button[type=submit]").click()
    await expect(page.locator("#told-work")).to_contain_text(ES("desk-told-done-many", count=2))
    await expect(page.locator("#rows [data-row]")).to_have_count(before - 2)
    await page.locator("body").press("u")
    await expect(page.locator("#rows [data-row]")).to_have_count(before)
    assert company.faults == []


async def test_with_both_sides_on_a_small_screen_the_queue_has_room_for_what_they_said_and_by_when(company):
    owner = await crowd(company, 3)
    asker = company.person("irene.cobo")
    page = await company.page(work=owner, asks=asker, lang="en", width=1300)
    row = page.locator("#rows tbody tr").first
    words, due = row.locator(".c-words"), row.locator(".c-due")
    assert await words.evaluate("cell => cell.clientWidth") >= 110
    assert await due.evaluate("cell => cell.scrollWidth <= cell.clientWidth")
    assert await page.locator("#rows thead").evaluate("head => head.clientHeight") <= 30, "one line"


async def test_forty_stand_on_one_screen_and_are_searched_and_filtered(company):
    owner = await crowd(company, 40)
    for number in range(1001, 1041):
        if (has := await company.owner_of(number)) != owner:
            await company.act(has, "hand_over", number, text="reparto", to=f"person:{owner}")
            await company.act(owner, "take", number)
    page = await company.page(work=owner, show="work", lang="es", width=1680, height=1250, scheme="dark")
    rows = page.locator("#rows [data-row]")
    await expect(rows).to_have_count(40)
    await expect(rows.last).to_be_in_viewport()
    await picture(page, "8-forty")
    await page.keyboard.press("/")
    await page.keyboard.type("R-1007")
    await expect(rows).to_have_count(1)
    await page.locator("#search").fill("")
    await expect(rows).to_have_count(40)
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.locator("#open-title")).to_be_visible()
    await page.keyboard.press("r")
    await page.keyboard.type("Mañana la tienes")
    await page.keyboard.press("Enter")
    await expect(page.locator(".step--mine")).to_contain_text("Mañana la tienes")
    await picture(page, "9-forty-open")


async def test_keys_do_nothing_while_somebody_writes_or_has_turned_them_off(company):
    owner = await crowd(company, 1)
    page = await company.page(work=owner, show="work", lang="es")
    await expect(page.locator("#rows [data-row]")).to_have_count(1)
    await page.locator("#search").focus()
    await page.keyboard.type("jx?e")
    await expect(page.locator("#search")).to_have_value("jx?e")
    await expect(page.locator("#help")).to_be_hidden()
    await page.locator("#search").fill("")
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await expect(page.locator("#help")).to_be_visible()
    await page.locator("#keys-on").uncheck()
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await expect(page.locator("#help")).to_be_hidden()
