"""One person wherever they write: a code from one platform, written into another's private chat, joins what no address may.

The code is good for ten minutes, once, for one pair of accounts, and only a few can be asked for or tried in an hour.
Whoever writes it is first told whose it is. It is never logged, and Redis knows it by its hash alone.
"""

import re
from collections.abc import Mapping
from secrets import choice
from typing import NamedTuple

import msgspec
import structlog
from msgspec import Struct
from msgspec.structs import replace

from bot.commit import requests_in
from bot.desk import Desk
from bot.domain.request import ref
from bot.domain.rights import LIVE
from bot.store.store import Store
from bot.words import Words
from knowledge.directory import PersonId
from knowledge.phrasings import phrasings

log = structlog.get_logger()

GOOD_FOR_MS = 10 * 60_000
HOUR_MS = 3_600_000
MOST_ASKED, MOST_TRIED = 5, 10  # in an hour, by one person
PLATFORMS = {"slack": "Slack", "teams": "Teams"}
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another
# Letters and figures in each half: "next week" and "desk 2234" are what somebody needs, and no code.
_HALF = rf"(?=[A-Z]{{0,3}}[2-9])(?=[2-9]{{0,3}}[A-Z])[{_LETTERS}]{{4}}"
_CODE = re.compile(rf"\s*({_HALF})[-\s]?({_HALF})\s*", re.IGNORECASE)
_PREFERS = {"prefer_slack": "slack", "prefer_teams": "teams", "prefer_where_written": ""}


def concern(text: str) -> bool:
    """Whether words are about somebody's accounts, and no request."""
    text = _seen(text)
    return _CODE.fullmatch(text) is not None or bool(_said(text))


def _said(text: str) -> Mapping[str, str]:
    return phrasings("accounts").found(text)


def _seen(text: str) -> str:
    """Without what a copied code may bring along unseen."""
    return "".join(letter for letter in text if letter.isprintable() or letter.isspace())


class Account(NamedTuple):
    """Whoever writes, on their own with us."""

    person: PersonId
    identity: str
    platform: str


class Ticket(Struct, frozen=True, array_like=True):
    """What lies under a code."""

    person: PersonId
    identity: str
    platform: str
    shown_to: str = ""  # the identity that was told whose it is


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Ticket).decode


class Refused(Exception):
    """They are not joined; the sentence that says why, with its facts."""

    def __init__(self, sentence: str, **facts: str) -> None:
        super().__init__(sentence)
        self.sentence, self.facts = sentence, facts


class Joining:
    def __init__(self, desk: Desk, store: Store) -> None:
        self._desk = desk
        self._store = store

    async def answered(self, text: str, me: Account, say: Words) -> str:
        """What is said to words that `concern` accounts. Raises Unavailable."""
        text = _seen(text)
        if (found := _CODE.fullmatch(text)) is not None:
            return await self._tried("".join(found.groups()).upper(), me, say)
        said = _said(text)
        if "join" in said:
            return await self._asked(me, say)
        return await self._prefers(next((_PREFERS[kind] for kind in said), ""), me, say)

    async def _asked(self, me: Account, say: Words) -> str:
        if await self._store.chat.count(f"codes-asked:{me.person}", HOUR_MS) > MOST_ASKED:
            return say("join-later")
        code = _new_code()
        ticket = Ticket(me.person, me.identity, me.platform)
        await self._store.chat.keep_ticket(_name(code), _encode(ticket), GOOD_FOR_MS)
        others = say("join-or").join(name for key, name in PLATFORMS.items() if key != me.platform)
        return say("join-code", code=f"{code[:4]}-{code[4:]}", platform=others)

    async def _tried(self, code: str, me: Account, say: Words) -> str:
        if await self._store.chat.count(f"codes-tried:{me.person}", HOUR_MS) > MOST_TRIED:
            return say("join-later")
        found = await self._store.chat.ticket(_name(code))
        if found is None:
            return say("join-unknown")
        ticket = _decode(found)
        if ticket.platform == me.platform:
            return say("join-elsewhere", platform=PLATFORMS.get(me.platform, me.platform))
        name = await self._desk.known.name(ticket.person, self._desk.directory)
        platform = PLATFORMS.get(ticket.platform, ticket.platform)
        if ticket.shown_to != me.identity:
            shown = replace(ticket, shown_to=me.identity)
            await self._store.chat.keep_ticket(_name(code), _encode(shown), GOOD_FOR_MS, again=True)
            return say("join-confirm", name=name or "…", platform=platform)
        if not await self._store.chat.use_up(_name(code)):
            return say("join-unknown")
        return await self._joined(ticket, me, say, platform)

    async def _joined(self, ticket: Ticket, me: Account, say: Words, platform: str) -> str:
        known = self._store.people
        if await known.person(ticket.identity) != ticket.person or ticket.person == me.person:
            return say("join-same" if ticket.person == me.person else "join-unknown")
        try:
            stays, goes = await self._which(ticket.person, me.person)
        except Refused as refused:
            return say(refused.sentence, **refused.facts)
        await self.merge(goes, stays)
        log.info("people.joined", stays=stays, goes=goes, how="code")
        return say("join-done", platform=platform)

    async def _which(self, one: PersonId, other: PersonId) -> tuple[PersonId, PersonId]:
        """Who stays and who goes: the directory's person, else who has an address, else who has open requests."""
        ranks = [await self._rank(person) for person in (one, other)]
        if all(
            rank[0] for rank in ranks
        ):  # two people, each vouched for: only an administrator may say otherwise
            raise Refused("join-two-people")
        stays, goes = (one, other) if ranks[0] >= ranks[1] else (other, one)
        if left := await self.open_requests(goes):
            raise Refused("join-open", refs=", ".join(map(ref, left)))
        return stays, goes

    async def _rank(self, person: PersonId) -> tuple[int, bool]:
        listed = person in self._desk.directory.people
        vouched = bool(await self._store.people.addresses(person))
        return (2 if listed else int(vouched)), bool(await self.open_requests(person))

    async def open_requests(self, person: PersonId) -> list[int]:
        """What they asked and has not closed: it would be left with nobody who can read it."""
        return await open_requests(self._store, person)

    async def merge(self, goes: PersonId, stays: PersonId) -> int:
        moved = await merge(self._store, goes, stays)
        self._desk.known.forget(goes)
        self._desk.known.forget(stays)
        return moved

    async def _prefers(self, where: str, me: Account, say: Words) -> str:
        platform = where if where in PLATFORMS else ""
        profile = await self._store.people.profile(me.person)
        if platform and platform != me.platform and not profile.get(f"place.{platform}"):
            return say("prefer-not-there", platform=PLATFORMS[platform])
        await self._store.people.set_profile(me.person, {"wants": platform})
        self._desk.known.forget(me.person)
        return say("prefer-done", platform=PLATFORMS[platform]) if platform else say("prefer-where-written")


async def merge(store: Store, goes: str, stays: str) -> int:
    """All identities of one person become another's, and so do the conversations that they are reached in."""
    identities = await store.people.identities(goes)
    for identity in identities:
        await store.people.join(identity, stays)
    gone, kept = (await store.people.profiles([goes, stays])).values()
    places = {field: value for field, value in gone.items() if field.startswith("place.")}
    await store.people.set_profile(stays, {f: v for f, v in places.items() if not kept.get(f)})
    await store.people.set_profile(goes, dict.fromkeys(places, ""))
    return len(identities)


async def open_requests(store: Store, person: str) -> list[int]:
    asked = [int(number) for number, _ in await store.index(f"requester:{person}")]
    found = requests_in(await store.states(asked))
    return sorted(number for number, request in found.items() if request.status in LIVE)


def _new_code() -> str:
    while _CODE.fullmatch(code := "".join(choice(_LETTERS) for _ in range(8))) is None:
        pass
    return code


def _name(code: str) -> str:
    return f"join:{code}"
