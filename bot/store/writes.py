"""What the desk reads before it decides and writes when it has decided, as plain data."""

from datetime import datetime

from msgspec import Struct


class Write(Struct, kw_only=True, frozen=True):
    """All that one commit writes. Without events it is a refusal: only the seen-key is written."""

    number: int  # 0 for a command about no request
    expected: int  # the version it was decided on; 0 = a new request
    command: str  # the command's id
    answer: bytes  # the first answer, given again whenever the command comes again
    state: bytes = b""
    events: tuple[bytes, ...] = ()
    words: tuple[tuple[str, str, bytes], ...] = ()  # person, words id, value
    forget_words: tuple[tuple[str, str], ...] = ()  # person, words id
    timers: tuple[tuple[str, int], ...] = ()  # name, due (Unix ms); sets it anew where it exists
    timers_done: tuple[str, ...] = ()  # cancelled
    timers_fired: tuple[tuple[str, int], ...] = ()  # name, due it fired for; stays when set anew meanwhile
    index_add: tuple[tuple[str, str, float], ...] = ()  # index, member, score
    index_remove: tuple[tuple[str, str], ...] = ()  # index, member
    tallies: tuple[tuple[str, str, int], ...] = ()  # tally, cell, delta
    claims: tuple[tuple[str, str, int], ...] = ()  # claim, value, ms to live or 0: for ever
    claims_drop: tuple[str, ...] = ()
    wake: bool = True


class Loaded(Struct, frozen=True):
    """One request and what guards it, as of one moment."""

    version: int  # the length of the history; 0 = no such request
    state: bytes | None
    seen: bytes | None  # the first answer, when the command was here before
    claims: dict[str, str]  # of those asked for, the ones held: claim -> value
    now: datetime  # Redis's clock, moved by the offset; aware, UTC
    absent: dict[str, datetime] = {}  # who is away now, until when
    planned: dict[str, tuple[tuple[datetime, datetime], ...]] = {}  # who will be, from when until when
    profile: dict[str, str] = {}  # of who speaks, where that was asked
    indexed: tuple[tuple[str, ...], ...] = ()  # per index asked for: its members, greatest score first


class Done(Struct, frozen=True):
    version: int


class Seen(Struct, frozen=True):
    answer: bytes


class Claimed(Struct, frozen=True):
    claim: str
    by: str


class Conflict(Struct, frozen=True):
    version: int


Outcome = Done | Seen | Claimed | Conflict


class Timings(Struct, kw_only=True, frozen=True):
    """How long things are kept or held, in ms. The defaults are the product's; tests shorten them."""

    seen_ms: int = 48 * 3600 * 1000  # a platform may deliver again for 25 h
    lease_ms: int = 30_000
    renew_ms: int = 10_000
    reclaim_ms: int = 45_000  # longer than the lease, or a wake-up is acknowledged while nobody works
    lane_lease_ms: int = 30_000
    held_ms: int = 7 * 24 * 3600 * 1000  # words of which nobody has said to whom they go
    feed_entries: int = 500
    bell_entries: int = 10_000
