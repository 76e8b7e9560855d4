"""The app comes and goes: who installs it can be reached, who removes it cannot own anything."""

from handlers.teams import home, sdk
from handlers.teams.activity import Activity
from handlers.teams.people import Member
from handlers.teams.room import Room


async def changed(room: Room, activity: Activity) -> None:
    """An installationUpdate or a conversationUpdate. Raises Unavailable."""
    if not activity.is_personal or not _is_about_us(activity):
        return
    if _is_removed(activity):
        known = await room.people.member(activity)
        await room.people.gone(known, activity)
        return
    member = await _who(room, activity)
    if member is not None:
        room.soon(home.welcome(room, member))


async def _who(room: Room, activity: Activity) -> Member | None:
    """Whose chat it is. Some clients send their news in our own name, or in nobody's: then the person is among the
    members."""
    if activity.sender.id != activity.bot:
        return await room.people.member(activity)
    for account in activity.members_added or ():
        if account.id and account.id != activity.bot:
            return await room.people.member(activity, account)
    return None


def _is_about_us(activity: Activity) -> bool:
    if activity.type == sdk.INSTALLATION_UPDATE:
        return True
    members = (*(activity.members_added or ()), *(activity.members_removed or ()))
    return any(account.id == activity.bot for account in members)


def _is_removed(activity: Activity) -> bool:
    if activity.type == sdk.INSTALLATION_UPDATE:
        return (activity.action or "").startswith("remove")
    return any(account.id == activity.bot for account in activity.members_removed or ())
