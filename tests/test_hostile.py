import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from lockscan.model.diagnostic import DiagnosticKind as Kind
from tests.hostile import DEEP, UNPARSABLE, build

# In a process of its own: a parser that brings it down must not bring down the tests.
SCAN = """\
import sys
from pathlib import Path

from lockscan.pipeline import ScanOptions, scan
from lockscan.reporters import render
from lockscan.reporters.options import RenderOptions

if __name__ == "__main__":
    root = Path(sys.argv[1])
    report = scan((root,), ScanOptions(jobs=int(sys.argv[2]), cache=False), root)
    sys.stdout.write(render("json", report, RenderOptions()))
"""


NAMED = ("directory.py/inside.py", "escape\x1b[31m.py", "half.py", "one.py")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scan of the tree said: file and kind of each diagnostic, and (file, line, rule) of each finding."""

    text: str
    diagnostics: dict[str, Kind]
    findings: set[tuple[str, int, str]]


@pytest.fixture(scope="module", params=[1, 2], ids=["one job", "two jobs"])
def outcome(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    directory = tmp_path_factory.mktemp("hostile")
    root = directory / "tree"
    root.mkdir()
    build(root)
    script = directory / "scan.py"
    script.write_text(SCAN, encoding="utf-8")
    command = [sys.executable, str(script), str(root), str(request.param)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    # The time is a net for scans that never end, not a measure.
    ended = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=600, check=False)  # noqa: S603
    assert ended.returncode == 0, ended.stderr[-2000:]
    report = json.loads(ended.stdout)
    named = [(diagnostic["path"], Kind(diagnostic["kind"])) for diagnostic in report["diagnostics"]]
    assert len(named) == len(dict(named)), "a file is named once"
    places = {(f["location"]["path"], f["location"]["line"], f["rule"]) for f in report["findings"]}
    return Outcome(ended.stdout, dict(named), places)


def test_files_that_cannot_be_analysed_are_named_with_their_kinds(outcome: Outcome) -> None:
    expected = {name: kind for name, (_, kind) in UNPARSABLE.items()}
    expected["huge.py"] = Kind.TOO_LARGE
    expected["pipe.py"] = Kind.UNREADABLE
    if os.geteuid() != 0:
        expected["forbidden.py"] = Kind.UNREADABLE
    assert {path: kind for path, kind in outcome.diagnostics.items() if path not in DEEP} == expected


def test_deep_files_are_analysed_or_named(outcome: Outcome) -> None:
    named = {path: kind for path, kind in outcome.diagnostics.items() if path in DEEP}
    assert set(named.values()) <= {Kind.TOO_DEEP, Kind.TIMEOUT}
    analysed = {path for path, line, rule in outcome.findings if (line, rule) == (1, "openai-import")}
    assert analysed.isdisjoint(named)
    assert set(DEEP) <= analysed | named.keys()
    assert "parentheses.py" in named


def test_findings_of_the_other_files_are_there(outcome: Outcome) -> None:
    inside = {(1, "openai-import"), (3, "openai-client")}
    expected = {(path, *finding) for path in NAMED for finding in inside}
    expected |= {
        ("normal.py", 1, "openai-import"),
        ("normal.py", 5, "openai-client"),
        ("normal.py", 5, "openai-responses"),
    }
    if os.geteuid() == 0:
        expected.add(("forbidden.py", 1, "openai-import"))
    assert {finding for finding in outcome.findings if finding[0] not in DEEP} == expected


def test_messages_are_short_and_clean(outcome: Outcome) -> None:
    messages = [diagnostic["message"] for diagnostic in json.loads(outcome.text)["diagnostics"]]
    assert [message for message in messages if len(message) > 300 or not message.isprintable()] == []
