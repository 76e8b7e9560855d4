"""Answers that owners kept, and who said that an article is no longer so. Bytes that `bot.kept` encodes."""

from bot.store.link import Link
from bot.store.shapes import fields_of


class Articles:
    def __init__(self, link: Link) -> None:
        self.link = link
        self.keys = link.keys

    async def all(self) -> tuple[dict[str, bytes], dict[str, float]]:
        """name -> article, and "name/person" -> when (Unix s) they said that it is no longer so; one round trip."""
        kept, doubts = await self.link.batch([("HGETALL", self.keys.articles), ("HGETALL", self.keys.doubts)])
        return (
            {name.decode(): value for name, value in fields_of(kept).items()},
            {doubt.decode(): float(at) for doubt, at in fields_of(doubts).items()},
        )

    async def keep(self, name: str, article: bytes) -> None:
        await self.link.ask("HSET", self.keys.articles, name, article)

    async def drop(self, name: str) -> None:
        await self.link.ask("HDEL", self.keys.articles, name)

    async def doubt(self, name: str, person: str, at: float) -> None:
        await self.link.ask("HSET", self.keys.doubts, f"{name}/{person}", at)
