import json
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lockscan.adapters.packs import load_rules
from lockscan.model.diagnostic import Diagnostic, DiagnosticKind
from lockscan.model.report import Report
from lockscan.pipeline import ScanOptions, scan
from lockscan.reporters import render
from lockscan.reporters.options import RenderOptions

FIXTURES = Path(__file__).parent.parent / "fixtures"
SCENARIOS = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())
MARK = re.compile(r"# expect: (?P<items>.*)$")
ITEM = re.compile(r"(?P<rule>[a-z0-9-]+)(?:\((?P<trait>[a-z0-9._-]+)\))?")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A finding that the fixture expects; ``trait`` is its vendor, or why it is portable, where the mark says so."""

    path: str
    cell: int
    line: int
    rule: str
    trait: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:cell {self.cell}:{self.line}" if self.cell else f"{self.path}:{self.line}"
        return f"{place}: {self.rule}" + (f"({self.trait})" if self.trait else "")


def marks_of_text(path: str, cell: int, text: str) -> list[Mark]:
    marks = []
    for number, line in enumerate(text.split("\n"), start=1):
        if found := MARK.search(line):
            for item in found["items"].split(", "):
                parts = ITEM.fullmatch(item)
                assert parts, f"{path}:{number}: cannot be read as a mark: {item}"
                marks.append(Mark(path, cell, number, parts["rule"], parts["trait"] or ""))
    return marks


def marks_of(scenario: str) -> list[Mark]:
    marks = []
    root = FIXTURES / scenario
    for file in sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        path = file.relative_to(root).as_posix()
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".ipynb":
            for cell, content in enumerate(json.loads(text)["cells"], start=1):
                marks += marks_of_text(path, cell, "".join(content["source"]))
        else:
            marks += marks_of_text(path, 0, text)
    return marks


def found_in(report: Report) -> dict[Mark, set[str]]:
    """Return the active findings as marks without a trait, each with the traits that a mark may ask for."""
    found: dict[Mark, set[str]] = {}
    for finding in report.active:
        place = finding.location
        mark = Mark(place.path, place.cell, place.region.line, finding.rule)
        found.setdefault(mark, set()).update({finding.vendor, finding.portable.value})
    return found


def scanned(root: Path, jobs: int = 1) -> Report:
    return scan((root,), ScanOptions(jobs=jobs, cache=False), root)


def as_json(report: Report) -> str:
    return render("json", report, RenderOptions())


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_findings_are_exactly_the_marks(scenario: str) -> None:
    marks = marks_of(scenario)
    found = found_in(scanned(FIXTURES / scenario))
    plain = {replace(mark, trait="") for mark in marks}
    wrong = [f"missing     {mark}" for mark in sorted(plain - found.keys())]
    wrong += [f"unexpected  {mark}" for mark in sorted(found.keys() - plain)]
    for mark in marks:
        traits = found.get(replace(mark, trait=""))
        if mark.trait and traits is not None and mark.trait not in traits:
            wrong.append(f"other trait {mark}: found {', '.join(sorted(filter(None, traits)))}")
    assert not wrong, "\n".join([f"fixtures/{scenario}", *wrong])


def test_marks_name_rules_that_exist() -> None:
    rules = {rule.id for rule in load_rules().rules}
    assert [
        f"{scenario}/{mark}" for scenario in SCENARIOS for mark in marks_of(scenario) if mark.rule not in rules
    ] == []


def test_only_the_look_alikes_expect_nothing() -> None:
    assert [scenario for scenario in SCENARIOS if not marks_of(scenario)] == ["no_vendor"]


def test_findings_in_tests_are_told_apart() -> None:
    report = scanned(FIXTURES / "tests_apart")
    assert {(f.location.path.startswith("tests/"), f.is_test) for f in report.findings} == {
        (True, True),
        (False, False),
    }


def test_suppressed_findings_keep_their_reasons_and_idle_directives_are_named() -> None:
    report = scanned(FIXTURES / "suppressions")
    suppressed = [
        (f.location.region.line, f.rule, f.suppression.line, f.suppression.reason)
        for f in report.findings
        if f.suppression is not None
    ]
    assert suppressed == [
        (3, "openai-import", 3, "this file is our adapter"),
        (6, "openai-client", 5, "one place is enough"),
        (16, "openai-chat", 15, ""),
        (26, "openai-embedding-vector", 26, "read in this one place"),
    ]
    assert [(d.path, d.line, d.kind) for d in report.diagnostics] == [
        ("app/answers.py", 25, DiagnosticKind.UNUSED_SUPPRESSION),
        ("app/answers.py", 31, DiagnosticKind.UNUSED_SUPPRESSION),
    ]


def test_other_fixtures_are_analysed_whole() -> None:
    diagnostics: list[Diagnostic] = []
    for scenario in SCENARIOS:
        if scenario != "suppressions":
            diagnostics += scanned(FIXTURES / scenario).diagnostics
    assert diagnostics == []


@pytest.fixture(scope="module")
def everything() -> Report:
    return scanned(FIXTURES)


def test_jobs_do_not_matter(everything: Report) -> None:
    assert as_json(scanned(FIXTURES, jobs=2)) == as_json(everything)


@pytest.mark.parametrize("seed", [1, 2])
def test_order_of_files_does_not_matter(everything: Report, seed: int) -> None:
    paths = sorted(path for path in FIXTURES.rglob("*") if path.is_file() and path.suffix != ".pyc")
    random.Random(seed).shuffle(paths)  # noqa: S311 - no secret
    assert as_json(scan(tuple(paths), ScanOptions(jobs=seed, cache=False), FIXTURES)) == as_json(everything)


def test_cache_does_not_matter(everything: Report, tmp_path: Path) -> None:
    options = ScanOptions(jobs=1, cache=tmp_path / "cache")
    cold = as_json(scan((FIXTURES,), options, FIXTURES))
    assert any((tmp_path / "cache").rglob("*"))
    warm = as_json(scan((FIXTURES,), options, FIXTURES))
    assert cold == warm == as_json(everything)


def test_gate_does_not_matter(everything: Report) -> None:
    # Only the count of parsed files may differ, and it must: else the gate was not there to be compared.
    ungated = scan((FIXTURES,), ScanOptions(jobs=1, cache=False, gate=False), FIXTURES)
    assert ungated.statistics.parsed > everything.statistics.parsed
    assert as_json(replace(ungated, statistics=everything.statistics)) == as_json(everything)
