"""What each method of the Web API needs of an app, and what an app has that was made from its manifest.

[slack: reference/methods, reference/scopes, reference/events]
"""

from collections.abc import Mapping
from typing import Any

from tests.slack_server.workspace import Team

NEEDS: dict[str, tuple[str, ...]] = {
    "auth.test": (),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "conversations.history": ("im:history",),
    "conversations.open": ("im:write",),
    "conversations.replies": ("im:history", "channels:history", "groups:history", "mpim:history"),
    "files.completeUploadExternal": ("files:write",),
    "files.delete": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "oauth.v2.access": (),
    "users.info": ("users:read",),
    "users.lookupByEmail": ("users:read.email",),
    "views.open": (),
    "views.push": (),
    "views.publish": (),
    "views.update": (),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
}
_READS = {
    "im": "im:history",
    "channel": "channels:history",
    "group": "groups:history",
    "mpim": "mpim:history",
}


def needed(method: str, kind: str) -> frozenset[str]:
    """Of a conversation of this kind. Reading needs the scope of what is read."""
    if method in ("conversations.history", "conversations.replies"):
        return frozenset({_READS[kind]} if kind in _READS else ())
    return frozenset(NEEDS.get(method, ()))


class Installed:
    """An app as its manifest made it in one workspace: Slack grants, sends and offers nothing else."""

    def __init__(self, team: Team, manifest: Mapping[str, Any]) -> None:
        self.events = frozenset(manifest["settings"]["event_subscriptions"]["bot_events"])
        self.commands = frozenset(c["command"] for c in manifest["features"]["slash_commands"])
        self.shortcuts = frozenset(s["callback_id"] for s in manifest["features"]["shortcuts"])
        self.socket_mode = manifest["settings"]["socket_mode_enabled"]
        self.address = manifest["settings"]["event_subscriptions"].get("request_url", "")
        team.granted = frozenset(manifest["oauth_config"]["scopes"]["bot"])

    def is_sent(self, event: Mapping[str, Any]) -> bool:
        """Whether the app has subscribed to it."""
        name = str(event["type"])
        if name == "message":
            kind = str(event["channel_type"])
            name = f"message.{ {'channel': 'channels', 'group': 'groups'}.get(kind, kind) }"
        return name in self.events
