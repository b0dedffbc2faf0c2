"""What every format for people says in the same words."""

from collections.abc import Iterable, Sequence

from lockscan.model.counts import counted
from lockscan.model.finding import Finding
from lockscan.model.migration import MigrationPlan, PlanStep, StepKind, VendorPlan
from lockscan.model.rule import Retirement

_UNDATED = "no date"


def told(plan: MigrationPlan) -> list[VendorPlan]:
    """Return the vendors that there is more to say of than in the overview of several."""
    return [one for one in plan.vendors if one.steps or one.deadlines or len(plan.vendors) == 1]


def heading(vendor: VendorPlan) -> str:
    """Return the title of one vendor's part."""
    return f"From {vendor.name} to {vendor.goal}" if vendor.steps else vendor.name


def summary(vendor: VendorPlan) -> str:
    """Return what one vendor's plan comes to."""
    parts = [
        f"difficulty {vendor.score} of 100 ({vendor.difficulty})",
        f"{counted(vendor.effort, 'point')} of effort",
        *([f"{counted(vendor.test_effort, 'point')} in tests"] if vendor.test_effort else []),
        *([vendor.size] if vendor.size else []),
    ]
    return ", ".join(parts)


def brief(vendor: VendorPlan) -> str:
    """Return one vendor's plan in a few words."""
    if not vendor.steps:
        return vendor.note
    dates = [when(deadline.retirement) for deadline in vendor.deadlines if when(deadline.retirement) != _UNDATED]
    parts = [
        f"difficulty {vendor.score}",
        counted(vendor.effort, "point"),
        counted(len(vendor.steps), "step"),
        *([f"first to break: {dates[0]}"] if dates else []),
    ]
    return ", ".join(parts)


def cost(step: PlanStep) -> str:
    """Return the effort of a step with its unit, or nothing where none is counted."""
    return counted(step.effort, "point") + (" in tests" if step.kind is StepKind.TESTS else "") if step.effort else ""


def when(retirement: Retirement) -> str:
    """Return the date of a retirement, in words."""
    if retirement.since:
        return f"since {retirement.since}"
    return f"until {retirement.until}" if retirement.until else _UNDATED


def places(findings: Iterable[Finding]) -> list[str]:
    """Return where findings stand, one text for each file: ``path:3, 7``."""
    lines: dict[tuple[str, int], dict[int, None]] = {}
    for finding in findings:
        where = finding.location
        lines.setdefault((where.path, where.cell), {})[where.region.line] = None
    return [
        f"{path}{f':cell {cell}' if cell else ''}:{', '.join(map(str, sorted(found)))}"
        for (path, cell), found in sorted(lines.items())
    ]


def first(texts: Sequence[str], most: int, noun: str) -> list[str]:
    """Return the first texts, and as the last one how many more there are."""
    if len(texts) <= most + 1:
        return list(texts)
    return [*texts[:most], f"and {counted(len(texts) - most, f'more {noun}')}"]
