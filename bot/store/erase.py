"""Erasing words: of one person for `forget`, of old requests for retention. Events, order and counts stay.

What is deleted is gone from memory at once and from the append-only file when `compact` is done.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct
from redis.exceptions import ResponseError

from bot.store.absences import asked_of
from bot.store.asides import Asides
from bot.store.feeds import FeedEntry, Feeds
from bot.store.lanes import Lanes
from bot.store.lessons import Lessons
from bot.store.link import Link, Script, Unavailable
from bot.store.notices import Notice
from bot.store.people import People

_ERASE = Script("scripts/erase_words.lua")
_POLL_S = 0.02
_COMPACT_S = 900.0


class Erased(Struct, frozen=True):
    """Counts, for the sentence that says what was done."""

    requests: int  # in which the words lay
    notices: int  # on their way, or dead
    entries: int  # in feeds
    answers: int  # kept with seen-keys
    identities: int  # identities and addresses


class Eraser:
    def __init__(
        self, link: Link, lanes: Lanes, feeds: Feeds, people: People, lessons: Lessons, asides: Asides
    ) -> None:
        self.link = link
        self.keys = link.keys
        self.lanes = lanes
        self.feeds = feeds
        self.people = people
        self.lessons = lessons
        self.asides = asides

    async def forget(self, person: str, *, needles: Sequence[str] = (), erased_answer: bytes = b"") -> Erased:
        """Erases a person's words and who they were, and waits until the append-only file has forgotten too.

        What lies in lanes, feeds and kept answers goes when it names the person among its `people`, or holds one of
        their addresses or of the `needles`. A kept answer becomes `erased_answer`: its command stays seen. What waits to
        be said beside any request may name anybody, and is not said.
        """
        addresses = await self.people.addresses(person)
        holds = _holds_any([*addresses, *needles])
        requests = await self._words(person)
        notices = await self._notices(lambda n: person in n.people or holds(n.payload))
        own = await self._own_feed(person)
        entries = await self._entries(lambda e: person in e.people or holds(e.payload))
        answers = await self._answers(holds, erased_answer)
        await self.asides.drop_all()
        identities = await self.people.forget(person)
        await self.link.ask("HDEL", self.keys.absences, *asked_of(person))
        await self.compact()
        return Erased(requests, notices, own + entries, answers, identities)

    async def erase_due(self, now: datetime, count: int) -> int:
        """Retention: all words of requests whose time has come, whoever wrote them, and what carries them in lanes and feeds.

        At most `count` requests, in one pass over all feeds; how many it were. One that is opened again at the same moment keeps its words. Does not compact.
        """
        found = await self.link.ask(
            "ZRANGEBYSCORE", self.keys.index("erase"), "-inf", now.timestamp(), "LIMIT", 0, count
        )
        erased = {int(number) for number in found if await self.erase_if_due(int(number), now)}
        if erased:
            await self.lessons.words_gone(erased)
            await self._notices(lambda notice: notice.number in erased)
            await self._entries(lambda entry: entry.number in erased)
        return len(erased)

    async def erase_if_due(self, number: int, now: datetime) -> bool:
        """One request's words, all or none; False when they are not due (any more)."""
        keys = self.keys
        authors = [a.decode() for a in await self.link.ask("SMEMBERS", keys.authors(number))]
        each = ((keys.words(number, a), keys.files(number, a), keys.written(a)) for a in authors)
        named = [key for of_author in each for key in of_author]
        args = [number, now.timestamp(), *authors]
        return bool(await self.link.run(_ERASE, [keys.index("erase"), keys.authors(number), *named], args))

    async def _words(self, person: str) -> int:
        numbers = [int(n) for n in await self.link.ask("SMEMBERS", self.keys.written(person))]
        for number in numbers:
            await self.link.ask("DEL", self.keys.words(number, person), self.keys.files(number, person))
            await self.link.ask("SREM", self.keys.authors(number), person)
        await self.link.ask("DEL", self.keys.written(person))
        await self.lessons.words_gone(number for number in numbers if number)
        return len(numbers)

    async def _notices(self, unwanted: Callable[[Notice], bool]) -> int:
        dropped = 0
        lanes = (self.keys.lanes, self.keys.holds)
        for lane in set().union(*(await self.link.batch([("ZRANGE", zset, 0, -1) for zset in lanes]))):
            for notice in await self.lanes.contents(lane.decode()):
                if unwanted(notice):
                    dropped += await self.lanes.drop(notice)
        for letter in await self.lanes.dead_letters(limit=0):
            if unwanted(letter.notice):
                dropped += await self.lanes.drop(letter.notice)
        return dropped

    async def _own_feed(self, person: str) -> int:
        feed = self.keys.feed(person)
        entries = int(await self.link.ask("XLEN", feed))
        await self.link.ask("DEL", feed, self.keys.fed(person))
        await self.link.ask("SREM", self.keys.feeds, person)
        return entries

    async def _entries(self, unwanted: Callable[[FeedEntry], bool]) -> int:
        dropped = 0
        for person in await self.link.ask("SMEMBERS", self.keys.feeds):
            owner = person.decode()
            found = [entry for entry in await self.feeds.read(owner) if unwanted(entry)]
            await self.feeds.drop(owner, found)
            dropped += len(found)
        return dropped

    async def _answers(self, holds: Callable[[bytes], bool], erased: bytes) -> int:
        changed = 0
        async for name in self.link.names("seen:*"):
            answer = await self.link.ask("GET", name)
            if answer and holds(answer):
                await self.link.ask("SET", name, erased, "XX", "KEEPTTL")
                changed += 1
        return changed

    async def compact(self) -> None:
        """Rewrites what lies on disk so that it holds only what is in memory, and waits for it.

        Raises Unavailable when the server fails to. Nothing where the server keeps nothing on disk. Replicas and
        backups keep their own files: they are the operator's to renew.
        """
        await self._reset_slow_log()
        if await self._says("aof_enabled") == "1":
            await self._rewritten("BGREWRITEAOF", "aof_rewrite_in_progress", "aof_last_bgrewrite_status")
        if await self._saves_dumps():
            await self._rewritten("BGSAVE", "rdb_bgsave_in_progress", "rdb_last_bgsave_status")

    async def _reset_slow_log(self) -> None:
        try:
            await self.link.ask_server("SLOWLOG", "RESET")
        except ResponseError:  # a managed server may forbid it, and then shows it to nobody either
            return

    async def _saves_dumps(self) -> bool:
        try:
            found = await self.link.ask_server("CONFIG", "GET", "save")
        except ResponseError:
            return False
        return bool(found.get("save") or found.get(b"save"))

    async def _rewritten(self, command: str, running: str, status: str) -> None:
        # One that runs already may have begun before the deletion: wait for it, then start ours.
        async with asyncio.timeout(_COMPACT_S):
            await self._while(running)
            await self.link.ask_server(command)
            await self._while(running)
        if await self._says(status) != "ok":
            raise Unavailable(f"{command} failed: see the server's log")

    async def _while(self, running: str) -> None:
        while "1" in (await self._says(running), await self._says("aof_rewrite_scheduled")):  # noqa: ASYNC110
            await asyncio.sleep(_POLL_S)

    async def _says(self, field: str) -> str:
        return str((await self.link.ask_server("INFO", "persistence")).get(field, ""))


def _holds_any(needles: Sequence[str]) -> Callable[[bytes], bool]:
    wanted = [needle.casefold().encode() for needle in needles if needle]

    def holds(payload: bytes) -> bool:
        if not wanted:
            return False
        text = payload.decode(errors="replace").casefold().encode()
        return any(needle in text for needle in wanted)

    return holds
