"""Payloads in the shape in which Slack sends them, with all the fields that nobody reads."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from tests.slack_server.workspace import Conversation, Message, StoredFile, User, World

APP = "A0VENTANI"


class Payloads:
    def __init__(self, world: World) -> None:
        self.world = world

    def _shared(self, file: str | StoredFile, where: Conversation) -> dict[str, Any]:
        """A file as the event names it; it lies in the tests' Slack, to be fetched."""
        if isinstance(file, str):
            file = self.world.file(file, team=where.team, data=f"the bytes of {file}".encode())
        file.shared.add(where.id)
        return file.shown(self.world.base)

    def envelope(self, event: dict[str, Any], team: str = "T1", *, event_id: str = "") -> dict[str, Any]:
        bot = self.world.teams[team].bot_user if team in self.world.teams else "U0"
        return {
            "token": "verification",
            "team_id": team,
            "context_team_id": team,
            "context_enterprise_id": None,
            "api_app_id": APP,
            "event": event,
            "type": "event_callback",
            "event_id": event_id or f"Ev{uuid4().hex[:10].upper()}",
            "event_time": int(float(event.get("event_ts", "0") or 0)),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team,
                    "user_id": bot,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{uuid4().hex}",
        }

    def said(
        self,
        user: User,
        where: Conversation,
        text: str,
        *,
        thread: str = "",
        ts: str = "",
        files: tuple[str | StoredFile, ...] = (),
    ) -> dict[str, Any]:
        """The message is in the conversation, and this is its event."""
        message = Message(
            ts=ts or self.world.ts(),
            user=user.id,
            text=text,
            thread_ts=thread,
            client_msg_id=str(uuid4()),
            files=[self._shared(file, where) for file in files],
        )
        where.messages[message.ts] = message
        event: dict[str, Any] = {
            "client_msg_id": message.client_msg_id,
            "type": "message",
            "text": text,
            "user": user.id,
            "ts": message.ts,
            "blocks": [
                {
                    "type": "rich_text",
                    "block_id": "x1",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
                }
            ],
            "team": user.team,
            "channel": where.id,
            "event_ts": message.ts,
            "channel_type": where.channel_type,
        }
        if thread:
            event |= {"thread_ts": thread, "parent_user_id": "U0"}
        if files:
            event |= {"files": message.files, "upload": False, "subtype": "file_share"}
        return event

    def mention(self, said: dict[str, Any]) -> dict[str, Any]:
        """The second event that Slack sends for one text with a mention."""
        kept = {key: value for key, value in said.items() if key not in ("channel_type", "parent_user_id")}
        return kept | {"type": "app_mention"}

    def edited(self, where: Conversation, ts: str, text: str) -> dict[str, Any]:
        old = where.messages[ts]
        before = {
            "type": "message",
            "user": old.user,
            "text": old.text,
            "ts": ts,
            "client_msg_id": old.client_msg_id,
        }
        if old.thread_ts:
            before["thread_ts"] = old.thread_ts
        old.text = text
        now = self.world.ts()
        after = before | {"text": text, "edited": {"user": old.user, "ts": now}}
        return {
            "type": "message",
            "subtype": "message_changed",
            "message": after,
            "previous_message": before,
            "channel": where.id,
            "hidden": True,
            "ts": now,
            "event_ts": now,
            "channel_type": where.channel_type,
        }

    def deleted(self, where: Conversation, ts: str) -> dict[str, Any]:
        old = where.messages[ts]
        old.deleted = True
        before = {
            "type": "message",
            "user": old.user,
            "text": old.text,
            "ts": ts,
            "client_msg_id": old.client_msg_id,
        }
        if old.thread_ts:
            before["thread_ts"] = old.thread_ts
        now = self.world.ts()
        return {
            "type": "message",
            "subtype": "message_deleted",
            "previous_message": before,
            "channel": where.id,
            "hidden": True,
            "deleted_ts": ts,
            "ts": now,
            "event_ts": now,
            "channel_type": where.channel_type,
        }

    def reaction(self, user: User, where: Conversation, ts: str, name: str) -> dict[str, Any]:
        author = where.messages[ts].user if ts in where.messages else ""
        return {
            "type": "reaction_added",
            "user": user.id,
            "reaction": name,
            "item": {"type": "message", "channel": where.id, "ts": ts},
            "item_user": author,
            "event_ts": self.world.ts(),
        }

    def home_opened(self, user: User, tab: str = "home") -> dict[str, Any]:
        found: dict[str, Any] = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": self.world.dm(user).id,
            "tab": tab,
            "event_ts": self.world.ts(),
        }
        view = self.world.homes.get(user.id)
        return found | ({"view": view} if view else {})

    def user_change(self, user: User) -> dict[str, Any]:
        return {
            "type": "user_change",
            "user": user.shown(user.team),
            "cache_ts": 1,
            "event_ts": self.world.ts(),
        }

    # Interactions

    def click(
        self,
        user: User,
        where: Conversation,
        message: Message,
        button: dict[str, Any],
        *,
        trigger: str,
        response_url: str,
        block_id: str = "b1",
    ) -> dict[str, Any]:
        return {
            "type": "block_actions",
            "user": self._user(user),
            "api_app_id": APP,
            "token": "verification",
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": where.id,
                "is_ephemeral": False,
            },
            "trigger_id": trigger,
            "team": self._team(user),
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": where.id, "name": "directmessage" if where.kind == "im" else where.name},
            "message": message.shown(metadata=False),
            "state": {"values": {}},
            "response_url": response_url,
            "actions": [self._action(button, block_id)],
        }

    def view_click(
        self,
        user: User,
        view: dict[str, Any],
        element: dict[str, Any],
        *,
        trigger: str,
        values: dict[str, Any] | None = None,
        block_id: str = "b1",
    ) -> dict[str, Any]:
        shown = view | {"state": {"values": values or {}}}
        return {
            "type": "block_actions",
            "user": self._user(user),
            "api_app_id": APP,
            "token": "verification",
            "container": {"type": "view", "view_id": view["id"]},
            "trigger_id": trigger,
            "team": self._team(user),
            "enterprise": None,
            "is_enterprise_install": False,
            "view": shown,
            "actions": [self._action(element, block_id)],
        }

    def _action(self, element: dict[str, Any], block_id: str) -> dict[str, Any]:
        kept = {
            key: element[key]
            for key in ("action_id", "type", "text", "value", "style", "selected_option")
            if key in element
        }
        return kept | {"block_id": block_id, "action_ts": self.world.ts()}

    def submission(
        self, user: User, view: dict[str, Any], values: dict[str, Any], *, trigger: str = ""
    ) -> dict[str, Any]:
        return {
            "type": "view_submission",
            "team": self._team(user),
            "user": self._user(user),
            "api_app_id": APP,
            "token": "verification",
            "trigger_id": trigger,
            "view": view | {"state": {"values": values}},
            "response_urls": [],
            "is_enterprise_install": False,
            "enterprise": None,
        }

    def shortcut(self, user: User, callback: str, *, trigger: str) -> dict[str, Any]:
        return {
            "type": "shortcut",
            "token": "verification",
            "action_ts": self.world.ts(),
            "team": self._team(user),
            "user": self._user(user),
            "is_enterprise_install": False,
            "enterprise": None,
            "callback_id": callback,
            "trigger_id": trigger,
        }

    def message_shortcut(
        self,
        user: User,
        where: Conversation,
        message: Message,
        callback: str,
        *,
        trigger: str,
        response_url: str,
    ) -> dict[str, Any]:
        return {
            "type": "message_action",
            "token": "verification",
            "action_ts": self.world.ts(),
            "team": self._team(user),
            "user": self._user(user),
            "channel": {"id": where.id, "name": where.name},
            "is_enterprise_install": False,
            "enterprise": None,
            "callback_id": callback,
            "trigger_id": trigger,
            "response_url": response_url,
            "message_ts": message.ts,
            "message": message.shown(metadata=False),
        }

    def command(
        self,
        user: User,
        where: Conversation,
        text: str,
        *,
        trigger: str,
        response_url: str,
        command: str = "/ask",
    ) -> dict[str, str]:
        return {
            "token": "verification",
            "team_id": user.team,
            "team_domain": "faro",
            "channel_id": where.id,
            "channel_name": where.name or "directmessage",
            "user_id": user.id,
            "user_name": user.name.split()[0].casefold(),
            "command": command,
            "text": text,
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": trigger,
        }

    def _user(self, user: User) -> dict[str, Any]:
        name = user.name.split()[0].casefold()
        return {"id": user.id, "username": name, "name": name, "team_id": user.team}

    def _team(self, user: User) -> dict[str, Any]:
        return {"id": user.team, "domain": self.world.teams[user.team].domain}


def typed(**values: str) -> dict[str, Any]:
    """A form's state: what was typed into each block."""
    return {name: {name: {"type": "plain_text_input", "value": value}} for name, value in values.items()}


def chosen(name: str, value: str) -> dict[str, Any]:
    return {
        name: {
            name: {
                "type": "static_select",
                "selected_option": {"text": {"type": "plain_text", "text": value}, "value": value},
            }
        }
    }


def time_picked(name: str, at: datetime) -> dict[str, Any]:
    """In the calendar beside the field of this name."""
    picker = f"{name}/picked"
    return {picker: {picker: {"type": "datetimepicker", "selected_date_time": int(at.timestamp())}}}


def person_chosen(name: str, user: User) -> dict[str, Any]:
    return {name: {name: {"type": "users_select", "selected_user": user.id}}}
