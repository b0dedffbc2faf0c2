import importlib.util
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from lockscan.model.assessment import Interval, Plan
from lockscan.model.finding import Finding
from lockscan.model.program import Definition, Program
from lockscan.model.rule import MatchKind
from lockscan.scoring.coefficients import Line
from lockscan.scoring.price import counts
from lockscan.scoring.volume import edits, estimate, is_example, measures, seats, volumes
from tests.suggestions.projects import CHAT, finding, program

BENCHMARK = Path(__file__).parent.parent.parent / "benchmarks" / "difficulty"


def _calibrate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("calibrate", BENCHMARK / "calibrate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _measured(code: Program, *findings: Finding) -> dict[str, int]:
    return {measure.name: measure.value for measure in measures(code, seats(code, findings))}


def test_what_uses_the_vendor_is_counted_with_its_class_and_who_calls_it() -> None:
    code = replace(
        program(
            {"app": ("llm",), "llm": (), "names": (), "test_llm": ("llm",), "docs.try": ("llm",)},
            "app:main -> llm:Llm.ask",
            "app:main -> llm:Llm",
            "app:main -> llm:unrelated",
            "llm:Llm.ask -> llm:Llm._send",
            "test_llm:test -> llm:Llm.ask",
            "docs.try:show -> llm:Llm.ask",
            tests=("test_llm",),
        ),
        definitions=(
            Definition("llm", "Llm", is_class=True),
            *(Definition("llm", f"Llm.{name}", is_class=False) for name in ("ask", "_send", "_send.again")),
            Definition("llm", "unrelated", is_class=False),
            Definition("names", "take", is_class=False),
        ),
    )
    assert _measured(
        code,
        finding("llm", 1, "acme", MatchKind.IMPORT),
        finding("llm:Llm._send", 2),
        finding("llm:Llm.ask", 3, "acme.Answer", MatchKind.ANNOTATION),
        finding("llm:Llm.ask", 4, "role,content", MatchKind.SHAPE),
        finding("llm:count", 5, "acme.tokens()", capability="tokenizer"),
        finding("names:take", 6, CHAT + ".text", MatchKind.RESPONSE),
        finding("names:take", 7, "acme-1", MatchKind.LITERAL),
        finding("docs.try:show", 8),
        finding("test_llm:test", 9, is_test=True),
    ) == {"modules": 1, "functions": 3, "callers": 2, "annotated": 1, "shapes": 1}


def test_a_module_that_was_not_parsed_has_the_functions_of_its_findings() -> None:
    code = program({"llm": ()})
    assert _measured(code, finding("llm:ask"), finding("llm:tell", 2))["functions"] == 2


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("examples/chat.py", True),
        ("src/docs/conf.py", True),
        ("notebooks/try.ipynb", True),
        ("try.ipynb", True),
        ("app/demo.py", False),
        ("app/samples_store/load.py", False),
        ("app/example.py", False),
    ],
)
def test_examples_are_known_by_their_folder(path: str, *, is_one: bool) -> None:
    assert is_example(path) == is_one


def test_a_line_gives_an_estimate_with_bounds() -> None:
    line = Line(("functions",), base=1.0, slope=1.0, boundary=0.5, interface=0.25, low=-0.5, high=0.5)
    assert estimate(line, {"functions": 9}, 0, 0) == Interval(26, 15, 44)
    assert estimate(line, {"functions": 9}, 1, 1) == Interval(57, 34, 94)
    assert estimate(line, {"functions": 0}, -1, 0) == Interval(1, 1, 2)


def test_there_is_a_size_for_each_plan_and_a_new_boundary_is_the_largest() -> None:
    code = program({"llm": ()})
    found = volumes(counts(code, [finding("llm:ask")])[0])
    assert [volume.plan for volume in found] == [
        Plan.IN_PLACE, Plan.EXISTING_BOUNDARY, Plan.GATEWAY, Plan.NEW_BOUNDARY
    ]  # fmt: skip
    sizes = [volume.lines.expected for volume in found]
    assert sizes == sorted(sizes)
    assert all(v.lines.low <= v.lines.expected <= v.lines.high for v in found)


def test_edits_are_counted_where_they_stand() -> None:
    found = (finding("a:f", 1), finding("a:f", 1, "acme-1", MatchKind.LITERAL), finding("b", 4), finding("docs.c:f", 1))
    (volume,) = edits(found)
    assert (volume.plan, volume.functions, volume.files, volume.lines) == (
        Plan.IN_PLACE,
        Interval(1, 1, 1),
        Interval(2, 2, 2),
        Interval(4, 2, 8),
    )
    assert edits((finding("docs.c:f", 1),)) == ()


def test_the_coefficients_are_what_the_measured_switches_give() -> None:
    calibrate = _calibrate()
    switches = calibrate.load(BENCHMARK / "migrations.jsonl", BENCHMARK / "measured.jsonl")
    assert calibrate.coefficients(switches) == calibrate.COEFFICIENTS.read_text(encoding="utf-8")


def test_the_document_tells_the_figures_of_the_measured_switches() -> None:
    calibrate = _calibrate()
    switches = calibrate.load(BENCHMARK / "migrations.jsonl", BENCHMARK / "measured.jsonl")
    told = (BENCHMARK.parent.parent / "docs" / "difficulty.md").read_text(encoding="utf-8")
    assert calibrate.report(switches) in told
