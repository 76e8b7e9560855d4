"""`route`: who would own a request, and why."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.cli.aloud import aloud
from bot.cli.fail import Failed
from bot.cli.learned import data_option, library_as_of_now
from bot.cli.offline import folder_option
from bot.cli.outcome import Outcome, outcome
from bot.desk import LONGEST_TEXT
from bot.domain.context import Asker
from bot.reader import Library
from knowledge.directory import PersonId


@click.command()
@click.argument("text")
@click.option("--for", "asker", metavar="EMAIL", default="", help="As if this person asked.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@folder_option
@data_option
def route(text: str, asker: str, folder: Path, data: Path | None, *, as_json: bool) -> None:
    """Show who would own this request, and why."""
    library, since = library_as_of_now(folder, data)
    found = routed(text, asker, library)
    if as_json:
        told = described(found, library) | {"learned": since.as_json()}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in aloud(found, library.directory):
        click.echo(line)
    click.echo(since.said)


def routed(text: str, email: str, library: Library) -> Outcome:
    """Raises Failed for an asker whom the directory does not list, and for a text that opens nothing."""
    if not text.strip():
        raise Failed('The text is empty. Give what somebody would ask, such as "No me va el wifi".')
    if len(text) > LONGEST_TEXT:
        raise Failed(f"The text has {len(text)} characters; a message has {LONGEST_TEXT} at most.")
    accepted = library.directory
    person = accepted.by_email(email) if email else None
    if email and person is None:
        raise Failed(
            f"{email} is not in the directory; ventanilla directory --json lists who is. Whoever is not is asked for "
            "without --for."
        )
    who = Asker(
        person=person.id if person else PersonId(""),
        traits=accepted.traits(person.id) if person else accepted.whereabouts(),
        zone=person.hours.zone if person else accepted.zone,
    )
    return outcome(text, who, library, datetime.now(UTC))


def described(found: Outcome, library: Library) -> dict[str, Any]:
    reading, people = found.reading, library.directory.people
    # Words that say nothing of a matter were not asked what they are about.
    others = library.matcher.predict(found.text).guesses[1:] if reading.confidence else ()
    return {
        "topic": reading.topic,
        "department": found.department,
        "owner": people[found.owner].email,
        "confidence": round(reading.confidence, 4),
        "unsure": reading.verdict != "route",
        "verdict": reading.verdict,
        "opens": found.opens,
        "confidential": bool(reading.caution),
        "danger": reading.danger,
        "article": reading.article.article if reading.article else None,
        "needs": [need.topic for need in reading.needs],
        "alternatives": [{"topic": g.topic, "confidence": round(g.confidence, 4)} for g in others],
        "because": list(reading.because),
        "chain": [
            {"person": people[s.person].email, "rung": s.rung, "passed_over": s.passed_over}
            for s in found.chain
        ],
    }
