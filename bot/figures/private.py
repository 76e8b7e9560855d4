"""How many confidential requests there were, so that no two periods tell of fewer than five between them. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.figures.rights import FEWEST_PRIVATE

PRIVATE = ("received", "resolved", "open")


def private_counts(cells: Mapping[str, int], since: date, until: date, today: date) -> dict[str, int | None]:
    """Of whole months that are over, joined until there are five, anew each year. None: fewer than five.

    What is resolved or open is told only where as many are neither: else the others could be told from the whole.
    """
    months: dict[date, dict[str, int]] = {}
    for cell, count in cells.items():
        day, _, measure = cell.partition("|")
        months.setdefault(date.fromisoformat(day), dict.fromkeys(PRIVATE, 0))[measure] += count
    asked = [
        one for first, last, one in _joined(months) if since <= first and _end(last) <= min(until, today)
    ]
    told = frozenset(PRIVATE).intersection(*map(_told, asked)) if asked else frozenset()
    return {name: sum(one[name] for one in asked) if name in told else None for name in PRIVATE}


def _joined(months: Mapping[date, Mapping[str, int]]) -> list[tuple[date, date, dict[str, int]]]:
    """(first month, last month, counts). Months are joined in order within a year; the last few of one are in none."""
    found: list[tuple[date, date, dict[str, int]]] = []
    first, sums = date.min, dict.fromkeys(PRIVATE, 0)
    for month in sorted(months):
        if first.year != month.year:
            first, sums = month, dict.fromkeys(PRIVATE, 0)
        sums = {name: sums[name] + months[month][name] for name in PRIVATE}
        if sums["received"] >= FEWEST_PRIVATE:
            found.append((first, month, sums))
            first, sums = date.min, dict.fromkeys(PRIVATE, 0)
    return found


def _told(counts: Mapping[str, int]) -> frozenset[str]:
    told = {"received"}
    for name in ("resolved", "open"):
        if counts[name] >= FEWEST_PRIVATE and counts["received"] - counts[name] >= FEWEST_PRIVATE:
            told.add(name)
    rest = counts["received"] - counts["resolved"] - counts["open"]
    if rest and rest < FEWEST_PRIVATE:
        told.discard("open")
    return frozenset(told)


def _end(month: date) -> date:
    """The last day of the month."""
    return following(month) - timedelta(days=1)


def following(month: date) -> date:
    """The first day of the month after the one that begins on `month`."""
    return (month + timedelta(days=31)).replace(day=1)
