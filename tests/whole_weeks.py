"""Which weeks are told of something, worked out slowly: the whole ones that are over, joined until there are five."""

from collections.abc import Mapping
from datetime import date, timedelta

FEW = 5
WEEK, DAY = timedelta(days=7), timedelta(days=1)
FIRST = date(1, 1, 1)  # a Monday


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def told_weeks(counts: Mapping[date, int], since: date, until: date, today: date) -> set[date]:
    """`counts`: Monday -> how many were counted of that week, whatever is asked for. The Mondays that are told."""
    told: set[date] = set()
    waiting: list[date] = []
    week = monday(min(counts, default=today)) - 13 * WEEK
    while week + WEEK <= today:
        if (week - FIRST) // WEEK % 13 == 0:
            waiting = []
        waiting.append(week)
        if sum(counts.get(one, 0) for one in waiting) >= FEW:
            if since <= waiting[0] and waiting[-1] + WEEK - DAY <= until:
                told |= set(waiting)
            waiting = []
        week += WEEK
    return told
