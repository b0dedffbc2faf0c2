"""The command line: what a person types, and the only printing there is.

Exit codes: 0 clean or below the gate, 1 the gate says no, 2 nothing could be decided (usage, configuration, rules, or
an error of lockscan's own), 130 interrupted. Every command's heavy imports stand inside of it, for ``--help`` is to be
as fast as click allows.
"""

import gc
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from lockscan import __version__
from lockscan.cli.failures import guarded
from lockscan.cli.group import ScanByDefault

COMMANDS = ("scan", "plan", "scaffold", "explain", "rules")


@click.group(
    cls=ScanByDefault,
    named=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit code: 0 clean or below the gate, 1 the gate says no, 2 something is wrong with the command, the "
    "configuration or the rules. Every option of a scan may stand in the environment: LOCKSCAN_FAIL_ON=high.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def lockscan() -> None:
    """Find where Python code is locked in to an AI vendor, what a switch costs, and where the seam belongs."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line with these arguments, or those of the process, and exit."""
    # A scan makes millions of small values and hardly a cycle: looking for some costs a quarter of it.
    gc.disable()
    code = guarded(lambda: lockscan.main(arguments, prog_name="lockscan", standalone_mode=False))
    # At its end the interpreter looks for cycles all the same: a tenth of a large scan, and of one of a single file.
    gc.freeze()
    sys.exit(code)
