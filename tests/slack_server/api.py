"""The Web API methods that the product uses, as strict as Slack's. Each takes the calling team and the arguments."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from handlers.slack import limits
from tests.slack_server.check import Breach, check_message, check_view
from tests.slack_server.scopes import needed
from tests.slack_server.workspace import Conversation, Ephemeral, Message, StoredFile, Team, World

Args = dict[str, Any]
Answer = dict[str, Any]


class Refused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Api:
    """`triggers` maps a trigger_id that may still be used to its user."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.triggers: dict[str, str] = {}

    def answer(self, method: str, team: Team | None, args: Args) -> Answer:
        found = _METHODS.get(method)
        if found is None:
            raise Refused("unknown_method")
        if team is None:
            raise Refused("invalid_auth")
        if team.granted is not None and not needed(method, self._kind(args)) <= team.granted:
            raise Refused("missing_scope")
        try:
            return {"ok": True, **found(self, team, args)}
        except Breach as breach:
            return {"ok": False, "error": breach.code, "response_metadata": {"messages": [breach.why]}}

    def _kind(self, args: Args) -> str:
        """Of the conversation that is named; "" where none is."""
        found = self.world.conversations.get(str(args.get("channel", "")))
        return "" if found is None else found.kind

    # chat

    def post(self, team: Team, args: Args) -> Answer:
        conversation = self._writable(team, str(args.get("channel", "")))
        check_message(str(args.get("text", "")), _json(args.get("blocks")))
        thread = str(args.get("thread_ts") or "")
        if thread and thread not in conversation.messages:
            raise Refused("thread_not_found")
        message = Message(
            ts=self.world.ts(),
            user=team.bot_user,
            bot_id=team.bot_id,
            text=str(args.get("text", "")),
            blocks=_json(args.get("blocks")),
            thread_ts=thread,
            metadata=_metadata(args),
        )
        conversation.messages[message.ts] = message
        shown = message.shown(metadata=True)
        return {"channel": conversation.id, "ts": message.ts, "message": shown}

    def update(self, team: Team, args: Args) -> Answer:
        conversation = self._conversation(team, str(args.get("channel", "")))
        message = conversation.messages.get(str(args.get("ts", "")))
        if message is None or message.deleted:
            raise Refused("message_not_found")
        if message.user != team.bot_user:
            raise Refused("cant_update_message")
        check_message(str(args.get("text", "")), _json(args.get("blocks")))
        message.text, message.blocks = str(args.get("text", "")), _json(args.get("blocks"))
        if "metadata" in args:
            message.metadata = _metadata(args)
        message.changes += 1
        return {"channel": conversation.id, "ts": message.ts, "text": message.text}

    def ephemeral(self, team: Team, args: Args) -> Answer:
        conversation = self._conversation(team, str(args.get("channel", "")))
        user = str(args.get("user", ""))
        if conversation.kind != "im" and user not in conversation.members:
            raise Refused("user_not_in_channel")
        check_message(str(args.get("text", "")), _json(args.get("blocks")))
        said = Ephemeral(
            channel=conversation.id, user=user, text=str(args["text"]), blocks=_json(args.get("blocks"))
        )
        self.world.ephemerals.append(said)
        return {"message_ts": self.world.ts()}

    def delete(self, team: Team, args: Args) -> Answer:
        conversation = self._conversation(team, str(args.get("channel", "")))
        message = conversation.messages.get(str(args.get("ts", "")))
        if message is None or message.deleted:
            raise Refused("message_not_found")
        if message.user != team.bot_user:
            raise Refused("cant_delete_message")
        message.deleted = True
        return {"channel": conversation.id, "ts": message.ts}

    def permalink(self, team: Team, args: Args) -> Answer:
        conversation = self._conversation(team, str(args.get("channel", "")))
        ts = str(args.get("message_ts", ""))
        if ts not in conversation.messages:
            raise Refused("message_not_found")
        link = f"https://{team.domain}.slack.com/archives/{conversation.id}/p{ts.replace('.', '')}"
        return {"channel": conversation.id, "permalink": link}

    # conversations

    def open(self, team: Team, args: Args) -> Answer:
        user = team.users.get(str(args.get("users", "")))
        if user is None:
            raise Refused("user_not_found")
        if user.deleted:
            raise Refused("user_disabled")
        if user.is_bot:
            raise Refused("cannot_dm_bot")
        return {"channel": {"id": self.world.dm(user).id}}

    def replies(self, team: Team, args: Args) -> Answer:
        conversation = self._readable(team, str(args.get("channel", "")))
        root = str(args.get("ts", ""))
        if root not in conversation.messages:
            raise Refused("thread_not_found")
        found = [m for m in conversation.messages.values() if root in (m.ts, m.thread_ts) and not m.deleted]
        return self._page(found, args)

    def history(self, team: Team, args: Args) -> Answer:
        conversation = self._readable(team, str(args.get("channel", "")))
        found = [m for m in conversation.messages.values() if not m.thread_ts and not m.deleted]
        return self._page(sorted(found, key=lambda m: m.ts, reverse=True), args)

    def _page(self, found: list[Message], args: Args) -> Answer:
        found = [m for m in found if _within(m.ts, args)]
        limit, start = int(args.get("limit") or 100), int(args.get("cursor") or 0)
        metadata = _true(args.get("include_all_metadata"))
        page = [m.shown(metadata=metadata) for m in found[start : start + limit]]
        more = start + limit < len(found)
        cursor = {"response_metadata": {"next_cursor": str(start + limit)}} if more else {}
        return {"messages": page, "has_more": more, **cursor}

    def info(self, team: Team, args: Args) -> Answer:
        conversation = self._conversation(team, str(args.get("channel", "")))
        shown = {
            "id": conversation.id,
            "name": conversation.name,
            "is_im": conversation.kind == "im",
            "is_private": conversation.kind == "group",
            "is_archived": conversation.archived,
            "is_ext_shared": conversation.shared,
            "is_member": conversation.bot_in,
        }
        return {"channel": shown}

    # people

    def user(self, team: Team, args: Args) -> Answer:
        user = self.world.find_user(str(args.get("user", "")))
        if user is None:
            raise Refused("user_not_found")
        shown = user.shown(team.id)
        if not _true(args.get("include_locale")):
            shown.pop("locale")
        return {"user": shown}

    def by_email(self, team: Team, args: Args) -> Answer:
        email = str(args.get("email", "")).casefold()
        user = next((u for u in team.users.values() if u.email.casefold() == email and not u.deleted), None)
        if not email or user is None:
            raise Refused("users_not_found")
        return {"user": user.shown(team.id)}

    # views

    def view_open(self, team: Team, args: Args) -> Answer:
        user = self._triggered(str(args.get("trigger_id", "")))
        made = self._kept(_json(args.get("view")), user, team)
        self.world.modals[user] = [made["id"]]
        return {"view": made}

    def view_push(self, team: Team, args: Args) -> Answer:
        """Above the modal that is open: at most three lie upon each other."""
        user = self._triggered(str(args.get("trigger_id", "")))
        stack = self.world.modals.get(user, [])
        if not stack:
            raise Refused("invalid_arguments")
        if len(stack) >= limits.MODAL_STACK:
            raise Refused("push_limit_reached")
        made = self._kept(_json(args.get("view")), user, team)
        made |= {"root_view_id": stack[0], "previous_view_id": stack[-1]}
        stack.append(made["id"])
        return {"view": made}

    def view_update(self, team: Team, args: Args) -> Answer:
        old = self.world.views.get(str(args.get("view_id", "")))
        if old is None:
            raise Refused("not_found")
        if args.get("hash") and args["hash"] != old["hash"]:
            raise Refused("hash_conflict")
        view = _json(args.get("view"))
        check_view(view)
        old |= view | {"hash": self._hash()}
        return {"view": old}

    def view_publish(self, team: Team, args: Args) -> Answer:
        user, view = str(args.get("user_id", "")), _json(args.get("view"))
        if user not in team.users:
            raise Refused("invalid_arguments")
        old = self.world.homes.get(user)
        if args.get("hash") and old is not None and args["hash"] != old["hash"]:
            raise Refused("hash_conflict")
        if view.get("type") != "home":
            raise Refused("invalid_arguments")
        made = self._kept(view, user, team)
        made["id"] = old["id"] if old else made["id"]
        self.world.homes[user] = self.world.views[made["id"]] = made
        return {"view": made}

    def _kept(self, view: Any, user: str, team: Team) -> dict[str, Any]:
        check_view(view)
        id_ = f"V{uuid4().hex[:10]}"
        made = {
            **view,
            "id": id_,
            "hash": self._hash(),
            "team_id": team.id,
            "user": user,
            "root_view_id": id_,
            "previous_view_id": None,
        }
        self.world.views[made["id"]] = made
        return made

    def _hash(self) -> str:
        return f"{self.world.ts()}.{uuid4().hex[:6]}"

    def _triggered(self, trigger: str) -> str:
        """A trigger opens one view."""
        user = self.triggers.pop(trigger, None)
        if user is None:
            raise Refused("expired_trigger_id" if trigger else "invalid_arguments")
        return user

    # the rest

    def react(self, team: Team, args: Args) -> Answer:
        conversation = self._conversation(team, str(args.get("channel", "")))
        message = conversation.messages.get(str(args.get("timestamp", "")))
        if message is None:
            raise Refused("message_not_found")
        if args["name"] in message.reactions:
            raise Refused("already_reacted")
        message.reactions.add(str(args["name"]))
        return {}

    def test(self, team: Team, _: Args) -> Answer:
        return {
            "team": team.name,
            "team_id": team.id,
            "user_id": team.bot_user,
            "bot_id": team.bot_id,
            "url": f"https://{team.domain}.slack.com/",
        }

    def prompts(self, team: Team, args: Args) -> Answer:
        self._conversation(team, str(args.get("channel_id", "")))
        prompts = _json(args.get("prompts")) or []
        if not 1 <= len(prompts) <= 4 or any(not p.get("title") or not p.get("message") for p in prompts):
            raise Refused("invalid_arguments")
        return {}

    # files

    def upload_url(self, team: Team, args: Args) -> Answer:
        name, length = str(args.get("filename") or ""), int(args.get("length") or 0)
        if not name or length < 1:
            raise Refused("invalid_arguments")
        file = self.world.file(name, team=team.id, said_size=length)
        return {"file_id": file.id, "upload_url": f"{self.world.base}upload/{file.id}"}

    def upload_done(self, team: Team, args: Args) -> Answer:
        found = [self.world.files.get(str(f.get("id"))) for f in _json(args.get("files")) or []]
        files = [file for file in found if file is not None and file.team == team.id]
        if not files or len(files) != len(found) or any(f.said_size != len(f.data) for f in files):
            raise Refused("file_not_found")
        shown = [file.shown(self.world.base) for file in files]
        if args.get("channel_id"):
            self._share(team, args, files)
        return {"files": shown}

    def _share(self, team: Team, args: Args, files: list[StoredFile]) -> None:
        if str(args["channel_id"])[:1] in ("U", "W"):
            raise Refused("channel_not_found")  # a conversation, never a person
        conversation = self._writable(team, str(args["channel_id"]))
        for file in files:
            file.shared.add(conversation.id)
        message = Message(
            ts=self.world.ts(),
            user=team.bot_user,
            bot_id=team.bot_id,
            text=str(args.get("initial_comment") or ""),
            files=[file.shown(self.world.base) for file in files],
            thread_ts=str(args.get("thread_ts") or ""),
        )
        conversation.messages[message.ts] = message

    def file_info(self, team: Team, args: Args) -> Answer:
        file = self.world.files.get(str(args.get("file", "")))
        if file is None or file.team != team.id:
            raise Refused("file_not_found")
        return {"file": file.shown(self.world.base)}

    def file_delete(self, team: Team, args: Args) -> Answer:
        file = self.world.files.pop(str(args.get("file", "")), None)
        if file is None or file.team != team.id:
            raise Refused("file_not_found")
        return {}

    # Who may

    def _conversation(self, team: Team, id_: str) -> Conversation:
        if id_ in team.users:
            user = team.users[id_]
            if user.deleted:
                raise Refused("user_disabled")
            return self.world.dm(user)
        found = self.world.conversations.get(id_)
        if found is None or (found.team != team.id and not found.shared):
            raise Refused("channel_not_found")
        return found

    def _writable(self, team: Team, id_: str) -> Conversation:
        found = self._conversation(team, id_)
        if found.archived:
            raise Refused("is_archived")
        if found.kind == "im":
            user = self.world.find_user(next(iter(found.members)))
            if user is None or user.deleted:
                raise Refused("user_disabled")
        elif not found.bot_in:  # without chat:write.public, for which we do not ask
            raise Refused("not_in_channel" if found.kind == "channel" else "channel_not_found")
        return found

    def _readable(self, team: Team, id_: str) -> Conversation:
        found = self._conversation(team, id_)
        if found.kind != "im" and not found.bot_in:
            raise Refused("not_in_channel")
        return found


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _metadata(args: Args) -> dict[str, Any] | None:
    found = _json(args.get("metadata"))
    if found is None:
        return None
    if not isinstance(found.get("event_type"), str) or not isinstance(found.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    return dict(found)


def _true(value: Any) -> bool:
    return value in (True, "true", "True", 1, "1")


def _within(ts: str, args: Args) -> bool:
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9")
    inclusive = _true(args.get("inclusive"))
    return (oldest < ts or (inclusive and oldest == ts)) and (ts < latest or (inclusive and ts == latest))


_METHODS: dict[str, Callable[[Api, Team, Args], Answer]] = {
    "auth.test": Api.test,
    "chat.postMessage": Api.post,
    "chat.update": Api.update,
    "chat.postEphemeral": Api.ephemeral,
    "chat.delete": Api.delete,
    "chat.getPermalink": Api.permalink,
    "conversations.open": Api.open,
    "conversations.replies": Api.replies,
    "conversations.history": Api.history,
    "conversations.info": Api.info,
    "users.info": Api.user,
    "users.lookupByEmail": Api.by_email,
    "views.open": Api.view_open,
    "views.update": Api.view_update,
    "views.publish": Api.view_publish,
    "reactions.add": Api.react,
    "views.push": Api.view_push,
    "assistant.threads.setSuggestedPrompts": Api.prompts,
    "files.getUploadURLExternal": Api.upload_url,
    "files.completeUploadExternal": Api.upload_done,
    "files.info": Api.file_info,
    "files.delete": Api.file_delete,
}
