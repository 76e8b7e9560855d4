"""What people do all day at a three-topic company: they ask, add, answer, note, promise, resolve, and time passes."""

import asyncio
from collections.abc import Mapping
from random import Random

from bot.commit import decode_state
from bot.domain.request import Request
from bot.store.store import Store
from knowledge.directory import PersonId
from tests.faults.browser import Browser, Input, Told

ASKED = (
    "No me ha llegado la nómina de octubre",
    "Mi portátil no enciende",
    "¿Cuántos días de vacaciones me quedan?",
    "Necesito una copia de la nómina para el banco",
)
REQUESTERS = ("vera", "marta", "iris", "carmen", "saul", "hugo", "bo")


class Stories:
    def __init__(self, browser: Browser, store: Store, ids: Mapping[str, PersonId], random: Random) -> None:
        self.browser = browser
        self.store = store
        self.ids = ids
        self.random = random
        self._count = 0

    async def goes_on(self) -> None:
        """Some acts, one after the other or at once, some of them sent twice."""
        acts = [await self._something() for _ in range(self.random.choice((1, 1, 2, 3)))]
        sends = [self.browser.sends(act) for act in acts for _ in range(self.random.choice((1, 1, 1, 2)))]
        await asyncio.gather(*sends)

    async def time_passes(self) -> None:
        """A promise for within the hour is made, and the hour passes."""
        request = await self._one_with_an_owner()
        if request is None:
            await self.goes_on()
            return
        act = self.browser.acts(
            request.owner, "promise", request.number, self._text("lo tengo"), due="en 30 minutos"
        )
        await self.browser.sends(act)
        await self.browser.an_hour_passes()

    async def tries_again(self) -> None:
        """What was not answered is sent again, but for some who have gone away."""
        for act in self.browser.inputs:
            if act.told is Told.NOTHING and self.random.random() < 0.8:
                await self.browser.sends(act)

    async def _something(self) -> Input:
        request = await self._one_with_an_owner()
        if request is None or self.random.random() < 0.3:
            by = self.ids[self.random.choice(REQUESTERS)]
            return self.browser.says(by, self._text(self.random.choice(ASKED)))
        number, owner = request.number, request.owner
        match self.random.choice(("reply", "reply", "add", "note", "promise", "resolve")):
            case "reply":
                return self.browser.says(owner, self._text("lo miro"), side="work", thread=number)
            case "add":
                return self.browser.says(request.requester, self._text("es para el banco"), thread=number)
            case "note":
                return self.browser.acts(owner, "note", number, self._text("solo para nosotros"))
            case "promise":
                return self.browser.acts(owner, "promise", number, self._text("lo tengo"), due="en 2 horas")
        return self.browser.acts(owner, "resolve", number, self._text("enviada"))

    def _text(self, words: str) -> str:
        self._count += 1
        return f"{words} (caso {self._count}.)"

    async def _one_with_an_owner(self) -> Request | None:
        members = [member for member, _ in await self.store.index("open")]
        found = await self.store.states(map(int, members))
        requests = [decode_state(state) for _, state in found.values()]
        owned = [request for request in requests if not request.unseen]
        return self.random.choice(owned) if owned else None
