"""A day of the example company in Slack, in fast time; its messages are kept to be read aloud."""

from typing import Any

import pytest

from tests.handlers.a_day import Played
from tests.handlers.slack.stage import Stage, buttons, shown
from tests.slack_server.workspace import User


@pytest.mark.parametrize(("language", "locale"), [("es", "es-ES"), ("en", "en-GB")], ids=["es", "en"])
async def test_a_day_in_slack_reads_as_people_speak(
    stage: Stage, language: str, locale: str, snapshot: object
) -> None:
    berta = stage.colleague("Berta Solís", locale=locale)

    async def presses(user: User, verb: str, typed: dict[str, str]) -> Any:
        message = next(m for m in reversed(stage.fake.from_bot(user)) if buttons(m.blocks or [], verb))
        await stage.press(user, message, verb)
        if typed:
            await stage.fill(user, **typed)

    async def messages(user: User) -> list[str]:
        return [shown(message) for message in stage.fake.from_bot(user)]

    day = Played(
        stage,
        berta,
        language,
        messages=messages,
        says=stage.say,
        presses=presses,
    )
    await day.play()
    assert len(set(stage.fake.keys())) == len(stage.fake.keys())
    assert "\n".join(day.heard) == snapshot
