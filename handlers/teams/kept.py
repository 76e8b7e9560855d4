"""What Teams' handlers keep beside requests: where a conversation is served, whose thread is whose, what was told."""

from collections import OrderedDict

import msgspec
from msgspec import Struct

from bot.answer import Answer, decode_answer
from bot.domain.request import Place, RequestNumber
from bot.store.store import Store
from handlers.teams.activity import Activity

REMEMBERED = 10_000
LAST = "last"  # where Teams last wrote from, for a channel that it has not written from
TOLD_MS = 2 * 3600 * 1000  # an activity comes again within minutes


class Reference(Struct, frozen=True, omit_defaults=True):
    """What is needed to write into a conversation; nothing in it names a person."""

    service_url: str
    bot: str = ""  # our id there
    channel_id: str = ""
    kind: str = ""
    tenant: str = ""


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Reference).decode


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


class Kept:
    """Raises Unavailable when Redis cannot answer."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._threads: OrderedDict[str, RequestNumber] = OrderedDict()
        self._references: OrderedDict[str, Reference] = OrderedDict()

    # Where

    async def seen(self, activity: Activity) -> None:
        """The service's address can change: what every activity says is what holds."""
        conversation, _ = conversation_of(activity.where)
        reference = reference_of(activity)
        await self.keep_reference(conversation, reference)
        if reference.channel_id == "msteams":
            await self.keep_reference(LAST, Reference(reference.service_url, reference.bot, "msteams"))

    async def keep_reference(self, conversation: str, reference: Reference) -> None:
        if self._references.get(conversation) == reference:
            return
        key = self._store.keys.claim(f"teams-reference:{conversation}")
        await self._store.link.ask("SET", key, _encode(reference))
        self._known_reference(conversation, reference)

    async def reference(self, conversation: str) -> Reference | None:
        """As it is stored now: another process may have heard a newer one."""
        found = await self._store.claim(f"teams-reference:{conversation}")
        if found is None:
            return None
        try:
            reference = _decode(found)
        except msgspec.DecodeError:
            return None
        self._known_reference(conversation, reference)
        return reference

    def _known_reference(self, conversation: str, reference: Reference) -> None:
        self._references[conversation] = reference
        if len(self._references) > REMEMBERED:
            self._references.popitem(last=False)

    # Whose

    async def number_of(self, message: Place) -> RequestNumber | None:
        """The request of a thread, or of the message of ours that is quoted."""
        claim = f"thread:{message}"
        if claim in self._threads:
            self._threads.move_to_end(claim)
            return self._threads[claim]
        found = await self._store.claim(claim)
        if found is None:
            return None
        self._threads[claim] = number = RequestNumber(int(found))
        if len(self._threads) > REMEMBERED:
            self._threads.popitem(last=False)
        return number

    async def remember(self, message: Place, number: int) -> None:
        """From now on words below this message are that request's; who came first keeps it."""
        claim = f"thread:{message}"
        if claim not in self._threads:
            await self._store.link.ask("SET", self._store.keys.claim(claim), number, "NX")

    # What was said

    async def answered(self, command: str) -> Answer | None:
        """What the desk answered to a command, while it remembers."""
        loaded = await self._store.load(None, command)
        return None if loaded.seen is None else decode_answer(loaded.seen)

    async def once(self, what: str, *, within_ms: int | None = TOLD_MS) -> bool:
        """True for the first who asks; None: for ever."""
        key = self._store.keys.claim(f"told:{what}")
        expiry = () if within_ms is None else ("PX", within_ms)
        return await self._store.link.ask("SET", key, 1, "NX", *expiry) is not None
