"""The published JSON format of plans, version 1, written out field by field.

``lockscan/schemas/plan-1.schema.json`` describes it. Fields are only ever added within a version.
"""

from lockscan import __version__
from lockscan.model.finding import Finding
from lockscan.model.migration import Deadline, MigrationPlan, PlanItem, PlanStep, VendorPlan
from lockscan.reporters.encoding import Json, dumps
from lockscan.reporters.options import RenderOptions

VERSION = 1
SCHEMA = "urn:lockscan:schema:plan-1"


def render(plan: MigrationPlan, _options: RenderOptions) -> str:
    """Return the plan as JSON text."""
    return dumps(
        {
            "version": VERSION,
            "schema": SCHEMA,
            "tool": {"name": "lockscan", "version": __version__},
            "target": {"id": plan.target, "name": plan.target_name},
            "note": plan.note or None,
            "vendors": [_vendor(vendor) for vendor in plan.vendors],
            "layers": [_item(item) for item in plan.layers],
            "findings": [_finding(finding) for finding in _findings(plan)],
        }
    )


def _vendor(vendor: VendorPlan) -> Json:
    return {
        "id": vendor.vendor,
        "name": vendor.name,
        "goal": vendor.goal,
        "score": vendor.score,
        "difficulty": vendor.difficulty,
        "effort": vendor.effort,
        "test_effort": vendor.test_effort,
        "size": vendor.size or None,
        "note": vendor.note or None,
        "deadlines": [_deadline(deadline) for deadline in vendor.deadlines],
        "steps": [_step(step) for step in vendor.steps],
    }


def _deadline(deadline: Deadline) -> Json:
    retirement = deadline.retirement
    return {
        "what": retirement.what,
        "since": retirement.since or None,
        "until": retirement.until or None,
        "replacement": retirement.replacement or None,
        "findings": [finding.fingerprint for finding in deadline.findings],
    }


def _step(step: PlanStep) -> Json:
    return {
        "kind": step.kind.value,
        "title": step.title,
        "why": step.why,
        "works": step.works,
        "effort": step.effort,
        "items": [_item(item) for item in step.items],
        "cautions": step.cautions,
    }


def _item(item: PlanItem) -> Json:
    return {
        "title": item.title,
        "names": item.names,
        "advice": item.advice or None,
        "effort": item.effort,
        "findings": [finding.fingerprint for finding in item.findings],
    }


def _findings(plan: MigrationPlan) -> list[Finding]:
    """Return every finding that the plan refers to, once, in location order."""
    groups = [deadline.findings for vendor in plan.vendors for deadline in vendor.deadlines]
    groups += [item.findings for vendor in plan.vendors for step in vendor.steps for item in step.items]
    groups += [item.findings for item in plan.layers]
    found = {finding.fingerprint: finding for group in groups for finding in group}
    return sorted(found.values(), key=lambda finding: (finding.location, finding.rule, finding.fingerprint))


def _finding(finding: Finding) -> Json:
    where = finding.location
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "vendor": finding.vendor,
        "capability": finding.capability,
        "path": where.path,
        "cell": where.cell or None,
        "line": where.region.line,
        "column": where.region.column,
        "symbol": finding.symbol,
        "test": finding.is_test,
    }
