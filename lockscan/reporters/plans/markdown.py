"""A plan as Markdown, for a ticket or a page; every box is one thing to do."""

import re
from collections.abc import Iterable, Iterator

from lockscan.model.counts import counted
from lockscan.model.migration import Deadline, MigrationPlan, PlanItem, PlanStep, StepKind, VendorPlan
from lockscan.reporters.options import RenderOptions
from lockscan.reporters.plans.words import brief, cost, heading, places, summary, told, when
from lockscan.reporters.text import escape

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&!@]")
_TICKS = re.compile("`+")
_CODE = re.compile("`([^`]+)`")


def render(plan: MigrationPlan, _options: RenderOptions) -> str:
    """Return the plan as Markdown; nothing that was scanned can become markup, a link or HTML."""
    blocks = [f"# Migration plan: to {plain(plan.target_name)}", *([plain(plan.note)] if plan.note else [])]
    if len(plan.vendors) > 1:
        blocks.append("\n".join(f"- {plain(vendor.name)}: {plain(brief(vendor))}" for vendor in plan.vendors))
    for vendor in told(plan):
        blocks += _vendor(vendor)
    if plan.layers:
        blocks += ["## Layers", "\n".join(_item(item) for item in plan.layers)]
    return "\n\n".join(blocks) + "\n"


def plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", escape(text))


def prose(text: str) -> str:
    """Return text that nothing scanned stands in, where backticks enclose code."""
    return "".join(code(part) if at % 2 else plain(part) for at, part in enumerate(_CODE.split(text)))


def code(text: str) -> str:
    """Return a span of code, fenced by more backticks than stand in it."""
    harmless = escape(text)
    fence = "`" * (max(map(len, _TICKS.findall(harmless)), default=0) + 1)
    edge = " " if harmless[:1] in {"`", " "} or harmless[-1:] in {"`", " "} else ""
    return f"{fence}{edge}{harmless}{edge}{fence}"


def _vendor(vendor: VendorPlan) -> Iterator[str]:
    yield f"## {plain(heading(vendor))}"
    yield plain(vendor.note or f"{summary(vendor)}.".capitalize())
    if vendor.deadlines:
        yield "### What breaks by itself"
        yield "\n".join(_deadline(one) for one in vendor.deadlines)
    for number, step in enumerate(vendor.steps, 1):
        yield from _step(number, step)


def _deadline(deadline: Deadline) -> str:
    retirement = deadline.retirement
    instead = f" Instead: {plain(retirement.replacement)}" if retirement.replacement else ""
    return f"- **{when(retirement)}**: {plain(retirement.what)}.{instead} {_codes(places(deadline.findings))}"


def _step(number: int, step: PlanStep) -> Iterator[str]:
    points = cost(step)
    yield f"### {number}. {plain(step.title)}{f' ({points})' if points else ''}"
    yield plain(step.why)
    if step.items:
        yield "\n".join(_item(item, placed=step.kind is not StepKind.DECIDE) for item in step.items)
    if step.cautions:
        yield "Look out for:"
        yield "\n".join(f"- {plain(caution)}" for caution in step.cautions)
    yield f"After it: {prose(step.works)}"


def _item(item: PlanItem, *, placed: bool = True) -> str:
    points = f" ({counted(item.effort, 'point')})" if item.effort else ""
    lines = [f"- [ ] {plain(item.title)}{points}"]
    if item.names:
        lines[0] += f"{'' if item.title.endswith('?') else ':'} {_codes(item.names)}"
    if item.advice:
        lines.append(f"  <br>{prose(item.advice)}")
    # What is to be decided stands with the places under another step.
    if placed and (found := places(item.findings)):
        lines.append(f"  <br>{_codes(found)}")
    return "\n".join(lines)


def _codes(texts: Iterable[str]) -> str:
    return ", ".join(map(code, texts))
