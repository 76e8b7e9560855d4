"""Slack's payloads -> words, ids and fields. Pure: nothing here asks Slack or Redis."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

from bot.domain.commands import Attached, Nudge, words_id
from bot.domain.request import RequestNumber, WordsId
from handlers.digest import digest
from handlers.slack.shapes import (
    Action,
    Envelope,
    EventShape,
    FileShape,
    Interaction,
    MessageShape,
    ViewShape,
)
from handlers.slack.values import PICKED
from knowledge.directory import PersonId

SPOKEN = frozenset(
    {None, "", "file_share", "thread_broadcast", "me_message"}
)  # subtypes of people's own words

_MARKED = re.compile(r"<([^<>]*)>")
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")


class Written(Struct, frozen=True, kw_only=True):
    """Somebody's message, wherever it stands."""

    home: str  # the workspace through which we heard it
    team: str  # the author's own
    user: str
    channel: str
    ts: str
    text: str  # as Slack writes it
    thread: str = ""  # its root, where it is a reply
    direct: bool = False
    files: tuple[FileShape, ...] = ()

    @property
    def id(self) -> str:
        return message_id(self.home, self.channel, self.ts)


def message_id(team: str, channel: str, ts: str) -> str:
    """The identity of a message: the same in every delivery, as `message` and as `app_mention`."""
    return f"slack:{team}:{channel}:{ts}"


def words_of(message: str) -> WordsId:
    """Under which id the desk keeps the words of this message."""
    return words_id(Nudge(id=message, by=PersonId(""), number=RequestNumber(0)))


def home_of(payload: Envelope) -> str:
    """The workspace whose installation hears this; in a shared channel not always the author's."""
    if payload.authorizations and payload.authorizations[0].team_id:
        return payload.authorizations[0].team_id
    return payload.team_id or ""


def channel_of(event: EventShape) -> str:
    return event.channel if isinstance(event.channel, str) else ""


def is_direct(channel: str, channel_type: str | None) -> bool:
    """Some senders leave the type out; then the id's first letter says it."""
    return channel_type == "im" if channel_type else channel.startswith("D")


def written(payload: Envelope) -> Written | None:
    """None for what no person wrote: other bots, joins, topics, our own messages."""
    event = payload.event
    if event is None or event.subtype not in SPOKEN or event.bot_id:
        return None
    home, channel, user = home_of(payload), channel_of(event), event.user
    if not (home and channel and event.ts and isinstance(user, str)) or user == "USLACKBOT":
        return None
    return _written(event, home, event.user_team or event.team or home, user, event)


def written_anew(payload: Envelope) -> Written | None:
    """What an edit makes of a message, as if it had been written so."""
    event, now = payload.event, payload.event.message if payload.event else None
    home = home_of(payload)
    if event is None or now is None or now.bot_id or not (home and now.user and now.ts and channel_of(event)):
        return None
    return _written(event, home, now.team or home, now.user, now)


def _written(event: EventShape, home: str, team: str, user: str, said: EventShape | MessageShape) -> Written:
    channel, ts = channel_of(event), said.ts or ""
    return Written(
        home=home,
        team=team,
        user=user,
        channel=channel,
        ts=ts,
        text=said.text or "",
        thread=thread_of(said.thread_ts, ts),
        direct=is_direct(channel, event.channel_type),
        files=tuple(said.files or ()),
    )


def is_own(event: EventShape, bot_user: str, bot: str) -> bool:
    """Whether it tells of what we wrote ourselves, also of its edit or deletion."""
    of = next((one for one in (event, event.message, event.previous_message) if one and one.user), event)
    return of.user == bot_user or (event.bot_id is not None and event.bot_id == bot)


def retry_of(headers: Mapping[str, str]) -> int:
    """Which redelivery this is; 0 for the first delivery."""
    found = headers.get("x-slack-retry-num", "0")
    return int(found) if found.isdecimal() else 0


def thread_of(thread_ts: str | None, ts: str | None) -> str:
    """A parent with replies names itself as its thread."""
    return thread_ts if thread_ts and thread_ts != ts else ""


def mentions(text: str, user: str) -> bool:
    return f"<@{user}>" in text or f"<@{user}|" in text


def mentioned(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def plain(text: str, *, without: str = "", names: Mapping[str, str] | None = None) -> str:
    """What the person sees: links, names and channels in words, nothing escaped. `without`: our own mention."""
    if without:
        text = re.sub(rf"[ \t]*<@{re.escape(without)}(\|[^<>]*)?>[ \t]*[,:]?", " ", text).strip()
    shown = _MARKED.sub(lambda found: _shown(found[1], names or {}), text)
    return html.unescape(shown)


def _shown(inside: str, names: Mapping[str, str]) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return "@" + (label or names.get(target[1:], target[1:]))
    if target.startswith("#"):
        return "#" + (label or target[1:])
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    if label and label not in (target, target.partition("://")[2], target.removeprefix("mailto:")):
        return f"{label} ({target})"
    return label or target


def with_files(text: str, files: tuple[FileShape, ...], line: str) -> str:
    """`line` per file, `{name}` stands for its name. The file itself comes along, so that no address is needed."""
    told = [line.format(name=file.name or file.title or file.id or "?") for file in files]
    return "\n".join([part for part in (text, *told) if part])


def attached(home: str, files: tuple[FileShape, ...]) -> tuple[Attached, ...]:
    """As the workspace knows them through which we heard of them."""
    return tuple(
        Attached(
            source=f"slack:{home}/{file.id}",
            name=file.name or file.title or file.id or "?",
            kind=file.mimetype or "application/octet-stream",
            size=max(file.size or 0, 0),
        )
        for file in files
        if file.id
    )


# Interactions


def team_of(click: Interaction) -> str:
    """The workspace of whoever clicked."""
    return (click.user.team_id or (click.team.id if click.team else "") or "") or ""


def home_of_click(click: Interaction) -> str:
    view = click.view.app_installed_team_id if click.view else None
    return view or (click.team.id if click.team else None) or team_of(click)


def action_key(click: Interaction, action: Action) -> str:
    """The same click has the same id, however often it comes."""
    container = click.container
    where = (container.message_ts or container.view_id if container else "") or "?"
    return f"slack:{home_of_click(click)}:{where}:{action.action_id}:{action.action_ts}:{click.user.id}"


def view_key(click: Interaction) -> str:
    """A form sent again acts once. One sent anew after a refusal is the same view still, with something else typed."""
    view = click.view or ViewShape()
    typed = digest(fields_of(view))
    return f"slack:{home_of_click(click)}:view:{view.id}:{view.hash}:{typed}"


def fields_of(view: ViewShape) -> dict[str, str]:
    """Block id -> what was typed or chosen there. Several ticks are one per line; a time typed goes before one picked."""
    found: dict[str, str] = {}
    for block_id, elements in (view.state.values if view.state else {}).items():
        for value in elements.values():
            typed = value.value or value.selected_user or ""
            if value.selected_option is not None:
                typed = value.selected_option.value or ""
            if value.selected_options is not None:
                typed = "\n".join(option.value or "" for option in value.selected_options)
            if value.selected_date_time is not None:
                typed = _instant(value.selected_date_time)
            found[block_id] = typed.replace("\r\n", "\n")
    for name in [name for name in found if name.endswith(PICKED)]:
        picked, typed_as = found.pop(name), name.removesuffix(PICKED)
        found[typed_as] = found.get(typed_as, "").strip() or picked
    return found


def _instant(unix_s: int) -> str:
    """ "" for what no picker offers."""
    try:
        return datetime.fromtimestamp(unix_s, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def message_link(domain: str, channel: str, ts: str) -> str:
    return f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"
