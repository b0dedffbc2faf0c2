"""The walk over names and their attributes, and the way from an expression to its handler."""

from collections.abc import Callable

import libcst as cst

from lockscan.extraction.builder import ATTRIBUTE, NAME, NOTHING, Builder
from lockscan.model.facts import Attribute, Id, Imported, Join, Lookup, Module, Text
from lockscan.model.program import ReferenceKind


class NameWalk(Builder):
    """Handlers for names and attributes; the tables of all handlers are filled where the last of them is known."""

    def __init__(self) -> None:
        super().__init__()
        self.handlers: dict[type[cst.CSTNode], Callable[..., Id]] = {}
        # How a longer chain begins: without a use of its own.
        self.links: dict[type[cst.CSTNode], Callable[..., Id]] = {}

    def visit(self, node: cst.CSTNode, role: str = "") -> Id:
        """Walk an expression; ``role`` is what a string there would stand for."""
        handler = self.handlers.get(type(node))
        if handler is None:
            for child in node.children:
                self.visit(child)
            return NOTHING
        return handler(node, role)

    def chain(self, node: cst.BaseExpression) -> Id:
        """Walk the beginning of a longer chain: what it stands for, without a use of its own."""
        link = self.links.get(type(node))
        return self.visit(node) if link is None else link(node)

    def again(self, node: cst.BaseExpression) -> Id:
        """What an expression stands for that is walked elsewhere: walking it again would only find its places."""
        kinds, nodes, uses = len(self.kinds), len(self.nodes), len(self.uses)
        found = self.visit(node)
        del self.kinds[kinds:], self.nodes[nodes:], self.uses[uses:]
        return found

    def name(self, node: cst.Name, _role: str) -> Id:
        if node.value in ("True", "False", "None"):
            return self.add(Text(node.value))
        self.track(NAME, node)
        return self.read(node.value)

    def read_attribute(self, node: cst.Attribute, _role: str) -> Id:
        region = self.upcoming()
        found = self.attribute(node)
        self.use(ReferenceKind.READ, found, region)
        return found

    def attribute(self, node: cst.Attribute) -> Id:
        self.track(ATTRIBUTE, node)
        base = self.chain(node.value)
        return NOTHING if base == NOTHING else self.add(Attribute(base, node.attr.value))

    def dotted(self, expression: Id) -> str:
        """The dotted name of an attribute of an imported module or of an imported name, else an empty string."""
        found = self.expressions[expression]
        if isinstance(found, Module):
            return found.name
        if isinstance(found, Imported):
            return f"{found.module}.{found.name}" if found.level == 0 else ""
        if isinstance(found, Attribute):
            base = self.dotted(found.base)
            return f"{base}.{found.name}" if base else ""
        if isinstance(found, Join) and len(found.parts) == 1:
            return self.dotted(found.parts[0])
        if isinstance(found, Lookup) and found.scope == 0:
            bindings = self.scopes[0].names.get(found.name, [])
            if bindings and isinstance(self.expressions[bindings[-1]], (Module, Imported)):
                return self.dotted(bindings[-1])
        return ""


def last_name(node: cst.BaseExpression) -> str:
    """The last name of a dotted name, else an empty string."""
    if type(node) is cst.Name:
        return node.value
    return node.attr.value if type(node) is cst.Attribute else ""
