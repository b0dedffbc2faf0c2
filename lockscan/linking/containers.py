"""Containers: what displays hold, and what iterating over a value gives."""

from collections.abc import Iterable

from lockscan.linking.attributes import Attributes
from lockscan.linking.state import LONGEST_PATH
from lockscan.linking.values import (
    External,
    FunctionValue,
    GeneratorValue,
    InstanceValue,
    MappingValue,
    PendingValue,
    SequenceValue,
    Value,
    Values,
)
from lockscan.model.facts import (
    Element,
    Entry,
    Item,
    Mapping,
    Sequence,
)


class Containers(Attributes):
    """What elements and items stand for."""

    def items(self, sequence: SequenceValue) -> list[Values]:
        """The items of a display."""
        expression = self.facts[sequence.file].expressions[sequence.expression]
        items = expression.items if isinstance(expression, Sequence) else ()
        return [self.value(sequence.file, item) for item in items]

    def entries(self, mapping: MappingValue, key: str | None, *, loose: bool = True, depth: int = 3) -> Iterable[Value]:
        """The values of a dict display at a key: any of them for ``None``, and for a key it lacks where ``loose``."""
        entries = self._entries(mapping)
        exact = [entry for entry in entries if key is not None and entry.key == key]
        loose = loose and not exact
        for entry in entries:
            if entry.key == "**":
                for value in self.value(mapping.file, entry.value) if depth else ():
                    if isinstance(value, MappingValue) and value != mapping:
                        yield from self.entries(value, key, loose=loose, depth=depth - 1)
            elif entry in exact or key is None or (loose and entry.key is None):
                yield from self.value(mapping.file, entry.value)

    def _entries(self, mapping: MappingValue) -> tuple[Entry, ...]:
        expression = self.facts[mapping.file].expressions[mapping.expression]
        return expression.entries if isinstance(expression, Mapping) else ()

    def flat(self, mapping: MappingValue, depth: int = 3) -> Iterable[tuple[int, Entry]]:
        """The entries of a dict display and of what it unpacks, each with its file."""
        for entry in self._entries(mapping):
            if entry.key == "**" and depth:
                for value in sorted(self.value(mapping.file, entry.value), key=repr):
                    if isinstance(value, MappingValue) and not value.view:
                        yield from self.flat(value, depth - 1)
            else:
                yield mapping.file, entry

    def _element(self, file: int, _place: int, expression: Element) -> Iterable[Value]:
        for base in self.value(file, expression.base):
            yield from self.element(base)

    def element(self, base: Value) -> Iterable[Value]:
        """What iterating over a value gives."""
        if isinstance(base, External):
            if base.path.count(".") < LONGEST_PATH and not base.path.endswith("[][]"):
                yield External(f"{base.path}[]", base.client, base.call)
        elif isinstance(base, SequenceValue):
            for item in self.items(base):
                yield from item
        elif isinstance(base, MappingValue) and base.view == "values":
            yield from self.entries(MappingValue(base.file, base.expression), None)
        elif isinstance(base, MappingValue) and base.view == "items":
            yield MappingValue(base.file, base.expression, "pair")
        elif isinstance(base, GeneratorValue):
            scope = self.scope(base.file, base.scope)
            for place in scope.yielded:
                yield from self.value(base.file, place)
            for declared in self.value(base.file, scope.annotated):
                if isinstance(declared, SequenceValue):
                    yield from self.element(declared)
        elif isinstance(base, InstanceValue):
            for name in ("__iter__", "__aiter__"):
                for method in self.ask("attribute", base.file, base.scope, name):
                    if isinstance(method, FunctionValue):
                        for made in self.ask("result", method.file, method.scope):
                            if isinstance(made, GeneratorValue):
                                yield from self.element(made)
        elif isinstance(base, PendingValue):
            yield base

    def _item(self, file: int, _place: int, expression: Item) -> Iterable[Value]:
        for base in self.value(file, expression.base):
            yield from self.item(base, expression.key)

    def item(self, base: Value, key: str | int | None) -> Iterable[Value]:
        """``base[key]``; on something from outside a literal key reads like an attribute."""
        if isinstance(base, External):
            if isinstance(key, str) and key.isidentifier():
                yield from self.attribute(base, key)
            else:
                yield from self.element(base)
        elif isinstance(base, SequenceValue):
            items = self.items(base)
            if isinstance(key, int) and len(items) > 1:
                yield from items[key] if -len(items) <= key < len(items) else ()
            else:
                for item in items:
                    yield from item
        elif isinstance(base, MappingValue):
            if base.view == "pair":
                if key == 1:
                    yield from self.entries(MappingValue(base.file, base.expression), None)
            elif not base.view:
                yield from self.entries(base, key if isinstance(key, str) else None)
        elif isinstance(base, (GeneratorValue, PendingValue)):
            yield from self.element(base)
