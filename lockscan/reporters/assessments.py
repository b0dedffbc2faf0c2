"""The verdicts on vendors as JSON values, the same in every format for machines, written out field by field."""

from lockscan.model.assessment import (
    Assessment,
    Factor,
    Holding,
    Interval,
    Measure,
    Risk,
    Share,
    TouchedFile,
    Volume,
)
from lockscan.model.graph import Coupling, ModuleUse
from lockscan.model.report import Report
from lockscan.model.rule import Vendor
from lockscan.reporters.encoding import Json


def target_document(report: Report) -> Json:
    """Return what the vendors would be left for; null where no vendor was found."""
    target = next((assessment.target for assessment in report.assessments), "")
    names = {known.id: known.name for known in report.rules.targets}
    return {"id": target, "name": names.get(target, target)} if target else None


def vendor_documents(report: Report) -> list[Json]:
    """Return one value for each vendor, in the order of the report."""
    vendors = {vendor.id: vendor for vendor in report.rules.vendors}
    couplings = {coupling.vendor: coupling for coupling in report.couplings}
    return [_vendor(a, vendors.get(a.vendor), couplings.get(a.vendor)) for a in report.assessments]


def _vendor(assessment: Assessment, vendor: Vendor | None, coupling: Coupling | None) -> Json:
    return {
        "id": assessment.vendor,
        "name": assessment.name,
        "category": vendor.category.value if vendor else None,
        "score": assessment.score,
        "difficulty": assessment.difficulty.value,
        "effort": assessment.effort,
        "test_effort": assessment.test_effort,
        "findings": assessment.findings,
        "portable": assessment.portable,
        "files": assessment.files,
        "state": assessment.state,
        "state_score": assessment.state_score,
        "factors": [_factor(factor) for factor in assessment.factors],
        "fates": [_share(share) for share in assessment.fates],
        "holdings": [_holding(holding) for holding in assessment.holdings],
        "risks": [_risk(risk) for risk in assessment.risks],
        "measures": [_measure(measure) for measure in assessment.measures],
        "volumes": [_volume(volume) for volume in assessment.volumes],
        "touched": [_touched(file) for file in assessment.touched],
        "coupling": _coupling(coupling) if coupling else None,
    }


def _factor(factor: Factor) -> Json:
    return {
        "name": factor.name,
        "value": round(factor.value, 3),
        "points": round(factor.points, 3),
        "weight": factor.weight,
        "scale": round(factor.scale, 3),
        "why": factor.why,
        "findings": factor.findings,
    }


def _share(share: Share) -> Json:
    return {"fate": share.fate.value, "points": share.points, "findings": share.findings}


def _holding(holding: Holding) -> Json:
    return {
        "state": holding.state,
        "capability": holding.capability,
        "exit": holding.exit,
        "findings": holding.findings,
    }


def _risk(risk: Risk) -> Json:
    return {"kind": risk.kind.value, "why": risk.why, "findings": risk.findings}


def _measure(measure: Measure) -> Json:
    return {"name": measure.name, "value": measure.value, "why": measure.why, "findings": measure.findings}


def _volume(volume: Volume) -> Json:
    return {
        "plan": volume.plan.value,
        "functions": _interval(volume.functions),
        "files": _interval(volume.files),
        "lines": _interval(volume.lines),
    }


def _interval(interval: Interval) -> Json:
    return {"expected": interval.expected, "low": interval.low, "high": interval.high}


def _touched(file: TouchedFile) -> Json:
    return {"path": file.path, "likely": file.likely, "why": file.why}


def _coupling(coupling: Coupling) -> Json:
    return {
        "surface": coupling.surface,
        "modules": coupling.modules,
        "symbols": coupling.symbols,
        "blast": coupling.blast,
        "capabilities": coupling.capabilities,
        "choke_points": coupling.choke_points,
        "packages": coupling.packages,
        "by_module": [_module(use) for use in coupling.by_module],
        "cycles": coupling.cycles,
    }


def _module(use: ModuleUse) -> Json:
    return {
        "module": use.module,
        "surface": use.surface,
        "uses": dict(use.uses),
        "afferent": use.afferent,
        "efferent": use.efferent,
        "distance": use.distance,
    }
