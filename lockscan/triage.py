"""Findings that the code's own comments ask to leave out."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches

from lockscan.model.diagnostic import Diagnostic, DiagnosticKind
from lockscan.model.directive import Directive
from lockscan.model.finding import Finding, Suppression


def triage(
    findings: tuple[Finding, ...], directives: Mapping[str, tuple[Directive, ...]], known: frozenset[str]
) -> tuple[tuple[Finding, ...], tuple[Diagnostic, ...]]:
    """Mark the findings that a directive covers, and tell of directives, and ids in them, that cover none.

    ``directives`` are by path, and ``known`` are the ids of all rules. A finding is covered by its first line; of
    several directives for it, all count as used, and the one over the fewest lines gives the reason.
    """
    used: set[tuple[str, Directive, str]] = set()
    triaged = []
    for finding in findings:
        covering = [one for one in directives.get(finding.location.path, ()) if _covers(one, finding)]
        used |= {(finding.location.path, one, finding.rule if one.rules else "") for one in covering}
        if covering:
            nearest = min(covering, key=lambda one: (one.last - one.first, one.line))
            triaged.append(replace(finding, suppression=Suppression(nearest.reason, nearest.line)))
        else:
            triaged.append(finding)
    unused = [
        Diagnostic(path, one.line, DiagnosticKind.UNUSED_SUPPRESSION, _message(rule, known), one.cell)
        for path, ones in directives.items()
        for one in ones
        for rule in one.rules or ("",)
        if (path, one, rule) not in used
    ]
    return tuple(triaged), tuple(sorted(unused))


def _covers(directive: Directive, finding: Finding) -> bool:
    location = finding.location
    return (
        directive.cell == location.cell
        and directive.first <= location.region.line <= directive.last
        and (not directive.rules or finding.rule in directive.rules)
    )


def _message(rule: str, known: frozenset[str]) -> str:
    if not rule:
        return "nothing to suppress"
    if rule in known:
        return f"nothing to suppress for {rule}"
    close = get_close_matches(rule, sorted(known), 1)
    return f"{rule} is no known rule" + (f"; did you mean {close[0]}?" if close else "")
