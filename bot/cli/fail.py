"""How a subcommand says that it failed: one sentence on stderr that says what to do, and exit 1."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from knowledge.reading.faults import Faulty


class Failed(click.ClickException):
    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """What is wrong with a directory's folder becomes Failed."""
    try:
        yield
    except Faulty as faulty:
        raise Failed(str(faulty)) from None
    except OSError as error:
        raise Failed(f"The directory {folder} can't be read: {error.strerror or error}.") from None
