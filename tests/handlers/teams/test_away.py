"""A calendar sent in Teams is shown back, and holds from a tap on."""

from datetime import timedelta

import pytest

from bot.words import of
from tests.handlers.teams.stage import Stage, buttons, read
from tests.handlers.week_off import WHY, in_that_week, week_off


@pytest.mark.parametrize(("language", "words"), [("es", "Mis ausencias"), ("en", "My absences")])
async def test_a_calendar_sent_alone_is_shown_back_and_holds_from_a_tap_on(
    stage: Stage, language: str, words: str
):
    directory = stage.library.directory
    lead = directory.people[directory.departments["payroll"].lead]
    user, now = stage.user_of(lead.id), await stage.desk.now()
    user.locale = {"es": "es-ES", "en": "en-GB"}[language]
    address = stage.fake.file("ausencias.ics", week_off(now))
    await stage.send(stage.activities.with_file(user, words, "ausencias.ics", address))
    await stage.settle()
    card = stage.shown(user)[-1]
    assert buttons(card.card, "plan")
    assert of(language)("calendar-found") in read(card.card)
    assert WHY not in read(card.card)
    assert await stage.last_number() < 1001, "no request"
    await stage.store.move_clock(in_that_week(now) // timedelta(milliseconds=1))
    assert await stage.store.absences.all(await stage.desk.now()) == {}
    await stage.press(user, card, "plan")
    assert [*await stage.store.absences.all(await stage.desk.now())] == [lead.id]
    assert stage.fake.violations == []
