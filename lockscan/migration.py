"""What follows from a scan: a plan to a target, and code for an abstraction point."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from lockscan.adapters.files import find_root
from lockscan.errors import UsageError
from lockscan.model.rule import MatchKind
from lockscan.pipeline import ScanOptions, known_target, scan

if TYPE_CHECKING:
    from lockscan.model.finding import Finding
    from lockscan.model.migration import MigrationPlan
    from lockscan.model.report import Report
    from lockscan.model.scaffold import Scaffold
    from lockscan.model.suggestion import AbstractionPoint
    from lockscan.scaffolding import CallText


def plan_migration(
    paths: tuple[Path, ...], options: ScanOptions, root: Path | None = None, vendors: tuple[str, ...] = ()
) -> "MigrationPlan":
    """Scan, and plan the way from the vendors found, or those named, to the target of the configuration.

    Raises a :class:`~lockscan.errors.LockscanError` for what the user has to mend, such as a vendor that is not known.
    """
    from lockscan.adapters.packs import load_rules  # noqa: PLC0415 - only where there is nothing to plan
    from lockscan.planning import plan  # noqa: PLC0415
    from lockscan.scoring.terms import POINTS, terms  # noqa: PLC0415

    root = find_root(paths) if root is None else root.resolve()
    report = scan(paths, options, root)
    rules = report.rules if report.rules.targets else load_rules(tuple(root / p for p in options.config.rules))
    agreed = terms(rules, known_target(rules, options.config))
    known = sorted(vendor.id for vendor in rules.vendors)
    for vendor in vendors:
        if vendor not in known:
            raise UsageError(f"no vendor is called {vendor!r}; known: {', '.join(known)}")
    return plan(report, agreed.target, agreed.crossing, POINTS, vendors)


def scaffold_point(paths: tuple[Path, ...], options: ScanOptions, root: Path, wanted: str) -> "Scaffold":
    """Scan, and draw up a port with adapters for one abstraction point: its number, module, or vendor.

    Raises a :class:`~lockscan.errors.LockscanError` where there is no such point, or no template for it.
    """
    from lockscan.adapters.templates import read_templates  # noqa: PLC0415
    from lockscan.scaffolding import PORT, Request, scaffold  # noqa: PLC0415
    from lockscan.scoring.terms import terms  # noqa: PLC0415

    report = scan(paths, options, root)
    vendor, point = _pointed(report, wanted)
    rules = report.rules
    target = terms(rules, known_target(rules, options.config)).target
    if vendor in target.vendors:
        raise UsageError(f"{vendor} is at the target {target.id} already: name another one with --to")
    found = tuple(f for f in report.active if f.vendor == vendor and not f.is_test)
    names = {known.id: known.name for known in rules.vendors}
    request = Request(
        vendor=names.get(vendor, vendor),
        findings=found,
        texts=_call_texts(found, root.resolve()),
        target=target,
        capabilities={capability.id: capability for capability in rules.capabilities},
        templates=read_templates(),
        port=point.interface.name if point and point.interface else PORT,
        boundary=point.seam if point else "",
    )
    return scaffold(request)


def _pointed(report: "Report", wanted: str) -> "tuple[str, AbstractionPoint | None]":
    """The vendor that is meant, and its abstraction point, if it has one."""
    points = report.suggestions
    meant = [point for number, point in enumerate(points, 1) if wanted in {str(number), point.module, point.vendor}]
    if len(meant) == 1:
        return meant[0].vendor, meant[0]
    vendors = [assessment.vendor for assessment in report.assessments]
    if wanted in vendors:
        return wanted, None
    listed = [f"{number} ({point.vendor} at {point.module})" for number, point in enumerate(points, 1)]
    known = "; ".join([*listed, *(vendor for vendor in vendors if all(vendor != p.vendor for p in points))])
    is_not = "stands for several abstraction points" if meant else "is no abstraction point of this project"
    raise UsageError(f"{wanted!r} {is_not}{f'; there are: {known}' if known else ''}")


def _call_texts(findings: "tuple[Finding, ...]", root: Path) -> "dict[str, CallText]":
    """The text of each call by fingerprint, of files that are plain modules."""
    from lockscan.adapters.facts import decode_source  # noqa: PLC0415
    from lockscan.scaffolding import call_texts, spot  # noqa: PLC0415

    texts: dict[str, CallText] = {}
    for path in sorted({f.location.path for f in findings if f.kind is MatchKind.CALL and not f.location.cell}):
        with suppress(OSError):
            source = decode_source((root / path).read_bytes())
            known = call_texts(source) if isinstance(source, str) else {}
            here = (f for f in findings if f.location.path == path)
            texts |= {f.fingerprint: known[key] for f in here if (key := spot(f.location.region)) in known}
    return texts
