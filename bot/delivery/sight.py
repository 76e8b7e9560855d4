"""Everything that one send needs, loaded when it is sent: so that erasure, rights and the newest state hold."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from bot.delivery.cards.view import Complained, View
from bot.delivery.hints import hints_for
from bot.delivery.manners import Pending, Scene
from bot.delivery.notices import Notice
from bot.delivery.reach import Profile, Reader, reader_of
from bot.domain.events import AnyEvent, ComplaintsAlike, decode_event
from bot.domain.request import Place, Request, WordsId
from bot.domain.rights import may_read
from bot.store.absences import asked_of, away_at
from bot.store.delivery_extra import DeliveryExtra
from bot.store.link import Value
from bot.store.notices import Notice as Stored
from bot.store.shapes import scored
from bot.store.store import Store
from knowledge.directory import Directory, PersonId

_decode_state = msgspec.json.Decoder(Request).decode
_ONE_MS = timedelta(milliseconds=1)
_ALL_HELD = 100_000  # more than a lane ever holds back: one step of the scan finds them all

RETRACTED = 10**9  # the version of a card that its reader may not see any more
CARD = "living"  # the kind under which a place's living card is remembered


class Cargo(Struct, frozen=True, omit_defaults=True):
    """What lies on a lane: no words and no names, those are loaded when it is sent."""

    told: Notice
    place: Place
    together: bool = False


pack_cargo = msgspec.json.Encoder().encode
unpack_cargo = msgspec.json.Decoder(Cargo).decode


def cargo_of(notice: Stored) -> Cargo | None:
    """None for bytes that cannot be read: they are a fault when their own turn comes."""
    try:
        return unpack_cargo(notice.payload)
    except ValueError:
        return None


class Shown(Struct, frozen=True):
    """A message as it was sent: the platform's id, and the version of the request that it showed."""

    message: str
    version: int

    def __str__(self) -> str:
        return f"{self.version} {self.message}"


def shown_of(written: str) -> Shown | None:
    version, _, message = written.partition(" ")
    return Shown(message, int(version)) if version.isdigit() else None


class Sight(Struct, frozen=True, kw_only=True):
    cargo: Cargo
    now: datetime
    request: Request
    event: AnyEvent
    history: tuple[AnyEvent, ...]
    reader: Reader
    view: View
    card: Shown | None  # the living card at the place
    rings: tuple[datetime, ...]
    follows: datetime | None
    catching_up: datetime | None
    away: datetime | None  # the recipient is, until
    told_together: bool  # another message told it already
    sent_twice: bool  # it was sent once more after a doubt
    sent_with: tuple[str, ...]  # the others that were being told in the same message


class Gone(LookupError):
    """The request of a notice is not there (any more)."""


class Loader:
    """Two round trips a notice: what it is about, then the words and names in it."""

    def __init__(self, store: Store, extra: DeliveryExtra) -> None:
        self.store = store
        self.extra = extra

    async def load(self, cargo: Cargo, lane: str, directory: Directory) -> Sight:
        """Raises Gone, ValueError (bytes that cannot be read), Unavailable."""
        found = await self.store.link.batch(self._asked(cargo, lane))
        (
            time,
            moved,
            state,
            history,
            authors,
            card,
            rings,
            held,
            catching_up,
            profile,
            together,
            head,
            away,
        ) = found
        twice, others = head
        if state is None or len(history) <= cargo.told.event:
            raise Gone(cargo.told.key)
        request = _decode_state(state)
        events = tuple(map(decode_event, history))
        now = max(_now(time, moved), request.last_at)
        reader = reader_of(cargo.told.to, cargo.told.side, request, _fields(profile), directory)
        return Sight(
            cargo=cargo,
            now=now,
            request=request,
            event=events[cargo.told.event],
            history=events,
            reader=reader,
            view=await self._view(
                request, cargo.told.to, reader, now, events, authors, directory, events[cargo.told.event]
            ),
            card=None if card is None else shown_of(card.decode()),
            rings=tuple(_instant(at) for _, at in scored(rings)),
            follows=_last_until(held, cargo.told),
            catching_up=None if catching_up is None else _instant(int(catching_up)),
            away=_away(cargo.told.to, away, now),
            told_together=bool(together),
            sent_twice=twice is not None and twice.decode() == cargo.told.key,
            sent_with=() if others is None else tuple(others.decode().split("\t")),
        )

    def _asked(self, cargo: Cargo, lane: str) -> list[Sequence[Value]]:
        keys, told = self.store.keys, cargo.told
        return [
            ("TIME",),
            ("GET", keys.clock),
            ("HGET", keys.request(told.number), "state"),
            ("LRANGE", keys.history(told.number), 0, -1),
            ("SMEMBERS", keys.authors(told.number)),
            ("HGET", keys.cards(told.number), f"{cargo.place}\t{CARD}"),
            ("ZRANGE", keys.rung(told.to), 0, -1, "WITHSCORES"),
            ("ZSCAN", keys.held(lane), 0, "MATCH", f"{told.number}/*", "COUNT", _ALL_HELD),
            ("GET", keys.catching_up),
            ("HGETALL", keys.profile(told.to)),
            ("SISMEMBER", keys.together(lane), told.key),
            ("HMGET", keys.head(lane), "twice", "with"),
            ("HMGET", keys.absences, *asked_of(told.to)),
        ]

    async def _view(
        self,
        request: Request,
        viewer: PersonId,
        reader: Reader,
        now: datetime,
        history: tuple[AnyEvent, ...],
        authors: Iterable[bytes],
        directory: Directory,
        event: AnyEvent,
    ) -> View:
        keys, wrote = self.store.keys, [author.decode() for author in authors]
        alike = await self._alike(event, viewer, directory)
        people = people_in(request, history) | {PersonId(author) for author in wrote}
        people |= {one.who for one in alike}
        strangers = sorted(person for person in people if person not in directory.people)
        found = await self.store.link.batch(
            [
                *(("HGETALL", keys.words(request.number, author)) for author in wrote),
                *(("HGET", keys.profile(person), "name") for person in strangers),
            ]
        )
        words, given = found[: len(wrote)], found[len(wrote) :]
        names = {p: directory.people[p].name for p in people if p in directory.people}
        names |= {p: name.decode() for p, name in zip(strangers, given, strict=True) if name}
        texts = {WordsId(k): v for part in words for k, v in _fields(part).items()}
        asked = texts.get(request.first_words or WordsId(""), "")
        return View(
            viewer=viewer,
            language=reader.language,
            zone=reader.zone,
            now=now,
            directory=directory,
            names=names,
            texts=texts,
            history=history,
            hints=await hints_for(self.store, request, asked, viewer, directory),
            alike=alike,
        )

    async def _alike(self, event: AnyEvent, viewer: PersonId, directory: Directory) -> tuple[Complained, ...]:
        """The complaints that are told side by side, as they stand now and as far as the viewer may read them."""
        if not isinstance(event, ComplaintsAlike):
            return ()
        states = await self.store.states(event.numbers)
        requests = [_decode_state(state) for _, state in states.values()]
        shown = [r for r in requests if not r.confidential and may_read(viewer, r, directory)]
        words = await self.store.words_of([request.number for request in shown])
        return tuple(
            Complained(
                number=request.number,
                who=request.requester,
                at=request.complaint.at,
                text=words[request.number].get(request.complaint.words or "", b"").decode(),
            )
            for request in shown
            if request.complaint is not None
        )


def _away(person: PersonId, kept: Sequence[bytes | None], now: datetime) -> datetime | None:
    fields = zip(asked_of(person), kept, strict=True)
    return away_at({name.encode(): value for name, value in fields if value is not None}, now).get(person)


def scene_of(sight: Sight, key: str, behind: Iterable[Stored], *, allowed: bool, page: bool) -> Scene:
    """What decides whether the notice `key` is sent now; `behind` are those that wait after it."""
    cargo = sight.cargo
    waiting = [(notice.key, later) for notice in behind if (later := cargo_of(notice)) is not None]
    return Scene(
        now=sight.now,
        pending=Pending(key, cargo.told, cargo.together),
        behind=tuple(Pending(k, later.told, later.together) for k, later in waiting),
        event=sight.event,
        request=sight.request,
        allowed=allowed,
        page=page,
        shown=None if sight.card is None else sight.card.version % RETRACTED,
        hours=sight.reader.hours,
        away=sight.away if cargo.told.side == "work" else None,
        rings=sight.rings,
        follows=sight.follows,
        catching_up=sight.catching_up,
    )


def people_in(request: Request, history: Iterable[AnyEvent]) -> set[PersonId]:
    """Everybody whom a card of this request may name."""
    found = {request.requester, request.owner, *(p for p, _ in request.former), *request.escalated_to}
    found |= {p for p in (request.author, request.recorded_by, request.resolved_by, request.answered_by) if p}
    found |= {person for _, person in request.messages}
    for consult in request.consults:
        found |= {consult.by, consult.colleague}
    if request.offer is not None:
        found |= {request.offer.by, request.offer.asked}
    for event in history:
        for field in ("by", "person", "owner", "lead", "asked", "colleague", "answerable"):
            if isinstance(person := getattr(event, field, None), str):
                found.add(PersonId(person))
    return found


def stored(cargo: Cargo, lane: str) -> Stored:
    """As the store keeps it. It holds nobody's words or name."""
    return Stored(number=cargo.told.number, lane=lane, key=cargo.told.key, payload=pack_cargo(cargo))


def _last_until(found: Any, told: Notice) -> datetime | None:
    """Until when what happened before, or with it, is held back in its lane; it may be past, and not back yet."""
    _, held = found
    before = [
        int(score) // 1000
        for key, score in scored(held)
        # What waits for the morning's list delays nothing else.
        if not key.endswith("/warned") and int(key.split("/")[1]) <= told.event
    ]
    return _instant(max(before)) if before else None


def _fields(found: Any) -> Profile:
    pairs = found.items() if isinstance(found, dict) else zip(found[::2], found[1::2], strict=True)
    return {field.decode(): value.decode() for field, value in pairs}


def _now(time: Any, moved: bytes | None) -> datetime:
    return _instant(int(time[0]) * 1000 + int(time[1]) // 1000 + int(moved or 0))


def _instant(ms: float) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def ms_of(at: datetime) -> int:
    """Unix ms."""
    return int(at.timestamp() * 1000)
