"""The clock of every test: it starts on a Tuesday at ten in Madrid, whatever day it is, and runs on from there."""

from datetime import UTC, datetime, timedelta
from math import ceil

from bot.store.store import Store

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)  # 10:00 in Madrid


async def set_clock(store: Store, at: datetime) -> None:
    """The tenant's clock says `at` now, or at most a millisecond more."""
    moved = await store.clock_offset()
    real = await store.now() - timedelta(milliseconds=moved)
    await store.set_clock_offset(ceil((at - real).total_seconds() * 1000))
