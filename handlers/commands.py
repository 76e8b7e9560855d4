"""`ventanilla manifest`, and what `doctor` asks of the platforms."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from bot.cli.fail import Failed
from bot.cli.groups import Commands
from bot.delivery.gateway import SendFailed
from bot.settings import Settings, WrongSetting, from_environment
from bot.store.findings import Finding
from bot.store.store import Store
from handlers.slack import manifest as slack_manifest
from handlers.slack.settings import slack_settings
from handlers.slack.surface import SCOPES
from handlers.teams.manifest import lacks, teams_package
from handlers.teams.settings import TeamsSettings, teams_settings
from knowledge.directory import Directory
from knowledge.loader import build, emails, load, read_folder
from knowledge.reading.faults import Faulty


@click.group(cls=Commands)
def manifest() -> None:
    """Write what a platform needs to know of the app."""


@manifest.command()
@click.option(
    "--minimal", is_flag=True, help="Reads no channel: direct messages, command, shortcuts and Home."
)
def slack(*, minimal: bool) -> None:
    """The Slack app's manifest, as JSON; why it asks for each scope goes to stderr."""
    try:
        written = slack_manifest.manifest(slack_settings(), from_environment().url, minimal=minimal)
    except WrongSetting as wrong:
        raise Failed(str(wrong)) from None
    asked = set(written["oauth_config"]["scopes"]["bot"])
    for scope in SCOPES:
        if scope.name in asked:
            click.echo(f"{scope.name}: {scope.why}", err=True)
    click.echo(json.dumps(written, indent=2, ensure_ascii=False))


@manifest.command()
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it; else to stdout."
)
def teams(to: Path | None) -> None:
    """The Teams app package, a zip with manifest and icons."""
    try:
        app_id, url = os.environ.get("MICROSOFT_APP_ID", "").strip(), from_environment().url
    except WrongSetting as wrong:
        raise Failed(str(wrong)) from None
    for variable in lacks(app_id, url):
        click.echo(
            f"{variable} is not set: set it and write the package again before you upload it.", err=True
        )
    package = teams_package(app_id, url)
    if to is not None:
        try:
            to.write_bytes(package)
        except OSError as error:
            raise Failed(
                f"{to} can't be written: {error.strerror or error}. Name another file with --to."
            ) from None
        click.echo(f"{to}: upload it in Teams, under Apps, Manage your apps.", err=True)
    elif sys.stdout.isatty():
        raise Failed("The package is a zip file: write it with --to ventanilla-teams.zip.")
    else:
        sys.stdout.buffer.write(package)


@click.command("install")
@click.option("--directory", type=click.Path(path_type=Path), help="The company's directory.")
def install_teams(directory: Path | None) -> None:
    """Install the Teams app for everybody who answers, by Microsoft Graph.

    For the one time at set-up, where no policy of the Teams admin centre does it. Needs, on the app's registration, what
    docs/teams.md names.
    """
    try:
        teams, settings = teams_settings(), from_environment(directory=directory)
        listed = load(settings.directory)
    except WrongSetting as wrong:
        raise Failed(str(wrong)) from None
    except Faulty as faulty:
        raise Failed(str(faulty.faults[0])) from None
    if not teams.app_id:
        raise Failed("MICROSOFT_APP_ID is not set: connect the bot first (docs/teams.md).")
    missing = asyncio.run(_installed(teams, listed))
    if missing:
        raise Failed(
            f"Not found in the company's Microsoft directory by their address: {', '.join(missing)}."
        )


async def _installed(teams: TeamsSettings, directory: Directory) -> list[str]:
    """Addresses of whom Microsoft does not know."""
    from handlers.teams import graph
    from handlers.teams.pool import Pool
    from handlers.teams.tokens import SecretRefused, Tokens

    pool, nowhere = Pool(), []
    tokens = Tokens(pool, teams, scope=graph.SCOPE)
    asked = graph.Graph(pool, tokens, teams)
    try:
        app = await asked.app()
        for person in directory.people.values():
            if directory.departments[person.department].elsewhere is not None:
                continue
            how = await asked.install(person.email, app)
            click.echo(f"{how}: {person.name} ({person.email})")
            if how == "nowhere":
                nowhere.append(person.email)
    except graph.GraphRefused as refused:
        raise Failed(str(refused)) from None
    except SecretRefused:
        raise Failed(
            "Microsoft does not take MICROSOFT_APP_PASSWORD: `ventanilla doctor` says more."
        ) from None
    except SendFailed:
        raise Failed("Microsoft's login does not answer: try again later.") from None
    finally:
        await tokens.aclose()
        await pool.aclose()
    return nowhere


async def of_slack(settings: Settings, store: Store) -> list[Finding]:
    """What is right and wrong with the Slack connection, with what to do."""
    from handlers.slack.doctor import findings

    return await _found(
        "slack",
        settings,
        store,
        lambda directory: findings(
            slack_settings(), directory, store, url=settings.url, secret=settings.secret
        ),
    )


async def of_teams(settings: Settings, store: Store) -> list[Finding]:
    """What is right and wrong with the Teams connection, with what to do."""
    from handlers.teams.doctor import findings

    return await _found(
        "teams", settings, store, lambda directory: findings(teams_settings(), directory, store, settings.url)
    )


async def people_of(settings: Settings, store: Store) -> Directory:
    """The directory's folder, with the ids by which its people are known here; who is not known yet has their address.

    Raises Faulty and OSError.
    """
    files = read_folder(settings.directory)
    listed = emails(files)
    known = await store.people.known(listed)
    return build(files, {email: known.get(email, email) for email in listed})


async def _found(
    platform: str, settings: Settings, store: Store, look: Callable[[Directory], Awaitable[list[Finding]]]
) -> list[Finding]:
    try:
        return await look(await people_of(settings, store))
    except WrongSetting as wrong:
        return [Finding("fault", platform, str(wrong))]
    except (Faulty, OSError):
        return []  # said of the directory itself
