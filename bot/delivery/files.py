"""A file on its way from one conversation to another: where it is read from, and what a platform must do with it.

Slack gives a file whenever it is asked, so nothing of it is kept. What would not be given again (Teams' addresses last some
minutes, the web desk has no store of its own) lies beside the request's words and goes with them.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, Protocol, runtime_checkable

import msgspec
from itsdangerous import BadSignature, URLSafeSerializer
from msgspec import Struct
from msgspec.structs import replace

from bot.delivery.gateway import Postponed, Undeliverable
from bot.domain.commands import Attached
from bot.domain.request import Place, WordsId
from bot.store.files import Where
from bot.store.link import Unavailable
from bot.store.store import Store
from bot.words.text import clean
from knowledge.directory import PersonId

MOST_BYTES = 25 << 20  # what is larger stays where it is, and its name is told instead
PIECE_BYTES = 64 << 10
LONGEST_NAME = 120
LINK_FOR = timedelta(days=7)
AWAY_S = 0.5
KEPT = "kept"  # the source of what lies here alone
_HARMFUL = frozenset('/\\:*?"<>|')


class File(Struct, frozen=True, kw_only=True):
    """`name` as a person gave it: data, whatever it contains."""

    name: str
    kind: str  # the media type that the platform says, e.g. `image/png`
    size: int  # bytes
    number: int = 0  # the request that it belongs to, and
    words: WordsId = WordsId("")  # which of its files it is


class Opened(Struct, frozen=True):
    """A file that is being read. `pieces` together have `file.size` bytes, else reading ends with Undeliverable."""

    file: File
    pieces: AsyncIterator[bytes]


class FileSource(Protocol):
    def fetch(self, file: str) -> AbstractAsyncContextManager[Opened]:
        """`file`: the platform's own name for it, as its listener gave it. Raises Postponed or Undeliverable."""


@runtime_checkable
class FileGateway(FileSource, Protocol):
    """A platform that files can be read from and written to."""

    async def upload(self, place: Place, opened: Opened, *, words: str, number: int | None) -> str:
        """The platform's name for it at the new place. `words` stand beside it, e.g. whose it is.

        Raises Postponed (surely not there), Doubtful or Undeliverable.
        """


class Ticket(Struct, frozen=True, array_like=True):
    """What a link says: which file, for whom, until when (Unix seconds, by the desk's one clock)."""

    number: int
    words: WordsId
    person: PersonId
    until: int


class Files:
    """`gateways` may be filled later: platforms need this to be made."""

    def __init__(self, store: Store, gateways: Mapping[str, Any], *, secret: str = "", url: str = "") -> None:
        self._store = store
        self.gateways = gateways
        self._signer = URLSafeSerializer(secret, salt="file") if secret else None
        self._url = url.rstrip("/")

    @asynccontextmanager
    async def opened(self, where: Where, attached: Attached) -> AsyncIterator[Opened]:
        """Raises Postponed or Undeliverable, also while it is being read."""
        number, _, words = where
        own = File(
            name=safe_name(attached.name),
            kind=attached.kind,
            size=attached.size,
            number=number,
            words=WordsId(words),
        )
        try:
            size = await self._store.files.size(where)
        except Unavailable as away:
            raise Postponed(AWAY_S) from away
        if size is not None:
            yield Opened(replace(own, size=size), self._kept(where, size))
            return
        if attached.source == KEPT:  # it comes a moment after its words
            raise Postponed(AWAY_S)
        platform, _, name = attached.source.partition(":")
        source = self.gateways.get(platform)
        if not isinstance(source, FileGateway):
            raise Undeliverable("the file is not here any more", unreachable=False)
        async with source.fetch(name) as found:
            yield Opened(replace(own, size=found.file.size), found.pieces)

    async def _kept(self, where: Where, size: int) -> AsyncIterator[bytes]:
        had = 0
        try:
            async for piece in self._store.files.read(where):
                had += len(piece)
                yield piece
        except Unavailable as away:
            raise Postponed(AWAY_S) from away
        if had != size:
            raise Undeliverable("the file was erased meanwhile", unreachable=False)

    async def keep(self, where: Where, attached: Attached) -> bool:
        """Brings here what its platform would not give again. Raises SendFailed and Unavailable."""
        if await self._store.files.size(where) is not None:
            return True
        async with self.opened(where, attached) as found:
            data = bytearray()
            async for piece in found.pieces:
                data += piece
        return await self._store.files.keep(where, bytes(data))

    def link(
        self, number: int, words: WordsId, person: PersonId, now: datetime, *, absolute: bool = True
    ) -> str:
        """For this person alone; "" where there is no address that it could be opened at."""
        if self._signer is None or (absolute and not self._url):
            return ""
        until = int((now + LINK_FOR).timestamp())
        path = f"/files/{self._signer.dumps([number, words, person, until])}"
        return f"{self._url if absolute else ''}{path}"

    def ticket(self, signed: str) -> Ticket | None:
        """None for one that was forged, altered, or made for something else."""
        if self._signer is None:
            return None
        try:
            return msgspec.convert(self._signer.loads(signed), Ticket)
        except (BadSignature, msgspec.ValidationError):
            return None


def safe_name(name: str) -> str:
    """A name that leads into no folder, turns no text around, and keeps its ending."""
    plain = "".join("_" if c in _HARMFUL or not c.isprintable() else c for c in clean(name))
    plain = " ".join(plain.split()).strip(". ") or "file"
    ending = PurePosixPath(plain).suffix[:16]
    return plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - len(ending)] + ending
