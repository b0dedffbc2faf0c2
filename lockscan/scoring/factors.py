"""What makes a vendor hard to leave: each factor measures one number that further findings can only raise.

A number becomes at most the factor's weight in points: ``weight * value / (value + scale)``, rounded up to whole
points. The weights sum up to 100.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from lockscan.model.assessment import Fate
from lockscan.model.counts import counted
from lockscan.model.finding import Finding
from lockscan.model.graph import Coupling
from lockscan.model.location import Location
from lockscan.model.rule import Confidence, MatchKind, Portability
from lockscan.scoring.terms import POINTS, Terms

Place = tuple[str, str, Location]

# Where another address is enough to get to the target, what the code expects of the answer stays.
_MOVABLE = 0.25
_GUESSED = 0.5
_FEATURE = {Portability.PARTIAL: 1, Portability.NONE: 2}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the factors of one vendor are measured on; ``findings`` are those in product code that do not survive."""

    coupling: Coupling
    findings: tuple[Finding, ...]
    terms: Terms

    @property
    def binding(self) -> tuple[Finding, ...]:
        """The findings that no other address helps, in modules."""
        return tuple(f for f in self.findings if f.module and _bound(f) and not self.terms.movable(f))


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
    """Measure the points of the places in the code, by what awaits each at the target."""
    places: dict[Place, float] = {}
    fates: dict[Fate, set[Place]] = {}
    for finding in evidence.findings:
        fate = evidence.terms.fate(finding)
        weight = _MOVABLE if evidence.terms.movable(finding) else 1.0
        weight *= _GUESSED if finding.confidence is Confidence.LOW else 1.0
        where = place(finding)
        places[where] = max(places.get(where, 0.0), POINTS[fate] * weight)
        fates.setdefault(fate, set()).add(where)
    value = math.fsum(places.values())
    told = ", ".join(f"{len(fates[fate]):,} {_FATES[fate]}" for fate in Fate if fate in fates)
    points = f"{value:,g} {'point' if value == 1 else 'points'}"
    why = f"{counted(len(places), 'place')} in the code to change, {points}: {told}"
    return Measurement(value, why, evidence.findings)


def surface(evidence: Evidence) -> Measurement:
    """Measure the distinct operations and types of the vendor in use."""
    kinds = {MatchKind.CONSTRUCT, MatchKind.CALL, MatchKind.DECORATOR, *_CONTRACT} - {MatchKind.RESPONSE}
    findings = [f for f in evidence.binding if f.kind in kinds]
    value = len({f.symbol for f in findings})
    return Measurement(value, counted(value, "distinct operation or type", "distinct operations and types"), findings)


def spread(evidence: Evidence) -> Measurement:
    """Measure over how many modules, functions and classes the use is spread."""
    scopes = {(f.module, f.scope) for f in evidence.binding}
    modules = {module for module, _ in scopes}
    why = f"used in {counted(len(scopes), 'scope')} of {counted(len(modules), 'module')}"
    return Measurement(len(modules) + len(scopes), why, evidence.binding)


def contract(evidence: Evidence) -> Measurement:
    """Measure how often code leans on the vendor's response shapes, exceptions and types."""
    findings = [f for f in evidence.binding if f.kind in _CONTRACT]
    counts = {kind: len({(f.module, f.scope, f.symbol) for f in findings if f.kind is kind}) for kind in _CONTRACT}
    parts = [counted(number, *_CONTRACT[kind]) for kind, number in counts.items() if number]
    return Measurement(sum(counts.values()), f"leans on the vendor's shapes: {', '.join(parts)}", findings)


def features(evidence: Evidence) -> Measurement:
    """Measure the capabilities that the target has only in part (1 each) or not at all (2)."""
    weights: dict[str, int] = {}
    findings = []
    for finding in evidence.findings:
        capability = finding.capability
        verdict = evidence.terms.crossing(finding.vendor, capability).portability
        if verdict in _FEATURE and finding.kind is not MatchKind.IMPORT:
            weights[capability] = _FEATURE[verdict]
            findings.append(finding)
    none = sum(weight == _FEATURE[Portability.NONE] for weight in weights.values())
    counts = (("without a counterpart", none), ("with one in part", len(weights) - none))
    parts = [f"{counted(number, 'capability', 'capabilities')} {how}" for how, number in counts if number]
    return Measurement(sum(weights.values()), ", ".join(parts), findings)


def reach(evidence: Evidence) -> Measurement:
    """Measure the modules beyond the first that a change of vendor can be felt in."""
    binding = evidence.binding
    modules, importers = len({f.module for f in binding}), len(evidence.coupling.blast) if binding else 0
    why = f"{counted(modules, 'module')} {'uses' if modules == 1 else 'use'} it, {importers:,} more import what does"
    return Measurement(max(0, modules + importers - 1), why, binding)


_CONTRACT = {
    MatchKind.RESPONSE: ("read of a response", "reads of a response"),
    MatchKind.EXCEPTION: ("exception", "exceptions"),
    MatchKind.ANNOTATION: ("annotation", "annotations"),
    MatchKind.SUBCLASS: ("subclass", "subclasses"),
}
_FATES = {
    Fate.SURVIVES: "to leave alone",
    Fate.MECHANICAL: "mechanical",
    Fate.ADAPT: "to adapt",
    Fate.REDESIGN: "to redesign",
    Fate.NO_EQUIVALENT: "without an equivalent",
}
FACTORS = (
    FactorRule("code effort", 34, 40, code_effort),
    FactorRule("spread", 20, 20, spread),
    FactorRule("features", 14, 3, features),
    FactorRule("contract", 14, 15, contract),
    FactorRule("surface", 10, 10, surface),
    FactorRule("reach", 8, 20, reach),
)


def place(finding: Finding) -> Place:
    """Return what is edited as one; the module counts, since a finding that is to be moved keeps its location."""
    return finding.module, finding.scope, finding.location


def _bound(finding: Finding) -> bool:
    """Whether a finding stands in code; a requirement does not, and an import vanishes with the last use."""
    return finding.kind not in {MatchKind.IMPORT, MatchKind.DISTRIBUTION}
