"""``lockscan scan``, which is also plain ``lockscan``."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lockscan.cli.output import STDOUT, Output, distinct, parse, write
from lockscan.cli.progress import Progress
from lockscan.cli.settings import settings
from lockscan.cli.terminal import WIDTH, is_terminal, wants_color, width
from lockscan.reporters import REPORTERS, render

if TYPE_CHECKING:
    from lockscan.model.config import Config
    from lockscan.model.report import Report
    from lockscan.model.rule import Confidence, Severity

NEVER = "never"
_TERMINAL = "terminal"
_FILE = click.Path(path_type=Path)


@click.command(context_settings={"auto_envvar_prefix": "LOCKSCAN"})
@click.argument("paths", nargs=-1, type=_FILE)
@click.option(
    "-f", "--format", "form", envvar="LOCKSCAN_FORMAT", type=click.Choice(list(REPORTERS)), default=_TERMINAL,
    show_default=True, help="What the report looks like.",
)  # fmt: skip
@click.option(
    "-o", "--output", "outputs", envvar="LOCKSCAN_OUTPUT", multiple=True, callback=parse,
    metavar="[FORMAT:]FILE", help="Write the report to a file, or - for standard output (repeatable).",
)  # fmt: skip
@click.option(
    "--exclude", multiple=True, metavar="PATTERN", help="Leave out what a gitignore pattern covers (repeatable)."
)
@click.option("--config", type=_FILE, metavar="FILE", help="Read this configuration file instead of searching for one.")
@click.option(
    "--select", multiple=True, metavar="RULE", help="Apply only these rules: ids, or how ids begin (repeatable)."
)
@click.option(
    "--ignore", multiple=True, metavar="RULE", help="Leave out these rules: ids, or how ids begin (repeatable)."
)
@click.option(
    "--fail-on", type=click.Choice(["low", "medium", "high", NEVER]),
    help="Exit with 1 if product code has a finding of this severity or above.  [default: configuration, else never]",
)  # fmt: skip
@click.option(
    "--min-confidence", type=click.Choice(["low", "medium", "high"]),
    help="Leave out what is less sure than this.  [default: configuration, else low]",
)  # fmt: skip
@click.option(
    "--to", "target", metavar="TARGET",
    help="What the vendors would be left for: openai-compatible, litellm, …  [default: configuration, else the first]",
)  # fmt: skip
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever the gate says.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=0), default=0, metavar="N", help="Processes to use; 0 is automatic."
)
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option("-q", "--quiet", is_flag=True, help="Print the summary alone.")
@click.option("-v", "--verbose", is_flag=True, help="Print every finding, the portable ones too.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True,
    help="Colours on the terminal; NO_COLOR and FORCE_COLOR are honoured.",
)  # fmt: skip
@click.option("--no-gitignore", is_flag=True, help="Scan what git ignores too.")
@click.option("--no-text-files", is_flag=True, help="Read code alone: no settings, templates and prompts.")
@click.option("--no-gate", is_flag=True, hidden=True, help="Parse every file, to verify that the gate hides nothing.")
def scan(  # noqa: PLR0913 - one parameter per option
    *,
    paths: tuple[Path, ...],
    form: str,
    outputs: tuple[Output, ...],
    exclude: tuple[str, ...],
    config: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    min_confidence: str | None,
    target: str | None,
    exit_zero: bool,
    jobs: int,
    no_cache: bool,
    quiet: bool,
    verbose: bool,
    color: str,
    no_gitignore: bool,
    no_text_files: bool,
    no_gate: bool,
) -> int:
    """Scan files and folders, the current one if none is named."""
    from lockscan.pipeline import ScanOptions  # noqa: PLC0415 - keeps --help light
    from lockscan.pipeline import scan as run  # noqa: PLC0415 - keeps --help light
    from lockscan.policy import judge  # noqa: PLC0415 - keeps --help light

    outputs = tuple(Output(output.format or form, output.target) for output in outputs) or (Output(form, STDOUT),)
    distinct(outputs)
    paths = paths or (Path(),)
    root, found = settings(paths, config)
    effective = _overridden(found, exclude, select, ignore, fail_on, no_gitignore=no_gitignore)
    effective = effective._replace(
        text_files=effective.text_files and not no_text_files, target=target or effective.target,
        min_confidence=_confidence(min_confidence) if min_confidence else effective.min_confidence,
    )  # fmt: skip
    shows_progress = is_terminal(sys.stderr) and not quiet and os.environ.get("TERM") != "dumb"
    with Progress(sys.stderr if shows_progress else None) as progress:
        options = ScanOptions(config=effective, jobs=jobs, cache=not no_cache, gate=not no_gate, progress=progress)
        report = run(paths, options, root)
    verdict = judge(report, effective)
    for output in outputs:
        write(output.target, _rendered(report, output, verdict.text, color, quiet=quiet, verbose=verbose))
    if not verdict.passed and Output(_TERMINAL, STDOUT) not in outputs:
        click.echo(verdict.text, err=True)
    return 0 if exit_zero else verdict.exit_code


def _confidence(word: str) -> "Confidence | None":
    from lockscan.model.rule import Confidence  # noqa: PLC0415 - keeps --help light

    # The lowest leaves nothing out.
    return None if word == Confidence.LOW.value else Confidence(word)


def _severity(word: str) -> "Severity | None":
    from lockscan.model.rule import Severity  # noqa: PLC0415 - most runs name none, and need no model of the rules

    return None if word == NEVER else Severity(word)


def _overridden(  # noqa: PLR0913 - what the command line may override
    config: "Config",
    exclude: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    *,
    no_gitignore: bool,
) -> "Config":
    """Return the configuration with the command line's word on top: excludes and ignores add up, the others replace."""
    return config._replace(
        exclude=config.exclude + exclude,
        select=select or config.select,
        ignore=config.ignore + ignore,
        fail_on=_severity(fail_on) if fail_on else config.fail_on,
        respect_gitignore=config.respect_gitignore and not no_gitignore,
    )


def _rendered(  # noqa: PLR0913 - what the options of rendering are made of
    report: "Report", output: Output, verdict: str, color: str, *, quiet: bool, verbose: bool
) -> str:
    from lockscan.reporters.options import RenderOptions  # noqa: PLC0415 - keeps --help light

    to_stdout = output.target == STDOUT
    # FORCE_COLOR is meant for logs, not for files.
    colored = wants_color(color, os.environ if to_stdout else {}, terminal=to_stdout and is_terminal(sys.stdout))
    options = RenderOptions(colored, width() if to_stdout else WIDTH, quiet, verbose, verdict)
    return render(output.format, report, options)
