"""One thing that was asked before, and what all of them were read from."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

MOST = 50_000  # tickets


class Ticket(Struct, frozen=True):
    text: str
    email: str = ""  # of who wrote it, where that is known


class Past(NamedTuple):
    tickets: Sequence[Ticket]
    told: str  # a sentence on what was read


class Unreadable(Exception):
    """One sentence on what the file should have been."""
