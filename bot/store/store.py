"""Requests in Redis: load at a version, commit, read. Stores bytes that the domain encodes, and asks nothing of them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from bot.store.absences import Absences, away_at, planned_after
from bot.store.articles import Articles
from bot.store.asides import Asides
from bot.store.chat import Chat
from bot.store.crashpoints import reached
from bot.store.erase import Eraser
from bot.store.feeds import Feeds
from bot.store.files import FileStore
from bot.store.keys import Keys
from bot.store.lanes import Lanes
from bot.store.lessons import Lessons
from bot.store.letters import Letters
from bot.store.link import Link, Script
from bot.store.outbox import Outbox
from bot.store.people import People
from bot.store.pipelining import Value
from bot.store.publish import Publisher
from bot.store.shapes import fields_of, scored, texts_of
from bot.store.sights import Sights
from bot.store.timers import Timers
from bot.store.writes import Claimed, Conflict, Done, Loaded, Outcome, Seen, Timings, Write

_COMMIT = Script("commit.lua")
_LOAD = Script("scripts/load.lua")
_SIZES = Script("scripts/sizes.lua")

# Numbers are read aloud, so the first is R-1001 and not R-1.
FIRST_NUMBER = 1001


class Store:
    """Raises Unavailable from every method when Redis cannot answer."""

    def __init__(self, link: Link, timings: Timings | None = None) -> None:
        self.link = link
        self.keys = link.keys
        self.timings = timings or Timings()
        self.lanes = Lanes(link, self.timings)
        self.sights = Sights(link)
        self.feeds = Feeds(link, self.timings)
        self.letters = Letters(link)
        self.timers = Timers(link)
        self.absences = Absences(link, self.timings.seen_ms)
        self.people = People(link)
        self.chat = Chat(link)
        self.asides = Asides(link)
        self.files = FileStore(link, self.timings.held_ms)
        self.publisher = Publisher(link)
        self.articles = Articles(link)
        self.lessons = Lessons(link, self.publisher)
        self.eraser = Eraser(link, self.lanes, self.feeds, self.people, self.lessons, self.asides)

    def outbox(self, consumer: str) -> Outbox:
        """`consumer` is unique among living processes."""
        return Outbox(self.link, self.timings, consumer)

    @classmethod
    def connect(cls, url: str, tenant: str, timings: Timings | None = None) -> "Store":
        """Opens nothing yet: the first call does."""
        return cls(Link.to(url, tenant), timings)

    async def aclose(self) -> None:
        await self.link.aclose()

    # One commit

    async def load(
        self,
        number: int | None,
        command: str,
        claims: Sequence[str] = (),
        *,
        by: str = "",
        indexes: Sequence[str] = (),
        first: int = 0,
    ) -> Loaded:
        """`by`: whose profile comes along; `indexes`: of each the `first` members with the greatest scores."""
        keys = self.keys
        guards, lists = map(keys.claim, claims), map(keys.index, indexes)
        asked = [keys.request(number or 0), keys.seen(command), keys.clock, keys.absences, keys.profile(by)]
        found = await self.link.run(_LOAD, [*asked, *guards, *lists], [len(claims), first])
        version, state, seen, s, us, moved, holders, away, profile, members = found
        now, kept = _instant(s, us, moved), fields_of(away)
        return Loaded(
            version=int(version or 0),
            state=state,
            seen=seen,
            claims={c: by.decode() for c, by in zip(claims, holders, strict=False) if by is not None},
            now=now,
            absent=away_at(kept, now) if kept else {},
            planned=planned_after(kept, now) if kept else {},
            profile=texts_of(profile),
            indexed=tuple(tuple(member.decode() for member in index) for index in members),
        )

    async def commit(self, write: Write) -> Outcome:
        """Writes all of it or nothing. Sending it again is harmless: the seen-key answers."""
        keys, args = _packed(self.keys, write, self.timings.seen_ms)
        answer = await self.link.run(_COMMIT, keys, args)
        reached("commit")
        match answer:
            case [b"done", version]:
                return Done(int(version))
            case [b"seen", first_answer]:
                return Seen(first_answer)
            case [b"claimed", which, by]:
                return Claimed(write.claims[int(which) - 1][0], by.decode())
            case [b"conflict", version]:
                return Conflict(int(version))
        raise AssertionError(f"commit.lua answered {answer!r}")

    async def next_number_and_sizes(self, names: Sequence[str]) -> tuple[int, list[int]]:
        """A number, and how many members each index has, in one round trip. Gaps are allowed, repeats are not."""
        number, *sizes = await self._sizes(names, with_number=True)
        return FIRST_NUMBER - 1 + number, sizes

    async def _sizes(self, names: Sequence[str], *, with_number: bool) -> list[int]:
        keys = [self.keys.numbers, *map(self.keys.index, names)]
        return [int(n) for n in await self.link.run(_SIZES, keys, [int(with_number)])]

    async def last_number(self) -> int:
        """The greatest number ever given out; FIRST_NUMBER - 1 when none was."""
        return FIRST_NUMBER - 1 + int(await self.link.ask("GET", self.keys.numbers) or 0)

    # One clock

    async def now(self) -> datetime:
        (s, us), moved = await self.link.batch([("TIME",), ("GET", self.keys.clock)])
        return _instant(s, us, moved)

    async def move_clock(self, ms: int) -> None:
        """Moves the clock of every process of this tenant, from where it stands now."""
        await self.link.ask("INCRBY", self.keys.clock, ms)

    async def set_clock_offset(self, ms: int) -> None:
        await self.link.ask("SET", self.keys.clock, ms)

    async def clock_offset(self) -> int:
        """ms by which the clock was moved."""
        return int(await self.link.ask("GET", self.keys.clock) or 0)

    async def ping(self) -> None:
        """Raises Unavailable when Redis does not answer."""
        await self.link.ask_server("PING")

    # Reading requests

    async def history(self, number: int, start: int = 0) -> list[bytes]:
        """The events from position `start` (0 = the first) to the newest."""
        return list(await self.link.ask("LRANGE", self.keys.history(number), start, -1))

    async def states(self, numbers: Iterable[int]) -> dict[int, tuple[int, bytes]]:
        """number -> (version, state) in one round trip, in the order asked; absent requests are left out."""
        asked = list(numbers)
        found = await self.link.batch([("HMGET", self.keys.request(n), "version", "state") for n in asked])
        return {n: (int(version), state) for n, (version, state) in zip(asked, found, strict=True) if version}

    async def words(self, number: int) -> dict[str, bytes]:
        """words id -> value, of everybody who wrote in this request."""
        return (await self.words_of([number]))[number]

    async def words_of(self, numbers: Iterable[int]) -> dict[int, dict[str, bytes]]:
        """The words of several requests in two round trips."""
        asked = list(numbers)
        authors = await self.link.batch([("SMEMBERS", self.keys.authors(n)) for n in asked])
        pairs = [(n, by.decode()) for n, people in zip(asked, authors, strict=True) for by in people]
        hashes = await self.link.batch([("HGETALL", self.keys.words(n, by)) for n, by in pairs])
        words: dict[int, dict[str, bytes]] = {n: {} for n in asked}
        for (n, _), found in zip(pairs, hashes, strict=True):
            words[n].update({id_.decode(): value for id_, value in found.items()})
        return words

    async def words_by(self, number: int, by: str) -> dict[str, bytes]:
        """words id -> value, of one who wrote in this request."""
        found = await self.link.ask("HGETALL", self.keys.words(number, by))
        return {id_.decode(): value for id_, value in found.items()}

    async def keep_words(self, number: int, by: str, words_id: str, value: bytes) -> None:
        """Words outside a commit: what a person wrote and has not yet said to whom it goes (number 0).

        No request closes over them, so they go by themselves, some days after the last of them came.
        """
        keys = self.keys
        await self.link.batch(
            [
                ("HSET", keys.words(number, by), words_id, value),
                ("PEXPIRE", keys.words(number, by), self.timings.held_ms),
                ("SADD", keys.authors(number), by),
                ("SADD", keys.written(by), number),
            ]
        )

    async def drop_words(self, number: int, by: str, words_id: str) -> None:
        """Outside a commit, as they were kept."""
        await self.link.ask("HDEL", self.keys.words(number, by), words_id)

    async def claim(self, claim: str) -> str | None:
        by = await self.link.ask("GET", self.keys.claim(claim))
        return None if by is None else by.decode()

    # Indexes and tallies

    async def index(
        self,
        name: str,
        low: float | str = "-inf",
        high: float | str = "+inf",
        *,
        offset: int = 0,
        count: int = -1,
        newest_first: bool = False,
    ) -> list[tuple[str, float]]:
        """(member, score) by score, both ends included ("(5" leaves 5 out); `count` -1 = all."""
        key, limit = self.keys.index(name), ("LIMIT", offset, count)
        if newest_first:
            found = await self.link.ask("ZREVRANGEBYSCORE", key, high, low, "WITHSCORES", *limit)
        else:
            found = await self.link.ask("ZRANGEBYSCORE", key, low, high, "WITHSCORES", *limit)
        return scored(found)

    async def index_count(self, name: str, low: float | str = "-inf", high: float | str = "+inf") -> int:
        return int(await self.link.ask("ZCOUNT", self.keys.index(name), low, high))

    async def indexed_first(self, names: Sequence[str], count: int) -> list[list[str]]:
        """The members with the greatest scores of several indexes, in one round trip."""
        asked = [("ZREVRANGE", self.keys.index(name), 0, count - 1) for name in names]
        return [[member.decode() for member in found] for found in await self.link.batch(asked)]

    async def index_sizes(self, names: Sequence[str]) -> list[int]:
        """How many members each index has, in one round trip."""
        return (await self._sizes(names, with_number=False))[1:]

    async def indexed(self, name: str, members: Sequence[str]) -> list[bool]:
        """Which of the members stand in the index, in their order."""
        if not members:
            return []
        return [s is not None for s in await self.link.ask("ZMSCORE", self.keys.index(name), *members)]

    async def tallies(self, name: str) -> dict[str, int]:
        found = await self.link.ask("HGETALL", self.keys.tally(name))
        return {cell.decode(): int(count) for cell, count in found.items()}


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _instant(s: bytes, us: bytes, moved_ms: bytes | None) -> datetime:
    # Integers all the way: a float has lost the microseconds by now.
    return _EPOCH + timedelta(seconds=int(s), microseconds=int(us), milliseconds=int(moved_ms or 0))


def _packed(keys: Keys, write: Write, seen_ms: int) -> tuple[list[str], list[Value]]:
    """KEYS and ARGV in the order that commit.lua reads them."""
    n = write.number
    names = [
        keys.seen(write.command),
        keys.request(n),
        keys.history(n),
        keys.outbox,
        keys.timers,
        keys.authors(n),
    ]
    args: list[Value] = [write.expected, write.answer, seen_ms, n, write.state, int(write.wake)]
    args.append(len(write.claims))
    for claim, value, ms in write.claims:
        names.append(keys.claim(claim))
        args += value, ms
    args.append(len(write.claims_drop))
    names += map(keys.claim, write.claims_drop)
    args += len(write.events), *write.events
    args.append(len(write.words))
    for by, id_, said in write.words:
        names += keys.words(n, by), keys.written(by)
        args += by, id_, said
    args.append(len(write.forget_words))
    for by, id_ in write.forget_words:
        names.append(keys.words(n, by))
        args.append(id_)
    args += len(write.timers_done), *write.timers_done
    for timed in (write.timers_fired, write.timers):
        args.append(len(timed))
        for name, due in timed:
            args += name, due
    args.append(len(write.index_remove))
    for index, member in write.index_remove:
        names.append(keys.index(index))
        args.append(member)
    args.append(len(write.index_add))
    for index, member, score in write.index_add:
        names.append(keys.index(index))
        args += score, member
    args.append(len(write.tallies))
    for tally, cell, delta in write.tallies:
        names.append(keys.tally(tally))
        args += cell, delta
    return names, args
