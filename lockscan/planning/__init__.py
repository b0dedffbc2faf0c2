"""From a report to the way out: an ordered plan for each vendor, whose steps each leave the code working."""

from collections.abc import Mapping

from lockscan.model.assessment import Assessment, Fate, Plan
from lockscan.model.counts import counted
from lockscan.model.finding import Finding
from lockscan.model.migration import Deadline, MigrationPlan, PlanItem, PlanStep, VendorPlan
from lockscan.model.report import Report
from lockscan.model.rule import Category, MatchKind, Role, Target
from lockscan.model.suggestion import AbstractionPoint, SuggestionKind
from lockscan.planning.deadlines import deadlines
from lockscan.planning.ground import Cross, Ground
from lockscan.planning.steps import STEPS

__all__ = ["plan"]

_NAMES = {Role.MODEL, Role.ENDPOINT, Role.ENVIRONMENT}
# Neutral software with a rule of one of these is told which vendor's model to call; the rest runs what is one's own.
_ASKED = {"chat", "model_choice", "structured_output"}
_PLANS = {
    None: Plan.IN_PLACE,
    SuggestionKind.REUSE_BOUNDARY: Plan.EXISTING_BOUNDARY,
    SuggestionKind.GROW_MODULE: Plan.EXISTING_BOUNDARY,
    SuggestionKind.NEW_PORT: Plan.NEW_BOUNDARY,
    SuggestionKind.IN_PLACE: Plan.IN_PLACE,
}


def plan(
    report: Report, target: Target, cross: Cross, points: Mapping[Fate, int], vendors: tuple[str, ...] = ()
) -> MigrationPlan:
    """Return the plan for leaving the vendors of a report, or those named, for the target of its assessments.

    ``cross`` tells how a capability of a vendor fares there, ``points`` what one place costs by its fate.
    """
    by_vendor: dict[str, list[Finding]] = {}
    for finding in report.active:
        by_vendor.setdefault(finding.vendor, []).append(finding)
    seams = {point.vendor: point for point in reversed(report.suggestions)}
    capabilities = {capability.id: capability for capability in report.rules.capabilities}
    kinds = {vendor.id: vendor.category for vendor in report.rules.vendors}
    naming = frozenset(rule.id for rule in report.rules.rules if _NAMES & set(rule.match.roles))
    plans = []
    for assessment in report.assessments:
        if not vendors or assessment.vendor in vendors:
            found = tuple(by_vendor[assessment.vendor])
            point = seams.get(assessment.vendor)
            kind = kinds.get(assessment.vendor, Category.MODEL_API)
            ground = Ground(assessment, target, kind, found, point, capabilities, cross, points, naming)
            retired = tuple(one for one in report.rules.retirements if one.vendor == assessment.vendor)
            plans.append(_vendor(ground, deadlines(found, retired)))
    layers = () if vendors else _layers(report, target, by_vendor)
    return MigrationPlan(target.id, target.name, tuple(plans), _note(report, target, plans, layers), layers)


def _layers(report: Report, target: Target, by_vendor: Mapping[str, list[Finding]]) -> tuple[PlanItem, ...]:
    """Return one item for each neutral layer in product code: where it is told which model to call."""
    asked = {rule.vendor for rule in report.rules.rules if rule.capability in _ASKED}
    items = []
    for vendor in report.rules.vendors:
        found = [f for f in by_vendor.get(vendor.id, ()) if not f.is_test and f.kind is not MatchKind.DISTRIBUTION]
        if vendor.category is Category.NEUTRAL and found and vendor.id in asked - set(target.vendors):
            choosing = [f for f in found if f.capability == "model_choice"]
            told = tuple(choosing or found)
            items.append(
                PlanItem(
                    f"Through {vendor.name}, which binds to nobody: {counted(len(found), 'finding')}",
                    tuple(sorted({f.detail or f.symbol for f in choosing})),
                    f"Name the model of {target.name.partition(',')[0]} where {vendor.name} is told which one to call.",
                    0,
                    told,
                )
            )
    return tuple(items)


def _vendor(ground: Ground, retired: tuple[Deadline, ...]) -> VendorPlan:
    assessment, target = ground.assessment, ground.target
    note = ""
    steps: tuple[PlanStep, ...] = ()
    if assessment.vendor in target.vendors:
        note = f"{assessment.name} is at the target already: there is nothing to leave."
    elif not ground.changing:
        only = "Only tests name it. " if all(f.is_test for f in ground.findings) else ""
        note = f"{only}No product code has to change: {_as_it_is(ground)}."
    else:
        steps = tuple(step for make in STEPS if (step := make(ground)))
    return VendorPlan(
        vendor=assessment.vendor,
        name=assessment.name,
        goal=ground.goal,
        score=assessment.score,
        difficulty=assessment.difficulty.value,
        effort=assessment.effort,
        test_effort=assessment.test_effort,
        size=_size(assessment, ground.point) if steps else "",
        deadlines=retired,
        steps=steps,
        note=note,
    )


def _as_it_is(ground: Ground) -> str:
    if ground.target.address:
        return "give the client the address, key and model of the target by its settings"
    return "what there is of the vendor's is portable already"


def _note(report: Report, target: Target, plans: list[VendorPlan], layers: tuple[PlanItem, ...]) -> str:
    if not plans and layers:
        return "No vendor is called directly: models are called through layers that bind to nobody."
    if not plans:
        files = counted(report.statistics.files, "file")
        return f"No AI vendor found in {files}: there is nothing to leave, and nothing to plan."
    if not any(plan.steps for plan in plans):
        return f"Nothing has to change in the code to get to {target.name}."
    return ""


def _size(assessment: Assessment, point: AbstractionPoint | None) -> str:
    """Tell how much code the switch is likely to touch, if that is known."""
    wanted = _PLANS[point.kind if point else None]
    for volume in assessment.volumes:
        if volume.plan is wanted:
            files, lines = volume.files, volume.lines
            return (
                f"about {counted(lines.expected, 'line')} ({lines.low:,} to {lines.high:,}) "
                f"in {counted(files.expected, 'file')} ({files.low:,} to {files.high:,})"
            )
    return ""
