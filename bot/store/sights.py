"""All that one send needs, in one answer and as of one moment."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from bot.store.absences import asked_of
from bot.store.link import Along, Link, Script
from bot.store.pipelining import Command, Value
from bot.store.shapes import scored, texts_of

_SIGHT = Script("scripts/sight.lua")


class Asked(Struct, frozen=True, kw_only=True):
    number: int
    lane: str
    key: str  # the notice's
    to: str  # who is told
    card: tuple[str, str]  # place and kind of the living card
    since: int  # events that are known already
    authors: Sequence[str]  # whose words are asked for; whoever else has some is found among `Found.authors`
    words: str = ""  # the only ones of theirs that are asked for; all of them where it is empty
    people: Sequence[str]  # whose names and titles are asked for


class Found(Struct, frozen=True, kw_only=True):
    now_ms: int  # the tenant's clock
    state: bytes | None  # None: there is no such request (any more)
    events: Sequence[bytes]  # beyond those that were known
    authors: frozenset[str]  # whose words lie beside the request
    card: str | None
    rings: Sequence[tuple[str, float]]  # notice key, Unix ms
    held: Sequence[tuple[str, float]]  # notice key, score, of what the lane holds back of this request
    catching_up_ms: int | None
    profile: Mapping[str, str]  # of who is told
    told_together: bool
    sent_twice: str  # the key of the lane's notice that was sent once more
    sent_with: tuple[str, ...]
    away: Mapping[bytes, bytes]  # what is kept of the recipient's absence
    texts: Mapping[str, str]  # words id -> words, as far as they were asked for
    names: Mapping[str, str]  # of the people asked for, those that have one
    titles: Mapping[str, str]
    gone: frozenset[str]  # of the recipient and the people asked for, those that were erased


class Sights:
    def __init__(self, link: Link) -> None:
        self.link = link
        self.keys = link.keys

    async def read(self, asked: Asked) -> Found:
        """Raises Unavailable."""
        return found_in(asked, (await self.link.batch([self._question(asked)]))[0])

    def along(self, asked: Asked) -> Along:
        """The same question behind another's step; its answer is for `found_in`."""
        return Along(self._question(asked))

    def _question(self, asked: Asked) -> Command:
        keys, n, absences = self.keys, asked.number, asked_of(asked.to)
        names = [
            keys.request(n),
            keys.history(n),
            keys.authors(n),
            keys.cards(n),
            keys.rung(asked.to),
            keys.held(asked.lane),
            keys.catching_up,
            keys.profile(asked.to),
            keys.together(asked.lane),
            keys.head(asked.lane),
            keys.absences,
            keys.clock,
            keys.erased,
            *(keys.words(n, author) for author in asked.authors),
            *map(keys.profile, asked.people),
        ]
        field = "\t".join(asked.card)
        args: list[Value] = [asked.since, field, n, asked.key, len(asked.authors), asked.words]
        args += [len(absences), *absences, *_everybody(asked)]
        return _SIGHT.call(names, args)


def found_in(asked: Asked, answer: list[Any]) -> Found:
    (
        s,
        us,
        moved,
        state,
        events,
        authors,
        card,
        rings,
        held,
        catching_up,
        profile,
        together,
        twice,
        others,
        away,
        words,
        names,
        erased,
    ) = answer
    texts: dict[str, str] = {}
    for part in words:
        texts |= texts_of(part)
    return Found(
        now_ms=int(s) * 1000 + int(us) // 1000 + int(moved or 0),
        state=state,
        events=events,
        authors=frozenset(author.decode() for author in authors),
        card=_text(card),
        rings=scored(rings),
        held=scored(held),
        catching_up_ms=None if catching_up is None else int(catching_up),
        profile=texts_of(profile),
        told_together=bool(together),
        sent_twice=_text(twice) or "",
        sent_with=() if others is None else tuple(others.decode().split("\t")),
        away={f.encode(): v for f, v in zip(asked_of(asked.to), away, strict=True) if v is not None},
        texts=texts,
        names={p: name.decode() for p, (name, _) in zip(asked.people, names, strict=True) if name},
        titles={p: title.decode() for p, (_, title) in zip(asked.people, names, strict=True) if title},
        gone=frozenset(p for p, is_erased in zip(_everybody(asked), erased, strict=True) if is_erased),
    )


def _everybody(asked: Asked) -> tuple[str, ...]:
    return (asked.to, *asked.people)


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode()
