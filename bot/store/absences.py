"""Who is away until when: dates, never reasons. One that is over stays until the next one takes its place.

Beside what is said for now there is what a calendar says for later: the spans of a person's plan.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from bot.domain.instants import instant_of, unix_ms
from bot.store.link import Link, Script
from knowledge.directory import PersonId

_SET = Script("scripts/set_away.lua")


Spans = tuple[tuple[datetime, datetime], ...]  # from, until
_PLAN = "/plan"  # what follows a person's id in the name of the field that holds their plan


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
        kept = "" if absence is None else f"{unix_ms(absence.until)} {absence.set_by}"
        keys = [self.link.keys.seen(command), self.link.keys.absences]
        done = await self.link.run(_SET, keys, [person, kept, answer, self._seen_ms])
        return answer if done[0] == b"done" else bytes(done[1])

    async def plan(self, person: PersonId, spans: Sequence[tuple[datetime, datetime]]) -> None:
        """Takes the place of the plan before it; no spans, no plan."""
        key, field = self.link.keys.absences, f"{person}{_PLAN}"
        if spans:
            kept = ",".join(f"{unix_ms(since)}-{unix_ms(until)}" for since, until in spans)
            await self.link.ask("HSET", key, field, kept)
        else:
            await self.link.ask("HDEL", key, field)

    async def back_early(self, person: PersonId, now: datetime) -> None:
        """What the plan says of this very moment is over; what it says of later stays."""
        kept = await self.link.ask("HGET", self.link.keys.absences, f"{person}{_PLAN}")
        spans = _spans_of(kept) if kept is not None else ()
        left = [(since, until) for since, until in spans if not since <= now < until]
        if len(left) < len(spans):
            await self.plan(person, left)

    async def all(self, now: datetime) -> dict[PersonId, Absence]:
        """Those that are not over at `now`, said or planned."""
        found = await self.link.ask("HGETALL", self.link.keys.absences)
        said = {p.decode(): absence_of(value) for p, value in found.items() if not p.endswith(_PLAN.encode())}
        return {
            PersonId(person): Absence(until, said[person].set_by if person in said else PersonId(person))
            for person, until in away_at(found, now).items()
        }


def absence_of(kept: bytes) -> Absence:
    until, _, by = kept.decode().partition(" ")
    return Absence(instant_of(int(until)), PersonId(by))


def away_at(kept: Mapping[bytes, bytes], now: datetime) -> dict[str, datetime]:
    """Person -> until, of those who are away at `now`: said or planned, whichever is longer."""
    found: dict[str, datetime] = {}
    for field, value in kept.items():
        person, is_plan = _field(field)
        untils = (
            [until for since, until in _spans_of(value) if since <= now]
            if is_plan
            else [absence_of(value).until]
        )
        for until in untils:
            if until > now:
                found[person] = max(found.get(person, until), until)
    return found


def planned_after(kept: Mapping[bytes, bytes], now: datetime) -> dict[str, Spans]:
    """Person -> the spans of their plan that have not begun at `now`."""
    plans = ((_field(field), value) for field, value in kept.items())
    later = {p: tuple(s for s in _spans_of(value) if s[0] > now) for (p, is_plan), value in plans if is_plan}
    return {person: spans for person, spans in later.items() if spans}


def asked_of(person: str) -> tuple[str, str]:
    """The fields that say whether one person is away."""
    return person, f"{person}{_PLAN}"


def _field(field: bytes) -> tuple[str, bool]:
    name = field.decode()
    return name.removesuffix(_PLAN), name.endswith(_PLAN)


def _spans_of(kept: bytes) -> Spans:
    pairs = (pair.split("-") for pair in kept.decode().split(",") if pair)
    return tuple((instant_of(int(since)), instant_of(int(until))) for since, until in pairs)
