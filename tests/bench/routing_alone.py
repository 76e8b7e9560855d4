"""The matcher in a process of its own: start, fit, requests, one correction, memory."""

import resource
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

began = perf_counter()
from knowledge.matcher import Example, fit  # noqa: E402  (the import is what is measured)

imported = perf_counter() - began

import numpy as np  # noqa: E402

from tests.bench import routing_data as data  # noqa: E402


def main() -> None:
    every = data.by_topic(data.lines("clinc150_train"))
    began = perf_counter()
    matcher = fit(_examples(every, 35, 10))
    fitted = perf_counter() - began
    texts = [str(line["text"]) for topic in list(every)[:35] for line in every[topic][20:40]]
    times = [_timed(lambda text=text: matcher.predict(text)) for text in texts]
    memory = _resident()
    larger = fit(_examples(every, 50, 20))
    lesson = Example("the pink dragon of the lobby is silent", "x")
    corrections = [_timed(lambda: larger.with_example(lesson)) for _ in range(9)]
    print(
        f"\n350 examples, in a process of its own: import {imported:.2f} s, fit {fitted:.2f} s, "
        f"p50 {np.percentile(times, 50):.2f} ms, p99 {np.percentile(times, 99):.2f} ms, "
        f"{memory:.0f} MB resident, {len(matcher.to_bytes()) / 1e6:.1f} MB to publish; "
        f"one correction at 1,000 examples {np.median(corrections):.1f} ms"
    )


def _examples(every: dict[str | None, list[data.Line]], topics: int, few: int) -> list[Example]:
    chosen = sorted(map(str, every))[:topics]
    return [Example(str(line["text"]), topic, "en") for topic in chosen for line in every[topic][:few]]


def _resident() -> float:
    """Megabytes now; the peak that getrusage knows is that of the process that started this one."""
    pages = Path("/proc/self/statm")
    if not pages.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(pages.read_text().split()[1]) * resource.getpagesize() / 1e6


def _timed(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return (perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
