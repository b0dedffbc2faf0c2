"""How much code a switch touches: a mass counted in the code, and lines fitted to real switches for its sizes.

What is counted is what people had to change in switches that are known, whatever they switched: see
``docs/difficulty.md``. Only findings that do not survive count, and neither tests nor examples.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lockscan.model.assessment import Interval, Measure, Plan, Volume
from lockscan.model.counts import counted
from lockscan.model.finding import Finding
from lockscan.model.location import is_example
from lockscan.model.program import Program, enclosing
from lockscan.model.rule import MatchKind
from lockscan.scoring.coefficients import FILES, FUNCTIONS, LINES, Line

# What a plan does to the boundary (-1 leaves none, 1 makes one), and whether an interface of one's own comes with it.
PLANS: Mapping[Plan, tuple[int, int]] = {
    Plan.IN_PLACE: (-1, 0),
    Plan.EXISTING_BOUNDARY: (0, 0),
    Plan.GATEWAY: (0, 0),
    Plan.NEW_BOUNDARY: (1, 1),
}
_NAMING = {MatchKind.IMPORT, MatchKind.LITERAL, MatchKind.SHAPE, MatchKind.DISTRIBUTION}
_BESIDE = "tokenizer"


@dataclass(frozen=True, slots=True)
class Seats:
    """The modules that a vendor is used in, and by what: the findings of its use by module, those of shapes apart.

    ``callers`` are the calls from elsewhere into what uses the vendor: (caller's module, its scope, callee's module,
    callee's scope).
    """

    uses: Mapping[str, tuple[Finding, ...]]
    shapes: tuple[Finding, ...]
    callers: tuple[tuple[str, str, str, str], ...]


def seats(program: Program, findings: Iterable[Finding]) -> Seats:
    """Return where one vendor is used in the product, by its findings."""
    product = [f for f in findings if not f.is_test and f.module and not is_example(f.location.path)]
    ours = [f for f in product if f.capability != _BESIDE]
    used: dict[str, list[Finding]] = {}
    for finding in ours:
        if finding.kind is MatchKind.IMPORT or finding.kind not in _NAMING | {MatchKind.RESPONSE}:
            used.setdefault(finding.module, [])
    for finding in ours:
        # What is read off an answer elsewhere is as a rule plain text by then.
        if finding.module in used and finding.kind not in _NAMING:
            used[finding.module].append(finding)
    scopes = {module: {f.scope for f in found} for module, found in used.items()}
    # To call a class is to call its methods.
    names = {module: {name for scope in found for name in enclosing(scope)} for module, found in scopes.items()}
    outside = {module.name for module in program.modules if module.is_test or is_example(module.path)}
    callers = {
        (call.caller_module, call.caller_scope, call.callee_module, call.callee_scope)
        for call in program.calls
        if call.callee_scope in names.get(call.callee_module, ())
        and call.caller_module != call.callee_module
        and call.caller_module not in outside
    }
    return Seats(
        {module: tuple(found) for module, found in used.items()},
        tuple(f for f in product if f.kind is MatchKind.SHAPE),
        tuple(sorted(callers)),
    )


def measures(program: Program, used: Seats) -> tuple[Measure, ...]:
    """Return the numbers that the volume is estimated from; a seat that is only imported has no findings of its own."""
    tops = {module: {f.scope.partition(".")[0] for f in found if f.scope} for module, found in used.uses.items()}
    # A module that was not parsed has at least the functions of its findings.
    defined = {(module, f.scope) for module, found in used.uses.items() for f in found if f.scope}
    defined |= {(d.module, d.scope) for d in program.definitions if d.module in tops and not d.is_class}
    functions = sum(scope.partition(".")[0] in tops[module] for module, scope in defined)
    code = [f for found in used.uses.values() for f in found]
    types = [f for f in code if f.kind is MatchKind.ANNOTATION]
    annotated = len({(f.module, f.scope) for f in types})
    shapes = len({f.location for f in used.shapes})
    return (
        Measure(
            "modules",
            len(used.uses),
            f"{counted(len(used.uses), 'module')} with the vendor in it",
            _prints(code),
        ),
        Measure(
            "functions",
            functions,
            f"{counted(functions, 'function')}, those of the classes that use it included",
            _prints(code),
        ),
        Measure("callers", len(used.callers), f"{counted(len(used.callers), 'call')} of these from elsewhere", ()),
        Measure(
            "annotated",
            annotated,
            f"{counted(annotated, 'function or class', 'functions and classes')} with its types in annotations",
            _prints(types),
        ),
        Measure("shapes", shapes, counted(shapes, "dict in its shape", "dicts in its shape"), _prints(used.shapes)),
    )


def volumes(measured: Iterable[Measure]) -> tuple[Volume, ...]:
    """Return the sizes of a switch by each plan."""
    values = {measure.name: measure.value for measure in measured}
    return tuple(
        Volume(
            plan,
            functions=estimate(FUNCTIONS, values, boundary, interface),
            files=estimate(FILES, values, boundary, interface),
            lines=estimate(LINES, values, boundary, interface),
        )
        for plan, (boundary, interface) in PLANS.items()
    )


def edits(findings: Iterable[Finding]) -> tuple[Volume, ...]:
    """Return the size of a switch that is mechanical throughout: it is counted, an edit of each place where it stands.

    An edit takes a line out and puts one in; at worst the statement has two more.
    """
    code = [f for f in findings if not is_example(f.location.path)]
    if not code:
        return ()
    lines = len({(f.location.path, f.location.cell, f.location.region.line) for f in code})
    functions = len({(f.module, f.scope) for f in code if f.scope})
    files = len({f.location.path for f in code})
    return (
        Volume(
            Plan.IN_PLACE,
            functions=Interval(functions, functions, functions),
            files=Interval(files, files, files),
            lines=Interval(2 * lines, lines, 4 * lines),
        ),
    )


def estimate(line: Line, values: Mapping[str, int], boundary: int, interface: int) -> Interval:
    """Return what a fitted line says."""
    mass = sum(values[name] for name in line.masses)
    size = line.base + line.slope * math.log1p(mass) + line.boundary * boundary + line.interface * interface
    low, expected, high = (max(1, round(math.expm1(size + shift))) for shift in (line.low, 0.0, line.high))
    return Interval(expected, low, high)


def _prints(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(f.fingerprint for f in findings)
