from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockscan.model.assessment import Assessment, Difficulty, Factor
from lockscan.model.finding import Finding, Portable, Suppression
from lockscan.model.location import Location, Region
from lockscan.model.program import Program
from lockscan.model.rule import Confidence, MatchKind
from lockscan.scoring import FACTORS, FactorRule
from tests.suggestions.projects import CHAT, finding, program, rescore

MODULES = ("main", "a", "b", "c", "d")
CODE = program({"main": ("a", "b"), "a": ("c",), "b": ("c",), "c": ("b",), "d": ()})


@st.composite
def _findings(draw: st.DrawFn) -> Finding:
    module, scope = draw(st.sampled_from(MODULES)), draw(st.sampled_from(("", "f", "C.g")))
    kind = draw(st.sampled_from(MatchKind))
    line = draw(st.integers(1, 4))
    symbol = draw(st.sampled_from((CHAT, "acme.Acme()", "acme.Error", CHAT + ".text")))
    capability = draw(st.sampled_from(("chat", "tools", "batch", "threads", "unheard-of")))
    return finding(
        f"{module}:{scope}",
        line,
        symbol,
        kind,
        capability=capability,
        effort=draw(st.sampled_from((1, 3, 8, 13))),
        confidence=draw(st.sampled_from(Confidence)),
        portable=draw(st.sampled_from((Portable.NO, Portable.NO, *Portable))),
        is_test=draw(st.sampled_from((False, False, True))),
        fingerprint=f"{module}:{scope}:{line}:{kind.value}:{symbol}:{capability}",
    )


def _score(code: Program, findings: list[Finding]) -> tuple[int, dict[str, float]]:
    found = rescore(code, tuple(findings))
    return (found[0].score, {f.name: f.points for f in found[0].factors}) if found else (0, {})


@given(st.lists(_findings(), max_size=12), _findings())
def test_a_further_finding_lowers_no_factor(findings: list[Finding], further: Finding) -> None:
    (before, parts), (after, grown) = _score(CODE, findings), _score(CODE, [*findings, further])
    assert before <= after
    assert {name: points for name, points in parts.items() if points > grown[name]} == {}


@given(st.lists(_findings(), max_size=12))
def test_points_add_up_to_the_score(findings: list[Finding]) -> None:
    score, parts = _score(CODE, findings)
    assert score == sum(parts.values())
    assert 0 <= score <= 100


@given(st.lists(_findings(), max_size=12), st.randoms())
def test_order_changes_nothing(findings: list[Finding], random: Random) -> None:
    unique = list({f.fingerprint: f for f in findings}.values())
    shuffled = random.sample(unique, len(unique))
    assert rescore(CODE, tuple(shuffled)) == rescore(CODE, tuple(unique))


@given(st.lists(_findings(), max_size=12))
def test_names_of_modules_and_scopes_change_nothing(findings: list[Finding]) -> None:
    names = {name: f"zz.{name}_{name}" for name in MODULES}
    modules = tuple(
        replace(m, name=names[m.name], imports=tuple(names[name] for name in m.imports)) for m in CODE.modules
    )
    renamed = [replace(f, module=names[f.module], scope=f.scope and f"Z{f.scope}") for f in findings]
    assert _score(Program((), modules, ()), renamed) == _score(CODE, findings)


@given(st.lists(_findings(), max_size=12), _findings(), st.sampled_from(Portable))
def test_what_is_at_another_server_adds_nothing(findings: list[Finding], further: Finding, portable: Portable) -> None:
    if portable not in {Portable.NO, Portable.CONFIGURED_ENDPOINT}:
        assert _score(CODE, [*findings, replace(further, portable=portable)]) == _score(CODE, findings)


@given(st.lists(_findings(), min_size=1, max_size=12))
def test_the_same_calls_in_one_module_score_at_most_what_they_score_spread(findings: list[Finding]) -> None:
    binding = [f for f in findings if not f.is_test and f.portable is Portable.NO]
    home = (binding or findings)[0]
    gathered = [
        f if f not in binding else replace(f, module=home.module, location=replace(f.location, path=home.location.path))
        for f in findings
    ]
    # A mention reaches no importers, so the module that takes everything in must bind already.
    if home.kind not in {MatchKind.LITERAL, MatchKind.IMPORT, MatchKind.DISTRIBUTION}:
        assert _score(CODE, gathered)[0] <= _score(CODE, findings)[0]


@given(st.sampled_from(FACTORS), st.floats(0, 1e9), st.floats(0, 1e9))
def test_points_grow_with_the_value_up_to_the_weight(rule: FactorRule, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert 0 <= rule.points(less) <= rule.points(more) <= rule.weight
    assert sum(factor.weight for factor in FACTORS) == 100


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
        finding("test_llm:test", 1, is_test=True),
        finding("llm:quiet", 7, suppression=Suppression("", 7)),
    )
    call, argument, response, keep, elsewhere = (findings[n].fingerprint for n in (1, 2, 3, 4, 6))
    assert rescore(code, findings) == (
        Assessment(
            vendor="acme",
            name="Acme",
            score=26,
            difficulty=Difficulty.MODERATE,
            effort=12,
            test_effort=1,
            findings=7,
            portable=2,
            files=1,
            factors=(
                Factor(
                    "code effort",
                    19.0,
                    10.0,
                    "4 places in the code: 20 effort points, "
                    "19 by how far an open, OpenAI-compatible server takes them over",
                    (argument, call, response, keep, elsewhere),
                ),
                Factor(
                    "features",
                    2.0,
                    5.0,
                    "1 capability without an open counterpart, 0 with one in part",
                    (keep,),
                ),
                Factor("state", 1.0, 4.0, "1 kind of data stays at the vendor", (keep,)),
                Factor("spread", 3.0, 3.0, "used in 2 scopes of 1 module", (argument, call, response, keep)),
                Factor("surface", 2.0, 2.0, "2 distinct operations and types", (call, keep)),
                Factor("contract", 1.0, 1.0, "leans on the vendor's shapes: 1 read of a response", (response,)),
                Factor(
                    "reach", 1.0, 1.0, "1 module uses it, 1 more import what does", (argument, call, response, keep)
                ),
            ),
            state=("threads and their messages",),
        ),
    )


def test_use_in_tests_only_costs_nothing() -> None:
    code = program({"app": (), "test_app": ("app",)}, tests=("test_app",))
    assert rescore(code, (finding("test_app:test", effort=8, is_test=True, capability="threads"),)) == (
        Assessment("acme", "Acme", 0, Difficulty.NONE, 0, 8, 0, 0, 0, (), ()),
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
    assert [(a.vendor, a.score, a.difficulty) for a in rescore(CODE, findings)] == [
        ("bolt", 25, Difficulty.MODERATE),
        ("acme", 5, Difficulty.EASY),
    ]


@pytest.mark.parametrize(
    ("capability", "value"), [("chat", 4), ("tools", 8), ("batch", 12), ("threads", 16), ("unheard-of", 8)]
)
def test_effort_weighs_what_a_compatible_server_takes_over(capability: str, value: float) -> None:
    (assessment,) = rescore(CODE, (finding("d:f", effort=8, capability=capability),))
    assert {f.name: f.value for f in assessment.factors}["code effort"] == value


def test_a_vendor_that_is_everywhere_is_very_hard() -> None:
    findings = tuple(
        replace(
            finding(f"m{n % 40}:f{n % 7}", n, f"acme.Acme().op{n % 25}()", effort=8, capability="threads"),
            location=Location(f"m{n % 40}.py", Region(n, 1, n, 2)),
        )
        for n in range(200)
    )
    (assessment,) = rescore(program({f"m{n}": () for n in range(40)}), findings)
    assert (assessment.score, assessment.difficulty) == (72, Difficulty.VERY_HARD)


def test_what_is_edited_as_one_counts_once_and_by_the_hardest() -> None:
    call = finding("d:f", 1, effort=8)
    shape = finding("d:f", 1, "role,content", MatchKind.SHAPE, effort=1)
    for findings in ((call, shape), (shape, call), (replace(call, effort=1), replace(shape, effort=8))):
        (assessment,) = rescore(CODE, findings)
        assert assessment.effort == 8
        assert {f.name: f.value for f in assessment.factors}["code effort"] == 4
