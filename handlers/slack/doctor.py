"""Is Slack connected as it should be? Each finding says what to do."""

from typing import Literal

from msgspec import Struct

from bot.delivery.gateway import Postponed, SendFailed, Undeliverable
from bot.store.store import Store
from handlers.slack.calls import called
from handlers.slack.settings import SlackSettings
from handlers.slack.surface import OFF_IN_MINIMAL, SCOPES
from handlers.slack.workspaces import Workspaces
from knowledge.directory import Directory

Level = Literal["fine", "warning", "fault"]


class SlackFinding(Struct, frozen=True):
    level: Level
    sentence: str


async def findings(settings: SlackSettings, directory: Directory, store: Store) -> list[SlackFinding]:
    """Asks Slack with the token at hand. Nothing where Slack is not connected at all."""
    if not settings.connected:
        return [SlackFinding("fine", "not connected: SLACK_BOT_TOKEN is not set.")]
    workspaces = Workspaces(settings, lambda: directory.slack_workspaces)
    try:
        return [
            *await _of_token(settings, workspaces, directory),
            *await _of_socket(settings, workspaces),
            *await _of_reach(directory, store),
        ]
    finally:
        await workspaces.aclose()


async def _of_token(
    settings: SlackSettings, workspaces: Workspaces, directory: Directory
) -> list[SlackFinding]:
    if not settings.bot_token:
        return [SlackFinding("fine", "workspaces are connected through /slack/install.")]
    try:
        response = await workspaces.bare(settings.bot_token).auth_test()
        own = await workspaces.own()
    except Exception as error:
        why = _why(error)
        return [
            SlackFinding(
                "fault", f"Slack does not take SLACK_BOT_TOKEN ({why}): copy it from the app's page again."
            )
        ]
    if own is None:
        return []
    found = [SlackFinding("fine", f"the token is of the workspace {own.name} ({own.team}).")]
    if directory.slack_workspaces and own.team not in directory.slack_workspaces:
        sentence = f"company.yaml does not list this workspace: add {own.team} to slack_workspaces, or it is refused."
        found.append(SlackFinding("fault", sentence))
    return [*found, *_of_scopes(str(response.headers.get("x-oauth-scopes", "")))]


def _of_scopes(granted: str) -> list[SlackFinding]:
    """Which of our scopes the token lacks; Slack names them with every answer."""
    if not granted:
        return []
    has = {scope.strip() for scope in granted.split(",")}
    lacking = [scope for scope in SCOPES if scope.name not in has]
    needed = [scope for scope in lacking if scope.minimal]
    if needed:
        names = ", ".join(f"{scope.name} ({scope.why})" for scope in needed)
        return [
            SlackFinding("fault", f"the app lacks {names}: paste the manifest anew and install it again.")
        ]
    if lacking:
        off = "; ".join(OFF_IN_MINIMAL)
        return [SlackFinding("warning", f"the app reads no channel, so these are off: {off}.")]
    return [SlackFinding("fine", "the app has every scope it uses.")]


async def _of_socket(settings: SlackSettings, workspaces: Workspaces) -> list[SlackFinding]:
    if not settings.socket_mode:
        return [SlackFinding("fine", "events come by HTTP to /slack/events, signed.")]
    try:
        await called(workspaces.bare(settings.app_token).apps_connections_open(app_token=settings.app_token))
    except SendFailed as failed:
        sentence = f"Socket Mode does not open ({_why(failed)}): SLACK_APP_TOKEN needs connections:write."
        return [SlackFinding("fault", sentence)]
    return [SlackFinding("fine", "events come by Socket Mode.")]


async def _of_reach(directory: Directory, store: Store) -> list[SlackFinding]:
    """Only who can be reached can own."""
    profiles = await store.people.profiles(directory.people)
    missing = [p.name for p in directory.people.values() if not profiles[p.id].get("place.slack")]
    if not missing:
        return [SlackFinding("fine", "everybody in the directory can be reached in Slack.")]
    names = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
    sentence = f"not found in Slack by their address: {names}. Check it in people.yaml and in their profile."
    return [SlackFinding("warning", sentence)]


def _why(error: Exception) -> str:
    if isinstance(error, Undeliverable):
        return error.reason
    if isinstance(error, Postponed):
        return "it refuses, or asks to wait"
    response = getattr(error, "response", None)
    return str(response.get("error", "")) if response is not None else type(error).__name__
