"""Everything that one run says."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

# A scan without findings makes a report, too, and need not pay for what others hold.
if TYPE_CHECKING:
    from lockscan.model.assessment import Assessment
    from lockscan.model.diagnostic import Diagnostic
    from lockscan.model.finding import Finding
    from lockscan.model.graph import Coupling
    from lockscan.model.ruleset import RuleSet
    from lockscan.model.suggestion import AbstractionPoint


class Statistics(NamedTuple):
    """What was looked at: counts only, no times, so that equal input gives equal output."""

    files: int
    parsed: int
    lines: int


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a scan; ``findings`` are in location order and hold the suppressed ones too."""

    findings: "tuple[Finding, ...]"
    diagnostics: "tuple[Diagnostic, ...]"
    couplings: "tuple[Coupling, ...]"
    assessments: "tuple[Assessment, ...]"
    suggestions: "tuple[AbstractionPoint, ...]"
    statistics: Statistics
    rules: "RuleSet"

    @property
    def active(self) -> "tuple[Finding, ...]":
        """The findings that no directive suppresses."""
        return tuple(f for f in self.findings if f.suppression is None)
