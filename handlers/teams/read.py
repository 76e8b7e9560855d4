"""An activity -> words, a quote, a press. Nothing here decides."""

import re
from collections.abc import Iterable
from hashlib import blake2b

from msgspec import Struct

from bot.domain.commands import Attached, Nudge, words_id
from bot.domain.request import Place, RequestNumber, WordsId
from handlers.digest import digest
from handlers.teams.activity import Activity, Attachment, Entity
from handlers.teams.files import DOWNLOAD_TYPE as FILE
from handlers.teams.files import address_of
from handlers.teams.gateway import PLATFORM, place_of
from handlers.teams.kept import conversation_of
from handlers.teams.people import Member
from handlers.teams.values import Press
from knowledge.directory import PersonId

_QUOTED = re.compile(
    r"<blockquote[^>]*itemtype=\"http://schema\.skype\.com/Reply\"[^>]*itemid=\"([^\"]{1,80})\""
)
_QUOTED_BACKWARDS = re.compile(
    r"<blockquote[^>]*itemid=\"([^\"]{1,80})\"[^>]*itemtype=\"http://schema\.skype\.com/Reply\""
)
LOCKS = ("🔒", ":lock:", "(private)", "(privado)")


class Written(Struct, frozen=True, kw_only=True):
    """Words as somebody wrote them, without our own mention."""

    id: str
    place: Place
    text: str
    quotes: str = ""  # the id of the message that this answers
    mentions_us: bool = False
    personal: bool = True
    files: tuple[Attached, ...] = ()


def message_id(activity: Activity, about: str = "") -> str:
    """The same for every delivery. A client that gives no ids is told apart by what it says and when."""
    conversation, _ = conversation_of(activity.where)
    told = about or activity.id or _own_id(activity)
    return f"teams:{conversation}:{told}"


def _own_id(activity: Activity) -> str:
    told = f"{activity.sender.id}\n{activity.timestamp}\n{activity.text}".encode("utf-8", "replace")
    return f"own-{blake2b(told, digest_size=12).hexdigest()}"


def words_of(message: str) -> WordsId:
    """Under which id the desk keeps the words of this message."""
    return words_id(Nudge(id=message, by=PersonId(""), number=RequestNumber(0)))


def written(activity: Activity) -> Written:
    conversation, root = conversation_of(activity.where)
    if activity.is_channel and not root:
        root = activity.reply_to_id or activity.id or ""
    text, mentioned = without_mention(activity.text or "", activity.entities or (), activity.bot)
    return Written(
        id=message_id(activity),
        place=place_of(conversation, root if activity.is_channel else ""),
        text=text,
        quotes=quoted(activity),
        mentions_us=mentioned,
        personal=activity.is_personal,
        files=tuple(_attached(part) for part in activity.attachments or () if _is_file(part)),
    )


def without_mention(text: str, entities: Iterable[Entity], bot: str) -> tuple[str, bool]:
    """Takes out our own mention, once for each entity that says where it is; other people's keep their names.

    What stands in `<at>` without an entity is somebody's text.
    """
    found = False
    for entity in entities:
        if entity.type != "mention" or entity.mentioned is None or not entity.text:
            continue
        if entity.mentioned.id == bot:
            found = True
            text = text.replace(entity.text, "", 1)
        else:
            text = text.replace(entity.text, _inside(entity.text), 1)
    return (text.strip() if found else text), found


def _inside(mention: str) -> str:
    return re.sub(r"</?at[^<>]*>", "", mention)


def quoted(activity: Activity) -> str:
    """The id of the message that is quoted; a personal chat has no other threads."""
    for part in activity.attachments or ():
        if part.content_type == "text/html" and isinstance(part.content, str):
            html = part.content[:20_000]
            found = _QUOTED.search(html) or _QUOTED_BACKWARDS.search(html)
            if found:
                return found[1]
    return activity.reply_to_id or "" if activity.is_personal else ""


def _is_file(part: Attachment) -> bool:
    return part.content_type == FILE or bool(
        part.name and part.content_url and (part.content_type or "") != "text/html"
    )


def _attached(part: Attachment) -> Attached:
    kind = part.content_type or ""
    return Attached(
        source=f"{PLATFORM}:{address_of(part)}",
        name=part.name or "?",
        kind="application/octet-stream" if kind == FILE else kind,
    )


def is_locked(text: str) -> bool:
    return text.lstrip().casefold().startswith(LOCKS)


def unlocked(text: str) -> str:
    """A private note without its lock."""
    text = text.lstrip()
    return next((text[len(lock) :].lstrip() for lock in LOCKS if text.casefold().startswith(lock)), text)


def press_id(activity: Activity, press: Press, member: Member, typed: dict[str, str]) -> str:
    """By what was pressed on what, not by the invoke's id: Teams sends an invoke again under a new one.

    What was typed belongs to it, so that a second reply from the same card is a second reply.
    """
    fields = digest({**press.fields, **typed})
    if press.number is None:
        conversation, _ = conversation_of(activity.where)
        about = f"{conversation}:{activity.reply_to_id or ''}"
    else:
        about = f"{press.number}:{press.seen}"
    return f"teams:press:{about}:{press.verb}:{member.person}:{fields}"
