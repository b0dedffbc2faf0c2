"""The head of the report on a terminal: how hard it is to leave each vendor."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lockscan.model.assessment import Assessment, Difficulty, Factor, Fate, Interval, Plan, Volume
from lockscan.model.counts import counted
from lockscan.model.finding import Finding, Portable
from lockscan.model.graph import ModuleUse
from lockscan.model.report import Report
from lockscan.reporters.pen import Ink, Pen
from lockscan.reporters.text import clip, columns, escape, pad, wrap

_NAME_WIDTH = 24
_LEAST_BAR = 6
_MOST_BAR = 20
MARGIN = 4
_LABEL_WIDTH = 10
_FACTORS = 3
_RISKS = 3
PLACES = 3
_FATES = {
    Fate.SURVIVES: "survive",
    Fate.MECHANICAL: "mechanical",
    Fate.ADAPT: "to adapt",
    Fate.REDESIGN: "to redesign",
    Fate.NO_EQUIVALENT: "without an equivalent",
}
_PLANS = {
    Plan.IN_PLACE: "in place",
    Plan.EXISTING_BOUNDARY: "behind the boundary that is there",
    Plan.NEW_BOUNDARY: "behind a new boundary of your own",
    Plan.GATEWAY: "by a gateway",
}

_PORTABLE = {
    Portable.SELF_HOSTED: "self-hosted",
    Portable.GATEWAY: "through a gateway",
    Portable.CUSTOM_ENDPOINT: "at an endpoint of another server",
    Portable.CONFIGURED_ENDPOINT: "at an endpoint from configuration",
    Portable.NEUTRAL_LAYER: "through a neutral layer",
}


def vendor_blocks(report: Report, pen: Pen, width: int, *, verbose: bool) -> Iterator[str]:
    """Yield a heading and a block for each vendor, the hardest to leave first, and a line for portable layers."""
    ranked = sorted(report.assessments, key=lambda a: (-a.score, -a.effort, a.name))
    if ranked:
        target = wrap(_target(report), width - 2)
        yield "\n".join(
            [heading("How hard it is to leave", "0 to 100, effort in points", pen), *map("  ".__add__, target)]
        )
    rows = [_figures(assessment) for assessment in ranked]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    names = [clip(escape(assessment.name), _NAME_WIDTH) for assessment in ranked]
    name_width = max(map(columns, names), default=0)
    for assessment, name, row in zip(ranked, names, rows, strict=True):
        score, word, *figures = (cell.rjust(size) for cell, size in zip(row, widths, strict=True))
        ink = _difficulty_ink(assessment.difficulty)
        room = width - 2 - name_width - sum(widths) - 2 * (len(widths) + 1)
        verdict = [pen(score, ink), *_bar(assessment.score, min(room, _MOST_BAR), pen, ink), pen(word.strip(), ink)]
        filler = " " * (len(word) - len(word.strip()))
        title = "  ".join([f"  {pen(pad(name, name_width), Ink.BOLD)}", *verdict]) + filler
        yield "\n".join(["  ".join([title, *map(pen, figures)]), *_reasons(assessment, report, pen, width, verbose)])
    yield from _layers(report, pen, width)


def _target(report: Report) -> str:
    """Return for what the vendors would be left; nothing where no pack says."""
    target = report.assessments[0].target
    names = {known.id: known.name for known in report.rules.targets}
    return f"for {escape(names[target])}" if target in names else ""


def heading(title: str, note: str, pen: Pen) -> str:
    """Return a heading with a note."""
    return f"{pen(title, Ink.BOLD)}  {pen(note, Ink.DIM)}".rstrip()


def _figures(assessment: Assessment) -> tuple[str, ...]:
    return (
        str(assessment.score),
        assessment.difficulty.value,
        counted(assessment.effort, "point"),
        counted(assessment.findings, "finding"),
        counted(assessment.files, "file"),
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
        told = f"{factor.why}{_formula(factor) if verbose else ''}"
        yield from labelled("why" if place == 0 else "", told, pen, width, lead=f"{points} ")
    mine = [f for f in report.active if f.vendor == assessment.vendor]
    yield from _prospects(assessment, mine, pen, width, verbose)
    for coupling in report.couplings if verbose else ():
        if coupling.vendor == assessment.vendor:
            yield from labelled("leaks", ", ".join(map(_leak, coupling.leaks)), pen, width)
            yield from labelled("circles", "; ".join(map(", ".join, coupling.cycles)), pen, width)
    state = f" (state {assessment.state_score} of 100, beside the score)" if assessment.state_score else ""
    yield from labelled("stays", "; ".join(assessment.state) + state, pen, width)
    reasons = Counter(_PORTABLE[f.portable] for f in mine if f.portable is not Portable.NO)
    if reasons:
        told = ", ".join(f"{reasons[reason]:,} {reason}" for reason in _PORTABLE.values() if reasons[reason])
        yield from labelled("portable", f"{counted(reasons.total(), 'finding')}: {told}", pen, width)
    tests = sum(f.is_test and f.portable is Portable.NO for f in mine)
    if tests:
        told = f"{counted(tests, 'finding')} in test code, {counted(assessment.test_effort, 'point')} on top"
        yield from labelled("tests", told, pen, width)


def _formula(factor: Factor) -> str:
    if not factor.weight:
        return ""
    value, scale = f"{factor.value:g}", f"{factor.scale:g}"
    return f" ({factor.weight} * {value} / ({value} + {scale}), {counted(len(factor.findings), 'finding')})"


def _prospects(assessment: Assessment, mine: list[Finding], pen: Pen, width: int, verbose: bool) -> Iterator[str]:
    """Yield what becomes of the code, how much of it is touched by each plan, and what to look at with care."""
    told = ", ".join(f"{len(share.findings):,} {_FATES[share.fate]}" for share in assessment.fates)
    yield from labelled("becomes", told, pen, width)
    volumes = [v for v in assessment.volumes if verbose or v.plan is not Plan.GATEWAY]
    for place, volume in enumerate(volumes):
        yield from labelled("touches" if place == 0 else "", _size(volume, verbose), pen, width)
    if verbose:
        yield from labelled("from", "; ".join(measure.why for measure in assessment.measures), pen, width)
        files = [f"{file.path} ({file.why})" for file in assessment.touched if file.likely]
        yield from labelled("likely", ", ".join(files), pen, width)
        yield from labelled("possibly", ", ".join(f.path for f in assessment.touched if not f.likely), pen, width)
    known = {finding.fingerprint: str(finding.location) for finding in mine}
    for place, risk in enumerate(assessment.risks if verbose else assessment.risks[:_RISKS]):
        where = list(dict.fromkeys(known[print_] for print_ in risk.findings if print_ in known))
        shown = some(where, len(where) if verbose else PLACES)
        yield from labelled("care" if place == 0 else "", f"{risk.why} ({shown})", pen, width)


def _leak(use: ModuleUse) -> str:
    """Tell of a module that handles the vendor's objects without importing it."""
    way = f"{counted(use.distance, 'step')} away" if use.distance > 0 else "from nowhere"
    return f"{use.module} ({way})"


def _size(volume: Volume, verbose: bool) -> str:
    sizes = (("line", volume.lines, True), ("function", volume.functions, verbose), ("file", volume.files, verbose))
    return f"{', '.join(_range(*size) for size in sizes)} {_PLANS[volume.plan]}"


def _range(noun: str, interval: Interval, bounded: bool) -> str:
    bounds = f" ({interval.low:,} to {interval.high:,})" if bounded else ""
    return f"{counted(interval.expected, noun)}{bounds}"


def _layers(report: Report, pen: Pen, width: int) -> Iterator[str]:
    assessed = {assessment.vendor for assessment in report.assessments}
    names = vendor_names(report)
    layers = Counter(f.vendor for f in report.active if f.portable is not Portable.NO and f.vendor not in assessed)
    if layers:
        told = ", ".join(f"{names.get(v, v)} ({counted(layers[v], 'finding')})" for v in sorted(layers))
        yield "\n".join(pen(line) for line in wrap(escape(f"Portable and in use: {told}"), width))


def vendor_names(report: Report) -> Mapping[str, str]:
    """Return the names of the vendors by id."""
    return {vendor.id: vendor.name for vendor in report.rules.vendors}


def labelled(label: str, text: str, pen: Pen, width: int, lead: str = "") -> Iterator[str]:
    """Yield the lines of a text beside its label; none where there is no text."""
    lines = wrap(escape(text), width - MARGIN - _LABEL_WIDTH - len(lead))
    for place, line in enumerate(lines):
        first = place == 0
        start = " " * MARGIN + pen(label.ljust(_LABEL_WIDTH) if first else " " * _LABEL_WIDTH, Ink.DIM)
        yield start + (lead if first else " " * len(lead)) + pen(line)


def some(names: Iterable[str], most: int) -> str:
    """Return the first few names as words."""
    known = tuple(names)
    more = [f"… {len(known) - most:,} more"] if len(known) > most + 1 else []
    return ", ".join([*(known[:most] if more else known), *more])


def _difficulty_ink(difficulty: Difficulty) -> Ink:
    return {
        Difficulty.NONE: Ink.GREEN,
        Difficulty.EASY: Ink.GREEN,
        Difficulty.MODERATE: Ink.YELLOW,
        Difficulty.HARD: Ink.RED,
        Difficulty.VERY_HARD: Ink.ALARM,
    }[difficulty]
