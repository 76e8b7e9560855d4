"""Kill -9 at every named crash point. Each run proves that its point was hit; what was acknowledged is there, once."""

from collections.abc import AsyncIterator

import pytest

from bot.store.crashpoints import POINTS
from tests.faults.ordeal import Alone, Crash, Ordeal, Pair
from tests.samples import SOAK, sample

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("kill")]

SEEDS = range(sample(1, 20))
KINDS = ("worker", "redis", "both")
KILLS = [Crash(point, kind) for point in POINTS for kind in KINDS]
# Beside each other, web and worker die one by one; Redis under them is killed at a few points on every day.
OF_A_PAIR = (
    KILLS if SOAK else [kill for kill in KILLS if kill.kind == "worker" or kill.point in ("commit", "send")]
)


class Desks:
    """The desk in both of its shapes, each long-lived: one kill follows the other."""

    pair: Ordeal
    run: Ordeal


@pytest.fixture(scope="module", params=SEEDS)
async def desks(request: pytest.FixtureRequest) -> AsyncIterator[Desks]:
    desks = Desks()
    async with Ordeal(Pair(), request.param) as desks.pair, Ordeal(Alone(), request.param) as desks.run:
        yield desks


@pytest.mark.parametrize("crash", OF_A_PAIR, ids=str)
async def test_web_or_worker_is_killed(desks: Desks, crash: Crash) -> None:
    await desks.pair.killed(crash)


# Run's own kills come here, so that what a killed worker held is free again when the pair is asked for all of it.
@pytest.mark.parametrize("crash", KILLS, ids=str)
async def test_run_is_killed(desks: Desks, crash: Crash) -> None:
    await desks.run.killed(crash)


async def test_after_all_kills_run_has_delivered_everything_once(desks: Desks) -> None:
    await desks.run.settled()


async def test_a_desk_that_acknowledges_before_it_commits_is_found_out() -> None:
    async with Ordeal(Alone("tests.faults.hasty"), 0) as hasty:
        await hasty.killed(Crash("decide", "worker"))
        with pytest.raises(AssertionError, match="acknowledged, but not there once"):
            await hasty.settled()


async def test_after_all_kills_web_and_worker_have_delivered_everything_once(desks: Desks) -> None:
    await desks.pair.settled()
