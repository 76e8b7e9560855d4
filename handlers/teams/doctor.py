"""Is Teams connected as it should be? Each finding says what to do."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Literal

import aiohttp

from bot.delivery.gateway import Postponed, SendFailed, Undeliverable
from bot.known import is_reached
from bot.store.findings import Finding, Level
from bot.store.store import Store
from bot.words import text_in
from handlers.teams.address import Looked, looked_at
from handlers.teams.connector import Connector, NotThere
from handlers.teams.hosts import Hosts
from handlers.teams.kept import LAST, decode_reference
from handlers.teams.keys import Keys, KeysAway
from handlers.teams.pool import Pool
from handlers.teams.settings import TeamsSettings
from handlers.teams.signs import NOT_SIGNED_ON, SIGNED_ON, UNMENTIONED, Signs
from handlers.teams.surface import PERMISSIONS
from handlers.teams.tokens import SecretRefused, Tokens
from knowledge.directory import Directory, Person

Look = Callable[[aiohttp.ClientSession, str], Awaitable[Looked]]
Reached = Literal["teams", "both", "slack", "blocked", "nowhere"]


async def findings(
    settings: TeamsSettings, directory: Directory, store: Store, url: str = "", *, looked: Look = looked_at
) -> list[Finding]:
    """Asks Microsoft with the id and secret at hand, and the desk at `url`, its public address."""
    if not settings.connected:
        return [_finding("fine", "not connected: MICROSOFT_APP_ID is not set.")]
    if settings.development:
        sentence = (
            "TEAMS_DEV_NO_AUTH=1: anybody on this machine may speak as anybody. For trying it out only."
        )
        return [_finding("warning", sentence)]
    pool = Pool()
    try:
        return [
            await _of_token(settings, pool),
            await _of_keys(settings, pool),
            _of_tenants(settings, directory),
            await _of_address(url, pool, looked),
            await _of_package(store),
            *await _of_channels(settings, directory, store, pool),
            *await _of_consent(store),
            await _of_tab(settings, store, url),
            *await _of_reach(directory, store),
        ]
    finally:
        await pool.aclose()


async def _of_token(settings: TeamsSettings, pool: Pool) -> Finding:
    tokens = Tokens(pool, settings)
    try:
        await tokens.token()
    except SecretRefused:
        sentence = (
            "Microsoft does not take MICROSOFT_APP_PASSWORD for MICROSOFT_APP_ID in MICROSOFT_APP_TENANT_ID: make a new "
            "client secret in the bot's registration and copy its value, not its id."
        )
        return _finding("fault", sentence)
    except Postponed:
        sentence = f"the login service at {settings.login_url} does not answer: check that this machine may reach it."
        return _finding("fault", sentence)
    finally:
        await tokens.aclose()
    return _finding("fine", "Microsoft takes the app's id and secret.")


async def _of_keys(settings: TeamsSettings, pool: Pool) -> Finding:
    keys = Keys(pool, settings.openid_url)
    try:
        await keys.key("")
    except KeysAway:
        sentence = f"the signing keys at {settings.openid_url} can't be loaded: nothing that comes in can be checked."
        return _finding("fault", sentence)
    finally:
        await keys.aclose()
    return _finding("fine", "Bot Framework's signing keys are there.")


def _of_tenants(settings: TeamsSettings, directory: Directory) -> Finding:
    listed = directory.microsoft_tenants
    if listed and settings.app_tenant not in listed:
        sentence = (
            f"company.yaml does not list the bot's own tenant: add {settings.app_tenant} to microsoft_tenants, or its "
            "people are refused."
        )
        return _finding("warning", sentence)
    return _finding("fine", "people of the bot's own tenant are let in.")


async def _of_address(url: str, pool: Pool, looked: Look) -> Finding:
    if url.startswith("https://"):
        return _finding(*await looked(pool(), url))
    sentence = (
        "VENTANILLA_URL is no https address: Teams calls /api/messages from outside, through a tunnel or a proxy. Set "
        "VENTANILLA_URL to its address and the bot's messaging endpoint to the same with /api/messages."
    )
    return _finding("fault", sentence)


async def _of_package(store: Store) -> Finding:
    if await store.chat.reference(LAST) is not None:
        return _finding("fine", "Teams has brought something already: the package is there and leads here.")
    sentence = (
        "nothing has come from Teams yet: upload the package in the Teams admin centre (Teams apps, Manage apps), add the "
        "Microsoft Teams channel to the bot's registration, and write to the bot once."
    )
    return _finding("warning", sentence)


async def _of_channels(
    settings: TeamsSettings, directory: Directory, store: Store, pool: Pool
) -> list[Finding]:
    """Only in a team that has the app may the bot write a department's card, or hear anything."""
    named = {
        d.channel["teams"]: text_in(d.name, "en")
        for d in directory.departments.values()
        if d.channel.get("teams")
    }
    kept = await store.chat.reference(LAST)
    if not named or kept is None:
        return []
    tokens = Tokens(pool, settings)
    connector = Connector(pool, tokens, Hosts(settings.hosts, development=settings.no_auth))
    found = []
    try:
        for channel, whose in named.items():
            try:
                await connector.member(decode_reference(kept).service_url, channel, f"28:{settings.app_id}")
            except NotThere:
                sentence = (
                    f"the app is not in the team of {whose}'s channel ({channel}): a team's owner adds it, or the id in the "
                    "department's file is not the channel's."
                )
                found.append(_finding("warning", sentence))
            except Undeliverable:
                continue  # in there, where the bot is no member as people are
            except SendFailed:
                return found  # said of the token
    finally:
        await tokens.aclose()
    return found or [_finding("fine", "the app is in every team whose channel a department names.")]


async def _of_consent(store: Store) -> list[Finding]:
    """Whether it was given Teams does not tell; what it brings does."""
    if await Signs(store).about(UNMENTIONED) is not None:
        return [
            _finding("fine", "replies without a mention reach the bot in at least one team or group chat.")
        ]
    return [
        _finding("fine", f"{p.name} {p.why}; where it is not granted, {p.without}. None has come yet.")
        for p in PERMISSIONS
    ]


async def _of_tab(settings: TeamsSettings, store: Store, url: str) -> Finding:
    signs, host = Signs(store), url.partition("://")[2]
    if await signs.about(SIGNED_ON) is not None:
        return _finding("fine", "people are signed on in the tab.")
    if await signs.about(NOT_SIGNED_ON) is not None:
        sentence = (
            "the tab was opened and its token was for another audience: set the Application ID URI of the app's registration "
            f"(Expose an API) to api://{host}/{settings.app_id}."
        )
        return _finding("fault", sentence)
    sentence = (
        f"nobody has been signed on in the tab yet. It needs, under Expose an API: the Application ID URI api://{host}/"
        f"{settings.app_id}, the scope access_as_user, and Teams' two clients as authorised."
    )
    return _finding("warning", sentence)


async def _of_reach(directory: Directory, store: Store) -> list[Finding]:
    """Everybody who answers, by where they can be reached: a bot cannot write first to who has not installed it."""
    profiles, now = await store.people.profiles(directory.people), await store.now()
    named = [p for p in directory.people.values() if directory.departments[p.department].elsewhere is None]
    groups: dict[Reached, list[Person]] = {how: [] for how in _REACHED}
    for person in named:
        groups[_reached(profiles[person.id], now)].append(person)
    return [
        _finding(level, sentence.format(", ".join(f"{p.name} ({p.email})" for p in groups[how])))
        for how, (level, sentence) in _REACHED.items()
        if groups[how]
    ]


def _reached(profile: Mapping[str, str], now: datetime) -> Reached:
    teams, slack = is_reached(profile, "teams", now), is_reached(profile, "slack", now)
    if not teams and not slack and profile.get("place.teams"):
        return "blocked"
    return "both" if teams and slack else "teams" if teams else "slack" if slack else "nowhere"


_REACHED: dict[Reached, tuple[Level, str]] = {
    "teams": ("fine", "reached in Teams: {}."),
    "both": ("fine", "reached in Teams and in Slack: {}."),
    "slack": ("fine", "reached in Slack, and not in Teams: {}."),
    "blocked": (
        "warning",
        (
            "had the app and take nothing there any more: {}. They have blocked or removed it; ask them to add Ventanilla again "
            "and to write to it once. Until then, and at most for a day before they are tried again, the next in the chain has "
            "what is theirs."
        ),
    ),
    "nowhere": (
        "warning",
        (
            "the app is not installed for: {}. In the Teams admin centre: Teams apps, Setup policies, the policy of these people, "
            "Installed apps, add Ventanilla. Until then the next in the chain is told instead."
        ),
    ),
}


def _finding(level: Level, sentence: str) -> Finding:
    return Finding(level, "teams", sentence)
