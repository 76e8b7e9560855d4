"""What the desk asks of a platform in order to carry a notice there."""

from typing import Protocol

from bot.delivery.card import Card
from bot.domain.request import Place


class SendFailed(Exception):
    """Sending did not work; the subclass says what may be done."""


class Postponed(SendFailed):
    """Surely not taken; try again after `retry_after_s` seconds (the platform's own word, or a back-off)."""

    def __init__(self, retry_after_s: float = 1.0) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s


class Doubtful(SendFailed):
    """It may have arrived: look it up by its key before sending again."""


class Undeliverable(SendFailed):
    """It will never arrive there: the person is unreachable at this place, or the platform refuses this message.

    `gone`: this very person takes nothing there any more, as far as the platform says; others may.
    """

    def __init__(self, reason: str, *, unreachable: bool, gone: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.unreachable, self.gone = reason, unreachable, gone


class Gateway(Protocol):
    """One platform. Every call is bounded in time; none repeats by itself."""

    platform: str

    async def post(self, place: Place, card: Card, *, key: str, loud: bool) -> str:
        """A new message; the platform's id for it. Raises Postponed, Doubtful or Undeliverable."""

    async def update(self, place: Place, message: str, card: Card, *, key: str) -> None:
        """Changes a message that `post` made. Repeating it is harmless."""

    async def find(self, place: Place, *, key: str) -> str | None:
        """The id of the message that carries `key`, where a platform can tell; raises LookupError where it cannot."""
