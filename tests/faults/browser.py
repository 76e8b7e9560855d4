"""Somebody at the web desk, with a client-made id for each act: pressed again after a failure, it is the same act."""

from enum import Enum
from typing import Any

import aiohttp
from msgspec import Struct

from bot.domain.commands import Say, words_id
from bot.domain.request import RequestNumber, WordsId
from knowledge.directory import PersonId

LONGEST_S = 8.0  # for one answer; the desk itself gives up on Redis sooner


class Told(Enum):
    """What the browser was told of an act."""

    NOTHING = "nothing"  # no answer, or one that says that nothing was kept
    DONE = "done"
    REFUSED = "refused"


class Input(Struct, kw_only=True):
    """One act: what was sent, and what came back so far."""

    path: str
    fields: dict[str, str]
    by: PersonId
    text: str  # every act of these tests carries words of its own
    told: Told = Told.NOTHING

    @property
    def words(self) -> WordsId:
        """Under which the desk keeps its words."""
        command = Say(
            id=f"web/{self.by}/{self.fields['id']}", by=self.by, number=RequestNumber(0), text=self.text
        )
        return words_id(command)


class Browser:
    """`inputs` is all that was ever sent, in order."""

    def __init__(self) -> None:
        self.inputs: list[Input] = []
        self.port = 0
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "Browser":
        # No connection is kept: the next act may find another process behind the port.
        connector = aiohttp.TCPConnector(force_close=True)
        timeout = aiohttp.ClientTimeout(total=LONGEST_S)
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    def says(self, by: PersonId, text: str, *, side: str = "asks", thread: int | None = None) -> Input:
        fields = {"by": by, "side": side, "thread": str(thread or ""), "text": text}
        return self._noted("/desk/say", fields, by, text)

    def acts(self, by: PersonId, verb: str, number: int, text: str, **more: str) -> Input:
        typed = {f"f.{name}": value for name, value in {"text": text, **more}.items()}
        fields = {"by": by, "side": "work", "verb": verb, "number": str(number), **typed}
        return self._noted("/desk/act", fields, by, text)

    def _noted(self, path: str, fields: dict[str, str], by: PersonId, text: str) -> Input:
        sent = Input(path=path, fields=fields | {"id": f"{len(self.inputs):032x}"}, by=by, text=text)
        self.inputs.append(sent)
        return sent

    async def sends(self, sent: Input) -> Told:
        """Sent once (more); an act that was answered keeps its first answer."""
        told = await self._posted(sent.path, sent.fields)
        if told is not Told.NOTHING and sent.told is Told.NOTHING:
            sent.told = told
        return told

    async def an_hour_passes(self) -> Told:
        return await self._posted("/desk/clock", {"move": "hour", "lang": "es"})

    async def _posted(self, path: str, fields: dict[str, str]) -> Told:
        assert self._session is not None
        url = f"http://127.0.0.1:{self.port}{path}"
        try:
            async with self._session.post(url, data=fields, headers={"HX-Request": "true"}) as answer:
                return _told(answer)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return Told.NOTHING


def _told(answer: aiohttp.ClientResponse) -> Told:
    trigger: Any = answer.headers.get("HX-Trigger", "")
    if answer.status == 503:
        return Told.NOTHING
    assert answer.status == 200, answer.status
    if "desk:refused" in trigger:
        return Told.REFUSED
    assert "desk:" in trigger, trigger
    return Told.DONE
