"""Words go when their time has come: 180 days after a request closed, confidential ones after 90, or as a department
says. What happened, when, and who answered for it stays.
"""

import asyncio
from datetime import datetime
from time import monotonic

import structlog

from bot.store.link import Unavailable
from bot.store.store import Store

EVERY_S = 3600.0
COMPACTS_EVERY_S = 24 * 3600.0  # the append-only file is written anew for it, which is work for the server
AT_ONCE = 200

log = structlog.get_logger()


async def erase_due(store: Store, now: datetime) -> int:
    """Erases the words of every request whose time has come; of how many. Raises Unavailable: ask again later.

    They are gone from Redis's memory then, and from its file when `store.eraser.compact` is done.
    """
    erased = 0
    while some := await store.eraser.erase_due(now, AT_ONCE):
        erased += some
    return erased


async def keep_no_longer(store: Store) -> None:
    """Does so every hour, for ever. Several processes may: what one has erased the other does not find."""
    waiting, compacted_at = 0, float("-inf")
    while True:
        try:
            if erased := await erase_due(store, await store.now()):
                log.info("retention.erased", requests=erased)
            waiting += erased
            if waiting and monotonic() - compacted_at > COMPACTS_EVERY_S:
                await store.eraser.compact()
                waiting, compacted_at = 0, monotonic()
        except (Unavailable, TimeoutError):
            log.warning("retention.put_off")
        except Exception:
            log.exception("retention.failed")
        await asyncio.sleep(EVERY_S)
