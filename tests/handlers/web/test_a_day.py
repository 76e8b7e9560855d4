"""A day of the example company on the web desk over HTTP, in fast time; its messages are kept to be read aloud."""

from typing import Any

import pytest

from bot.delivery.card import Buttons
from bot.domain.request import Request
from handlers.web.views import Entry
from knowledge.directory import PersonId
from tests.handlers.a_day import Played
from tests.handlers.web.stage import Stage

SIDES = ("asks", "work")


class Desk:
    """The web's stage as the day wants it."""

    def __init__(self, stage: Stage, asker: PersonId) -> None:
        self.stage, self.asker = stage, asker
        self.store, self.worker, self.request = stage.store, stage.worker, stage.request

    async def settle(self) -> None:
        await self.stage.worker.settle()

    def user_of(self, person: PersonId) -> PersonId:
        return person

    async def newest(self) -> Request:
        rows = await self.stage.views.asked(self.asker, self.stage.directory, await self.stage.desk.now())
        return await self.stage.request(max(row.number for row in rows))

    async def entries(self, user: PersonId) -> list[tuple[str, Entry]]:
        return [(side, entry) for side in SIDES for entry in await self.stage.shown(user, side)]

    async def messages(self, user: PersonId) -> list[str]:
        return [entry.card.text for _, entry in await self.entries(user)]

    async def says(self, user: PersonId, text: str) -> None:
        assert (await self.stage.say(user, text)).status == 200
        await self.settle()

    async def presses(self, user: PersonId, verb: str, typed: dict[str, str]) -> None:
        for side, entry in reversed(await self.entries(user)):
            for block in entry.card.blocks:
                for button in block.buttons if isinstance(block, Buttons) else ():
                    if button.verb == verb:
                        fields: dict[str, Any] = {**button.fields, **typed}
                        told = await self.stage.act(user, verb, entry.card.number, side=side, **fields)
                        assert told.status == 200
                        await self.settle()
                        return
        raise AssertionError(f"{user} has no button {verb}")


@pytest.mark.parametrize("language", ["es", "en"])
async def test_a_day_on_the_web_desk_reads_as_people_speak(
    stage: Stage, language: str, snapshot: object
) -> None:
    directory = stage.directory
    asker = next(
        person.id
        for person in directory.people.values()
        if person.languages[0] == language and person.department not in ("payroll", directory.concierge)
    )
    desk = Desk(stage, asker)
    day = Played(desk, asker, language, messages=desk.messages, says=desk.says, presses=desk.presses)
    await day.play()
    assert "\n".join(day.heard) == snapshot
