"""What ``isinstance`` says of a name, where it holds and where it does not."""

import libcst as cst

from lockscan.extraction.builder import NOTHING, Flow
from lockscan.extraction.strings import StringWalk
from lockscan.model.facts import Id, Narrowed


class NarrowingWalk(StringWalk):
    """Keeps what is known of names by the tests that they have passed."""

    def narrowed(self, test: cst.BaseExpression, *, holds: bool = True) -> Flow:
        """What ``isinstance(name, Class)`` says of a name where it holds, or where it does not."""
        if type(test) is cst.UnaryOperation and isinstance(test.operator, cst.Not):
            return self.narrowed(test.expression, holds=not holds)
        if type(test) is cst.BooleanOperation:
            both = isinstance(test.operator, cst.And) is holds
            return {**self.narrowed(test.left, holds=holds), **self.narrowed(test.right, holds=holds)} if both else {}
        asked = _asked(test)
        if asked is None or not self.flows(asked[0]):
            return {}
        base, types = self.read(asked[0]), self.again(asked[1])
        if NOTHING in (types, base):
            return {}
        return {asked[0]: self.add(Narrowed(base, types, holds))}

    def where(self, known: Flow, node: cst.BaseExpression, role: str) -> Id:
        """Walk an expression where more is known of some names."""
        before = {name: self.flow.get(name, NOTHING) for name in known}
        self.flow.update(known)
        found = self.visit(node, role)
        for name, value in before.items():
            if self.flow.get(name) == known[name]:
                self.flow[name] = value
                if value == NOTHING:
                    del self.flow[name]
        return found

    def know(self, name: str, value: Id) -> None:
        """Let a name stand for what is known of it from here on."""
        if self.flows(name):
            self.flow[name] = value

    def flows(self, name: str) -> bool:
        """Whether the order of the statements tells what a name stands for."""
        scope = self.scopes[self.scope]
        return not (name in scope.outer or name in scope.shared or any(name in overlay for overlay in self.overlays))

    def kept(self, test: cst.BaseExpression, name: str, value: Id) -> Id:
        """What the condition of a comprehension leaves of the values that a name goes through."""
        if isinstance(test, cst.BooleanOperation) and isinstance(test.operator, cst.And):
            return self.kept(test.right, name, self.kept(test.left, name, value))
        asked = _asked(test)
        if value == NOTHING or asked is None or asked[0] != name:
            return value
        types = self.again(asked[1])
        return value if types == NOTHING else self.add(Narrowed(value, types, holds=True))


def _asked(test: cst.BaseExpression) -> tuple[str, cst.BaseExpression] | None:
    """The name and the types of ``isinstance(name, types)``."""
    if not isinstance(test, cst.Call) or len(test.args) != 2:  # noqa: PLR2004  # the object and its type
        return None
    subject, to = test.args[0].value, test.args[1].value
    named = isinstance(test.func, cst.Name) and test.func.value == "isinstance"
    return (subject.value, to) if named and isinstance(subject, cst.Name) and _names_types(to) else None


def _names_types(node: cst.BaseExpression) -> bool:
    """Whether an expression only names types: one, a tuple of them or a union."""
    if isinstance(node, cst.Tuple):
        return all(_names_types(element.value) for element in node.elements)
    if isinstance(node, cst.BinaryOperation):
        return _names_types(node.left) and _names_types(node.right)
    return isinstance(node, cst.Name) or (isinstance(node, cst.Attribute) and _names_types(node.value))
