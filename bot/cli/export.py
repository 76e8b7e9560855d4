"""`export` and `import`: everything as JSON Lines, and back. An administrator's act on the server, and recorded."""

import getpass
import os
from pathlib import Path
from typing import Any

import click

from bot.cli.care import settings_of, with_store
from bot.cli.fail import Failed
from bot.exporting import About, NotEmpty, Unreadable, bring_in
from bot.exporting import export as export_all
from bot.store.dump import Dump
from bot.store.store import Store

_directory = click.option("--directory", type=click.Path(path_type=Path), help="The company's directory.")
_data = click.option("--data", type=click.Path(path_type=Path), help="Where data lies.  [default: ./data]")


@click.command()
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), help="An empty folder.")
@_directory
@_data
def export(folder: Path, **given: Any) -> None:
    """Write everything as JSON Lines: histories, words, people, files, where conversations stand, the directory."""

    async def act(store: Store) -> tuple[About, int]:
        about = await export_all(store, folder)
        dump = Dump(store)
        await dump.record("export", _who(), str(folder))
        return about, await dump.on_its_way()

    try:
        about, waiting = with_store(settings_of(**given), "export", act)
    except NotEmpty:
        raise Failed(f"{folder} is not empty: give the export a folder of its own with --to.") from None
    except OSError as error:
        raise Failed(f"{folder} can't be written: {error.strerror or error}.") from None
    click.echo(f"{folder}: {_told(about)}.")
    click.echo(
        "Whoever has these files can read everything, what is confidential too: keep them where few can, and not long.",
        err=True,
    )
    if waiting:
        click.echo(
            f"{waiting} messages are on their way to people and are not in it: stop the desk first where it is to move.",
            err=True,
        )


@click.command("import")
@click.option("--from", "folder", required=True, type=click.Path(path_type=Path), help="What `export` wrote.")
@_directory
@_data
def import_(folder: Path, **given: Any) -> None:
    """Bring an export into an empty desk, before it is first started."""

    async def act(store: Store) -> About:
        about = await bring_in(store, folder)
        await Dump(store).record("import", _who(), str(folder))
        return about

    try:
        about = with_store(settings_of(**given), "import", act)
    except NotEmpty:
        raise Failed(
            "This desk has people or requests already, and an import would mix with them. Give it an empty data folder "
            "with --data, or another database in REDIS_URL."
        ) from None
    except Unreadable as unreadable:
        raise Failed(f"{unreadable} Nothing was brought in.") from None
    except OSError as error:
        raise Failed(f"{error.filename or folder} can't be read: {error.strerror or error}.") from None
    click.echo(f"{folder}: {_told(about)}, as of {about.at:%Y-%m-%d %H:%M} UTC.")


def _told(about: About) -> str:
    lines = about.lines
    return f"{lines['people.jsonl']} people, {lines['requests.jsonl'] - 1} requests"


def _who() -> str:
    """The account on this server that did it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"
