"""How often one thread may be written to: Teams' own limits, kept on our side so that nothing is refused."""

import time
from collections import deque
from collections.abc import Callable

from bot.newest import Newest
from handlers.teams.limits import PER_THREAD

REMEMBERED = 5_000  # threads; one that was not written to for an hour is forgotten first


class Throttle:
    def __init__(
        self,
        limits: tuple[tuple[int, float], ...] = PER_THREAD,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock`: seconds, of this process."""
        self._limits = limits
        self._longest = max(seconds for _, seconds in limits)
        self._clock = clock
        self._sent: Newest[str, deque[float]] = Newest(REMEMBERED)

    def wait_s(self, thread: str) -> float:
        """0 where a message may leave now; it is counted then. Else in how many seconds to ask again."""
        now = self._clock()
        self._sent[thread] = sent = self._sent.get(thread, deque())
        while sent and now - sent[0] >= self._longest:
            sent.popleft()
        wait = max((self._full_for(sent, now, count, seconds) for count, seconds in self._limits), default=0)
        if wait <= 0:
            sent.append(now)
        return max(wait, 0.0)

    @staticmethod
    def _full_for(sent: deque[float], now: float, count: int, seconds: float) -> float:
        if len(sent) < count:
            return 0.0
        return sent[-count] + seconds - now
