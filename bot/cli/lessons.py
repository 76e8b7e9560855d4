"""`lessons`: what the desk has learned from people's corrections, what each of them changes, and taking one back."""

import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.cli.care import settings_of, with_store
from bot.cli.fail import Failed
from bot.cli.groups import ListsAlone
from bot.domain.request import ref
from bot.learning import Learning
from bot.log import events_to_stderr
from bot.shelf import Shelf
from bot.store.store import Store
from knowledge.directory import Directory
from knowledge.lessons import Judged, Learned, Lesson, learned
from knowledge.matcher import Right

T = TypeVar("T")

VERDICTS = {
    "applied": "counts",
    "outvoted": "does not count: more people, or somebody later, taught otherwise",
    "worse": "does not count: fewer of the directory's own examples, or of others' lessons, would be found",
    "repeated": "does not count: the same person has said so of this topic since, and of one person the last two count",
    "needless": "has nothing to change: such words do not go there any more",
    "elsewhere": "does not count: no topic of today's directory learns from it",
}
KINDS = {
    "handover": "a hand-over",
    "not_this": '"not this"',
    "choice": "a choice",
    "file_under": '"file under"',
}

_directory = click.option("--directory", type=click.Path(path_type=Path), help="The company's directory.")
_data = click.option("--data", type=click.Path(path_type=Path), help="Where data lies.  [default: ./data]")


class _Class:
    """The lessons of one desk as it uses them now."""

    def __init__(self, store: Store, shelf: Shelf, learning: Learning) -> None:
        self.store, self._shelf, self._learning = store, shelf, learning

    @classmethod
    async def of(cls, store: Store) -> "_Class":
        learning = Learning(store)
        shelf = Shelf(store.publisher, store.people, learning)
        if not await shelf.refresh():
            raise Failed(
                f"No desk of {store.keys.tenant} has run here yet: start `ventanilla run` (or a worker) first. Where another "
                "company's desk runs, name its folder with --directory."
            )
        return cls(store, shelf, learning)

    @property
    def directory(self) -> Directory:
        return self._shelf.library.directory

    @property
    def learned(self) -> Learned:
        if self._shelf.learned is None:
            raise RuntimeError("a shelf that learns has learned what there is")
        return self._shelf.learned

    async def taken_back(self) -> list[Lesson]:
        standing = await self._learning.standing()
        undone = [n for n, at in standing.taught.items() if standing.unlearned.get(n) == at]
        return await self._learning.those(undone, standing, self.directory)

    def without(self, number: int) -> Learned:
        grounds = self._shelf.grounds
        return learned(grounds, (j.lesson for j in self.learned.judged if j.lesson.number != number))


def _with_class(given: dict[str, Any], act: Callable[[_Class], Awaitable[T]]) -> T:
    events_to_stderr(logging.WARNING)

    async def whole(store: Store) -> T:
        return await act(await _Class.of(store))

    return with_store(settings_of(**given), "lessons", whole)


@click.group(cls=ListsAlone)
def lessons() -> None:
    """What it learned from hand-overs, "not this", choices and "file under"; alone it lists."""


@lessons.command("list")
@_directory
@_data
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_lessons(*, as_json: bool, **given: Any) -> None:
    """Show every lesson, whether it counts, and what all of them change."""

    async def act(school: _Class) -> list[dict[str, Any]]:
        rows = [_row(judged, school.directory) for judged in school.learned.judged]
        undone = [Judged(lesson=lesson, verdict="elsewhere") for lesson in await school.taken_back()]
        rows += [_row(judged, school.directory) | {"verdict": "undone"} for judged in undone]
        totals.extend([school.learned.right_before, school.learned.right_after])
        return rows

    totals: list[Right | None] = []
    rows = _with_class(given, act)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        counts = "counts" if row["verdict"] == "applied" else row["verdict"]
        click.echo(f"{row['lesson']}  {row['at'][:10]}  {counts:8}  {row['teaches']}: {_cut(row['text'])}")
    if not rows:
        click.echo("Nothing has been taught yet.")
    elif totals[0] is not None and totals[1] is not None:
        click.echo(_of_its_own(totals[0], totals[1]))


def _of_its_own(before: Right, now: Right) -> str:
    found = (
        f"Of {before.of} of the directory's own examples {before.as_they_stand} were found before "
        f"and {now.as_they_stand} now"
    )
    if before.left_out is None:
        return f"{found}."
    return f"{found}; left out in turn {before.left_out} before and {now.left_out} now."


@lessons.command()
@click.argument("lesson", metavar="R-NUMBER")
@_directory
@_data
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(lesson: str, *, as_json: bool, **given: Any) -> None:
    """Show one lesson with its effect: where its words go without it and with it."""
    number = _number(lesson)

    async def act(school: _Class) -> dict[str, Any]:
        judged = next((j for j in school.learned.judged if j.lesson.number == number), None)
        if judged is None and number in {lesson.number for lesson in await school.taken_back()}:
            raise Failed(f"{ref(number)} was taken back: it teaches nothing any more.")
        if judged is None:
            raise Failed(f"{ref(number)} teaches nothing: `ventanilla lessons list` shows what does.")
        return _row(judged, school.directory) | _effect(judged, school)

    row = _with_class(given, act)
    if as_json:
        click.echo(json.dumps(row, ensure_ascii=False, indent=2))
        return
    click.echo(f"{row['lesson']}, {row['at'][:10]}: {row['text']}")
    click.echo(f"taught by {row['by']} with {KINDS[row['kind']]}: {row['teaches']}")
    click.echo(VERDICTS[row["verdict"]])
    for when in ("without", "with"):
        found = row[when]
        click.echo(
            f"{when} it: {found['topic'] or 'no topic'}, confidence {found['confidence']:.2f}, {found['verdict']}"
        )
    if row["own_right"]["with"] is not None:
        own = row["own_right"]
        click.echo(
            f"of the directory's own examples, left out in turn, {own['without']} are found without it, {own['with']} with it"
        )


@lessons.command()
@click.argument("lesson", metavar="R-NUMBER")
@_directory
@_data
def undo(lesson: str, **given: Any) -> None:
    """Take a lesson back, on every process within ten seconds. Whoever runs this command answers for it."""
    number = _number(lesson)

    async def act(school: _Class) -> bool:
        return await school.store.lessons.unlearn(number)

    if not _with_class(given, act):
        raise Failed(f"{ref(number)} teaches nothing: `ventanilla lessons list` shows what does.")
    click.echo(f"{ref(number)} teaches nothing any more.")


def _number(text: str) -> int:
    digits = text.upper().removeprefix("R-")
    if not digits.isdecimal():
        raise click.UsageError(f"{text} is no request: write its number, such as R-1042.")
    return int(digits)


def _row(judged: Judged, directory: Directory) -> dict[str, Any]:
    lesson = judged.lesson
    # Who asked is nobody's business here; who answers for a request is.
    by = directory.people.get(lesson.by) if lesson.kind in ("handover", "file_under") else None
    return {
        "lesson": ref(lesson.number),
        "at": lesson.at.isoformat(timespec="seconds"),
        "kind": lesson.kind,
        "by": by.email if by else "whoever asked",
        "text": lesson.text,
        "teaches": _teaches(judged),
        "topic": judged.topic or None,
        "verdict": judged.verdict,
        "weight": round(judged.weight, 3),
    }


def _teaches(judged: Judged) -> str:
    lesson = judged.lesson
    if lesson.kind == "not_this":
        return f"not {lesson.not_topic}"
    if lesson.kind == "handover":
        return f"{lesson.department} ({judged.topic})" if judged.topic else str(lesson.department)
    return str(lesson.topic)


def _effect(judged: Judged, school: _Class) -> dict[str, Any]:
    text, language = judged.lesson.text, judged.lesson.language
    without = school.without(judged.lesson.number)
    found = {}
    for when, of in (("without", without), ("with", school.learned)):
        prediction = of.matcher.predict(text, language)
        best = prediction.guesses[0] if prediction.guesses else None
        found[when] = {
            "topic": best.topic if best else None,
            "confidence": round(best.confidence, 4) if best else 0.0,
            "verdict": prediction.verdict,
        }
    right = {"without": without.right_after, "with": school.learned.right_after}
    return {**found, "own_right": {when: counts and counts.left_out for when, counts in right.items()}}


def _cut(text: str, most: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
