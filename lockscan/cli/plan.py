"""``lockscan plan``: the way from the vendors found to a target, step by step."""

import os
import sys
from pathlib import Path

import click

from lockscan.cli.output import STDOUT, write
from lockscan.cli.settings import settings
from lockscan.cli.terminal import WIDTH, is_terminal, wants_color, width
from lockscan.reporters.plans import PLAN_REPORTERS

_FILE = click.Path(path_type=Path)


@click.command(context_settings={"auto_envvar_prefix": "LOCKSCAN"})
@click.argument("paths", nargs=-1, type=_FILE)
@click.option(
    "--to",
    "target",
    metavar="TARGET",
    help="Where to go: openai-compatible, litellm, anthropic, …  [default: configuration]",
)
@click.option(
    "--vendor", "vendors", multiple=True, metavar="VENDOR", help="Plan for this vendor alone, by its id (repeatable)."
)
@click.option(
    "-f", "--format", "form", type=click.Choice(list(PLAN_REPORTERS)), default="terminal", show_default=True,
    help="What the plan looks like.",
)  # fmt: skip
@click.option(
    "-o", "--output", default=STDOUT, metavar="FILE", help="Write the plan to a file, or - for standard output."
)
@click.option(
    "--exclude", multiple=True, metavar="PATTERN", help="Leave out what a gitignore pattern covers (repeatable)."
)
@click.option("--config", type=_FILE, metavar="FILE", help="Read this configuration file instead of searching for one.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=0), default=0, metavar="N", help="Processes to use; 0 is automatic."
)
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option("-v", "--verbose", is_flag=True, help="Name every place on the terminal.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True,
    help="Colours on the terminal; NO_COLOR and FORCE_COLOR are honoured.",
)  # fmt: skip
def plan(  # noqa: PLR0913 - one parameter per option
    *,
    paths: tuple[Path, ...],
    target: str | None,
    vendors: tuple[str, ...],
    form: str,
    output: str,
    exclude: tuple[str, ...],
    config: Path | None,
    jobs: int,
    no_cache: bool,
    verbose: bool,
    color: str,
) -> None:
    """Plan the way to a target, in steps that each leave the code working."""
    from lockscan.migration import plan_migration  # noqa: PLC0415 - keeps --help light
    from lockscan.pipeline import ScanOptions  # noqa: PLC0415 - keeps --help light
    from lockscan.reporters.options import RenderOptions  # noqa: PLC0415 - keeps --help light
    from lockscan.reporters.plans import render_plan  # noqa: PLC0415 - keeps --help light

    paths = paths or (Path(),)
    root, found = settings(paths, config)
    effective = found._replace(exclude=found.exclude + exclude, target=target or found.target)
    made = plan_migration(paths, ScanOptions(config=effective, jobs=jobs, cache=not no_cache), root, vendors)
    to_stdout = output == STDOUT
    colored = wants_color(color, os.environ if to_stdout else {}, terminal=to_stdout and is_terminal(sys.stdout))
    options = RenderOptions(color=colored, width=width() if to_stdout else WIDTH, verbose=verbose)
    write(output, render_plan(form, made, options))
