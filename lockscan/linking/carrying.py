"""Which values something of a vendor can be had from."""

from collections.abc import Callable, Iterable

from lockscan.linking.evaluation import Evaluation
from lockscan.linking.values import (
    ClassValue,
    External,
    FunctionValue,
    GeneratorValue,
    InstanceValue,
    Literal,
    MappingValue,
    ModuleValue,
    SequenceValue,
    TextValue,
    TypeValue,
    Value,
)

# How many attributes, calls and items lie between a name and a vendor's object at most. In a framework, where
# everything hangs on one central object, more would make every file matter.
_DEEPEST = 2


class Carrying:
    """Asks of values what can be reached from them; answers hold for as long as nothing more is linked."""

    def __init__(
        self,
        program: Evaluation,
        is_vendor: Callable[[str], bool],
        is_address: Callable[[Value], bool] = lambda _: False,
    ) -> None:
        self.program = program
        self.is_vendor = is_vendor
        self.is_address = is_address
        self.known: dict[tuple[Value, int], bool] = {}

    def any(self, values: Iterable[Value], depth: int = 0) -> bool:
        """Whether any of the values carries something of a vendor."""
        return any(self.one(value, depth) for value in values)

    def expression(self, file: int, place: int) -> bool:
        """Whether an expression does."""
        return self.any(self.program.value(file, place))

    def one(self, value: Value, depth: int = 0) -> bool:
        """Whether a value does."""
        if isinstance(value, (External, Literal, TextValue)):
            return self.is_address(value) or (isinstance(value, External) and self.is_vendor(value.path))
        if depth >= _DEEPEST:
            return False
        known = self.known.get((value, depth))
        if known is None:
            known = self.known[value, depth] = any(
                reached and self.any(reached, depth + 1) for reached in self._reached(value)
            )
        return known

    def _reached(self, value: Value) -> Iterable[Iterable[Value]]:
        program = self.program
        if isinstance(value, (FunctionValue, GeneratorValue)):
            scope = program.scope(value.file, value.scope)
            yield program.ask("result", value.file, value.scope) - {GeneratorValue(value.file, value.scope)}
            for place in scope.yielded:
                yield program.value(value.file, place)
        elif isinstance(value, (ClassValue, InstanceValue)):
            scope = program.scope(value.file, value.scope)
            for name in (*scope.attributes, *scope.names):
                yield program.ask("own", value.file, value.scope, name)
            yield program.ask("bases", value.file, value.scope)
        elif isinstance(value, ModuleValue):
            number = program.numbers.get(value.module)
            if number is not None:
                top = program.facts[number].scopes[0]
                for name in top.names:
                    yield program.ask("member", number, 0, name)
                for star in top.stars:
                    yield program.starred_module(number, star)
        elif isinstance(value, SequenceValue):
            yield from program.items(value)
        elif isinstance(value, MappingValue):
            for file, entry in program.flat(value):
                yield program.value(file, entry.value)
        elif isinstance(value, TypeValue):
            yield tuple(program.named_types(frozenset((value,))))
