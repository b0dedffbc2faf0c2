"""The dependency graph of project and vendors, and what it says of each vendor; the home of networkx."""

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from lockscan.model.finding import Finding, Portable
from lockscan.model.graph import Coupling
from lockscan.model.location import Location
from lockscan.model.program import Program
from lockscan.model.rule import Category, MatchKind, Role, RuleSet

if TYPE_CHECKING:
    import networkx as nx


class NodeKind(str, Enum):
    """What a node stands for; ``ROOT`` is the outside, from which the project is entered."""

    ROOT = "root"
    MODULE = "module"
    SYMBOL = "symbol"
    CAPABILITY = "capability"
    VENDOR = "vendor"


class EdgeKind(str, Enum):
    """How one node leads to the next; a ``USE`` edge carries the uses that it stands for."""

    IMPORT = "import"
    CONTAIN = "contain"
    CALL = "call"
    USE = "use"
    OFFER = "offer"


class UseKind(str, Enum):
    """What a symbol of the project does with a vendor; ``MENTION`` names a model or a variable and binds nothing."""

    CONSTRUCT = "construct"
    CALL = "call"
    READ_RESPONSE = "read-response"
    CATCH = "catch"
    ANNOTATE = "annotate"
    INHERIT = "inherit"
    CONFIGURE = "configure"
    MENTION = "mention"


class Node(NamedTuple):
    """A node: a symbol is named ``module:scope``, a capability ``vendor:capability``."""

    kind: NodeKind
    name: str


class Use(NamedTuple):
    """One finding on an edge from a symbol to a capability."""

    kind: UseKind
    symbol: str
    location: Location


_ROOT = Node(NodeKind.ROOT, "")
_USES = {
    MatchKind.CONSTRUCT: UseKind.CONSTRUCT,
    MatchKind.CALL: UseKind.CALL,
    MatchKind.ARGUMENT: UseKind.CONFIGURE,
    MatchKind.RESPONSE: UseKind.READ_RESPONSE,
    MatchKind.EXCEPTION: UseKind.CATCH,
    MatchKind.ANNOTATION: UseKind.ANNOTATE,
    MatchKind.SUBCLASS: UseKind.INHERIT,
    MatchKind.DECORATOR: UseKind.CALL,
    MatchKind.LITERAL: UseKind.MENTION,
    MatchKind.SHAPE: UseKind.CONFIGURE,
}
_SURFACE = {UseKind.CONSTRUCT, UseKind.CALL, UseKind.CATCH, UseKind.ANNOTATE, UseKind.INHERIT}


def build(program: Program, findings: Iterable[Finding], rules: RuleSet) -> "nx.DiGraph[Node]":
    """Return the graph of modules, their symbols, and the capabilities and vendors that they use.

    Every edge has a ``kind`` (`EdgeKind`), every symbol its ``module``, a ``USE`` edge also ``uses``, a list of `Use`.
    Only product code and only findings that bind are in it: imports and manifests do not (they vanish with the last
    use), nor does what is suppressed, portable already, or of a neutral vendor.
    """
    import networkx as nx  # noqa: PLC0415 - takes 0.15 s, which a scan without findings should not pay

    graph: nx.DiGraph[Node] = nx.DiGraph()
    product = {module.name: Node(NodeKind.MODULE, module.name) for module in program.modules if not module.is_test}
    graph.add_nodes_from(product.values())
    graph.add_edges_from(
        (
            (product[module.name], product[name])
            for module in program.modules
            if not module.is_test
            for name in module.imports
            if name in product and name != module.name
        ),
        kind=EdgeKind.IMPORT,
    )
    for call in program.calls:
        if call.caller_module in product and call.callee_module in product:
            caller = _symbol(graph, call.caller_module, call.caller_scope)
            graph.add_edge(caller, _symbol(graph, call.callee_module, call.callee_scope), kind=EdgeKind.CALL)
    neutral = {vendor.id for vendor in rules.vendors if vendor.category is Category.NEUTRAL}
    endpoints = {rule.id for rule in rules.rules if {Role.ENDPOINT, Role.HEADER} & set(rule.match.roles)}
    for finding in findings:
        if finding.kind not in _USES or finding.vendor in neutral or not _binds(finding):
            continue
        # A request without an SDK is bound by its address, not by an object of the vendor's.
        kind = UseKind.CONFIGURE if finding.rule in endpoints else _USES[finding.kind]
        user = _symbol(graph, finding.module, finding.scope)
        capability = Node(NodeKind.CAPABILITY, f"{finding.vendor}:{finding.capability}")
        if not graph.has_edge(user, capability):
            graph.add_edge(user, capability, kind=EdgeKind.USE, uses=[])
            graph.add_edge(capability, Node(NodeKind.VENDOR, finding.vendor), kind=EdgeKind.OFFER)
        graph.edges[user, capability]["uses"].append(Use(kind, finding.symbol, finding.location))
    return graph


def measure(program: Program, findings: tuple[Finding, ...], rules: RuleSet) -> tuple[Coupling, ...]:
    """Return one coupling for each vendor with findings, by id; neutral vendors have none.

    A vendor whose findings bind nothing (tests, imports, portable already) has one too, with nothing in it.
    """
    neutral = {vendor.id for vendor in rules.vendors if vendor.category is Category.NEUTRAL}
    vendors = sorted({f.vendor for f in findings if f.suppression is None and f.vendor not in neutral})
    if not vendors:
        return ()
    graph = build(_concerned(program, findings), findings, rules)
    imports = _imports(graph)
    for vendor in vendors:
        imports.add_edges_from((module, Node(NodeKind.VENDOR, vendor)) for module in _binding(graph, vendor))
    choke_points = _choke_points(imports)
    return tuple(_coupling(graph, imports, vendor, choke_points.get(vendor, ())) for vendor in vendors)


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


def _binds(finding: Finding) -> bool:
    return finding.suppression is None and not finding.is_test and finding.portable is Portable.NO


def _symbol(graph: "nx.DiGraph[Node]", module: str, scope: str) -> Node:
    node = Node(NodeKind.SYMBOL, f"{module}:{scope}")
    if node not in graph:
        graph.add_node(node, module=module)
        graph.add_edge(Node(NodeKind.MODULE, module), node, kind=EdgeKind.CONTAIN)
    return node


def _imports(graph: "nx.DiGraph[Node]") -> "nx.DiGraph[Node]":
    import networkx as nx  # noqa: PLC0415

    imports: nx.DiGraph[Node] = nx.DiGraph()
    # Between modules there are no edges but imports.
    for node, found in graph.adjacency():
        if node.kind is NodeKind.MODULE:
            imports.add_node(node)
            imports.add_edges_from((node, other) for other in found if other.kind is NodeKind.MODULE)
    return imports


def _uses(graph: "nx.DiGraph[Node]", vendor: str) -> list[tuple[Node, Node, list[Use]]]:
    """Return the edges to the vendor's capabilities: symbol, capability, uses."""
    target = Node(NodeKind.VENDOR, vendor)
    capabilities = list(graph.predecessors(target)) if target in graph else []
    return [
        (user, capability, graph.edges[user, capability]["uses"]) for user, capability in graph.in_edges(capabilities)
    ]


def _binding(graph: "nx.DiGraph[Node]", vendor: str) -> list[Node]:
    """Return the modules that do more with a vendor than mention it."""
    return [
        Node(NodeKind.MODULE, graph.nodes[user]["module"])
        for user, _, uses in _uses(graph, vendor)
        if any(use.kind is not UseKind.MENTION for use in uses)
    ]


def _coupling(
    graph: "nx.DiGraph[Node]", imports: "nx.DiGraph[Node]", vendor: str, choke_points: tuple[str, ...]
) -> Coupling:
    import networkx as nx  # noqa: PLC0415

    used = _uses(graph, vendor)
    target = Node(NodeKind.VENDOR, vendor)
    reaching = nx.ancestors(imports, target) if target in imports else set()
    symbols = {user for user, _, _ in used}
    modules: set[str] = {graph.nodes[user]["module"] for user in symbols}
    return Coupling(
        vendor=vendor,
        surface=len({use.symbol for _, _, uses in used for use in uses if use.kind in _SURFACE}),
        modules=tuple(sorted(modules)),
        symbols=tuple(sorted(node.name for node in symbols)),
        blast=tuple(sorted({node.name for node in reaching} - modules)),
        capabilities=tuple(sorted({node.name.removeprefix(f"{vendor}:") for _, node, _ in used})),
        choke_points=choke_points,
    )


def _choke_points(imports: "nx.DiGraph[Node]") -> dict[str, tuple[str, ...]]:
    """Return, for each vendor, the modules that all routes to it have in common: its dominators, nearest first.

    Vendors are sinks, so one run serves all. An entry of the project is no choke point: nothing goes through it.
    """
    import networkx as nx  # noqa: PLC0415

    entries = {node for node, degree in imports.in_degree() if not degree}
    sources = list(entries)
    # A cycle that nobody outside imports may be entered anywhere: it has no module without importers.
    for component in nx.strongly_connected_components(imports):
        if len(component) > 1 and all(importer in component for node in component for importer in imports.pred[node]):
            sources += component
    imports.add_node(_ROOT)
    imports.add_edges_from((_ROOT, source) for source in sources)
    parent = nx.immediate_dominators(imports, _ROOT)
    imports.remove_node(_ROOT)
    choke_points = {}
    for target in imports:
        if target.kind is NodeKind.VENDOR:
            route: list[str] = []
            node = parent[target]
            while node != _ROOT:
                if node not in entries:
                    route.append(node.name)
                node = parent[node]
            choke_points[target.name] = tuple(route)
    return choke_points
