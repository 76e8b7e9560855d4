"""Absences from a calendar (.ics) that somebody sends: shown back first, noted by a tap. Dates, never reasons.

The file is read once and kept nowhere; the button on what is shown back carries the dates alone.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from bot.acts import Unclear
from bot.domain.commands import Attached
from knowledge.calendar import WorkingHours
from knowledge.calendar_file import LARGEST_BYTES, MOST, Span, spans_in
from knowledge.caution.signals import plain

_MINUTE = timedelta(minutes=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PACKED = re.compile(r"(?P<since>\d{1,9})\+(?P<lasts>\d{1,6})", re.ASCII)
_SAYS_SO = re.compile(
    r"(?:(?:estas?|estos|aqui) (?:son|estan|van|tienes|teneis|va)? ?)?(?:mis? |tus? |the |my |these are my |here are my |here is my )?"
    r"(?:ausencias?|vacaciones|calendario|dias libres|absences?|holidays?|vacations?|leave|calendar|days off|away|fuera)"
)


def is_absences(text: str, files: Sequence[Attached]) -> bool:
    """Whether somebody sends the calendar of their absences: one file, and no words but such as say that.

    `text` is what they wrote themselves. With any other words it is a request that has a file.
    """
    if len(files) != 1 or not is_calendar(files[0]):
        return False
    said = plain(text).strip(" .:!")
    return not said or _SAYS_SO.fullmatch(said) is not None


def is_calendar(file: Attached) -> bool:
    kind = file.kind.partition(";")[0].strip().casefold()
    return kind == "text/calendar" or file.name.casefold().endswith(".ics")


async def absences_in(pieces: AsyncIterator[bytes], hours: WorkingHours, now: datetime) -> tuple[Span, ...]:
    """Those that are not over. Raises NotACalendar, and whatever reading raises."""
    data = bytearray()
    async for piece in pieces:
        data += piece
        if len(data) > LARGEST_BYTES:
            break  # one byte too many is enough to be refused
    # In a thread: a large calendar takes longer than an event loop may be held.
    return await asyncio.to_thread(spans_in, bytes(data), hours, now)


def packed(spans: Iterable[Span]) -> str:
    """As a button carries them: minutes since 1970, and how many minutes each lasts."""
    return ",".join(f"{(s.since - _EPOCH) // _MINUTE}+{-((s.since - s.until) // _MINUTE)}" for s in spans)


def unpacked(text: str) -> tuple[Span, ...]:
    """Raises Unclear for what no button of ours carries."""
    parts = text.split(",")
    found = [match for part in parts if (match := _PACKED.fullmatch(part)) is not None]
    if len(found) != len(parts) or len(found) > MOST:
        raise Unclear("calendar-unread", "spans")
    begins = [(_EPOCH + int(match["since"]) * _MINUTE, int(match["lasts"]) * _MINUTE) for match in found]
    return tuple(Span(since, since + lasts) for since, lasts in begins)
