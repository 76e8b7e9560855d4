"""What a new time is beside the one promised before: a slip put right, or the promise renewed, which says why."""

from datetime import datetime, timedelta
from typing import TypeGuard

from bot.domain.request import Delay, Promise
from knowledge.directory import PersonId

CORRECT_FOR = timedelta(minutes=5)


def corrects(
    promise: Promise | None, by: PersonId, now: datetime, because: Delay | None = None
) -> TypeGuard[Promise]:
    """Whoever has just promised may have been misread; once it was called to mind, a new time is a renewal.

    So is one that comes with a reason, however soon.
    """
    if promise is None or promise.reminded or promise.lapsed or because is not None:
        return False
    return promise.by == by and now - promise.made_at <= CORRECT_FOR
