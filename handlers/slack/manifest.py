"""The app's manifest, from the code's own list of what it uses."""

from typing import Any

from handlers.slack.settings import SlackSettings
from handlers.slack.surface import EVENTS, SCOPES, SHORTCUTS
from handlers.slack.words import words_in

NAME = "Ventanilla"
_SHORT = "The one counter where a request always finds its owner · La ventanilla donde cada solicitud encuentra a quien la lleva"
_LONG = (
    "Write what you need in your own words, in Spanish or in English. Ventanilla answers at once where the company "
    "already knows the answer; otherwise a named person has it within a second, with a receipt, a number and a time. "
    "No menus, no forms to look for, and nobody is asked the same thing twice."
)

# What somebody reads who opens the conversation for the first time; later ones are in their own language.
_PROMPTS = [
    {"title": words_in(language)(sentence), "message": words_in(language)(sentence)}
    for sentence in ("slack-prompt-1", "slack-prompt-2")
    for language in ("es", "en")
]


def manifest(settings: SlackSettings, url: str = "", *, minimal: bool = False) -> dict[str, Any]:
    """`url`: the public address; without it the manifest is one for Socket Mode, and has no request addresses."""
    socket_mode = settings.socket_mode or not url
    events_url = f"{url}/slack/events"
    address = {} if socket_mode else {"request_url": events_url}
    oauth: dict[str, Any] = {"scopes": {"bot": [s.name for s in SCOPES if s.minimal or not minimal]}}
    if not socket_mode:
        oauth["redirect_urls"] = [f"{url}/slack/oauth_redirect"]
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {"name": NAME, "description": _SHORT, "long_description": _LONG},
        "features": _features(settings, {} if socket_mode else {"url": events_url}),
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": address
            | {"bot_events": [e.name for e in EVENTS if e.minimal or not minimal]},
            "interactivity": {"is_enabled": True} | address | _options(socket_mode, events_url),
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def _features(settings: SlackSettings, address: dict[str, str]) -> dict[str, Any]:
    command = {
        "command": settings.command,
        "description": "Ask for what you need · Pide lo que necesites",
        "usage_hint": "in your own words · con tus palabras | who / quién … | help / ayuda",
        "should_escape": True,  # mentions arrive as ids
    }
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "agent_view": {"agent_description": _SHORT, "suggested_prompts": _PROMPTS},
        "bot_user": {"display_name": "ventanilla", "always_online": True},
        "shortcuts": [
            {"name": s.name, "type": s.kind, "callback_id": s.callback, "description": s.description}
            for s in SHORTCUTS
        ],
        "slash_commands": [command | address],
    }


def _options(socket_mode: bool, url: str) -> dict[str, str]:
    return {} if socket_mode else {"message_menu_options_url": url}


def reasons(*, minimal: bool = False) -> list[tuple[str, str]]:
    """Each scope and what it is for."""
    return [(scope.name, scope.why) for scope in SCOPES if scope.minimal or not minimal]
