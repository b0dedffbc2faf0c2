"""The walk over operators: which of their operands an expression may stand for."""

import libcst as cst

from lockscan.extraction.builder import NAME, NOTHING
from lockscan.extraction.comprehensions import ComprehensionWalk
from lockscan.extraction.literals import HOLE, may_be_address, percent_parts
from lockscan.extraction.names import last_name
from lockscan.model.facts import Concat, Future, Id, Join, Sequence, Text


class OperatorWalk(ComprehensionWalk):
    """Handlers for operators, conditions and assignments in expressions."""

    def conditional(self, node: cst.IfExp, role: str) -> Id:
        body = self.where(self.narrowed(node.test), node.body, role)
        self.visit(node.test)
        return self.join((body, self.where(self.narrowed(node.test, holds=False), node.orelse, role)))

    def boolean(self, node: cst.BooleanOperation, role: str) -> Id:
        left = self.visit(node.left, role)
        known = self.narrowed(node.left, holds=isinstance(node.operator, cst.And))
        return self.join((left, self.where(known, node.right, role)))

    def binary(self, node: cst.BinaryOperation, role: str) -> Id:
        left, right = self.visit(node.left, role), self.visit(node.right, role)
        first, second = self.expressions[left], self.expressions[right]
        if isinstance(node.operator, cst.Modulo) and isinstance(first, Text) and may_be_address(first.value):
            given = second.items if isinstance(second, Sequence) else (right,)
            return self.concat(tuple(percent_parts(first.value, given)))
        if isinstance(node.operator, cst.BitOr):
            return self.join((left, right))
        if not isinstance(node.operator, cst.Add):
            return NOTHING
        texts = [side.value for side in (first, second) if isinstance(side, Text)]
        if isinstance(first, Concat) or isinstance(second, Concat) or (len(texts) == 1 and may_be_address(texts[0])):
            return self.concat((left, right))
        if isinstance(first, Text):
            return self.add(Text(first.value + (second.value if isinstance(second, Text) else HOLE)))
        if isinstance(second, Text):
            return self.add(Text(HOLE + second.value))
        return self.join((left, right))

    def unary(self, node: cst.UnaryOperation, _role: str) -> Id:
        self.visit(node.expression)
        return NOTHING

    def comparison(self, node: cst.Comparison, _role: str) -> Id:
        sides = [node.left, *(item.comparator for item in node.comparisons)]
        role = next((name for name in map(last_name, sides) if name), "")
        for side in sides:
            self.visit(side, role)
        return NOTHING

    def awaited(self, node: cst.Await, _role: str) -> Id:
        found = self.visit(node.expression)
        value = self.expressions[found]
        parts = value.parts if isinstance(value, Join) else (found,)
        return self.join(one.call if isinstance(one := self.expressions[part], Future) else part for part in parts)

    def named(self, node: cst.NamedExpr, _role: str) -> Id:
        if not isinstance(node.target, cst.Name):
            return self.visit(node.value)
        self.track(NAME, node.target)
        value = self.visit(node.value, node.target.value)
        self.bind(node.target.value, value)
        return value
