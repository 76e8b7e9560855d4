"""A wrong setting stops the start with a sentence that names it; the doctor says what is wrong with a right one."""

import msgspec
import pytest

from bot.settings import WrongSetting
from handlers.slack.doctor import findings
from handlers.slack.settings import slack_settings
from tests.handlers.slack.stage import Stage
from tests.slack_server.faults import error
from tests.slack_server.server import APP_TOKEN


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"SLACK_BOT_TOKEN": "xoxp-1"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_API_URL": "https://slack.com/api"}, "SLACK_API_URL"),
        ({"SLACK_COMMAND": "ask"}, "SLACK_COMMAND"),
        ({"SLACK_CLIENT_ID": "1"}, "SLACK_CLIENT_SECRET"),
    ],
)
def test_a_wrong_setting_is_named(environment: dict[str, str], named: str):
    with pytest.raises(WrongSetting, match=named):
        slack_settings(environment)


def test_without_tokens_slack_is_not_connected():
    assert not slack_settings({}).connected


async def told(stage: Stage, **changed: str) -> dict[str, list[str]]:
    settings = msgspec.structs.replace(stage.slack.room.slack, **changed)
    found: dict[str, list[str]] = {"fine": [], "warning": [], "fault": []}
    for finding in await findings(settings, stage.library.directory, stage.store):
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
    await stage.store.people.set_profile(next(iter(stage.library.directory.people)), {"place.slack": ""})
    assert "not found in Slack" in (await told(stage))["warning"][0]
