"""`rehearse`: what would have become of what people asked before the desk was there. Local; nothing is stored."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from bot.cli.fail import Failed
from bot.cli.learned import data_option, library_as_of_now
from bot.cli.offline import folder_option
from bot.rehearsal.rehearse import Outcome, Rehearsed, rehearse
from bot.rehearsal.tickets import Unreadable, tickets_in
from knowledge.directory import Directory
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
@folder_option
@data_option
def rehearse_command(file: Path, folder: Path, data: Path | None, *, as_json: bool) -> None:
    """Show what would have become of past requests: who would have owned each, and what no topic covers.

    FILE is the folder of one channel of a Slack export, one of its JSON files, or a CSV of old tickets with a column
    text (or subject, description) and, if there is one, email. It is read here and nothing of it is kept.
    """
    library, since = library_as_of_now(folder, data)
    accepted = library.directory
    try:
        tickets = tickets_in(file)
    except Unreadable as wrong:
        raise Failed(str(wrong)) from None
    except OSError as error:
        raise Failed(f"{file} can't be read: {error.strerror or error}.") from None
    found = rehearse(tickets, library, datetime.now(UTC))
    if as_json:
        told = _described(found, accepted) | {"learned": since.as_json()}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _told(found, accepted)
        click.echo(f"\n{since.said}")


def _described(found: Rehearsed, accepted: Directory) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(found)
    told["owners"] = {accepted.people[person].email: count for person, count in found.owners.items()}
    return told | {"asked": found.asked}


def _told(found: Rehearsed, accepted: Directory) -> None:
    click.echo("1 request." if found.asked == 1 else f"{found.asked} requests.")
    for outcome, words in OUTCOMES.items():
        count = found.outcomes.get(outcome, 0)
        if count:
            click.echo(
                f"  {count:6}  {_share(count, found.asked) if outcome != 'nothing' else '':>5}  {words}"
            )
    if found.confidential:
        click.echo(f"  {found.confidential:6}         of them treated as confidential")
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
        _proposed(proposal.name, proposal.count, proposal.examples)
    if found.alone:
        click.echo("\n# like no other")
    for text in found.alone:
        click.echo(f"# {text}")


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:.0f} %" if of else ""


def _listed(title: str, rows: Any, of: int) -> None:
    click.echo(f"\n{title}")
    for name, count in rows:
        click.echo(f"  {count:6}  {_share(count, of):>5}  {name}")


def _proposed(name: str, count: int, examples: tuple[str, ...]) -> None:
    """As it would stand in a department's file; who owns it and its other language are for a person to add."""
    id_ = "-".join(plain(name).split())
    click.echo(
        f"\n# {count} requests\n- id: {id_}\n  name: {json.dumps(name, ensure_ascii=False)}\n  examples:"
    )
    for example in examples:
        click.echo(f"    - {json.dumps(example, ensure_ascii=False)}")
