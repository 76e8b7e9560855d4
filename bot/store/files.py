"""Files that the platform they came from would not give again, piece by piece, until the request's words go.

They lie beside the words, per request and person, so that retention and `forget` erase both together.
"""

from collections.abc import AsyncIterator

from bot.store.link import Link

PIECE_BYTES = 256 << 10

Where = tuple[int, str, str]  # request, who sent it, words id


class FileStore:
    """Raises Unavailable from every method when Redis cannot answer."""

    def __init__(self, link: Link, held_ms: int) -> None:
        """`held_ms`: how long what is no request's yet (number 0) is kept, as its words are."""
        self.link = link
        self._held_ms = held_ms
        self.keys = link.keys

    async def keep(self, where: Where, data: bytes) -> bool:
        """All of it or nothing. False: its words are not there (any more), so neither is the file."""
        number, person, words = where
        key = self.keys.files(number, person)
        for n, start in enumerate(range(0, len(data), PIECE_BYTES)):
            await self.link.ask("HSET", key, f"{words}/{n}", data[start : start + PIECE_BYTES])
        await self.link.ask("HSET", key, f"{words}/size", len(data))
        if not number:
            await self.link.ask("PEXPIRE", key, self._held_ms)
        if await self.link.ask("HEXISTS", self.keys.words(number, person), words):
            return True
        await self.drop(*where)
        return False

    async def size(self, where: Where) -> int | None:
        """Bytes; None where it is not kept here."""
        number, person, words = where
        found = await self.link.ask("HGET", self.keys.files(number, person), f"{words}/size")
        return None if found is None else int(found)

    async def read(self, where: Where) -> AsyncIterator[bytes]:
        """Its pieces, in order; fewer than its size says where it is erased meanwhile."""
        number, person, words = where
        for n in range(_pieces(await self.size(where) or 0)):
            piece = await self.link.ask("HGET", self.keys.files(number, person), f"{words}/{n}")
            if piece is None:
                return
            yield piece

    async def drop(self, number: int, person: str, words: str) -> None:
        size = await self.size((number, person, words))
        if size is not None:
            fields = [f"{words}/size", *(f"{words}/{n}" for n in range(_pieces(size)))]
            await self.link.ask("HDEL", self.keys.files(number, person), *fields)

    async def copy(self, where: Where, to: Where) -> None:
        """For words that have become another request's."""
        if await self.size(where) is not None:
            await self.keep(to, b"".join([piece async for piece in self.read(where)]))


def _pieces(size: int) -> int:
    return -(-size // PIECE_BYTES)
