from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockscan.graph import measure, reach
from lockscan.model.assessment import Assessment
from lockscan.model.finding import Finding, Portable
from lockscan.model.program import Program
from lockscan.model.rule import Confidence, Crossing, MatchKind, Portability, Target
from lockscan.model.ruleset import RuleSet
from lockscan.scoring import assess, changing, price
from lockscan.scoring.factors import FACTORS, FactorRule
from tests.suggestions.projects import CHAT, RULES, finding, program, rescore

MODULES = ("main", "a", "b", "c", "d")
CODE = program({"main": ("a", "b"), "a": ("c",), "b": ("c",), "c": ("b",), "d": ()})
THERE: RuleSet = replace(
    RULES,
    targets=(Target("home", "Home", ("acme",)), Target("away", "Away")),
    crossings=(
        Crossing("away", "", "chat", Portability.SAME),
        Crossing("away", "acme", "threads", Portability.PARTIAL, "", ""),
    ),
)


@st.composite
def _findings(draw: st.DrawFn) -> Finding:
    module, scope = draw(st.sampled_from(MODULES)), draw(st.sampled_from(("", "f", "C.g")))
    kind = draw(st.sampled_from(MatchKind))
    line = draw(st.integers(1, 4))
    symbol = draw(st.sampled_from((CHAT, "acme.Acme()", "acme.Error", CHAT + ".text")))
    capability = draw(st.sampled_from(("chat", "models", "tools", "batch", "threads", "unheard-of")))
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


_SOME = st.lists(_findings(), max_size=12)


def _score(code: Program, findings: list[Finding]) -> tuple[int, dict[str, float]]:
    found = rescore(code, tuple(findings))
    return (found[0].score, {f.name: f.points for f in found[0].factors}) if found else (0, {})


def _to(target: str, findings: list[Finding], code: Program = CODE) -> tuple[Assessment, ...]:
    given_ = tuple(findings)
    couplings = reach(code, changing(given_, THERE, target), THERE)
    return price(code, assess(couplings, given_, THERE, target), given_, THERE)


@given(_SOME, _findings())
def test_a_further_finding_lowers_no_factor(findings: list[Finding], further: Finding) -> None:
    (before, parts), (after, grown) = _score(CODE, findings), _score(CODE, [*findings, further])
    assert before <= after
    assert {name: points for name, points in parts.items() if points > grown[name]} == {}


@given(_SOME, _findings())
def test_a_further_finding_lowers_neither_effort_nor_state(findings: list[Finding], further: Finding) -> None:
    for target in ("away", "openai-compatible"):
        before, after = _to(target, findings), _to(target, [*findings, further])
        assert not before or before[0].effort <= after[0].effort
        assert not before or before[0].state_score <= after[0].state_score


@given(_SOME, _SOME)
def test_the_effort_of_unrelated_modules_adds_up(one: list[Finding], other: list[Finding]) -> None:
    here = [replace(f, module=f"one.{f.module}") for f in one]
    there = [replace(f, module=f"other.{f.module}") for f in other]

    def effort(findings: list[Finding]) -> tuple[int, int]:
        found = _to("away", findings)
        return (found[0].effort, found[0].test_effort) if found else (0, 0)

    parts = zip(effort(here), effort(there), strict=True)
    assert effort(here + there) == tuple(map(sum, parts))


@given(_SOME)
def test_points_add_up_to_the_score(findings: list[Finding]) -> None:
    score, parts = _score(CODE, findings)
    assert score == sum(parts.values())
    assert 0 <= score <= 100


@given(_SOME)
def test_every_finding_in_product_code_has_one_fate(findings: list[Finding]) -> None:
    unique = list({f.fingerprint: f for f in findings}.values())
    for assessment in _to("away", unique):
        told = [print_ for share in assessment.fates for print_ in share.findings]
        assert sorted(told) == sorted(f.fingerprint for f in unique if not f.is_test)
        assert assessment.effort == sum(share.points for share in assessment.fates)


@given(_SOME, st.randoms())
def test_order_changes_nothing(findings: list[Finding], random: Random) -> None:
    unique = list({f.fingerprint: f for f in findings}.values())
    shuffled = random.sample(unique, len(unique))
    assert rescore(CODE, tuple(shuffled)) == rescore(CODE, tuple(unique))


@given(_SOME)
def test_names_of_modules_and_scopes_change_nothing(findings: list[Finding]) -> None:
    names = {name: f"zz.{name}_{name}" for name in MODULES}
    modules = tuple(
        replace(m, name=names[m.name], imports=tuple(names[name] for name in m.imports)) for m in CODE.modules
    )
    renamed = [replace(f, module=names[f.module], scope=f.scope and f"Z{f.scope}") for f in findings]
    before, after = _to("away", findings), _to("away", renamed, Program((), modules, ()))
    assert [(a.score, a.effort, a.state_score, a.volumes) for a in after] == [
        (a.score, a.effort, a.state_score, a.volumes) for a in before
    ]


@given(_SOME)
def test_the_vendor_that_is_there_already_costs_nothing(findings: list[Finding]) -> None:
    for assessment in _to("home", findings):
        assert (assessment.score, assessment.effort, assessment.test_effort, assessment.state_score) == (0, 0, 0, 0)
        assert (assessment.factors, assessment.risks, assessment.holdings, assessment.volumes) == ((), (), (), ())
        assert assessment.touched == ()


@given(_SOME, _findings(), st.sampled_from(Portable), st.sampled_from(("away", "openai-compatible")))
def test_what_is_at_another_server_adds_nothing(
    findings: list[Finding], further: Finding, portable: Portable, target: str
) -> None:
    if portable not in {Portable.NO, Portable.CONFIGURED_ENDPOINT}:
        before, after = _to(target, findings), _to(target, [*findings, replace(further, portable=portable)])
        told = [(a.score, a.effort, a.test_effort, a.state_score, a.volumes, a.risks, a.touched) for a in after]
        quiet = [(a.score, a.effort, a.test_effort, a.state_score, a.volumes, a.risks, a.touched) for a in before]
        assert told == (quiet or [(0, 0, 0, 0, (), (), ())])


@given(st.lists(_findings(), min_size=1, max_size=12))
def test_the_same_calls_in_one_module_score_at_most_what_they_score_spread(findings: list[Finding]) -> None:
    binding = [f for f in findings if not f.is_test and f.portable is Portable.NO]
    home = (binding or findings)[0]
    gathered = [
        f if f not in binding else replace(f, module=home.module, location=replace(f.location, path=home.location.path))
        for f in findings
    ]
    # A mention reaches no importers, so the module that takes everything in must bind already, and not survive.
    mentions = {MatchKind.LITERAL, MatchKind.IMPORT, MatchKind.DISTRIBUTION}
    if home.kind not in mentions and home in changing(findings, RULES):
        assert _score(CODE, gathered)[0] <= _score(CODE, findings)[0]


def test_the_same_calls_behind_one_adapter_cost_less_in_every_size() -> None:
    names = tuple(f"m{n}" for n in range(8))
    spread = tuple(finding(f"{name}:run", 1, effort=3) for name in names)
    adapter = (finding("adapter:ask", 1, effort=3),)
    code = program(dict.fromkeys(names, ("adapter",)) | {"adapter": ()})
    (before,), (after,) = _to("openai-compatible", list(spread), code), _to("openai-compatible", list(adapter), code)
    assert after.score < before.score
    assert after.effort < before.effort
    for ours, theirs in zip(after.volumes, before.volumes, strict=True):
        assert ours.plan is theirs.plan
        assert ours.lines.expected < theirs.lines.expected
        assert ours.functions.expected < theirs.functions.expected
        assert ours.files.expected < theirs.files.expected


@pytest.mark.parametrize("rule", FACTORS, ids=lambda rule: rule.name)
@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_points_grow_with_the_value_up_to_the_weight(rule: FactorRule, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert 0 <= rule.points(less) <= rule.points(more) <= rule.weight
    assert sum(factor.weight for factor in FACTORS) == 100


@given(_SOME)
def test_reach_is_what_the_graph_says(findings: list[Finding]) -> None:
    full = {c.vendor: (c.modules, c.blast) for c in measure(CODE, tuple(findings), RULES)}
    quick = {c.vendor: (c.modules, c.blast) for c in reach(CODE, tuple(findings), RULES)}
    assert quick == {vendor: found for vendor, found in full.items() if found[0]}
