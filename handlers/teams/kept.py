"""What only Teams' handlers keep beside requests: how to write into a conversation."""

import time
from collections.abc import Callable
from datetime import datetime

import msgspec
from msgspec import Struct

from bot.domain.instants import unix_ms
from bot.newest import Newest
from bot.store.store import Store
from handlers import kept
from handlers.kept import TOLD_MS
from handlers.teams.activity import Activity

REMEMBERED = 10_000  # conversations
FRESH_S = 10.0  # so long what was read is not read again; an address changes once in months
LAST = "last"  # where Teams last wrote from, for a channel that it has not written from


class Reference(Struct, frozen=True, omit_defaults=True):
    """What is needed to write into a conversation; nothing in it names a person."""

    service_url: str
    bot: str = ""  # our id there
    channel_id: str = ""
    kind: str = ""
    tenant: str = ""


_encode = msgspec.json.Encoder().encode
decode_reference = msgspec.json.Decoder(Reference).decode


def reference_of(activity: Activity) -> Reference:
    return Reference(
        service_url=activity.service_url or "",
        bot=activity.bot,
        channel_id=activity.channel_id or "",
        kind=(activity.conversation.conversation_type if activity.conversation else "") or "",
        tenant=activity.tenant,
    )


def conversation_of(where: str) -> tuple[str, str]:
    """(conversation, root message of the thread) of an id that may name both."""
    conversation, _, root = where.partition(";messageid=")
    return conversation, root


def made_ms(made: str) -> int:
    """Of an activity's timestamp; 0 for what is none."""
    try:
        at = datetime.fromisoformat(made)
        return unix_ms(at) if at.tzinfo is not None else 0
    except (ValueError, OverflowError):
        return 0


class Kept(kept.Kept):
    """Raises Unavailable when Redis cannot answer."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock`: seconds, of this process."""
        super().__init__(store)
        self._clock = clock
        self._references: Newest[str, tuple[Reference, float]] = Newest(REMEMBERED)  # with when it was read

    async def seen(self, activity: Activity) -> None:
        """The service's address can change: what every activity says is what holds."""
        conversation, _ = conversation_of(activity.where)
        reference = reference_of(activity)
        await self.keep_reference(conversation, reference)
        if reference.channel_id == "msteams":
            await self.keep_reference(LAST, Reference(reference.service_url, reference.bot, "msteams"))

    async def is_older(self, message: str, made: str) -> bool:
        """Whether a later edit of this message has come before this one."""
        newest = await self._store.chat.newest(f"{message}/edits") if made else None
        return newest is not None and newest > made_ms(made)

    async def newest_is(self, message: str, made: str) -> None:
        if made:
            await self._store.chat.newest_is(f"{message}/edits", made_ms(made), TOLD_MS)

    async def id_of_hour(self, act: str, made: str) -> str:
        """A command's id for what may rightly be done again, later: it is new each hour.

        What comes again within a minute of the hour's turn is what came before it.
        """
        at = made_ms(made) // 1000
        hour, into_it_s = divmod(at, 3600)
        before = f"{act}:{hour - 1}"
        if into_it_s < 60 and await self.answered(before) is not None:
            return before
        return f"{act}:{hour}"

    async def keep_reference(self, conversation: str, reference: Reference) -> None:
        known = self._references.get(conversation)
        if known is not None and known[0] == reference:
            return
        await self._store.chat.keep_reference(conversation, _encode(reference))
        self._known_reference(conversation, reference)

    async def reference(self, conversation: str) -> Reference | None:
        """As it is stored: another process may have heard a newer one, which counts here within FRESH_S."""
        known = self._references.get(conversation)
        if known is not None and self._clock() - known[1] < FRESH_S:
            return known[0]
        found = await self._store.chat.reference(conversation)
        if found is None:
            return None
        try:
            reference = decode_reference(found)
        except msgspec.DecodeError:
            return None
        self._known_reference(conversation, reference)
        return reference

    def _known_reference(self, conversation: str, reference: Reference) -> None:
        self._references[conversation] = (reference, self._clock())
