import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lockscan import __version__
from tests.cli.conftest import Run

HEAVY = ("libcst", "networkx", "rich", "msgspec", "tomli", "pathspec", "packaging", "multiprocessing")
# What a scan without findings has no need of: each takes as long to load as such a scan has.
OF_FINDINGS = (
    "lockscan.model.rule",
    "lockscan.model.finding",
    "lockscan.model.assessment",
    "lockscan.model.suggestion",
    "lockscan.model.facts",
    "lockscan.decoding.document",
    "lockscan.adapters.reports",
    "lockscan.reporters.overview",
    "lockscan.reporters.seams",
    "lockscan.linking",
    "lockscan.matching",
)

# In a process of its own: here everything is imported already.
IMPORTED = """\
import json, sys
from lockscan.cli import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    assert ended.code == 0
print("\\n" + json.dumps(sorted(sys.modules)))
"""


def imported(*arguments: str | Path, cache: Path) -> frozenset[str]:
    command = [sys.executable, "-c", IMPORTED, *map(str, arguments)]
    environment = {**os.environ, "LOCKSCAN_CACHE_DIR": str(cache)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    return frozenset(json.loads(ended.stdout.splitlines()[-1]))


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    modules = imported("--help", cache=tmp_path)
    assert "lockscan.cli.scan" in modules
    assert modules.isdisjoint((*HEAVY, *OF_FINDINGS, "lockscan.pipeline", "lockscan.model"))


def test_a_file_without_a_vendor_imports_nothing_heavy(tmp_path: Path) -> None:
    file = tmp_path / "project/plain.py"
    file.parent.mkdir()
    file.write_text("import json\n\nprint(json.dumps(1))\n")
    first = imported(file, cache=tmp_path / "cache")
    # The packs are read once.
    assert first.isdisjoint(
        {*HEAVY, *OF_FINDINGS} - {"msgspec", "tomli", "lockscan.decoding.document", "lockscan.model.rule"}
    )
    second = imported(file, cache=tmp_path / "cache")
    assert "lockscan.pipeline" in second
    assert second.isdisjoint((*HEAVY, *OF_FINDINGS, "shutil"))


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
