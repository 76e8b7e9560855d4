"""A file on its way from one conversation to another: what a platform must be able to do with one.

Nothing of a file is kept by the desk: a worker reads it from the platform where it lies while it writes it to the other.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from msgspec import Struct

from bot.domain.request import Place

MOST_BYTES = 25 << 20  # what is larger stays where it is, and its name and link are told instead
PIECE_BYTES = 64 << 10


class File(Struct, frozen=True, kw_only=True):
    """`name` as a person gave it: data, whatever it contains."""

    name: str
    kind: str  # the media type that the platform says, e.g. `image/png`
    size: int  # bytes


class Opened(Struct, frozen=True):
    """A file that is being read. `pieces` together have `file.size` bytes, else reading ends with Undeliverable."""

    file: File
    pieces: AsyncIterator[bytes]


class FileGateway(Protocol):
    """A platform that files can be read from and written to."""

    def fetch(self, file: str) -> AbstractAsyncContextManager[Opened]:
        """`file`: the platform's own name for it, as its listener gave it. Raises Postponed or Undeliverable."""

    async def upload(self, place: Place, opened: Opened, *, words: str, number: int | None) -> str:
        """The platform's name for it at the new place. `words` stand beside it, e.g. whose it is.

        Raises Postponed (surely not there), Doubtful or Undeliverable.
        """
