"""Who looks after something: named at once, by the same chain as a request would go, and nothing is opened or kept."""

from msgspec import Struct

from bot.domain.reading import Reading
from knowledge import duty
from knowledge.directory import Department, DepartmentId, Directory, PersonId, TopicId
from knowledge.named import called, people_named
from knowledge.progress import asks_whether_there

# Of a few words the best guess is often the least unlikely and no more: "company cars" are nearest to the car park. A
# request is looked over by whoever gets it; a name that is told is simply believed, so here it must be likely.
PLAUSIBLE = 0.85  # the chance that one of those named is right
AS_LIKELY = 0.5  # a second is named too from such a part of the best's chance


class Named(Struct, frozen=True):
    """Who would have it now. `person` is None for a topic that only points the official way."""

    topic: TopicId | None  # None: nobody's topic, so the concierge's; or a department was asked about
    department: DepartmentId
    person: PersonId | None
    leads: bool = False  # the whole department was asked about, and the person leads it
    itself: bool = False  # the person was asked about


class NotIn(Struct, frozen=True):
    """Who is away at the moment, and who stands in."""

    person: PersonId
    stands_in: PersonId | None


def whether_there(text: str, directory: Directory) -> frozenset[PersonId] | None:
    """Of which listed people it asks if they are there; nobody where it names none. None: it asks no such thing."""
    whom = asks_whether_there(text)
    if not whom:
        return None if whom is None else frozenset()
    return people_named(directory, text) or called(f"{whom},", directory) or None


def not_in(text: str, directory: Directory, situation: duty.Situation) -> tuple[NotIn, ...]:
    """Of those whom it asks for, who is away now: no reason and no day, as whoever waits for them reads too."""
    asked = sorted(whether_there(text, directory) or ())
    away = [person for person in asked if situation.is_absent(person, situation.now)]
    return tuple(NotIn(person, _stand_in(person, directory, situation)) for person in away)


def _stand_in(person: PersonId, directory: Directory, situation: duty.Situation) -> PersonId | None:
    listed = directory.people[person]
    home = directory.departments[listed.department]
    others = [other for other in (listed.backup, home.backup, home.lead) if other and other != person]
    return next((other for other in others if not situation.is_absent(other, situation.now)), None)


def meant(reading: Reading, directory: Directory) -> list[TopicId | None]:
    """The topics that the question may be about; two where it may be either, none where it cannot tell."""
    if reading.verdict == "route":
        return [reading.topic]
    if reading.verdict == "person":  # too little like anything that there is
        return [None]
    chances = dict(zip(reading.choices, reading.chances, strict=True))
    best = max(chances.values(), default=0.0)
    likely = [topic for topic in reading.choices[:2] if chances[topic] >= AS_LIKELY * best]
    told = sum(chances[topic] for topic in likely) >= PLAUSIBLE
    return [topic for topic in likely if topic in directory.topics] if told else [None]


def led(department: Department) -> Named:
    return Named(None, department.id, department.lead, leads=True)


def known(person: PersonId, directory: Directory) -> Named:
    return Named(None, directory.people[person].department, person, itself=True)


def named(topic: TopicId | None, directory: Directory, situation: duty.Situation, asker: duty.Asker) -> Named:
    found = directory.topics.get(topic) if topic else None
    department = found.department if found else directory.concierge
    if found is not None and found.signpost is not None:
        return Named(found.id, department, None)
    steps = duty.chain(directory, topic, situation, asker, department=None if found else department)
    try:
        person = duty.on_duty(steps).person
    except duty.NobodyLeft:
        person = directory.departments[department].lead
    return Named(found.id if found else None, department, person)
