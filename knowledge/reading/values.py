"""Written values → what they mean. Each raises ValueError with a full sentence that says what to write instead."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import available_timezones

import holidays

from knowledge.calendar import Frame, HolidayPlace, is_zone
from knowledge.reading.faults import did_you_mean, shown

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_S = 24 * 60 * 60
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_EMAIL = re.compile(r"[^@\s<>,;]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
RUNGS = ("owner", "backup", "lead")
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_DURATION = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,4})m)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def slug(text: str) -> str:
    if len(text) > 60 or not _SLUG.fullmatch(text):
        raise ValueError(f"{shown(text)} is not an id. Use a-z, 0-9 and hyphens, 60 at most.")
    return text


def language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(f"{shown(text)} is not a language. Write its code, such as es or en.")
    return text


def email(text: str) -> str:
    folded = text.casefold()
    if len(folded) > 254 or not _EMAIL.fullmatch(folded):
        raise ValueError(f"{shown(text)} is not an e-mail address. Write it like ana@company.example.")
    return folded


def rung(text: str) -> str:
    """A step of a ladder: one of RUNGS, or a person's address."""
    if text.casefold() in RUNGS:
        return text.casefold()
    if "@" not in text:
        raise ValueError(f"{shown(text)} is no step of a ladder. Write owner, backup, lead or an address.")
    return email(text)


def domain(text: str) -> str:
    folded = text.casefold()
    if not _DOMAIN.fullmatch(folded):
        raise ValueError(f"{shown(text)} is not a mail domain. Write what stands behind the @.")
    return folded


def duration(text: str) -> timedelta:
    found = _DURATION.fullmatch(text)
    hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0)
    if not hours and not minutes:
        raise ValueError(f"{shown(text)} is not a duration. Write it like 15m, 4h or 8h30m.")
    return timedelta(hours=hours, minutes=minutes)


def day(text: str) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:  # the 30th of February
        pass
    raise ValueError(f"{shown(text)} is not a date. Write it like 2026-12-24.")


def flag(text: str) -> bool:
    wanted = {"true": True, "yes": True, "false": False, "no": False}.get(text.casefold())
    if wanted is None:
        raise ValueError(f"{shown(text)} is neither true nor false. Write one of them.")
    return wanted


def days_kept(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) == 0:
        raise ValueError(f"{shown(text)} is not a number of days. Write one from 1 to 9999.")
    return int(text)


def times(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise ValueError(f"{shown(text)} is not a number of times. Write one from 0 to 99.")
    return int(text)


def week_days(text: str) -> range:
    """`mon` or `mon-thu` → weekdays, Monday is 0."""
    first, _, last = text.casefold().replace(" ", "").partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        raise ValueError(f"{shown(text)} is no day of the week. Write it like mon or mon-fri.")
    start, end = DAYS.index(first), DAYS.index(last or first)
    if end < start:
        raise ValueError(f"{shown(text)} runs backwards. Begin with the earlier day, Monday is the first.")
    return range(start, end + 1)


def frame(text: str) -> Frame:
    """`09:00-14:00` → seconds since midnight; the end may be 24:00."""
    start, _, end = text.replace(" ", "").replace("–", "-").partition("-")
    start_s, end_s = _clock_s(start), _clock_s(end)
    if start_s is None or end_s is None:
        raise ValueError(f"{shown(text)} is not a stretch of hours. Write it like 09:00-14:00.")
    if end_s <= start_s:
        raise ValueError(
            f"{shown(text)} ends before it begins. Put the earlier time first, 24:00 is midnight."
        )
    return Frame(start_s, end_s)


def _clock_s(text: str) -> int | None:
    found = _CLOCK.fullmatch(text)
    if not found:
        return None
    hours, minutes = int(found[1]), int(found[2])
    second = hours * 3600 + minutes * 60
    return second if minutes < 60 and second <= _DAY_S else None


def first_overlap(frames: Iterable[Frame]) -> tuple[Frame, Frame] | None:
    ordered = sorted(frames)
    pairs = pairwise(ordered)
    return next(((one, two) for one, two in pairs if two.start_s < one.end_s), None)


def frame_text(hours: Frame) -> str:
    return "-".join(
        f"{second // 3600:02}:{second % 3600 // 60:02}" for second in (hours.start_s, hours.end_s)
    )


@lru_cache(maxsize=64)
def zone(text: str) -> str:
    if not is_zone(text):
        hint = did_you_mean(text, available_timezones(), "Write an IANA name like Europe/Madrid.")
        raise ValueError(f"{shown(text)} is not a time zone. {hint}")
    return text


@lru_cache(maxsize=64)
def holiday_place(country: str, region: str) -> HolidayPlace:
    """Raises ValueError, also where the holidays library knows the country but not the region."""
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise ValueError(
            f"{shown(country)} is not a country. Write its two capital letters, such as ES or MX."
        )
    try:
        known = holidays.country_holidays(country).subdivisions
    except NotImplementedError:
        raise ValueError(
            f"{shown(country)} is not a country whose holidays are known. Use its ISO code."
        ) from None
    if region and region not in known:
        few = ", ".join(sorted(known)[:40])
        raise ValueError(
            f"{shown(region)} is not a region of {country}. "
            + (f"Write one of: {few}." if few else "Leave region out, its holidays are the whole country's.")
        )
    return HolidayPlace(country, region)
