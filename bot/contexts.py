"""What a decision takes into account beside its request: who is there, whose turn it is, what is known of who asks.

Read before the desk decides, and as little as the command at hand needs: plain words and most clicks ask for no load.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from bot.aftercare import Aftercare, aftercare
from bot.domain import commands as c
from bot.domain.context import Context
from bot.domain.request import Request, RequestNumber
from bot.known import Known
from bot.store.store import Store
from bot.store.writes import Loaded
from knowledge.directory import DepartmentId, Directory, PersonId, TopicId
from knowledge.duty import Situation


class Load(NamedTuple):
    open_requests: Mapping[PersonId, int] = {}
    turn: int = 0  # requests there have been of the topic


def who_is_away(loaded: Loaded, now: datetime) -> Situation:
    """And no more: whom no platform reaches, and how much each has, is asked for by itself."""
    return Situation(
        now=now,
        absent={PersonId(person): until for person, until in loaded.absent.items()},
        planned={PersonId(person): spans for person, spans in loaded.planned.items()},
    )


class Contexts:
    """Raises Unavailable. `loaded` is what was read with the request: the time, and who is away."""

    def __init__(self, store: Store, known: Known) -> None:
        self._store = store
        self._known = known

    async def for_ask(
        self, command: c.Ask, loaded: Loaded, directory: Directory
    ) -> tuple[RequestNumber, Context, Aftercare]:
        """Together with the number that it is to have, in one round trip: gaps are allowed, repeats are not."""
        topics = _may_be_about(command, None)
        counted = _counted_for(_departments_of(topics, command, directory), topics, directory)
        number, sizes = await self._store.next_number_and_sizes(counted.indexes)
        context = await self._context(
            command.requester or command.by, loaded.now, counted.load(sizes), loaded, directory
        )
        return RequestNumber(number), *await self._with_aftercare(context, command, None)

    async def for_command(
        self, command: c.AnyCommand, before: Request | None, loaded: Loaded, directory: Directory
    ) -> tuple[Context, Aftercare]:
        requester = before.requester if before else command.by
        now = max(loaded.now, before.last_at) if before else loaded.now
        departments = _may_move_to(command, before, directory)
        load = await self._load(departments, _may_be_about(command, before), directory)
        context = await self._context(requester, now, load, loaded, directory)
        return await self._with_aftercare(context, command, before)

    async def for_topics(
        self, asker: PersonId, topics: Sequence[TopicId], loaded: Loaded, directory: Directory
    ) -> Context:
        """For who asks whose these topics are, and opens nothing."""
        departments = {directory.topics[topic].department for topic in topics} | {directory.concierge}
        load = await self._load(departments, topics, directory)
        return await self._context(asker, loaded.now, load, loaded, directory)

    async def _context(
        self, requester: PersonId, now: datetime, load: Load, loaded: Loaded, directory: Directory
    ) -> Context:
        return Context(
            now=now,
            directory=directory,
            asker=await self._known.asker(requester, directory),
            situation=replace(
                who_is_away(loaded, now),
                unreachable=await self._known.unreachable(directory, now),
                open_requests=load.open_requests,
                turn=load.turn,
            ),
        )

    async def _with_aftercare(
        self, context: Context, command: c.AnyCommand, request: Request | None
    ) -> tuple[Context, Aftercare]:
        found = await aftercare(self._store, command, request, context.asker, context.directory, context.now)
        return (replace(context, **found.known) if found.known else context), found

    async def _load(
        self, departments: Iterable[DepartmentId], topics: Sequence[TopicId], directory: Directory
    ) -> Load:
        counted = _counted_for(departments, topics, directory)
        return counted.load(await self._store.index_sizes(counted.indexes)) if counted.indexes else Load()


class _Counted(NamedTuple):
    """What an owner is chosen by: whose open requests, and which topics' turns."""

    people: Sequence[PersonId]
    topics: Sequence[TopicId]

    @property
    def indexes(self) -> list[str]:
        return [*(f"owner:{person}" for person in self.people), *(f"turn:{topic}" for topic in self.topics)]

    def load(self, sizes: Sequence[int]) -> Load:
        """`sizes`: how many members each of the indexes has, in their order."""
        of_people, of_topics = sizes[: len(self.people)], sizes[len(self.people) :]
        return Load(dict(zip(self.people, of_people, strict=True)), turn=sum(of_topics))


def _counted_for(
    departments: Iterable[DepartmentId], topics: Sequence[TopicId], directory: Directory
) -> _Counted:
    """Only where a department gives its requests out by them."""
    known, listed = directory.departments, directory.people.values()
    ways = {department: known[department].assign for department in departments if department in known}
    fewest = {department for department, way in ways.items() if way == "fewest_open"}
    people = [person.id for person in listed if person.department in fewest] if fewest else []
    return _Counted(people, topics if "rotation" in ways.values() else ())


def _may_move_to(command: c.AnyCommand, request: Request | None, directory: Directory) -> set[DepartmentId]:
    """The departments whose load may matter to this command: none for plain words and clicks."""
    stays = isinstance(command, c.Say | c.Take | c.WriteNote | c.Resolve | c.MakePromise | c.Undo | c.Rate)
    if stays and (request is None or not request.unseen):
        return set()
    return _departments_of(_may_be_about(command, request), command, directory)


def _may_be_about(command: c.AnyCommand, request: Request | None) -> tuple[TopicId, ...]:
    topic = request.topic if request else None
    if isinstance(command, c.Ask):
        topic = command.reading.topic
    if isinstance(command, c.Choose):
        topic = command.topic
    return (topic,) if topic is not None else ()


def _departments_of(
    topics: Iterable[TopicId], command: c.AnyCommand, directory: Directory
) -> set[DepartmentId]:
    departments = {directory.concierge}
    departments |= {directory.topics[topic].department for topic in topics if topic in directory.topics}
    if isinstance(command, c.HandOver | c.DeclineHandover) and command.department is not None:
        departments.add(command.department)
    return departments
