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


@pytest.mark.parametrize(
    ("language", "words"), [("es", "Estoy fuera hasta el lunes"), ("en", "I'm away until Monday")]
)
async def test_an_owner_says_in_words_that_they_are_away(stage: Stage, language: str, words: str):
    owner = next(iter(stage.library.directory.people.values()))
    user = stage.user_of(owner.id)
    user.locale = {"es": "es-ES", "en": "en-GB"}[language]
    await stage.say(user, words)
    assert [*await stage.store.absences.all(await stage.desk.now())] == [owner.id]
    assert await stage.last_number() < 1001, "no request"
    await stage.press(user, stage.shown(user)[-1], "back")
    assert stage.shown(user)[-1].told == of(language)("away-back")
