"""Where a person is reached, in which language and zone, and when they are at work.

On the web desk everybody has two conversations: what they ask, and what they answer for. On a platform the profile
says where: `place.slack` is the conversation, `prefers` the platform they are reached on first, `wants` the one that they
asked to be written to on, which goes before where they wrote from. Where nothing was taken lately (`unreached.slack`) comes
last.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.request import Place, Request
from bot.known import UNREACHED
from bot.store.people import People
from knowledge.calendar import WorkingHours
from knowledge.directory import Directory, PersonId

Side = Literal["asks", "work"]
Profile = Mapping[str, str]

WEB = "web"
# Places that one opens and looks at; a quiet message there disturbs nobody.
PAGES = frozenset({WEB})
NOWHERE = "nowhere"  # the platform of who has no place: its lane ends in dead letters that name the person


class Reader(Struct, frozen=True):
    """Who will read a card."""

    language: str
    zone: str
    hours: WorkingHours | None  # None: nothing is known of when they work


class Reach:
    def __init__(self, people: People, platforms: Iterable[str]) -> None:
        self.people = people
        self.platforms = tuple(platforms)

    async def places(
        self, wanted: Iterable[tuple[PersonId, Side]], request: Request
    ) -> dict[tuple[PersonId, Side], Place]:
        """One place each, in one round trip at most."""
        asked = list(dict.fromkeys(wanted))
        profiles: Mapping[str, Profile] = {}
        if any(platform not in PAGES for platform in self.platforms):
            profiles = await self.people.profiles(person for person, _ in asked)
        return {
            (person, side): place_of(person, side, request, profiles.get(person, {}), self.platforms)
            for person, side in asked
        }


def place_of(
    person: PersonId, side: Side, request: Request, profile: Profile, platforms: Iterable[str]
) -> Place:
    """Where they said that they want to be written to; else a requester where they wrote from, and anybody else where
    they came from, else where they can be."""
    connected = tuple(platforms)
    asked_from, wants = request.place, profile.get("wants", "")
    wrote_it = person == request.requester and side == "asks" and request.recorded_by is None
    refused = profile.get(UNREACHED + wants)
    if wants in connected and wants != asked_from.platform and profile.get(f"place.{wants}") and not refused:
        return Place(wants, profile[f"place.{wants}"])
    if wrote_it and asked_from.platform in connected:
        return web_place(person, side) if asked_from.platform == WEB else asked_from
    return home_of(person, side, profile, connected)


def home_of(person: PersonId, side: Side, profile: Profile, connected: Iterable[str]) -> Place:
    """Where somebody wants or prefers to be reached, else where they can be."""
    preferred = profile.get("wants", "") or profile.get("prefers", "")

    def last(name: str) -> tuple[bool, bool, bool]:
        return bool(profile.get(UNREACHED + name)), name != preferred, name in PAGES

    for platform in sorted(connected, key=last):
        if platform == WEB:
            return web_place(person, side)
        if conversation := profile.get(f"place.{platform}"):
            return Place(platform, conversation)
    return Place(NOWHERE, person)


def web_place(person: PersonId, side: Side) -> Place:
    return Place(WEB, f"{person}/{side}")


def lane_of(place: Place) -> str:
    """Platform and conversation: threads of one conversation share its order and its limits."""
    return f"{place.platform}:{place.conversation}"


def reader_of(
    person: PersonId, side: Side, request: Request, profile: Profile, directory: Directory
) -> Reader:
    """The language of the message decides for who wrote it; for others the profile, the directory, the request."""
    listed = directory.people.get(person)
    own = profile.get("language", "") or (listed.languages[0] if listed and listed.languages else "")
    wrote_it = person == request.requester and side == "asks"
    zone = profile.get("zone", "") or (listed.hours.zone if listed else "") or directory.zone
    return Reader(
        language=(request.language if wrote_it else own) or own or request.language or directory.languages[0],
        zone=zone,
        hours=listed.hours if listed else _office_hours(directory, zone),
    )


def _office_hours(directory: Directory, zone: str) -> WorkingHours | None:
    """Of somebody whom no directory lists: the hours of the concierge's department, on their own clock."""
    concierge = directory.departments.get(directory.concierge)
    return replace(concierge.hours, zone=zone) if concierge else None
