"""What Slack's handlers keep beside requests: whose thread is whose, and what was told once already."""

from collections import OrderedDict

from bot.answer import Answer, decode_answer
from bot.domain.request import Place, RequestNumber
from bot.store.store import Store

REMEMBERED = 10_000  # threads that this process need not ask for again
TOLD_MS = 2 * 3600 * 1000  # an event comes again within minutes


class Kept:
    """Raises Unavailable when Redis cannot answer."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._threads: OrderedDict[str, RequestNumber] = OrderedDict()

    async def number_of(self, thread: Place) -> RequestNumber | None:
        """The request of a thread: claimed by what was asked in it, or known by a message of ours at its root."""
        claim = f"thread:{thread}"
        if claim in self._threads:
            self._threads.move_to_end(claim)
            return self._threads[claim]
        found = await self._store.claim(claim)
        if found is None:
            return None
        return self._known(claim, RequestNumber(int(found)))

    def _known(self, claim: str, number: RequestNumber) -> RequestNumber:
        self._threads[claim] = number
        if len(self._threads) > REMEMBERED:
            self._threads.popitem(last=False)
        return number

    async def remember(self, thread: Place, number: int) -> None:
        """From now on words in this thread are that request's; who came first keeps it."""
        claim = f"thread:{thread}"
        if claim not in self._threads:
            await self._store.link.ask("SET", self._store.keys.claim(claim), number, "NX")

    async def answered(self, command: str) -> Answer | None:
        """What the desk answered to a command, while it remembers."""
        loaded = await self._store.load(None, command)
        return None if loaded.seen is None else decode_answer(loaded.seen)

    async def once(self, what: str) -> bool:
        """True for the first who asks."""
        key = self._store.keys.claim(f"told:{what}")
        return await self._store.link.ask("SET", key, 1, "NX", "PX", TOLD_MS) is not None
