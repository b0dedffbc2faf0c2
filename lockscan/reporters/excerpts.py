"""Findings on a terminal: grouped by file and rule, each with its line of code underlined."""

from collections.abc import Iterable, Iterator, Sequence

from lockscan.model.counts import counted
from lockscan.model.finding import Finding, Portable
from lockscan.model.location import Location, Region
from lockscan.model.report import Report
from lockscan.model.rule import Confidence, Severity
from lockscan.reporters.pen import Ink, Pen
from lockscan.reporters.text import clip, clip_left, columns, escape, pad, points, wrap

_MOST_PLACES = 12
_PLACE_WIDTH = 6
_SEVERITY_WIDTH = max(len(severity.value) for severity in Severity)

_EXCERPTS = 5
_TEST_EXCERPTS = 1


def finding_blocks(report: Report, pen: Pen, width: int, *, verbose: bool) -> Iterator[str]:
    """Yield a block for the findings of each file: product code, then tests."""
    shown = [f for f in report.active if verbose or f.binds]
    for title, note, findings, most in (
        ("Product code", "", [f for f in shown if not f.is_test], _EXCERPTS),
        ("Tests", ", in no score", [f for f in shown if f.is_test], _TEST_EXCERPTS),
    ):
        if findings:
            told = f"{counted(len(findings), 'finding')}, {points(findings)}{note}"
            yield f"{pen(title, Ink.BOLD)}  {pen(told, Ink.DIM)}"
        for group in by_file(findings).values():
            yield "\n".join(file_lines(group, pen, width, None if verbose else most))


def by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Group findings by path, in the order in which the paths come first."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.location.path, []).append(finding)
    return groups


def file_lines(findings: Sequence[Finding], pen: Pen, width: int, most: int | None) -> Iterator[str]:
    """Yield the lines for the findings of one file; ``most`` limits the excerpts of each rule, ``None`` does not."""
    total = f"{counted(len(findings), 'finding')}, {counted(sum(map(_effort, findings)), 'point')}"
    yield f"{pen(findings[0].location.path, Ink.BOLD)}  {pen(total, Ink.DIM)}"
    margin = 2 + max(_PLACE_WIDTH, *(len(_place(finding.location)) for finding in findings)) + 2
    rules: dict[str, list[Finding]] = {}
    for finding in findings:
        rules.setdefault(finding.rule, []).append(finding)
    for group in rules.values():
        yield from _rule_lines(group, pen, width, margin, most)


def _effort(finding: Finding) -> int:
    return 0 if finding.portable is not Portable.NO else finding.effort


def _rule_lines(group: Sequence[Finding], pen: Pen, width: int, margin: int, most: int | None) -> Iterator[str]:
    # Folding a single finding would take as much room as showing it.
    shown = group if most is None or len(group) == most + 1 else group[:most]
    heading, route = "", ""
    for finding in shown:
        place = pen(f"  {_place(finding.location)}".ljust(margin), Ink.DIM)
        code = list(_code_lines(finding, pen, width, margin))
        if not code or heading != (heading := _heading(finding)):
            first, *rest = _heading_lines(finding, pen, width, margin)
            yield place + first
            yield from rest
        else:
            code[0] = place + code[0][margin:]
        yield from code
        if route != (route := _route(finding)):
            yield from (" " * margin + pen(line, Ink.DIM) for line in wrap(escape(route), width - margin))
    left = [finding.location for finding in group[len(shown) :]]
    indent = " " * margin
    if left:
        places = f"… {len(left):,} more at {_places(left)}"
        yield from (indent + pen(line, Ink.DIM) for line in wrap(places, width - margin))
    if group[0].remediation:
        label = "remedy: "
        first, *rest = wrap(escape(group[0].remediation), width - margin - len(label)) or [""]
        yield indent + pen(label, Ink.GREEN) + pen(first)
        yield from (indent + " " * len(label) + pen(line) for line in rest)


def _heading(finding: Finding) -> str:
    return f"{finding.message} [{', '.join(_notes(finding))}]"


def _notes(finding: Finding) -> Iterator[str]:
    yield finding.rule
    if finding.portable is Portable.NO:
        yield counted(finding.effort, "point")
    else:
        yield f"portable: {finding.portable.value}"
    if finding.confidence is not Confidence.HIGH:
        yield f"{finding.confidence.value} confidence"


def _heading_lines(finding: Finding, pen: Pen, width: int, margin: int) -> Iterator[str]:
    hanging = margin + _SEVERITY_WIDTH + 2
    message = escape(finding.message)
    notes = escape(f"[{', '.join(_notes(finding))}]")
    lines = wrap(message, width - hanging) or [""]
    if columns(lines[-1]) + 1 + columns(notes) <= width - hanging:
        tails = [*([""] * (len(lines) - 1)), f" {notes}"]
    else:
        lines, tails = [*lines, ""], [*([""] * len(lines)), notes]
    yield pen(pad(finding.severity.value, _SEVERITY_WIDTH + 2), _severity_ink(finding.severity)) + (
        pen(lines[0], Ink.BOLD) + pen(tails[0], Ink.DIM)
    )
    for line, tail in zip(lines[1:], tails[1:], strict=True):
        yield " " * hanging + pen(line, Ink.BOLD) + pen(tail, Ink.DIM)


def _code_lines(finding: Finding, pen: Pen, width: int, margin: int) -> Iterator[str]:
    if not finding.snippet.strip():
        return
    gutter = " " * margin + pen("│ ", Ink.DIM)
    code, blank, underline = excerpt(finding.snippet, finding.location.region, width - margin - 2)
    yield gutter + pen(code)
    yield gutter + " " * blank + pen("^" * underline, _severity_ink(finding.severity))


def _route(finding: Finding) -> str:
    elsewhere = [related for related in finding.related if related.location.path != finding.location.path]
    return ", ".join(f"{related.step.value} at {related.location}" for related in elsewhere)


def excerpt(snippet: str, region: Region, width: int) -> tuple[str, int, int]:
    """Return a line of code, dedented, escaped and clipped, and the blanks before and the length of its underline.

    All widths are in terminal columns. Of a region of several lines the first is shown.
    """
    line = snippet.rstrip()
    margin = len(line) - len(line.lstrip())
    start = min(max(region.column - 1, margin), len(line) - 1)
    end = max(region.end_column - 1, start + 1) if region.end_line == region.line else len(line)
    before, marked, after = map(_visible, (line[margin:start], line[start:end], line[end:]))
    # What is before the region gives way so far that the region and a little after it fit, and never wholly.
    rest = columns(marked) + min(columns(after), width // 4)
    before = clip_left(before, max(width - rest, width // 3))
    blank = columns(before)
    return clip(before + marked + after, width), blank, max(1, min(columns(marked), width - blank))


def _visible(code: str) -> str:
    return escape(code.replace("\t", "    "))


def _place(location: Location) -> str:
    place = f"{location.region.line}:{location.region.column}"
    return f"cell {location.cell} {place}" if location.cell else place


def _places(locations: Sequence[Location]) -> str:
    if any(location.cell for location in locations):
        places = [f"cell {location.cell} line {location.region.line}" for location in locations]
        lead = ""
    else:
        places = [str(location.region.line) for location in locations]
        lead = "lines " if len(set(places)) > 1 else "line "
    distinct = list(dict.fromkeys(places))
    return lead + ", ".join([*distinct[:_MOST_PLACES], *(["…"] if len(distinct) > _MOST_PLACES else [])])


def _severity_ink(severity: Severity) -> Ink:
    return {Severity.LOW: Ink.CYAN, Severity.MEDIUM: Ink.YELLOW, Severity.HIGH: Ink.RED}[severity]
