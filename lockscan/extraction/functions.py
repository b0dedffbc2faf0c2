"""The walk over what functions take, and over those that are expressions."""

import libcst as cst

from lockscan.extraction.builder import NOTHING
from lockscan.extraction.operators import OperatorWalk
from lockscan.model.facts import Function, Id, Parameter, ParameterFacts, ParameterKind, ScopeKind


class FunctionWalk(OperatorWalk):
    """Handlers for parameters, lambdas and what is yielded."""

    def lambda_(self, node: cst.Lambda, _role: str) -> Id:
        facts = self.parameters(node.params)
        saved = self.scope, self.flow, self.overlays
        # The bindings of a comprehension around it are read where the lambda stands.
        overlays = list(self.overlays)
        scope = self.open(ScopeKind.FUNCTION, "<lambda>", set())
        self.overlays = overlays
        index = self.scope
        scope.parameters = facts
        self.bind_parameters(facts)
        scope.returned.append(self.visit(node.body))
        self.scope, self.flow, self.overlays = saved
        return self.add(Function(index))

    def yield_(self, node: cst.Yield, _role: str) -> Id:
        if isinstance(node.value, cst.From):
            self.scopes[self.scope].yielded.append(self.element(self.visit(node.value.item)))
        elif node.value is not None:
            self.scopes[self.scope].yielded.append(self.visit(node.value))
        return NOTHING

    def bind_parameters(self, facts: tuple[ParameterFacts, ...]) -> None:
        for parameter in facts:
            self.bind(parameter.name, self.add(Parameter(self.scope, parameter.name)))

    def parameters(self, node: cst.Parameters) -> tuple[ParameterFacts, ...]:
        """The parameters in the order of the source, their annotations and defaults walked in the scope around."""
        facts = [self.parameter(item, ParameterKind.POSITIONAL) for item in (*node.posonly_params, *node.params)]
        if isinstance(node.star_arg, cst.Param):
            facts.append(self.parameter(node.star_arg, ParameterKind.STAR))
        facts.extend(self.parameter(item, ParameterKind.KEYWORD) for item in node.kwonly_params)
        if node.star_kwarg is not None:
            facts.append(self.parameter(node.star_kwarg, ParameterKind.DOUBLE_STAR))
        return tuple(facts)

    def parameter(self, node: cst.Param, kind: ParameterKind) -> ParameterFacts:
        annotation = NOTHING if node.annotation is None else self.annotation(node.annotation.annotation)
        default = NOTHING if node.default is None else self.visit(node.default, node.name.value)
        return ParameterFacts(node.name.value, kind, annotation, default)
