"""`ventanilla stats`: a lead's figures on the command line, under law 14: departments, never people."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from bot.cli.care import settings_of, with_store
from bot.cli.fail import Failed, reading
from bot.figures.agreement import opened
from bot.figures.export import as_csv, as_json
from bot.figures.query import LONGEST, Asked, Report, report, with_people
from bot.figures.rebuild import NeverStill, rebuild
from bot.figures.reindex import reindex
from bot.figures.said import days_said, said
from bot.figures.shown import FIGURES
from bot.figures.straight import NAMES as STRAIGHT
from bot.settings import Settings
from bot.shelf import looked_up
from bot.store.store import Store
from bot.store.tallies import Tallies
from bot.words import Words, of, text_in
from knowledge.directory import DepartmentId, Directory
from knowledge.loader import build, read_folder

WEEKS = 13  # a quarter, unless told otherwise
_day = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--department", help="Only this one; all of them unless given.")
@click.option("--since", type=_day, help="First day, YYYY-MM-DD.  [default: 13 weeks ago]")
@click.option("--until", type=_day, help="Last day, YYYY-MM-DD.  [default: today]")
@click.option("--json", "as_json_", is_flag=True, help="As JSON.")
@click.option("--csv", "as_csv_", is_flag=True, help="As CSV, safe to open in a spreadsheet.")
@click.option(
    "--rebuild",
    "again",
    is_flag=True,
    help="Count everything again from the histories first, and list every request anew.",
)
@click.option("--directory", type=click.Path(path_type=Path), help="The company's directory.")
@click.option("--data", type=click.Path(path_type=Path), help="Where data lies.  [default: ./data]")
def stats(
    *,
    department: str | None,
    since: datetime | None,
    until: datetime | None,
    as_json_: bool,
    as_csv_: bool,
    again: bool,
    directory: Path | None,
    data: Path | None,
) -> None:
    """How it went: a department's figures. Figures about one person are for that person alone."""
    if as_json_ and as_csv_:
        raise click.UsageError("Give --json or --csv, not both.")
    settings = settings_of(directory=directory, data=data)

    async def act(store: Store) -> list[Report]:
        listed = await directory_of(settings, store)
        if department is not None and department not in listed.departments:
            known = ", ".join(listed.departments)
            raise Failed(f"There is no department {department!r}. The directory has: {known}.")
        if again:
            await _again(store)
        today = (await store.now()).date()
        first, last = _period(since, until, today)
        wanted = [DepartmentId(department)] if department else list(listed.departments)
        # Whoever may run this command sees what each department's lead sees, and no more.
        by_agreement = await opened(store, listed, today)
        tallies = Tallies(store.link)
        found = [
            await report(tallies, listed, "lead", Asked(department=one, since=first, until=last), today)
            for one in wanted
        ]
        return [await with_people(tallies, listed, one, by_agreement) for one in found]

    _show(with_store(settings, "stats", act), settings, as_json_=as_json_, as_csv_=as_csv_)


def _period(since: datetime | None, until: datetime | None, today: date) -> tuple[date, date]:
    last = until.date() if until else today
    first = since.date() if since else last - timedelta(weeks=WEEKS)
    if first > last:
        raise Failed(f"--since {first} is after --until {last}. Give the earlier day first.")
    if last - first > LONGEST:
        raise Failed("That period is longer than two years. Ask for a shorter one.")
    return first, last


async def _again(store: Store) -> None:
    try:
        await reindex(store)
        count = await rebuild(store)
    except NeverStill:
        raise Failed(
            "The desk was too busy to recount; no figure was changed. Try at a quieter hour."
        ) from None
    click.echo(f"Counted again from {count} histories.", err=True)


async def directory_of(settings: Settings, store: Store) -> Directory:
    """The folder's, with the people as this store knows them; only to read makes nobody known. Raises Failed."""
    with reading(settings.directory):
        return await looked_up(store.people, read_folder(settings.directory))


def _show(reports: Sequence[Report], settings: Settings, *, as_json_: bool, as_csv_: bool) -> None:
    words = of("en")
    if as_json_:
        click.echo(json.dumps([as_json(one, words) for one in reports], indent=2, ensure_ascii=False))
    elif as_csv_:
        click.echo(as_csv(reports, words), nl=False)
    else:
        names = {
            key: text_in(place.name, "en")
            for key, place in build(read_folder(settings.directory)).departments.items()
        }
        told = [_told(one, names.get(one.asked.department, ""), words) for one in reports]
        click.echo("\n\n".join([*told, _definitions(words, any(one.straight for one in reports))]))


def _definitions(words: Words, guided: bool) -> str:
    lines = [f"  {words(f'figure-{f.name}')}: {words(f'figure-{f.name}-means')}" for f in FIGURES]
    backlog = f"  {words('figure-backlog')}: {words('figure-backlog-means')}"
    straight = [f"  {words(f'figure-{f}')}: {words(f'figure-{f}-means')}" for f in STRAIGHT if guided]
    return "\n".join([words("stats-definitions"), *lines, backlog, *straight, words("figures-whole-weeks")])


def _told(one: Report, name: str, words: Words) -> str:
    lines = [f"{name} ({one.asked.department}), {one.asked.since} to {one.asked.until}"]
    if one.simulated:
        lines.append("  " + words("figures-simulated"))
    pairs: list[tuple[str, Any]] = [
        (words(f"figure-{value.name}"), said(value, words)) for value in one.total.values
    ]
    pairs.append((words("figure-backlog"), f"{one.backlog.open} (oldest: {one.backlog.oldest} days)"))
    private = one.private.get("received")
    pairs.append(
        (words("stats-private"), words("figures-fewer-than-five") if private is None else str(private))
    )
    if one.straight:
        pairs += [(words(f"figure-{value.name}"), said(value, words)) for value in one.straight.values]
        pairs.append((words("stats-by-day"), days_said(one.days, words)))
    wide = max(len(label) for label, _ in pairs)
    return "\n".join([*lines, *(f"  {label:<{wide}}  {value}" for label, value in pairs)])
