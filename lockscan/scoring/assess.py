"""The verdict on each vendor, from what the graph and the findings say."""

import math
from collections.abc import Iterable

from lockscan.model.assessment import Assessment, Difficulty, Factor, Fate, Holding, Share
from lockscan.model.config import DEFAULT_TARGET
from lockscan.model.finding import Finding, Portable
from lockscan.model.graph import Coupling
from lockscan.model.rule import Category, MatchKind, Portability
from lockscan.model.ruleset import RuleSet
from lockscan.scoring.factors import FACTORS, Evidence, Place, place
from lockscan.scoring.risks import holdings, risks
from lockscan.scoring.terms import POINTS, Terms, terms

_WORDS = ((0, Difficulty.NONE), (19, Difficulty.EASY), (44, Difficulty.MODERATE), (69, Difficulty.HARD))
_HALF_OF_STATE = 2


def assess(
    couplings: tuple[Coupling, ...], findings: tuple[Finding, ...], rules: RuleSet, target: str = DEFAULT_TARGET
) -> tuple[Assessment, ...]:
    """Return one assessment for each vendor with findings that are not suppressed, hardest first; no neutral vendor.

    The couplings are those by the findings that are `changing`: what survives may be woven in as it likes.
    """
    neutral = {vendor.id for vendor in rules.vendors if vendor.category is Category.NEUTRAL}
    names = {vendor.id: vendor.name for vendor in rules.vendors}
    agreed = terms(rules, target)
    measured = {coupling.vendor: coupling for coupling in couplings}
    by_vendor: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: (f.location, f.rule, f.fingerprint)):
        if finding.suppression is None and finding.vendor not in neutral:
            by_vendor.setdefault(finding.vendor, []).append(finding)
    assessments = [
        _assessment(names.get(vendor, vendor), measured.get(vendor) or nothing(vendor), tuple(found), agreed, rules)
        for vendor, found in by_vendor.items()
    ]
    return tuple(sorted(assessments, key=lambda a: (-a.score, -a.effort, a.vendor)))


def changing(findings: Iterable[Finding], rules: RuleSet, target: str = DEFAULT_TARGET) -> tuple[Finding, ...]:
    """Return the findings that do not survive a switch to the target."""
    agreed = terms(rules, target)
    return tuple(f for f in findings if agreed.fate(f) is not Fate.SURVIVES)


def nothing(vendor: str) -> Coupling:
    """Return the coupling of a vendor that nothing binds to."""
    return Coupling(vendor, 0, (), (), (), (), ())


def _assessment(name: str, coupling: Coupling, found: tuple[Finding, ...], agreed: Terms, rules: RuleSet) -> Assessment:
    product = tuple(f for f in found if not f.is_test)
    edited = tuple(f for f in product if agreed.fate(f) is not Fate.SURVIVES)
    costing = tuple(f for f in edited if f.kind is not MatchKind.IMPORT)
    factors = _factors(Evidence(coupling, costing, agreed))
    score = int(sum(factor.points for factor in factors))
    held = holdings(product, agreed)
    shares = _shares(product, agreed)
    return Assessment(
        vendor=coupling.vendor,
        name=name,
        score=score,
        difficulty=next((word for most, word in _WORDS if score <= most), Difficulty.VERY_HARD),
        effort=sum(share.points for share in shares),
        test_effort=sum(share.points for share in _shares((f for f in found if f.is_test), agreed)),
        findings=len(product),
        portable=sum(f.portable is not Portable.NO for f in product),
        files=len({f.location.path for f in product}),
        factors=factors,
        state=tuple(sorted({holding.state for holding in held})),
        target=agreed.target.id,
        state_score=_state_score(held, agreed, coupling.vendor),
        fates=shares,
        holdings=held,
        risks=risks(edited, agreed, rules),
    )


def _factors(evidence: Evidence) -> tuple[Factor, ...]:
    factors = []
    for rule in FACTORS:
        value, why, findings = rule.measure(evidence)
        if value:
            fingerprints = tuple(f.fingerprint for f in findings)
            points = float(rule.points(value))
            factors.append(Factor(rule.name, float(value), points, why, fingerprints, rule.weight, float(rule.scale)))
    return tuple(sorted(factors, key=lambda factor: -factor.points))


def _shares(findings: Iterable[Finding], agreed: Terms) -> tuple[Share, ...]:
    """Return what awaits the findings; a place costs what the worst of its fates costs, and is counted there."""
    fates: dict[Fate, list[str]] = {}
    worst: dict[Place, Fate] = {}
    for finding in findings:
        fate = agreed.fate(finding)
        fates.setdefault(fate, []).append(finding.fingerprint)
        if finding.kind is not MatchKind.IMPORT and not agreed.movable(finding):
            where = place(finding)
            worst[where] = max(worst.get(where, fate), fate, key=POINTS.__getitem__)
    points = {fate: sum(POINTS[fate] for other in worst.values() if other is fate) for fate in fates}
    return tuple(Share(fate, points[fate], tuple(fates[fate])) for fate in Fate if fate in fates)


def _state_score(held: tuple[Holding, ...], agreed: Terms, vendor: str) -> int:
    """Return 0 to 100 for data that stays: a kind without a counterpart counts twice."""
    weights: dict[str, int] = {}
    for one in held:
        lost = agreed.crossing(vendor, one.capability).portability is Portability.NONE
        weights[one.state] = max(weights.get(one.state, 0), 1 + lost)
    value = sum(weights.values())
    return math.ceil(100 * value / (value + _HALF_OF_STATE))
