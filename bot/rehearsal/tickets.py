"""What people asked before: a Slack export, whole or of a channel, or a helpdesk's CSV or JSON. Pure but for reading.

A Slack export has a folder a channel with a JSON file a day, and `users.json` beside the folders. Answers in threads,
other bots and "has joined" are no requests.
"""

import html
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from bot.rehearsal.tables import entries, table
from bot.rehearsal.ticket import MOST, Past, Ticket, Unreadable
from bot.words.text import clean

__all__ = ["Past", "Ticket", "Unreadable", "past"]

_SPOKEN = frozenset({"", "file_share", "me_message", "thread_broadcast"})  # subtypes that a person wrote
_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_TABLES = (".csv", ".tsv", ".txt")
_JSON = (".json", ".jsonl", ".ndjson")
_SLACKBOT = "USLACKBOT"
_NAMED_AT_MOST = 30  # channels, in a sentence


def past(path: Path, channels: Sequence[str] = (), texts: Sequence[str] = (), email: str = "") -> Past:
    """`channels`: of a whole export, which. `texts`, `email`: a table's columns, where their names are known.

    Raises Unreadable, OSError.
    """
    if path.is_dir():
        return _export(path, str(path), channels, path.parent)
    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                return _zipped(zipfile.Path(archive), path, channels, texts, email)
        except (zipfile.BadZipFile, RuntimeError) as error:  # a password is the latter
            raise Unreadable(f"{path} can't be unpacked: {error}.") from None
    return _file(path, str(path), [path.parent, path.parent.parent], texts, email)


def _file(
    file: Traversable, named: str, above: Sequence[Traversable], texts: Sequence[str], email: str
) -> Past:
    """A helpdesk's table, or a day of a channel. `above`: where users.json may be."""
    if not file.name.casefold().endswith(_JSON):
        return table(named, file.read_bytes(), texts, email)
    found = list(_messages(file, named))
    if not any("ts" in entry for entry in found):  # as each message of Slack's has
        return entries(named, found, texts, email)
    users = next(filter(None, map(_users, above)), {})
    return _said(_slack(found, users), "this file")


def _zipped(root: Traversable, path: Path, channels: Sequence[str], texts: Sequence[str], email: str) -> Past:
    """A Slack export, or the one table that a helpdesk wraps so; some archives hold one folder with all of it."""
    inside = [place for place in root.iterdir() if not place.name.startswith((".", "__MACOSX"))]
    if any(place.name in ("[Content_Types].xml", "mimetype") for place in inside):
        raise Unreadable(f"{path} is a workbook. Save it as CSV (UTF-8) and give that.")
    if len(inside) == 1 and inside[0].is_dir() and any(place.is_dir() for place in inside[0].iterdir()):
        return _export(inside[0], str(path), channels, inside[0])
    tables = [place for place in inside if place.name.casefold().endswith((*_TABLES, *_JSON))]
    if len(tables) == 1 and not any(place.is_dir() for place in inside):
        return _file(tables[0], f"{path}/{tables[0].name}", (), texts, email)
    return _export(root, str(path), channels, root)


def _export(folder: Traversable, named: str, channels: Sequence[str], above: Traversable) -> Past:
    """A channel's folder, or the whole of an export. `above`: where users.json is, where `folder` is a channel."""
    if _days(folder) and not _channels(folder):
        return _said(_slack(_all(_days(folder), named), _users(above) or _users(folder)), "this channel")
    found = _channels(folder)
    if not found:
        raise Unreadable(
            f"{named} has no channel of a Slack export in it: no folder with a .json file a day."
        )
    wanted = [name.removeprefix("#") for name in channels]
    if strange := [name for name in wanted if name not in found]:
        raise Unreadable(f"{named} has no channel {strange[0]}; there are: {_few(found)}.")
    if not wanted and len(found) > 1:
        raise Unreadable(f"{named} has several channels: {_few(found)}. Say which with --channel NAME.")
    chosen = wanted or list(found)
    messages = (message for name in chosen for message in _all(found[name], f"{named}/{name}"))
    return _said(_slack(messages, _users(folder)), ", ".join(f"#{name}" for name in chosen))


def _few(names: Iterable[str]) -> str:
    known = sorted(names)
    more = len(known) - _NAMED_AT_MOST
    return ", ".join(known[:_NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def _said(tickets: Sequence[Ticket], where: str) -> Past:
    known = any(ticket.email for ticket in tickets)
    who = "" if known else "; its users.json, which tells addresses, is not there or has none"
    return Past(tickets, f"What was asked is what people began in {where}, without answers and bots{who}.")


def _channels(folder: Traversable) -> dict[str, list[Traversable]]:
    """Name -> the files of its days, in their order."""
    folders = (
        place for place in folder.iterdir() if place.is_dir() and not place.name.startswith((".", "__"))
    )
    return {place.name: days for place in folders if (days := _days(place))}


def _days(folder: Traversable) -> list[Traversable]:
    """A file a day; not what stands beside the channels (users.json, channels.json)."""
    files = [place for place in folder.iterdir() if place.is_file() and place.name.endswith(".json")]
    dated = [file for file in files if file.name[:4].isdecimal()]
    about = ("users.json", "channels.json", "groups.json", "dms.json", "mpims.json", "integration_logs.json")
    return sorted(
        dated or [file for file in files if file.name not in about], key=lambda file: str(file.name)
    )


def _all(files: Iterable[Traversable], named: str) -> Iterator[Mapping[str, Any]]:
    for file in files:
        yield from _messages(file, f"{named}/{file.name}")


def _messages(file: Traversable, named: str) -> Iterator[Mapping[str, Any]]:
    found = _parsed(file.read_bytes().decode("utf-8-sig", "replace"), named)
    if isinstance(found, dict):
        # What stands around them (messages, tickets, issues, result), or one line alone.
        found = max((value for value in found.values() if isinstance(value, list)), key=len, default=[found])
    if not isinstance(found, list):
        raise Unreadable(
            f"{named}: this is no list of tickets or messages. Give a Slack export or a helpdesk's CSV."
        )
    yield from (entry for entry in found if isinstance(entry, dict))


def _parsed(content: str, named: str) -> Any:
    """JSON, or JSON Lines. Raises Unreadable."""
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":  # as it is where each line is whole by itself
            raise Unreadable(f"{named}:{error.lineno}: this is no JSON ({error.msg}).") from None
    found = []
    for number, line in enumerate(content.split("\n"), 1):
        try:
            found += [json.loads(line)] if line.strip() else []
        except json.JSONDecodeError as error:
            raise Unreadable(f"{named}:{number}: this is no JSON ({error.msg}).") from None
    return found


def _users(folder: Traversable) -> dict[str, str | None]:
    """User id -> address, as far as the export tells; None for a bot."""
    try:
        found = json.loads((folder / "users.json").read_bytes())
    except (OSError, ValueError, KeyError):
        return {}
    users = found if isinstance(found, list) else []
    return {
        str(user.get("id")): None
        if user.get("is_bot")
        else str((user.get("profile") or {}).get("email") or "")
        for user in users
        if isinstance(user, dict)
    }


def _slack(messages: Iterable[Mapping[str, Any]], users: Mapping[str, str | None]) -> list[Ticket]:
    found = []
    for message in messages:
        answer = message.get("thread_ts") not in (None, message.get("ts"))
        text = _plain(str(message.get("text") or ""))
        if _is_spoken(message, users) and not answer and text:
            found.append(Ticket(text, users.get(str(message.get("user"))) or ""))
    return found[:MOST]


def _is_spoken(message: Mapping[str, Any], users: Mapping[str, str | None]) -> bool:
    """By a person: an app says of its messages what it is, or users.json does."""
    user = str(message.get("user"))
    bot = any(message.get(sign) for sign in ("bot_id", "bot_profile", "app_id")) or user == _SLACKBOT
    a_bots = user in users and users[user] is None
    spoken = message.get("type", "message") == "message" and (message.get("subtype") or "") in _SPOKEN
    return spoken and not bot and not a_bots


def _plain(text: str) -> str:
    """Slack's markup as a person reads it."""

    def named(link: re.Match[str]) -> str:
        target, label = link[1], link[2]
        if label:
            return label
        return "" if target.startswith(("@", "!", "#")) else target

    return clean(html.unescape(_LINK.sub(named, text))).strip()
