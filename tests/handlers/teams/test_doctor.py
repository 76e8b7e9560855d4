"""What stands between a company and Teams, each with what to do about it."""

import shutil
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace

from bot.settings import EXAMPLE_COMPANY, Settings
from bot.store.store import Store
from handlers.commands import of_teams, people_of
from handlers.teams.address import Looked, looked_at
from handlers.teams.doctor import findings
from handlers.teams.settings import TeamsSettings
from tests.handlers.teams.stage import PAYSLIP, Stage
from tests.handlers.teams.test_board import with_channel
from tests.handlers.teams.test_tab import claims, looked
from tests.teams_server.server import APP_ID, FakeTeams
from tests.teams_server.tokens import Signer

URL = "https://ventanilla.faro.example"


async def answers(session: aiohttp.ClientSession, url: str) -> Looked:
    return "fine", f"{url} answers."


async def sentences(stage: Stage, settings: TeamsSettings, url: str = URL) -> dict[str, str]:
    """What is said, with how grave it is."""
    found = await findings(settings, stage.library.directory, stage.store, url, looked=answers)
    return {f.sentence: f.level for f in found}


async def faults(stage: Stage, settings: TeamsSettings, url: str = URL) -> str:
    found = await sentences(stage, settings, url)
    return "\n".join(sentence for sentence, level in found.items() if level != "fine")


async def all_done(stage: Stage) -> None:
    """Every step of connecting, with what each brings."""
    await stage.say(stage.colleague("Berta Solís"), "hola")
    eva = stage.colleague("Eva Ríos")
    await stage.send(stage.activities.said(eva, "charla", "19:group@thread.v2"))
    await stage.settle()
    token = stage.fake.signer.token(claims(stage, eva))
    assert (await looked(stage, token))[0] == 200


async def test_all_is_well(stage: Stage):
    await all_done(stage)
    assert await faults(stage, stage.room.teams) == ""


async def test_each_fault_names_its_variable(stage: Stage):
    await all_done(stage)
    settings = stage.room.teams
    assert "MICROSOFT_APP_PASSWORD" in await faults(stage, replace(settings, app_password="wrong"))
    assert "signing keys" in await faults(stage, replace(settings, openid_url=f"{stage.fake.base}nothing"))
    assert "microsoft_tenants" in await faults(stage, replace(settings, app_tenant="other"))
    assert "VENTANILLA_URL" in await faults(stage, settings, "http://localhost:3000")
    assert "TEAMS_DEV_NO_AUTH" in await faults(stage, TeamsSettings(no_auth=True))
    assert await faults(stage, TeamsSettings()) == ""


async def test_each_step_that_is_not_done_yet_is_named_with_what_to_do(stage: Stage):
    told = await faults(stage, stage.room.teams)
    assert "upload the package" in told
    assert f"api://ventanilla.faro.example/{APP_ID}" in told
    fine = "\n".join(await sentences(stage, stage.room.teams))
    assert "only messages that mention the bot reach it" in fine


async def test_a_channel_of_a_team_without_the_app_is_named(stage: Stage):
    await stage.say(stage.colleague("Berta Solís"), "hola")
    with_channel(stage, "payroll", "19:payroll@thread.tacv2")
    assert "19:payroll" not in await faults(stage, stage.room.teams)
    stage.fake.conversations.discard("19:payroll@thread.tacv2")
    told = await faults(stage, stage.room.teams)
    assert "the app is not in the team of Payroll's channel (19:payroll@thread.tacv2)" in told


async def test_a_tab_whose_address_in_the_registration_is_another_says_which_it_must_be(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, "hola")
    signer = stage.fake.signer
    stranger = Signer(kid=signer.kid).token(claims(stage, berta, aud="api://evil.example/x"))
    assert (await looked(stage, stranger))[0] == 401
    assert "another audience" not in await faults(stage, stage.room.teams), "anybody can send that"
    assert (await looked(stage, signer.token(claims(stage, berta, aud="api://old.example/x"))))[0] == 401
    told = await faults(stage, stage.room.teams)
    assert f"to api://ventanilla.faro.example/{APP_ID}" in told


async def test_the_public_address_is_asked_what_teams_would_ask_it(stage: Stage, fake: FakeTeams):
    level, told = await looked_at(stage.session, str(stage.server.make_url("/")).rstrip("/"))
    assert (level, "messaging endpoint" in told) == ("fine", True)
    level, told = await looked_at(stage.session, fake.base.rstrip("/"))
    assert (level, "MICROSOFT_APP_ID" in told) == ("fault", True)
    level, told = await looked_at(stage.session, "http://127.0.0.1:9")
    assert (level, "nothing answers at http://127.0.0.1:9/api/messages" in told) == ("warning", True)

    async def sign_in(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "https://login.example/"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", sign_in)
    async with TestServer(app) as proxy:
        level, told = await looked_at(stage.session, str(proxy.make_url("/")).rstrip("/"))
    assert (level, "asks people to sign in" in told) == ("fault", True)


async def test_everybody_who_answers_is_named_with_where_and_what_to_do(stage: Stage):
    people = list(stage.library.directory.people.values())
    nowhere, in_slack, both, blocked, *others = people
    places = stage.store.people.set_profile
    await places(nowhere.id, {"place.teams": ""})
    await places(in_slack.id, {"place.teams": "", "place.slack": "T1/D1"})
    await places(both.id, {"place.slack": "T1/D2"})
    await places(blocked.id, {"unreached.teams": (await stage.store.now()).isoformat()})
    found = await findings(stage.room.teams, stage.library.directory, stage.store, URL, looked=answers)
    told = {p.email: [f for f in found if p.email in f.sentence] for p in people}
    assert {email: len(of) for email, of in told.items()} == dict.fromkeys(told, 1)
    [line] = told[nowhere.email]
    assert (line.level, "Setup policies" in line.sentence) == ("warning", True)
    [line] = told[in_slack.email]
    assert (line.level, line.sentence) == (
        "fine",
        f"reached in Slack, and not in Teams: {in_slack.name} ({in_slack.email}).",
    )
    [line] = told[both.email]
    assert line.sentence == f"reached in Teams and in Slack: {both.name} ({both.email})."
    [line] = told[blocked.email]
    assert (line.level, "ask them to add Ventanilla again" in line.sentence) == ("warning", True)
    for person in others:
        assert told[person.email][0].sentence.startswith("reached in Teams: ")


async def test_who_blocked_the_app_is_given_nothing_more_and_is_tried_again_in_a_day(stage: Stage):
    stage.desk.known.chats = ("teams",)
    await stage.say(stage.colleague("Berta Solís"), PAYSLIP)
    first = await stage.newest()
    owner = stage.user_of(first.owner)
    stage.fake.blocked.add(owner.chat)
    asked = None
    for n in range(12):  # owners take turns
        colleague = stage.colleague(f"Persona {n}")
        await stage.say(colleague, PAYSLIP)
        request = await stage.newest()
        if request.unreachable:
            assert asked is None, "the requester of the next one hears one name"
            asked = request
            stage.desk.known.forget(owner_id := first.owner)
            continue
        if asked is not None:
            assert request.owner != owner_id
    assert asked is not None
    assert owner.email in await faults(stage, stage.room.teams)
    await stage.store.move_clock(24 * 3_600_000)
    assert owner.email not in await faults(stage, stage.room.teams)


async def test_who_writes_again_after_blocking_is_reached_at_once(stage: Stage):
    person = next(iter(stage.library.directory.people.values()))
    await stage.store.people.set_profile(
        person.id, {"unreached.teams": (await stage.store.now()).isoformat()}
    )
    await stage.say(stage.user_of(person.id), "hola")
    assert "unreached.teams" not in await stage.store.people.profile(person.id)


async def test_what_an_administrator_turned_off_for_all_says_nothing_of_one(stage: Stage):
    await stage.say(stage.colleague("Berta Solís"), PAYSLIP)
    owner = stage.user_of((await stage.newest()).owner)
    stage.fake.blocked.add(owner.chat)
    stage.fake.blocked_as = "BotDisabledByAdmin"
    for n in range(4):
        await stage.say(stage.colleague(f"Persona {n}"), PAYSLIP)
    profiles = await stage.store.people.profiles(stage.library.directory.people)
    assert not [p for p in profiles.values() if p.get("unreached.teams")]


async def test_the_command_line_s_doctor_knows_people_as_the_desk_does(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """It reads the folder, where people have addresses, and Redis, where they have ids."""
    await all_done(stage)
    shutil.copytree(EXAMPLE_COMPANY, tmp_path / "company")
    monkeypatch.setattr("handlers.commands.teams_settings", lambda: stage.room.teams)
    settings = Settings(secret="s" * 32, directory=tmp_path / "company")
    directory = await people_of(settings, stage.store)
    assert set(directory.people) == set(stage.library.directory.people)
    told = "\n".join(f.sentence for f in await of_teams(settings, stage.store))
    names = ", ".join(f"{p.name} ({p.email})" for p in directory.people.values())
    assert f"reached in Teams: {names}." in told
    assert "the app is not installed for" not in told


async def test_who_is_not_known_yet_is_named_and_not_made_known(store: Store):
    settings = Settings(secret="s" * 32, directory=EXAMPLE_COMPANY)
    directory = await people_of(settings, store)
    assert all(person.id == person.email for person in directory.people.values())
    assert await store.people.everybody() == []
