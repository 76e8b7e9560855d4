"""An activity -> words, a quote, a press. Nothing here decides."""

import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

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
from handlers.teams.text import plain
from handlers.teams.values import Press
from knowledge.directory import PersonId

_REPLY = "http://schema.skype.com/Reply"
_ITEM = re.compile(r"\bitemid=\"([^\"]{1,80})\"")
_MARK = r'<quoted\s+messageId="{}"\s*/>'  # where a quote stands in the text
# A file in a channel is told of by its id alone; other things that are attached have no such ids.
_FILE_ELSEWHERE = re.compile(r"<attachment id=\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"", re.IGNORECASE)
LONGEST_ID = 80
NAMELESS = ""  # a picture that was pasted: it is called something in its sender's language


class Written(Struct, frozen=True, kw_only=True):
    """Words as somebody wrote them, without our own mention."""

    id: str
    place: Place
    text: str
    quotes: str = ""  # the id of the message that this answers
    mentions_us: bool = False
    personal: bool = True
    files: tuple[Attached, ...] = ()
    has_unseen_file: bool = False  # one that Teams does not give us, as in a channel


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
    text, mentioned = own_words(activity)
    return Written(
        id=message_id(activity),
        place=place_of(conversation, root if activity.is_channel else ""),
        text=text,
        quotes=quoted(activity),
        mentions_us=mentioned,
        personal=activity.is_personal,
        files=tuple(_attached(part) for part in activity.attachments or () if _is_file(part)),
        has_unseen_file=not activity.is_personal
        and any(_FILE_ELSEWHERE.search(h) for h in _html_of(activity)),
    )


def own_words(activity: Activity) -> tuple[str, bool]:
    """What they wrote themselves, and whether they mention us: without our mention, and without what they quote."""
    text = (activity.text or "").replace("&nbsp;", " ")
    for entity in activity.entities or ():
        if (quoted := _quoted_by(entity)) and (mark := re.compile(_MARK.format(re.escape(quoted)))):
            text = mark.sub("", text, count=1).strip()
    text, mentioned = without_mention(text, activity.entities or (), activity.bot)
    return _without_quote(text, activity), mentioned


class Quote(NamedTuple):
    """A quote in HTML: the message's id, what is quoted of it, and what stands around that."""

    of: str
    inside: str
    around: str


def _quote_in(markup: str) -> Quote | None:
    """Goes over it once, whatever somebody sends."""
    start = markup.find("<blockquote")
    while start >= 0 and (shut := markup.find(">", start)) >= 0:
        tag = markup[start:shut]
        if _REPLY in tag:
            end = markup.find("</blockquote>", shut)
            end = end if end >= 0 else len(markup)
            item = _ITEM.search(tag)
            return Quote(item[1] if item else "", markup[shut + 1 : end], markup[:start] + markup[end:])
        start = markup.find("<blockquote", shut)
    return None


def _without_quote(text: str, activity: Activity) -> str:
    """Some clients write what is quoted before the words themselves; the HTML beside it says which are whose."""
    for markup in _html_of(activity):
        if (found := _quote_in(markup)) is None:
            continue
        own, told = _squeezed(plain(found.around)), _squeezed(text)
        _, _, unnamed = found.inside.partition("</strong>")
        quotes = (_squeezed(plain(part)) for part in (found.inside, unnamed))
        if own and told != own and any(told == quote + own for quote in quotes):
            return _from(text, len(told) - len(own))
    return text


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _from(text: str, signs: int) -> str:
    """Without the first of its signs; spaces are none."""
    at = 0
    while signs and at < len(text):
        signs -= not text[at].isspace()
        at += 1
    return text[at:].lstrip()


def _html_of(activity: Activity) -> Iterable[str]:
    for part in activity.attachments or ():
        if part.content_type == "text/html" and isinstance(part.content, str):
            yield part.content[:20_000]


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
    for entity in activity.entities or ():
        if quoted := _quoted_by(entity):
            return quoted
    for markup in _html_of(activity):
        if (found := _quote_in(markup)) is not None and found.of:
            return found.of
    return activity.reply_to_id or "" if activity.is_personal else ""


def _quoted_by(entity: Entity) -> str:
    """The newer clients' way of quoting; "" for what is no quote, and for one that Teams itself does not vouch for."""
    told = entity.quoted_reply if entity.type == "quotedReply" else None
    if not isinstance(told, dict) or told.get("validatedMessageReference") is False:
        return ""
    quoted = told.get("messageId")
    return quoted if isinstance(quoted, str) and len(quoted) <= LONGEST_ID else ""


def _is_file(part: Attachment) -> bool:
    """What was sent as one, or a picture that was pasted, which has no name."""
    kind = part.content_type or ""
    if kind == FILE:
        return True
    return bool(part.content_url) and kind != "text/html" and (bool(part.name) or kind.startswith("image/"))


def _attached(part: Attachment) -> Attached:
    kind = part.content_type or ""
    unknown = kind == FILE or kind.endswith("/*")
    return Attached(
        source=f"{PLATFORM}:{address_of(part)}",
        name=part.name or (NAMELESS if kind.startswith("image/") else "?"),
        kind="application/octet-stream" if unknown else kind,
    )


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
