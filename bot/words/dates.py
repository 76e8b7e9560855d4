"""Dates and times as a person says them, in the reader's language and time zone.

`on` is a point in time ("mañana a las 9:00"), `by` a limit ("mañana antes de las 9:00"), `wish` what somebody needs
("antes de que acabe el viernes 27 de noviembre"). Today and tomorrow are the reader's own.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from msgspec import Struct

from bot.words.catalogue import Words


class Clock(Struct, frozen=True):
    """Whose today it is."""

    words: Words
    zone: str
    now: datetime

    def on(self, at: datetime) -> str:
        return self._said("on", at)

    def by(self, at: datetime) -> str:
        return self._said("by", at)

    def by_briefly(self, at: datetime) -> str:
        """For a button, which a phone cuts off: day and month by their short names, and no year."""
        return self._said("by-briefly", at)

    def until(self, at: datetime) -> str:
        return self._said("until", at)

    def since(self, at: datetime) -> str:
        """A midnight is the beginning of a day, and needs no hour."""
        here = self._here(at)
        if (here.hour, here.minute) == (0, 0):
            return self._said("since-day", at)
        return self._said("since", at)

    def wish(self, at: datetime, *, day_only: bool) -> str:
        """With `day_only` nobody named an hour: an instant in the morning is a day's beginning, a later one its end."""
        if not day_only:
            return self.by(at)
        return self._said("before-day" if self._here(at).hour < 12 else "by-day", at)

    def day(self, at: datetime) -> str:
        return self._said("day", at)

    def time(self, at: datetime) -> str:
        return time_said(self.words, self._here(at))

    def _here(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def _said(self, form: str, at: datetime) -> str:
        minute = self._here(at).replace(second=0, microsecond=0, tzinfo=None)
        return _said(self.words, form, minute, self._here(self.now).date())


def time_said(words: Words, here: datetime) -> str:
    """`here`: on the reader's clock."""
    # CLDR puts a narrow no-break space before AM and PM; inside a sentence every space becomes a plain one.
    return format_time(here, words("time-pattern"), locale=words.locale).replace("\u202f", " ")


@lru_cache(maxsize=5_000)  # every card of a request says the same few moments again
def _said(words: Words, form: str, here: datetime, today: date) -> str:
    """`here`: to the minute, on the reader's clock, without a zone: two zones' clocks may show the same instant."""
    named = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((here.date() - today).days, "date")
    facts: dict[str, object] = {}
    if named == "date":
        pattern = "date-pattern" if here.year == today.year else "date-pattern-year"
        pattern = words("date-pattern-brief" if form == "by-briefly" else pattern)
        facts["date"] = format_date(here, pattern, locale=words.locale)
    if form in ("on", "by", "by-briefly", "until", "since"):
        hour = here.hour if "H" in words("time-pattern") else (here.hour - 1) % 12 + 1
        facts |= {"time": time_said(words, here), "hour": hour}
    return words(f"{form}-{named}", **facts)


def span(words: Words, length: timedelta) -> str:
    """About how long, in its largest unit: "3 días"; never less than a minute."""
    minutes = max(round(abs(length.total_seconds()) / 60), 1)
    for unit, size in (("days", 1440), ("hours", 60)):
        if minutes >= 2 * size:
            return words(f"span-{unit}", count=round(minutes / size))
    return words("span-minutes", count=minutes)
