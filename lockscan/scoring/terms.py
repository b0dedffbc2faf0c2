"""The terms of a switch: how each capability of each vendor fares at one target, and what awaits the code for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lockscan.model.assessment import Fate
from lockscan.model.config import DEFAULT_TARGET
from lockscan.model.finding import Finding, Portable
from lockscan.model.rule import Capability, Crossing, MatchKind, Portability, Target
from lockscan.model.ruleset import RuleSet

POINTS = {Fate.SURVIVES: 0, Fate.MECHANICAL: 1, Fate.ADAPT: 3, Fate.REDESIGN: 8, Fate.NO_EQUIVALENT: 13}
"""What one place costs in points of effort, by its fate."""

# An SDK that stays is named as before; where it goes, its imports go with it, as its types do.
_SDK = "types"
# Where the code stays as it is, these are what leads to the vendor: the client's address and key, and the model's name.
_LEADING = {MatchKind.CONSTRUCT, MatchKind.LITERAL, MatchKind.DISTRIBUTION}
_AS_IT_IS = {Portable.NO, Portable.CONFIGURED_ENDPOINT}
_REDESIGN = 8


@dataclass(frozen=True, slots=True)
class Terms:
    """What the packs say of one target, ready to be asked; ``resolved`` holds what has been asked before."""

    target: Target
    capabilities: Mapping[str, Capability]
    crossings: Mapping[tuple[str, str], Crossing]
    resolved: dict[tuple[str, str], Crossing] = field(default_factory=dict, compare=False, repr=False)

    def crossing(self, vendor: str, capability: str) -> Crossing:
        """Return how a capability of a vendor fares, with nothing left open; what no pack knows must be adapted."""
        found = self.resolved.get((vendor, capability))
        if found is None:
            found = self.resolved[vendor, capability] = self._resolve(vendor, capability)
        return found

    def _resolve(self, vendor: str, capability: str) -> Crossing:
        known = self.capabilities.get(capability)
        own = self.crossings.get((vendor, capability))
        usual = self.crossings.get(("", capability))
        first = own or usual
        state = next((c.state for c in (own, usual) if c and c.state is not None), known.state if known else "")
        if vendor in self.target.vendors:
            return Crossing(self.target.id, vendor, capability, Portability.SAME, "It is there already.", "")
        return Crossing(
            self.target.id,
            vendor,
            capability,
            first.portability if first else known.portability if known else Portability.ADAPT,
            next((c.equivalent for c in (own, usual) if c and c.equivalent), known.equivalent if known else ""),
            state,
        )

    def fate(self, finding: Finding) -> Fate:
        """Return what a switch does to the code of a finding."""
        if finding.vendor in self.target.vendors or finding.portable not in _AS_IT_IS:
            return Fate.SURVIVES
        imported = finding.kind is MatchKind.IMPORT
        verdict = self.crossing(finding.vendor, _SDK if imported else finding.capability).portability
        if verdict is Portability.SAME:
            stays = not (finding.kind in _LEADING or requested(finding)) or self.movable(finding)
            return Fate.SURVIVES if stays else Fate.MECHANICAL
        if verdict is Portability.ADAPT or imported:
            return Fate.MECHANICAL if imported or finding.effort == 1 else Fate.ADAPT
        if verdict is Portability.PARTIAL:
            return Fate.REDESIGN if finding.effort >= _REDESIGN else Fate.ADAPT
        return Fate.NO_EQUIVALENT

    def movable(self, finding: Finding) -> bool:
        """Whether another address in configuration leads the call of a finding to the target."""
        return finding.portable is Portable.CONFIGURED_ENDPOINT and self.target.address

    def state(self, finding: Finding) -> str:
        """Return what stays at the vendor for a finding, or nothing."""
        if finding.portable not in _AS_IT_IS or finding.kind is MatchKind.IMPORT:
            return ""
        return self.crossing(finding.vendor, finding.capability).state or ""


def requested(finding: Finding) -> bool:
    """Whether a finding is a plain request, which names the vendor's address itself."""
    return finding.kind is MatchKind.CALL and "://" in finding.symbol


def terms(rules: RuleSet, target: str = DEFAULT_TARGET) -> Terms:
    """Return the terms of a target; one that no pack defines is as the capabilities themselves say."""
    known = {entry.id: entry for entry in rules.targets}
    return Terms(
        known.get(target, Target(target, target, address=target == DEFAULT_TARGET)),
        {capability.id: capability for capability in rules.capabilities},
        {(c.vendor, c.capability): c for c in rules.crossings if c.target == target},
    )
