"""A language's names of days, months and numbers, and what rules of any language make of a date written with them."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from knowledge.dates.said import (
    Part,
    Rule,
    Said,
    coming_date,
    coming_month,
    next_month,
    numeric_date,
    one_day,
)

APART = r"(?: |(?<=\d))"  # between a number and what it counts: "3h", but no "tresh"


def rule(pattern: str, build: Callable[[re.Match[str], date], Said | None]) -> Rule:
    """`pattern` must end where a word does."""
    return re.compile(rf"{pattern}\b(?!-)"), build


def any_of(words: Iterable[str]) -> str:
    """Longest first, so that "cuarenta y cinco" is not read as "cuarenta"."""
    return "|".join(sorted(words, key=len, reverse=True))


def part(part: Part) -> Callable[[re.Match[str], date], Said]:
    return lambda match, today: Said(part=part)


def slashed(match: re.Match[str], today: date) -> Said | None:
    return one_day(numeric_date(today, int(match["first"]), int(match["second"]), _year(match)))


def iso(match: re.Match[str], today: date) -> Said | None:
    return one_day(coming_date(today, int(match["day"]), int(match["month"]), _year(match)))


def by_middle(today: date, last: int, month: int | None, *, next_one: bool) -> Said | None:
    """Until day `last` of a month: of the one named, of the next, or of the one that has not had that day yet."""
    if month is not None:
        return one_day(coming_month(today, month)[0].replace(day=last))
    first = next_month(today) if next_one or today.day > last else today.replace(day=1)
    return one_day(first.replace(day=last))


class Lexicon(Struct, frozen=True, kw_only=True):
    weekdays: Mapping[str, int]  # Monday is 0
    months: Mapping[str, int]
    numbers: Mapping[str, int]

    def number(self, word: str) -> int:
        return int(word) if word.isdigit() else self.numbers[word]

    def month(self, word: str | None) -> int | None:
        return self.months[word] if word else None

    def dated(self, match: re.Match[str], today: date) -> Said | None:
        day = self.number(match["day"])
        return one_day(coming_date(today, day, self.months[match["month"]], _year(match)))

    def wait(self, match: re.Match[str], today: date) -> Said | None:
        """Minutes and hours are counted from now; whole days end when a day does."""
        count, unit = self.number(match["count"]), match["unit"]
        if unit.startswith("min"):
            return Said(wait=timedelta(minutes=count))
        if unit.startswith("h"):
            return Said(wait=timedelta(hours=count + (0.5 if match["half"] else 0)))
        if unit.startswith(("day", "dia")):
            return Said(wait_working_days=count) if match["working"] else Said(wait_days=count)
        if unit.startswith(("week", "semana")):
            return Said(wait_days=7 * count)
        return Said(wait_days=30 * count)


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None
