"""What a plan for one vendor is made from, and to which step each finding belongs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lockscan.model.assessment import Assessment, Fate
from lockscan.model.finding import Finding
from lockscan.model.location import Location
from lockscan.model.migration import StepKind
from lockscan.model.rule import Capability, Category, Crossing, MatchKind, Portability, Target
from lockscan.model.suggestion import AbstractionPoint

Cross = Callable[[str, str], Crossing]
"""How a capability of a vendor fares at the target."""

_CONTRACT = {MatchKind.RESPONSE, MatchKind.ANNOTATION, MatchKind.EXCEPTION, MatchKind.SUBCLASS, MatchKind.DECORATOR}
_SETTINGS = {"configuration", "model_choice"}
_LOST = {Portability.PARTIAL, Portability.NONE}
# A target answers for models; what other vendors sell goes to something of its own kind.
_ELSEWHERE = {
    Category.VECTOR_STORE: "another vector store",
    Category.TRACING: "another tracing backend",
    Category.SPEECH: "another speech service",
    Category.SEARCH: "another search service",
}


@dataclass(frozen=True)
class Ground:
    """One vendor's part of a report; ``findings`` are those that no directive suppresses, in location order.

    ``points`` is what one place costs by its fate; ``capabilities`` are by id; ``naming`` are the ids of rules that
    find names of models, addresses and keys.
    """

    assessment: Assessment
    target: Target
    category: Category
    findings: tuple[Finding, ...]
    point: AbstractionPoint | None
    capabilities: Mapping[str, Capability]
    cross: Cross
    points: Mapping[Fate, int]
    naming: frozenset[str] = frozenset()

    @property
    def goal(self) -> str:
        """What the vendor is left for, in a few words."""
        return _ELSEWHERE.get(self.category, self.target.name.partition(",")[0])

    @property
    def elsewhere(self) -> bool:
        """Whether something else than the target takes the vendor's place."""
        return self.category in _ELSEWHERE

    @cached_property
    def fates(self) -> Mapping[str, Fate]:
        """What awaits each finding in product code, by fingerprint."""
        return {print_: share.fate for share in self.assessment.fates for print_ in share.findings}

    @cached_property
    def changing(self) -> tuple[Finding, ...]:
        """The findings in product code that a switch changes."""
        return tuple(
            f for f in self.findings if not f.is_test and self.fates.get(f.fingerprint) not in {None, Fate.SURVIVES}
        )

    @property
    def tests(self) -> tuple[Finding, ...]:
        """The findings in test code."""
        return tuple(f for f in self.findings if f.is_test)

    @cached_property
    def held(self) -> frozenset[str]:
        """The fingerprints of findings whose data stays at the vendor."""
        return frozenset(print_ for holding in self.assessment.holdings for print_ in holding.findings)

    @cached_property
    def owners(self) -> Mapping[tuple[str, str, Location], tuple[StepKind, int]]:
        """The step that each place is edited in, which is that of the worst finding there, and what it costs."""
        owners: dict[tuple[str, str, Location], tuple[StepKind, int]] = {}
        for finding in self.changing:
            if finding.kind is not MatchKind.IMPORT:
                cost = self.points[self.fates[finding.fingerprint]]
                if cost > owners.get(place(finding), (None, -1))[1]:
                    owners[place(finding)] = (self.step(finding), cost)
        return owners

    def step(self, finding: Finding) -> StepKind:
        """Return the step that a finding in product code is dealt with in."""
        fate = self.fates[finding.fingerprint]
        if finding.kind in {MatchKind.IMPORT, MatchKind.DISTRIBUTION}:
            return StepKind.CLEAN
        if fate is Fate.NO_EQUIVALENT:
            return StepKind.REPLACE
        if finding.capability in _SETTINGS:
            return StepKind.CONFIGURE
        if finding.fingerprint in self.held:
            return StepKind.DATA
        if self.portability(finding.capability) in _LOST:
            return StepKind.REDESIGN
        if finding.rule in self.naming:
            return StepKind.CONFIGURE
        if finding.capability == "client" and finding.kind in {MatchKind.CONSTRUCT, MatchKind.ARGUMENT}:
            return StepKind.CONSTRUCT
        return StepKind.SEAM if finding.kind in _CONTRACT else StepKind.SWITCH

    def portability(self, capability: str) -> Portability:
        """Return how a capability of the vendor fares at the target."""
        return self.cross(self.assessment.vendor, capability).portability

    def equivalent(self, capability: str) -> str:
        """Return what takes a capability's place."""
        if self.elsewhere and capability in self.capabilities:
            return self.capabilities[capability].equivalent
        return self.cross(self.assessment.vendor, capability).equivalent

    def title(self, capability: str) -> str:
        """Return the name of a capability."""
        known = self.capabilities.get(capability)
        return known.title if known else capability


def place(finding: Finding) -> tuple[str, str, Location]:
    """Return what is edited as one."""
    return finding.module, finding.scope, finding.location
