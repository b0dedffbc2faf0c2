"""The group that takes ``lockscan src`` for ``lockscan scan src``."""

from collections.abc import Sequence
from importlib import import_module

import click

DEFAULT = "scan"


class ScanByDefault(click.Group):
    """A group in which arguments that begin with no command's name are those of the default command.

    A command is loaded when it is called or described: ``named`` are those that stand in a module of their own name.
    """

    def __init__(self, *, named: Sequence[str], **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.named = named

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands, in the order of the help."""
        return list(self.named)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return a command by its name."""
        if cmd_name not in self.named:
            return None
        found = getattr(import_module(f"lockscan.cli.{cmd_name}"), cmd_name)
        return found if isinstance(found, click.Command) else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front, unless a command is named or the group itself is asked."""
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        if not args or (args[0] not in self.named and args[0] not in own):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how to scan, and how to call the other commands."""
        formatter.write_usage(ctx.command_path, "[OPTIONS] [PATHS]...")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...", prefix="       ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of a scan, the group's own among them, then the commands."""
        default = self.get_command(ctx, DEFAULT)
        of_scan = default.params if default is not None else []
        every = [*(p for p in of_scan if isinstance(p, click.Option)), *self.get_params(ctx)]
        with formatter.section("Options"):
            formatter.write_dl([record for option in every if (record := option.get_help_record(ctx))])
        self.format_commands(ctx, formatter)
