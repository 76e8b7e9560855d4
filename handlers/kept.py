"""What a chat platform's handlers remember beside requests: whose thread is whose, and what was told once already."""

from bot.answer import Answer, decode_answer
from bot.domain.request import Place, RequestNumber
from bot.newest import Newest
from bot.store.store import Store

REMEMBERED = 10_000  # threads that this process need not ask for again
TOLD_MS = 2 * 3600 * 1000  # an event comes again within minutes


class Kept:
    """Raises Unavailable when Redis cannot answer."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._threads: Newest[str, RequestNumber] = Newest(REMEMBERED)

    async def number_of(self, thread: Place) -> RequestNumber | None:
        """The request of a thread: claimed by what was asked in it, or known by a message of ours at its root."""
        name = str(thread)
        if name in self._threads:
            self._threads.move_to_end(name)
            return self._threads[name]
        found = await self._store.chat.request_of(name)
        if found is None:
            return None
        self._threads[name] = number = RequestNumber(found)
        return number

    async def remember(self, thread: Place, number: int) -> None:
        """From now on words in this thread are that request's; who came first keeps it."""
        if str(thread) not in self._threads:
            await self._store.chat.thread_is(str(thread), number)

    async def answered(self, command: str) -> Answer | None:
        """What the desk answered to a command, while it remembers."""
        loaded = await self._store.load(None, command)
        return None if loaded.seen is None else decode_answer(loaded.seen)

    async def once(self, what: str, *, within_ms: int | None = TOLD_MS) -> bool:
        """True for the first who asks; None: for ever."""
        return await self._store.chat.is_first(what, within_ms)
