"""Who is away until when: dates, never reasons. One that is over stays until the next one takes its place."""

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

from bot.store.link import Link, Script
from knowledge.directory import PersonId

_SET = Script("scripts/set_away.lua")


class Absence(Struct, frozen=True):
    until: datetime  # UTC
    set_by: PersonId


class Absences:
    def __init__(self, link: Link, seen_ms: int) -> None:
        """`seen_ms`: how long a command is remembered."""
        self.link = link
        self._seen_ms = seen_ms

    async def set(self, person: PersonId, absence: Absence | None, *, command: str, answer: bytes) -> bytes:
        """The first answer that this command was given; None says that the person is back."""
        kept = "" if absence is None else f"{int(absence.until.timestamp() * 1000)} {absence.set_by}"
        keys = [self.link.keys.seen(command), self.link.keys.absences]
        done = await self.link.run(_SET, keys, [person, kept, answer, self._seen_ms])
        return answer if done[0] == b"done" else bytes(done[1])

    async def all(self, now: datetime) -> dict[PersonId, Absence]:
        """Those that are not over at `now`."""
        found = await self.link.ask("HGETALL", self.link.keys.absences)
        absences = {PersonId(p.decode()): absence_of(value) for p, value in found.items()}
        return {person: absence for person, absence in absences.items() if absence.until > now}


def absence_of(kept: bytes) -> Absence:
    until, _, by = kept.decode().partition(" ")
    return Absence(datetime.fromtimestamp(int(until) / 1000, UTC), PersonId(by))


def until_of(kept: bytes) -> datetime:
    return absence_of(kept).until


def away_at(kept: Mapping[bytes, bytes], now: datetime) -> dict[str, datetime]:
    """Person -> until, of those who are away at `now`."""
    found = ((person.decode(), until_of(value)) for person, value in kept.items())
    return {person: until for person, until in found if until > now}
