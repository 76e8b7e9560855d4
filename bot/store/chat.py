"""What chat platforms keep beside requests: whose thread is whose, what stands in a channel, what was told once.

None of it holds anybody's words.
"""

from bot.store.link import Link

POSTING = "posting"
POSTING_MS = 60_000  # so long nobody else posts the same card


class Chat:
    """Raises Unavailable from every method when Redis cannot answer."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.keys = link.keys

    async def thread_is(self, thread: str, number: int) -> None:
        """From now on this thread is that request's; who came first keeps it."""
        await self.link.ask("SET", self.keys.thread(thread), number, "NX")

    async def request_of(self, thread: str) -> int | None:
        found = await self.link.ask("GET", self.keys.thread(thread))
        return None if found is None else int(found)

    async def is_first(self, what: str, within_ms: int | None) -> bool:
        """True for the first who asks, for so long; None: for ever."""
        expiry = () if within_ms is None else ("PX", within_ms)
        return await self.link.ask("SET", self.keys.told(what), 1, "NX", *expiry) is not None

    async def not_told(self, what: str) -> None:
        """By who was first: it was not told after all, so that another may."""
        await self.link.ask("DEL", self.keys.told(what))

    async def count(self, what: str, within_ms: int) -> int:
        """How often this was counted since the first time, for so long."""
        key = self.keys.told(what)
        await self.link.ask("SET", key, 0, "NX", "PX", within_ms)
        return int(await self.link.ask("INCR", key))

    async def newest(self, what: str) -> int | None:
        """When what is newest of it was made, in Unix ms; None where nothing was, lately."""
        found = await self.link.ask("ZSCORE", self.keys.told(what), "newest")
        return None if found is None else int(float(found))

    async def newest_is(self, what: str, at_ms: int, within_ms: int) -> None:
        key = self.keys.told(what)
        await self.link.batch([("ZADD", key, "GT", at_ms, "newest"), ("PEXPIRE", key, within_ms)])

    # A department's channel

    async def board_card(self, platform: str, number: int, channel: str) -> str | None:
        """The message that shows this request there; POSTING while somebody is about to post it."""
        found = await self.link.ask("GET", self.keys.board(platform, number, channel))
        return None if found is None else found.decode()

    async def mine_to_post(self, platform: str, number: int, channel: str) -> bool:
        key = self.keys.board(platform, number, channel)
        return await self.link.ask("SET", key, POSTING, "NX", "PX", POSTING_MS) is not None

    async def not_posted(self, platform: str, number: int, channel: str) -> None:
        """By who was to post it: it was not taken."""
        await self.link.ask("DEL", self.keys.board(platform, number, channel))

    async def stands(self, platform: str, number: int, channel: str, message: str) -> None:
        await self.link.ask("SET", self.keys.board(platform, number, channel), message)

    async def has_card(self, number: int, field: str) -> bool:
        """Whether a living card of this request stands at `field`: a place and a kind."""
        return bool(await self.link.ask("HEXISTS", self.keys.cards(number), field))

    # How a platform is written to

    async def keep_reference(self, conversation: str, reference: bytes) -> None:
        await self.link.ask("SET", self.keys.reference(conversation), reference)

    async def reference(self, conversation: str) -> bytes | None:
        found: bytes | None = await self.link.ask("GET", self.keys.reference(conversation))
        return found

    # What is good once

    async def hand_out(self, ticket: str, within_ms: int) -> None:
        await self.link.ask("SET", self.keys.ticket(ticket), 1, "PX", within_ms)

    async def keep_ticket(self, ticket: str, about: bytes, within_ms: int, *, again: bool = False) -> None:
        """`about`: what it is good for. `again`: it is there, and ends when it would have ended."""
        how = ("XX", "KEEPTTL") if again else ("PX", within_ms)
        await self.link.ask("SET", self.keys.ticket(ticket), about, *how)

    async def ticket(self, ticket: str) -> bytes | None:
        found: bytes | None = await self.link.ask("GET", self.keys.ticket(ticket))
        return found

    async def use_up(self, ticket: str) -> bool:
        """Whether it was still good; it is not any more."""
        return await self.link.ask("GETDEL", self.keys.ticket(ticket)) is not None

    # Where an app is installed: what is kept is locked by whoever brings it

    async def install(self, where: str, locked: bytes) -> None:
        await self.link.ask("HSET", self.keys.installations, where, locked)

    async def installed(self, where: str) -> bytes | None:
        found: bytes | None = await self.link.ask("HGET", self.keys.installations, where)
        return found

    async def installations(self) -> list[bytes]:
        return list(await self.link.ask("HVALS", self.keys.installations))

    async def uninstall(self, where: str) -> None:
        await self.link.ask("HDEL", self.keys.installations, where)
