"""Commands that have commands of their own: `ventanilla` itself, `lessons`, `people`, `manifest`."""

import click


class Commands(click.Group):
    """Whoever writes an option before its command is told where it belongs, instead of that there is none such."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as wrong:
            if not (takers := [name for name, of in sorted(self.commands.items()) if _takes(of, wrong, ctx)]):
                raise
            said = f"Write {wrong.option_name} after the command it is for: {', '.join(takers)}."
            raise click.UsageError(said, ctx) from None


def _takes(command: click.Command, option: click.NoSuchOption, ctx: click.Context) -> bool:
    """Whether it, or a command of its own, knows this option."""
    own = any(option.option_name in parameter.opts for parameter in command.get_params(ctx))
    return own or (
        isinstance(command, click.Group)
        and any(_takes(one, option, ctx) for one in command.commands.values())
    )


class ListsAlone(Commands):
    """Without a command it lists, options and all: `lessons --data DIR` is `lessons list --data DIR`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        is_list = not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names)
        return super().parse_args(ctx, ["list", *args] if is_list else args)
