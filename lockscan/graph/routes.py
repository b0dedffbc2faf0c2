"""What the import graph says of ways: who gets to a vendor, through what, in circles, and how far objects travel."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lockscan.graph.nodes import ROOT, Node, NodeKind

if TYPE_CHECKING:
    import networkx as nx


def imports_of(graph: "nx.DiGraph[Node]") -> "nx.DiGraph[Node]":
    """Return the modules of the graph and the imports between them."""
    import networkx as nx  # noqa: PLC0415

    imports: nx.DiGraph[Node] = nx.DiGraph()
    # Between modules there are no edges but imports.
    for node, found in graph.adjacency():
        if node.kind is NodeKind.MODULE:
            imports.add_node(node)
            imports.add_edges_from((node, other) for other in found if other.kind is NodeKind.MODULE)
    return imports


def cycles(imports: "nx.DiGraph[Node]") -> tuple[tuple[str, ...], ...]:
    """Return the groups of modules that import each other in a circle."""
    import networkx as nx  # noqa: PLC0415

    circles = (component for component in nx.strongly_connected_components(imports) if len(component) > 1)
    return tuple(sorted(tuple(sorted(node.name for node in circle)) for circle in circles))


def distances(imports: "nx.DiGraph[Node]", sources: Iterable[Node]) -> dict[str, int]:
    """Return the steps along imports, in either direction, from the nearest source, for every module in reach."""
    reached = {node: 0 for node in sources if node in imports}
    ring = list(reached)
    while ring:
        further = []
        for node in ring:
            for other in (*imports.pred[node], *imports.succ[node]):
                if other not in reached and other.kind is NodeKind.MODULE:
                    reached[other] = reached[node] + 1
                    further.append(other)
        ring = further
    return {node.name: steps for node, steps in reached.items()}


def choke_points(imports: "nx.DiGraph[Node]") -> dict[str, tuple[str, ...]]:
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
    imports.add_node(ROOT)
    imports.add_edges_from((ROOT, source) for source in sources)
    parent = nx.immediate_dominators(imports, ROOT)
    imports.remove_node(ROOT)
    found = {}
    for target in imports:
        if target.kind is NodeKind.VENDOR:
            route: list[str] = []
            node = parent[target]
            while node != ROOT:
                if node not in entries:
                    route.append(node.name)
                node = parent[node]
            found[target.name] = tuple(route)
    return found
