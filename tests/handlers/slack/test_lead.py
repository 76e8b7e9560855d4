"""A lead's App Home: what is late, what came up to them, who has how much; to reassign and to take back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.request import Request
from bot.views import Load, Overview, Row
from bot.words import of
from handlers.slack.home import Scene, home_view
from handlers.slack.limits import HOME_BLOCKS
from handlers.slack.values import Shown
from handlers.slack.words import words_in
from knowledge.directory import Person
from tests.handlers.slack.rows import late_row
from tests.handlers.slack.stage import PAYSLIP, Stage, buttons
from tests.slack_server.payloads import chosen
from tests.slack_server.workspace import User


async def asked(stage: Stage) -> tuple[Request, User, User]:
    """A request with an owner, who is not the lead; owner and lead."""
    await stage.say(stage.colleague("Berta Solís"), PAYSLIP)
    request = await stage.newest()
    department = stage.library.directory.departments[request.department]
    assert request.owner != department.lead
    return request, stage.user_of(request.owner), stage.user_of(department.lead)


def listed(stage: Stage, user: User) -> Person:
    found = stage.library.directory.by_email(user.email)
    assert found is not None
    return found


def after(home: dict[str, Any], title: str) -> str:
    """All that stands from the header with this title on."""
    headers = [n for n, b in enumerate(home["blocks"]) if b["type"] == "header" and title in str(b)]
    return str(home["blocks"][headers[0] :]) if headers else ""


async def department_of(stage: Stage, lead: User) -> dict[str, Any]:
    """Home, with all that the department has."""
    home = await stage.open_home(lead)
    values = chosen("home/filter", "department")
    element = {"action_id": "home/filter", "type": "static_select"}
    await stage.sender.interact(stage.payloads.view_click(lead, home, element, trigger="t", values=values))
    await stage.settle()
    return stage.fake.world.homes[lead.id]


async def opened(stage: Stage, lead: User, request: Request) -> dict[str, Any]:
    home = await department_of(stage, lead)
    await stage.press_in(lead, home, f"home/open/{request.number}")
    return stage.form(lead)


async def test_home_shows_the_lead_what_is_late_and_who_has_how_much(either: Stage):
    request, owner, lead = await asked(either)
    person = listed(either, lead)
    say = of(person.languages[0])
    department = either.library.directory.departments[request.department]
    title = say("chat-lead-title", department=department.name[say.language])
    now = after(await either.open_home(lead), title)
    assert say("chat-lead-late-none") in now
    assert f"{owner.name} (1)" in now
    await either.store.move_clock(int(timedelta(days=9) / timedelta(milliseconds=1)))
    await either.settle()
    late = after(await either.open_home(lead), title)
    assert say("chat-lead-late") in late
    assert request.ref in late


async def test_who_leads_nothing_has_no_such_section(stage: Stage):
    _, owner, lead = await asked(stage)
    assert "take_back" not in str(await stage.open_home(owner))
    assert "take_back" in str(await department_of(stage, lead))


async def test_a_lead_takes_back_from_app_home(either: Stage):
    request, owner, lead = await asked(either)
    [card] = [m for m in either.fake.from_bot(owner) if buttons(m.blocks or [], "take")]
    await either.press(owner, card, "take")
    modal = await opened(either, lead, request)
    assert owner.name in str(modal)
    await either.press_in(lead, modal, "act/take_back")
    assert (await either.newest()).owner == listed(either, lead).id
    assert (await either.newest()).taken


async def test_a_lead_reassigns_from_app_home(stage: Stage):
    request, owner, lead = await asked(stage)
    modal = await opened(stage, lead, request)
    await stage.press_in(lead, modal, "act/reassign")
    people = stage.library.directory.people.values()
    other = next(
        p for p in people if p.department == request.department and p.name not in (owner.name, lead.name)
    )
    await stage.fill(lead, chosen("person", f"person:{other.id}"))
    assert (await stage.newest()).owner == other.id


async def test_what_came_up_to_a_lead_stands_in_their_home(stage: Stage):
    request, _, lead = await asked(stage)
    say = of(listed(stage, lead).languages[0])
    await stage.store.move_clock(int(timedelta(days=9) / timedelta(milliseconds=1)))
    await stage.settle()
    now = await stage.request(request.number)
    home = await stage.open_home(lead)
    if now.owner == listed(stage, lead).id:
        assert request.ref in str(home)
    else:
        assert request.ref in after(home, say("chat-lead-escalated"))


NOW = datetime(2026, 11, 24, 9, 42, tzinfo=UTC)


def row(number: int) -> Row:
    return late_row(number, NOW)


@pytest.mark.parametrize("language", ["es", "en"])
def test_who_leads_many_departments_is_told_what_came_up_to_them_and_which_do_not_fit(language: str):
    """Slack takes a hundred blocks: the rest is not left off without a word, least of all what escalated."""
    words, load = words_in(language), (Load(name="Tomás Gil", open=3),)
    departments = [
        Overview(name={language: f"Sección {n}."}, late=tuple(row(2000 + n) for _ in range(n % 3)), load=load)
        for n in range(20)
    ]
    view = home_view(
        Scene(
            words=words,
            zone="Europe/Madrid",
            now=NOW,
            shown=Shown(),
            asked=[row(1100 + n) for n in range(30)],
            queue=[row(1200 + n) for n in range(30)],
            serves=True,
            overviews=departments,
            escalated=[row(1300 + n) for n in range(7)],
        )
    )
    assert len(view["blocks"]) <= HOME_BLOCKS
    assert "R-1304" in after(view, words("chat-lead-escalated"))
    assert all(f"Sección {n}." in str(view) for n in range(20))
    told = view["blocks"][-1]["elements"][0]["text"]
    assert f"«{words('desk-filter-department')}»" in told or f"“{words('desk-filter-department')}”" in told
    assert words("slack-home-beside-one", department="Sección 17.", count=2) in told
