"""The part of the report on a terminal that says where a seam between the project and a vendor pays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lockscan.model.counts import counted
from lockscan.model.report import Report
from lockscan.model.suggestion import AbstractionPoint, Interface, Operation, SuggestionKind
from lockscan.reporters.overview import MARGIN, PLACES, heading, labelled, some, vendor_names
from lockscan.reporters.pen import Ink, Pen
from lockscan.reporters.text import escape, wrap

_OPERATIONS = 6
_KINDS = {
    SuggestionKind.REUSE_BOUNDARY: "the boundary that is there",
    SuggestionKind.GROW_MODULE: "grow this module",
    SuggestionKind.NEW_PORT: "a new module",
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    pen: Pen
    width: int
    verbose: bool

    def labelled(self, label: str, text: str) -> Iterator[str]:
        return labelled(label, text, self.pen, self.width)

    def item(self, text: str, mark: str = "·") -> Iterator[str]:
        for place, line in enumerate(wrap(escape(text), self.width - MARGIN - len(mark) - 1)):
            yield f"{' ' * MARGIN}{' ' * len(mark) if place else mark} {self.pen(line)}"

    def some(self, names: tuple[str, ...]) -> str:
        return some(names, len(names) if self.verbose else PLACES)


def seam_blocks(report: Report, pen: Pen, width: int, *, verbose: bool) -> Iterator[str]:
    """Yield a heading and a block for each abstraction point, and one each for boundaries and for what can stay.

    Points are numbered as in the report, which is how a command names them.
    """
    sheet = _Sheet(pen, width, verbose)
    if report.suggestions:
        yield heading("Where to put the seam", "", pen)
    places = {finding.fingerprint: str(finding.location) for finding in report.findings if report.suggestions}
    names = vendor_names(report)
    numbered = list(enumerate(report.suggestions, 1))
    shown = [(number, point) for number, point in numbered if point.kind is not SuggestionKind.IN_PLACE]
    settled = [(number, point) for number, point in shown if not point.moves and not verbose]
    for number, point in shown:
        if (number, point) in settled:
            continue
        moves = tuple(dict.fromkeys(places[one] for one in point.moves if one in places))
        lines = wrap(escape(point.title), width - MARGIN)
        starts = [f"  {number} ", *(" " * MARGIN for _ in lines)]
        head = [start + pen(line, Ink.BOLD) for start, line in zip(starts, lines, strict=False)]
        yield "\n".join([*head, *_lines(point, names.get(point.vendor, point.vendor), moves, sheet)])
    if settled:
        told = (line for number, point in settled for line in sheet.item(_settled(point, names), str(number)))
        yield "\n".join([pen("  Behind a boundary already: change it there", Ink.BOLD), *told])
    staying = [point for point in report.suggestions if point.kind is SuggestionKind.IN_PLACE]
    if staying:
        told = (line for point in staying for line in sheet.item(f"{point.title}. {point.why}"))
        yield "\n".join([pen("  No seam pays", Ink.BOLD), *told])


def _settled(point: AbstractionPoint, names: Mapping[str, str]) -> str:
    operations = [operation.name for operation in point.interface.operations] if point.interface else []
    behind = f", behind {point.seam}" if point.seam and point.seam.partition(":")[0] != point.module else ""
    needed = f" ({some(operations, PLACES)})" if operations else ""
    around = f"; around it: {some(point.around, PLACES)}" if point.around else ""
    return f"{names.get(point.vendor, point.vendor)}: {point.path}{behind}{needed}{around}"


def _lines(point: AbstractionPoint, vendor: str, moves: tuple[str, ...], sheet: _Sheet) -> Iterator[str]:
    yield from sheet.labelled("place", f"{point.path}: {_KINDS[point.kind]}")
    change = f"{point.score_before} → {point.score_after}" if point.moves else f"stays {point.score_before}"
    covered = f"covers {counted(len(point.covers), 'finding')}, {point.share_effort} % of the effort"
    yield from sheet.labelled("effect", f"difficulty of {vendor} {change}; {covered}")
    yield from sheet.labelled("why", point.why)
    yield from sheet.labelled("moves", f"{counted(len(moves), 'place')}: {sheet.some(moves)}" if moves else "")
    yield from sheet.labelled("through", sheet.some(point.gates))
    if point.interface:
        yield from _needs(point.interface, sheet)
    yield from sheet.labelled("behind", ", ".join(point.backends))
    if point.interface and sheet.verbose:
        yield ""
        yield from (f"{' ' * MARGIN}{sheet.pen(escape(line))}".rstrip() for line in point.interface.text.splitlines())


def _needs(interface: Interface, sheet: _Sheet) -> Iterator[str]:
    operations = [_head(operation) for operation in interface.operations]
    shown = operations if sheet.verbose or len(operations) <= _OPERATIONS + 1 else operations[:_OPERATIONS]
    more = [f"… {len(operations) - len(shown):,} more"] if len(operations) > len(shown) else []
    for place, line in enumerate([*shown, *more]):
        yield from sheet.labelled("needs" if place == 0 else "", line)
    yield from sheet.labelled("reads", ", ".join(interface.reads))
    yield from sheet.labelled("errors", ", ".join(interface.errors))


def _head(operation: Operation) -> str:
    names = ", ".join(f"{one.name}=…" if one.optional else one.name for one in operation.parameters)
    kind = "AsyncIterator" if operation.awaits else "Iterator"
    given = f"{kind}[{operation.returns}]" if operation.streams else operation.returns
    word = "async " if operation.awaits and not operation.streams else ""
    return f"{word}{operation.name}({names}) -> {given}"
