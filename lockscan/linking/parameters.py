"""Definitions and parameters: types, and what calls pass."""

from collections.abc import Iterable

from lockscan.linking.state import Fact
from lockscan.linking.types import Types
from lockscan.linking.values import (
    ClassValue,
    InstanceValue,
    MappingValue,
    SequenceValue,
    Value,
)
from lockscan.model.facts import (
    Parameter,
    ParameterFacts,
    ParameterKind,
    ScopeKind,
)


class Parameters(Types):
    """What parameters stand for."""

    def _parameter(self, file: int, _place: int, expression: Parameter) -> Iterable[Value]:
        return self.ask("parameter", file, expression.scope, expression.name)

    def of_parameter(self, key: Fact) -> Iterable[Value]:
        """A parameter: its annotation, else its default and whatever the project's calls pass."""
        scope = self.scope(key.file, key.scope)
        place, facts = next((at, item) for at, item in enumerate(scope.parameters) if item.name == key.name)
        names = [self.decorator_name(key.file, item) for item in scope.decorators]
        in_class = scope.parent >= 0 and self.scope(key.file, scope.parent).kind is ScopeKind.CLASS
        if place == 0 and in_class and "staticmethod" not in names:
            of_class = "classmethod" in names or scope.path.endswith((".__new__", ".__init_subclass__"))
            yield ClassValue(key.file, scope.parent) if of_class else InstanceValue(key.file, scope.parent)
            return
        yield from self.value(key.file, facts.annotation)
        yield from self.believed(key.file, facts.annotation, self._given(key, place, facts))

    def _given(self, key: Fact, place: int, facts: ParameterFacts) -> Iterable[Value]:
        """What a parameter is by its default and by the project's calls."""
        yield from self.value(key.file, facts.default)
        if facts.kind not in (ParameterKind.STAR, ParameterKind.DOUBLE_STAR):
            for file, call, offset in self._call_sites(key.file, key.scope):
                yield from self._passed(file, call, key.name, place - offset, facts.kind)

    def of_field(self, key: Fact) -> Iterable[Value]:
        """An attribute that a dataclass or model declares: what the calls of the class pass for it."""
        scope = self.scope(key.file, key.scope)
        fields = list(self.fields(key.file, scope))
        place = fields.index(key.name) if key.name in fields else -1
        given = (
            value
            for file, call in self._calls(key.file, key.scope)
            for value in self._passed(file, call, key.name, place, ParameterKind.POSITIONAL)
        )
        return self.allowed(key.file, scope.names[key.name], given)

    def _passed(self, file: int, call: int, name: str, place: int, kind: ParameterKind) -> Iterable[Value]:
        """What one call passes for a parameter, by its name or place."""
        position = 0
        for argument in self._arguments(file, call):
            if argument.name == name:
                yield from self.value(file, argument.value)
            elif argument.name == "**":
                for value in self.value(file, argument.value):
                    if isinstance(value, MappingValue):
                        yield from self.entries(value, name, loose=False)
            elif argument.name == "*":
                position = -(10**6)
            elif not argument.name:
                if position == place and kind is ParameterKind.POSITIONAL:
                    yield from self.value(file, argument.value)
                position += 1

    def _call_sites(self, file: int, scope: int) -> Iterable[tuple[int, int, int]]:
        """The calls that may run a function: file, expression, and how many parameters the dot before it fills."""
        for value in self.ask("sites", file, scope):
            if isinstance(value, SequenceValue):
                yield value.file, value.expression, 0
            elif isinstance(value, MappingValue):
                yield value.file, value.expression, 1
        parent = self.scope(file, scope).parent
        if self.scope(file, scope).path.endswith(".__init__") and parent >= 0:
            for at, call in self._calls(file, parent):
                yield at, call, 1
