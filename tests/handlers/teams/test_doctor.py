"""What stands between a company and Teams, each with what to do about it."""

from msgspec.structs import replace

from handlers.teams.doctor import findings
from handlers.teams.settings import TeamsSettings
from tests.handlers.teams.stage import Stage

URL = "https://ventanilla.faro.example"


async def faults(stage: Stage, settings: TeamsSettings, url: str = URL) -> str:
    found = await findings(settings, stage.library.directory, stage.store, url)
    return "\n".join(f.sentence for f in found if f.level != "fine")


async def test_all_is_well(stage: Stage):
    assert await faults(stage, stage.room.teams) == ""


async def test_each_fault_names_its_variable(stage: Stage):
    settings = stage.room.teams
    assert "MICROSOFT_APP_PASSWORD" in await faults(stage, replace(settings, app_password="wrong"))
    assert "signing keys" in await faults(stage, replace(settings, openid_url=f"{stage.fake.base}nothing"))
    assert "microsoft_tenants" in await faults(stage, replace(settings, app_tenant="other"))
    assert "VENTANILLA_URL" in await faults(stage, settings, "http://localhost:3000")
    assert "TEAMS_DEV_NO_AUTH" in await faults(stage, TeamsSettings(no_auth=True))
    assert await faults(stage, TeamsSettings()) == ""


async def test_whom_it_cannot_reach_is_named_with_what_to_do(stage: Stage):
    person = next(iter(stage.library.directory.people.values()))
    await stage.store.people.set_profile(person.id, {"place.teams": ""})
    told = await faults(stage, stage.room.teams)
    assert person.email in told
    assert "Setup policies" in told
