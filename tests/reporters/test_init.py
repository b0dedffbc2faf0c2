import subprocess
import sys

from lockscan.reporters import REPORTERS


def test_names_come_without_importing_a_reporter_or_the_model() -> None:
    code = "import sys, lockscan.reporters; print(*sorted(m for m in sys.modules if m.startswith('lockscan')))"
    # This interpreter and this text: nothing from outside gets into the command.
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert ran.stdout.split() == ["lockscan", "lockscan.reporters"]


def test_formats() -> None:
    assert list(REPORTERS) == ["terminal", "json", "sarif"]
