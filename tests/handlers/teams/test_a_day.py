"""A day of the example company in Teams, in fast time; its messages are kept to be read aloud."""

from typing import Any

import pytest

from tests.handlers.a_day import Played
from tests.handlers.teams.stage import Stage, buttons, read
from tests.teams_server.server import User


@pytest.mark.parametrize(("language", "locale"), [("es", "es-ES"), ("en", "en-GB")], ids=["es", "en"])
async def test_a_day_in_teams_reads_as_people_speak(
    stage: Stage, language: str, locale: str, snapshot: object
) -> None:
    berta = stage.colleague("Berta Solís", locale=locale)

    async def presses(user: User, verb: str, typed: dict[str, str]) -> Any:
        message = next(m for m in reversed(stage.shown(user)) if buttons(m.card, verb))
        return await stage.press(user, message, verb, **typed)

    async def messages(user: User) -> list[str]:
        return [read(message.card) for message in stage.shown(user)]

    day = Played(
        stage,
        berta,
        language,
        messages=messages,
        says=stage.say,
        presses=presses,
    )
    await day.play()
    assert stage.fake.violations == []
    assert "\n".join(day.heard) == snapshot
