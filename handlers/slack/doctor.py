"""Is Slack connected as it should be? Each finding says what to do."""

from bot.delivery.gateway import Postponed, SendFailed, Undeliverable
from bot.store.findings import Finding, Level
from bot.store.store import Store
from handlers.slack.calls import called
from handlers.slack.settings import SlackSettings
from handlers.slack.surface import OFF_IN_MINIMAL, SCOPES
from handlers.slack.workspaces import Workspaces
from knowledge.directory import Directory


async def findings(settings: SlackSettings, directory: Directory, store: Store) -> list[Finding]:
    """Asks Slack with the token at hand. Nothing where Slack is not connected at all."""
    if not settings.connected:
        return [_finding("fine", "not connected: SLACK_BOT_TOKEN is not set.")]
    workspaces = Workspaces(settings, lambda: directory.slack_workspaces)
    try:
        return [
            *await _of_token(settings, workspaces, directory),
            *await _of_socket(settings, workspaces),
            *await _of_reach(directory, store),
        ]
    finally:
        await workspaces.aclose()


async def _of_token(settings: SlackSettings, workspaces: Workspaces, directory: Directory) -> list[Finding]:
    if not settings.bot_token:
        return [_finding("fine", "workspaces are connected through /slack/install.")]
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


async def _of_socket(settings: SlackSettings, workspaces: Workspaces) -> list[Finding]:
    if not settings.socket_mode:
        return [_finding("fine", "events come by HTTP to /slack/events, signed.")]
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
