"""Each rule of "wake" is needed, and together they lose nothing: tried on a model, thousands of lives."""

import pytest

from tests.bot.store.wakeup_model import FINE, Outcome, Rules, Weather, play
from tests.samples import sample

SEEDS = sample(2_000, 20_000)
BAD = Weather(stops=0.4, slow=0.5, rush=0.2)
RUSH = Weather(crashes=0, stops=0, slow=0, rush=1)


@pytest.mark.parametrize("weather", [Weather(), BAD], ids=["usual", "bad"])
def test_nothing_is_left_undelivered_leased_or_pending_whatever_the_order_and_whoever_dies(
    weather: Weather,
) -> None:
    for seed in range(SEEDS):
        end = play(Rules(), seed, weather)
        assert (end.undelivered, end.twice, end.leased, end.pending) == (0, 0, 0, 0), f"seed {seed}: {end}"


@pytest.mark.parametrize("weather", [FINE, RUSH], ids=["fine", "rush"])
def test_without_crashes_and_slow_plans_everything_is_planned_within_seconds(weather: Weather) -> None:
    for seed in range(SEEDS // 8):
        assert play(Rules(), seed, weather).slowest < 10, f"seed {seed}"


def lost(end: Outcome) -> bool:
    return end.undelivered > 0


@pytest.mark.parametrize(
    ("without", "rules"),
    [
        ("a reclaim longer than the lease", Rules(reclaim_idle=10)),
        ("a finish that looks for news", Rules(finish_looks=False)),
        ("a renewal that keeps the wake-ups young", Rules(renew_touches_wakeups=False)),
        ("a lease that knows its own token", Rules(lease_knows_its_token=False)),
        ("a lease that asks for a wake-up of one's own", Rules(lease_needs_a_wakeup=False)),
        ("a lease that makes its wake-ups young", Rules(lease_touches_wakeups=False)),
    ],
    ids=lambda part: part.replace(" ", "-") if isinstance(part, str) else "",
)
def test_news_is_lost_for_ever_without(without: str, rules: Rules) -> None:
    assert any(lost(play(rules, seed, BAD)) for seed in range(SEEDS)), f"the model does not need {without}"


def test_news_waits_a_minute_when_who_finds_it_taken_leaves_its_wake_up_pending() -> None:
    rules = Rules(acks_when_taken=False, finish_looks=False)
    late = sum(play(rules, seed, RUSH).slowest > 40 for seed in range(SEEDS // 8))
    assert late > SEEDS // 8 // 50
