"""The walk over control flow: which bindings reach where."""

from collections.abc import Callable, Sequence

import libcst as cst

from lockscan.extraction.bindings import bound_names
from lockscan.extraction.builder import NOTHING, Flow
from lockscan.extraction.imports import ImportWalk
from lockscan.model.facts import Entered, Id, Instance, Join
from lockscan.model.program import ReferenceKind


class ControlFlowWalk(ImportWalk):
    """Handlers for statements that branch, repeat or end, and for those that stand one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.statements: dict[type[cst.CSTNode], Callable[..., bool]] = {}

    def block(self, body: Sequence[cst.CSTNode]) -> bool:
        """Walk statements one after the other; false when the end is not reached."""
        reached = True
        for statement in body:
            # What follows a return is walked too: it is in the source, and its nodes must be counted.
            reached = self.statement(statement) and reached
        return reached

    def statement(self, node: cst.CSTNode) -> bool:
        handler = self.statements.get(type(node))
        if handler is not None:
            return handler(node)
        self.visit(node)
        return True

    def line(self, node: cst.SimpleStatementLine | cst.SimpleStatementSuite) -> bool:
        return self.block(node.body)

    def suite(self, body: cst.CSTNode) -> bool:
        if isinstance(body, (cst.IndentedBlock, cst.SimpleStatementSuite)):
            return self.block(body.body)
        if isinstance(body, (cst.Else, cst.Finally)):
            return self.suite(body.body)
        return self.statement(body)

    def branch(self, start: Flow, body: cst.CSTNode | None) -> tuple[Flow, bool]:
        """Walk one branch from a flow; gives the flow at its end, and whether that is reached."""
        self.flow = dict(start)
        reached = body is None or self.suite(body)
        return self.flow, reached

    def settle(self, ends: list[tuple[Flow, bool]]) -> bool:
        """Go on after branches."""
        reached = [flow for flow, reaches in ends if reaches]
        self.flow = self.merge(reached or [flow for flow, _ in ends])
        return bool(reached)

    def return_(self, node: cst.Return) -> bool:
        if node.value is not None:
            self.scopes[self.scope].returned.append(self.visit(node.value))
        return False

    def raise_(self, node: cst.Raise) -> bool:
        self.visit(node)
        return False

    def if_(self, node: cst.If) -> bool:
        self.visit(node.test)
        holds = {**self.flow, **self.narrowed(node.test)}
        fails = {**self.flow, **self.narrowed(node.test, holds=False)}
        return self.settle([self.branch(holds, node.body), self.branch(fails, node.orelse)])

    def assert_(self, node: cst.Assert) -> bool:
        self.visit(node)
        self.flow.update(self.narrowed(node.test))
        return True

    def loop(self, body: cst.BaseSuite, orelse: cst.Else | None, bind: Callable[[], object]) -> bool:
        """Walk a loop: a name bound in it stands, at its beginning, for both what came before and its last round."""
        again: dict[str, Id] = {}
        for name in sorted(bound_names(body)):
            if name in self.flow:
                again[name] = self.reserve()
        before = dict(self.flow)
        self.flow.update(again)
        bind()
        entry = dict(self.flow)
        self.suite(body)
        for name, place in again.items():
            parts = tuple(part for part in dict.fromkeys((before[name], self.flow.get(name, NOTHING))) if part != place)
            self.fill(place, Join(parts))
        self.flow = self.merge([entry, self.flow])
        if orelse is not None:
            self.suite(orelse)
        return True

    def for_(self, node: cst.For) -> bool:
        assign = self.target(node.target)
        value = self.element(self.visit(node.iter))
        return self.loop(node.body, node.orelse, lambda: assign(value))

    def while_(self, node: cst.While) -> bool:
        return self.loop(node.body, node.orelse, lambda: self.visit(node.test))

    def with_(self, node: cst.With) -> bool:
        for item in node.items:
            manager = self.visit(item.item)
            if item.asname is not None:
                self.target(item.asname.name)(NOTHING if manager == NOTHING else self.add(Entered(manager)))
        return self.suite(node.body)

    def try_(self, node: cst.Try | cst.TryStar) -> bool:
        start = dict(self.flow)
        reached = self.suite(node.body)
        after = self.flow
        # An exception may come after any statement of the body.
        interrupted = self.merge([start, after])
        ends = []
        handled = []
        for handler in node.handlers:
            self.flow = dict(interrupted)
            handled.append((self.handler(handler), self.flow))
        if node.orelse is not None:
            ends.append(self.branch(after, node.orelse))
            ends[-1] = (ends[-1][0], ends[-1][1] and reached)
        else:
            ends.append((after, reached))
        ends.extend((flow, reaches) for reaches, flow in handled)
        reached = self.settle(ends)
        if node.finalbody is not None:
            reached = self.suite(node.finalbody) and reached
        return reached

    def handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
        caught: list[Id] = []
        if node.type is not None:
            types = node.type.elements if isinstance(node.type, cst.Tuple) else [node.type]
            for item in types:
                value = item if isinstance(item, cst.BaseExpression) else item.value
                region = self.upcoming()
                named = self.chain(value)
                self.use(ReferenceKind.CATCH, named, region)
                if named != NOTHING:
                    caught.append(self.add(Instance(named)))
        if node.name is not None and isinstance(node.name.name, cst.Name):
            self.bind(node.name.name.value, self.join(caught))
        return self.suite(node.body)

    def match_(self, node: cst.Match) -> bool:
        subject = self.visit(node.subject)
        start = self.flow
        ends: list[tuple[Flow, bool]] = [(start, True)]
        for case in node.cases:
            self.flow = dict(start)
            matched = self.pattern(case.pattern, subject)
            if matched not in (subject, NOTHING) and isinstance(node.subject, cst.Name):
                self.know(node.subject.value, matched)
            if case.guard is not None:
                self.visit(case.guard)
            reached = self.suite(case.body)
            ends.append((self.flow, reached))
        return self.settle(ends)
