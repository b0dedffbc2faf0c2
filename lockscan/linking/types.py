"""Types: what they are by name, what objects of them are, and what an annotation or ``isinstance`` rules out."""

import builtins
from collections.abc import Iterable

from lockscan.linking.containers import Containers
from lockscan.linking.outside import FOLLOWED, OPEN, OPEN_PACKAGES, SENDING
from lockscan.linking.values import (
    ClassValue,
    External,
    FunctionValue,
    InstanceValue,
    Literal,
    ModuleValue,
    PendingValue,
    Place,
    SequenceValue,
    TextValue,
    TypeValue,
    Value,
    Values,
)
from lockscan.model.facts import (
    Alias,
    Attribute,
    Call,
    Class,
    Free,
    Function,
    Imported,
    Instance,
    Join,
    Lookup,
    Mapping,
    Module,
    Narrowed,
    Sequence,
    Text,
)

# What a type is by name: a dotted name from outside, a class of the project, a module of it, or a name in a file that
# is not loaded.
Named = str | Place | ModuleValue | PendingValue
_UNKNOWN = ""
_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
# How many imports, aliases and attributes lie between a type's name and its definition at most.
_DEEPEST = 8


class Types(Containers):
    """What types stand for, and what is known of an object by its type."""

    def _function(self, file: int, _place: int, expression: Function) -> Iterable[Value]:
        yield FunctionValue(file, expression.scope)

    def _class(self, file: int, _place: int, expression: Class) -> Iterable[Value]:
        yield ClassValue(file, expression.scope)

    def _alias(self, file: int, _place: int, expression: Alias) -> Iterable[Value]:
        yield TypeValue(file, expression.of)

    def _instance(self, file: int, _place: int, expression: Instance) -> Iterable[Value]:
        return self.objects(self.value(file, expression.of))

    def objects(self, types: Values) -> Iterable[Value]:
        """Objects of types."""
        for of in self.types(types):
            if isinstance(of, ClassValue):
                yield InstanceValue(of.file, of.scope)
            elif isinstance(of, External) and not of.path.endswith(")"):
                yield External(f"{of.path}()")
            elif isinstance(of, TypeValue):
                yield from self.value(of.file, of.of)
            elif isinstance(of, PendingValue):
                yield of

    def types(self, values: Values, depth: int = 3) -> Iterable[Value]:
        """The values, tuples of types taken apart."""
        for value in values:
            if isinstance(value, SequenceValue):
                for item in self.items(value) if depth else ():
                    yield from self.types(item, depth - 1)
            else:
                yield value

    def named_types(self, values: Values) -> Iterable[Value]:
        """The types that an expression names, those of a union or tuple one by one."""
        for value in self.types(values):
            if isinstance(value, TypeValue):
                for name in self.annotated(value.file, value.of):
                    if isinstance(name, str) and name:
                        yield External(name)
            else:
                yield value

    # By name: what the statements alone say, so that it does not depend on what is computed already

    def named(self, file: int, place: int, depth: int = _DEEPEST) -> Iterable[Named]:
        """What a type is by name; ``None`` says nothing, and what is no name of a type is unknown."""
        found = self.facts[file].expressions[place]
        if not depth:
            yield _UNKNOWN
        elif isinstance(found, Class):
            yield file, found.scope
        elif isinstance(found, Free):
            known = hasattr(builtins, found.name) and not self.facts[file].scopes[0].stars
            yield f"builtins.{found.name}" if known else _UNKNOWN
        elif isinstance(found, Module):
            module = self.layout.find(self.paths[file], found.name, 0)
            yield found.name if module is None else ModuleValue(module)
        elif isinstance(found, Imported):
            module = self.layout.find(self.paths[file], found.module, found.level)
            if module is not None:
                yield from self._named_in(module, found.name, depth - 1)
            else:
                yield _UNKNOWN if found.level else f"{found.module}.{found.name}"
        elif isinstance(found, Attribute):
            for base in self.named(file, found.base, depth - 1):
                yield from self._named_of(base, found.name, depth - 1)
        elif isinstance(found, (Join, Sequence, Lookup)):
            yield from self._named_any(file, found, depth - 1)
        elif isinstance(found, Alias):
            yield from self.annotated(file, found.of, depth - 1)
        elif not isinstance(found, Text):
            yield _UNKNOWN

    def _named_any(self, file: int, found: Join | Sequence | Lookup, depth: int) -> Iterable[Named]:
        if isinstance(found, Join):
            parts = found.parts
        elif isinstance(found, Sequence):
            parts = found.items
        else:
            parts = self.scope(file, found.scope).names.get(found.name, ()) or (0,)
        for part in parts:
            yield from self.named(file, part, depth)

    def _named_of(self, base: Named, name: str, depth: int) -> Iterable[Named]:
        if isinstance(base, str):
            yield f"{base}.{name}" if base else _UNKNOWN
        elif isinstance(base, ModuleValue):
            yield from self._named_in(base.module, name, depth)
        elif isinstance(base, PendingValue):
            yield base
        else:
            for place in self.scope(*base).names.get(name, ()) or (0,):
                yield from self.named(base[0], place, depth)

    def _named_in(self, module: str, name: str, depth: int) -> Iterable[Named]:
        number = self.numbers.get(module)
        if number is None and module in self.layout.files and self.layout.child(module, name) is None:
            yield PendingValue(module)
            return
        if number is not None and name in self.facts[number].scopes[0].names:
            for place in self.facts[number].scopes[0].names[name]:
                yield from self.named(number, place, depth)
            return
        child = self.layout.child(module, name)
        yield _UNKNOWN if child is None else ModuleValue(child)

    def annotated(self, file: int, annotation: int, depth: int = _DEEPEST) -> Iterable[Named]:
        """The types that an annotation names; unknown where it says nothing of some object that it allows."""
        found = self.facts[file].expressions[annotation]
        if isinstance(found, Instance):
            yield from self.named(file, found.of, depth)
        elif isinstance(found, Join):
            for part in found.parts:
                yield from self.annotated(file, part, depth - 1) if depth else (_UNKNOWN,)
        elif isinstance(found, (Class, Imported, Module, Attribute, Lookup, Free)):
            # `type[Class]`
            yield from self.named(file, annotation, depth)
        elif not isinstance(found, (Text, Call)):
            yield _UNKNOWN

    def closed(self, file: int, annotation: int) -> bool:
        """Whether an annotation names all types that an object may have, or that what it holds may have."""
        found = self.facts[file].expressions[annotation]
        parts = found.parts if isinstance(found, Join) else (annotation,)
        held = {part: self._held_by(file, part) for part in parts}
        names = [name for part in parts if not held[part] for name in self.annotated(file, part)]
        return (
            bool(names or any(held.values()))
            and not any(_is_open(name) or self._is_protocol(name) for name in names)
            and all(self._is_ours(file, inner) for inners in held.values() for inner in inners)
        )

    def _held_by(self, file: int, annotation: int) -> tuple[int, ...]:
        """What the items of an annotated container are."""
        found = self.facts[file].expressions[annotation]
        if isinstance(found, Mapping):
            return tuple(entry.value for entry in found.entries)
        return found.items if isinstance(found, Sequence) else ()

    def _is_ours(self, file: int, annotation: int) -> bool:
        """Whether an annotation names all types that an object may have, and none of a vendor's."""
        return self.closed(file, annotation) and not any(
            isinstance(name, str) and self._is_vendors(name) for name in self.annotated(file, annotation)
        )

    def _is_vendors(self, name: str) -> bool:
        head = name.partition(".")[0]
        return head in self.heads and head not in FOLLOWED and head not in SENDING

    def _is_protocol(self, name: Named) -> bool:
        """Whether a class of the project says what objects of any class must have."""
        if not isinstance(name, tuple):
            return False
        file, scope = name
        bases = (one for base in self.scope(file, scope).bases for one in self.named(file, base))
        return any(base in _PROTOCOLS for base in bases)

    def believed(self, file: int, annotation: int, values: Iterable[Value]) -> Iterable[Value]:
        """The values that an annotation allows: where it names all types, nothing of a vendor's that it does not name.

        Of what it does name, the value tells which client it is.
        """
        declared = self.value(file, annotation)
        outside = {value.path for value in declared if isinstance(value, External) and _is_outside(value)}
        closed = not outside and self.closed(file, annotation)
        for value in values:
            if outside:
                if isinstance(value, (Literal, TextValue)) or (isinstance(value, External) and value.path in outside):
                    yield value
            elif not (closed and isinstance(value, External)):
                yield value

    def allowed(self, file: int, annotations: Iterable[int], values: Iterable[Value]) -> Iterable[Value]:
        """The values, without what is a vendor's where annotations name only types that are none of theirs."""
        ours = all(
            self.closed(file, annotation) and not any(map(_is_outside, self.value(file, annotation)))
            for annotation in annotations
        )
        return (value for value in values if not (ours and isinstance(value, External)))

    def _narrowed(self, file: int, _place: int, expression: Narrowed) -> Iterable[Value]:
        names = list(self.named(file, expression.to))
        base = self.value(file, expression.base)
        if expression.holds and names and all(name in OPEN for name in names):
            # What an SDK gives as it is is no list, but what is read off that may be one.
            plain = names == ["builtins.dict"]
            for value in base:
                if not (isinstance(value, External) and (plain or value.path.endswith(")"))):
                    yield value
        elif any(_is_open(name) for name in names):
            yield from base
        elif expression.holds:
            types = self.value(file, expression.to)
            yield from self.objects(types)
            heads = {of.path.partition(".")[0] for of in self.types(types) if isinstance(of, External)}
            for value in base:
                if isinstance(value, External):
                    # It may be of a class that derives from the one that is named.
                    if value.path.partition(".")[0] in heads:
                        yield value
                elif not isinstance(value, InstanceValue) or self.derives(ClassValue(value.file, value.scope), types):
                    yield value
        else:
            for value in base:
                if isinstance(value, External):
                    if value.path.removesuffix("()") not in names:
                        yield value
                elif not isinstance(value, InstanceValue) or value.file != file or (file, value.scope) not in names:
                    yield value

    def derives(self, of: ClassValue, types: Values, depth: int = _DEEPEST) -> bool:
        """Whether a class is one of some types, or derives from one."""
        return of in set(self.types(types)) or (
            depth > 0
            and any(
                isinstance(base, ClassValue) and self.derives(base, types, depth - 1)
                for base in self.ask("bases", of.file, of.scope)
            )
        )


def _is_outside(value: Value) -> bool:
    """Whether a value is of a package that rules speak of."""
    return isinstance(value, External) and value.path.partition(".")[0] not in FOLLOWED


def _is_open(name: Named) -> bool:
    """Whether an object of a type may be, or hold, anything."""
    if isinstance(name, str):
        return name == _UNKNOWN or name in OPEN or name.partition(".")[0] in OPEN_PACKAGES
    return isinstance(name, ModuleValue)
