"""What has come from Teams, for `doctor`: of some steps of connecting nothing but what they bring tells that they are done."""

from typing import Literal

from bot.store.store import Store

Sign = Literal["teams-unmentioned", "teams-signed-on", "teams-not-signed-on"]
UNMENTIONED: Sign = "teams-unmentioned"  # a message of a channel or group chat that did not mention us
SIGNED_ON: Sign = "teams-signed-on"  # somebody in the tab
NOT_SIGNED_ON: Sign = "teams-not-signed-on"  # a directory's own token in the tab that was not for us, and why
KEPT_MS = 90 * 24 * 3600 * 1000


class Signs:
    """Raises Unavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: set[tuple[Sign, str]] = set()  # by this process: once is enough

    async def see(self, sign: Sign, about: str = "") -> None:
        if (sign, about) not in self._seen:
            await self._store.chat.keep_ticket(sign, about.encode() or b"1", KEPT_MS)
            self._seen.add((sign, about))

    async def about(self, sign: Sign) -> str | None:
        """None where it was not seen lately."""
        found = await self._store.chat.ticket(sign)
        return None if found is None else found.decode()
