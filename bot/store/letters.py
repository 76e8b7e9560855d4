"""What goes to one person once and belongs to no request: a digest, a notice that all must have had."""

from collections.abc import Sequence

from bot.store.link import Link

SENDING, SENT = b"sending", b"sent"
_SENDING_MS = 5 * 60 * 1000


class Letters:
    """Raises Unavailable from every method when Redis cannot answer."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.keys = link.keys

    async def mine_to_send(self, letter: str) -> bool:
        """True for one worker at a time, until it has arrived."""
        key = self.keys.letter(letter)
        return await self.link.ask("SET", key, SENDING, "NX", "PX", _SENDING_MS) is not None

    async def give_back(self, letter: str) -> None:
        """It surely did not leave."""
        await self.link.ask("DEL", self.keys.letter(letter))

    async def arrived(self, letter: str) -> None:
        await self.link.ask("SET", self.keys.letter(letter), SENT)

    async def have_arrived(self, letters: Sequence[str]) -> list[bool]:
        if not letters:
            return []
        found = await self.link.ask("MGET", *map(self.keys.letter, letters))
        return [one == SENT for one in found]
