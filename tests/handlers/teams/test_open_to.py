"""The first weeks with one department: the others have an address, not a gap."""

import pytest
from msgspec.structs import replace

from bot.words import of
from knowledge.loader import build, emails
from tests.handlers.teams.stage import PAYSLIP, PAYSLIP_EN, Stage, buttons, example_files, read

LAPTOP = "Mi portátil no enciende y tengo una reunión, necesito que alguien lo mire"
ASKED_OF_FINANCE = "¿Cómo paso los gastos de un viaje?"
ADDRESS = {"es": "nominas@faro.example", "en": "payroll@faro.example"}


async def open_to_it(stage: Stage) -> None:
    files = dict(example_files())
    for name, text in files.items():
        if name.startswith("departments/"):
            kept = ADDRESS if name.endswith("payroll.yaml") else {"es": "centralita 500", "en": "ring 500"}
            line = f'address: {{es: "{kept["es"]}", en: "{kept["en"]}"}}'
            files[name] = text.replace("\ntopics:", f"\n{line}\ntopics:", 1)
    files["company.yaml"] += "open_to: [it, concierge]\n"
    directory = build(files, await stage.store.people.enrol(emails(files)))
    tenants = stage.library.directory.microsoft_tenants
    stage.library = replace(stage.library, directory=replace(directory, microsoft_tenants=tenants))


@pytest.mark.parametrize(("text", "language"), [(PAYSLIP, "es"), (PAYSLIP_EN, "en")], ids=["es", "en"])
async def test_another_departments_matter_gets_its_address_and_is_not_kept(
    stage: Stage, text: str, language: str
):
    await open_to_it(stage)
    berta = stage.colleague("Berta Solís", locale="es-ES" if language == "es" else "en-GB")
    await stage.say(berta, text)
    [told] = stage.shown(berta)
    name = stage.library.directory.departments["payroll"].name[language]  # type: ignore[index]
    assert of(language)("signpost-elsewhere", department=name) in read(told.card)
    assert ADDRESS[language] in read(told.card)
    request = await stage.newest()
    assert await stage.words(request.number) == []
    assert not request.confidential  # there is nothing delicate in it: it counts in its topic's figures


async def test_what_is_written_down_answers_for_a_department_that_is_not_open(stage: Stage):
    await open_to_it(stage)
    berta = stage.colleague("Berta Solís", country="ES")
    await stage.say(berta, ASKED_OF_FINANCE)
    [told] = stage.shown(berta)
    request = await stage.newest()
    assert request.article is not None
    assert not request.signpost
    await stage.press(berta, told, "want_person")
    after = await stage.request(request.number)
    assert stage.library.directory.people[after.owner].department == "concierge"


async def test_a_person_is_one_tap_away_and_is_the_concierges(stage: Stage):
    await open_to_it(stage)
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    await stage.press(berta, stage.shown(berta)[0], "want_person")
    request = await stage.newest()
    assert request.status == "open"
    assert stage.library.directory.people[request.owner].department == "concierge"


async def test_the_open_department_answers_as_ever_and_hands_nothing_to_one_that_is_not(stage: Stage):
    await open_to_it(stage)
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, LAPTOP)
    request = await stage.newest()
    assert stage.library.directory.people[request.owner].department == "it"
    owner = stage.user_of(request.owner)
    [card] = stage.shown(owner)
    [hand_over] = buttons(card.card, "hand_over")
    answer = await stage.send(stage.activities.dialog(owner, "task/fetch", hand_over["data"], owner.chat))
    offered = str(answer)
    assert "department:concierge" in offered
    assert "department:payroll" not in offered
