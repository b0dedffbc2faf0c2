"""The command as a process of its own, over real files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKSCAN = (sys.executable, "-m", "lockscan")


def ended(*arguments: str, stdout: int = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(  # noqa: S603
        [*LOCKSCAN, *arguments], stdout=stdout, stderr=subprocess.PIPE, check=False, env=environment
    )


@pytest.mark.usefixtures("project")
def test_a_scan_finds_what_is_there() -> None:
    result = ended("--format", "json")
    assert (result.returncode, result.stderr) == (0, b"")
    report = json.loads(result.stdout)
    assert [vendor["id"] for vendor in report["vendors"]] == ["openai"]
    assert {finding["location"]["path"] for finding in report["findings"]} == {"app/shop.py"}
    assert report["statistics"]["files"] == 2


@pytest.mark.usefixtures("project")
def test_the_gate_is_1() -> None:
    result = ended("--fail-on", "high", "--quiet")
    assert (result.returncode, result.stderr) == (1, b"")
    assert result.stdout.endswith(b"(--fail-on high).\n")


@pytest.mark.usefixtures("project")
def test_files_without_a_vendor_are_clean() -> None:
    result = ended("--fail-on", "low", "app/plain.py")
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.usefixtures("project")
def test_a_path_that_is_not_there_is_2() -> None:
    result = ended("gone", "app")
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr == b"lockscan: gone: no such file or directory\n"


@pytest.mark.usefixtures("project")
def test_a_rule_that_selects_nothing_is_2() -> None:
    result = ended("--select", "opnai")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"opnai" in result.stderr


def test_packs_of_the_configuration_are_applied(project: Path) -> None:
    (project / "lockscan.toml").write_text('rules = ["missing.toml"]\n')
    result = ended("app")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"missing.toml" in result.stderr


def test_output_is_utf8_whatever_the_locale(project: Path) -> None:
    (project / "app/shop.py").write_text('from openai import OpenAI as Ö; print("→")\n', encoding="utf-8")
    result = ended(PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert (result.returncode, result.stderr) == (0, b"")
    assert "Ö" in result.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
@pytest.mark.usefixtures("project")
def test_a_reader_that_leaves_early_does_not_change_the_verdict() -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        result = ended("--fail-on", "high", stdout=write)
    finally:
        os.close(write)
    assert (result.returncode, result.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.usefixtures("project")
def test_a_full_disk_is_2() -> None:
    with Path("/dev/full").open("wb") as full:
        result = ended(stdout=full.fileno())
    assert result.returncode == 2
    assert result.stderr == b"lockscan: standard output cannot be written: No space left on device\n"
