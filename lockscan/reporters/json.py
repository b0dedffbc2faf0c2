"""The published JSON format, version 1: written out field by field, so that inner types may change without it.

``lockscan/schemas/report-1.schema.json`` describes it. Fields are only ever added within a version.
"""

from lockscan import __version__
from lockscan.model.diagnostic import Diagnostic
from lockscan.model.finding import Finding, Related, Suppression
from lockscan.model.location import Location
from lockscan.model.report import Report, Statistics
from lockscan.model.rule import Rule
from lockscan.reporters.assessments import target_document, vendor_documents
from lockscan.reporters.encoding import Json, dumps
from lockscan.reporters.options import RenderOptions
from lockscan.reporters.points import point_documents

VERSION = 1
SCHEMA = "urn:lockscan:schema:report-1"


def render(report: Report, _options: RenderOptions) -> str:
    """Return the report as JSON text."""
    return dumps(document(report))


def document(report: Report) -> Json:
    """Return the report as a JSON value."""
    fired = {finding.rule for finding in report.findings}
    return {
        "version": VERSION,
        "schema": SCHEMA,
        "tool": {"name": "lockscan", "version": __version__, "rules_digest": report.rules.digest},
        "statistics": _statistics(report.statistics),
        "target": target_document(report),
        "vendors": vendor_documents(report),
        "abstraction_points": point_documents(report),
        "rules": [_rule(rule) for rule in sorted(report.rules.rules, key=lambda rule: rule.id) if rule.id in fired],
        "findings": [_finding(finding) for finding in report.findings],
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in report.diagnostics],
    }


def _statistics(statistics: Statistics) -> Json:
    return {"files": statistics.files, "parsed": statistics.parsed, "lines": statistics.lines}


def _rule(rule: Rule) -> Json:
    return {"id": rule.id, "vendor": rule.vendor, "title": rule.title, "remediation": rule.remediation}


def _finding(finding: Finding) -> Json:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "vendor": finding.vendor,
        "distribution": finding.distribution,
        "kind": finding.kind.value,
        "capability": finding.capability,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "effort": finding.effort,
        "message": finding.message,
        "location": _location(finding.location),
        "module": finding.module,
        "scope": finding.scope,
        "symbol": finding.symbol,
        "detail": finding.detail,
        "snippet": finding.snippet,
        "test": finding.is_test,
        "portable": finding.portable.value or None,
        "related": [_related(related) for related in finding.related],
        "suppression": _suppression(finding.suppression) if finding.suppression else None,
    }


def _location(location: Location) -> Json:
    return {
        "path": location.path,
        "cell": location.cell or None,
        "line": location.region.line,
        "column": location.region.column,
        "end_line": location.region.end_line,
        "end_column": location.region.end_column,
    }


def _related(related: Related) -> Json:
    return {"step": related.step.value, "location": _location(related.location)}


def _suppression(suppression: Suppression) -> Json:
    return {"reason": suppression.reason, "line": suppression.line}


def _diagnostic(diagnostic: Diagnostic) -> Json:
    return {
        "path": diagnostic.path,
        "cell": diagnostic.cell or None,
        "line": diagnostic.line or None,
        "kind": diagnostic.kind.value,
        "unanalysed": diagnostic.kind.unanalysed,
        "message": diagnostic.message,
    }
