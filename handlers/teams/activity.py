"""Our own small view of an activity: what Teams sends, as typed data. What has another shape is answered with 400.

Only fields that we read are here. The library's models are used nowhere: its successor has others.
"""

from typing import Any

import msgspec
from msgspec import Struct, field

Text = str | None


class Account(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A person or a bot. `id` is per bot; the directory's id is the same for every bot of the tenant."""

    id: Text = None
    name: Text = None
    aad_object_id: Text = None
    role: Text = None


class Conversation(Struct, frozen=True, omit_defaults=True, rename="camel"):
    id: Text = None
    conversation_type: Text = None  # personal, groupChat, channel; other clients leave it out
    tenant_id: Text = None
    is_group: bool | None = None
    name: Text = None


class Entity(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A mention, a quote, or what the client says of itself (`clientInfo`)."""

    type: Text = None
    mentioned: Account | None = None
    quoted_reply: Any = None
    text: Text = None
    locale: Text = None
    timezone: Text = None
    country: Text = None


class Attachment(Struct, frozen=True, omit_defaults=True, rename="camel"):
    content_type: Text = None
    content_url: Text = None
    content: Any = None
    name: Text = None


class Tenant(Struct, frozen=True, omit_defaults=True):
    id: Text = None


class ChannelData(Struct, frozen=True, omit_defaults=True, rename="camel"):
    tenant: Tenant | None = None
    event_type: Text = None
    team: Any = None
    channel: Any = None


class Activity(Struct, frozen=True, omit_defaults=True, rename="camel"):
    type: str
    id: Text = None
    channel_id: Text = None
    service_url: Text = None
    from_: Account | None = field(default=None, name="from")
    recipient: Account | None = None
    conversation: Conversation | None = None
    text: Text = None
    text_format: Text = None
    locale: Text = None
    local_timezone: Text = None
    timestamp: Text = None
    reply_to_id: Text = None
    name: Text = None  # of an invoke or an event
    action: Text = None  # of an installationUpdate
    value: Any = None
    entities: list[Entity] | None = None
    attachments: list[Attachment] | None = None
    channel_data: Any = None
    members_added: list[Account] | None = None
    members_removed: list[Account] | None = None

    @property
    def where(self) -> str:
        return (self.conversation.id if self.conversation else None) or ""

    @property
    def sender(self) -> Account:
        return self.from_ or Account()

    @property
    def is_from_bot(self) -> bool:
        """Ours or another: bots neither ask nor answer."""
        return self.sender.role == "bot" or (self.sender.id or "").startswith("28:")

    @property
    def bot(self) -> str:
        return (self.recipient.id if self.recipient else None) or ""

    @property
    def about(self) -> ChannelData:
        """What Teams adds of its own; other clients put anything there."""
        try:
            return msgspec.convert(self.channel_data or {}, ChannelData)
        except msgspec.ValidationError:
            return ChannelData()

    @property
    def members_of(self) -> str:
        """The conversation whose roster has the sender: a channel has its team's, and a thread its conversation's."""
        team = self.about.team
        told = team.get("id") if isinstance(team, dict) else None
        return told if isinstance(told, str) and told else self.where.partition(";messageid=")[0]

    @property
    def tenant(self) -> str:
        told = self.about.tenant
        return (told.id if told else None) or (self.conversation.tenant_id if self.conversation else "") or ""

    @property
    def fields(self) -> dict[str, Any]:
        """The value of an invoke or a card's submit; {} where it is none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def is_personal(self) -> bool:
        """A conversation with us alone. Clients that do not say so have no others."""
        kind = self.conversation.conversation_type if self.conversation else None
        if kind:
            return kind == "personal"
        return not (self.conversation and self.conversation.is_group)

    @property
    def is_extension(self) -> bool:
        """From a message extension: it is used in any conversation, also of two people among themselves."""
        return (self.name or "").startswith("composeExtension/")

    @property
    def is_channel(self) -> bool:
        return bool(self.conversation and self.conversation.conversation_type == "channel")


class Malformed(Exception):
    """Teams sends nothing like this."""


_decode = msgspec.json.Decoder(Activity).decode
DEEPEST = 64  # levels of lists and objects


def activity_of(body: bytes) -> Activity:
    """Raises Malformed."""
    try:
        found = _decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Malformed from error
    if not found.type or not found.where or not found.sender.id:
        raise Malformed
    if _depth(found.value) > DEEPEST or _depth(found.channel_data) > DEEPEST:
        raise Malformed
    return found


def _depth(value: Any) -> int:
    """How deep lists and objects lie in each other; never deeper than is asked for."""
    level, layer = 0, [value]
    while layer and level <= DEEPEST:
        level += 1
        layer = [
            part
            for one in layer
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
    return level
