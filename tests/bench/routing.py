"""How well the matcher routes, beside plain baselines: `python -m tests.bench.routing [--quick] [--whole]`.

Cuts its own validation data from ../shared/data/routing. `--quick`: one seed instead of five; `--whole`: also the
training sets with all their examples (minutes). The shipped encoder has seen the English training halves: the line "without encoder"
tells what to expect of a set that it has not seen, within half a point: what words add to a text was learned from the
English training halves too, though not from their topics.
"""

import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from statistics import mean
from time import perf_counter

import numpy as np

from tests.bench import routing_data as data
from tests.bench.routing_data import Cut, Line
from tests.bench.routing_models import Ask, baselines, ventanilla, ventanilla_without_encoder

Model = Callable[[Sequence[Line]], Ask]
HELD_UP = 0.10  # where a model has no line of its own, it is drawn where so many in scope are held up
SLOW, SLOW_TESTS = {"fuzzy match"}, 150  # tested on so many lines
COLUMNS = (
    "acc",
    "F1",
    "acc typos",
    "unsure in",
    "unsure out",
    "ECE",
    "acc@90",
    "acc@80",
    "fit s",
    "p50 ms",
    "p99 ms",
)


def main(arguments: Sequence[str]) -> int:
    if not data.ROUTING.exists():
        print("skipped: ../shared/data/routing is not on this machine")
        return 0
    seeds = range(1 if "--quick" in arguments else 5)
    models: dict[str, Model] = {
        "ventanilla": ventanilla,
        "  without encoder": ventanilla_without_encoder,
        **baselines(),
    }
    for name, cut in (("CLINC150", data.clinc), ("BANKING77", data.banking), ("Schuster es", data.spanish)):
        for few in (5, 10):
            print(f"\n{name}, {few} examples a topic, {len(seeds)} seeds")
            table(models, [cut(few, seed) for seed in seeds])
    if "--whole" in arguments:
        for name, whole in (("CLINC150", data.clinc_whole), ("BANKING77", data.banking_whole)):
            print(f"\n{name}, all examples")
            table(
                {k: v for k, v in models.items() if k not in ("  without encoder", "fuzzy match")}, [whole()]
            )
    foreign()
    for more in ("learning", "routing_alone"):
        print(flush=True)
        subprocess.run([sys.executable, "-m", f"tests.bench.{more}"], check=False)
    return 0


def table(models: dict[str, Model], cuts: Sequence[Cut]) -> None:
    print(f"{'':22}" + "".join(f"{column:>11}" for column in COLUMNS))
    for name, model in models.items():
        chosen = [_some_of(cut, seed) for seed, cut in enumerate(cuts)] if name in SLOW else cuts
        rows = [measured(model, cut, seed) for seed, cut in enumerate(chosen)]
        print(f"{name:22}" + "".join(f"{mean(row[c] for row in rows):11.2f}" for c in COLUMNS), flush=True)


def _some_of(cut: Cut, seed: int) -> Cut:
    chance = random.Random(seed)
    test, strange = (chance.sample(some, min(SLOW_TESTS, len(some))) for some in (cut.test, cut.strange))
    return Cut(cut.train, test, strange)


def measured(model: Model, cut: Cut, seed: int) -> dict[str, float]:
    began = perf_counter()
    ask = model(cut.train)
    took = perf_counter() - began
    ask(str(cut.test[0]["text"]))
    answers, times = [], []
    for line in cut.test:
        began = perf_counter()
        answers.append(ask(str(line["text"])))
        times.append((perf_counter() - began) * 1000)
    chance = random.Random(seed)
    spoilt = [ask(data.with_errors(str(line["text"]), chance))[0] == line["topic"] for line in cut.test]
    strange = [ask(str(line["text"])) for line in cut.strange]
    right = np.array([answer[0] == line["topic"] for answer, line in zip(answers, cut.test, strict=True)])
    sure = np.array([answer[1] for answer in answers])
    inside, outside = unsure(answers, sure), unsure(strange, sure)
    ranked = right[np.argsort(-sure, kind="stable")]
    return {
        "acc": 100 * right.mean(),
        "F1": 100 * macro_f1([str(line["topic"]) for line in cut.test], [answer[0] for answer in answers]),
        "acc typos": 100 * mean(spoilt),
        "unsure in": 100 * inside,
        "unsure out": 100 * outside,
        "ECE": calibration_error(sure, right),
        "acc@90": 100 * ranked[: int(0.9 * len(ranked))].mean(),
        "acc@80": 100 * ranked[: int(0.8 * len(ranked))].mean(),
        "fit s": took,
        "p50 ms": float(np.percentile(times, 50)),
        "p99 ms": float(np.percentile(times, 99)),
    }


def unsure(answers: Sequence[tuple[str, float, bool | None]], sure_inside: np.ndarray) -> float:
    """The share that is unsure: by the model's own word, else below the line that holds up HELD_UP in scope."""
    line = np.quantile(sure_inside, HELD_UP)
    return mean(bool(said) if said is not None else bool(sure < line) for _, sure, said in answers)


def macro_f1(meant: Sequence[str], said: Sequence[str]) -> float:
    scores = []
    for topic in set(meant):
        hits = sum(m == s == topic for m, s in zip(meant, said, strict=True))
        scores.append(2 * hits / (meant.count(topic) + said.count(topic)))
    return mean(scores)


def calibration_error(sure: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error in points; scores that are no chances (SVM, BM25) make no sense here: nan."""
    if sure.max() > 1 or sure.min() < 0:
        return float("nan")
    place = np.minimum((sure * bins).astype(int), bins - 1)
    return 100 * sum(
        (place == b).mean() * abs(sure[place == b].mean() - right[place == b].mean())
        for b in range(bins)
        if (place == b).any()
    )


def foreign() -> None:
    """Spanish requests to a directory with English examples only."""
    ask = ventanilla(data.clinc(10, 0).train)
    texts = [str(line["text"]) for line in data.lines("schuster_es_val")]
    print(
        f"\nSpanish texts, no Spanish example: unsure {100 * mean(bool(ask(text)[2]) for text in texts):.1f} %"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
