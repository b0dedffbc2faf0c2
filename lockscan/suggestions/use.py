"""How a project uses one vendor: what every kind of suggestion is computed from."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lockscan.model.assessment import Assessment
from lockscan.model.finding import Finding, Portable
from lockscan.model.graph import Coupling
from lockscan.model.location import is_example
from lockscan.model.program import Definition, Module, Program, enclosing
from lockscan.model.rule import Category, MatchKind, Vendor
from lockscan.suggestions.cuts import Scope, narrowest

Rescore = Callable[[Program, tuple[Finding, ...]], tuple[Assessment, ...]]

CALLS = {MatchKind.CALL, MatchKind.CONSTRUCT}
# An import vanishes with the last use, a manifest is no code, and a literal goes only where a use of its scope goes.
_STAYING = {MatchKind.IMPORT, MatchKind.DISTRIBUTION, MatchKind.LITERAL}
# Another address answers in the same shape: what the code expects of the SDK stays in it.
_TIED = {Portable.NO, Portable.CONFIGURED_ENDPOINT}
# Counting tokens happens in the process: a library that stays when the vendor goes.
_BESIDE = "tokenizer"
_LISTED = 3


@dataclass(frozen=True)
class Layout:
    """The product code: its modules, what they define, and who calls what.

    ``calls`` are the callees of each scope, ``taken`` who takes what from a module: (module, scope, name taken).
    """

    modules: Mapping[str, Module]
    defined: Mapping[Scope, Definition]
    calls: Mapping[Scope, tuple[Scope, ...]]
    taken: Mapping[str, tuple[tuple[str, str, str], ...]]

    @cached_property
    def functions(self) -> Mapping[str, frozenset[Scope]]:
        """The functions of each module."""
        found: defaultdict[str, set[Scope]] = defaultdict(set)
        for scope, definition in self.defined.items():
            if not definition.is_class:
                found[scope[0]].add(scope)
        return {module: frozenset(scopes) for module, scopes in found.items()}

    @cached_property
    def callers(self) -> Mapping[Scope, tuple[Scope, ...]]:
        """Who calls each scope."""
        found: defaultdict[Scope, list[Scope]] = defaultdict(list)
        for caller, callees in self.calls.items():
            for callee in callees:
                found[callee].append(caller)
        return {callee: tuple(callers) for callee, callers in found.items()}


@dataclass(frozen=True)
class VendorUse:
    """The use of one vendor in product code.

    ``covers`` are the findings that an interface could hide, in location order, ``costing`` all that an exit costs
    something for, and ``portable`` the calls that it does not.
    """

    vendor: Vendor
    coupling: Coupling
    layout: Layout
    covers: tuple[Finding, ...]
    costing: tuple[Finding, ...]
    portable: tuple[Finding, ...] = ()

    @cached_property
    def calls(self) -> tuple[tuple[str, int], ...]:
        """The number of calls and constructions by module, most first."""
        places = {(f.module, f.location) for f in self.covers if f.kind in CALLS}
        counts = Counter(module for module, _ in places)
        weights = Counter(f.module for f in self.covers)
        asked = Counter(f.module for f in self.covers if f.kind is MatchKind.CALL)
        return tuple(sorted(counts.items(), key=lambda item: (-asked[item[0]], -weights[item[0]], -item[1], item[0])))

    @property
    def total(self) -> int:
        """The number of calls and constructions in all modules."""
        return sum(count for _, count in self.calls)

    @cached_property
    def scopes(self) -> frozenset[Scope]:
        """The functions and classes that use the vendor, each of which would have to change.

        What is read off an answer in a module that does nothing else with the vendor is as a rule plain data by then.
        """
        using = {f.module for f in self.covers if f.kind is not MatchKind.RESPONSE}
        return frozenset((f.module, f.scope) for f in self.covers if f.module in using)

    @cached_property
    def callings(self) -> frozenset[Scope]:
        """Those that call or construct something; where none does, all that use the vendor."""
        return frozenset((f.module, f.scope) for f in self.covers if f.kind in CALLS) or self.scopes

    @property
    def operations(self) -> tuple[str, ...]:
        """The API paths that are called, or constructed where nothing is called."""
        for kind in (MatchKind.CALL, MatchKind.CONSTRUCT):
            if paths := {f.symbol for f in self.covers if f.kind is kind}:
                return tuple(sorted(paths))
        return ()

    @cached_property
    def gates(self) -> tuple[Scope, ...]:
        """The fewest functions that all calls to the vendor go through."""
        calling = {(f.module, f.scope) for f in self.covers if f.kind is MatchKind.CALL}
        return narrowest(self.layout.calls, calling or self.callings)

    def share(self, behind: Iterable[Scope]) -> float:
        """Return which part of the functions and classes that use the vendor these are."""
        return len(self.scopes.intersection(behind)) / max(1, len(self.scopes))

    @cached_property
    def _homes(self) -> Mapping[str, frozenset[Scope]]:
        found: defaultdict[str, set[Scope]] = defaultdict(set)
        for scope in self.scopes:
            found[scope[0]].add(scope)
        return {module: frozenset(scopes) for module, scopes in found.items()}

    def within(self, module: str) -> frozenset[Scope]:
        """Return the functions and classes of a module that use the vendor."""
        return self._homes.get(module, frozenset())

    def dedication(self, module: str) -> float:
        """Return which part of the functions of a module use the vendor."""
        using = self.within(module)
        return len(using) / max(1, len(using | self.layout.functions.get(module, frozenset())))

    def leading(self, module: str, scopes: Iterable[Scope]) -> frozenset[Scope]:
        """Return those of some functions and classes that stand in a module, and what calls them in there."""
        found = {scope for scope in scopes if scope[0] == module}
        pending = sorted(found)
        while pending:
            for caller in self.layout.callers.get(pending.pop(), ()):
                if caller[0] == module and caller not in found:
                    found.add(caller)
                    pending.append(caller)
        return frozenset(found)

    @cached_property
    def _callers(self) -> Mapping[str, tuple[str, ...]]:
        return {module: self._calling(module, scopes) for module, scopes in self._homes.items()}

    def _calling(self, module: str, scopes: frozenset[Scope]) -> tuple[str, ...]:
        inner = self.leading(module, scopes)
        found = {caller for scope in inner for caller, _ in self.layout.callers.get(scope, ())}
        # To take a class is to take its methods.
        names = {name for _, scope in inner for name in enclosing(scope)}
        found |= {caller for caller, _, name in self.layout.taken.get(module, ()) if name in names}
        return tuple(sorted(found - {module}))

    def callers(self, module: str) -> tuple[str, ...]:
        """Return the modules that call, from outside of ``module``, what leads to the vendor inside of it."""
        return self._callers.get(module, ())

    def path(self, module: str) -> str:
        """Return the file of a module."""
        known = self.layout.modules.get(module)
        if known:
            return known.path
        return next(f.location.path for f in (*self.covers, *self.portable) if f.module == module)

    def around(self, modules: Iterable[str]) -> tuple[str, ...]:
        """Return the modules that use the vendor beside these, those with most calls first."""
        inside = set(modules)
        ranked = dict.fromkeys([*(name for name, _ in self.calls), *sorted({f.module for f in self.covers})])
        return tuple(name for name in ranked if name not in inside)

    def counts(self, modules: Iterable[str]) -> str:
        """Return words for modules and their calls: ``a (3), b (2) and 4 more``."""
        known = dict(self.calls)
        return listed([f"{name} ({known[name]:,})" if name in known else name for name in modules])


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where the vendor's code belongs, and why: the kind of suggestion that a vendor's use calls for.

    ``inside`` are the modules whose use of the vendor may stay where it is. ``settled`` is the title where nothing has
    to move, or where moving it would gain nothing.
    """

    module: str
    path: str
    title: str
    why: str
    inside: frozenset[str]
    seam: str = ""
    settled: str = ""


def layout(program: Program) -> Layout:
    """Return the product code of a program."""
    modules = {module.name: module for module in reversed(program.modules) if not module.is_test}
    calls: defaultdict[Scope, set[Scope]] = defaultdict(set)
    using = {definition.module for definition in program.definitions if definition.module in modules}
    for call in program.flow:
        if call.caller_module in using and call.callee_module in modules and call.callee_scope:
            calls[call.caller_module, call.caller_scope].add((call.callee_module, call.callee_scope))
    taken: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    methods: defaultdict[Scope, list[Scope]] = defaultdict(list)
    for definition in program.definitions:
        if "." in definition.scope:
            owner = definition.scope.rpartition(".")[0]
            methods[definition.module, owner].append((definition.module, definition.scope))
    for call in program.calls:
        if call.caller_module in modules and call.callee_module in modules:
            taken[call.callee_module].append((call.caller_module, call.caller_scope, call.callee_scope))
            # Who has nothing of a vendor calls what it imports, and of a class any method.
            callee = (call.callee_module, call.callee_scope)
            if call.caller_module not in using or not program.flow:
                calls[call.caller_module, call.caller_scope].update((callee, *methods.get(callee, ())))
    return Layout(
        modules,
        {(one.module, one.scope): one for one in program.definitions},
        {caller: tuple(sorted(callees)) for caller, callees in sorted(calls.items())},
        {name: tuple(found) for name, found in taken.items()},
    )


def uses(
    code: Layout, couplings: tuple[Coupling, ...], findings: tuple[Finding, ...], vendors: tuple[Vendor, ...]
) -> tuple[VendorUse, ...]:
    """Return the use of each vendor that has a coupling."""
    known = {vendor.id: vendor for vendor in vendors}
    binding: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda f: (f.location, f.rule, f.fingerprint)):
        if finding.suppression is None and not finding.is_test and finding.module:
            binding[finding.vendor].append(finding)
    return tuple(
        _use(known.get(c.vendor, Vendor(c.vendor, c.vendor, Category.MODEL_API)), c, code, binding[c.vendor])
        for c in couplings
    )


def _use(vendor: Vendor, coupling: Coupling, code: Layout, found: list[Finding]) -> VendorUse:
    product = [f for f in found if f.kind is not MatchKind.IMPORT and not is_example(f.location.path)]
    binding = [f for f in product if f.portable in _TIED]
    coverable = [f for f in binding if f.capability != _BESIDE]
    scopes = {(f.module, f.scope) for f in coverable if f.kind not in _STAYING}
    covers = tuple(f for f in coverable if f.kind not in _STAYING or _follows(f, scopes))
    portable = tuple(f for f in product if f.portable not in _TIED and f.kind is MatchKind.CALL)
    return VendorUse(vendor, coupling, code, covers, tuple(binding), portable)


def _follows(finding: Finding, scopes: set[Scope]) -> bool:
    return finding.kind is MatchKind.LITERAL and (finding.module, finding.scope) in scopes


def listed(names: Sequence[str]) -> str:
    """Return the first few names as words, and how many more there are."""
    shown = names if len(names) <= _LISTED else [*names[: _LISTED - 1], f"{len(names) - _LISTED + 1:,} more"]
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def portion(behind: int, whole: int, vendor: str) -> str:
    """Return how many of the places that use a vendor stand in what is named next."""
    if whole == 1:
        return f"The one place that uses {vendor} stands in"
    verb = "stands" if behind == 1 else "stand"
    return f"{f'All {whole:,}' if behind == whole else f'{behind:,} of {whole:,}'} places that use {vendor} {verb} in"
