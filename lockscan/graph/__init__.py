"""The dependency graph of project and vendors, and what it says of each vendor; the home of networkx."""

from lockscan.graph.build import build
from lockscan.graph.measure import measure
from lockscan.graph.nodes import EdgeKind, Node, NodeKind, Use, UseKind
from lockscan.graph.reach import reach

__all__ = ["EdgeKind", "Node", "NodeKind", "Use", "UseKind", "build", "measure", "reach"]
