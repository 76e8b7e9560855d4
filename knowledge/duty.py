"""Duty: who would own something now, and who comes after them. Pure.

A chain lists people in the order they are asked: the owner, their backup, the lead, the concierge. Those who
cannot have it are listed too, with the reason, so that a person can read why it is somebody else.

*Absent* is not *closed*. Whether somebody is there is judged at the instant the department opens next (now, when
it is open): who is back by then is not absent. A person whose own hours are closed is not passed over; the request
waits for them. Only an urgent one climbs to somebody who is at work now. Nobody is chosen by rating or speed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import chain as joined
from itertools import groupby
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from knowledge.calendar import NeverOpen, WorkingHours, frames_on, is_open, next_opening, zone_of
from knowledge.directory import (
    Department,
    DepartmentId,
    Directory,
    Person,
    PersonId,
    Topic,
    TopicId,
    TopicOwner,
    Traits,
)

__all__ = [
    "Asker",
    "NobodyLeft",
    "Situation",
    "Step",
    "chain",
    "eligible_readers_lead",
    "on_duty",
    "opens_at",
]

Rung = Literal["owner", "backup", "lead", "concierge"]
Reason = Literal["", "absent", "unreachable", "about", "not_cleared", "closed"]


class Situation(Struct, frozen=True, kw_only=True):
    """What is so now and no directory knows. `turn` counts what a rotation has given out."""

    now: datetime
    absent: Mapping[PersonId, datetime] = {}  # who is away now: until when, UTC
    planned: Mapping[PersonId, Sequence[tuple[datetime, datetime]]] = {}  # who will be: from when until when
    unreachable: frozenset[PersonId] = frozenset()
    open_requests: Mapping[PersonId, int] = {}
    turn: int = 0

    def is_absent(self, person: PersonId, at: datetime) -> bool:
        """At an instant that is not before now."""
        until, plan = self.absent.get(person), self.planned.get(person)
        if until is not None and until > at:
            return True
        return plan is not None and any(since <= at < end for since, end in plan)


class Asker(Struct, frozen=True, kw_only=True):
    """`person` is None for somebody whom no directory lists and who is thus nobody's owner."""

    person: PersonId | None
    traits: Traits
    language: str


class Step(Struct, frozen=True, kw_only=True):
    """One person of a chain. `passed_over` says why they cannot have it, and is empty for who can.

    `about` stands for the asker too. `closed` appears in urgent chains only.
    """

    person: PersonId
    rung: Rung
    passed_over: Reason = ""


class NobodyLeft(LookupError):
    """Everybody in the chain, the concierge and the administrators included, is passed over."""


def on_duty(steps: Iterable[Step]) -> Step:
    """The first who can have it. Raises NobodyLeft."""
    for step in steps:
        if not step.passed_over:
            return step
    raise NobodyLeft


def chain(
    directory: Directory,
    topic: TopicId | None,
    situation: Situation,
    asker: Asker,
    *,
    department: DepartmentId | None = None,
    owner: PersonId | None = None,
    about: frozenset[PersonId] = frozenset(),
    confidential: bool = False,
    urgent: bool = False,
) -> Iterator[Step]:
    """Who is asked, in order: owners until one can have it, backups likewise, the lead, the concierge's people.

    `department` alone is a handover to a department; neither it nor a known topic, the concierge's. `owner` is who
    has it or shall have it by a person's choice, and then stands in place of the topic's owners. `confidential` is
    how the request is treated now, whatever its topic says. Each person appears once, and is looked at when their turn
    comes: mostly the first can have it, and nobody needs to know who would come after.
    """
    place, known_topic = _place(directory, topic, department)
    opening = _opening_of(place.hours_of(asker.traits), situation.now)
    walk = _Walk(
        directory=directory,
        situation=situation,
        asker=asker,
        about=about if asker.person is None else about | {asker.person},
        confidential=confidential,
        urgent=False,
        at=opening,
        opens_from=situation.now if urgent else opening,
    )
    if urgent:
        at_once = replace(walk, urgent=True, at=situation.now, known={})
        steps = list(at_once.steps(place, known_topic, owner))
        if any(not step.passed_over for step in steps):
            yield from steps
            return
        # Nobody is at work anywhere: it waits with whom it would be, of equal owners with who opens first.
    asked: set[PersonId] = set()
    nobody = True
    for step in walk.steps(place, known_topic, owner):
        yield step
        asked.add(step.person)
        nobody = nobody and bool(step.passed_over)
    if nobody:
        yield from walk.administrators(asked)


def opens_at(directory: Directory, person: PersonId, now: datetime) -> datetime:
    """When this person is at work next, by their own hours; `now` where they are. Raises NeverOpen."""
    return next_opening(now, directory.people[person].hours)


def eligible_readers_lead(
    directory: Directory, department: DepartmentId, about: frozenset[PersonId]
) -> PersonId | None:
    """The lead who may read a request about `about`: the department's, else the concierge's, else nobody."""
    lead = directory.departments[department].lead
    leads = (lead, directory.departments[directory.concierge].lead)
    return next((person for person in leads if person not in about), None)


def _place(
    directory: Directory, topic: TopicId | None, department: DepartmentId | None
) -> tuple[Department, Topic | None]:
    """Where it belongs. A topic that is gone, or of another department than the one named, does not count."""
    known = directory.topics.get(topic) if topic is not None else None
    wanted = department or (known.department if known else directory.concierge)
    place = directory.departments.get(wanted, directory.departments[directory.concierge])
    return place, known if known and known.department == place.id else None


def _opening_of(hours: WorkingHours, now: datetime) -> datetime:
    try:
        return next_opening(now, hours)
    except NeverOpen:
        return now


class _Walk(Struct, frozen=True, kw_only=True):
    """One question asked of a directory: holds what each step needs to know."""

    directory: Directory
    situation: Situation
    asker: Asker
    about: frozenset[PersonId]
    confidential: bool
    urgent: bool
    at: datetime  # when who is there is judged
    opens_from: datetime  # of equals who opens first from then on comes first
    known: dict[PersonId, Reason] = field(
        default_factory=dict
    )  # what has been judged: people stand on many rungs

    def steps(self, place: Department, topic: Topic | None, owner: PersonId | None) -> Iterator[Step]:
        """Each person once, on their first rung."""
        asked: set[PersonId] = set()
        for person, rung in self.rungs(place, topic, owner):
            if person not in asked:
                asked.add(person)
                yield Step(person=person, rung=rung, passed_over=self.reason(person))

    def rungs(
        self, place: Department, topic: Topic | None, owner: PersonId | None
    ) -> Iterator[tuple[PersonId, Rung]]:
        owners = [owner] if owner is not None else self.in_order(place, self.candidates(place, topic))
        # A department without owners of its own topics hands what it is given to its lead first.
        if not owners and topic is None:
            yield place.lead, "lead"
        yield from self.owners_and_backups(place, owners)
        yield place.lead, "lead"
        concierge = self.directory.departments[self.directory.concierge]
        helpers = self.in_order(concierge, self.candidates(concierge, None))
        yield from ((person, "concierge") for person, _ in self.owners_and_backups(concierge, helpers))
        yield concierge.lead, "concierge"

    def administrators(self, asked: AbstractSet[PersonId]) -> Iterator[Step]:
        """The last resort; an administrator who is not marked for confidential requests gets none."""
        for person in sorted(self.directory.administrators - asked):
            yield Step(person=person, rung="concierge", passed_over=self.reason(person))

    def owners_and_backups(
        self, place: Department, owners: Sequence[PersonId]
    ) -> Iterator[tuple[PersonId, Rung]]:
        """Owners up to the first who can have it, then backups up to the first who can."""
        asked: list[PersonId] = []
        for person in _until(self.can_have, owners):
            asked.append(person)
            yield person, "owner"
        chosen = [person for person in asked if self.can_have(person)] or asked
        whose: list[PersonId | None] = [*chosen] or [None]
        substitutes = joined.from_iterable(self.substitutes(place, person) for person in whose)
        fresh = (person for person in substitutes if person not in asked)
        yield from ((person, "backup") for person in _until(self.can_have, fresh))

    def substitutes(self, place: Department, person: PersonId | None) -> Iterator[PersonId]:
        """Their backup, that one's backup and so on, each once; then the department's, followed likewise."""
        met = set() if person is None else {person}
        for first in (self.backup_of(person), place.backup):
            following = first
            while following is not None and following not in met:
                met.add(following)
                yield following
                following = self.backup_of(following)

    def backup_of(self, person: PersonId | None) -> PersonId | None:
        listed = self.directory.people.get(person) if person is not None else None
        if listed is None:
            return None
        home = self.directory.departments.get(listed.department)
        return listed.backup or (home.backup if home else None)

    def candidates(self, place: Department, topic: Topic | None) -> list[TopicOwner]:
        """The topic's owners who are for this asker; of a whole department, those of all its topics, each once."""
        topics = [topic] if topic else [self.directory.topics[name] for name in place.topics]
        found: dict[PersonId, TopicOwner] = {}
        for one in joined.from_iterable(each.owners for each in topics):
            if one.for_.holds(self.asker.traits):
                known = found.get(one.person)
                found[one.person] = one if known is None or known.for_.is_everybody else known
        return list(found.values())

    def in_order(self, place: Department, candidates: Sequence[TopicOwner]) -> list[PersonId]:
        """Nearer before everybody's, the asker's language before others, at work before opening later; then `assign`.

        Among equals those who cannot have it come first, so that the chain says why it is not theirs.
        """
        if len(candidates) == 1:
            return [candidates[0].person]
        ranks = {one.person: self.rank(one) for one in candidates}
        people = sorted(ranks, key=ranks.__getitem__)
        ordered: list[PersonId] = []
        for _, group in groupby(people, key=ranks.__getitem__):
            equals = self.in_their_week(place, list(group))
            ordered += [person for person in equals if not self.can_have(person)]
            ordered += self.assigned(place, [person for person in equals if self.can_have(person)])
        return ordered

    def rank(self, owner: TopicOwner) -> tuple[bool, bool, bool, datetime]:
        person = self.directory.people.get(owner.person)
        opening = _own_opening(person, self.opens_from)
        return (
            owner.for_.is_everybody,
            not (person and _speaks(person, self.asker.language)),
            opening is None,
            opening or self.opens_from,
        )

    def in_their_week(self, place: Department, people: list[PersonId]) -> list[PersonId]:
        """Whose week it is first, by the department's own Monday. Whoever is away keeps theirs: the next stands in."""
        if place.assign != "weekly":
            return people
        week = (self.at.astimezone(zone_of(place.hours.zone)).toordinal() - 1) // 7
        return _from(week, people)

    def assigned(self, place: Department, people: list[PersonId]) -> list[PersonId]:
        match place.assign:
            case "fewest_open":
                return sorted(people, key=lambda person: self.situation.open_requests.get(person, 0))
            case "rotation":
                return _from(self.situation.turn, people)
            case "first" | "weekly":
                return people

    def can_have(self, person: PersonId) -> bool:
        return not self.reason(person)

    def reason(self, person: PersonId) -> Reason:
        if person not in self.known:
            self.known[person] = self._reason(person)
        return self.known[person]

    def _reason(self, person: PersonId) -> Reason:
        listed = self.directory.people.get(person)
        if person in self.about:
            return "about"
        if self.confidential and not (listed and listed.confidential):
            return "not_cleared"
        if person in self.situation.unreachable:
            return "unreachable"
        if listed is None or self.is_away(listed):
            return "absent"
        return "closed" if self.urgent and not is_open(self.at, listed.hours) else ""

    def is_away(self, person: Person) -> bool:
        return self.situation.is_absent(person.id, self.at) or _has_own_holiday(person, self.at)


def _has_own_holiday(person: Person, at: datetime) -> bool:
    """A day they would work, were it not their holiday or day off. A weekday they never work is not one."""
    day = at.astimezone(zone_of(person.hours.zone)).date()
    return bool(person.hours.week[day.weekday()]) and not frames_on(day, person.hours)


def _own_opening(person: Person | None, at: datetime) -> datetime | None:
    try:
        return next_opening(at, person.hours) if person else None
    except NeverOpen:
        return None


def _speaks(person: Person, language: str) -> bool:
    """Spanish of Mexico is Spanish: regions do not count."""
    return language.split("-")[0].casefold() in {own.split("-")[0].casefold() for own in person.languages}


def _until(found: Callable[[PersonId], bool], people: Iterable[PersonId]) -> Iterator[PersonId]:
    """Up to and with the first that is found."""
    for person in people:
        yield person
        if found(person):
            return


def _from(turn: int, people: list[PersonId]) -> list[PersonId]:
    """Each gets their turn, and everybody follows in order."""
    start = turn % len(people) if people else 0
    return people[start:] + people[:start]
