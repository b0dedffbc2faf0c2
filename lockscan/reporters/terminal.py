"""The report on a terminal: verdicts first, then where the seam belongs, then every finding with its code."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lockscan.model.counts import counted
from lockscan.reporters.options import RenderOptions
from lockscan.reporters.pen import Ink, Pen
from lockscan.reporters.text import columns, escape, points, wrap

# Most runs over single files find nothing, and are to be over at once.
if TYPE_CHECKING:
    from lockscan.model.diagnostic import Diagnostic
    from lockscan.model.finding import Finding
    from lockscan.model.report import Report

_LEAST_WIDTH = 60


def render(report: "Report", options: RenderOptions) -> str:
    """Return the report for a person; scanned text is escaped, so that nothing in it can act on the terminal."""
    pen = Pen(options.color)
    width = max(options.width, _LEAST_WIDTH)
    blocks = [_summary(report, pen, width)]
    if not options.quiet:
        blocks = [
            *(_found(report, pen, width, verbose=options.verbose) if report.findings else []),
            *_diagnostic_blocks(report.diagnostics, pen, width),
            *blocks,
        ]
    verdict = [pen(line) for line in wrap(escape(options.verdict), width)]
    return "\n".join(["\n\n".join(blocks), *verdict]) + "\n"


def _found(report: "Report", pen: Pen, width: int, *, verbose: bool) -> Iterator[str]:
    from lockscan.reporters.excerpts import finding_blocks  # noqa: PLC0415
    from lockscan.reporters.overview import vendor_blocks  # noqa: PLC0415
    from lockscan.reporters.seams import seam_blocks  # noqa: PLC0415

    yield from vendor_blocks(report, pen, width, verbose=verbose)
    yield from seam_blocks(report, pen, width, verbose=verbose)
    yield from finding_blocks(report, pen, width, verbose=verbose)


def _diagnostic_blocks(diagnostics: "Iterable[Diagnostic]", pen: Pen, width: int) -> Iterator[str]:
    ordered = sorted(diagnostics)
    for title, kept in (
        ("Not analysed: findings may be missing", [d for d in ordered if d.kind.unanalysed]),
        ("Directives without effect", [d for d in ordered if not d.kind.unanalysed]),
    ):
        if kept:
            yield "\n".join([pen(title, Ink.YELLOW), *(line for d in kept for line in _diagnostic(d, pen, width))])


def _diagnostic(diagnostic: "Diagnostic", pen: Pen, width: int) -> Iterator[str]:
    cell = f":cell {diagnostic.cell}" if diagnostic.cell else ""
    line = f":{diagnostic.line}" if diagnostic.line else ""
    yield f"  {pen(diagnostic.path + cell + line, Ink.BOLD)} {pen(f'[{diagnostic.kind.value}]', Ink.DIM)}"
    yield from ("    " + pen(text) for text in wrap(escape(diagnostic.message), width - 4))


def _summary(report: "Report", pen: Pen, width: int) -> str:
    product = [f for f in report.active if not f.is_test and f.binds]
    tests = [f for f in report.active if f.is_test and f.binds]
    portable = sum(not f.binds for f in report.active)
    unanalysed = len({d.path for d in report.diagnostics if d.kind.unanalysed})
    parts = [
        *_product(product, report),
        *([f"{counted(len(tests), 'finding')} in tests ({points(tests)})"] if tests else []),
        *([f"{portable:,} portable"] if portable else []),
        *([f"{suppressed:,} suppressed"] if (suppressed := len(report.findings) - len(report.active)) else []),
        *([f"{counted(unanalysed, 'file')} not analysed"] if unanalysed else []),
    ]
    lines: list[str] = []
    for part in parts:
        if lines and columns(lines[-1]) + 3 + columns(part) <= width:
            lines[-1] += f" · {part}"
        else:
            lines.append(part)
    return "\n".join(pen(line, Ink.BOLD) for line in lines)


def _product(findings: "list[Finding]", report: "Report") -> list[str]:
    scanned = f"{counted(report.statistics.files, 'file')} ({counted(report.statistics.lines, 'line')})"
    if report.statistics.files == 0:
        return ["No Python code found to scan"]
    if not report.findings:
        complete = not any(diagnostic.kind.unanalysed for diagnostic in report.diagnostics)
        return [f"No AI vendor found in {scanned}{': nothing to leave' if complete else ''}"]
    if not findings:
        return [f"No lock-in found in the product code of {scanned}"]
    severities = Counter(f.severity for f in findings)
    return [
        f"{counted(len(findings), 'finding')} in {len({f.location.path for f in findings}):,} of {scanned}",
        ", ".join(f"{severities[s]:,} {s.value}" for s in reversed(type(findings[0].severity)) if severities[s]),
        f"{points(findings)} of effort",
    ]
