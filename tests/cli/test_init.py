import json
import subprocess
import sys

import pytest

from lockscan import __version__
from tests.cli.conftest import Run

LATE = (
    "libcst",
    "networkx",
    "rich",
    "msgspec",
    "tomli",
    "pathspec",
    "packaging",
    "lockscan.pipeline",
    "lockscan.model",
)

# In a process of its own: here everything is imported already.
IMPORTED = """\
import json, sys
from lockscan.cli import main
try:
    main(["--help"])
except SystemExit as ended:
    assert ended.code == 0
print("\\n" + json.dumps(sorted(sys.modules)))
"""


def test_help_imports_nothing_heavy() -> None:
    ended = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True)  # noqa: S603
    modules = set(json.loads(ended.stdout.rpartition("\n\n")[2]))
    assert "lockscan.cli.scan" in modules
    assert modules.isdisjoint(LATE)


def test_the_module_is_the_command() -> None:
    command = [sys.executable, "-m", "lockscan", "--version"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert (ended.stdout, ended.stderr) == (f"lockscan {__version__}\n", "")


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_shows_the_options_of_a_scan_and_the_commands(run: Run, option: str) -> None:
    ended = run(option)
    assert ended.code == 0
    for word in ("Usage: lockscan [OPTIONS] [PATHS]...", "--fail-on", "--version", "explain", "rules", "Exit code: 0"):
        assert word in ended.out
    assert "--no-gate" not in ended.out


@pytest.mark.parametrize("arguments", [("--fromat", "json"), ("--fail-on", "severe"), ("explain",), ("--jobs", "-1")])
def test_a_usage_error_is_2(run: Run, arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Error: " in ended.err
