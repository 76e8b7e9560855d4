"""Who is who: platform identities and addresses lead to one opaque person id, and names lie in a profile of their own.

An id says nothing about anybody, so history may keep it after `forget`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.store.link import Link, Script
from bot.store.pipelining import Value

_ENROL = Script("scripts/enrol.lua")
_MEET = Script("scripts/meet.lua")
_FORGET = Script("scripts/forget_person.lua")

_ENROL_AT_ONCE = 500


class People:
    def __init__(self, link: Link) -> None:
        self.link = link
        self.keys = link.keys

    async def enrol(self, emails: Iterable[str]) -> dict[str, str]:
        """Address as given -> person id, made where there was none. Again, or by two at once: the same ids."""
        given = list(dict.fromkeys(emails))
        found: dict[str, str] = {}
        for start in range(0, len(given), _ENROL_AT_ONCE):
            part = given[start : start + _ENROL_AT_ONCE]
            persons = await self._at([folded(email) for email in part])
            missing = [email for email, person in zip(part, persons, strict=True) if person is None]
            made = await self._enrol(sorted({folded(email) for email in missing}))
            found |= {e: p or made[folded(e)] for e, p in zip(part, persons, strict=True)}
        return found

    async def known(self, emails: Iterable[str]) -> dict[str, str]:
        """Address as given -> person id, of those who are known; nobody is made known by asking."""
        given = list(dict.fromkeys(emails))
        persons = await self._at([folded(email) for email in given])
        return {email: person for email, person in zip(given, persons, strict=True) if person is not None}

    async def _at(self, addresses: Sequence[str]) -> list[str | None]:
        if not addresses:
            return []
        found = await self.link.ask("HMGET", self.keys.addresses, *addresses)
        return [None if person is None else person.decode() for person in found]

    async def _enrol(self, addresses: Sequence[str]) -> dict[str, str]:
        if not addresses:
            return {}
        candidates = await self._new_ids(len(addresses))
        keys = [self.keys.addresses, self.keys.people, *map(self.keys.known, candidates)]
        args = [part for pair in zip(addresses, candidates, strict=True) for part in pair]
        persons = await self.link.run(_ENROL, keys, args)
        return {address: person.decode() for address, person in zip(addresses, persons, strict=True)}

    async def _new_ids(self, count: int) -> list[str]:
        last = int(await self.link.ask("INCRBY", self.keys.persons, count))
        return [f"P{n}" for n in range(last - count + 1, last + 1)]

    async def meet(self, identity: str, address: str | None = None, *, several: bool = False) -> str:
        """The person behind a platform's identity ("slack:T1:U1"), made at first sight.

        `address` only where the platform vouches for it (a full member, a company's domain): it joins this identity
        to the person who has that address, at first sight and never later. Where that person has an identity of the
        same workspace already, the address was given to somebody else since, and joins nobody; `several`: local
        clients, where many may play one person.
        """
        known = await self.person(identity)
        if known is not None:
            return known
        mail = "" if address is None else folded(address)
        owner = (await self._at([mail]))[0] if mail else None
        alone = "" if several else workspace_of(identity)
        while True:
            person = owner or (await self._new_ids(1))[0]
            answer = await self._meet(identity, mail, person, new=owner is None, alone=alone)
            if answer[0] == b"is":
                return str(answer[1].decode())
            if answer[0] == b"reused":
                mail, owner = "", None
                continue
            # Another process gave the address to somebody, or that person was forgotten, between two of our steps.
            owner = answer[1].decode() if answer[0] == b"belongs" else None

    async def _meet(
        self, identity: str, address: str, person: str, *, new: bool, of: str = "", alone: str = ""
    ) -> Any:
        keys = [self.keys.identities, self.keys.addresses, self.keys.people, self.keys.known(person)]
        if of:
            keys.append(self.keys.known(of))
        args: list[Value] = [identity, address, person, int(new), of, alone]
        return await self.link.run(_MEET, keys, args)

    async def join(self, identity: str, person: str) -> bool:
        """Moves an identity to a person. False: there is no such identity or person."""
        current = await self.person(identity)
        if current is None:
            return False
        answer = await self._meet(identity, "", person, new=False, of=current)
        return bool(answer[0] == b"is")

    async def part(self, identity: str) -> str | None:
        """Makes an identity a person of its own; None: there is no such identity."""
        current = await self.person(identity)
        if current is None:
            return None
        [person] = await self._new_ids(1)
        answer = await self._meet(identity, "", person, new=True, of=current)
        return person if answer[0] == b"is" else None

    async def person(self, identity: str) -> str | None:
        return (await self.persons([identity]))[0]

    async def persons(self, identities: Sequence[str]) -> list[str | None]:
        """Whose they are, in their order."""
        if not identities:
            return []
        found = await self.link.ask("HMGET", self.keys.identities, *identities)
        return [None if person is None else person.decode() for person in found]

    async def at(self, address: str) -> str | None:
        return (await self._at([folded(address)]))[0]

    async def everybody(self) -> list[str]:
        found = [person.decode() for person in await self.link.ask("SMEMBERS", self.keys.people)]
        return sorted(found, key=lambda person: int(person[1:]))

    async def is_erased(self, person: str) -> bool:
        return bool(await self.link.ask("SISMEMBER", self.keys.erased, person))

    async def identities(self, person: str) -> list[str]:
        return [name for kind, name in await self._ways(person) if kind == "identity"]

    async def addresses(self, person: str) -> list[str]:
        return [name for kind, name in await self._ways(person) if kind == "address"]

    async def _ways(self, person: str) -> list[tuple[str, str]]:
        return (await self.ways([person]))[person]

    async def ways(self, persons: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        """Person -> what leads to them, each ("identity" or "address", its name), in one round trip."""
        found = await self.link.batch([("SMEMBERS", self.keys.known(person)) for person in persons])
        split = [[way.decode().partition(" ") for way in sorted(ways)] for ways in found]
        return {p: [(kind, name) for kind, _, name in ways] for p, ways in zip(persons, split, strict=True)}

    async def profiles(self, persons: Iterable[str]) -> dict[str, dict[str, str]]:
        """Person -> profile in one round trip; {} for one without."""
        asked = list(dict.fromkeys(persons))
        found = await self.link.batch([("HGETALL", self.keys.profile(person)) for person in asked])
        return {
            person: {field.decode(): value.decode() for field, value in profile.items()}
            for person, profile in zip(asked, found, strict=True)
        }

    async def profile(self, person: str) -> dict[str, str]:
        return (await self.profiles([person]))[person]

    async def set_profile(self, person: str, fields: Mapping[str, str]) -> None:
        """Sets these fields and leaves the others; an empty value removes its field."""
        key = self.keys.profile(person)
        kept = [part for field, value in fields.items() if value for part in (field, value)]
        gone = [field for field, value in fields.items() if not value]
        commands: list[list[Value]] = []
        if kept:
            commands.append(["HSET", key, *kept])
        if gone:
            commands.append(["HDEL", key, *gone])
        await self.link.batch(commands)

    async def forget(self, person: str) -> int:
        """Erases who this was; `erase.Eraser.forget` is what erases a person everywhere."""
        keys = [
            self.keys.identities,
            self.keys.addresses,
            self.keys.people,
            self.keys.profile(person),
            self.keys.known(person),
            self.keys.erased,
        ]
        return int(await self.link.run(_FORGET, keys, [person]))


def workspace_of(identity: str) -> str:
    """ "slack:T1:" of "slack:T1:U1"."""
    return identity.rpartition(":")[0] + ":"


def folded(address: str) -> str:
    return address.strip().casefold()
