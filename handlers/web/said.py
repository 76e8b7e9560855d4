"""Times as the desk's narrow columns say them, in the reader's zone and language."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time

from handlers.web.views import Translate

_LOCALES = {"en": "en_GB"}  # the desk counts 24 hours in every language


def locale_of(language: str) -> str:
    return _LOCALES.get(language, language)


def time_of_day(at: datetime, zone: str, language: str) -> str:
    return format_time(at.astimezone(ZoneInfo(zone)), "HH:mm", locale=locale_of(language))


def clock(at: datetime, zone: str, language: str) -> str:
    """The bar's clock: "lun, 23 nov, 10:42"."""
    return format_datetime(at.astimezone(ZoneInfo(zone)), "EEE, d MMM, HH:mm", locale=locale_of(language))


def moment(
    at: datetime, now: datetime, zone: str, language: str, t: Translate, *, day_only: bool = False
) -> str:
    """ "hoy, 14:00", "vie 27, 12:00", "9 dic, 10:00": the nearer, the plainer."""
    there, here = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    days = (there.date() - here.date()).days
    named = {-1: "desk-yesterday", 0: "desk-today", 1: "desk-tomorrow"}.get(days)
    if named:
        day = t(named)
    else:
        form = "EEE d" if abs(days) < 7 else "d MMM" if abs(days) < 300 else "d MMM y"
        day = format_date(there, form, locale=locale_of(language))
    return day if day_only else f"{day}, {time_of_day(at, zone, language)}"


def span(length: timedelta) -> str:
    """ "40 min", "5 h", "3 d": the symbols are the same in every language that we speak."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"
