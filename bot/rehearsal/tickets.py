"""What people asked before: a Slack channel's export, or a CSV of old tickets, as texts and who wrote them. Pure but for reading.

A Slack export has a folder a channel with a JSON file a day, and `users.json` beside the folders. Answers in threads,
other bots and "has joined" are no requests.
"""

import csv
import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from bot.words.text import clean

MOST = 50_000  # tickets
_SPOKEN = frozenset({"", "file_share", "me_message", "thread_broadcast"})  # subtypes that a person wrote
_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_SUBJECT = ("subject", "title", "summary", "short description", "asunto", "titulo", "título", "resumen")
_BODY = ("text", "description", "body", "message", "request", "texto", "descripcion", "descripción", "mensaje", "detalle",
         "solicitud", "peticion", "petición")  # fmt: skip
_WHO = ("email", "e-mail", "requester email", "requester", "from", "correo", "solicitante", "de")


class Ticket(Struct, frozen=True):
    text: str
    email: str = ""  # of who wrote it, where that is known


class Unreadable(Exception):
    """One sentence on what the file should have been."""


def tickets_in(path: Path) -> list[Ticket]:
    """Raises Unreadable, OSError."""
    if path.is_dir():
        files = sorted(path.glob("*.json"))
        if not files:
            raise Unreadable(f"{path} has no .json file. Give the folder of one channel of a Slack export.")
        return _slack((entry for file in files for entry in _messages(file)), _users(path.parent))
    if path.suffix.casefold() == ".json":
        return _slack(_messages(path), _users(path.parent) or _users(path.parent.parent))
    return _table(path)


def _messages(file: Path) -> Iterator[Mapping[str, Any]]:
    try:
        found = json.loads(file.read_text("utf-8", errors="replace"))
    except json.JSONDecodeError as error:
        raise Unreadable(f"{file}:{error.lineno}: this is no JSON ({error.msg}).") from None
    if isinstance(found, dict):
        found = found.get("messages")
    if not isinstance(found, list):
        raise Unreadable(f"{file}: this is no list of messages. Give a Slack channel's export or a CSV.")
    yield from (entry for entry in found if isinstance(entry, dict))


def _users(folder: Path) -> dict[str, str]:
    """User id -> address, as far as the export tells."""
    try:
        found = json.loads((folder / "users.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    users = found if isinstance(found, list) else []
    return {
        str(user.get("id")): str((user.get("profile") or {}).get("email") or "")
        for user in users
        if isinstance(user, dict)
    }


def _slack(messages: Iterable[Mapping[str, Any]], users: Mapping[str, str]) -> list[Ticket]:
    found = []
    for message in messages:
        spoken = message.get("type", "message") == "message" and message.get("subtype", "") in _SPOKEN
        answer = message.get("thread_ts") not in (None, message.get("ts"))
        text = _plain(str(message.get("text") or ""))
        if spoken and not answer and not message.get("bot_id") and text:
            found.append(Ticket(text, users.get(str(message.get("user")), "")))
    return found[:MOST]


def _plain(text: str) -> str:
    """Slack's markup as a person reads it."""

    def named(link: re.Match[str]) -> str:
        target, label = link[1], link[2]
        if label:
            return label
        return "" if target.startswith(("@", "!", "#")) else target

    return clean(html.unescape(_LINK.sub(named, text))).strip()


def _table(path: Path) -> list[Ticket]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    rows = csv.DictReader(io.StringIO(text), dialect=dialect)
    columns = {str(name).strip().casefold(): name for name in rows.fieldnames or () if name}
    subject, body, who = (_column(columns, names) for names in (_SUBJECT, _BODY, _WHO))
    if subject is None and body is None:
        raise Unreadable(
            f"{path}: no column holds what was asked. Name one text (or subject, description, asunto, descripción); "
            f"there are: {', '.join(columns) or 'none'}."
        )
    found = []
    for row in rows:
        parts = [str(row.get(name) or "").strip() for name in (subject, body) if name is not None]
        said = clean("\n".join(dict.fromkeys(part for part in parts if part)))
        if said.strip():
            found.append(Ticket(said, str(row.get(who) or "").strip() if who else ""))
        if len(found) >= MOST:
            break
    return found


def _column(columns: Mapping[str, str], names: Iterable[str]) -> str | None:
    return next((columns[name] for name in names if name in columns), None)
