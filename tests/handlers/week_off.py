"""A calendar as somebody exports it: a week off, a fortnight from now, and why."""

from datetime import datetime, timedelta

WHY = "Operación de rodilla"


def week_off(now: datetime) -> bytes:
    begins = _begins(now)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Faro//ES",
        "BEGIN:VEVENT",
        "UID:1@faro.example",
        f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{begins:%Y%m%d}",
        f"DTEND;VALUE=DATE:{begins + timedelta(days=5):%Y%m%d}",
        f"SUMMARY:{WHY}",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(lines).encode()


def in_that_week(now: datetime) -> timedelta:
    """How far ahead its second noon lies."""
    return _begins(now) + timedelta(days=1, hours=12) - now


def _begins(now: datetime) -> datetime:
    monday = now - timedelta(days=now.weekday())
    return monday.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=14)
