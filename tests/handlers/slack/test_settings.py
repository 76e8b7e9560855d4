"""A wrong setting stops the start with a sentence that names it; the doctor says what is wrong with a right one."""

from typing import Any

import msgspec
import pytest

from bot.settings import WrongSetting
from handlers.slack.address import answers
from handlers.slack.doctor import findings
from handlers.slack.install import KeptInstallations
from handlers.slack.settings import slack_settings
from handlers.slack.workspaces import Workspace
from tests.handlers.slack.stage import Stage
from tests.handlers.slack.test_board import with_channel
from tests.slack_server.faults import error
from tests.slack_server.server import APP_TOKEN, SIGNING_SECRET

SECRET = "s" * 32


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"SLACK_BOT_TOKEN": "xoxp-1"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_API_URL": "https://slack.com/api"}, "SLACK_API_URL"),
        ({"SLACK_COMMAND": "ask"}, "SLACK_COMMAND"),
        ({"SLACK_COMMAND": "/Ask"}, "SLACK_COMMAND"),
        ({"SLACK_HELP_CHANNELS": "C0HELP,#it-help"}, "SLACK_HELP_CHANNELS"),
        ({"SLACK_CLIENT_ID": "1"}, "SLACK_CLIENT_SECRET"),
    ],
)
def test_a_wrong_setting_is_named(environment: dict[str, str], named: str):
    with pytest.raises(WrongSetting, match=named):
        slack_settings(environment)


def test_without_tokens_slack_is_not_connected():
    assert not slack_settings({}).connected


async def told(stage: Stage, url: str = "https://desk.example", **changed: Any) -> dict[str, list[str]]:
    settings = msgspec.structs.replace(stage.slack.room.slack, **changed)
    found: dict[str, list[str]] = {"fine": [], "warning": [], "fault": []}
    for finding in await findings(settings, stage.library.directory, stage.store, url=url, secret=SECRET):
        found[finding.level].append(finding.sentence)
    return found


async def test_the_doctor_finds_a_good_connection_fine(stage: Stage):
    found = await told(stage, app_token=APP_TOKEN)
    assert found["fault"] == found["warning"] == []
    assert any("T1" in sentence for sentence in found["fine"])


async def test_the_doctor_says_what_is_wrong(stage: Stage):
    stage.fake.switches.next("auth.test", error("invalid_auth"))
    assert "SLACK_BOT_TOKEN" in (await told(stage))["fault"][0]
    assert "SLACK_APP_TOKEN" in (await told(stage, app_token="xapp-wrong"))["fault"][0]


async def test_the_doctor_looks_for_those_whom_the_worker_has_not_met(stage: Stage):
    person = next(iter(stage.library.directory.people.values()))
    user = stage.user_of(person.id)
    await stage.store.people.set_profile(person.id, {"place.slack": ""})
    found = await told(stage, app_token=APP_TOKEN)
    assert any(person.name in said and "when the worker starts" in said for said in found["fine"])
    assert found["warning"] == []
    user.is_restricted = True
    [barred] = (await told(stage, app_token=APP_TOKEN))["warning"]
    assert person.name in barred
    assert "mail_domains" in barred
    user.email = "another@faro.example"
    [nowhere] = (await told(stage, app_token=APP_TOKEN))["warning"]
    assert person.name in nowhere
    assert "not found in Slack" in nowhere


async def test_the_doctor_misses_an_address_where_slack_needs_one(stage: Stage):
    assert "VENTANILLA_URL" in (await told(stage, url=""))["warning"][0]
    assert (await told(stage, url="", app_token=APP_TOKEN))["warning"] == []
    assert "https" in (await told(stage, url="http://desk.example"))["fault"][0]
    [nothing] = (await told(stage, url="https://127.0.0.1:9"))["warning"]
    assert "nothing answers at https://127.0.0.1:9/slack/events" in nothing


async def test_the_doctor_asks_the_desk_what_slack_asks_it(stage: Stage):
    """At its public address, signed with the secret that stands here."""
    address = str(stage.server.make_url("/slack/events"))
    level, sentence = await answers(stage.session, address, SIGNING_SECRET)
    assert (level, address in sentence) == ("fine", True)
    level, sentence = await answers(stage.session, address, "another secret")
    assert (level, "SLACK_SIGNING_SECRET" in sentence) == ("fault", True)
    level, sentence = await answers(stage.session, address + "/nowhere", SIGNING_SECRET)
    assert (level, "404" in sentence) == ("fault", True)


async def test_the_doctor_names_the_channels_that_the_bot_was_not_invited_to(stage: Stage):
    inside, outside = stage.fake.world.channel("ayuda"), stage.fake.world.channel("nominas", bot_in=False)
    with_channel(stage, "payroll", outside.id)
    found = await told(stage, app_token=APP_TOKEN, help_channels=frozenset({inside.id}))
    [missing] = found["warning"]
    assert outside.id in missing
    assert "/invite" in missing
    outside.bot_in = True
    assert (await told(stage, app_token=APP_TOKEN))["warning"] == []


async def test_the_doctor_looks_at_every_listed_workspace(stage: Stage):
    directory = msgspec.structs.replace(stage.library.directory, slack_workspaces=("T1", "T2"))
    stage.library = msgspec.structs.replace(stage.library, directory=directory)
    kept = KeptInstallations(stage.store, SECRET)
    await kept.save(Workspace(team="T1", token=stage.team.token, bot_user="U", bot_id="B", name="Faro"))
    found = await told(stage, bot_token="", client_id="c1", client_secret="hush")
    assert any("Faro (T1)" in said for said in found["fine"])
    assert any("T2" in said and "/slack/install" in said for said in found["warning"])
    await kept.save(Workspace(team="T1", token="xoxb-revoked", bot_user="U", bot_id="B", name="Faro"))
    found = await told(stage, bot_token="", client_id="c1", client_secret="hush")
    assert any("Faro (T1)" in said for said in found["fault"] + found["warning"])
    directory = msgspec.structs.replace(directory, slack_workspaces=())
    stage.library = msgspec.structs.replace(stage.library, directory=directory)
    found = await told(stage, bot_token="", client_id="c1", client_secret="hush")
    assert any("slack_workspaces" in said for said in found["fault"])
