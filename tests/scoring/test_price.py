from dataclasses import replace

from lockscan.model.assessment import Plan, TouchedFile
from lockscan.model.finding import Finding
from lockscan.model.location import Location, Region
from lockscan.model.program import Program, ProjectCall
from lockscan.model.rule import MatchKind
from lockscan.scoring import price
from tests.suggestions.projects import RULES, finding, program, rescore


def _touched(code: Program, *findings: Finding) -> tuple[TouchedFile, ...]:
    (assessment,) = price(code, rescore(code, findings), findings, RULES)
    return assessment.touched


def test_files_that_use_the_vendor_are_touched_and_who_works_closely_with_them() -> None:
    code = program(
        {
            "llm": (),
            "calls": ("llm",),
            "takes": ("llm",),
            "models": ("llm",),
            "shapes": (),
            "env": (),
            "far": ("calls",),
            "names": (),
            "test_llm": ("llm",),
        },
        "calls:run -> llm:ask",
        "takes:run -> llm:ask",
        "takes:run -> llm:tell",
        "test_llm:test -> llm:ask",
        tests=("test_llm",),
    )
    flow = (
        ProjectCall("calls", "run", "llm", "ask"),
        ProjectCall("far", "run", "calls", "run"),
        ProjectCall("takes", "run", "llm", "other"),
        ProjectCall("test_llm", "test", "llm", "ask"),
    )
    assert _touched(
        replace(code, flow=flow),
        finding("llm:ask", 1),
        finding("llm:tell", 2),
        finding("models", 3, "acme-1", MatchKind.LITERAL),
        finding("names", 3, "acme-1", MatchKind.LITERAL),
        finding("shapes:make", 5, "role,content", MatchKind.SHAPE),
        finding("env", 6, "ACME_KEY", MatchKind.LITERAL, capability="configuration"),
        finding("", 1, "ACME_KEY", MatchKind.LITERAL, location=Location(".env", Region(1, 1, 1, 2))),
        finding("", 1, "acme", MatchKind.DISTRIBUTION, location=Location("pyproject.toml", Region(1, 1, 1, 2))),
        finding("test_llm:test", 7, is_test=True),
    ) == (
        TouchedFile("calls.py", likely=True, why="calls what uses the vendor"),
        TouchedFile("llm.py", likely=True, why="uses the vendor"),
        TouchedFile("models.py", likely=True, why="names models or counts tokens, and imports what uses the vendor"),
        TouchedFile("pyproject.toml", likely=True, why="requires its package"),
        TouchedFile("shapes.py", likely=True, why="writes the vendor's shapes"),
        TouchedFile(".env", likely=False, why="names the vendor's settings"),
        TouchedFile("env.py", likely=False, why="names the vendor's settings"),
        TouchedFile("takes.py", likely=False, why="takes 2 things of what uses it"),
    )


def test_a_mechanical_switch_is_counted_and_any_other_estimated() -> None:
    code = program({"llm": ()})
    easy, hard = finding("llm:ask"), finding("llm:ask", 2, effort=3)
    sizes = {}
    for name, findings in (("easy", (easy,)), ("hard", (easy, hard)), ("none", (replace(easy, is_test=True),))):
        (assessment,) = price(code, rescore(code, findings), findings, RULES)
        sizes[name] = [volume.plan for volume in assessment.volumes]
    assert sizes == {"easy": [Plan.IN_PLACE], "hard": list(dict.fromkeys(sizes["hard"])), "none": []}
    assert set(sizes["hard"]) == set(Plan)


def test_measures_name_the_findings_behind_them() -> None:
    code = program({"llm": ()})
    call, kind = finding("llm:ask", effort=3), finding("llm:ask", 2, "acme.Answer", MatchKind.ANNOTATION)
    (assessment,) = price(code, rescore(code, (call, kind)), (call, kind), RULES)
    assert [(m.name, m.value, m.why, m.findings) for m in assessment.measures] == [
        ("modules", 1, "1 module with the vendor in it", (call.fingerprint, kind.fingerprint)),
        (
            "functions",
            1,
            "1 function, those of the classes that use it included",
            (call.fingerprint, kind.fingerprint),
        ),
        ("annotated", 1, "1 function or class with its types in annotations", (kind.fingerprint,)),
        ("files", 1, "1 Python file that will likely change", ()),
    ]
