"""A plan on a terminal."""

from collections.abc import Iterator

from lockscan.model.counts import counted
from lockscan.model.finding import Finding
from lockscan.model.migration import Deadline, MigrationPlan, PlanItem, PlanStep, StepKind, VendorPlan
from lockscan.reporters.options import RenderOptions
from lockscan.reporters.pen import Ink, Pen
from lockscan.reporters.plans.words import brief, cost, first, heading, places, summary, told, when
from lockscan.reporters.text import columns, escape, pad, wrap

_LEAST_WIDTH = 60
_MOST = 3
_MOST_NAMES = 8


def render(plan: MigrationPlan, options: RenderOptions) -> str:
    """Return the plan for a person; scanned text is escaped, so that nothing in it can act on the terminal."""
    writer = _Writer(Pen(options.color), max(options.width, _LEAST_WIDTH), 10**6 if options.verbose else _MOST)
    blocks = ["\n".join(writer.text(plan.note, ""))] if plan.note else []
    if len(plan.vendors) > 1:
        blocks.append("\n".join(writer.overview(plan)))
    blocks += ["\n\n".join(writer.vendor(vendor)) for vendor in told(plan)]
    if plan.layers:
        title = writer.text("Layers", "", ink=Ink.BOLD)
        blocks.append("\n".join([*title, *(line for item in plan.layers for line in writer.item(item))]))
    return "\n\n".join(blocks) + "\n"


class _Writer:
    """Writes parts of a plan as lines; ``most`` places are listed for each thing to do."""

    def __init__(self, pen: Pen, width: int, most: int) -> None:
        self._pen = pen
        self._width = width
        self._most = most

    def text(self, text: str, indent: str, mark: str = "", ink: Ink | None = None) -> list[str]:
        """Return wrapped lines, the first one with a mark before it, the others below its text."""
        lines = wrap(escape(text), self._width - len(indent) - len(mark))
        return [indent + (mark if n == 0 else " " * len(mark)) + self._pen(line, ink) for n, line in enumerate(lines)]

    def overview(self, plan: MigrationPlan) -> Iterator[str]:
        """Yield one line for each vendor."""
        yield self._pen(f"To {plan.target_name}", Ink.BOLD)
        widest = max(columns(escape(vendor.name)) for vendor in plan.vendors)
        for vendor in plan.vendors:
            yield from self.text(brief(vendor), "  ", pad(escape(vendor.name), widest) + "  ")

    def vendor(self, vendor: VendorPlan) -> Iterator[str]:
        """Yield the blocks of one vendor."""
        head = self.text(heading(vendor), "", ink=Ink.BOLD)
        yield "\n".join([*head, *self.text(vendor.note or summary(vendor), "  ", ink=Ink.DIM)])
        if vendor.deadlines:
            title = "  " + self._pen("What breaks by itself", Ink.YELLOW)
            yield "\n".join([title, *(line for one in vendor.deadlines for line in self._deadline(one))])
        for number, step in enumerate(vendor.steps, 1):
            yield "\n".join(self._step(number, step))

    def _deadline(self, deadline: Deadline) -> Iterator[str]:
        mark = f"{when(deadline.retirement):<18}"
        yield from self.text(deadline.retirement.what, "    ", mark)
        indent = " " * (4 + len(mark))
        if deadline.retirement.replacement:
            yield from self.text(deadline.retirement.replacement, indent, "→ ")
        yield from self._places(deadline.findings, indent)

    def _step(self, number: int, step: PlanStep) -> Iterator[str]:
        mark = f"{number:>2} "
        title, points = escape(step.title), cost(step)
        lines = self.text(title, " ", mark, Ink.BOLD)
        if points and columns(title) + len(mark) + len(points) + 3 <= self._width:
            gap = self._width - 1 - len(mark) - columns(title) - len(points)
            lines[-1] += " " * gap + self._pen(points, Ink.CYAN)
        elif points:
            lines.append(" " * (1 + len(mark)) + self._pen(points, Ink.CYAN))
        yield from lines
        yield from self.text(step.why, "    ")
        for item in step.items:
            yield from self.item(item, placed=step.kind is not StepKind.DECIDE)
        for caution in step.cautions:
            yield from self.text(caution, "    ", "! ", Ink.YELLOW)
        yield from self.text(f"After it: {step.works}", "    ", ink=Ink.DIM)

    def item(self, item: PlanItem, *, placed: bool = True) -> Iterator[str]:
        """Yield the lines of one thing to do."""
        points = f" ({counted(item.effort, 'point')})" if item.effort else ""
        yield from self.text(item.title + points, "    ", "· ")
        if item.names:
            yield from self.text(", ".join(first(item.names, self._most + _MOST_NAMES, "name")), "      ", ink=Ink.CYAN)
        if item.advice:
            yield from self.text(item.advice, "      ", "→ ")
        # What is to be decided stands with the places under another step.
        if placed:
            yield from self._places(item.findings, "      ")

    def _places(self, findings: tuple[Finding, ...], indent: str) -> Iterator[str]:
        for place in first(places(findings), self._most, "file"):
            yield from self.text(place, indent, ink=Ink.DIM)
