"""What ends a run without a verdict, told in a few plain lines on standard error."""

import os
import sys
from collections.abc import Callable

import click

from lockscan.errors import LockscanError

FAILED = 2
INTERRUPTED = 130
DEBUG = "LOCKSCAN_DEBUG"


def guarded(command: Callable[[], object]) -> int:
    """Run a command and return its exit code, having told on standard error what stopped it, if anything did."""
    try:
        code = command()
    except click.ClickException as error:
        error.show()
    except (click.Abort, KeyboardInterrupt):
        click.echo("lockscan: interrupted", err=True)
        return INTERRUPTED
    except LockscanError as error:
        tell(str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the exit code must not be the gate's
        _confess(error)
    else:
        return code if isinstance(code, int) else 0
    return FAILED


def tell(text: str) -> None:
    """Write an error's lines to standard error, made harmless, for they may quote what was scanned."""
    from lockscan.reporters.text import escape  # noqa: PLC0415 - only wanted when something is wrong

    for line in text.split("\n"):
        click.echo(f"lockscan: {escape(line)}", err=True)


def _confess(error: Exception) -> None:
    """Say that lockscan itself is wrong: only what kind of error and where, for its text may be of any size."""
    import traceback  # noqa: PLC0415 - only wanted when something is wrong

    if os.environ.get(DEBUG) == "1":
        traceback.print_exception(error, file=sys.stderr)
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""  # noqa: PTH119
    tell(
        f"an error of its own, not of your code or command: {type(error).__name__}{place}\n"
        f"please report it, with the command and what it prints under {DEBUG}=1"
    )
