"""How a project uses one vendor: what every kind of suggestion is computed from."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lockscan.model.assessment import Assessment
from lockscan.model.finding import Finding, Portable
from lockscan.model.graph import Coupling
from lockscan.model.program import Module, Program
from lockscan.model.rule import Category, MatchKind, Vendor

Rescore = Callable[[Program, tuple[Finding, ...]], tuple[Assessment, ...]]

_CALLS = {MatchKind.CALL, MatchKind.CONSTRUCT}
# An import vanishes with the last use, a manifest is no code, and a literal goes only where a use of its scope goes.
_STAYING = {MatchKind.IMPORT, MatchKind.DISTRIBUTION, MatchKind.LITERAL}
_LISTED = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """The product code: modules by name, and the calls between its functions by the module called.

    A call is (caller's module, caller's scope, callee's scope).
    """

    modules: dict[str, Module]
    calls: dict[str, tuple[tuple[str, str, str], ...]]


@dataclass(frozen=True, slots=True)
class VendorUse:
    """The use of one vendor in product code.

    ``covers`` are the findings that an interface could hide, in location order; ``calls`` the number of calls and
    constructions by module, most first.
    """

    vendor: Vendor
    coupling: Coupling
    layout: Layout
    covers: tuple[Finding, ...]
    calls: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """The number of calls in all modules."""
        return sum(count for _, count in self.calls)

    @property
    def operations(self) -> tuple[str, ...]:
        """The API paths that are called, or constructed where nothing is called."""
        for kind in (MatchKind.CALL, MatchKind.CONSTRUCT):
            if paths := {f.symbol for f in self.covers if f.kind is kind}:
                return tuple(sorted(paths))
        return ()

    def callers(self, module: str) -> tuple[str, ...]:
        """Return the modules that call, from outside of ``module``, what leads to the vendor inside of it."""
        calls = self.layout.calls.get(module, ())
        leading = {f.scope for f in self.covers if f.module == module}
        size = 0
        while size != len(leading):
            size = len(leading)
            leading |= {scope for caller, scope, callee in calls if caller == module and _leads(callee, leading)}
        return tuple(sorted({caller for caller, _, callee in calls if caller != module and _leads(callee, leading)}))

    def path(self, module: str) -> str:
        """Return the file of a module that has findings."""
        return next(f.location.path for f in self.covers if f.module == module)

    def around(self, module: str) -> str:
        """Return words for the modules that have calls, but for one: ``a (3), b (2) and 4 more``."""
        return listed([f"{name} ({count})" for name, count in self.calls if name != module])


@dataclass(frozen=True, slots=True)
class Proposal:
    """A module, existing or not, that everything that a vendor's use covers should stand in, and the reasons."""

    module: str
    path: str
    title: str
    why: str


def layout(program: Program) -> Layout:
    """Return the product code of a program."""
    modules = {module.name: module for module in reversed(program.modules) if not module.is_test}
    calls: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for call in program.calls:
        if call.caller_module in modules and call.callee_module in modules:
            calls[call.callee_module].append((call.caller_module, call.caller_scope, call.callee_scope))
    return Layout(modules, {name: tuple(found) for name, found in calls.items()})


def uses(
    code: Layout, couplings: tuple[Coupling, ...], findings: tuple[Finding, ...], vendors: tuple[Vendor, ...]
) -> tuple[VendorUse, ...]:
    """Return the use of each vendor that has a coupling."""
    known = {vendor.id: vendor for vendor in vendors}
    binding: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda f: (f.location, f.rule, f.fingerprint)):
        if finding.suppression is None and not finding.is_test and finding.portable is Portable.NO:
            binding[finding.vendor].append(finding)
    return tuple(
        _use(known.get(c.vendor, Vendor(c.vendor, c.vendor, Category.MODEL_API)), c, code, binding[c.vendor])
        for c in couplings
    )


def _use(vendor: Vendor, coupling: Coupling, code: Layout, binding: list[Finding]) -> VendorUse:
    scopes = {(f.module, f.scope) for f in binding if f.kind not in _STAYING}
    covers = tuple(
        f for f in binding if f.kind not in _STAYING or (f.kind is MatchKind.LITERAL and (f.module, f.scope) in scopes)
    )
    places = {(f.module, f.location) for f in covers if f.kind in _CALLS}
    calls = Counter(module for module, _ in places)
    # Among equals the one that routes go through, then the one nearest to the top.
    choke_points = {name: -rank for rank, name in enumerate(reversed(coupling.choke_points))}
    ranked = sorted(calls.items(), key=lambda item: (-item[1], choke_points.get(item[0], 1), item[0]))
    return VendorUse(vendor, coupling, code, covers, tuple(ranked))


def moved(use: VendorUse, program: Program, boundary: str, path: str) -> tuple[Program, tuple[Finding, ...]]:
    """Return the modules that matter, and the covered findings as they are with the boundary in place.

    A use that the boundary has already is not needed twice; what is new to it gets one function for each operation.
    Whoever used the vendor imports the boundary.
    """
    operations = sorted({f.symbol for f in use.covers if f.kind in _CALLS}, key=lambda path: (-len(path), path))
    homes: dict[str, str] = {}
    kept: dict[tuple[str, str, str], Finding] = {}
    inside = [f for f in use.covers if f.module == boundary]
    outside = [f for f in use.covers if f.module != boundary]
    for finding in inside:
        homes.setdefault(_operation(finding.symbol, operations), finding.scope)
        kept.setdefault((finding.rule, finding.symbol, finding.detail), finding)
    after = list(inside)
    # What belongs to no operation, such as the name of a model, goes where its scope's operation goes.
    companions: dict[tuple[str, str], str] = {}
    for finding in outside:
        if operation := _operation(finding.symbol, operations):
            companions.setdefault((finding.module, finding.scope), operation)
    for finding in outside:
        operation = _operation(finding.symbol, operations) or companions.get((finding.module, finding.scope), "")
        place = replace(finding, module=boundary, scope=homes.setdefault(operation, operation))
        twin = kept.setdefault((finding.rule, finding.symbol, finding.detail), place)
        after.append(replace(place, scope=twin.scope, location=twin.location))
    movers = {f.module for f in outside}
    # No other module can import its way to the vendor, before or after.
    near = {*use.coupling.modules, *use.coupling.blast}
    modules = [
        replace(m, imports=tuple(sorted({*m.imports, boundary}))) if m.name in movers else m
        for m in program.modules
        if m.name in near
    ]
    if all(m.name != boundary for m in modules):
        modules.append(Module(boundary, path, is_test=False, imports=()))
    return Program((), tuple(modules), ()), tuple(after)


def listed(names: Sequence[str]) -> str:
    """Return the first few names as words, and how many more there are."""
    shown = names if len(names) <= _LISTED else [*names[: _LISTED - 1], f"{len(names) - _LISTED + 1} more"]
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def _operation(symbol: str, operations: list[str]) -> str:
    """Return the longest operation that a symbol starts with, or nothing: the module level."""
    return next((path for path in operations if symbol.startswith(path)), "")


def _leads(callee: str, leading: set[str]) -> bool:
    """Whether calling a scope leads into one of those; a class leads into its methods."""
    return callee in leading or any(scope.startswith(f"{callee}.") for scope in leading if callee)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
