"""How many messages a second the bot itself starts on one platform, so that Monday's catch-up floods nobody.

Of one process. What a person says or does, danger, and what is urgent never wait for it.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.delivery.manners import Scene, presses
from bot.delivery.relevance import MOVED_ON, bot_started
from bot.domain.events import OwnerAssigned

A_SECOND = 50
AT_ONCE = 50  # before anybody has to wait: an ordinary morning never does


class Pace:
    def __init__(
        self, a_second: float = A_SECOND, at_once: int = AT_ONCE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`clock`: seconds, of this process."""
        self._apart_s = 1 / a_second
        self._spare_s = at_once * self._apart_s
        self._clock = clock
        self._next: dict[str, float] = {}  # platform -> when its next place is free
        self._places: dict[str, float] = {}  # lane -> its place, until it has come back for it

    def waits_until(self, scene: Scene, platform: str, lane: str) -> datetime | None:
        """None where this may be sent now. Else until when: that place among all that is sent is then the lane's."""
        told = scene.pending.told
        asked_just_now = isinstance(scene.event, OwnerAssigned) and scene.event.cause not in MOVED_ON
        if scene.page or presses(scene) or asked_just_now or not bot_started(told, scene.event):
            return None
        wait_s = self.wait_s(platform, lane)
        return scene.now + timedelta(seconds=wait_s) if wait_s else None

    def wait_s(self, platform: str, lane: str) -> float:
        """0 where the lane may send now. Else in how many seconds: until then that place is the lane's own."""
        now = self._clock()
        place = self._places.pop(lane, None)
        if place is None:
            place = max(self._next.get(platform, 0.0), now - self._spare_s + self._apart_s)
            self._next[platform] = place + self._apart_s
        if place <= now:
            return 0.0
        self._places[lane] = place
        return place - now
