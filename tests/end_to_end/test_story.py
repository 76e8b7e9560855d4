"""The story that the desk is for, told by two people in a real browser."""

import re

import pytest
from playwright.async_api import expect

from bot.words import of
from tests.end_to_end.conftest import picture

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ES, EN = of("es"), of("en")


async def test_from_a_colleagues_own_words_to_an_accountable_owner_and_back(company):
    """In Spanish, both sides on one page."""
    irene, ana = company.person("irene.cobo"), company.person("ana.ruiz")
    page = await company.page(asks=irene, work=ana, lang="es")
    left, right = page.locator("#pane-asks"), page.locator("#pane-work")
    await picture(page, "1-opens")

    await left.locator(".tries button").first.click()
    await page.keyboard.press("Enter")
    receipt = left.locator(".card--receipt")
    await expect(receipt).to_contain_text("Ana Ruiz Peña", timeout=2000)
    await expect(receipt).to_contain_text("viernes")
    for verb in ("not_this", "make_private", "want_person"):
        await expect(receipt.get_by_role("button", name=ES(f"button-{verb}"), exact=True)).to_be_visible()
    await expect(left.locator(".entry--own")).to_contain_text("no me ha llegado la nómina de octubre")

    card = right.locator(".card--assignment")
    await expect(card).to_contain_text("no me ha llegado la nómina de octubre")
    await expect(card).to_contain_text("Irene Cobo Mateo")
    await expect(right.locator("#rows [data-row]")).to_have_count(1)
    await picture(page, "2-asked")

    await right.locator("#rows [data-row]").click()
    await right.locator("#reply").fill("Hola, Irene. El banco devolvió el envío; te la mando hoy.")
    await page.keyboard.press("Enter")
    said = left.locator(".entry--said")
    await expect(said).to_contain_text("te la mando hoy")
    await expect(said).to_contain_text("Ana Ruiz Peña")
    await expect(right.locator(".step--mine")).to_contain_text("te la mando hoy")

    await page.locator("#open-title").focus()
    await page.keyboard.press("n")
    await page.locator("#dialog textarea").fill("El IBAN estaba mal en la ficha.")
    await page.locator("#dialog button[type=submit]").click()
    await expect(right.locator(".step--private")).to_contain_text("El IBAN estaba mal")

    await page.locator("#open-title").focus()
    await page.keyboard.press("p")
    await page.locator("#dialog [name='f.due']").fill("mañana a las 12:00")
    await page.locator("#dialog button[type=submit]").click()
    await expect(page.locator("#dialog")).to_be_hidden()
    await expect(left.locator(".card--promise")).to_contain_text("12:00")
    await picture(page, "3-under-way")

    await page.locator("#open-title").focus()
    await page.keyboard.press("e")
    await page.locator("#dialog [name='f.text']").fill("Enviada otra vez, con la cuenta buena.")
    await page.locator("#dialog button[type=submit]").click()
    resolved = left.locator(".card--resolved").last
    await expect(resolved).to_contain_text("Enviada otra vez, con la cuenta buena.")
    await expect(left.get_by_text("El IBAN estaba mal")).to_have_count(0)

    await right.locator("#told-work [data-undo]").click()
    await expect(right.locator("#told-work")).to_contain_text("R-")
    await expect(right.locator("#rows [data-row]")).to_have_count(1)
    assert company.faults == []


async def test_two_people_in_two_browsers_in_english(company):
    james, ana = company.person("james.whitfield"), company.person("ana.ruiz")
    asks = await company.page(asks=james, show="asks", lang="en", width=900)
    work = await company.page(work=ana, show="work", lang="en", width=1200)
    story = asks.locator("#pane-asks .tries button").first
    await expect(story).to_contain_text("payslip")
    await story.click()
    await asks.keyboard.press("Enter")
    await expect(asks.locator(".card--receipt")).to_contain_text("Ana Ruiz Peña", timeout=2000)
    await expect(asks.locator(".card--receipt")).to_contain_text("Friday")

    row = work.locator("#rows [data-row]")
    await expect(row).to_have_count(1)
    # Ana's first language is Spanish; whoever plays her reads English.
    card = work.locator(".card--assignment")
    await expect(card.get_by_role("button", name=EN("button-take"), exact=True)).to_be_visible()
    await row.click()
    await expect(work.locator("#opened")).to_contain_text(EN("desk-reply-to", name="James Whitfield"))
    await work.locator("#reply").fill("Sent again, James.")
    await work.keyboard.press("Enter")
    await expect(asks.locator(".entry--said")).to_contain_text("Sent again, James.")

    await asks.locator("#said").fill("Thanks, it is here now")
    await asks.keyboard.press("Enter")
    await expect(work.locator(".steps")).to_contain_text("it is here now")
    await picture(work, "5-english-work")

    await work.locator("#open-title").focus()
    await work.keyboard.press("e")
    await work.locator("#dialog [name='f.text']").fill("Sent once more to the right account.")
    await work.locator("#dialog button[type=submit]").click()
    resolved = asks.locator(".card--resolved").last
    await expect(resolved).to_contain_text("Sent once more to the right account.")
    await resolved.get_by_role("button", name=EN("button-rate-met"), exact=True).click()
    await expect(asks.locator("#told-asks")).to_contain_text("R-1001")
    await picture(asks, "4-english-asks")
    assert company.faults == []


async def test_a_danger_is_told_the_emergency_contact_first(company):
    irene = company.person("irene.cobo")
    page = await company.page(asks=irene, show="asks", lang="es")
    await page.locator(".tries button").nth(2).click()
    await page.keyboard.press("Enter")
    await expect(page.locator(".card--danger")).to_contain_text("112")
    await picture(page, "6-danger")


async def test_a_known_answer_comes_at_once_with_who_stands_behind_it(company):
    irene = company.person("irene.cobo")
    page = await company.page(asks=irene, show="asks", lang="es")
    await page.locator(".tries button").nth(1).click()
    await page.keyboard.press("Enter")
    article = page.locator(".card--article")
    await expect(article.locator(".prose")).to_be_visible()
    await picture(page, "7-article")
    await article.get_by_role("button", name=ES("button-article_solved"), exact=True).click()
    await expect(page.locator(".card--article")).to_have_count(0)


async def test_an_empty_message_gets_its_sentence_and_one_that_is_too_long_stays_where_it_was_typed(company):
    page = await company.page(asks=company.person("irene.cobo"), show="asks", lang="es")
    said = page.locator("#said")
    await said.press("Enter")
    await expect(page.locator("#told-asks")).to_contain_text(ES("desk-empty"))
    long = "palabra " * 5_001
    await said.fill(long)
    await said.press("Enter")
    await expect(page.locator("#told-asks")).to_contain_text("40")
    assert await said.input_value() == long


async def test_shift_enter_makes_a_line_and_enter_sends(company):
    page = await company.page(asks=company.person("irene.cobo"), show="asks", lang="es")
    await page.locator("#said").press_sequentially("La impresora")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("no imprime")
    await page.keyboard.press("Enter")
    await expect(page.locator(".entry--own .said")).to_have_text("La impresora\nno imprime")
    await expect(page.locator("#said")).to_have_value("")


async def test_a_file_that_was_chosen_is_named_beside_its_button_until_it_is_sent(company):
    irene = company.person("irene.cobo")
    page = await company.page(asks=irene, lang="es")
    await page.locator("#file-asks").set_input_files(
        [{"name": "nómina octubre.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}]
    )
    named = page.locator("output[for=file-asks]")
    await expect(named).to_have_text("nómina octubre.pdf")
    await picture(page, "file")
    await page.locator("#said").fill("No me ha llegado la nómina de octubre")
    await page.keyboard.press("Enter")
    await expect(page.locator(".entry--own .said").first).to_contain_text("octubre")
    await expect(named).to_have_text("")
    assert company.faults == []


async def test_words_can_be_added_to_a_request_by_its_card(company):
    page = await company.page(asks=company.person("irene.cobo"), show="asks", lang="es")
    await page.locator(".tries button").first.click()
    await page.keyboard.press("Enter")
    await page.locator("[data-into]").first.click()
    await expect(page.locator("#into-asks")).to_contain_text("R-")
    await page.keyboard.type("Y otra cosa: necesito un certificado de retenciones")
    await page.keyboard.press("Enter")
    await expect(page.locator(".entry--own")).to_have_count(2)
    await expect(page.locator("#into-asks")).to_be_hidden()
    assert await company.store.last_number() == 1001


async def test_the_left_side_names_who_has_it_and_one_tap_makes_the_right_side_that_person(company):
    irene, rosa = company.person("irene.cobo"), company.person("rosa.delgado")
    page = await company.page(asks=irene, work=rosa, lang="es")
    await page.locator(".tries button").first.click()
    await page.keyboard.press("Enter")
    await page.locator("#hint-asks a").click()
    await expect(page.locator("#work-title")).to_contain_text("Ana Ruiz Peña")
    await expect(page.locator("#open-title")).to_contain_text("R-")


async def test_the_clock_moves_and_the_page_says_so(company):
    page = await company.page(lang="es")
    before = await page.locator("#clock time").inner_text()
    await page.get_by_role("button", name=ES("desk-clock-morning")).click()
    await expect(page.locator("#clock time")).to_contain_text("9:0")
    assert await page.locator("#clock time").inner_text() != before
    assert company.faults == []


async def test_what_was_said_to_be_due_today_names_its_day_when_the_next_one_begins(company):
    irene = company.person("irene.cobo")
    page = await company.page(asks=irene, work=company.person("ana.ruiz"), lang="es")
    await company.ask(irene, "No me ha llegado la nómina de octubre")
    for side in ("asks", "work"):
        await expect(page.locator(f"#pane-{side} .card", has_text="R-1001").first).to_contain_text("hoy")
    await page.locator("#said").fill("Y otra cosa")
    written = page.get_by_text(re.compile("^Escrito: "))
    await expect(written).to_have_count(0)
    await page.get_by_role("button", name=ES("desk-clock-morning")).click()
    await expect(written.first).to_be_visible()
    await expect(page.locator("#said")).to_have_value("Y otra cosa")
    assert company.faults == []
