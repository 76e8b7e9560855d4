"""What redis-py hands out differs by protocol and version; here it gets one shape."""

from collections.abc import Sequence
from typing import Any


def stream_entries(found: Any) -> Sequence[Any]:
    """The entries of the one stream asked for, in whichever of the two protocols' shapes they came."""
    if not found:
        return []
    streams = found.values() if isinstance(found, dict) else [pair[1] for pair in found]
    entries = next(iter(streams))
    # RESP3 through redis-py wraps the entries once more.
    if entries and isinstance(entries[0], list) and entries[0] and isinstance(entries[0][0], (list, tuple)):
        entries = entries[0]
    return [entry for entry in entries if entry[1]]


def fields_of(fields: Any) -> dict[bytes, bytes]:
    if isinstance(fields, dict):
        return fields
    return dict(zip(fields[::2], fields[1::2], strict=True))


def scored(found: Any) -> list[tuple[str, float]]:
    """Members with scores, in whichever of the two protocols' shapes they came."""
    if found and not isinstance(found[0], (list, tuple)):
        found = list(zip(found[::2], found[1::2], strict=True))
    return [(member.decode(), float(score)) for member, score in found]


def texts_of(fields: Any) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in fields_of(fields).items()}
