"""What would have become of each: who would have owned it, how many unsure, and what no topic covers. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from msgspec import Struct

from bot.domain.context import Asker
from bot.domain.reading import Reading
from bot.reader import Library, read
from bot.rehearsal.groups import grouped
from bot.rehearsal.tickets import Ticket
from knowledge import duty
from knowledge.directory import DepartmentId, Directory, PersonId, TopicId
from knowledge.personal import striker_for

Outcome = Literal["owner", "article", "signpost", "question", "concierge", "danger", "nothing"]

EXAMPLES = 5
LONGEST_EXAMPLE = 160  # characters
FEWEST = 2  # texts that make a topic worth proposing
SOME = 10  # of those that are like no other


class Proposal(Struct, frozen=True):
    name: str
    count: int
    examples: tuple[str, ...]  # names, addresses and numbers struck
    nearest: TopicId | None = None  # the topic that most of them are likest to: it may only lack examples


class Each(NamedTuple):
    """What would have become of one."""

    text: str  # empty where it may be confidential
    outcome: Outcome
    topic: TopicId | None  # the likeliest, surely or not
    confidence: float  # that it is, 0..1
    owner: PersonId | None
    confidential: bool


class Rehearsed(Struct, frozen=True, kw_only=True):
    outcomes: dict[Outcome, int]
    owners: dict[PersonId, int]  # how many each would have been given
    departments: dict[DepartmentId, int]
    topics: dict[TopicId, int]
    dangers: dict[str, int]  # by kind
    confidential: int
    past_owner: (
        int  # of these, so many went past their topic's owner, who is not marked for confidential requests
    )
    unplaced: int  # that found no owner of their topic, since it is not known where who asked works
    proposals: tuple[Proposal, ...]  # the largest first
    alone: tuple[str, ...]  # some that are like no other, struck like them
    uncovered: int  # that no topic covers, proposals' included
    hidden: int  # of those, so many may be confidential: not shown

    @property
    def asked(self) -> int:
        return sum(count for outcome, count in self.outcomes.items() if outcome != "nothing")


def rehearse(
    tickets: Iterable[Ticket],
    library: Library,
    now: datetime,
    each: Callable[[Each], None] = lambda one: None,
) -> Rehearsed:
    """As if all of them came today, one after the other, and each stayed with whom it came to. `each` is told of them."""
    outcomes: Counter[Outcome] = Counter()
    owners: Counter[PersonId] = Counter()
    departments: Counter[DepartmentId] = Counter()
    topics: Counter[TopicId] = Counter()
    dangers: Counter[str] = Counter()
    uncovered: list[tuple[str, TopicId | None]] = []
    confidential = hidden = past_owner = unplaced = 0
    for ticket in tickets:
        asker = _asker(ticket.email, library)
        reading = read(ticket.text, asker, now, library)
        outcome = _outcome(reading, library)
        outcomes[outcome] += 1
        if outcome == "nothing":
            said = "" if reading.caution else ticket.text
            each(Each(said, outcome, None, 0.0, None, confidential=bool(reading.caution)))
            continue
        confidential += bool(reading.caution)
        if outcome == "danger":  # nothing that a topic is to be made of
            dangers[str(reading.danger)] += 1
        elif outcome in ("question", "concierge") or _falls_to_concierge(reading, library):
            hidden += bool(reading.caution)
            if not reading.caution:
                uncovered.append((ticket.text, reading.topic))
        topic = reading.topic if outcome in ("owner", "article", "signpost") else None
        if topic is not None:
            topics[topic] += 1
        person: PersonId | None = None
        if outcome in ("owner", "concierge", "question"):
            steps, department = _chain(topic, reading, asker, owners, library, now)
            person = _first(steps, library.directory, department)
            owners[person] += 1
            departments[department] += 1
            past_owner += any(step.rung == "owner" and step.passed_over == "not_cleared" for step in steps)
            unplaced += topic is not None and not any(step.rung == "owner" for step in steps)
        said = "" if reading.caution else ticket.text
        each(Each(said, outcome, reading.topic, reading.confidence, person, bool(reading.caution)))
    proposals, alone = _proposals(uncovered, library)
    return Rehearsed(
        outcomes=dict(outcomes),
        owners=dict(owners.most_common()),
        departments=dict(departments.most_common()),
        topics=dict(topics.most_common()),
        dangers=dict(dangers.most_common()),
        confidential=confidential,
        past_owner=past_owner,
        unplaced=unplaced,
        proposals=proposals,
        alone=alone,
        uncovered=len(uncovered) + hidden,
        hidden=hidden,
    )


def _asker(email: str, library: Library) -> Asker:
    directory = library.directory
    person = directory.by_email(email) if email else None
    return Asker(
        person=person.id if person else PersonId(""),
        traits=directory.traits(person.id) if person else directory.whereabouts(),
        language=person.languages[0] if person else "",
        zone=person.hours.zone if person else directory.zone,
    )


def _outcome(reading: Reading, library: Library) -> Outcome:
    if reading.danger is not None:
        return "danger"
    if reading.greeting or reading.thanks or reading.asks_progress or reading.asks_who:
        return "nothing"
    if reading.bare in ("help", "readers", "opening", "calling", "nothing", "answer", "thanks"):
        return "nothing"
    topic = library.directory.topics.get(reading.topic) if reading.topic else None
    if reading.verdict == "route" and topic is not None:
        if topic.signpost is not None:
            return "signpost"
        return "article" if reading.article is not None and not reading.wants_person else "owner"
    return "question" if reading.verdict == "ask" and len(reading.choices) > 1 else "concierge"


def _falls_to_concierge(reading: Reading, library: Library) -> bool:
    """What the concierge's own topics gather is what nobody else has a topic for."""
    topic = library.directory.topics.get(reading.topic) if reading.topic else None
    return topic is not None and topic.department == library.directory.concierge


def _chain(
    topic: TopicId | None,
    reading: Reading,
    asker: Asker,
    load: Counter[PersonId],
    library: Library,
    now: datetime,
) -> tuple[tuple[duty.Step, ...], DepartmentId]:
    """`load` stands for the open requests, so that who has fewest gets the next."""
    directory = library.directory
    department = directory.topics[topic].department if topic else directory.concierge
    found = duty.chain(
        directory,
        topic,
        duty.Situation(now=now, open_requests=dict(load), turn=load.total()),
        duty.Asker(person=asker.person or None, traits=asker.traits, language=reading.language),
        department=None if topic else department,
        about=frozenset(reading.about),
        confidential=bool(reading.caution),
    )
    return tuple(found), department


def _first(steps: Iterable[duty.Step], directory: Directory, department: DepartmentId) -> PersonId:
    try:
        return duty.on_duty(steps).person
    except duty.NobodyLeft:
        return directory.departments[department].lead


def _proposals(
    uncovered: list[tuple[str, TopicId | None]], library: Library
) -> tuple[tuple[Proposal, ...], tuple[str, ...]]:
    striker = striker_for(library.directory)
    found: list[Proposal] = []
    alone: list[str] = []
    # Struck first: what they have in common may be a name, which a heading would tell.
    struck = [striker.struck(" ".join(text.split()), "…") for text, _ in uncovered]
    for group in grouped(struck):
        texts = (struck[place] for place in group.members)
        examples = tuple(dict.fromkeys(text[:LONGEST_EXAMPLE] for text in texts if text))
        if len(group.members) >= FEWEST and group.name:
            [(nearest, _)] = Counter(uncovered[place][1] for place in group.members).most_common(1)
            found.append(Proposal(group.name, len(group.members), examples[:EXAMPLES], nearest))
        elif len(alone) < SOME:
            alone += examples[:1]
    return tuple(found), tuple(alone)
