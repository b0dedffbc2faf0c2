"""What the command makes of its options, with a pipeline that only remembers what it was asked."""

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from lockscan.errors import UsageError
from lockscan.model.config import Config
from lockscan.model.report import Report
from lockscan.model.rule import Confidence, Severity
from lockscan.reporters import render
from lockscan.reporters.options import RenderOptions
from tests.cli.conftest import Run
from tests.sample_report import sample_report

REPORT = sample_report()
SARIF, JSON = (render(form, REPORT, RenderOptions()) for form in ("sarif", "json"))
FAILED = "Gate: 7 findings of high severity fail the scan (--fail-on high)."


def text(*, color: bool = False, width: int = 100, quiet: bool = False, verbose: bool = False, gate: str = "") -> str:
    return render("terminal", REPORT, RenderOptions(color, width, quiet, verbose, gate))


class Pipeline(ModuleType):
    """Stands in for the pipeline, and for the options that it takes."""

    def __init__(self) -> None:
        super().__init__("lockscan.pipeline")
        self.asked: dict[str, object] = {}
        self.paths: tuple[Path, ...] = ()
        self.root: Path | None = None

    def ScanOptions(self, **options: object) -> dict[str, object]:  # noqa: N802 - as the class is called
        return options

    def scan(self, paths: tuple[Path, ...], options: dict[str, object], root: Path | None = None) -> Report:
        self.paths, self.asked, self.root = paths, options, root
        return REPORT


@pytest.fixture(autouse=True)
def pipeline(monkeypatch: pytest.MonkeyPatch, project: Path) -> Pipeline:
    assert project == Path.cwd()
    stand_in = Pipeline()
    monkeypatch.setitem(sys.modules, "lockscan.pipeline", stand_in)
    return stand_in


@pytest.mark.parametrize(
    ("arguments", "paths"),
    [
        ((), ["."]),
        ((".",), ["."]),
        (("scan",), ["."]),
        (("app/shop.py", "app/plain.py"), ["app/shop.py", "app/plain.py"]),
        (("-q", "app"), ["app"]),
        (("--", "rules"), ["rules"]),
        (("./rules",), ["rules"]),
        (("scan", "explain"), ["explain"]),
    ],
)
def test_scan_is_the_default(run: Run, pipeline: Pipeline, arguments: tuple[str, ...], paths: list[str]) -> None:
    assert run(*arguments).code == 0
    assert pipeline.paths == tuple(map(Path, paths))
    assert pipeline.root == Path.cwd()


def test_defaults(run: Run, pipeline: Pipeline) -> None:
    ended = run()
    progress = pipeline.asked.pop("progress")
    assert pipeline.asked == {"config": Config(), "jobs": 0, "cache": True, "gate": True}
    assert callable(progress)
    assert (ended.code, ended.out, ended.err) == (0, text(), "")


def test_options_override_the_configuration(run: Run, pipeline: Pipeline, project: Path) -> None:
    (project / "lockscan.toml").write_text(
        'exclude = ["a"]\nselect = ["openai"]\nignore = ["x"]\nfail-on = "low"\ntests = ["t"]\n'
    )
    run()
    asked = Config(("a",), select=("openai",), ignore=("x",), fail_on=Severity.LOW, tests=("t",))
    assert pipeline.asked["config"] == asked
    run(
        *("--exclude", "b", "--exclude", "c", "--select", "groq", "--ignore", "y", "--fail-on", "never"),
        *("--no-gitignore", "--no-cache", "--no-gate", "-j", "3"),
    )
    del pipeline.asked["progress"]
    assert pipeline.asked == {
        "config": Config(("a", "b", "c"), respect_gitignore=False, select=("groq",), ignore=("x", "y"), tests=("t",)),
        "jobs": 3,
        "cache": False,
        "gate": False,
    }


@pytest.mark.parametrize(("asked", "effective"), [("high", Confidence.HIGH), ("low", None), ("", Confidence.MEDIUM)])
def test_the_lowest_confidence_may_be_asked_for(
    run: Run, pipeline: Pipeline, project: Path, asked: str, effective: Confidence | None
) -> None:
    (project / "lockscan.toml").write_text('min-confidence = "medium"\n')
    run(*(("--min-confidence", asked) if asked else ()))
    assert pipeline.asked["config"] == Config(min_confidence=effective)


def test_a_named_configuration_is_the_one(run: Run, pipeline: Pipeline, project: Path) -> None:
    (project / "other.toml").write_text("max-file-size = 5\n")
    run("--config", "other.toml")
    assert pipeline.asked["config"] == Config(max_file_size=5)


def test_the_environment_is_asked(run: Run, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"FORMAT": "json", "FAIL_ON": "high", "NO_CACHE": "1", "EXCLUDE": "a b", "JOBS": ""}.items():
        monkeypatch.setenv(f"LOCKSCAN_{name}", value)
    ended = run()
    assert (ended.code, ended.out, ended.err) == (1, JSON, FAILED + "\n")
    assert pipeline.asked["config"] == Config(("a", "b"), fail_on=Severity.HIGH)
    assert pipeline.asked["cache"] is False
    assert run("--format", "sarif").out == SARIF


@pytest.mark.parametrize("form", ["-f", "--format"])
def test_formats(run: Run, form: str) -> None:
    assert run(form, "json").out == JSON
    assert run(form, "sarif").out == SARIF
    assert run(form, "terminal").out == text()


def test_looks(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("-q").out == text(quiet=True)
    assert run("-v").out == text(verbose=True)
    assert run("--color", "always").out == text(color=True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    assert run().out == text(color=True, width=80)
    assert run("-o", "file").out == ""
    assert Path("file").read_text() == text()


def test_several_reports_in_one_run(run: Run) -> None:
    ended = run("-f", "json", "-o", "sarif:report.sarif", "-o", "report.json", "-o", "terminal:-")
    assert (ended.code, ended.out, ended.err) == (0, text(), "")
    assert Path("report.sarif").read_text(encoding="utf-8") == SARIF
    assert Path("report.json").read_text(encoding="utf-8") == JSON


def test_the_gate_decides_after_everything_is_written(run: Run) -> None:
    ended = run("--fail-on", "high", "-o", "sarif:report.sarif")
    assert (ended.code, ended.out, ended.err) == (1, "", FAILED + "\n")
    assert Path("report.sarif").read_text(encoding="utf-8") == SARIF
    ended = run("--fail-on", "high")
    assert (ended.code, ended.out, ended.err) == (1, text(gate=FAILED), "")


def test_exit_zero_overrules_the_gate_but_no_error(run: Run) -> None:
    assert run("--fail-on", "high", "--exit-zero").code == 0
    assert run("--exit-zero", "-o", "missing/report").code == 2


def test_a_report_that_cannot_be_written_is_2_even_if_the_gate_fails(run: Run) -> None:
    ended = run("--fail-on", "high", "-o", "json:missing/report.json")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "lockscan: missing/report.json: cannot be written: No such file or directory\n"


def test_mistakes_of_the_configuration_are_2_before_anything_is_scanned(
    run: Run, pipeline: Pipeline, project: Path
) -> None:
    (project / "lockscan.toml").write_text('fail-on = "severe"\nexclud = []\n')
    ended = run()
    assert (ended.code, ended.out, pipeline.asked) == (2, "", {})
    assert len(ended.err.splitlines()) == 2
    assert run("--config", "none.toml").err == (
        "lockscan: none.toml: no such file; name a TOML file with lockscan's configuration\n"
    )
    ended = run("-o", "x", "-o", "json:./x")
    assert (ended.code, ended.err) == (2, "lockscan: --output ./x: two reports cannot go to one place\n")


def test_errors_of_the_pipeline_are_2(run: Run, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    def scan(*_arguments: object) -> Report:
        raise UsageError("gone: no such file or directory")

    monkeypatch.setattr(pipeline, "scan", scan)
    ended = run("gone")
    assert (ended.code, ended.out, ended.err) == (2, "", "lockscan: gone: no such file or directory\n")


def test_json_is_json(run: Run) -> None:
    assert json.loads(run("-f", "json").out)["version"] == 1
