"""A day of the example company in fast time, the same on every platform: silence, a promise, a lapse, the next person.

What people read is kept, to be read aloud in both languages.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from bot.delivery.worker import Worker
from bot.domain.instants import unix_ms
from bot.domain.request import Request
from bot.store.store import Store
from knowledge.directory import PersonId
from tests.bot.delivery.office import Office

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # ten o'clock in Madrid
# Everything happens half a minute after its instant, so that a slow machine says no other minute.
SHORTLY = timedelta(seconds=30)

# Which examples it is like is the matcher's to say, and changes as it learns.
_BECAUSE = re.compile(r"(Se parece a|It reads like) .*$", re.MULTILINE)

SAID = {
    "es": {
        "asks": "Buenas, no me ha llegado la nómina de octubre y la necesito para el viernes, es para el banco",
        "too_long": "Esto está tardando demasiado",
        "answer": "Ya la tengo: te la envío ahora mismo.",
        "done": "Enviada a tu correo.",
        "thanks": "¡Muchas gracias!",
    },
    "en": {
        "asks": "Hi, my October payslip has not arrived and I need it by Friday, it is for the bank",
        "too_long": "This is taking too long",
        "answer": "I have it now and am sending it to you.",
        "done": "Sent to your mail.",
        "thanks": "Thank you so much!",
    },
}


class Platform(Protocol):
    """What a stage offers, whatever the platform calls it."""

    store: Store
    worker: Worker

    async def settle(self) -> None: ...
    def user_of(self, person: PersonId) -> Any: ...
    async def newest(self) -> Request: ...
    async def request(self, number: int) -> Request: ...


class Played:
    """One request through a day and its week; `heard` is what each person was sent, in order."""

    def __init__(
        self,
        stage: Platform,
        asker: Any,
        language: str,
        *,
        messages: Callable[[Any], Awaitable[list[str]]],
        says: Callable[[Any, str], Awaitable[Any]],
        presses: Callable[[Any, str, dict[str, str]], Awaitable[Any]],
    ) -> None:
        """`presses`: the first button of a verb on the newest message that has one, with what is typed into its form."""
        self.stage, self.asker, self.said = stage, asker, SAID[language]
        self._messages, self._says, self._presses = messages, says, presses
        self.heard: list[str] = []
        self._had: dict[str, int] = {}

    async def clock_says(self, at: datetime) -> None:
        await Office(self.stage.store, {}).set_clock(at + SHORTLY)
        await self.stage.settle()

    async def until(self, end: datetime) -> None:
        """From each instant at which something is due to the next, so that nothing is late."""
        while (following := await self._next()) is not None and following < end:
            await self.clock_says(following)
        await self.clock_says(end)

    async def _next(self) -> datetime | None:
        timers, held = await self.stage.store.timers.due(1), await self.stage.worker.extra.held_lanes()
        known = [ms for ms in (timers.next_ms, held.next_ms) if ms is not None and ms > timers.now_ms]
        return datetime.fromtimestamp(min(known) / 1000, UTC) if known else None

    async def hear(self, when: str, **people: Any) -> None:
        """What is new for these people since the last time."""
        self.heard.append(f"=== {when}")
        for role, user in people.items():
            messages = await self._messages(user)
            had = self._had.get(str(user), 0)
            self._had[str(user)] = len(messages)
            steady = (_BECAUSE.sub(r"\1 …", text) for text in messages[had:])
            self.heard += [f"--- {role}\n{text}" for text in steady]

    async def play(self) -> Request:
        stage, said = self.stage, self.said
        await self.clock_says(MONDAY)
        await self._says(self.asker, said["asks"])
        asked = await stage.newest()
        owner = stage.user_of(asked.owner)
        await self.hear("Monday 10:00", asker=self.asker, owner=owner)
        assert asked.first_response is not None
        await self.until(asked.first_response.due)
        late = await stage.request(asked.number)
        lead = stage.user_of(late.escalated_to[0])
        await self.hear("the target has passed", asker=self.asker, owner=owner, lead=lead)
        await self._presses(owner, "promise", {})
        promised = (await stage.request(asked.number)).promise
        assert promised is not None
        assert promised.due > late.first_response.due  # type: ignore[union-attr]
        await self.hear("one tap promises", asker=self.asker, owner=owner)
        await self.until(promised.due)
        assert (await stage.request(asked.number)).escalates_at is not None
        await self.hear("the promise has lapsed", asker=self.asker, owner=owner, lead=lead)
        await self.until(promised.due + timedelta(minutes=5))
        await self._says(self.asker, said["too_long"])
        await self.hear("it takes too long", owner=owner, lead=lead)
        next_at = (await stage.request(asked.number)).escalates_at
        assert next_at is not None
        await self.until(next_at)
        climbed = await stage.request(asked.number)
        assert climbed.owner != asked.owner
        assert unix_ms(climbed.owner_since) >= unix_ms(next_at)
        stands_in = stage.user_of(climbed.owner)
        await self.hear("nobody has answered", asker=self.asker, stands_in=stands_in)
        await self._presses(stands_in, "say", {"text": said["answer"]})
        await self._presses(stands_in, "resolve", {"text": said["done"]})
        await self.hear("answered", asker=self.asker)
        await self._says(self.asker, said["thanks"])
        resolved = await stage.request(asked.number)
        assert resolved.status == "resolved", "a thank-you reopens nothing"
        await self.hear("thanked", asker=self.asker)
        assert resolved.closes_at is not None
        await self.until(resolved.closes_at)
        closed = await stage.request(asked.number)
        assert closed.status == "closed"
        return closed
