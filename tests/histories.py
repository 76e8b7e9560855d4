"""A simulated history is worked out once a server, and copied for each test that begins with it."""

from datetime import datetime
from hashlib import blake2b

from bot.simulation import kept
from bot.store.keys import Keys
from bot.store.link import Link
from bot.store.store import Store
from knowledge.directory import Directory


async def keep(
    store: Store, directory: Directory, count: int, *, seed: int, until: datetime, days: int
) -> None:
    """As `kept.keep`, into a store that has no request yet.

    Two that end within one hour are one: tests begin at the same time and differ by what they took to begin.
    """
    people = blake2b(repr(sorted(directory.people)).encode(), digest_size=8).hexdigest()
    name = f"history-{directory.version}-{people}-{count}-{seed}-{days}-{until:%Y%m%d%H}"
    link = store.link
    once = Store(Link(link.commands, link.readers, Keys(name)))
    assert not await link.ask("EXISTS", store.keys.numbers), "its requests would get the numbers of others"
    if not await link.ask("EXISTS", once.keys.numbers):
        await kept.keep(once, directory, count, seed=seed, until=until, days=days)
    names = [found.decode().removeprefix(once.keys.prefix) async for found in once.link.names("*")]
    await link.batch([("COPY", once.keys.prefix + key, store.keys.prefix + key) for key in names])
