"""Who somebody in Slack is: their person, their profile, and where they are reached.

An address joins a Slack identity to a person at first sight, and only for full members of a listed workspace in the
company's mail domains. Guests and people from elsewhere are persons of their own.
"""

import msgspec
import structlog
from msgspec import Struct

from bot.away import left
from bot.delivery.gateway import SendFailed, Undeliverable
from bot.desk import Desk
from bot.store.link import Unavailable
from bot.store.store import Store
from handlers.chat_room import OUTSIDE
from handlers.slack.calls import SHORT_CALL_S, called
from handlers.slack.shapes import UserShape
from handlers.slack.workspaces import Workspaces
from knowledge.calendar import is_zone
from knowledge.directory import Directory, PersonId

log = structlog.get_logger()


class Member(Struct, frozen=True, kw_only=True):
    """Somebody who wrote or clicked. `home` is the workspace that we heard it through."""

    person: PersonId
    team: str
    user: str
    home: str
    direct: str = ""  # the conversation with us, as `T1/D1`


class SlackPeople:
    def __init__(self, desk: Desk, store: Store, workspaces: Workspaces) -> None:
        self._desk = desk
        self._store = store
        self._workspaces = workspaces

    async def member(self, home: str, team: str, user: str, *, direct: str = "") -> Member:
        """Raises Unavailable. `direct`: the conversation with us, where the payload says it."""
        identity = identity_of(team, user)
        person = await self._desk.known.behind(identity)
        if person is None:
            person = await self._first_sight(home, team, user)
            self._desk.known.met(identity, person)
        known = await self._desk.known.profile(person)
        where = direct or known.get("place.slack", "")
        if not where:
            where = await self._opened(home, user)
        if where and known.get("place.slack") != where:
            await self._reached_at(person, where)
        return Member(person=person, team=team, user=user, home=home, direct=where or f"{home}/{user}")

    async def _first_sight(self, home: str, team: str, user: str) -> PersonId:
        """The one time that a listener asks Slack before the commit: an address joins now or never.

        Where Slack does not answer, Slack is asked to deliver again; at a click that costs a second click.
        """
        about = await self._about(home, user)
        directory = self._desk.directory
        address = vouched(about, team, home, directory, listed=self._workspaces.is_listed(home))
        person = PersonId(await self._store.people.meet(identity_of(team, user), address))
        await self._learn(person, about, outside=is_outside(about, team, home))
        return person

    async def _about(self, home: str, user: str) -> UserShape:
        try:
            client = await self._workspaces.client(home)
            if client is None:
                return UserShape(id=user, is_stranger=True)
            answer = await called(client.users_info(user=user, include_locale=True), within_s=SHORT_CALL_S)
            return msgspec.convert(answer.get("user"), UserShape)
        except Undeliverable:
            return UserShape(id=user, is_stranger=True)  # not visible to us
        except (SendFailed, msgspec.ValidationError) as failed:
            raise Unavailable("Slack does not say who this is") from failed

    async def _learn(self, person: PersonId, about: UserShape, *, outside: bool) -> None:
        fields = profile_of(about) | {OUTSIDE: "yes" if outside else ""}
        if person not in self._desk.directory.people:
            fields["prefers"] = "slack"
        await self._store.people.set_profile(person, fields)
        self._desk.known.forget(person)

    async def _opened(self, home: str, user: str) -> str:
        """The conversation with somebody who has not written there yet; "" while Slack does not say."""
        try:
            client = await self._workspaces.client(home)
            if client is None:
                return ""
            answer = await called(client.conversations_open(users=user), within_s=SHORT_CALL_S)
        except SendFailed:
            return ""
        return f"{home}/{answer['channel']['id']}"

    async def _reached_at(self, person: PersonId, where: str) -> None:
        await self._store.people.set_profile(person, {"place.slack": where})
        self._desk.known.forget(person)

    # What Slack tells of people by itself

    async def changed(self, home: str, about: UserShape) -> None:
        """A profile has changed, or somebody left: nobody leaves owning anything."""
        if not about.id:
            return
        found = await self._store.people.person(identity_of(about.team_id or home, about.id))
        if found is None:
            return
        person = PersonId(found)
        if about.deleted:
            await self._gone(person, home, about.id)
        else:
            await self._learn(person, about, outside=is_outside(about, about.team_id or home, home))

    async def _gone(self, person: PersonId, home: str, user: str) -> None:
        """Their account in one workspace is closed: whoever has another, in another of ours, is reached there."""
        where = (await self._store.people.profile(person)).get("place.slack", "")
        if where and not where.startswith(f"{home}/"):
            return
        await self._reached_at(person, await self._place_beside(person, home))
        if not await self._is_elsewhere(person):
            await left(self._desk, person, f"slack:gone:{user}")

    async def _place_beside(self, person: PersonId, home: str) -> str:
        """The conversation with their account in another workspace; "" where they have none that can be opened."""
        for identity in await self._store.people.identities(person):
            platform, _, rest = identity.partition(":")
            team, _, user = rest.partition(":")
            if platform == "slack" and team != home and (where := await self._opened(team, user)):
                return where
        return ""

    async def _is_elsewhere(self, person: PersonId) -> bool:
        """Another chat platform still reaches them."""
        profile = await self._store.people.profile(person)
        return any(name.startswith("place.") and where for name, where in profile.items())

    async def roll_call(self) -> int:
        """Finds those whom the directory lists, so that they can be reached before they ever write. How many."""
        reached = 0
        for workspace in await self._workspaces.all():
            for listed in list(self._desk.directory.people.values()):
                profile = await self._store.people.profile(listed.id)
                if profile.get("place.slack") or await self._found(workspace.team, listed.id, listed.email):
                    reached += 1
        return reached

    async def _found(self, home: str, person: PersonId, email: str) -> bool:
        client = await self._workspaces.client(home)
        if client is None:
            return False
        try:
            answer = await called(client.users_lookupByEmail(email=email))
            about = msgspec.convert(answer.get("user"), UserShape)
        except (Undeliverable, msgspec.ValidationError):
            return False  # not in this workspace
        team = about.team_id or home
        address = vouched(about, team, home, self._desk.directory, listed=True)
        if not about.id or address is None:
            return False
        met = await self._store.people.meet(identity_of(team, about.id), address)
        if met != person:
            return False
        answer = await called(client.conversations_open(users=about.id))
        await self._learn(person, about, outside=False)
        await self._reached_at(person, f"{home}/{answer['channel']['id']}")
        return True


def identity_of(team: str, user: str) -> str:
    return f"slack:{team}:{user}"


def is_outside(about: UserShape, team: str, home: str) -> bool:
    """A guest, or somebody of another workspace: served alike, and shown nothing of the directory."""
    stranger = about.is_stranger or team != home or (about.team_id or team) != home
    return stranger or about.is_restricted or about.is_ultra_restricted


def vouched(about: UserShape, team: str, home: str, directory: Directory, *, listed: bool) -> str | None:
    """The address that this workspace vouches for, or None: then it joins nobody."""
    email = about.profile.email if about.profile else None
    if not listed or is_outside(about, team, home) or about.is_bot or about.deleted or not email:
        return None
    domain = email.rpartition("@")[2].casefold()
    return email if domain in directory.mail_domains else None


def profile_of(about: UserShape) -> dict[str, str]:
    """What of a Slack profile the desk uses. Nothing here is ever asked for."""
    profile = about.profile
    name = (profile.real_name if profile else "") or about.real_name or about.name or ""
    found = {
        "name": name,
        "title": (profile.title if profile else "") or "",
        "zone": about.tz if about.tz and is_zone(about.tz) else "",
        "language": (about.locale or "").split("-")[0].casefold(),
    }
    return {field: value for field, value in found.items() if value}
