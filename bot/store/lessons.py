"""Which requests teach where the like of them goes: an index of numbers, and what an administrator took back.

The text of a lesson is not here: it stays among the request's own words, and goes with them.
"""

from collections.abc import Iterable

from msgspec import Struct

from bot.store.link import Link
from bot.store.publish import Publisher
from bot.store.shapes import fields_of, scored

LESSONS = "lessons"  # the index: request -> when it was taught (Unix s)
LEARNED = "learned"  # the kind of publication: a matcher to which lessons have been fitted


class Standing(Struct, frozen=True):
    """What there is to learn from. While two are equal, nothing has changed between them."""

    turn: int  # grows when words go or a lesson is taken back
    refit: str  # the published matcher that has learned
    taught: dict[int, float]  # request -> when (Unix s)
    unlearned: dict[int, float]  # request -> when that was taught which was taken back


class Lessons:
    def __init__(self, link: Link, publisher: Publisher) -> None:
        self.link = link
        self.keys = link.keys
        self.publisher = publisher

    async def standing(self) -> Standing:
        """One round trip."""
        turn, refit, taught, unlearned = await self.link.batch(
            [
                ("GET", self.keys.lessons_turn),
                ("HGET", self.keys.pointers, LEARNED),
                ("ZRANGE", self.keys.index(LESSONS), 0, -1, "WITHSCORES"),
                ("HGETALL", self.keys.unlearned),
            ]
        )
        return Standing(
            int(turn or 0),
            (refit or b"").decode(),
            {int(number): at for number, at in scored(taught)},
            {int(number): float(at) for number, at in fields_of(unlearned).items()},
        )

    async def unlearn(self, number: int) -> bool:
        """What this request has taught counts no more; False: it teaches nothing. A later lesson of it counts again."""
        at = await self.link.ask("ZSCORE", self.keys.index(LESSONS), number)
        if at is None:
            return False
        await self.link.ask("HSET", self.keys.unlearned, number, float(at))
        await self.forget()
        return True

    async def words_gone(self, numbers: Iterable[int]) -> None:
        """The words of these requests were erased: whatever was learned from them goes as well."""
        wanted = list(numbers)
        if wanted and any(await self.link.ask("ZMSCORE", self.keys.index(LESSONS), *wanted)):
            await self.forget()

    async def forget(self) -> None:
        """Every process learns anew from what still stands."""
        await self.publisher.drop(LEARNED)
        await self.link.ask("INCR", self.keys.lessons_turn)
