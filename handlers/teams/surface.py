"""What of Teams the code uses, and why: the app package is made from this one list."""

from typing import Literal

from msgspec import Struct

from handlers.teams.ask import ASK, FIND_OWNER

Scope = Literal["personal", "team", "groupChat"]
SCOPES: tuple[Scope, ...] = ("personal", "team", "groupChat")


class Permission(Struct, frozen=True):
    """Consented to for one team or chat by its owners, not for the whole company."""

    name: str
    why: str
    without: str


class Command(Struct, frozen=True):
    """A line of the bot's menu; `title` is what is sent."""

    title: str  # the id of its sentence
    description: str
    scopes: tuple[Scope, ...]


class Action(Struct, frozen=True):
    """A command of the message extension."""

    id: str
    contexts: tuple[str, ...]
    title: str
    description: str


PERMISSIONS = (
    Permission(
        "ChannelMessage.Read.Group",
        "hears replies in the thread of a request in a channel",
        "in a channel, replies reach the bot only when they mention it",
    ),
    Permission(
        "ChatMessage.Read.Chat",
        "hears replies in a group chat",
        "in a group chat, only messages that mention the bot reach it",
    ),
)

COMMANDS = (
    Command("teams-command-help", "teams-command-help-about", ("personal", "team", "groupChat")),
    Command("teams-command-queue", "teams-command-queue-about", ("personal",)),
)

ACTIONS = (
    Action(ASK, ("compose", "commandBox"), "teams-action-ask", "teams-action-ask-about"),
    Action(FIND_OWNER, ("message",), "teams-action-find", "teams-action-find-about"),
)
