"""`rehearse`: what would have become of what people asked before the desk was there. Local; nothing is stored."""

import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from bot.cli.fail import Failed
from bot.cli.learned import data_option, library_as_of_now
from bot.cli.offline import folder_option
from bot.figures.export import safe
from bot.rehearsal.rehearse import Each, Outcome, Proposal, Rehearsed, rehearse
from bot.rehearsal.tickets import Unreadable, past
from knowledge.directory import Directory
from knowledge.language import detect
from knowledge.matcher.text import plain

SHOWN = 15  # proposals; --json has them all
OUTCOMES: dict[Outcome, str] = {
    "owner": "straight to an owner",
    "article": "answered by an article first",
    "signpost": "shown the official way",
    "question": "asked one question first",
    "concierge": "to the concierge, since no topic fits",
    "danger": "treated as danger",
    "nothing": "no request: a greeting, thanks, or a question how it goes",
}


@click.command("rehearse")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option(
    "--each",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write a CSV: what would have become of each. Words that may be confidential are left out.",
)
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Of a whole Slack export, which.")
@click.option(
    "--text",
    "texts",
    multiple=True,
    metavar="COLUMN",
    help="Which column holds what was asked, where that is not seen.",
)
@click.option("--email", default="", metavar="COLUMN", help="Likewise, the address of who asked.")
@folder_option
@data_option
def rehearse_command(
    file: Path,
    folder: Path,
    data: Path | None,
    each: Path | None,
    channels: Sequence[str],
    texts: Sequence[str],
    email: str,
    *,
    as_json: bool,
) -> None:
    """Show what would have become of past requests: who would have owned each, and what no topic covers.

    FILE is a Slack export (its zip file or folder, or one channel's), or old tickets in CSV or JSON as Zendesk, Jira,
    Freshdesk, ServiceNow, GLPI and others write them; of mails, without signatures and what they quote. It is read here
    and nothing of it is kept, but what --each writes.
    """
    library, since = library_as_of_now(folder, data)
    accepted = library.directory
    try:
        asked = past(file, channels, texts, email)
    except Unreadable as wrong:
        raise Failed(str(wrong)) from None
    except OSError as error:
        raise Failed(f"{file} can't be read: {error.strerror or error}.") from None
    rows: list[Each] = []
    found = rehearse(asked.tickets, library, datetime.now(UTC), rows.append)
    if each is not None:
        _written(each, rows, accepted)
    if as_json:
        told = _described(found, accepted) | {"learned": since.as_json()}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{asked.told}\n")
        _told(found, accepted)
        if each is None:
            click.echo(
                "\nTo look through what would have become of each: --each FILE writes a table of them."
            )
        click.echo(f"\n{since.said}")


def _written(file: Path, rows: Sequence[Each], accepted: Directory) -> None:
    """A line for each request, as a spreadsheet opens it."""
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            table = csv.writer(out)
            table.writerow(["number", "text", "outcome", "topic", "chance", "owner", "confidential"])
            for number, row in enumerate(rows, 1):
                owner = accepted.people[row.owner].email if row.owner else ""
                confidential = "yes" if row.confidential else ""
                chance = f"{row.confidence:.2f}" if row.topic else ""
                said = safe(row.text)
                table.writerow(
                    [number, said, OUTCOMES[row.outcome], row.topic or "", chance, owner, confidential]
                )
    except OSError as error:
        raise Failed(f"{file} can't be written: {error.strerror or error}.") from None


def _described(found: Rehearsed, accepted: Directory) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(found)
    told["owners"] = {accepted.people[person].email: count for person, count in found.owners.items()}
    return told | {"asked": found.asked}


def _told(found: Rehearsed, accepted: Directory) -> None:
    click.echo("1 request." if found.asked == 1 else f"{found.asked} requests.")
    for outcome, words in OUTCOMES.items():
        count = found.outcomes.get(outcome, 0)
        if count:
            words += _kinds(found) if outcome == "danger" else ""
            click.echo(
                f"  {count:6}  {_share(count, found.asked) if outcome != 'nothing' else '':>5}  {words}"
            )
    if found.confidential:
        past = f", {found.past_owner} past the topic's owner, who is not marked confidential: true in people.yaml"
        past = past if found.past_owner else ""
        click.echo(f"  {found.confidential:6}         of them treated as confidential{past}")
    if found.unplaced:
        click.echo(
            f"  {found.unplaced:6}         past the topic's owners: each is for some people only, and where who asked works is not "
            "known\n                 (a column email tells, of those in people.yaml; of others a desk knows the country at most)"
        )
    _listed(
        "Who would have had them:",
        ((accepted.people[p].email, n) for p, n in found.owners.items()),
        found.asked,
    )
    _listed("Departments:", found.departments.items(), found.asked)
    _listed("Topics:", found.topics.items(), found.asked)
    if not found.uncovered:
        return
    click.echo(f"\nNo topic covers {found.uncovered} of them surely.", nl=False)
    click.echo(f" Not shown, since they may be confidential: {found.hidden}." if found.hidden else "")
    for proposal in found.proposals[:SHOWN]:
        _proposed(proposal, accepted.languages)
    if found.alone:
        click.echo("\n# like no other")
    for text in found.alone:
        click.echo(f"# {text}")


def _kinds(found: Rehearsed) -> str:
    """Said by kind: a lead sees whether alarms would ring for nothing (--each has those that may be shown)."""
    kinds = (f"{kind.replace('_', ' ')} {count}" for kind, count in found.dangers.items())
    return f" ({', '.join(kinds)})"


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:.0f} %" if of else ""


def _listed(title: str, rows: Any, of: int) -> None:
    rows = list(rows)
    if rows:
        click.echo(f"\n{title}")
    for name, count in rows:
        click.echo(f"  {count:6}  {_share(count, of):>5}  {name}")


def _proposed(proposal: Proposal, languages: Sequence[str]) -> None:
    """As it would stand in a department's file; who owns it and what is missing in a language are for a person to add."""
    id_ = "-".join(plain(proposal.name).split())
    or_else = f": a topic of their own, or examples for {proposal.nearest}" if proposal.nearest else ""
    said: dict[str, list[str]] = {}
    for example in proposal.examples:
        said.setdefault(detect(example, languages) or languages[0], []).append(example)
    name = json.dumps(proposal.name, ensure_ascii=False)
    click.echo(
        f"\n# {proposal.count} requests{or_else}\n- id: {id_}\n  name: {{{max(said, key=lambda one: len(said[one]))}: {name}}}"
    )
    click.echo("  examples:")
    for language, examples in said.items():
        click.echo(f"    {language}:")
        for example in examples:
            click.echo(f"      - {json.dumps(example, ensure_ascii=False)}")
