"""Law 14 as one table: who may see which figures of what. Asked by every door: chat, page, file, digest, command line.

Figures are about the service. What could be read as one person's speed or ratings is shown only of groups of five
people and more; a confidential topic is counted, and only where it is five or more.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from knowledge.directory import DepartmentId, Directory, PersonId, TopicId

Role = Literal["self", "lead", "other"]
Resource = Literal[
    "own", "department", "topic", "platform", "week", "day", "alike", "private", "backlog", "requests"
]
Family = Literal["volume", "complaints", "speed", "promises", "ratings"]
# "undivided": it is told of the whole department only; "week": no whole week of the period is over.
Reason = Literal["", "people", "few", "rights", "undivided", "week"]

FEWEST_PEOPLE = 5  # who serve, in a group whose speed or ratings are shown
FEWEST_COUNTED = 5  # answers, promises or ratings: the speed of one answer is the speed of who gave it
FEWEST_PRIVATE = 5
FEWEST_ALIKE = 20  # first responses, to say how a country or a language is served

_ALL: frozenset[Family] = frozenset({"volume", "complaints", "speed", "promises", "ratings"})
_NONE: frozenset[Family] = frozenset()
_VOLUME: frozenset[Family] = frozenset({"volume"})

RIGHTS: Mapping[Role, Mapping[Resource, frozenset[Family]]] = {
    "self": {"own": _ALL},
    "lead": {
        "department": _ALL,
        "topic": _ALL,
        "platform": _ALL,
        "week": _ALL,
        "day": _VOLUME,  # how much was right first time: of what the desk read, not of who was given it
        "alike": frozenset({"speed"}),
        "private": _VOLUME,
        "backlog": _VOLUME,
        "requests": _VOLUME | {"complaints"},
    },
    "other": {},
}

# Where it is about people's work, how many must stand behind it.
OF_PEOPLE: frozenset[Family] = frozenset({"speed", "promises", "ratings"})


def may_see(role: Role, resource: Resource, family: Family) -> bool:
    return family in RIGHTS[role].get(resource, _NONE)


def role_towards(viewer: PersonId, directory: Directory, department: DepartmentId) -> Role:
    """A lead's role is of today: who leads no more sees no more."""
    place = directory.departments.get(department)
    return "lead" if place is not None and place.lead == viewer else "other"


def led_by(viewer: PersonId, directory: Directory) -> tuple[DepartmentId, ...]:
    return tuple(place.id for place in directory.departments.values() if place.lead == viewer)


def people_behind(directory: Directory, department: DepartmentId, topic: TopicId | None = None) -> int:
    """How many people serve this: a department's own, or a topic's owners."""
    if topic is not None:
        return people_behind_topics(directory, (topic,))
    return sum(person.department == department for person in directory.people.values())


def people_behind_topics(directory: Directory, topics: Iterable[str]) -> int:
    """The owners of all these topics together."""
    found = (directory.topics.get(TopicId(topic)) for topic in topics)
    return len({owner.person for one in found if one is not None for owner in one.owners})


def withheld(role: Role, resource: Resource, family: Family, *, people: int, counted: int) -> Reason:
    """Why a figure is not shown; empty where it is. `counted`: how many answers, promises or ratings it is of."""
    if not may_see(role, resource, family):
        return "rights"
    if resource == "own" or family not in OF_PEOPLE:
        return ""
    if people < FEWEST_PEOPLE:
        return "people"
    if counted < (FEWEST_ALIKE if resource == "alike" else FEWEST_COUNTED):
        return "few"
    return ""
