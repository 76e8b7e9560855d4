"""What Slack knows: workspaces, people, conversations and what was written in them, as people see it now."""

import time
from itertools import count
from typing import Any

from msgspec import Struct, field


class User(Struct, kw_only=True):
    id: str
    team: str
    name: str
    email: str = ""
    locale: str = "es-ES"
    tz: str = "Europe/Madrid"
    title: str = ""
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False
    status_text: str = ""
    status_expiration: int = 0

    def shown(self, viewer_team: str) -> dict[str, Any]:
        """As users.info gives it."""
        stranger = self.team != viewer_team
        profile = {
            "real_name": self.name,
            "display_name": self.name.split()[0].casefold(),
            "title": self.title,
            "status_text": self.status_text,
            "status_expiration": self.status_expiration,
            "team": self.team,
        }
        if self.email and not stranger:
            profile["email"] = self.email
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name.split()[0].casefold(),
            "real_name": self.name,
            "deleted": self.deleted,
            "tz": self.tz,
            "tz_offset": 3600,
            "locale": self.locale,
            "is_bot": self.is_bot,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_stranger": stranger,
            "profile": profile,
        }


class Message(Struct, kw_only=True):
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] | None = None
    thread_ts: str = ""
    bot_id: str = ""
    metadata: dict[str, Any] | None = None
    client_msg_id: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    changes: int = 0
    deleted: bool = False
    reactions: set[str] = field(default_factory=set)

    def shown(self, *, metadata: bool) -> dict[str, Any]:
        found: dict[str, Any] = {"type": "message", "ts": self.ts, "user": self.user, "text": self.text}
        if self.thread_ts:
            found["thread_ts"] = self.thread_ts
        if self.bot_id:
            found["bot_id"] = self.bot_id
        if self.blocks is not None:
            found["blocks"] = self.blocks
        if self.files:
            found["files"] = self.files
        if metadata and self.metadata:
            found["metadata"] = self.metadata
        return found


class StoredFile(Struct, kw_only=True):
    id: str
    team: str
    name: str
    kind: str = "image/png"
    data: bytes = b""
    said_size: int | None = None  # where Slack is to say another size than it has
    is_external: bool = False
    url: str = ""  # its address, where it is not Slack's own
    shared: set[str] = field(default_factory=set)  # conversations

    def shown(self, base: str) -> dict[str, Any]:
        """As files.info and events give it."""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.name,
            "mimetype": self.kind,
            "size": len(self.data) if self.said_size is None else self.said_size,
            "is_external": self.is_external,
            "permalink": f"https://faro.slack.com/files/U1/{self.id}/{self.name}",
            "url_private": self.url or f"{base}files-pri/{self.id}",
            "ims": sorted(c for c in self.shared if c.startswith("D")),
            "channels": sorted(c for c in self.shared if c.startswith("C")),
            "groups": sorted(c for c in self.shared if c.startswith("G")),
        }


class Conversation(Struct, kw_only=True):
    id: str
    team: str
    kind: str  # im, channel, group
    name: str = ""
    members: set[str] = field(default_factory=set)
    bot_in: bool = True
    archived: bool = False
    shared: bool = False
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def channel_type(self) -> str:
        return self.kind


class Ephemeral(Struct, kw_only=True):
    """What one person alone sees: by chat.postEphemeral or through a response_url."""

    channel: str
    user: str
    text: str
    blocks: list[dict[str, Any]] | None = None


class Team(Struct, kw_only=True):
    id: str
    name: str
    domain: str
    token: str
    bot_user: str
    bot_id: str
    granted: frozenset[str] | None = None  # scopes; None: whatever is asked for
    users: dict[str, User] = field(default_factory=dict)


class World(Struct, kw_only=True):
    teams: dict[str, Team] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    ephemerals: list[Ephemeral] = field(default_factory=list)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)  # user -> view as published
    views: dict[str, dict[str, Any]] = field(default_factory=dict)  # id -> view
    modals: dict[str, list[str]] = field(default_factory=dict)  # user -> the views that lie upon each other
    files: dict[str, StoredFile] = field(default_factory=dict)
    base: str = ""  # where the tests' Slack is, ends in /api/
    numbers: Any = field(default_factory=lambda: count(1))
    began: int = field(default_factory=lambda: int(time.time()))  # Unix s: what is old is heard otherwise

    def team(self, id_: str = "T1", name: str = "Faro", domain: str = "faro") -> Team:
        if id_ not in self.teams:
            bot = User(id=f"U{id_}BOT", team=id_, name="ventanilla", is_bot=True)
            self.teams[id_] = Team(
                id=id_,
                name=name,
                domain=domain,
                token=f"xoxb-{id_}",
                bot_user=bot.id,
                bot_id=f"B{id_}",
                users={bot.id: bot},
            )
        return self.teams[id_]

    def user(self, name: str, *, team: str = "T1", **about: Any) -> User:
        made = User(id=f"U{next(self.numbers):05d}", team=team, name=name, **about)
        self.team(team).users[made.id] = made
        return made

    def file(self, name: str, *, team: str = "T1", **about: Any) -> StoredFile:
        id_ = f"F{next(self.numbers):05d}"
        self.files[id_] = StoredFile(id=id_, team=team, name=name, **about)
        return self.files[id_]

    def channel(
        self, name: str, *members: User, team: str = "T1", kind: str = "channel", **about: Any
    ) -> Conversation:
        id_ = f"{'C' if kind == 'channel' else 'G'}{next(self.numbers):05d}"
        made = Conversation(id=id_, team=team, kind=kind, name=name, members={m.id for m in members}, **about)
        self.conversations[id_] = made
        return made

    def dm(self, user: User) -> Conversation:
        """The person's conversation with the bot."""
        id_ = f"D{user.id[1:]}"
        if id_ not in self.conversations:
            self.conversations[id_] = Conversation(id=id_, team=user.team, kind="im", members={user.id})
        return self.conversations[id_]

    def close(self, view: dict[str, Any]) -> None:
        """A modal that was sent gives way to the one below it."""
        del self.views[view["id"]]
        stack = self.modals[view["user"]]
        del stack[stack.index(view["id"]) :]

    def find_user(self, id_: str) -> User | None:
        return next((t.users[id_] for t in self.teams.values() if id_ in t.users), None)

    def ts(self) -> str:
        n = next(self.numbers)
        return f"{self.began + n}.{n:06d}"
