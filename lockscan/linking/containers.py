"""Containers: what displays hold, and what iterating over a value gives."""

from collections.abc import Iterable

from lockscan.linking.attributes import Attributes
from lockscan.linking.state import LONGEST_PATH, Fact, Shelf
from lockscan.linking.values import (
    EMPTY,
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
    Class,
    Element,
    Entry,
    Function,
    Item,
    Mapping,
    Scope,
    Sequence,
)

# How deep dicts are unpacked into dicts, of which all entries are told.
_UNPACKED = 3
_NAMED_TUPLES = frozenset({"typing.NamedTuple"})
_TYPED_DICTS = frozenset({"typing.TypedDict", "typing_extensions.TypedDict"})


class Containers(Attributes):
    """What elements and items stand for."""

    def items(self, sequence: SequenceValue) -> list[Values]:
        """The items of a display."""
        expression = self.facts[sequence.file].expressions[sequence.expression]
        items = expression.items if isinstance(expression, Sequence) else ()
        return [self.value(sequence.file, item) for item in items]

    def entries(self, mapping: MappingValue, key: str | None, *, loose: bool = True) -> Iterable[Value]:
        """The values of a dict display at a key: any of them for ``None``, and for a key it lacks where ``loose``."""
        return self._held(mapping, "any" if key is None else "loose" if loose else "exact", key or "")

    def _held(self, mapping: MappingValue, how: str, key: str) -> Iterable[Value]:
        shelf = self._shelf(mapping)
        if shelf.unpacked:
            # Dicts of keywords are unpacked into each other throughout a project: who reads one shares what it holds.
            return self.ask("entries", mapping.file, mapping.expression, f"{how} {key}")
        return self._on(shelf, mapping.file, how, key)

    def _on(self, shelf: Shelf, file: int, how: str, key: str) -> Iterable[Value]:
        """The values that a dict display names itself."""
        exact = shelf.named.get(key, ()) if how != "any" else ()
        for place in shelf.all if how == "any" else exact:
            yield from self.value(file, place)
        if how == "loose" and not exact:
            for place in shelf.open:
                yield from self.value(file, place)

    def of_entries(self, key: Fact) -> Iterable[Value]:
        """The values of a dict display at a key, with those of what it unpacks."""
        how, name = key.name.split(" ", 1)
        shelf = self._shelf(MappingValue(key.file, key.scope))
        found = set(self._on(shelf, key.file, how, name))
        # What is unpacked into a dict that has the key fills no gap.
        how = "exact" if how == "loose" and name in shelf.named else how
        for place in shelf.unpacked:
            for value in self.value(key.file, place):
                if isinstance(value, MappingValue):
                    found.update(self._held(value, how, name))
        return found

    def _shelf(self, mapping: MappingValue) -> Shelf:
        place = mapping.file, mapping.expression
        shelf = self.shelves.get(place)
        if shelf is None:
            entries = self._entries(mapping)
            named: dict[str, list[int]] = {}
            for entry in entries:
                if entry.key not in (None, "**"):
                    named.setdefault(str(entry.key), []).append(entry.value)
            shelf = self.shelves[place] = Shelf(
                named,
                [entry.value for entry in entries if entry.key is None],
                [entry.value for entry in entries if entry.key != "**"],
                [entry.value for entry in entries if entry.key == "**"],
            )
        return shelf

    def filled(self, mapping: MappingValue) -> None:
        """Have everything in a dict display computed, and in what it unpacks."""
        self.ask("filled", mapping.file, mapping.expression)

    def of_filled(self, key: Fact) -> Iterable[Value]:
        """Nothing: see :meth:`filled`."""
        shelf = self._shelf(MappingValue(key.file, key.scope))
        for place in shelf.all:
            self.have(key.file, place)
        for place in shelf.unpacked:
            for value in self.value(key.file, place):
                if isinstance(value, MappingValue) and not value.view:
                    self.filled(value)
        return EMPTY

    def _entries(self, mapping: MappingValue) -> tuple[Entry, ...]:
        expression = self.facts[mapping.file].expressions[mapping.expression]
        return expression.entries if isinstance(expression, Mapping) else ()

    def flat(self, mapping: MappingValue) -> Iterable[tuple[int, Entry]]:
        """The entries of a dict display and of what it unpacks, each with its file."""
        ring = [mapping]
        seen = set(ring)
        for _ in range(_UNPACKED + 1):
            following: list[MappingValue] = []
            for held in ring:
                for entry in self._entries(held):
                    if entry.key != "**":
                        yield held.file, entry
                        continue
                    values = self.in_order(self.value(held.file, entry.value))
                    following += [value for value in values if isinstance(value, MappingValue) and not value.view]
            ring = [value for value in dict.fromkeys(following) if value not in seen]
            seen.update(ring)

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
        elif isinstance(base, InstanceValue):
            yield from self._item_of(base, key)
        elif isinstance(base, (GeneratorValue, PendingValue)):
            yield from self.element(base)

    def _item_of(self, base: InstanceValue, key: str | int | None) -> Iterable[Value]:
        """``object[key]``: a field of a named tuple or typed dict, else what the class says of it."""
        scope = self.scope(base.file, base.scope)
        kinds = {value.path for value in self.bases(base.file, base.scope) if isinstance(value, External)}
        name = key
        if isinstance(key, int) and kinds & _NAMED_TUPLES:
            fields = list(self.fields(base.file, scope))
            name = fields[key] if -len(fields) <= key < len(fields) else None
        elif not kinds & _TYPED_DICTS:
            name = None
        if isinstance(name, str):
            yield from self.ask("attribute", base.file, base.scope, name)
        for method in self.ask("attribute", base.file, base.scope, "__getitem__"):
            if isinstance(method, FunctionValue):
                yield from self.ask("result", method.file, method.scope)

    def fields(self, file: int, scope: Scope) -> Iterable[str]:
        """The names in a class that are neither methods nor classes, in their order."""
        expressions = self.facts[file].expressions
        for name, places in scope.names.items():
            if not any(isinstance(expressions[place], (Function, Class)) for place in places):
                yield name
