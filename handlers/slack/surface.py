"""What of Slack the code uses, and why: the listeners and the manifest are both made from this one list."""

from msgspec import Struct

from handlers.slack.ask import ASK_SHORTCUT, OWNER_SHORTCUT, RECORD_SHORTCUT


class Scope(Struct, frozen=True):
    name: str
    why: str
    minimal: bool = False  # also without reading any channel


class Event(Struct, frozen=True):
    """`needs`: the scope without which Slack does not send it; "" where it needs none."""

    name: str
    needs: str
    minimal: bool = False


class Shortcut(Struct, frozen=True):
    callback: str
    kind: str  # global, message
    name: str
    description: str


SCOPES = (
    Scope("chat:write", "answers, cards and receipts", minimal=True),
    Scope("im:history", "hears what a colleague writes to the bot itself", minimal=True),
    Scope("im:write", "opens the conversation with an owner who has not written yet", minimal=True),
    Scope("commands", "the command and the shortcuts", minimal=True),
    Scope("assistant:write", "things to try, where somebody opens the conversation", minimal=True),
    Scope("users:read", "name, language and time zone, so that nobody is asked for them", minimal=True),
    Scope("users:read.email", "the address that makes Slack's and Teams' accounts one person", minimal=True),
    Scope("files:read", "reads a picture or file that came with a request, to hand it on", minimal=True),
    Scope("files:write", "puts it into the conversation of who answers, and back", minimal=True),
    Scope("app_mentions:read", "hears a mention in a channel"),
    Scope(
        "channels:history", "hears replies in the thread of a request in a public channel, and help channels"
    ),
    Scope("groups:history", "the same in private channels that it was invited to"),
    Scope("mpim:history", "the same in conversations of several people"),
    Scope("reactions:read", "the emoji that ask, take, resolve, note and keep"),
)

EVENTS = (
    Event("message.im", "im:history", minimal=True),
    Event("app_home_opened", "", minimal=True),
    Event("user_change", "users:read", minimal=True),
    Event("app_uninstalled", "", minimal=True),
    Event("tokens_revoked", "", minimal=True),
    Event("app_mention", "app_mentions:read"),
    Event("message.channels", "channels:history"),
    Event("message.groups", "groups:history"),
    Event("message.mpim", "mpim:history"),
    Event("reaction_added", "reactions:read"),
)

SHORTCUTS = (
    Shortcut(
        ASK_SHORTCUT, "global", "Ask", "Say what you need in your own words · Pide algo con tus palabras"
    ),
    Shortcut(
        RECORD_SHORTCUT,
        "global",
        "Record for someone",
        "What came by phone or in the corridor · Anotar lo que pidió otra persona",
    ),
    Shortcut(
        OWNER_SHORTCUT,
        "message",
        "Find the right owner",
        "Finds who answers for this message · Encuentra a quién le toca",
    ),
)

# What is off where no channel is read; `doctor` names these.
OFF_IN_MINIMAL = (
    "mentions in channels",
    "help channels",
    "requests in a channel's thread",
    "the :ticket:, :eyes:, :white_check_mark:, :lock: and :book: emoji",
    "department channels",
)
