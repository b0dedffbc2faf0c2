from dataclasses import replace

import pytest

from lockscan.model.assessment import Assessment, Difficulty, Factor, Fate, Holding, Risk, RiskKind, Share
from lockscan.model.finding import Portable, Suppression
from lockscan.model.location import Location, Region
from lockscan.model.rule import MatchKind
from tests.suggestions.projects import CHAT, finding, program, rescore

CODE = program({"main": ("a", "b"), "a": ("c",), "b": ("c",), "c": ("b",), "d": ()})


def test_an_assessment_says_what_it_is_made_of() -> None:
    code = program({"main": ("llm",), "llm": (), "test_llm": ("llm",)}, tests=("test_llm",))
    findings = (
        finding("llm", 1, "acme", MatchKind.IMPORT),
        finding("llm:ask", 2, effort=3),
        finding("llm:ask", 2, CHAT, MatchKind.ARGUMENT, capability="tools"),
        finding("llm:ask", 3, CHAT + ".text", MatchKind.RESPONSE),
        finding("llm:keep", 4, "acme.Acme().threads()", capability="threads", effort=8),
        finding("llm:local", 5, portable=Portable.SELF_HOSTED),
        finding("llm:else", 6, portable=Portable.CONFIGURED_ENDPOINT, effort=8),
        finding("llm:list", 8, "acme.Acme().models()", capability="models"),
        finding("test_llm:test", 1, is_test=True),
        finding("llm:quiet", 7, suppression=Suppression("", 7)),
    )
    loaded, call, argument, response, keep, local, elsewhere, models = (f.fingerprint for f in findings[:8])
    assert rescore(code, findings) == (
        Assessment(
            vendor="acme",
            name="Acme",
            score=24,
            difficulty=Difficulty.MODERATE,
            effort=17,
            test_effort=1,
            findings=8,
            portable=2,
            files=1,
            factors=(
                Factor(
                    "code effort",
                    17.75,
                    11.0,
                    "4 places in the code to change, 17.75 points: 2 mechanical, 2 to adapt, 1 without an equivalent",
                    (argument, call, response, keep, elsewhere),
                    34,
                    40,
                ),
                Factor(
                    "features",
                    2.0,
                    6.0,
                    "1 capability without a counterpart",
                    (keep,),
                    14,
                    3,
                ),
                Factor("spread", 3.0, 3.0, "used in 2 scopes of 1 module", (argument, call, response, keep), 20, 20),
                Factor("surface", 2.0, 2.0, "2 distinct operations and types", (call, keep), 10, 10),
                Factor("contract", 1.0, 1.0, "leans on the vendor's shapes: 1 read of a response", (response,), 14, 15),
                Factor(
                    "reach",
                    1.0,
                    1.0,
                    "1 module uses it, 1 more import what does",
                    (argument, call, response, keep),
                    8,
                    20,
                ),
            ),
            state=("threads and their messages",),
            target="openai-compatible",
            state_score=50,
            fates=(
                Share(Fate.SURVIVES, 0, (local, models)),
                Share(Fate.MECHANICAL, 1, (loaded, argument, response)),
                Share(Fate.ADAPT, 3, (call, elsewhere)),
                Share(Fate.NO_EQUIVALENT, 13, (keep,)),
            ),
            holdings=(Holding("threads and their messages", "threads", "", (keep,)),),
            risks=(
                Risk(
                    RiskKind.SECONDARY,
                    "1 call off the main path in 1 file: they are left behind when the chat calls are moved",
                    (keep,),
                ),
                Risk(
                    RiskKind.STATE,
                    "1 place that keeps data at the vendor in 1 file: "
                    "code that is moved finds nothing of it at the target",
                    (keep,),
                ),
            ),
        ),
    )


def test_use_in_tests_only_costs_nothing() -> None:
    code = program({"app": (), "test_app": ("app",)}, tests=("test_app",))
    assert rescore(code, (finding("test_app:test", effort=8, is_test=True, capability="threads"),)) == (
        Assessment("acme", "Acme", 0, Difficulty.NONE, 0, 13, 0, 0, 0, (), (), "openai-compatible"),
    )


def test_an_import_alone_costs_nothing() -> None:
    (assessment,) = rescore(CODE, (finding("a", kind=MatchKind.IMPORT),))
    assert (assessment.score, assessment.effort, assessment.findings, assessment.factors) == (0, 0, 1, ())


def test_the_hardest_vendor_comes_first_and_neutral_ones_are_left_out() -> None:
    findings = (
        finding("a:f", 1),
        finding("a:f", 2, vendor="bolt", effort=13, capability="threads"),
        finding("a:f", 3, vendor="thin", effort=13, capability="threads"),
    )
    assert [(a.vendor, a.score, a.state_score) for a in rescore(CODE, findings)] == [("bolt", 19, 50), ("acme", 5, 0)]


def test_a_vendor_that_is_everywhere_is_very_hard() -> None:
    findings = tuple(
        replace(
            finding(f"m{n % 40}:f{n % 7}", n, f"acme.Acme().op{n % 25}()", effort=8, capability="threads"),
            location=Location(f"m{n % 40}.py", Region(n, 1, n, 2)),
        )
        for n in range(200)
    )
    (assessment,) = rescore(program({f"m{n}": () for n in range(40)}), findings)
    assert (assessment.score, assessment.difficulty) == (73, Difficulty.VERY_HARD)


@pytest.mark.parametrize("turned", [False, True], ids=["call-first", "shape-first"])
def test_what_is_edited_as_one_counts_once_and_by_the_hardest(*, turned: bool) -> None:
    call = finding("d:f", 1, capability="threads")
    shape = finding("d:f", 1, "role,content", MatchKind.SHAPE)
    (assessment,) = rescore(CODE, (shape, call) if turned else (call, shape))
    assert assessment.effort == 13
    assert {f.name: f.value for f in assessment.factors}["code effort"] == 13


def test_a_guess_weighs_half() -> None:
    sure = finding("d:f", 1, "role,content", MatchKind.SHAPE, effort=3)
    (assessment,) = rescore(CODE, (replace(sure, confidence=type(sure.confidence).LOW),))
    assert {f.name: f.value for f in assessment.factors}["code effort"] == 1.5
    assert assessment.effort == 3
