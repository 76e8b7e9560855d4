"""Is Slack connected as it should be? Each finding says what to do."""

from collections.abc import Sequence

import msgspec
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.gateway import Postponed, SendFailed, Undeliverable
from bot.store.findings import Finding, Level
from bot.store.store import Store
from bot.words import text_in
from handlers.slack.address import looked_at
from handlers.slack.calls import called
from handlers.slack.install import KeptInstallations
from handlers.slack.people import vouched
from handlers.slack.settings import SlackSettings
from handlers.slack.shapes import UserShape
from handlers.slack.surface import OFF_IN_MINIMAL, SCOPES
from handlers.slack.workspaces import Workspaces
from knowledge.directory import Directory, Person, PersonId

NAMED = 5
LOOKED_FOR = 20  # of those whom the worker has not met; Slack limits how many may be asked for


async def findings(
    settings: SlackSettings, directory: Directory, store: Store, *, url: str = "", secret: str = ""
) -> list[Finding]:
    """Asks Slack with the tokens at hand. `url`: the public address; `secret`: what installed tokens are locked with."""
    if not settings.connected:
        return [_finding("fine", "not connected: SLACK_BOT_TOKEN is not set.")]
    kept = KeptInstallations(store, secret) if settings.client_id and secret else None
    workspaces = Workspaces(settings, lambda: directory.slack_workspaces, kept)
    try:
        return [
            *await _of_token(settings, workspaces, directory),
            *(await _of_installed(kept, workspaces, directory) if kept is not None else []),
            *await _of_way_in(settings, workspaces, url),
            *await _of_channels(settings, workspaces, directory),
            *await _of_reach(workspaces, directory, store),
        ]
    finally:
        await workspaces.aclose()


async def _of_token(settings: SlackSettings, workspaces: Workspaces, directory: Directory) -> list[Finding]:
    if not settings.bot_token:
        return []
    try:
        response = await workspaces.bare(settings.bot_token).auth_test()
        own = await workspaces.own()
    except Exception as error:
        why = _why(error)
        return [
            _finding(
                "fault", f"Slack does not take SLACK_BOT_TOKEN ({why}): copy it from the app's page again."
            )
        ]
    if own is None:
        return []
    found = [_finding("fine", f"the token is of the workspace {own.name} ({own.team}).")]
    if directory.slack_workspaces and own.team not in directory.slack_workspaces:
        sentence = f"company.yaml does not list this workspace: add {own.team} to slack_workspaces, or it is refused."
        found.append(_finding("fault", sentence))
    return [*found, *_of_scopes(str(response.headers.get("x-oauth-scopes", "")))]


async def _of_installed(
    kept: KeptInstallations, workspaces: Workspaces, directory: Directory
) -> list[Finding]:
    """Each workspace that an administrator listed, and whether its token is still good."""
    found = []
    installed = {workspace.team: workspace for workspace in await kept.everybody()}
    for team in directory.slack_workspaces:
        workspace = installed.get(team)
        if workspace is None:
            sentence = (
                f"the app is not installed in the workspace {team}: an administrator opens /slack/install."
            )
            found.append(_finding("warning", sentence))
            continue
        try:
            await called(workspaces.bare(workspace.token).auth_test())
        except SendFailed as failed:
            sentence = (
                f"Slack does not take the token of {workspace.name} ({team}): install the app there again"
            )
            found.append(_finding("fault", f"{sentence} ({_why(failed)})."))
        else:
            found.append(_finding("fine", f"installed in the workspace {workspace.name} ({team})."))
    if not directory.slack_workspaces:
        sentence = (
            "company.yaml lists no workspace: add their ids to slack_workspaces, or every install is refused."
        )
        found.append(_finding("fault", sentence))
    return found


def _of_scopes(granted: str) -> list[Finding]:
    """Which of our scopes the token lacks; Slack names them with every answer."""
    if not granted:
        return []
    has = {scope.strip() for scope in granted.split(",")}
    lacking = [scope for scope in SCOPES if scope.name not in has]
    needed = [scope for scope in lacking if scope.minimal]
    if needed:
        names = ", ".join(f"{scope.name} ({scope.why})" for scope in needed)
        return [_finding("fault", f"the app lacks {names}: paste the manifest anew and install it again.")]
    if lacking:
        off = "; ".join(OFF_IN_MINIMAL)
        return [_finding("warning", f"the app reads no channel, so these are off: {off}.")]
    return [_finding("fine", "the app has every scope it uses.")]


async def _of_way_in(settings: SlackSettings, workspaces: Workspaces, url: str) -> list[Finding]:
    if settings.socket_mode:
        return [await _of_socket(settings, workspaces)]
    if url:
        return [_finding(*await looked_at(workspaces.session, url, settings.signing_secret))]
    sentence = "VENTANILLA_URL is not set, and Slack needs an address for events: set it, or SLACK_APP_TOKEN."
    return [_finding("warning", sentence)]


async def _of_socket(settings: SlackSettings, workspaces: Workspaces) -> Finding:
    try:
        await called(workspaces.bare(settings.app_token).apps_connections_open(app_token=settings.app_token))
    except SendFailed as failed:
        sentence = f"Socket Mode does not open ({_why(failed)}): SLACK_APP_TOKEN needs connections:write."
        return _finding("fault", sentence)
    return _finding("fine", "events come by Socket Mode.")


async def _of_channels(
    settings: SlackSettings, workspaces: Workspaces, directory: Directory
) -> list[Finding]:
    """Only where the bot is a member does it hear anything, or may write a department's card."""
    named = dict.fromkeys(sorted(settings.help_channels), "SLACK_HELP_CHANNELS")
    for department in directory.departments.values():
        if channel := department.channel.get("slack", ""):
            named[channel] = text_in(department.name, "en")
    client = await _first_client(workspaces) if named else None
    if client is None:
        return []
    found = []
    for channel, whose in named.items():
        try:
            await called(client.conversations_history(channel=channel, limit=1))
        except Undeliverable as refused:
            sentence = (
                f"the bot is not in the channel {channel} of {whose} ({refused.reason}): write /invite @ventanilla "
                "there, or correct its id."
            )
            found.append(_finding("warning", sentence))
        except SendFailed:
            continue  # of the token, or of a scope: said already
    return found


async def _first_client(workspaces: Workspaces) -> AsyncWebClient | None:
    """Of the workspace where departments' channels and people are looked for first."""
    try:
        installed = await workspaces.all()
        return await workspaces.client(installed[0].team) if installed else None
    except SendFailed:
        return None  # said of the token


async def _of_reach(workspaces: Workspaces, directory: Directory, store: Store) -> list[Finding]:
    """Only who can be reached can own. Whom the worker has not met yet is looked for here."""
    profiles = await store.people.profiles(directory.people)
    missing = [p for p in directory.people.values() if not profiles[p.id].get("place.slack")]
    if not missing:
        return [_finding("fine", "everybody in the directory can be reached in Slack.")]
    client = await _first_client(workspaces)
    found = await _looked_for(client, missing[:LOOKED_FOR], directory) if client is not None else {}
    told = [
        _finding(level, sentence.format(_names(names)))
        for how, (level, sentence) in _REACH.items()
        if (names := [p.name for p in missing if found.get(p.id) == how])
    ]
    if left := len(missing) - len(found):
        told.append(_finding("fine", f"{left} more of the directory are looked for when the worker starts."))
    return told


_REACH: dict[str, tuple[Level, str]] = {
    "met": ("fine", "in Slack, and met when the worker starts: {}."),
    "barred": (
        "warning",
        (
            "in Slack, but not as full members with the company's address: {}. Put your mail domain under mail_domains "
            "in company.yaml."
        ),
    ),
    "nowhere": (
        "warning",
        "not found in Slack by their address: {}. Check it in people.yaml and in their profile.",
    ),
}


async def _looked_for(
    client: AsyncWebClient, people: Sequence[Person], directory: Directory
) -> dict[PersonId, str]:
    """How each stands, by the keys of _REACH; nothing of whom Slack did not say."""
    found = {}
    for person in people:
        try:
            answer = await called(client.users_lookupByEmail(email=person.email))
            about = msgspec.convert(answer.get("user"), UserShape)
        except (Undeliverable, msgspec.ValidationError):
            found[person.id] = "nowhere"
        except SendFailed:
            continue
        else:
            team = about.team_id or ""
            joins = vouched(about, team, team, directory, listed=True) is not None
            found[person.id] = "met" if joins else "barred"
    return found


def _names(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")


def _why(error: Exception) -> str:
    if isinstance(error, Undeliverable):
        return error.reason
    if isinstance(error, Postponed):
        return "it refuses, or asks to wait"
    response = getattr(error, "response", None)
    return str(response.get("error", "")) if response is not None else type(error).__name__


def _finding(level: Level, sentence: str) -> Finding:
    return Finding(level, "slack", sentence)
