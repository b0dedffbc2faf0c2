"""The price of a switch: sizes by plan and the files that it touches, on top of what the findings alone say."""

from collections import Counter
from dataclasses import dataclass, replace

from lockscan.model.assessment import Assessment, Fate, Measure, TouchedFile
from lockscan.model.counts import counted
from lockscan.model.finding import Finding
from lockscan.model.location import is_example
from lockscan.model.program import Program
from lockscan.model.rule import MatchKind
from lockscan.model.ruleset import RuleSet
from lockscan.scoring.terms import Terms, terms
from lockscan.scoring.volume import Seats, edits, measures, seats, volumes

_SETTINGS = "configuration"


def price(
    program: Program, assessments: tuple[Assessment, ...], findings: tuple[Finding, ...], rules: RuleSet
) -> tuple[Assessment, ...]:
    """Return the assessments with volumes and touched files."""
    by_vendor: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.suppression is None and not finding.is_test:
            by_vendor.setdefault(finding.vendor, []).append(finding)
    priced = []
    for assessment in assessments:
        agreed = terms(rules, assessment.target)
        changing = [f for f in by_vendor.get(assessment.vendor, ()) if agreed.fate(f) is not Fate.SURVIVES]
        measured, files = counts(program, changing)
        priced.append(
            replace(
                assessment,
                measures=tuple(measure for measure in measured if measure.value),
                volumes=volumes(measured) if _more_than_edits(changing, agreed) else edits(changing),
                touched=files,
            )
        )
    return tuple(priced)


def counts(program: Program, changing: list[Finding]) -> tuple[tuple[Measure, ...], tuple[TouchedFile, ...]]:
    """Return what volumes are estimated from, and the files that change, for the findings that do not survive."""
    used = seats(program, changing)
    files = touched(program, used, changing)
    likely = sum(file.likely and file.path.endswith(".py") for file in files)
    told = f"{counted(likely, 'Python file')} that will likely change"
    return (*measures(program, used), Measure("files", likely, told, ())), files


def _more_than_edits(changing: list[Finding], agreed: Terms) -> bool:
    return any(agreed.fate(f) is not Fate.MECHANICAL and f.module and not is_example(f.location.path) for f in changing)


@dataclass(frozen=True, slots=True)
class _Signs:
    """The modules that speak for a change, by what they do, and how much each takes of those that use the vendor."""

    shapes: frozenset[str]
    names: frozenset[str]
    callers: frozenset[str]
    settings: frozenset[str]
    taken: Counter[str]


def touched(program: Program, used: Seats, changing: list[Finding]) -> tuple[TouchedFile, ...]:
    """Return the files that a switch touches, the likely ones first.

    Likely are those with the vendor in them, those that call its users, and those that import these and name models or
    count tokens. Others that take something of these, and settings, may change.
    """
    signs = _signs(program, used, changing)
    files = {f.location.path: _beside(f) for f in changing if not f.module and not is_example(f.location.path)}
    for module in program.modules:
        if module.is_test or is_example(module.path):
            continue
        if why := _certain(module.name, used, signs, frozenset(module.imports)):
            files[module.path] = TouchedFile(module.path, likely=True, why=why)
        elif why := _possible(module.name, signs):
            files[module.path] = TouchedFile(module.path, likely=False, why=why)
    return tuple(sorted(files.values(), key=lambda file: (not file.likely, file.path)))


def _signs(program: Program, used: Seats, changing: list[Finding]) -> _Signs:
    scopes = {module: {f.scope for f in found if f.scope} for module, found in used.uses.items()}
    taken = {(caller, callee, scope) for caller, _, callee, scope in used.callers if caller not in used.uses}
    literals = [f for f in changing if f.kind is MatchKind.LITERAL]
    return _Signs(
        frozenset(f.module for f in changing if f.kind is MatchKind.SHAPE),
        frozenset(f.module for f in (*literals, *(f for f in changing if f.capability == "tokenizer"))),
        frozenset(c.caller_module for c in program.flow if c.callee_scope in scopes.get(c.callee_module, ())),
        frozenset(f.module for f in literals if f.capability == _SETTINGS),
        Counter(caller for caller, _, _ in taken),
    )


def _certain(module: str, used: Seats, signs: _Signs, imports: frozenset[str]) -> str:
    """Return why a module is likely to change, or nothing."""
    if module in used.uses:
        return "uses the vendor"
    if module in signs.callers:
        return "calls what uses the vendor"
    if module in signs.shapes:
        return "writes the vendor's shapes"
    near = signs.taken[module] or not imports.isdisjoint(used.uses)
    return "names models or counts tokens, and imports what uses the vendor" if near and module in signs.names else ""


def _possible(module: str, signs: _Signs) -> str:
    """Return why a module may change, or nothing."""
    if module in signs.settings:
        return "names the vendor's settings"
    return f"takes {counted(signs.taken[module], 'thing')} of what uses it" if signs.taken[module] else ""


def _beside(finding: Finding) -> TouchedFile:
    """Return what a finding outside of code says of its file."""
    if finding.kind is MatchKind.DISTRIBUTION:
        return TouchedFile(finding.location.path, likely=True, why="requires its package")
    return TouchedFile(finding.location.path, likely=False, why="names the vendor's settings")
