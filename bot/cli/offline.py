"""`check`, `directory`, `evaluate`: what can be asked of a folder of files alone, without Redis."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click

from bot.cli.fail import Failed
from bot.fitting import fitted_to
from bot.reader import Library
from bot.settings import EXAMPLE_COMPANY
from bot.vague import vague
from knowledge.caution import own_words
from knowledge.check import check as check_files
from knowledge.confused import LeftOut, left_out
from knowledge.directory import Directory, Person
from knowledge.loader import build, passed_over, read_folder
from knowledge.matcher import evaluate_lines, examples_of
from knowledge.reading.faults import Faulty

FEW_REACH = 0.8  # of the examples, each left out: with fewer it is said what would help

folder_option = click.option(
    "--directory",
    "folder",
    type=click.Path(path_type=Path),
    envvar="VENTANILLA_DIRECTORY",
    default=EXAMPLE_COMPANY,
    help="The company's directory.  [default: the example company]",
)


def directory_of(folder: Path) -> Directory:
    """The directory in a folder. Raises Failed with its faults, each with file and line."""
    try:
        return build(read_folder(folder))
    except Faulty as faulty:
        faults = "\n".join(str(fault) for fault in faulty.faults if not fault.warning)
        raise Failed(f"{faults}\nThe directory {folder} can't be used until this is mended.") from None
    except OSError as error:
        raise Failed(f"The directory {folder} can't be read: {error.strerror or error}.") from None


@click.command()
@click.argument(
    "folder",
    metavar="[DIR]",
    type=click.Path(path_type=Path),
    envvar="VENTANILLA_DIRECTORY",
    default=EXAMPLE_COMPANY,
)
def check(folder: Path) -> None:
    """Check a directory: every fault with file and line. Exits 1 when it has one.

    Without DIR it is VENTANILLA_DIRECTORY's, else the example company.
    """
    told: LeftOut | None = None
    try:
        files = read_folder(folder)
        faults = sorted([*passed_over(folder), *check_files(files)])
        if all(fault.warning for fault in faults):
            told = left_out(files)
            faults += [*told.warnings, *vague(files)]
    except Faulty as faulty:
        faults = list(faulty.faults)
    except OSError as error:
        raise Failed(f"The directory {folder} can't be read: {error.strerror or error}.") from None
    # What keeps it from being used comes last, next to the sentence that says so.
    for fault in sorted(faults, key=lambda fault: (not fault.warning, fault)):
        click.echo(str(fault), err=not fault.warning)
    wrong = sum(not fault.warning for fault in faults)
    if wrong:
        raise Failed(f"{wrong} {'fault' if wrong == 1 else 'faults'} to mend in {folder}.")
    click.echo(f"{folder}: no fault, {len(faults)} {'warning' if len(faults) == 1 else 'warnings'}.")
    if told and told.of:
        click.echo(_reached(told, is_guided=build(files).guided))


def _reached(told: LeftOut, *, is_guided: bool) -> str:
    """What somebody who just wrote a directory may expect of it, and what makes it more."""
    said = (
        f"Of its {told.of} examples, each asked as if the desk did not know it, {told.found} reach their topic; "
        "where it is unsure it asks first."
    )
    if told.found >= FEW_REACH * told.of:
        return said
    said += " More examples, in people's own words, raise that; ventanilla rehearse shows what becomes of old requests."
    return said if is_guided else f"{said} Until then guided: true in company.yaml makes it ask more often."


@click.command()
@folder_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def directory(folder: Path, *, as_json: bool) -> None:
    """Show the accepted directory: departments, topics, people."""
    accepted = directory_of(folder)
    if as_json:
        click.echo(json.dumps(_described(accepted), ensure_ascii=False, indent=2))
        return
    language = accepted.languages[0]
    for department in accepted.departments.values():
        lead = accepted.people[department.lead]
        click.echo(f"{department.id}: {department.name[language]}, {lead.name}")
        for topic in department.topics:
            owners = ", ".join(accepted.people[o.person].email for o in accepted.topics[topic].owners)
            click.echo(f"  {topic}: {owners or 'the official way'}")


def _described(accepted: Directory) -> dict[str, Any]:
    return {
        "company": accepted.name,
        "version": accepted.version,
        "departments": [
            {
                "id": d.id,
                "name": dict(d.name),
                "lead": accepted.people[d.lead].email,
                "topics": list(d.topics),
            }
            for d in accepted.departments.values()
        ],
        "topics": [
            {
                "id": t.id,
                "department": t.department,
                "name": dict(t.name),
                "confidential": t.confidential,
                "owners": [accepted.people[o.person].email for o in t.owners],
            }
            for t in accepted.topics.values()
        ],
        "people": [
            {"email": p.email, "name": p.name, "department": p.department, "roles": _roles(p, accepted)}
            for p in accepted.people.values()
        ],
    }


def _roles(person: Person, accepted: Directory) -> list[str]:
    departments, topics = accepted.departments.values(), accepted.topics.values()
    held = {
        "owner": any(o.person == person.id for t in topics for o in t.owners),
        "backup": any(d.backup == person.id for d in departments)
        or any(p.backup == person.id for p in accepted.people.values()),
        "lead": any(d.lead == person.id for d in departments),
        "administrator": person.id in accepted.administrators,
    }
    return [role for role, holds in held.items() if holds]


def library_of(accepted: Directory) -> Library:
    """The directory with a matcher fitted to what it says itself; what a desk has learned since is not in it."""
    examples, texts = examples_of(accepted)
    matcher = fitted_to(accepted, examples, texts)
    return Library(directory=accepted, matcher=matcher, own=own_words(accepted))


_lines = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--train", required=True, type=_lines, help='JSON Lines {"text","topic"}, "lang" where known.')
@click.option("--test", required=True, type=_lines, help='JSON Lines {"text"}.')
@click.option("--predictions", required=True, type=click.Path(path_type=Path), help="Where to write them.")
def evaluate(train: Path, test: Path, predictions: Path) -> None:
    """Train a fresh matcher on one file and write its prediction for each line of another, in order."""
    try:
        with _opened(train) as known, _opened(test) as asked:
            written = 0
            # Half of a character pair, as JSON can escape it, is written back as such an escape.
            with predictions.open("w", encoding="utf-8", errors="backslashreplace") as out:
                for row in evaluate_lines(_rows(known, train, "text", "topic"), _rows(asked, test, "text")):
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
                    written += 1
    except OSError as error:
        raise Failed(f"{error.filename}: {error.strerror}.") from None
    click.echo(f"{written} predictions in {predictions}", file=sys.stderr)


def _opened(file: Path) -> IO[str]:
    return file.open(encoding="utf-8-sig", errors="replace")


def _rows(lines: IO[str], file: Path, *needed: str) -> Iterator[dict[str, Any]]:
    for line, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
        except json.JSONDecodeError as error:
            raise Failed(f"{file}:{line}: this is no JSON ({error.msg}). Each line is one object.") from None
        for name in needed:
            if not isinstance(row, dict) or not isinstance(row.get(name), str):
                raise Failed(f'{file}:{line}: each line needs a "{name}".')
        yield row
