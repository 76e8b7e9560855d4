"""Slack's payloads as typed data. What has another shape is not from Slack: it is answered with 400, never with 500.

Only fields that we or Bolt read are here; all others are dropped before Bolt sees the payload.
"""

from typing import Any

import msgspec
from msgspec import Struct

Text = str | None


class Ref(Struct, frozen=True, omit_defaults=True):
    """A team, user, channel or enterprise inside an interaction."""

    id: Text = None
    team_id: Text = None
    name: Text = None
    username: Text = None
    domain: Text = None
    enterprise_id: Text = None


class Profile(Struct, frozen=True, omit_defaults=True):
    real_name: Text = None
    display_name: Text = None
    email: Text = None
    title: Text = None
    status_text: Text = None
    status_expiration: int | None = None


class UserShape(Struct, frozen=True, omit_defaults=True):
    """users.info, user_change, team_join."""

    id: Text = None
    team_id: Text = None
    name: Text = None
    real_name: Text = None
    deleted: bool = False
    tz: Text = None
    locale: Text = None
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    profile: Profile | None = None


class FileShape(Struct, frozen=True, omit_defaults=True):
    id: Text = None
    name: Text = None
    title: Text = None
    file_access: Text = None
    mimetype: Text = None
    size: int | None = None


class MessageShape(Struct, frozen=True, omit_defaults=True):
    user: Text = None
    bot_id: Text = None
    subtype: Text = None
    text: Text = None
    ts: Text = None
    thread_ts: Text = None
    files: list[FileShape] | None = None
    team: Text = None


class Item(Struct, frozen=True, omit_defaults=True):
    type: Text = None
    channel: Text = None
    ts: Text = None


class EventShape(Struct, frozen=True, omit_defaults=True):
    type: str
    subtype: Text = None
    user: str | UserShape | None = None
    bot_id: Text = None
    team: Text = None
    user_team: Text = None
    channel: str | Ref | None = None
    channel_type: Text = None
    ts: Text = None
    thread_ts: Text = None
    event_ts: Text = None
    deleted_ts: Text = None
    text: Text = None
    files: list[FileShape] | None = None
    message: MessageShape | None = None
    previous_message: MessageShape | None = None
    hidden: bool | None = None
    item: Item | None = None
    item_user: Text = None
    reaction: Text = None
    tab: Text = None
    minute_rate_limited: int | None = None


class Authorization(Struct, frozen=True, omit_defaults=True):
    enterprise_id: Text = None
    team_id: Text = None
    user_id: Text = None
    is_bot: bool | None = None
    is_enterprise_install: bool | None = None


class Envelope(Struct, frozen=True, omit_defaults=True):
    """POST of the Events API, and what a Socket Mode envelope of type events_api carries."""

    type: str
    token: Text = None
    challenge: Text = None
    team_id: Text = None
    enterprise_id: Text = None
    api_app_id: Text = None
    event: EventShape | None = None
    event_id: Text = None
    authorizations: list[Authorization] | None = None
    is_ext_shared_channel: bool | None = None


class Choice(Struct, frozen=True, omit_defaults=True):
    value: Text = None


class StateValue(Struct, frozen=True, omit_defaults=True):
    type: Text = None
    value: Text = None
    selected_option: Choice | None = None
    selected_options: list[Choice] | None = None
    selected_user: Text = None
    selected_date_time: int | None = None  # Unix s


class State(Struct, frozen=True, omit_defaults=True):
    values: dict[str, dict[str, StateValue]] = {}


class ViewShape(Struct, frozen=True, omit_defaults=True):
    id: Text = None
    hash: Text = None
    type: Text = None
    team_id: Text = None
    callback_id: Text = None
    private_metadata: Text = None
    state: State | None = None
    root_view_id: Text = None
    previous_view_id: Text = None
    app_installed_team_id: Text = None


class Action(Struct, frozen=True, omit_defaults=True):
    action_id: str
    type: Text = None
    block_id: Text = None
    value: Text = None
    action_ts: Text = None
    selected_option: Choice | None = None
    selected_options: list[Choice] | None = None


class Container(Struct, frozen=True, omit_defaults=True):
    type: Text = None
    message_ts: Text = None
    channel_id: Text = None
    view_id: Text = None
    is_ephemeral: bool | None = None


class Interaction(Struct, frozen=True, omit_defaults=True):
    """block_actions, view_submission, view_closed, shortcut, message_action, block_suggestion."""

    type: str
    user: Ref
    team: Ref | None = None
    enterprise: Ref | None = None
    is_enterprise_install: bool | str | None = None
    channel: Ref | None = None
    container: Container | None = None
    message: MessageShape | None = None
    actions: list[Action] | None = None
    view: ViewShape | None = None
    callback_id: Text = None
    trigger_id: Text = None
    response_url: Text = None
    action_ts: Text = None
    message_ts: Text = None
    action_id: Text = None
    block_id: Text = None
    value: Text = None


class Command(Struct, frozen=True, omit_defaults=True):
    """A slash command: a form, all of it text."""

    command: str
    user_id: str
    team_id: Text = None
    channel_id: Text = None
    text: Text = None
    trigger_id: Text = None
    response_url: Text = None
    enterprise_id: Text = None
    user_name: Text = None
    team_domain: Text = None


Payload = Envelope | Interaction | Command

EVENTS = frozenset({"event_callback", "url_verification", "app_rate_limited"})
INTERACTIONS = frozenset(
    {"block_actions", "view_submission", "view_closed", "shortcut", "message_action", "block_suggestion"}
)

_envelope = msgspec.json.Decoder(Envelope).decode
_interaction = msgspec.json.Decoder(Interaction).decode


class Malformed(Exception):
    """Slack sends nothing like this."""


def event_payload(raw: bytes | str) -> Envelope:
    try:
        found = _envelope(raw)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Malformed from error
    if found.type not in EVENTS or (found.type == "event_callback" and found.event is None):
        raise Malformed
    return found


def interaction_payload(raw: bytes | str) -> Interaction:
    try:
        found = _interaction(raw)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Malformed from error
    if found.type not in INTERACTIONS or not found.user.id:
        raise Malformed
    if (found.type == "block_actions" and not found.actions) or (
        found.type.startswith("view_") and found.view is None
    ):
        raise Malformed
    if found.view is not None and not found.view.type:
        raise Malformed  # Bolt looks it up without asking
    return found


def command_payload(fields: dict[str, str]) -> Command:
    return _converted(fields, Command)


def socket_payload(kind: str, payload: Any) -> Payload:
    """What a Socket Mode envelope carries, read as strictly as HTTP's."""
    if kind == "slash_commands":
        return _converted(payload, Command)
    return (event_payload if kind == "events_api" else interaction_payload)(msgspec.json.encode(payload))


def _converted(payload: Any, shape: type[Command]) -> Command:
    try:
        return msgspec.convert(payload, shape)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Malformed from error


def for_bolt(payload: Payload) -> dict[str, Any]:
    """Only what we know, in the shape that Bolt expects."""
    found: dict[str, Any] = msgspec.to_builtins(payload)
    return found
