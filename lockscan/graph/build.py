"""From a program and its findings to the graph."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lockscan.graph.nodes import USES, EdgeKind, Node, NodeKind, Use, UseKind
from lockscan.model.finding import Finding, Portable
from lockscan.model.program import Program
from lockscan.model.rule import Category, Role
from lockscan.model.ruleset import RuleSet

if TYPE_CHECKING:
    import networkx as nx


def build(program: Program, findings: Iterable[Finding], rules: RuleSet) -> "nx.DiGraph[Node]":
    """Return the graph of modules, their symbols, and the packages, capabilities and vendors that they use.

    Every edge has a ``kind`` (`EdgeKind`), every symbol its ``module``, an edge out of the project also ``uses``, a
    list of `Use`. Only product code and only findings that bind are in it: manifests do not, nor does what is
    suppressed, portable already, or of a neutral vendor. Imports lead to packages, and never to a capability, since
    they vanish with the last use.
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
    for finding, kind in uses_of(findings, rules):
        imported = kind is UseKind.IMPORT
        if imported:
            user, used = Node(NodeKind.MODULE, finding.module), Node(NodeKind.PACKAGE, finding.distribution)
        else:
            user = _symbol(graph, finding.module, finding.scope)
            used = Node(NodeKind.CAPABILITY, f"{finding.vendor}:{finding.capability}")
        if not graph.has_edge(user, used):
            graph.add_edge(user, used, kind=EdgeKind.IMPORT if imported else EdgeKind.USE, uses=[])
        graph.add_edge(used, Node(NodeKind.VENDOR, finding.vendor), kind=EdgeKind.OFFER)
        graph.edges[user, used]["uses"].append(Use(kind, finding.symbol, finding.location))
    return graph


def uses_of(findings: Iterable[Finding], rules: RuleSet) -> Iterator[tuple[Finding, UseKind]]:
    """Yield the findings that bind, each with what it does."""
    neutral = {vendor.id for vendor in rules.vendors if vendor.category is Category.NEUTRAL}
    endpoints = {rule.id for rule in rules.rules if {Role.ENDPOINT, Role.HEADER} & set(rule.match.roles)}
    for finding in findings:
        # Settings and prompts stand in no module.
        if finding.kind in USES and finding.vendor not in neutral and finding.module and _binds(finding):
            # A request without an SDK is bound by its address, not by an object of the vendor's.
            yield finding, UseKind.CONFIGURE if finding.rule in endpoints else USES[finding.kind]


def _binds(finding: Finding) -> bool:
    return finding.suppression is None and not finding.is_test and finding.portable is Portable.NO


def _symbol(graph: "nx.DiGraph[Node]", module: str, scope: str) -> Node:
    node = Node(NodeKind.SYMBOL, f"{module}:{scope}")
    if node not in graph:
        graph.add_node(node, module=module)
        graph.add_edge(Node(NodeKind.MODULE, module), node, kind=EdgeKind.CONTAIN)
    return node
