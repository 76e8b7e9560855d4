"""What a person may see of requests: their queue, their own, one whole. Rights are checked here, at the time of looking."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Literal

from msgspec import Struct

from bot.commit import requests_in
from bot.domain import events as e
from bot.domain.events import AnyEvent, decode_event
from bot.domain.indexes import expected_at
from bot.domain.request import Request, RequestNumber, Status, WordsId, ref
from bot.domain.rights import may_read, verbs
from bot.known import Known
from bot.store.store import Store
from bot.words import Words as Say
from bot.words.dates import Clock
from bot.words.text import cut
from knowledge.accents import unaccented
from knowledge.calendar import zone_of
from knowledge.directory import Directory, PersonId, Texts, Urgency

Words = Mapping[int, Mapping[str, bytes]]  # number -> words id -> what was written
Filter = Literal["mine", "for_me", "for_them", "today", "department"]

MOST_ROWS = 500
FIRST_WORDS = 160  # characters of a request that a row shows


class Row(Struct, frozen=True, kw_only=True):
    """One line of a queue. Names and words are for whoever asked for the queue."""

    number: RequestNumber
    version: int
    status: Status
    requester: str
    owner: str
    topic: Texts
    department: Texts
    first_words: str
    asked_at: datetime
    due: datetime | None  # when something is next expected of the owner
    wanted_by: datetime | None
    promise_due: datetime | None
    waiting_for: Literal["me", "them", ""]
    urgency: Urgency
    confidential: bool
    taken: bool
    asked_of_me: bool  # offered to the viewer, or a question to them
    late: bool
    wanted_day_only: bool = False

    @property
    def is_untaken(self) -> bool:
        return self.status in ("open", "new") and not self.taken


class Load(Struct, frozen=True, kw_only=True):
    """How much somebody has open now; never how quickly or how well (law 14)."""

    name: str
    open: int
    away_until: datetime | None = None


class Overview(Struct, frozen=True, kw_only=True):
    """A department as its lead or backup sees it now; most due first."""

    name: Texts
    late: tuple[Row, ...]
    load: tuple[Load, ...]


class Seen(Struct, frozen=True, kw_only=True):
    """One request whole, for somebody who may read it."""

    request: Request
    history: tuple[AnyEvent, ...]
    texts: Mapping[WordsId, str]
    names: Mapping[PersonId, str]
    titles: Mapping[PersonId, str]  # of who is not listed
    verbs: frozenset[str]


class Views:
    def __init__(self, store: Store, known: Known) -> None:
        self._store = store
        self._known = known

    async def queue(
        self,
        person: PersonId,
        directory: Directory,
        now: datetime,
        *,
        which: Filter = "mine",
        search: str = "",
    ) -> list[Row]:
        """Most due first. `for_me`: the requester waits for the owner; `for_them`: the owner waits for somebody."""
        names = [f"owner:{person}", f"asked:{person}"]
        if which == "department":
            led = [d.id for d in directory.departments.values() if person in (d.lead, d.backup)]
            listed = directory.people.get(person)
            names = [f"department:{d}" for d in led or ([listed.department] if listed else [])]
        requests = await self._requests(names, person, directory)
        words = await self._words(requests)
        rows = await self._rows(requests, words, person, directory, now)
        wanted = folded(search).split()
        zone = _zone_of(person, directory)
        today = now.astimezone(zone).date()
        found = [r for r in rows if _fits(r, which, today, zone) and _matches(r, words[r.number], wanted)]
        return sorted(found, key=_most_due)

    async def overviews(self, person: PersonId, directory: Directory, now: datetime) -> list[Overview]:
        """Of each department that the person leads or stands in for: what is late, and who has how much."""
        led = [d for d in directory.departments.values() if person in (d.lead, d.backup)]
        absent = await self._store.absences.all(now) if led else {}
        found = []
        for department in led:
            requests = await self._requests([f"department:{department.id}"], person, directory)
            rows = await self._sorted(requests, person, directory, now)
            has = Counter(request.owner for request in requests if not request.unseen)
            load = [
                Load(
                    name=listed.name,
                    open=has[listed.id],
                    away_until=absent[listed.id].until if listed.id in absent else None,
                )
                for listed in directory.people.values()
                if listed.department == department.id
            ]
            load.sort(key=lambda one: (-one.open, one.name.casefold()))
            late = tuple(row for row in rows if row.late)
            found.append(Overview(name=department.name, late=late, load=tuple(load)))
        return found

    async def escalated(self, person: PersonId, directory: Directory, now: datetime) -> list[Row]:
        """What came up to this lead and is another's still; most due first."""
        requests = await self._requests([f"escalated:{person}"], person, directory)
        others = [request for request in requests if request.owner != person]
        return await self._sorted(others, person, directory, now)

    async def _sorted(
        self, requests: Sequence[Request], person: PersonId, directory: Directory, now: datetime
    ) -> list[Row]:
        rows = await self._rows(requests, await self._words(requests), person, directory, now)
        return sorted(rows, key=_most_due)

    async def asked(self, person: PersonId, directory: Directory, now: datetime) -> list[Row]:
        """What the person asked for: open ones first, then the newest."""
        requests = await self._requests([f"requester:{person}"], person, directory)
        rows = await self._rows(requests, await self._words(requests), person, directory, now)
        return sorted(rows, key=lambda row: (row.status in ("closed", "withdrawn", "resolved"), -row.number))

    async def one(self, number: int, person: PersonId, directory: Directory) -> Seen | None:
        """None for an absent request as for one that is not theirs to read."""
        request = requests_in(await self._store.states([number])).get(number)
        if request is None or not may_read(person, request, directory):
            return None
        history = tuple(decode_event(event) for event in await self._store.history(number))
        words = await self._store.words(number)
        hidden = _among_owners(history) if person == request.requester else set()
        texts = {WordsId(k): v.decode() for k, v in words.items() if k not in hidden}
        return Seen(
            request=request,
            history=history,
            texts=texts,
            names=await self.names(people_in(request), directory),
            titles=await self._titles((request.requester,), directory),
            verbs=verbs(person, request, directory),
        )

    async def names(self, people: Sequence[PersonId], directory: Directory) -> dict[PersonId, str]:
        return {person: await self._known.name(person, directory) for person in people}

    async def _titles(self, people: Sequence[PersonId], directory: Directory) -> dict[PersonId, str]:
        strangers = [person for person in people if person not in directory.people]
        profiles = {person: await self._known.profile(person) for person in strangers}
        return {person: title for person, about in profiles.items() if (title := about.get("title", ""))}

    async def _requests(
        self, indexes: Sequence[str], person: PersonId, directory: Directory
    ) -> list[Request]:
        numbers: dict[int, None] = {}
        for index in indexes:
            newest = index.startswith("requester:")
            for member, _ in await self._store.index(index, count=MOST_ROWS, newest_first=newest):
                numbers[int(member)] = None
        requests = requests_in(await self._store.states(numbers))
        return [request for request in requests.values() if may_read(person, request, directory)]

    async def _words(self, requests: Sequence[Request]) -> Words:
        return await self._store.words_of([request.number for request in requests])

    async def _rows(
        self,
        requests: Sequence[Request],
        words: Words,
        person: PersonId,
        directory: Directory,
        now: datetime,
    ) -> list[Row]:
        people = {p for request in requests for p in (request.requester, request.owner)}
        names = await self.names(tuple(people), directory)
        return [_row(r, words[r.number], names, person, directory, now) for r in requests]


def _among_owners(history: Iterable[AnyEvent]) -> set[WordsId | None]:
    """What those who serve a request say to each other; never the requester's to read."""
    private: set[WordsId | None] = set()
    for event in history:
        match event:
            case e.NoteWritten(words=words):
                private.add(words)
            case e.HandoverOffered(reason=words) | e.HandoverDeclined(reason=words):
                private.add(words)
            case e.ConsultAsked(question=words) | e.ConsultAnswered(answer=words):
                private.add(words)
    return private


def people_in(request: Request) -> tuple[PersonId, ...]:
    """Everybody whom a card about this request may have to name."""
    people: dict[PersonId, None] = {request.requester: None, request.owner: None}
    people |= dict.fromkeys(by for _, by in (*request.messages, *request.notes))
    people |= dict.fromkeys(person for person, _ in request.former)
    people |= dict.fromkeys(consult.colleague for consult in request.consults)
    people |= dict.fromkeys((*request.unreachable, *request.escalated_to))
    for person in (
        request.author,
        request.recorded_by,
        request.resolved_by,
        request.answered_by,
        request.offer and request.offer.asked,
        request.offer and request.offer.by,
        request.promise and request.promise.by,
        request.complaint and request.complaint.answerable,
    ):
        if person:
            people[person] = None
    return tuple(people)


def _row(
    request: Request,
    words: Mapping[str, bytes],
    names: Mapping[PersonId, str],
    person: PersonId,
    directory: Directory,
    now: datetime,
) -> Row:
    topic = directory.topics.get(request.topic) if request.topic else None
    first = words.get(request.first_words or "", b"").decode()
    due = expected_at(request) if request.is_open else None
    consulted = any(consult.colleague == person for consult in request.open_consults)
    offered = request.offer is not None and request.offer.asked == person
    return Row(
        number=request.number,
        version=request.version,
        status=request.status,
        requester=names.get(request.requester, ""),
        owner=names.get(request.owner, ""),
        topic=topic.name if topic else {},
        department=directory.departments[request.department].name,
        first_words=cut(" ".join(first.split()), FIRST_WORDS),
        asked_at=request.asked_at,
        due=due,
        wanted_by=request.wanted_by,
        promise_due=request.promise.due if request.promise and not request.promise_rests else None,
        waiting_for=_waiting_for(request),
        urgency=request.urgency,
        confidential=request.confidential,
        taken=request.taken,
        asked_of_me=consulted or offered,
        late=due is not None and due < now,
        wanted_day_only=request.wanted_day_only,
    )


def wish_of(row: Row, clock: Clock) -> str:
    """By when the requester needs it, as a queue's line says it; empty where they said nothing."""
    if row.wanted_by is None:
        return ""
    return clock.words("row-wish", wish=clock.wish(row.wanted_by, day_only=row.wanted_day_only))


def next_step(row: Row, clock: Clock) -> str:
    """By when something is next expected, or since when it is late. What was promised counts before the company's times."""
    due = row.promise_due or row.due
    if due is None:
        return ""
    if row.late:
        return clock.words("row-late", since=clock.since(due))
    return clock.words("row-promised" if row.promise_due else "row-due", by=clock.by(due))


def stands(row: Row, say: Say, *, asker: bool = False) -> str:
    """How it stands, said to who serves, or to who asked: for them, nobody's tap is what they wait for."""
    if row.is_untaken:
        return say("row-received" if asker else "desk-state-untaken")
    return say("desk-state-for_me" if asker and row.status == "pending" else f"desk-state-{row.status}")


def _waiting_for(request: Request) -> Literal["me", "them", ""]:
    if not request.is_open:
        return ""
    if request.status == "pending" or (request.promise is not None and request.promise.waits_for):
        return "them"
    return "me" if request.waiting_since is not None or not request.taken else ""


def _zone_of(person: PersonId, directory: Directory) -> tzinfo:
    listed = directory.people.get(person)
    return zone_of(listed.hours.zone if listed else directory.zone)


def _most_due(row: Row) -> tuple[bool, datetime, int]:
    """What waits for the requester comes after all of which something is expected."""
    return row.status == "pending" and row.due is None, row.due or row.asked_at, row.number


def _fits(row: Row, which: Filter, today: date, zone: tzinfo) -> bool:
    """`today`: the reader's own, in their `zone`."""
    if which == "for_me":
        return row.waiting_for == "me" or row.asked_of_me
    if which == "for_them":
        return row.waiting_for == "them"
    if which == "today":
        return row.due is not None and row.due.astimezone(zone).date() <= today
    return True


def _matches(row: Row, words: Mapping[str, bytes], wanted: Sequence[str]) -> bool:
    """By number, names, topic and all that was said: every word of the search somewhere."""
    if not wanted:
        return True
    said = (text.decode(errors="replace") for text in words.values())
    hay = folded(" ".join([ref(row.number), row.requester, row.owner, *row.topic.values(), *said]))
    return all(word in hay for word in wanted)


def folded(text: str) -> str:
    """Without case and accents: nobody types them when they search."""
    return unaccented(text.casefold())
