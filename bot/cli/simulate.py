"""`ventanilla simulate`: an invented history, so that a newcomer sees a living dashboard; and away with it again."""

import os
from pathlib import Path
from typing import Any

import click

from bot.cli.care import settings_of, with_store
from bot.cli.fail import Failed, reading
from bot.simulation import kept
from bot.simulation.simulate import DAYS
from bot.store.store import Store
from knowledge.loader import build, emails, read_folder

REQUESTS = 2_000
_REAL = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "MICROSOFT_APP_ID")


@click.command()
@click.option("--requests", type=click.IntRange(1, 1_000_000), default=REQUESTS, show_default=True)
@click.option(
    "--days", type=click.IntRange(1, 720), default=DAYS, show_default=True, help="Asked within so many days."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed tells the same history.")
@click.option(
    "--remove", is_flag=True, help="Take the simulated history out again, and all that was counted of it."
)
@click.option("--directory", type=click.Path(path_type=Path), help="The company's directory.")
@click.option("--data", type=click.Path(path_type=Path), help="Where data lies.  [default: ./data]")
def simulate(*, requests: int, days: int, seed: int, remove: bool, **given: Any) -> None:
    """Fill the figures with a simulated history, marked as such. Nobody is told of it; --remove takes it out."""
    settings = settings_of(**given)
    real = next((name for name in _REAL if os.environ.get(name)), None)
    if real is not None and not remove:
        raise Failed(
            f"{real} is set: a company works with this desk. Simulate on a desk of its own, with another --data."
        )

    async def act(store: Store) -> str:
        if remove:
            gone = await kept.remove(store)
            return f"{gone} simulated requests are gone, and all that was counted of them."
        if await kept.is_there(store):
            raise Failed("There is a simulated history already. `ventanilla simulate --remove` takes it out.")
        with reading(settings.directory):
            files = read_folder(settings.directory)
            directory = build(files, await store.people.enrol(emails(files)))
        await kept.keep(store, directory, requests, seed=seed, until=await store.now(), days=days)
        return (
            f"{requests} simulated requests of the last {days} days are counted now; `ventanilla stats` shows them, "
            "and `ventanilla simulate --remove` takes them out."
        )

    click.echo(with_store(settings, "simulate", act))
