"""Instants as they are stored and compared: whole milliseconds since 1970-01-01, UTC."""

from datetime import UTC, datetime


def unix_ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def instant_of(ms: float) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
