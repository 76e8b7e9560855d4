"""Many lives at once, the same for the same seed."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from bot.domain.request import RequestNumber
from bot.simulation.askers import arrivals
from bot.simulation.habits import live
from bot.simulation.life import Life, Surveys
from knowledge.directory import Directory

DAYS = 120


def simulate(
    directory: Directory, count: int, *, seed: int, first: int, until: datetime, days: int = DAYS
) -> Iterator[Life]:
    """`count` requests asked in the `days` before `until`, numbered from `first` in the order of asking."""
    random = Random(seed)  # noqa: S311 - a simulation must be repeatable
    told = sorted(
        arrivals(directory, random, count, until - timedelta(days=days), until), key=lambda one: one.at
    )
    per_four_weeks = 28 / days
    asked = Counter(one.asker.person for one in told)
    lately = {person: round(count * per_four_weeks) for person, count in asked.items()}
    surveys = Surveys(directory.surveys_per_week, lately)
    for number, arrival in enumerate(told, start=first):
        chances = Random(f"{seed}/{number - first}")  # noqa: S311
        life = Life(directory, arrival.asker, RequestNumber(number), chances, arrival.at, until, surveys)
        live(life, arrival)
        yield life
