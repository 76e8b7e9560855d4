"""Who leads a department has in Teams what they have elsewhere: figures, what is late, Monday's digest; in both languages."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.figures.monday import Monday
from bot.figures.painter import shared
from bot.figures.speaker import Speaker
from bot.words import of
from knowledge.directory import DepartmentId, Directory, PersonId
from tests import histories
from tests.clock import set_clock
from tests.handlers.teams.stage import PAYSLIP, Stage, read
from tests.handlers.whose_figures import HOW_IT_GOES

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # nine in Madrid


def speaking(stage: Stage, person: PersonId, language: str) -> Directory:
    """The directory in which this person's first language is that one."""
    directory = stage.library.directory
    lead = replace(directory.people[person], languages=(language,))
    return replace(directory, people={**directory.people, person: lead})


async def lead_of(stage: Stage, department: str, language: str) -> PersonId:
    lead = stage.library.directory.departments[DepartmentId(department)].lead
    stage.library = replace(stage.library, directory=speaking(stage, lead, language))
    await stage.store.people.set_profile(lead, {"language": language})
    return lead


@pytest.mark.parametrize("language", HOW_IT_GOES)
async def test_a_lead_s_figures_in_chat_are_those_of_the_desk(stage: Stage, language: str):
    lead = await lead_of(stage, "it", language)
    now = await stage.store.now()
    await histories.keep(stage.store, stage.library.directory, 200, seed=3, until=now, days=60)
    user = stage.user_of(lead)
    user.locale = {"es": "es-ES", "en": "en-GB"}[language]
    await stage.say(user, HOW_IT_GOES[language])
    shown = stage.shown(user)[-1]
    speaker = Speaker(stage.store, stage.room.settings, shared())
    same = await speaker.stats(lead, stage.library.directory, language, await stage.store.now())
    first = same.text.split("\n")[0]
    assert first.split(".")[0] in " ".join(shown.told.split("\n"))
    assert shown.card["lang"] == language


@pytest.mark.parametrize("language", HOW_IT_GOES)
async def test_a_lead_hears_of_what_nobody_answered(stage: Stage, language: str):
    lead = await lead_of(stage, "payroll", language)
    user, berta = stage.user_of(lead), stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    assert request.owner != lead
    before = len(stage.shown(user))
    for _ in range(30):  # some working days, an hour or two at a time
        await stage.store.move_clock(int(timedelta(hours=2).total_seconds() * 1000))
        await stage.settle()
    told = [read(message.card) for message in stage.shown(user)[before:]]
    assert any(request.ref in text for text in told)
    assert all(message.card["lang"] == language for message in stage.shown(user)[before:])
    assert stage.fake.violations == []


@pytest.mark.parametrize("language", HOW_IT_GOES)
async def test_monday_s_digest_comes_once_in_the_lead_s_chat(stage: Stage, language: str):
    lead = await lead_of(stage, "it", language)
    await histories.keep(stage.store, stage.library.directory, 200, seed=3, until=MONDAY, days=60)
    await set_clock(stage.store, MONDAY)
    speaker = Speaker(stage.store, stage.room.settings, shared())
    gateways = {"teams": stage.teams.gateway}
    for _ in range(2):  # a second process finds it sent
        await Monday(stage.store, gateways, lambda: stage.library.directory, speaker).send_due()
    [digest] = stage.shown(stage.user_of(lead))
    department = stage.library.directory.departments[DepartmentId("it")].name[language]
    assert of(language)("digest-title", department=department).split("\n")[0] in digest.told
    assert digest.card["lang"] == language
    assert stage.fake.violations == []
