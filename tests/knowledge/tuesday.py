"""Tuesday 24 November 2026, ten in the morning in Madrid: when dates in words are heard, unless a test says otherwise."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from knowledge.calendar import Frame, WorkingHours
from knowledge.when import heard, parse_due, promised

MADRID, MEXICO = ZoneInfo("Europe/Madrid"), ZoneInfo("America/Mexico_City")
NOW = datetime(2026, 11, 24, 10, tzinfo=MADRID).astimezone(UTC)
_SPLIT = (Frame(9 * 3600, 14 * 3600), Frame(15 * 3600, 18 * 3600))
HOURS = WorkingHours(week=(*(_SPLIT,) * 4, (Frame(8 * 3600, 15 * 3600),), (), ()), zone="Europe/Madrid")


def at(text: str, zone: ZoneInfo = MADRID) -> datetime:
    """ "11-27 15:00" is that day of 2026, "2027-01-07 18:00" of another year."""
    if text.count("-") == 1:
        text = f"2026-{text}"
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def hear(text: str, language: str, now: datetime = NOW, zone: str = "Europe/Madrid", hours=HOURS):
    return heard(text, now=now, zone=zone, hours=hours, language=language)


def promise(text: str, language: str, now: datetime = NOW, zone: str = "Europe/Madrid", hours=HOURS):
    return parse_due(text, now=now, zone=zone, hours=hours, language=language)


def promised_in(text: str, language: str = "es"):
    """By when whoever writes this will have done it."""
    return promised(text, now=NOW, zone="Europe/Madrid", hours=HOURS, language=language)
