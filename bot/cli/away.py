"""`people away`: when a colleague will be away, as their calendar says it."""

from pathlib import Path
from typing import IO, Any

import click

from bot.cli.care import settings_of, with_store
from bot.cli.fail import Failed
from bot.shelf import published_files
from bot.store.store import Store
from knowledge.calendar import zone_of
from knowledge.calendar_file import LARGEST_BYTES, NotACalendar, Span, spans_in
from knowledge.directory import Person
from knowledge.loader import build, emails


@click.command()
@click.argument("email")
@click.argument("calendar", type=click.File("rb"), required=False)
@click.option("--clear", is_flag=True, help="Forget what an earlier calendar said.")
@click.option("--directory", type=click.Path(path_type=Path), help="The company's directory.")
@click.option("--data", type=click.Path(path_type=Path), help="Where data lies.  [default: ./data]")
def away(email: str, calendar: IO[bytes] | None, *, clear: bool, **given: Any) -> None:
    """Say when a colleague will be away, from their calendar: an .ics file, or - for standard input.

    Out of office counts, and so do whole days that block time. Only dates are kept, never why.
    """
    if calendar is None and not clear:
        raise click.UsageError("Name a calendar file (.ics), or say --clear.")
    data = calendar.read(LARGEST_BYTES + 1) if calendar is not None and not clear else b""

    async def planned(store: Store) -> tuple[Person, tuple[Span, ...]]:
        person = await _listed(store, email)
        spans = () if clear else spans_in(data, person.hours, await store.now())
        await store.absences.plan(person.id, [(span.since, span.until) for span in spans])
        return person, spans

    try:
        person, spans = with_store(settings_of(**given), "people", planned)
    except NotACalendar as wrong:
        raise Failed(f"The calendar can't be used: {wrong}.") from None
    for span in spans:
        since, until = (at.astimezone(zone_of(person.hours.zone)) for at in (span.since, span.until))
        click.echo(f"{since:%Y-%m-%d %H:%M}  to  {until:%Y-%m-%d %H:%M}  {person.hours.zone}")
    count = len(spans)
    click.echo(f"{person.name}: {count} {'absence' if count == 1 else 'absences'}.", err=True)


async def _listed(store: Store, email: str) -> Person:
    files = await published_files(store.publisher)
    if not files:
        raise Failed("No directory has been published yet. Start the desk once with ventanilla run.")
    found = build(files, await store.people.enrol(emails(files))).by_email(email)
    if found is None:
        raise Failed(f"{email} is not in the directory. Write the address as people.yaml has it.")
    return found
