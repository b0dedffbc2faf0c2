"""The walk over functions and classes, which open scopes."""

from collections.abc import Sequence

import libcst as cst

from lockscan.extraction.bindings import bound_names
from lockscan.extraction.builder import NOTHING, SUBSCRIPT, OpenScope
from lockscan.extraction.control_flow import ControlFlowWalk
from lockscan.extraction.decorating import Decorating
from lockscan.model.facts import Argument, Call, Class, Free, Function, Id, ScopeKind
from lockscan.model.program import ReferenceKind


class DefinitionWalk(ControlFlowWalk):
    """Handlers for functions, classes and their decorators."""

    def __init__(self) -> None:
        super().__init__()
        self.decorating = Decorating(self.expressions, self.scopes)

    def decorators(self, nodes: Sequence[cst.Decorator]) -> tuple[Id, ...]:
        found = []
        for node in nodes:
            region = self.upcoming()
            decorator = self.chain(node.decorator)
            called = node.decorator.func if isinstance(node.decorator, cst.Call) else None
            self.use(ReferenceKind.DECORATE, decorator, region + (called is not None and self.fixed_region < 0))
            found.append(decorator)
        return tuple(found)

    def function(self, node: cst.FunctionDef) -> bool:
        decorators = self.decorators(node.decorators)
        around_flow = self.flow
        if node.type_parameters is not None:
            self.flow = {**self.flow, **self.type_parameters(node.type_parameters)}
        facts = self.parameters(node.params)
        annotated = NOTHING if node.returns is None else self.annotation(node.returns.annotation)
        self.flow = around_flow
        name = node.name.value
        saved = self.scope, self.flow, self.overlays
        around = self.scopes[self.scope]
        scope = self.open(ScopeKind.FUNCTION, name, bound_names(node.body))
        index = self.scope
        scope.parameters, scope.decorators, scope.annotated = facts, decorators, annotated
        static = any(self.dotted_free(decorator) == "staticmethod" for decorator in decorators)
        if around.kind is ScopeKind.CLASS and not static and facts:
            scope.receiver = facts[0].name
        self.bind_parameters(facts)
        self.suite(node.body)
        self.scope, self.flow, self.overlays = saved
        self.bind(name, self.decorated(scope, self.add(Function(index))))
        return True

    def decorated(self, scope: OpenScope, defined: Id) -> Id:
        """A function or class after its decorators were called with it.

        It is taken for what it was before, unless one of them is seen to give something else.
        """
        made = defined
        for decorator in reversed(scope.decorators):
            if decorator:
                applied = self.add(Call(decorator, (Argument("", made, 0),)))
                scope.applied.append(applied)
                if scope.kind is ScopeKind.FUNCTION and self.decorating.replaces(decorator):
                    made = applied
        return made

    def dotted_free(self, expression: Id) -> str:
        """The name of a builtin, or the dotted name of something imported."""
        found = self.expressions[expression]
        return found.name if isinstance(found, Free) else self.dotted(expression)

    def class_(self, node: cst.ClassDef) -> bool:
        decorators = self.decorators(node.decorators)
        if node.type_parameters is not None:
            self.type_parameters(node.type_parameters)
        bases = [self.base(argument.value) for argument in node.bases]
        for keyword in node.keywords:
            self.argument(keyword, "")
        saved = self.scope, self.flow, self.overlays
        scope = self.open(ScopeKind.CLASS, node.name.value, bound_names(node.body))
        index = self.scope
        scope.bases = [base for base in bases if base != NOTHING]
        scope.decorators = decorators
        self.suite(node.body)
        self.scope, self.flow, self.overlays = saved
        self.bind(node.name.value, self.decorated(scope, self.add(Class(index))))
        return True

    def base(self, node: cst.BaseExpression) -> Id:
        """One base class, with its use."""
        region = self.upcoming()
        if isinstance(node, cst.Subscript):
            # A generic base: the parameters are annotations.
            self.track(SUBSCRIPT, node)
            named = self.chain(node.value)
            for element in node.slice:
                if isinstance(element.slice, cst.Index):
                    self.annotation(element.slice.value)
            region += 1
        else:
            named = self.chain(node)
        self.use(ReferenceKind.INHERIT, named, region)
        return named
