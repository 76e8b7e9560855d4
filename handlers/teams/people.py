"""Who somebody in Teams is: their person, their profile, and where they are reached.

A person is a tenant and the directory's id there. The roster's address joins them to somebody at first sight, and only
full members of a listed tenant in the company's mail domains: guests and others are persons of their own.
"""

from typing import Any

import structlog
from msgspec import Struct, structs

from bot.delivery.gateway import SendFailed, Undeliverable
from bot.delivery.unreached import pass_on
from bot.desk import Desk
from bot.known import UNREACHED, is_reached
from bot.store.link import Unavailable
from bot.store.store import Store
from handlers.chat_room import OUTSIDE
from handlers.teams.activity import Account, Activity
from handlers.teams.connector import Connector, NotThere, Unsupported
from handlers.teams.kept import Kept, reference_of
from handlers.teams.settings import TeamsSettings
from knowledge.calendar import is_zone
from knowledge.directory import Directory, PersonId

log = structlog.get_logger()

LOOKED = "looked.teams"  # the day on which Teams was last asked whether somebody is still from outside
DEVELOPMENT = "dev"  # the tenant of local clients, which have none


class Unseen(Exception):
    """Somebody in a conversation that we are not in, without a personal chat with us: Teams does not say who they are.

    They are nobody yet. A person made now would be another than whom the directory lists, and stay so.
    """


class Member(Struct, frozen=True, kw_only=True):
    """Somebody who wrote or clicked."""

    person: PersonId
    user: str  # their id for this bot
    tenant: str
    direct: str = ""  # their personal chat with us, where it is known


class TeamsPeople:
    def __init__(
        self, desk: Desk, store: Store, kept: Kept, connector: Connector, settings: TeamsSettings
    ) -> None:
        self._desk = desk
        self._store = store
        self._kept = kept
        self._connector = connector
        self._settings = settings

    def is_listed(self, tenant: str) -> bool:
        """Tenants of the company; where it names none, the bot's own."""
        if self._settings.development:
            return True
        listed = self._desk.directory.microsoft_tenants
        return tenant in listed or (not listed and bool(tenant) and tenant == self._settings.app_tenant)

    async def member(self, activity: Activity, account: Account | None = None) -> Member:
        """Raises Unavailable and Unseen. `account`: of whom, where it is not the sender."""
        who = account or activity.sender
        tenant = activity.tenant or DEVELOPMENT
        identity = identity_of(tenant, who)
        person = await self._desk.known.behind(identity)
        if person is None:
            person = await self._first_sight(activity, who, tenant, identity)
            self._desk.known.met(identity, person)
        elif (await self._desk.known.profile(person)).get(OUTSIDE):
            await self._look_again(activity, who, tenant, person)
        known = await self._desk.known.profile(person)
        fields = _told_by(activity) if account is None else {}
        if activity.is_personal and not activity.is_extension:
            fields |= {"place.teams": activity.where, UNREACHED + "teams": ""}
        changed = {name: value for name, value in fields.items() if known.get(name, "") != value}
        if changed:
            await self._store.people.set_profile(person, changed)
            self._desk.known.forget(person)
        direct = fields.get("place.teams") or known.get("place.teams", "")
        return Member(person=person, user=who.id or "", tenant=tenant, direct=direct)

    async def author(self, activity: Activity, account: Account) -> PersonId | None:
        """Who wrote what somebody else shows us; None where Teams does not say. They have done nothing here themselves.

        Raises Unavailable.
        """
        tenant = activity.tenant or DEVELOPMENT
        identity = identity_of(tenant, account)
        if (known := await self._desk.known.behind(identity)) is not None:
            return known
        try:
            about = await self._asked(activity, activity.members_of, account)
        except NotThere:
            return None
        if not about:
            return None
        person = await self._met(account, tenant, identity, about)
        self._desk.known.met(identity, person)
        return person

    async def _first_sight(self, activity: Activity, who: Account, tenant: str, identity: str) -> PersonId:
        """The one time that Teams is asked before the commit: an address joins now or never."""
        return await self._met(who, tenant, identity, await self._roster(activity, who))

    async def _met(self, who: Account, tenant: str, identity: str, about: dict[str, Any]) -> PersonId:
        address = vouched(about, self._desk.directory, listed=self.is_listed(tenant))
        if address is None and self._settings.development:
            address = _claimed(who, about, self._desk.directory)
        person = PersonId(
            await self._store.people.meet(identity, address, several=self._settings.development)
        )
        fields = {"name": str(about.get("name") or who.name or "")[:200]}
        if person not in self._desk.directory.people:
            fields["prefers"] = "teams"
            if not self._settings.development and is_outside(about, listed=self.is_listed(tenant)):
                fields |= {OUTSIDE: "yes", LOOKED: await self._today()}
        await self._store.people.set_profile(person, {k: v for k, v in fields.items() if v})
        self._desk.known.forget(person)
        return person

    async def _look_again(self, activity: Activity, who: Account, tenant: str, person: PersonId) -> None:
        """A guest may have become a member: asked once a day. Teams' silence changes nothing, and no address joins now."""
        today = await self._today()
        if (await self._desk.known.profile(person)).get(LOOKED) == today:
            return
        try:
            about = await self._connector.member(
                activity.service_url or "", activity.members_of, who.id or ""
            )
        except (Unsupported, SendFailed) as failed:
            log.info("teams.not_looked_again", why=repr(failed))
            return
        outside = is_outside(about, listed=self.is_listed(tenant))
        await self._store.people.set_profile(person, {LOOKED: today, OUTSIDE: "yes" if outside else ""})
        self._desk.known.forget(person)

    async def _today(self) -> str:
        return (await self._store.now()).date().isoformat()

    async def _roster(self, activity: Activity, who: Account) -> dict[str, Any]:
        """Where we are not in the conversation, as with a message extension, their personal chat with us says it."""
        try:
            return await self._asked(activity, activity.members_of, who)
        except NotThere as unseen:
            if (own := await self._open(activity, who.id or "")) is None:
                raise Unseen from unseen
        try:
            return await self._asked(activity, own, who)
        except NotThere as unseen:
            raise Unseen from unseen

    async def _asked(self, activity: Activity, where: str, who: Account) -> dict[str, Any]:
        try:
            return await self._connector.member(activity.service_url or "", where, who.id or "")
        except NotThere:
            if self._settings.development:
                return {}
            raise
        except (Unsupported, Undeliverable):
            return {}  # not one of its members: a person of their own
        except SendFailed as failed:
            if self._settings.development:
                return {}
            raise Unavailable("Teams does not say who this is") from failed

    async def opened(self, activity: Activity, member: Member) -> Member:
        """With the personal chat, which is opened where it is not known; "" where the app is not installed for them."""
        if member.direct:
            return member
        try:
            found = await self._open(activity, member.user)
        except Unavailable as failed:
            log.info("teams.not_opened", why=repr(failed))
            return member
        if found is None:
            return member
        await self._store.people.set_profile(member.person, {"place.teams": found})
        self._desk.known.forget(member.person)
        return Member(person=member.person, user=member.user, tenant=member.tenant, direct=found)

    async def _open(self, activity: Activity, user: str) -> str | None:
        """Their personal chat with us; None where the app is not installed for them. Raises Unavailable."""
        try:
            found = await self._connector.open(
                activity.service_url or "", bot=activity.bot, user=user, tenant=activity.tenant
            )
        except Undeliverable as failed:
            log.info("teams.not_opened", why=repr(failed))
            return None
        except SendFailed as failed:
            raise Unavailable("Teams does not open the personal chat") from failed
        if not found:
            return None
        await self._kept.keep_reference(found, structs.replace(reference_of(activity), kind="personal"))
        return found

    async def gone(self, member: Member, activity: Activity) -> None:
        """The app was removed from somebody's personal scope: nobody who cannot be reached owns anything.

        Whoever is reached elsewhere keeps what they have, and is written to there.
        """
        await self._store.people.set_profile(member.person, {"place.teams": ""})
        self._desk.known.forget(member.person)
        profile, now = await self._store.people.profile(member.person), await self._store.now()
        if any(is_reached(profile, chat, now) for chat in self._desk.known.chats):
            return
        await pass_on(
            self._store, self._desk.handle, member.person, f"teams:gone:{activity.where}:{activity.id}"
        )


def identity_of(tenant: str, who: Account) -> str:
    """The directory's id is the same for every bot; who has none is known by their id for this one."""
    return f"teams:{tenant}:{who.aad_object_id or who.id}"


def is_outside(about: dict[str, Any], *, listed: bool) -> bool:
    """A guest, or somebody whom no tenant of the company knows: served alike, and shown nothing of the directory."""
    name = str(about.get("userPrincipalName") or "")
    return not listed or str(about.get("userRole") or "").casefold() != "user" or "#ext#" in name.casefold()


def vouched(about: dict[str, Any], directory: Directory, *, listed: bool) -> str | None:
    """The address that this tenant vouches for, or None: then it joins nobody."""
    email = str(about.get("email") or about.get("userPrincipalName") or "")
    if is_outside(about, listed=listed):
        return None
    domain = email.rpartition("@")[2].casefold()
    return email if "@" in email and domain in directory.mail_domains else None


def _claimed(who: Account, about: dict[str, Any], directory: Directory) -> str | None:
    """In development, on this machine alone: a client may say whom of the directory it plays."""
    for told in (about.get("email"), about.get("userPrincipalName"), who.id, who.name):
        text = str(told or "").strip().casefold()
        for person in directory.people.values():
            if text and text in (person.email, person.name.casefold()):
                return person.email
    return None


def _told_by(activity: Activity) -> dict[str, str]:
    """Language and time zone, which nobody is ever asked for."""
    client = next((e for e in activity.entities or () if e.type == "clientInfo"), None)
    zone = activity.local_timezone or (client.timezone if client else None) or ""
    locale = activity.locale or (client.locale if client else None) or ""
    country = (client.country if client else None) or ""
    found = {
        "language": locale.replace("_", "-").split("-")[0].casefold()[:8],
        "country": country.upper()[:2],
    }
    if is_zone(zone):
        found["zone"] = zone
    return {name: value for name, value in found.items() if value}
