"""Being away, said in Slack: in App Home, by the command, by one's own status, and of a colleague by their lead."""

from datetime import datetime, timedelta

import pytest

from bot.words import of
from knowledge.directory import Person
from tests.handlers.slack.stage import PAYSLIP, Stage, buttons, shown
from tests.handlers.week_off import WHY, in_that_week, week_off
from tests.slack_server.payloads import chosen
from tests.slack_server.workspace import User


def payroll(stage: Stage) -> tuple[Person, Person]:
    """A lead, and somebody whom they lead."""
    department = stage.library.directory.departments["payroll"]
    people = stage.library.directory.people
    leads = (department.lead, department.backup)
    return people[department.lead], next(
        p for p in people.values() if p.department == "payroll" and p.id not in leads
    )


async def away(stage: Stage) -> dict[str, datetime]:
    found = await stage.store.absences.all(await stage.desk.now())
    return {stage.library.directory.people[p].name: absence.until for p, absence in found.items()}


async def test_home_says_until_when_and_a_tap_there_ends_it(either: Stage):
    _, person = payroll(either)
    user, say = either.user_of(person.id), of(person.languages[0])
    await either.open_home(user)
    await either.press_in(user, either.fake.world.homes[user.id], "act/away")
    await either.fill(user, until={"es": "el lunes", "en": "Monday"}[person.languages[0]])
    assert [*await away(either)] == [person.name]
    assert say("away-line", until="").strip() in str(either.fake.world.homes[user.id])
    await either.press_in(user, either.fake.world.homes[user.id], "act/back")
    assert await away(either) == {}
    assert say("button-away") in str(either.fake.world.homes[user.id])


async def test_who_answers_for_nothing_has_no_such_button(stage: Stage):
    berta = stage.colleague("Berta Solís")
    assert buttons((await stage.open_home(berta))["blocks"], "away") == []


@pytest.mark.parametrize("typed", ["away until Monday", "fuera hasta el lunes", "ausente hoy", "Away today"])
async def test_the_command_says_it_in_words(stage: Stage, typed: str):
    _, person = payroll(stage)
    user = stage.user_of(person.id)
    reply = await stage.slash(user, typed)
    assert [*await away(stage)] == [person.name]
    assert buttons(reply.body["blocks"], "back")
    await stage.slash(user, "back")
    assert await away(stage) == {}


async def test_the_command_with_that_word_alone_opens_the_form(either: Stage):
    _, person = payroll(either)
    user = either.user_of(person.id)
    await either.slash(user, "away")
    await either.fill(user, until="")
    assert [*await away(either)] == [person.name]


async def test_a_date_that_is_not_understood_is_asked_for_again_and_nothing_is_noted(stage: Stage):
    _, person = payroll(stage)
    reply = await stage.slash(stage.user_of(person.id), "away until the cows come home")
    assert reply.body["text"] == of(person.languages[0])("away-unclear")
    assert await away(stage) == {}


async def test_what_only_sounds_like_it_is_a_request(stage: Stage):
    _, person = payroll(stage)
    await stage.slash(stage.user_of(person.id), "fuera de plazo: ¿puedo presentar aún la factura?")
    assert await away(stage) == {}
    assert (await stage.newest()).requester == person.id
    berta = stage.colleague("Berta Solís")
    await stage.slash(berta, "fuera hasta el lunes")
    assert await away(stage) == {}


async def test_a_lead_says_it_of_a_colleague_for_today_and_a_colleague_does_not_of_a_lead(stage: Stage):
    lead, person = payroll(stage)
    of_lead, of_person = stage.user_of(lead.id), stage.user_of(person.id)
    reply = await stage.slash(of_person, f"away <@{of_lead.id}|{lead.name}> today")
    assert reply.body["text"] == of(person.languages[0])("away-not-yours")
    reply = await stage.slash(of_lead, f"away <@{of_person.id}|{person.name}> until Monday")
    assert reply.body["text"] == of(lead.languages[0])("away-today-only")
    assert await away(stage) == {}
    await stage.slash(of_lead, f"away <@{of_person.id}|{person.name}> today")
    assert [*await away(stage)] == [person.name]


async def test_a_backup_says_it_of_a_colleague_for_today(stage: Stage):
    department = stage.library.directory.departments["payroll"]
    _, person = payroll(stage)
    assert department.backup is not None
    user, colleague = stage.user_of(department.backup), stage.user_of(person.id)
    await stage.slash(user, f"away <@{colleague.id}|{person.name}> today")
    assert [*await away(stage)] == [person.name]


async def test_a_lead_chooses_the_colleague_in_the_form(stage: Stage):
    lead, person = payroll(stage)
    user = stage.user_of(lead.id)
    await stage.open_home(user)
    await stage.press_in(user, stage.fake.world.homes[user.id], "act/away")
    await stage.fill(user, chosen("person", f"person:{person.id}"), until="")
    assert [*await away(stage)] == [person.name]


async def has_status(stage: Stage, user: User, lasts: timedelta) -> None:
    user.status_text = "De vacaciones"
    user.status_expiration = int((await stage.desk.now() + lasts).timestamp())
    assert await stage.event(stage.payloads.user_change(user))
    await stage.settle()


async def test_a_status_with_an_end_is_an_absence_in_one_tap(either: Stage):
    _, person = payroll(either)
    user = either.user_of(person.id)
    await has_status(either, user, timedelta(days=6))
    [offer] = either.fake.from_bot(user)
    assert "De vacaciones" not in shown(offer) + offer.text  # it is nobody's business why
    await either.press(user, offer, "away")
    until = (await away(either))[person.name]
    assert until >= await either.desk.now() + timedelta(days=6)


async def test_a_short_status_one_without_an_end_and_the_same_once_more_offer_nothing(stage: Stage):
    _, person = payroll(stage)
    user = stage.user_of(person.id)
    await has_status(stage, user, timedelta(hours=1))
    user.status_expiration = 0
    assert await stage.event(stage.payloads.user_change(user))
    await stage.settle()
    assert stage.fake.from_bot(user) == []
    await has_status(stage, user, timedelta(days=2))
    assert await stage.event(stage.payloads.user_change(user))
    await stage.settle()
    assert len(stage.fake.from_bot(user)) == 1


async def test_what_is_due_before_the_return_passes_on(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    before = await stage.newest()
    owner = stage.library.directory.people[before.owner]
    await stage.slash(stage.user_of(owner.id), "away until December 31")
    assert (await stage.newest()).owner != owner.id


async def ahead(stage: Stage, span: timedelta) -> None:
    await stage.store.move_clock(span // timedelta(milliseconds=1))


async def test_a_calendar_sent_alone_is_shown_back_and_holds_from_a_tap_on(either: Stage):
    _, person = payroll(either)
    user, now = either.user_of(person.id), await either.desk.now()
    calendar = either.fake.world.file("ausencias.ics", data=week_off(now))
    await either.say(user, "", files=(calendar,))
    card = either.fake.from_bot(user)[-1]
    assert of(person.languages[0])("calendar-found") in shown(card)
    assert WHY not in shown(card)
    assert await either.numbers() == []
    await ahead(either, in_that_week(now))
    assert await away(either) == {}, "nothing holds before the tap"
    await either.press(user, card, "plan")
    assert [*await away(either)] == [person.name]


async def test_a_calendar_with_a_question_or_from_who_answers_for_nothing_is_a_request(stage: Stage):
    _, person = payroll(stage)
    berta, now = stage.colleague("Berta Solís"), await stage.desk.now()
    for user, text in ((stage.user_of(person.id), "No se me abre este calendario"), (berta, "")):
        before = len(await stage.numbers())
        await stage.say(user, text, files=(stage.fake.world.file("a.ics", data=week_off(now)),))
        assert len(await stage.numbers()) == before + 1


@pytest.mark.parametrize("data", [b"", b"BEGIN:VEVENT\r\nEND:", bytes(range(256))])
async def test_a_calendar_that_cannot_be_read_is_said_to_be_so(stage: Stage, data: bytes):
    _, person = payroll(stage)
    user, say = stage.user_of(person.id), of(person.languages[0])
    await stage.say(user, "", files=(stage.fake.world.file("a.ics", data=data),))
    card = stage.fake.from_bot(user)[-1]
    assert say("calendar-unread") in shown(card)
    assert buttons(card.blocks or [], "plan") == []
