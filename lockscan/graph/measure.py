"""What the graph says of each vendor."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lockscan.graph.build import build
from lockscan.graph.nodes import SURFACE, Node, NodeKind, Use, UseKind
from lockscan.graph.routes import choke_points, cycles, distances, imports_of
from lockscan.model.finding import Finding
from lockscan.model.graph import Coupling, ModuleUse
from lockscan.model.program import Program
from lockscan.model.rule import Category
from lockscan.model.ruleset import RuleSet

if TYPE_CHECKING:
    import networkx as nx

_TALKS = {UseKind.IMPORT, UseKind.CONSTRUCT, UseKind.CALL}


@dataclass(frozen=True, slots=True)
class _Project:
    """What all vendors share: the whole graph, and the imports in it with vendors at their ends."""

    graph: "nx.DiGraph[Node]"
    imports: "nx.DiGraph[Node]"
    efferent: Mapping[str, int]
    choke_points: Mapping[str, tuple[str, ...]]
    cycles: tuple[tuple[str, ...], ...]


def measure(program: Program, findings: tuple[Finding, ...], rules: RuleSet) -> tuple[Coupling, ...]:
    """Return one coupling for each vendor with findings, by id; neutral vendors have none.

    A vendor whose findings bind nothing (tests, portable already) has one too, with nothing in it.
    """
    neutral = {vendor.id for vendor in rules.vendors if vendor.category is Category.NEUTRAL}
    vendors = sorted({f.vendor for f in findings if f.suppression is None and f.vendor not in neutral})
    if not vendors:
        return ()
    graph = build(_concerned(program, findings), findings, rules)
    imports = imports_of(graph)
    uses = {vendor: _uses(graph, vendor) for vendor in vendors}
    for vendor, found in uses.items():
        target = Node(NodeKind.VENDOR, vendor)
        imports.add_edges_from((Node(NodeKind.MODULE, module), target) for module in _binding(graph, found))
    product = {module.name for module in program.modules if not module.is_test}
    efferent = {m.name: len(product.intersection(m.imports) - {m.name}) for m in program.modules if not m.is_test}
    project = _Project(graph, imports, efferent, choke_points(imports), cycles(imports))
    return tuple(_coupling(project, vendor, uses[vendor]) for vendor in vendors)


def _concerned(program: Program, findings: tuple[Finding, ...]) -> Program:
    """The part of a program that findings stand in, or that imports such a part: nothing else couples to a vendor."""
    importers: dict[str, list[str]] = {}
    for module in program.modules:
        for name in module.imports:
            importers.setdefault(name, []).append(module.name)
    reached = {finding.module for finding in findings}
    pending = list(reached)
    while pending:
        for importer in importers.get(pending.pop(), ()):
            if importer not in reached:
                reached.add(importer)
                pending.append(importer)
    return replace(
        program,
        modules=tuple(module for module in program.modules if module.name in reached),
        calls=tuple(c for c in program.calls if c.caller_module in reached and c.callee_module in reached),
    )


_Uses = list[tuple[Node, Node, list[Use]]]


def _uses(graph: "nx.DiGraph[Node]", vendor: str) -> _Uses:
    """Return the edges to the vendor's capabilities: symbol, capability, uses."""
    target = Node(NodeKind.VENDOR, vendor)
    offered = graph.predecessors(target) if target in graph else ()
    capabilities = [node for node in offered if node.kind is NodeKind.CAPABILITY]
    return [
        (user, capability, graph.edges[user, capability]["uses"]) for user, capability in graph.in_edges(capabilities)
    ]


def _binding(graph: "nx.DiGraph[Node]", found: _Uses) -> list[str]:
    """Return the modules that do more with a vendor than mention it."""
    return [
        graph.nodes[user]["module"] for user, _, uses in found if any(use.kind is not UseKind.MENTION for use in uses)
    ]


def _coupling(project: _Project, vendor: str, found: _Uses) -> Coupling:
    import networkx as nx  # noqa: PLC0415

    target = Node(NodeKind.VENDOR, vendor)
    reaching = nx.ancestors(project.imports, target) if target in project.imports else set()
    symbols = {user for user, _, _ in found}
    by_module: dict[str, list[Use]] = {}
    for user, _, uses in found:
        by_module.setdefault(project.graph.nodes[user]["module"], []).extend(uses)
    packages, importing = _packages(project.graph, target)
    talking = importing | {name for name, uses in by_module.items() if any(use.kind in _TALKS for use in uses)}
    steps = distances(project.imports, [Node(NodeKind.MODULE, name) for name in sorted(talking)])
    return Coupling(
        vendor=vendor,
        surface=len({use.symbol for _, _, uses in found for use in uses if use.kind in SURFACE}),
        modules=tuple(sorted(by_module)),
        symbols=tuple(sorted(node.name for node in symbols)),
        blast=tuple(sorted({node.name for node in reaching} - by_module.keys())),
        capabilities=tuple(sorted({node.name.removeprefix(f"{vendor}:") for _, node, _ in found})),
        choke_points=project.choke_points.get(vendor, ()),
        packages=packages,
        by_module=tuple(_module(project, name, by_module[name], steps) for name in sorted(by_module)),
        cycles=tuple(circle for circle in project.cycles if not by_module.keys().isdisjoint(circle)),
    )


def _packages(graph: "nx.DiGraph[Node]", target: Node) -> tuple[tuple[str, ...], set[str]]:
    """Return the packages that a vendor is imported from, and the modules that do so."""
    offered = graph.predecessors(target) if target in graph else ()
    packages = sorted(node for node in offered if node.kind is NodeKind.PACKAGE)
    return tuple(node.name for node in packages), {user.name for user, _ in graph.in_edges(packages)}


def _module(project: _Project, name: str, uses: list[Use], steps: Mapping[str, int]) -> ModuleUse:
    node = Node(NodeKind.MODULE, name)
    counts = Counter(use.kind.value for use in uses)
    mentions = counts.keys() == {UseKind.MENTION.value}
    return ModuleUse(
        module=name,
        surface=len({use.symbol for use in uses if use.kind in SURFACE}),
        uses=tuple(sorted(counts.items())),
        afferent=len(project.imports.pred[node]) if node in project.imports else 0,
        efferent=project.efferent.get(name, 0),
        # A name in a text is no object, and has come from nowhere.
        distance=0 if mentions else steps.get(name, -1),
    )
