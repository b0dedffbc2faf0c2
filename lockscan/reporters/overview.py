"""The head of the report on a terminal: how hard it is to leave each vendor, and where the seam belongs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lockscan.model.assessment import Assessment
from lockscan.model.finding import Portable
from lockscan.model.report import Report
from lockscan.model.suggestion import SuggestionKind
from lockscan.reporters.pen import Ink, Pen, difficulty_ink
from lockscan.reporters.text import clip, columns, count, escape, pad, wrap

_NAME_WIDTH = 24
_LEAST_BAR = 6
_MOST_BAR = 20
_MARGIN = 4
_LABEL_WIDTH = 10
_FACTORS = 3
_OPERATIONS = 6

_PORTABLE = {
    Portable.SELF_HOSTED: "self-hosted",
    Portable.GATEWAY: "through a gateway",
    Portable.CUSTOM_ENDPOINT: "at an endpoint of another server",
    Portable.CONFIGURED_ENDPOINT: "at an endpoint from configuration",
    Portable.NEUTRAL_LAYER: "through a neutral layer",
}
_SEAM = {
    SuggestionKind.REUSE_BOUNDARY: "is a boundary already, use it everywhere",
    SuggestionKind.GROW_MODULE: "grow this module",
    SuggestionKind.NEW_PORT: "a new module",
}


def vendor_blocks(report: Report, pen: Pen, width: int, *, verbose: bool) -> Iterator[str]:
    """Yield a heading and a block for each vendor, the hardest to leave first, and a line for portable layers."""
    ranked = sorted(report.assessments, key=lambda a: (-a.score, -a.effort, a.name))
    if ranked:
        yield _heading("How hard it is to leave", "0 to 100, effort in points", pen)
    rows = [_figures(assessment) for assessment in ranked]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    names = [clip(escape(assessment.name), _NAME_WIDTH) for assessment in ranked]
    name_width = max(map(columns, names), default=0)
    for assessment, name, row in zip(ranked, names, rows, strict=True):
        score, word, *figures = (cell.rjust(size) for cell, size in zip(row, widths, strict=True))
        ink = difficulty_ink(assessment.difficulty)
        room = width - 2 - name_width - sum(widths) - 2 * (len(widths) + 1)
        verdict = [pen(score, ink), *_bar(assessment.score, min(room, _MOST_BAR), pen, ink), pen(word.strip(), ink)]
        filler = " " * (len(word) - len(word.strip()))
        title = "  ".join([f"  {pen(pad(name, name_width), Ink.BOLD)}", *verdict]) + filler
        yield "\n".join(["  ".join([title, *map(pen, figures)]), *_reasons(assessment, report, pen, width, verbose)])
    yield from _layers(report, pen, width)


def seam_blocks(report: Report, pen: Pen, width: int, *, verbose: bool) -> Iterator[str]:
    """Yield a heading and a block for each abstraction point, in the order of the report."""
    names = _names(report)
    if report.suggestions:
        yield _heading("Where to put the seam", "", pen)
    for number, point in enumerate(report.suggestions, 1):
        vendor = names.get(point.vendor, point.vendor)
        most = len(point.operations) if verbose else _OPERATIONS
        moves = f", of which {len(point.moves):,} stand elsewhere and move here" if point.moves else ""
        title = wrap(escape(point.title), width - _MARGIN)
        yield "\n".join(
            [
                *(
                    (f"  {number} " if place == 0 else " " * _MARGIN) + pen(line, Ink.BOLD)
                    for place, line in enumerate(title)
                ),
                *_labelled("place", f"{point.path}: {_SEAM[point.kind]}", pen, width),
                *_labelled("effect", f"difficulty of {vendor} {point.score_before} → {point.score_after}", pen, width),
                *_labelled("why", point.why, pen, width),
                *_labelled("covers", f"{count(len(point.covers), 'finding')}{moves}", pen, width),
                *_labelled("offers", _some(point.operations, most), pen, width),
                *_labelled("used by", _some(point.callers, most), pen, width),
            ]
        )


def _heading(title: str, note: str, pen: Pen) -> str:
    return f"{pen(title, Ink.BOLD)}  {pen(note, Ink.DIM)}".rstrip()


def _figures(assessment: Assessment) -> tuple[str, ...]:
    return (
        str(assessment.score),
        assessment.difficulty.value,
        count(assessment.effort, "point"),
        count(assessment.findings, "finding"),
        count(assessment.files, "file"),
    )


def _bar(score: int, size: int, pen: Pen, ink: Ink) -> list[str]:
    if size < _LEAST_BAR:
        return []
    full = round(score * size / 100)
    return [pen("█" * full, ink) + pen("░" * (size - full), Ink.DIM)]


def _reasons(assessment: Assessment, report: Report, pen: Pen, width: int, verbose: bool) -> Iterator[str]:
    factors = sorted((f for f in assessment.factors if f.points > 0), key=lambda f: (-f.points, f.name))
    for place, factor in enumerate(factors if verbose else factors[:_FACTORS]):
        points = f"+{factor.points:.0f}".rjust(3)
        yield from _labelled("why" if place == 0 else "", factor.why, pen, width, lead=f"{points} ")
    yield from _labelled("stays", "; ".join(assessment.state), pen, width)
    mine = [f for f in report.active if f.vendor == assessment.vendor]
    reasons = Counter(_PORTABLE[f.portable] for f in mine if f.portable is not Portable.NO)
    if reasons:
        told = ", ".join(f"{reasons[reason]:,} {reason}" for reason in _PORTABLE.values() if reasons[reason])
        yield from _labelled("portable", f"{count(reasons.total(), 'finding')}: {told}", pen, width)
    tests = sum(f.is_test and f.portable is Portable.NO for f in mine)
    if tests:
        told = f"{count(tests, 'finding')} in test code, {count(assessment.test_effort, 'point')} on top"
        yield from _labelled("tests", told, pen, width)


def _layers(report: Report, pen: Pen, width: int) -> Iterator[str]:
    assessed = {assessment.vendor for assessment in report.assessments}
    names = _names(report)
    layers = Counter(f.vendor for f in report.active if f.portable is not Portable.NO and f.vendor not in assessed)
    if layers:
        told = ", ".join(f"{names.get(v, v)} ({count(layers[v], 'finding')})" for v in sorted(layers))
        yield "\n".join(pen(line) for line in wrap(escape(f"Portable and in use: {told}"), width))


def _names(report: Report) -> Mapping[str, str]:
    return {vendor.id: vendor.name for vendor in report.rules.vendors}


def _labelled(label: str, text: str, pen: Pen, width: int, lead: str = "") -> Iterator[str]:
    lines = wrap(escape(text), width - _MARGIN - _LABEL_WIDTH - len(lead))
    for place, line in enumerate(lines):
        first = place == 0
        start = " " * _MARGIN + pen(label.ljust(_LABEL_WIDTH) if first else " " * _LABEL_WIDTH, Ink.DIM)
        yield start + (lead if first else " " * len(lead)) + pen(line)


def _some(names: Iterable[str], most: int) -> str:
    known = tuple(names)
    more = [f"… {len(known) - most:,} more"] if len(known) > most + 1 else []
    return ", ".join([*(known[:most] if more else known), *more])
