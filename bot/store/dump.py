"""Everything that a tenant has, out of Redis and into an empty one.

What follows from the histories (states, indexes, timers, tallies) is not read here but made anew by whoever writes, and
what lasts minutes (seen-keys, leases, codes) or is a secret (tokens of workspaces) is left where it is.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Raw, Struct
from msgspec.json import Decoder

from bot.store.bulk import INDEX as SIMULATED
from bot.store.link import Link
from bot.store.people import People
from bot.store.pipelining import Value
from bot.store.shapes import texts_of
from bot.store.store import FIRST_NUMBER, Store
from bot.store.tallies import Tallies

T = TypeVar("T")

_events = Decoder(list[Raw]).decode

AT_ONCE = 200
_PLAIN = ("claim:thread:*", "board:*", "reference:*")  # where a conversation stands: strings that last


class Counters(Struct, frozen=True, kw_only=True):
    last_number: int
    last_person: int
    clock_ms: int  # by which the clock was moved


class PersonRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    id: str
    identities: list[str] = []
    addresses: list[str] = []
    profile: dict[str, str] = {}
    absence: str = ""
    erased: bool = False  # and nothing else is known of them


class RequestRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    number: int
    events: list[Raw]
    planned: int
    words: dict[str, dict[str, str]] = {}  # person -> words id -> text
    cards: dict[str, str] = {}  # place and kind -> the platform's id
    notices: dict[str, str] = {}  # notice -> how its delivery ended
    simulated: bool = False
    unlearned: str = ""  # when its lesson, which was taken back, was taught (Unix s)


class FileRow(Struct, frozen=True, kw_only=True):
    number: int
    person: str
    field: str
    piece: bytes


class PlaceRow(Struct, frozen=True, kw_only=True):
    name: str
    value: bytes


class PublishedRow(Struct, frozen=True, kw_only=True):
    """One part of a published directory."""

    kind: str
    version: str
    part: str
    content: bytes


class Made(Struct, frozen=True, kw_only=True):
    """What follows from a history."""

    state: bytes
    version: int
    indexes: Mapping[tuple[str, str], float]
    timers: Mapping[str, int]  # -> due (Unix ms)


class Dump:
    """Raises Unavailable when Redis cannot answer."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.link: Link = store.link
        self.keys = store.keys
        self.people: People = store.people

    async def counters(self) -> Counters:
        keys = (self.keys.numbers, self.keys.persons, self.keys.clock)
        numbers, persons, clock = await self.link.batch([("GET", key) for key in keys])
        return Counters(
            last_number=int(numbers or 0), last_person=int(persons or 0), clock_ms=int(clock or 0)
        )

    async def on_its_way(self) -> int:
        """Messages that are planned and not sent: they are told by this desk alone."""
        return sum((await self._store.lanes.waiting()).values())

    # Out

    async def persons(self) -> AsyncIterator[PersonRow]:
        known = await self.people.everybody()
        absences = texts_of(await self.link.ask("HGETALL", self.keys.absences))
        for part in _parts(known):
            ways, profiles = await self.people.ways(part), await self.people.profiles(part)
            for person in part:
                yield PersonRow(
                    id=person,
                    identities=[name for kind, name in ways[person] if kind == "identity"],
                    addresses=[name for kind, name in ways[person] if kind == "address"],
                    profile=profiles[person],
                    absence=absences.get(person, ""),
                )
        for person in sorted(await self.link.ask("SMEMBERS", self.keys.erased)):
            yield PersonRow(id=person.decode(), erased=True)

    async def requests(self) -> AsyncIterator[RequestRow]:
        tallies = Tallies(self.link)
        last = await self._store.last_number()
        unlearned = texts_of(await self.link.ask("HGETALL", self.keys.unlearned))
        for part in _parts([0, *range(FIRST_NUMBER, last + 1)]):
            histories = dict(zip(part, map(_events, await tallies.histories(part)), strict=True))
            simulated = await self._store.indexed(SIMULATED, [str(n) for n in part])
            for number, made_up in zip(part, simulated, strict=True):
                if histories[number] or not number:
                    row = await self._request(number, histories[number])
                    yield RequestRow(
                        number=number,
                        events=row.events,
                        planned=row.planned,
                        words=row.words,
                        cards=row.cards,
                        notices=row.notices,
                        simulated=made_up,
                        unlearned=unlearned.get(str(number), ""),
                    )

    async def _request(self, number: int, events: list[Raw]) -> RequestRow:
        keys = self.keys
        planned, cards, notices, authors = await self.link.batch(
            [
                ("HGET", keys.request(number), "planned"),
                ("HGETALL", keys.cards(number)),
                ("HGETALL", keys.notices(number)),
                ("SMEMBERS", keys.authors(number)),
            ]
        )
        people = sorted(author.decode() for author in authors)
        words = await self.link.batch([("HGETALL", keys.words(number, person)) for person in people])
        return RequestRow(
            number=number,
            events=events,
            planned=int(planned or 0),
            words={person: texts_of(found) for person, found in zip(people, words, strict=True) if found},
            cards=texts_of(cards),
            notices={key: how for key, how in texts_of(notices).items() if not how.startswith("queued")},
        )

    async def files(self) -> AsyncIterator[FileRow]:
        prefix = self.keys.prefix + "files:"
        async for name in self.link.names("files:*"):
            number, _, person = name.decode().removeprefix(prefix).partition(":")
            for field in await self.link.ask("HKEYS", name):
                piece = await self.link.ask("HGET", name, field)
                if piece is not None:
                    yield FileRow(number=int(number), person=person, field=field.decode(), piece=piece)

    async def places(self) -> AsyncIterator[PlaceRow]:
        for pattern in _PLAIN:
            async for name in self.link.names(pattern):
                value = await self.link.ask("GET", name)
                if value is not None:
                    yield PlaceRow(name=name.decode().removeprefix(self.keys.prefix), value=value)

    async def published(self, kind: str) -> list[PublishedRow]:
        version = await self._store.publisher.current(kind)
        parts = await self._store.publisher.fetch(kind, version) if version else None
        return [
            PublishedRow(kind=kind, version=version or "", part=part, content=content)
            for part, content in (parts or {}).items()
        ]

    # In: each may run again after a crash; the counters, written last, say that all of it is there

    async def put_person(self, row: PersonRow) -> None:
        keys = self.keys
        commands: list[Sequence[Value]] = [("SADD", keys.erased if row.erased else keys.people, row.id)]
        for identity in row.identities:
            commands.append(("HSET", keys.identities, identity, row.id))
            commands.append(("SADD", keys.known(row.id), f"identity {identity}"))
        for address in row.addresses:
            commands.append(("HSET", keys.addresses, address, row.id))
            commands.append(("SADD", keys.known(row.id), f"address {address}"))
        if row.profile:
            commands.append(("HSET", keys.profile(row.id), *_flat(row.profile)))
        if row.absence:
            commands.append(("HSET", keys.absences, row.id, row.absence))
        await self.link.batch(commands)

    async def put_request(self, row: RequestRow, made: Made | None) -> None:
        keys, n = self.keys, row.number
        commands: list[Sequence[Value]] = [("DEL", keys.history(n))]
        if made is not None:
            fields = ("version", made.version, "state", made.state, "planned", row.planned)
            commands += [
                ("HSET", keys.request(n), *fields),
                ("RPUSH", keys.history(n), *map(bytes, row.events)),
            ]
            commands += [
                ("ZADD", keys.index(i), score, member) for (i, member), score in made.indexes.items()
            ]
            commands += [("ZADD", keys.timers, due, name) for name, due in made.timers.items()]
        for person, words in row.words.items():
            commands.append(("HSET", keys.words(n, person), *_flat(words)))
            commands += [("SADD", keys.authors(n), person), ("SADD", keys.written(person), n)]
        if not n:  # what nobody has said yet to whom it goes
            held = self._store.timings.held_ms
            commands += [("PEXPIRE", keys.words(n, person), held) for person in row.words]
        commands += [("HSET", keys.cards(n), *_flat(row.cards))] if row.cards else []
        commands += [("HSET", keys.notices(n), *_flat(row.notices))] if row.notices else []
        commands += [("ZADD", keys.index(SIMULATED), n, n)] if row.simulated else []
        commands += [("HSET", keys.unlearned, n, row.unlearned)] if row.unlearned else []
        await self.link.batch(commands)

    async def put_file(self, row: FileRow) -> None:
        await self.link.ask("HSET", self.keys.files(row.number, row.person), row.field, row.piece)

    async def put_place(self, row: PlaceRow) -> None:
        await self.link.ask("SET", self.keys.prefix + row.name, row.value)

    async def publish(self, rows: Sequence[PublishedRow]) -> None:
        if rows:
            parts = {row.part: row.content for row in rows}
            await self._store.publisher.publish(rows[0].kind, rows[0].version, parts)

    async def finish(self, counters: Counters) -> None:
        keys = self.keys
        await self.link.batch(
            [
                ("SET", keys.clock, counters.clock_ms),
                ("SET", keys.persons, counters.last_person),
                ("SET", keys.numbers, counters.last_number),
            ]
        )

    # The record

    async def record(self, what: str, by: str, about: str) -> None:
        """What an administrator did to all of it: added to, and never changed."""
        await self.link.ask("XADD", self.keys.record, "*", "what", what, "by", by, "about", about)

    async def recorded(self) -> list[tuple[int, dict[str, str]]]:
        """(Unix ms, what was done), the oldest first."""
        found = await self.link.ask("XRANGE", self.keys.record, "-", "+")
        return [(int(id_.partition(b"-")[0]), texts_of(fields)) for id_, fields in found]


def allowed_place(name: str) -> bool:
    """Nothing but what `places` gives is written back."""
    return name.startswith(tuple(pattern.rstrip("*") for pattern in _PLAIN))


def _flat(fields: Mapping[str, str]) -> list[Value]:
    return [part for pair in fields.items() for part in pair]


def _parts(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE)]
