"""What business time costs: additions and measurements a second on one core, near and far."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from knowledge.calendar import Frame, HolidayPlace, WorkingHours, add_business, business_between

HOURS = WorkingHours(
    week=((Frame(32_400, 50_400), Frame(55_800, 66_600)),) * 5 + ((),) * 2,
    zone="Europe/Madrid",
    holidays=HolidayPlace("ES", "MD"),
)
START = datetime(2026, 1, 7, 7, 13, tzinfo=UTC)
SPANS = {"1 h": timedelta(hours=1), "72 h": timedelta(hours=72), "2 000 h": timedelta(hours=2000)}


def per_second(
    work: Callable[[datetime], object],
    rounds: int = 50_000,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    instants = [START + timedelta(minutes=n % 400_000) for n in range(0, rounds * 7, 7)]
    work(START)
    began = clock()
    for at in instants:
        work(at)
    return rounds / (clock() - began)


def measure() -> dict[str, float]:
    """Calls a second, by what is done."""
    figures = {
        f"add {name}": per_second(lambda at, span=span: add_business(at, span, HOURS))
        for name, span in SPANS.items()
    }
    for name, span in SPANS.items():
        figures[f"measure {name}"] = per_second(lambda at, span=span: business_between(at, at + span, HOURS))
    return figures


def main() -> None:
    began = time.perf_counter()
    add_business(START, timedelta(hours=1), HOURS)
    print(f"first question of new hours: {(time.perf_counter() - began) * 1000:.1f} ms")
    for name, rate in measure().items():
        print(f"{name:>16}: {rate:>10,.0f} a second")


if __name__ == "__main__":
    main()
