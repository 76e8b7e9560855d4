"""Plays a state machine: the same days every time, and as many as it takes until all that there is has happened."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.samples import SOAK, sample

MOST_ROUNDS = 8
PARTS = range(sample(1, 10))  # of the long run, a test each: a bad day shows early, and every core plays


def play(
    machine: type[RuleBasedStateMachine],
    examples: int,
    steps: int,
    missing: Callable[[], set[Any]],
    part: int = 0,
) -> None:
    """Rounds of `examples` days, at least two, until nothing is `missing`. Raises what a law that does not hold raises.

    Each `part` plays other days. A bad day is made small in the long run only: that takes longer than a test may.
    """
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=tuple(Phase) if SOAK else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    for day in range(MOST_ROUNDS):
        run_state_machine_as_test(seed(part * MOST_ROUNDS + day)(machine), settings=how)
        if day and not missing():
            return
