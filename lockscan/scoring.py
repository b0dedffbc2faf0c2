"""How hard it is to leave each vendor: a sum of factors, each with its reason.

Every factor measures one number that further findings can only raise, and turns it into at most its weight in points:
``weight * value / (value + scale)``, rounded up to whole points. The weights sum up to 100.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lockscan.model.assessment import Assessment, Difficulty, Factor
from lockscan.model.finding import Finding, Portable
from lockscan.model.graph import Coupling
from lockscan.model.location import Location
from lockscan.model.rule import Capability, Category, Confidence, MatchKind, Portability, RuleSet

# How much of its effort a place costs when an open, OpenAI-compatible server is the target.
_PORTABILITY = {Portability.SAME: 0.5, Portability.ADAPT: 1.0, Portability.PARTIAL: 1.5, Portability.NONE: 2.0}
# An address read from configuration can be pointed elsewhere, but what the code expects of the answer stays.
_PORTABLE = {Portable.NO: 1.0, Portable.CONFIGURED_ENDPOINT: 0.25}
_FEATURE = {Portability.PARTIAL: 1, Portability.NONE: 2}
_WORDS = ((0, Difficulty.NONE), (19, Difficulty.EASY), (44, Difficulty.MODERATE), (69, Difficulty.HARD))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the factors of one vendor are measured on; ``findings`` are those in product code that cost anything."""

    coupling: Coupling
    findings: tuple[Finding, ...]
    capabilities: Mapping[str, Capability]

    @property
    def binding(self) -> tuple[Finding, ...]:
        """The findings that no endpoint makes portable."""
        return tuple(f for f in self.findings if f.portable is Portable.NO)


class Measurement(NamedTuple):
    """The value of one factor, the sentence for it, and the findings that it rests on."""

    value: float
    why: str
    findings: Iterable[Finding]


class FactorRule(NamedTuple):
    """One way of measuring, with the most points that it gives and the value that gives half of them."""

    name: str
    weight: int
    scale: float
    measure: Callable[[Evidence], Measurement]

    def points(self, value: float) -> int:
        """Return the points for a value."""
        return math.ceil(self.weight * value / (value + self.scale))


def code_effort(evidence: Evidence) -> Measurement:
    """Measure the effort points of the code, weighted by how far a compatible server takes each place over."""
    places: dict[tuple[str, str, Location], float] = {}
    for finding in evidence.findings:
        capability = evidence.capabilities.get(finding.capability)
        weight = _PORTABILITY[capability.portability] if capability else 1.0
        weight *= _PORTABLE[finding.portable] * (0.5 if finding.confidence is Confidence.LOW else 1.0)
        place = _place(finding)
        places[place] = max(places.get(place, 0.0), finding.effort * weight)
    value = math.fsum(places.values())
    raw = _effort(evidence.findings)
    why = (
        f"{_count(len(places), 'place')} in the code: {_count(raw, 'effort point')}, "
        f"{value:g} by how far an open, OpenAI-compatible server takes them over"
    )
    return Measurement(value, why, evidence.findings)


def surface(evidence: Evidence) -> Measurement:
    """Measure the distinct operations and types of the vendor in use."""
    value = evidence.coupling.surface
    kinds = {MatchKind.CONSTRUCT, MatchKind.CALL, MatchKind.DECORATOR, *_CONTRACT} - {MatchKind.RESPONSE}
    findings = [f for f in evidence.binding if f.kind in kinds]
    return Measurement(
        value, f"{_count(value, 'distinct operation or type', 'distinct operations and types')}", findings
    )


def spread(evidence: Evidence) -> Measurement:
    """Measure over how many modules, functions and classes the use is spread."""
    modules, symbols = len(evidence.coupling.modules), len(evidence.coupling.symbols)
    why = f"used in {_count(symbols, 'scope')} of {_count(modules, 'module')}"
    return Measurement(modules + symbols, why, evidence.binding)


def contract(evidence: Evidence) -> Measurement:
    """Measure how often code leans on the vendor's response shapes, exceptions and types."""
    findings = [f for f in evidence.binding if f.kind in _CONTRACT]
    counts = {kind: len({(f.module, f.scope, f.symbol) for f in findings if f.kind is kind}) for kind in _CONTRACT}
    parts = [_count(number, *_CONTRACT[kind]) for kind, number in counts.items() if number]
    return Measurement(sum(counts.values()), f"leans on the vendor's shapes: {', '.join(parts)}", findings)


def features(evidence: Evidence) -> Measurement:
    """Measure the capabilities that an open, OpenAI-compatible server has only in part (1 each) or not at all (2)."""
    weights = {id_: _FEATURE.get(c.portability, 0) for id_, c in evidence.capabilities.items()}
    findings = [f for f in evidence.findings if weights.get(f.capability)]
    used = {f.capability for f in findings}
    none = sum(weights[id_] == _FEATURE[Portability.NONE] for id_ in used)
    why = (
        f"{_count(none, 'capability', 'capabilities')} without an open counterpart, {len(used) - none} with one in part"
    )
    return Measurement(sum(weights[id_] for id_ in used), why, findings)


def state(evidence: Evidence) -> Measurement:
    """Measure the kinds of data that stay behind at the vendor."""
    findings = [f for f in evidence.findings if _state(f, evidence.capabilities)]
    value = len({_state(f, evidence.capabilities) for f in findings})
    return Measurement(
        value, f"{_count(value, 'kind')} of data {'stays' if value == 1 else 'stay'} at the vendor", findings
    )


def reach(evidence: Evidence) -> Measurement:
    """Measure the modules beyond the first that a change of vendor can be felt in."""
    modules, importers = len(evidence.coupling.modules), len(evidence.coupling.blast)
    why = f"{_count(modules, 'module')} {'uses' if modules == 1 else 'use'} it, {importers} more import what does"
    return Measurement(max(0, modules + importers - 1), why, evidence.binding)


_CONTRACT = {
    MatchKind.RESPONSE: ("read of a response", "reads of a response"),
    MatchKind.EXCEPTION: ("exception", "exceptions"),
    MatchKind.ANNOTATION: ("annotation", "annotations"),
    MatchKind.SUBCLASS: ("subclass", "subclasses"),
}
FACTORS = (
    FactorRule("code effort", 30, 40, code_effort),
    FactorRule("spread", 20, 20, spread),
    FactorRule("features", 12, 3, features),
    FactorRule("contract", 12, 15, contract),
    FactorRule("surface", 10, 10, surface),
    FactorRule("state", 8, 1, state),
    FactorRule("reach", 8, 20, reach),
)


def assess(couplings: tuple[Coupling, ...], findings: tuple[Finding, ...], rules: RuleSet) -> tuple[Assessment, ...]:
    """Return one assessment for each vendor with findings that are not suppressed, hardest first; no neutral vendor."""
    neutral = {vendor.id for vendor in rules.vendors if vendor.category is Category.NEUTRAL}
    names = {vendor.id: vendor.name for vendor in rules.vendors}
    capabilities = {capability.id: capability for capability in rules.capabilities}
    measured = {coupling.vendor: coupling for coupling in couplings}
    by_vendor: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: (f.location, f.rule, f.fingerprint)):
        if finding.suppression is None and finding.vendor not in neutral:
            by_vendor.setdefault(finding.vendor, []).append(finding)
    assessments = []
    for vendor, found in by_vendor.items():
        product = tuple(f for f in found if not f.is_test)
        costing = tuple(f for f in product if f.portable in _PORTABLE and f.kind is not MatchKind.IMPORT)
        coupling = measured.get(vendor) or Coupling(vendor, 0, (), (), (), (), ())
        factors = _factors(Evidence(coupling, costing, capabilities))
        score = int(sum(factor.points for factor in factors))
        assessments.append(
            Assessment(
                vendor=vendor,
                name=names.get(vendor, vendor),
                score=score,
                difficulty=next((word for most, word in _WORDS if score <= most), Difficulty.VERY_HARD),
                effort=_effort(f for f in costing if f.portable is Portable.NO),
                test_effort=_effort(f for f in found if f.is_test and f.portable is Portable.NO),
                findings=len(product),
                portable=sum(f.portable is not Portable.NO for f in product),
                files=len({f.location.path for f in product}),
                factors=factors,
                state=tuple(sorted({_state(f, capabilities) for f in costing} - {""})),
            )
        )
    return tuple(sorted(assessments, key=lambda a: (-a.score, -a.effort, a.vendor)))


def _factors(evidence: Evidence) -> tuple[Factor, ...]:
    factors = []
    for rule in FACTORS:
        value, why, findings = rule.measure(evidence)
        if value:
            fingerprints = tuple(f.fingerprint for f in findings)
            factors.append(Factor(rule.name, float(value), float(rule.points(value)), why, fingerprints))
    return tuple(sorted(factors, key=lambda factor: -factor.points))


def _effort(findings: Iterable[Finding]) -> int:
    places: dict[tuple[str, str, Location], int] = {}
    for finding in findings:
        if finding.kind is not MatchKind.IMPORT:
            place = _place(finding)
            places[place] = max(places.get(place, 0), finding.effort)
    return sum(places.values())


def _place(finding: Finding) -> tuple[str, str, Location]:
    """Return what is edited as one; the module counts, since a finding that is to be moved keeps its location."""
    return finding.module, finding.scope, finding.location


def _state(finding: Finding, capabilities: Mapping[str, Capability]) -> str:
    capability = capabilities.get(finding.capability)
    return capability.state if capability else ""


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
