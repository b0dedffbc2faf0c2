"""Boundaries that a project has already: classes behind an interface of its own, and modules that others call."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from lockscan.model.program import enclosing
from lockscan.suggestions.cuts import Scope
from lockscan.suggestions.use import Layout, VendorUse

# A module that does less than this for the vendor is about something else, however many call it.
DEDICATED = 1 / 4
# A class that derives from nothing else is an interface itself.
_ABSTRACT = {"abc.ABC", "ABC", "typing.Protocol", "Protocol", "typing_extensions.Protocol"}
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Boundary:
    """A boundary: the modules that it is made of, the one that leads, and the interfaces or the class there.

    ``share`` is the part of all functions and classes with the vendor in them that it holds.
    """

    modules: tuple[str, ...]
    module: str
    seams: tuple[str, ...]
    callers: tuple[str, ...]
    share: float


def boundaries(use: VendorUse) -> tuple[Boundary, ...]:
    """Return what may be a boundary to the vendor, that with the largest share of its use first."""
    ranks = {name: rank for rank, name in enumerate(use.around(()))}
    found = [*_families(use), *_wrappers(use)]
    return tuple(sorted(found, key=lambda b: (-b.share, ranks[b.module], not b.seams)))


def _families(use: VendorUse) -> list[Boundary]:
    """Return the adapters behind interfaces: all of them together, since each is one of several doors in one wall."""
    adapters: defaultdict[str, set[str]] = defaultdict(set)
    for module in use.around(()):
        for name in sorted({scope.partition(".")[0] for _, scope in use.leading(module, use.callings)}):
            if interface := interface_of((module, name), use.layout, use.callings):
                adapters[interface].add(module)
    if not adapters:
        return []
    modules = tuple(name for name in use.around(()) if any(name in homes for homes in adapters.values()))
    counts = Counter(dict(use.calls))
    sizes = {name: sum(counts[module] for module in homes) for name, homes in adapters.items()}
    seams = tuple(sorted(adapters, key=lambda name: (modules[0] not in adapters[name], -sizes[name], name)))
    share = use.share(scope for scope in use.scopes if scope[0] in modules)
    callers = {caller for module in modules for caller in use.callers(module)} - set(modules)
    return [Boundary(modules, modules[0], seams, tuple(sorted(callers)), share)]


def interface_of(scope: Scope, layout: Layout, calling: frozenset[Scope], depth: int = _DEEPEST) -> str:
    """Return the interface that a class stands behind, ``module:name``, or nothing.

    That is the nearest class of the project above it that calls nothing of the vendor itself, or an abstract one.
    """
    definition = layout.defined.get(scope)
    if definition is None or not definition.is_class or not depth:
        return ""
    for base in definition.bases:
        head, colon, name = base.partition(":")
        if colon and (head, name) != scope:
            above = (head, name)
            # What was not parsed has nothing of a vendor in it.
            if above not in layout.defined or not _calls(above, calling):
                return base
            if further := interface_of(above, layout, calling, depth - 1):
                return further
    return ":".join(scope) if not _ABSTRACT.isdisjoint(definition.bases) else ""


def _calls(owner: Scope, calling: frozenset[Scope]) -> bool:
    module, name = owner
    return any(user[0] == module and name in enclosing(user[1]) for user in calling)


def _wrappers(use: VendorUse) -> list[Boundary]:
    """Return the modules that others call to get to the vendor, and that are there for it."""
    found = []
    for module in use.around(()):
        callers = use.callers(module)
        inner = use.within(module)
        if callers and inner and use.dedication(module) >= DEDICATED:
            tops = {scope.partition(".")[0] for _, scope in inner}
            seams = (f"{module}:{tops.pop()}",) if len(tops) == 1 and "" not in tops else ()
            found.append(Boundary((module,), module, seams, callers, use.share(inner)))
    return found
