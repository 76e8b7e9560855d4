"""The example company with a simulated history, told once a test process."""

from datetime import UTC, datetime
from functools import lru_cache

from bot.settings import EXAMPLE_COMPANY
from bot.simulation.life import Life
from bot.simulation.simulate import simulate
from knowledge.directory import Directory
from knowledge.loader import build, read_folder
from tests.samples import sample

END = datetime(2026, 11, 23, 12, tzinfo=UTC)
COUNT = sample(600, 10_000)


@lru_cache
def directory() -> Directory:
    return build(read_folder(EXAMPLE_COMPANY))


@lru_cache
def lives() -> tuple[Life, ...]:
    return tuple(simulate(directory(), COUNT, seed=6, first=1001, until=END))
