"""Is Slack connected as it should be? Each finding says what to do."""

from bot.delivery.gateway import Postponed, SendFailed, Undeliverable
from bot.store.findings import Finding, Level
from bot.store.store import Store
from handlers.slack.calls import called
from handlers.slack.install import KeptInstallations
from handlers.slack.settings import SlackSettings
from handlers.slack.surface import OFF_IN_MINIMAL, SCOPES
from handlers.slack.workspaces import Workspaces
from knowledge.directory import Directory


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
            *await _of_socket(settings, workspaces, url),
            *await _of_reach(directory, store),
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


async def _of_socket(settings: SlackSettings, workspaces: Workspaces, url: str) -> list[Finding]:
    if not settings.socket_mode and not url:
        sentence = (
            "VENTANILLA_URL is not set, and Slack needs an address for events: set it, or SLACK_APP_TOKEN."
        )
        return [_finding("warning", sentence)]
    if not settings.socket_mode:
        return [_finding("fine", f"events come by HTTP to {url}/slack/events, signed.")]
    try:
        await called(workspaces.bare(settings.app_token).apps_connections_open(app_token=settings.app_token))
    except SendFailed as failed:
        sentence = f"Socket Mode does not open ({_why(failed)}): SLACK_APP_TOKEN needs connections:write."
        return [_finding("fault", sentence)]
    return [_finding("fine", "events come by Socket Mode.")]


async def _of_reach(directory: Directory, store: Store) -> list[Finding]:
    """Only who can be reached can own."""
    profiles = await store.people.profiles(directory.people)
    missing = [p.name for p in directory.people.values() if not profiles[p.id].get("place.slack")]
    if not missing:
        return [_finding("fine", "everybody in the directory can be reached in Slack.")]
    names = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
    sentence = f"not found in Slack by their address: {names}. Check it in people.yaml and in their profile."
    return [_finding("warning", sentence)]


def _why(error: Exception) -> str:
    if isinstance(error, Undeliverable):
        return error.reason
    if isinstance(error, Postponed):
        return "it refuses, or asks to wait"
    response = getattr(error, "response", None)
    return str(response.get("error", "")) if response is not None else type(error).__name__


def _finding(level: Level, sentence: str) -> Finding:
    return Finding(level, "slack", sentence)
