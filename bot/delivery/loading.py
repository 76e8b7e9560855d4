"""Loads what one send needs, when it is sent: mostly in one round trip, since what never changes is kept.

A history only grows, so its events are decoded once, and a state that has not changed is not decoded again. Whose words
and names a card needs is guessed from the last time and looked at again in the answer; the words, the names and the
state themselves are read anew each time.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec import Struct

from bot.delivery.cards.view import Complained, View
from bot.delivery.hints import hints_for
from bot.delivery.notices import Notice
from bot.delivery.reach import reader_of
from bot.delivery.sight import CARD, Cargo, Gone, Sight, shown_of
from bot.domain.events import AnyEvent, ComplaintsAlike, MessageSaid, QuestionPut, decode_event
from bot.domain.instants import instant_of
from bot.domain.request import Request, WordsId
from bot.domain.rights import may_read
from bot.newest import Newest
from bot.store.absences import away_at
from bot.store.link import Along
from bot.store.sights import Asked, Found, found_in
from bot.store.store import Store
from knowledge.directory import Directory, PersonId

REMEMBERED = 1_000  # requests whose history this process keeps
# Kinds whose card holds no words but those of its event: a talk may be long.
_TELLS_ALONE = frozenset({"said"})
# Fields of events.
_NAMING = ("by", "person", "owner", "lead", "asked", "colleague", "answerable", "comes_to")

_decode_state = msgspec.json.Decoder(Request).decode


class Known(Struct, frozen=True):
    """What this process has seen of a request."""

    events: tuple[AnyEvent, ...] = ()
    authors: frozenset[str] = frozenset()  # whose words lie beside it
    people: frozenset[str] = frozenset()  # everybody whom a card of it may name
    state: bytes = b""  # as it was read last
    request: Request | None = None  # the same, decoded

    def and_now(self, found: Found) -> "Known":
        """Raises ValueError for bytes that cannot be read."""
        if found.state == self.state and not found.events and found.authors == self.authors:
            return self
        request = _decode_state(found.state or b"")
        events = self.events + tuple(map(decode_event, found.events))
        named = _named_in(events[len(self.events) :]) | _people_in(request) | found.authors
        return Known(events, found.authors, self.people | named, found.state or b"", request)


_NOTHING = Known()


class _Ahead(Struct, frozen=True):
    """What was asked of a notice before its turn, and what was known of its request then."""

    known: Known
    asked: Asked
    along: Along


class Loader:
    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: Newest[int, Known] = Newest(REMEMBERED)
        self._ahead: dict[str, _Ahead] = {}  # lane -> what was asked of the notice that comes next there

    def ahead(self, cargo: Cargo, lane: str, directory: Directory) -> Along:
        """Asks for the lane's next notice behind the end of the one before it: `load` then need not ask.

        What `load` of that notice finds is as new as if it had asked itself, as long as it comes at once.
        """
        known, asked = self._asked(cargo, lane, directory)
        along = self.store.sights.along(asked)
        self._ahead[lane] = _Ahead(known, asked, along)
        return along

    def forget(self, lane: str) -> None:
        """What was asked ahead there is not to be used any more."""
        self._ahead.pop(lane, None)

    def _asked(self, cargo: Cargo, lane: str, directory: Directory) -> tuple[Known, Asked]:
        known = self._known.get(cargo.told.number, _NOTHING)
        return known, _asked(cargo, lane, known, known.authors, _strangers(known.people, directory))

    async def load(self, cargo: Cargo, lane: str, directory: Directory) -> Sight:
        """Raises Gone, ValueError (bytes that cannot be read), Unavailable."""
        told = cargo.told
        ahead = self._ahead.pop(lane, None)
        if ahead is not None and ahead.asked.key == told.key and ahead.along.answer is not None:
            known, asked, found = ahead.known, ahead.asked, found_in(ahead.asked, ahead.along.answer)
        else:
            known, asked = self._asked(cargo, lane, directory)
            found = await self.store.sights.read(asked)
        while True:
            if found.state is None or len(known.events) + len(found.events) <= told.event:
                self._known.pop(told.number, None)
                raise Gone(told.key)
            known = known.and_now(found)
            self._known[told.number] = known
            alike = await self._alike(known.events[told.event], told.to, directory)
            people = known.people | {one.who for one in alike}
            needed = _strangers(people, directory)
            if known.authors <= set(asked.authors) and needed <= set(asked.people):
                return await self._sight(cargo, found, known, alike, people, directory)
            asked = _asked(cargo, lane, known, known.authors, needed)
            found = await self.store.sights.read(asked)

    async def _sight(
        self,
        cargo: Cargo,
        found: Found,
        known: Known,
        alike: tuple[Complained, ...],
        people: frozenset[str],
        directory: Directory,
    ) -> Sight:
        told, request = cargo.told, known.request
        if request is None:
            raise AssertionError("what was found has a state")
        now = max(instant_of(found.now_ms), request.last_at)
        reader = reader_of(told.to, told.side, request, found.profile, directory)
        asked = found.texts.get(request.first_words or "", "")
        return Sight(
            cargo=cargo,
            now=now,
            request=request,
            event=known.events[told.event],
            history=known.events,
            reader=reader,
            view=View(
                viewer=told.to,
                language=reader.language,
                zone=reader.zone,
                now=now,
                directory=directory,
                names=_names(people, found, directory),
                titles={PersonId(person): title for person, title in found.titles.items()},
                texts={WordsId(id_): text for id_, text in found.texts.items()},
                gone=frozenset(map(PersonId, found.gone)),
                history=known.events,
                hints=await hints_for(self.store, request, asked, told.to, directory),
                alike=alike,
            ),
            card=None if found.card is None else shown_of(found.card),
            rings=tuple(instant_of(at) for _, at in found.rings),
            follows=_last_until(found.held, told),
            catching_up=None if found.catching_up_ms is None else instant_of(found.catching_up_ms),
            away=away_at(found.away, now).get(told.to) if found.away else None,
            told_together=found.told_together,
            sent_twice=found.sent_twice == told.key,
            sent_with=found.sent_with,
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


def _asked(cargo: Cargo, lane: str, known: Known, authors: Iterable[str], strangers: Iterable[str]) -> Asked:
    told = cargo.told
    event = known.events[told.event] if told.event < len(known.events) else None
    alone = event.words if told.kind in _TELLS_ALONE and isinstance(event, MessageSaid | QuestionPut) else ""
    return Asked(
        number=told.number,
        lane=lane,
        key=told.key,
        to=told.to,
        card=(str(cargo.place), CARD),
        since=len(known.events),
        authors=tuple(authors),
        words=alone,
        people=tuple(strangers),
    )


_REMINDERS = frozenset(
    {"warned", "breached", "promise_reminder", "promise_lapsed", "consult_reminder", "consult_lapsed"}
    | {"foretold", "late", "lapse", "question_reminder", "survey_reminder"}
)


def _last_until(held: Iterable[tuple[str, float]], told: Notice) -> datetime | None:
    """Until when what happened before, or with it, is held back in its lane; it may be past, and not back yet."""
    before = [
        int(score) // 1000
        for key, score in held
        # A reminder of the desk's own that waits for somebody's morning delays nobody's words.
        if key.rpartition("/")[2] not in _REMINDERS and int(key.split("/")[1]) <= told.event
    ]
    return instant_of(max(before)) if before else None


def _strangers(people: Iterable[str], directory: Directory) -> frozenset[str]:
    """Those whose names are not in the directory."""
    return frozenset(person for person in people if person not in directory.people)


def _names(people: Iterable[str], found: Found, directory: Directory) -> dict[PersonId, str]:
    names = {PersonId(person): name for person, name in found.names.items()}
    listed = directory.people
    return names | {one.id: one.name for person in people if (one := listed.get(PersonId(person)))}


def _people_in(request: Request) -> set[PersonId]:
    found = {request.requester, request.owner, *(p for p, _ in request.former), *request.escalated_to}
    found |= {p for p in (request.author, request.recorded_by, request.resolved_by, request.answered_by) if p}
    found |= {person for _, person in request.messages}
    for consult in request.consults:
        found |= {consult.by, consult.colleague}
    if request.offer is not None:
        found |= {request.offer.by, request.offer.asked}
    return found


def _named_in(events: Iterable[AnyEvent]) -> set[PersonId]:
    fields = (getattr(event, field, None) for event in events for field in _NAMING)
    return {PersonId(person) for person in fields if isinstance(person, str)}
