"""Whom nothing reaches any more owns nothing: what they have goes to the next in the chain, at once (law 1)."""

from collections.abc import Awaitable, Callable

from bot.domain.commands import DESK, AnyCommand, NotReached
from bot.domain.request import RequestNumber
from bot.store.store import Store
from knowledge.directory import PersonId

Handle = Callable[[AnyCommand], Awaitable[object]]


async def pass_on(store: Store, handle: Handle, person: PersonId, key: str) -> None:
    """All that they own. `key`: the same whenever the same news comes again.

    Each requester reads whom nothing reached and who has it now; whoever that is gets it as any other. Raises
    Unavailable: it goes on where it is done again.
    """
    for number, _ in await store.index(f"owner:{person}"):
        command = NotReached(id=f"{key}:{number}", by=DESK, number=RequestNumber(int(number)), person=person)
        await handle(command)
