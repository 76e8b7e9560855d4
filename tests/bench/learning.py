"""What a correction is worth, on the public sets: the next like it, what it costs elsewhere, and ill will.

A matcher is fitted to ten examples a topic. Of the validation texts that it finds wrongly, one is put right: "the next
like it" is another of them, of the same topic, that is nearest to it by its letters (a cosine of 0.45 or more of runs of
four). After three, two more of that topic have been put right, which only topics with four wrong texts or more have: the
harder ones, so "of these" says what the first of the three was worth for the same texts; whether they are like it by their
letters is not asked. "Elsewhere" is every other validation text, before and after twenty corrections of twenty people.

Few wrong texts have one like them that is wrong too, so all validation texts are looked through, of several cuts.
"""

import random
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from knowledge.directory import DepartmentId, Directory, PersonId, TopicId
from knowledge.lessons import ALIKE, Grounds, Lesson, grams, learned, likeness
from knowledge.matcher import Example, Matcher, fit, names_as_texts
from tests.bench.routing_data import ROUTING, Cut, Line, banking, clinc, spanish
from tests.knowledge.directories import build_three_topics

FEW, TRIED, TAUGHT = 10, 20, 20
# How many cuts of each, with all that they leave to be tested. Spanish ones differ most from each other.
SETS: dict[str, tuple[Callable[[int], Cut], int]] = {
    "CLINC150 en": (lambda seed: clinc(FEW, seed), 6),
    "BANKING77 en": (lambda seed: banking(FEW, seed, tested=40), 6),
    "Schuster es": (lambda seed: spanish(FEW, seed, tested=2_000), 18),
}
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Row(NamedTuple):
    after_1: float
    after_1_of: int
    of_these_1: float  # of those for which there is an `after_3`
    after_3: float
    after_3_of: int
    elsewhere: float  # points of accuracy, after TAUGHT corrections
    refused: float  # share of corrections that were reported and not applied
    hostile: float  # share of routes that twenty of one person's mis-teachings changed, three others having confirmed it


def grounds_of(cut: Cut) -> Grounds:
    examples = [
        Example(line["text"] or "", line["topic"] or "", line.get("lang") or "") for line in cut.train
    ]
    return Grounds(
        directory=_directory(cut), matcher=fit(examples, names_as_texts(examples)), own=len(examples)
    )


def _directory(cut: Cut) -> Directory:
    """A company whose topics are the set's."""
    company = build_three_topics()
    usual = next(iter(company.topics.values()))
    names = {TopicId(line["topic"] or "") for line in cut.train}
    topics = {name: replace(usual, id=name, department=DepartmentId("all")) for name in sorted(names)}
    return replace(company, topics=topics)


def _lessons(lines: Sequence[tuple[Line, str, str]]) -> list[Lesson]:
    return [
        Lesson(
            number=n, text=line["text"] or "", language=line.get("lang") or "", kind="file_under",
            by=PersonId(by), at=NOON + timedelta(minutes=n), topic=TopicId(topic),
        )
        for n, (line, topic, by) in enumerate(lines, start=1)
    ]  # fmt: skip


def _found(matcher: Matcher, line: Line) -> str:
    return matcher.predict(line["text"] or "", line.get("lang") or "").guesses[0].topic


def measured(cut: Cut, seed: int, tried: int = TRIED) -> Row:
    """`tried`: how many times a text is put right and the next like it is asked, at most."""
    grounds, chance = grounds_of(cut), random.Random(seed)
    before = {id(line): _found(grounds.matcher, line) for line in cut.test}
    wrong = [line for line in cut.test if before[id(line)] != line["topic"]]
    chance.shuffle(wrong)
    one: list[bool] = []
    of_these: list[bool] = []
    three: list[bool] = []
    for line in wrong:
        if len(one) == tried:
            break
        others = [o for o in wrong if o is not line and o["topic"] == line["topic"]]
        own = grams(line["text"] or "")
        others.sort(key=lambda o: -likeness(own, grams(o["text"] or "")))
        if not others or likeness(own, grams(others[0]["text"] or "")) < ALIKE:
            continue
        following = others[0]
        one.append(_right_after(grounds, [line], following))
        if len(others) > 2:
            near = grams(following["text"] or "")
            more = sorted(others[1:], key=lambda o: -likeness(near, grams(o["text"] or "")))[:2]
            of_these.append(one[-1])
            three.append(_right_after(grounds, [line, *more], following))
    taught = wrong[:TAUGHT]
    after = learned(grounds, _lessons([(x, x["topic"] or "", f"p{n}") for n, x in enumerate(taught)]))
    rest = [line for line in cut.test if all(line is not x for x in taught)]
    gained = sum(_found(after.matcher, x) == x["topic"] for x in rest)
    gained -= sum(before[id(x)] == x["topic"] for x in rest)
    refused = sum(judged.verdict != "applied" for judged in after.judged)
    return Row(
        _share(one), len(one), _share(of_these), _share(three), len(three),
        100 * gained / len(rest), refused / max(1, len(taught)),
        hostile(grounds, cut, chance, before),
    )  # fmt: skip


def _right_after(grounds: Grounds, lines: Sequence[Line], following: Line) -> bool:
    taught = learned(grounds, _lessons([(x, x["topic"] or "", f"p{n}") for n, x in enumerate(lines)]))
    return _found(taught.matcher, following) == following["topic"]


def _share(of: Sequence[bool]) -> float:
    return sum(of) / len(of) if of else 1.0


def hostile(
    grounds: Grounds, cut: Cut, chance: random.Random, before: dict[int, str], times: int = 10
) -> float:
    """Three people confirm a route in their own words; one teaches twenty texts of that topic wrongly."""
    changed = []
    by_topic: dict[str, list[Line]] = {}
    for line in cut.test:
        if before[id(line)] == line["topic"]:
            by_topic.setdefault(line["topic"] or "", []).append(line)
    topics = [topic for topic, lines in by_topic.items() if len(lines) >= 12]
    for topic in chance.sample(topics, min(times, len(topics))):
        lines = by_topic[topic][:]
        chance.shuffle(lines)
        confirmed, used = lines[:3], lines[:20]
        other = chance.choice([t for t in sorted(by_topic) if t != topic])
        ill = [(used[n % len(used)], other, "ill") for n in range(20)]
        good = [(line, topic, f"good{n}") for n, line in enumerate(confirmed)]
        after = learned(grounds, _lessons([*ill, *good])).matcher
        changed += [_found(after, line) != topic for line in confirmed]
    return _share(changed) if changed else 0.0


def table() -> dict[str, Row]:
    rows = {}
    for name, (cut, seeds) in SETS.items():
        found = [measured(cut(seed), seed) for seed in range(seeds)]
        ones, threes = sum(r.after_1_of for r in found), sum(r.after_3_of for r in found)
        rows[name] = Row(
            sum(r.after_1 * r.after_1_of for r in found) / max(1, ones), ones,
            sum(r.of_these_1 * r.after_3_of for r in found) / max(1, threes),
            sum(r.after_3 * r.after_3_of for r in found) / max(1, threes), threes,
            sum(r.elsewhere for r in found) / seeds, sum(r.refused for r in found) / seeds,
            sum(r.hostile for r in found) / seeds,
        )  # fmt: skip
    return rows


def main() -> None:
    if not ROUTING.is_dir():
        sys.exit(f"The public sets are not here: {ROUTING.name}/README.md says what they are.")
    print("Learning from corrections, ten examples a topic (routing data; validation texts)")
    print(
        f"{'set':14} {'after 1':>13} {'of these':>9} {'after 3':>13} {'elsewhere':>10} {'refused':>8} {'ill will':>9}"
    )
    for name, row in table().items():
        one = f"{100 * row.after_1:.1f} % ({row.after_1_of})"
        three = f"{100 * row.after_3:.1f} % ({row.after_3_of})"
        print(
            f"{name:14} {one:>13} {100 * row.of_these_1:>7.1f} % {three:>13} {row.elsewhere:>+10.2f} {100 * row.refused:>6.1f} % {100 * row.hostile:>7.1f} %"
        )


if __name__ == "__main__":
    main()
