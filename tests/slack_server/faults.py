"""What a call to the tests' Slack can be told to meet."""

from collections import defaultdict, deque
from typing import Literal

from msgspec import Struct

Kind = Literal["ratelimited", "error", "server_error", "reset_before", "reset_after", "slow"]


class Fault(Struct, frozen=True, kw_only=True):
    kind: Kind
    code: str = ""  # error: Slack's own word
    status: int = 500
    retry_after_s: int = 1
    applied: bool = False  # server_error: whether the call took effect
    channel: str = ""  # only calls about this conversation; "" = any
    latency_s: float = 0.0


def ratelimited(seconds: int = 1, channel: str = "") -> Fault:
    return Fault(kind="ratelimited", retry_after_s=seconds, channel=channel)


def error(code: str, channel: str = "") -> Fault:
    return Fault(kind="error", code=code, channel=channel)


def server_error(status: int = 500, *, applied: bool) -> Fault:
    return Fault(kind="server_error", status=status, applied=applied)


def reset(*, applied: bool) -> Fault:
    """The connection breaks before or after the call took effect."""
    return Fault(kind="reset_after" if applied else "reset_before")


def slow(seconds: float) -> Fault:
    """Answered, but late."""
    return Fault(kind="slow", latency_s=seconds)


class Switches:
    def __init__(self) -> None:
        self._next: dict[str, deque[Fault]] = defaultdict(deque)
        self._always: dict[str, Fault] = {}

    def next(self, method: str, *faults: Fault) -> None:
        """The next calls of this method meet these, one each."""
        self._next[method].extend(faults)

    def always(self, method: str, fault: Fault | None) -> None:
        if fault is None:
            self._always.pop(method, None)
        else:
            self._always[method] = fault

    def meets(self, method: str, channel: str) -> Fault | None:
        waiting = self._next[method]
        for index, fault in enumerate(waiting):
            if fault.channel in ("", channel):
                del waiting[index]
                return fault
        always = self._always.get(method)
        return always if always is not None and always.channel in ("", channel) else None
