"""Plays a state machine: the same days every time, and as many as it takes until all that there is has happened."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.samples import SOAK

MOST_ROUNDS = 8


def play(
    machine: type[RuleBasedStateMachine], examples: int, steps: int, missing: Callable[[], set[Any]]
) -> None:
    """Rounds of `examples` days, at least two, until nothing is `missing`. Raises what a law that does not hold raises.

    A bad day is made small in the long run only: that takes longer than a test may.
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
        run_state_machine_as_test(seed(day)(machine), settings=how)
        if day and not missing():
            return
