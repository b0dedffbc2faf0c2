"""Which values something of a vendor can be had from."""

from collections.abc import Callable, Collection, Iterable, Mapping

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
    Values,
)

# How many attributes, calls and items lie between a name and a vendor's object at most. In a framework, where
# everything hangs on one central object, more would make every file matter.
_DEEPEST = 2


Offers = Mapping[str, Values]
"""What something of a vendor's is had by: a name that who wants it has to write, or none, each with what it gives."""

AT_ONCE = ""
"""The name of what has none: a result, an item, or the thing itself."""


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
        self.offers: dict[tuple[Value, int], Offers] = {}
        self.named: dict[tuple[str, str], Offers] = {}

    def any(self, values: Iterable[Value], depth: int = 0) -> bool:
        """Whether any of the values carries something of a vendor."""
        return any(self.one(value, depth) for value in values)

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

    def offered(self, values: Iterable[Value], depth: int = 0) -> Offers:
        """By what names something of a vendor can be had from the values."""
        return merged([self._offered(value, depth) for value in values if self.one(value, depth)])

    def offered_by(self, path: str, name: str) -> Offers:
        """The same for a name that a loaded file offers, or for the file itself if there is no name."""
        if path not in self.program.numbers:
            return {}
        known = self.named.get((path, name))
        if known is None:
            values = self.program.member(path, name) if name else (ModuleValue(path),)
            known = self.named[path, name] = self.offered(values)
        return known

    def _offered(self, value: Value, depth: int) -> Offers:
        known = self.offers.get((value, depth))
        if known is None:
            known = self.offers[value, depth] = merged(list(self._offers_of(value, depth)))
        return known

    def _offers_of(self, value: Value, depth: int) -> Iterable[Offers]:
        if isinstance(value, (External, Literal, TextValue, TypeValue)):
            yield {AT_ONCE: frozenset((value,))}
        elif isinstance(value, (ClassValue, InstanceValue, ModuleValue)):
            for name, given in self._members(value):
                if self.any(given, depth + 1):
                    # What is done by a name of two underscores on each side has a sign of its own.
                    yield {AT_ONCE if name.startswith("__") and name.endswith("__") else name: given}
            for others in self._behind(value):
                yield self.offered(others, depth + 1)
        else:
            for reached in self._reached(value):
                yield self.offered(reached, depth + 1)

    def _members(self, value: ClassValue | InstanceValue | ModuleValue) -> Iterable[tuple[str, Values]]:
        program = self.program
        if not isinstance(value, ModuleValue):
            scope = program.scope(value.file, value.scope)
            for name in (*scope.attributes, *scope.names):
                yield name, program.ask("own", value.file, value.scope, name)
        elif (number := program.numbers.get(value.module)) is not None:
            for name in program.facts[number].scopes[0].names:
                yield name, program.ask("member", number, 0, name)

    def _behind(self, value: ClassValue | InstanceValue | ModuleValue) -> Iterable[Iterable[Value]]:
        """What a class derives from, and what a module takes all names from."""
        program = self.program
        if not isinstance(value, ModuleValue):
            yield program.ask("bases", value.file, value.scope)
        elif (number := program.numbers.get(value.module)) is not None:
            for star in program.facts[number].scopes[0].stars:
                yield program.starred_module(number, star)

    def _reached(self, value: Value) -> Iterable[Iterable[Value]]:
        program = self.program
        if isinstance(value, (FunctionValue, GeneratorValue)):
            scope = program.scope(value.file, value.scope)
            yield program.ask("result", value.file, value.scope) - {GeneratorValue(value.file, value.scope)}
            for place in scope.yielded:
                yield program.value(value.file, place)
        elif isinstance(value, (ClassValue, InstanceValue, ModuleValue)):
            for _, given in self._members(value):
                yield given
            yield from self._behind(value)
        elif isinstance(value, SequenceValue):
            yield from program.items(value)
        elif isinstance(value, MappingValue):
            for file, entry in program.flat(value):
                yield program.value(file, entry.value)
        elif isinstance(value, TypeValue):
            yield tuple(program.named_types(frozenset((value,))))


def merged(offers: Collection[Offers]) -> Offers:
    """All of some offers."""
    if len(offers) <= 1:
        return next(iter(offers), {})
    found: dict[str, Values] = {}
    for one in offers:
        for name, given in one.items():
            found[name] = found.get(name, frozenset()) | given
    return found
