"""A platform that never touches the network and is as strict as a real one: it remembers every call, keeps what
people see, refuses what a platform would refuse, and can be told to fail in each way a platform fails.
"""

import asyncio
from collections import defaultdict, deque
from typing import Literal

from msgspec import Struct

from bot.delivery.card import Card
from bot.delivery.gateway import Doubtful, Postponed, Undeliverable
from bot.domain.request import Place

LONGEST_TEXT = 40_000
MOST_BLOCKS = 50


class Killed(BaseException):
    """The process dies here: nothing of ours may catch it and tidy up."""


class Call(Struct, frozen=True, kw_only=True):
    act: Literal["post", "update", "find"]
    place: Place
    key: str
    card: Card | None = None
    loud: bool = False
    message: str = ""


class Shown(Struct, kw_only=True):
    """A message as people see it now."""

    id: str
    key: str
    place: Place
    card: Card
    loud: bool
    changes: int = 0


class Fault(Struct, frozen=True):
    """What the next call meets: `applied` says whether the platform did it before it failed."""

    error: BaseException
    applied: bool = False


def postpone(retry_after_s: float = 1.0) -> Fault:
    return Fault(Postponed(retry_after_s))


def doubtful(*, applied: bool) -> Fault:
    return Fault(Doubtful(), applied)


def undeliverable(reason: str = "channel_not_found", *, unreachable: bool = True) -> Fault:
    return Fault(Undeliverable(reason, unreachable=unreachable))


def killed(*, applied: bool) -> Fault:
    return Fault(Killed(), applied)


def bug(*, applied: bool = False) -> Fault:
    return Fault(RuntimeError("a fault of ours in the gateway"), applied)


class FakeGateway:
    """`finds`: it can look a key up. `once`: the same key makes one message (the web desk's promise)."""

    def __init__(self, platform: str = "fake", *, finds: bool = True, once: bool = False) -> None:
        self.platform = platform
        self.finds, self.once = finds, once
        self.calls: list[Call] = []
        self.messages: dict[tuple[str, str], Shown] = {}  # (place, id), in order of posting
        self.violations: list[str] = []
        self.called = asyncio.Event()  # set by the first call
        self.gates: dict[str, asyncio.Event] = {}  # conversation -> its calls wait until this is set
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._always: dict[str, Fault] = {}
        self._inside: set[str] = set()
        self._ids = 0

    # What a test tells it

    def fails(self, conversation: str, *faults: Fault) -> None:
        """The next calls in this conversation meet these, one each; later ones go well."""
        self._faults[conversation].extend(faults)

    def always_fails(self, conversation: str, fault: Fault | None) -> None:
        if fault is None:
            self._always.pop(conversation, None)
        else:
            self._always[conversation] = fault

    def shut(self, conversation: str) -> asyncio.Event:
        """Calls in this conversation hang until the event is set: a slow platform without a clock."""
        return self.gates.setdefault(conversation, asyncio.Event())

    # What a test asks it

    def seen(self, conversation: str) -> list[Shown]:
        """The messages of a conversation in the order in which they first appeared."""
        return [shown for shown in self.messages.values() if shown.place.conversation == conversation]

    def texts(self, conversation: str) -> list[str]:
        return [shown.card.text for shown in self.seen(conversation)]

    def loud(self, conversation: str) -> list[Shown]:
        return [shown for shown in self.seen(conversation) if shown.loud]

    def posts(self, conversation: str | None = None) -> list[Call]:
        return [
            call
            for call in self.calls
            if call.act == "post" and conversation in (None, call.place.conversation)
        ]

    def copies(self) -> dict[str, int]:
        """Notice key -> how often it was posted, where that is more than once."""
        found: dict[str, int] = defaultdict(int)
        for shown in self.messages.values():
            found[shown.key] += 1
        return {key: times for key, times in found.items() if times > 1}

    # The gateway's port

    async def post(self, place: Place, card: Card, *, key: str, loud: bool) -> str:
        call = Call(act="post", place=place, key=key, card=card, loud=loud)
        fault = await self._entered(call)
        if fault is not None and not fault.applied:
            raise fault.error
        message = self._posted(call)
        if fault is not None:
            raise fault.error
        return message

    async def update(self, place: Place, message: str, card: Card, *, key: str) -> None:
        call = Call(act="update", place=place, key=key, card=card, message=message)
        fault = await self._entered(call)
        if fault is not None and not fault.applied:
            raise fault.error
        shown = self.messages.get((str(place), message))
        if shown is None:
            raise Undeliverable("message_not_found", unreachable=False)
        if card.version < shown.card.version:
            self.violations.append(f"{key}: the card went back from {shown.card.version} to {card.version}")
        shown.card, shown.changes = card, shown.changes + 1
        if fault is not None:
            raise fault.error

    async def find(self, place: Place, *, key: str) -> str | None:
        self.calls.append(Call(act="find", place=place, key=key))
        if not self.finds:
            raise LookupError(self.platform)
        return self._held(place, key)

    async def _entered(self, call: Call) -> Fault | None:
        """Remembers and checks a call; the fault that it meets."""
        self.calls.append(call)
        self.called.set()
        self._check(call)
        conversation = call.place.conversation
        if conversation in self._inside:
            self.violations.append(f"{call.key}: two calls at once in {conversation}")
        self._inside.add(conversation)
        try:
            if (gate := self.gates.get(conversation)) is not None:
                await gate.wait()
        finally:
            self._inside.discard(conversation)
        waiting = self._faults[conversation]
        return waiting.popleft() if waiting else self._always.get(conversation)

    def _check(self, call: Call) -> None:
        card = call.card
        assert card is not None
        if call.place.platform != self.platform:
            self.violations.append(f"{call.key}: sent through {self.platform} to {call.place}")
        if not card.text.strip():
            self.violations.append(f"{call.key}: a message without text")
        if len(card.text) > LONGEST_TEXT or len(card.blocks) > MOST_BLOCKS:
            self.violations.append(f"{call.key}: larger than a platform takes")
        if not call.key:
            self.violations.append("a message without a key")

    def _posted(self, call: Call) -> str:
        if self.once and (held := self._held(call.place, call.key)) is not None:
            return held
        assert call.card is not None
        self._ids += 1
        message = f"m{self._ids}"
        self.messages[str(call.place), message] = Shown(
            id=message, key=call.key, place=call.place, card=call.card, loud=call.loud
        )
        return message

    def _held(self, place: Place, key: str) -> str | None:
        return next(
            (s.id for s in self.messages.values() if s.key == key and str(s.place) == str(place)), None
        )
