"""The group that takes ``lockscan src`` for ``lockscan scan src``."""

import click

DEFAULT = "scan"


class ScanByDefault(click.Group):
    """A group in which arguments that begin with no command's name are those of the default command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front, unless a command is named or the group itself is asked."""
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        if not args or (args[0] not in self.commands and args[0] not in own):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how to scan, and how to call the other commands."""
        formatter.write_usage(ctx.command_path, "[OPTIONS] [PATHS]...")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...", prefix="       ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of a scan, the group's own among them, then the commands."""
        own = self.get_params(ctx)
        every = [*(p for p in self.commands[DEFAULT].params if isinstance(p, click.Option)), *own]
        with formatter.section("Options"):
            formatter.write_dl([record for option in every if (record := option.get_help_record(ctx))])
        self.format_commands(ctx, formatter)
