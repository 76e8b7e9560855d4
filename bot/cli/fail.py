"""How a subcommand says that it failed: one sentence on stderr that says what to do, and exit 1."""

from typing import IO, Any

import click


class Failed(click.ClickException):
    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=True)
