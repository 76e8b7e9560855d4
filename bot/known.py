"""What is known of people: from the directory, else from their platform's profile. Nothing is ever asked for."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from time import monotonic

from bot.domain.context import Asker
from bot.newest import Newest
from bot.store.people import People
from knowledge.directory import Directory, PersonId

REMEMBERED = 2_000  # profiles kept in this process
# Other processes change and erase profiles too: what is remembered here is asked again when it is older than this.
FRESH_S = 5.0
IDENTITIES = 10_000
UNREACHED = "unreached."  # + platform: since when nothing for them is taken there, as an instant
# Then they are tried again: what a company's administrator turned off for all may be on again, and nobody tells us.
TRIED_AGAIN = timedelta(days=1)


def is_reached(profile: Mapping[str, str], platform: str, now: datetime) -> bool:
    """Whether they have been met there, and what was sent there last was taken."""
    since = profile.get(UNREACHED + platform, "")
    refused = bool(since) and now - datetime.fromisoformat(since) < TRIED_AGAIN
    return bool(profile.get(f"place.{platform}")) and not refused


class Known:
    """`clock` counts seconds and never goes back: a host whose time is set does not make a name live longer."""

    def __init__(
        self, people: People, clock: Callable[[], float] = monotonic, remembers: int = REMEMBERED
    ) -> None:
        self._people = people
        self._remembers = remembers
        self._clock = clock
        self._profiles: OrderedDict[PersonId, tuple[float, dict[str, str]]] = OrderedDict()
        self._met: Newest[str, tuple[float, PersonId]] = Newest(IDENTITIES)
        self._nowhere: tuple[float, str, frozenset[PersonId]] = (float("-inf"), "", frozenset())
        self.chats: tuple[
            str, ...
        ] = ()  # platforms that people are reached on; none: everybody is, by the local desk

    def forget(self, person: PersonId) -> None:
        """This process has changed a profile, or who leads to it, so it uses the new one at once."""
        self._profiles.pop(person, None)
        self._nowhere = (float("-inf"), "", frozenset())
        for identity in [one for one, (_, whose) in self._met.items() if whose == person]:
            del self._met[identity]

    async def behind(self, identity: str) -> PersonId | None:
        """Whose a platform's identity is, or was at most FRESH_S ago; None at first sight."""
        since, person = self._met.get(identity, (0.0, None))
        if person is not None and self._clock() - since <= FRESH_S:
            return person
        found = await self._people.person(identity)
        if found is None:
            return None
        self.met(identity, PersonId(found))
        return PersonId(found)

    def met(self, identity: str, person: PersonId) -> None:
        self._met[identity] = (self._clock(), person)

    async def unreachable(self, directory: Directory, at: datetime) -> frozenset[PersonId]:
        """Who is listed and was not met on any connected platform or could not be written to there within a day.

        As of at most FRESH_S ago.
        """
        if not self.chats:
            return frozenset()
        since, version, found = self._nowhere
        now = self._clock()
        if version == directory.version and now - since <= FRESH_S:
            return found
        profiles = await self._people.profiles(directory.people)
        found = frozenset(
            person
            for person in directory.people
            if not any(is_reached(profiles.get(person, {}), chat, at) for chat in self.chats)
        )
        self._nowhere = (now, directory.version, found)
        return found

    async def asker(self, person: PersonId, directory: Directory) -> Asker:
        listed = directory.people.get(person)
        if listed is not None:
            return Asker(
                person=person,
                traits=directory.traits(person),
                language=listed.languages[0],
                zone=listed.hours.zone,
            )
        profile = await self.profile(person)
        return Asker(
            person=person,
            traits=directory.whereabouts(profile.get("country", ""), profile.get("zone", "")),
            language=profile.get("language", ""),
            zone=profile.get("zone", "") or directory.zone,
        )

    async def name(self, person: PersonId, directory: Directory) -> str:
        listed = directory.people.get(person)
        if listed is not None:
            return listed.name
        return (await self.profile(person)).get("name", "")

    async def profile(self, person: PersonId) -> dict[str, str]:
        """As it is in Redis, or was at most FRESH_S ago."""
        now = self._clock()
        asked_at, profile = self._profiles.get(person, (float("-inf"), {}))
        if now - asked_at <= FRESH_S:
            return profile
        profile = await self._people.profile(person)
        self.learn(person, profile)
        return profile

    def learn(self, person: PersonId, profile: dict[str, str]) -> None:
        """What was just read in Redis, beside something else."""
        now = self._clock()
        self._profiles[person] = (now, profile)
        self._profiles.move_to_end(person)
        while self._profiles and (len(self._profiles) > self._remembers or self._oldest() < now - FRESH_S):
            self._profiles.popitem(last=False)

    def _oldest(self) -> float:
        return next(iter(self._profiles.values()))[0]
