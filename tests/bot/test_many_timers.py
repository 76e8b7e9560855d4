"""What many open requests cost the clock: one that fires takes no longer, and none waits, however many there are.

The same desks as `tests.bench.timers` measures; the whole sample has its hundred thousand.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from statistics import median

import pytest_asyncio

from bot.desk import Desk
from tests.bench.company import example_desk, own_redis
from tests.bench.timers import APART, TUESDAY, burst_s, cost_a_timer, opened
from tests.samples import sample

FEW, MANY = 600, sample(3_000, 100_000)
EACH, ROUNDS = 50, 5


@pytest_asyncio.fixture
async def desks() -> AsyncIterator[list[Desk]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(example_desk(stack.enter_context(own_redis()))) for _ in "ab"]


async def test_a_timer_costs_the_same_with_many_open_requests_and_what_falls_due_at_once_waits_for_nothing(
    desks: list[Desk],
) -> None:
    """By the processor's time, which is ours and Redis's alone; by turns, so that whatever else runs meets both."""
    first = [await opened(desk, n, TUESDAY) for desk, n in zip(desks, (FEW, MANY), strict=True)]
    costs: list[list[float]] = [[], []]
    for n in range(1, ROUNDS + 1):
        for cost, desk, since in zip(costs, desks, first, strict=True):
            _, processor_ms = await cost_a_timer(desk, since + n * EACH * APART, at_least=EACH // 2)
            cost.append(processor_ms)
    few, many = map(median, costs)
    assert many <= 1.5 * few, costs
    took, fired = await burst_s(desks[1])
    assert fired >= 1_000
    assert took <= 5.0
