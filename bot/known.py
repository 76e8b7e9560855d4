"""What is known of people: from the directory, else from their platform's profile. Nothing is ever asked for."""

from collections import OrderedDict

from bot.domain.context import Asker
from bot.store.people import People
from knowledge.directory import Directory, PersonId, Traits

REMEMBERED = 2_000  # profiles kept in this process


class Known:
    def __init__(self, people: People) -> None:
        self._people = people
        self._profiles: OrderedDict[PersonId, dict[str, str]] = OrderedDict()

    def forget(self, person: PersonId) -> None:
        """A profile has changed or was erased."""
        self._profiles.pop(person, None)

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
            traits=Traits(country=profile.get("country", "")),
            language=profile.get("language", ""),
            zone=profile.get("zone", "") or directory.zone,
        )

    async def name(self, person: PersonId, directory: Directory) -> str:
        listed = directory.people.get(person)
        if listed is not None:
            return listed.name
        return (await self.profile(person)).get("name", "")

    async def profile(self, person: PersonId) -> dict[str, str]:
        if person in self._profiles:
            self._profiles.move_to_end(person)
            return self._profiles[person]
        profile = await self._people.profile(person)
        self._profiles[person] = profile
        if len(self._profiles) > REMEMBERED:
            self._profiles.popitem(last=False)
        return profile
