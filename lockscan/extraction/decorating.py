"""Decorators of the same file that change what a function gives: told by what their wrappers return."""

from collections.abc import Iterator, Sequence

from lockscan.extraction.builder import OpenScope
from lockscan.model.facts import (
    Attribute,
    Call,
    Element,
    Expression,
    Function,
    Id,
    Item,
    Join,
    Lookup,
    Mapping,
    Parameter,
)
from lockscan.model.facts import Sequence as SequenceFacts

_DEEPEST = 8


class Decorating:
    """Looks at the decorators of one file, as far as the walk has come."""

    def __init__(self, expressions: Sequence[Expression], scopes: Sequence[OpenScope]) -> None:
        self.expressions = expressions
        self.scopes = scopes

    def replaces(self, decorator: Id) -> bool:
        """Whether calls of what is decorated give something else than before.

        So it is when all that the decorator gives are functions of its own, and what these return is made of what the
        decorated function gives, and is not just that. Where that is not plain, the function stays what it was.
        """
        found = self._function(decorator)
        if found is None or not found.parameters:
            return False
        wrappers = [self._function(returned) for returned in found.returned]
        index = self.scopes.index(found)
        return bool(wrappers) and all(
            wrapper is not None and self._changes(wrapper, index, found.parameters[0].name) for wrapper in wrappers
        )

    def _function(self, place: Id, depth: int = _DEEPEST) -> OpenScope | None:
        """The function of this file that an expression surely is: by name, or as what another one returns."""
        found = self.expressions[place]
        if isinstance(found, Function):
            return self.scopes[found.scope]
        if not depth:
            return None
        if isinstance(found, Lookup):
            bindings = self.scopes[found.scope].names.get(found.name, [])
            return self._function(bindings[0], depth - 1) if len(bindings) == 1 else None
        if isinstance(found, Join) and len(found.parts) == 1:
            return self._function(found.parts[0], depth - 1)
        if isinstance(found, Call):
            maker = self._function(found.function, depth - 1)
            if maker is not None and len(maker.returned) == 1:
                return self._function(maker.returned[0], depth - 1)
        return None

    def _changes(self, wrapper: OpenScope, decorator: int, name: str) -> bool:
        parts = [part for returned in wrapper.returned for part in self._parts(returned)]
        inner = [self._inner(part, decorator, name) for part in parts if not self._calls(part, decorator, name)]
        return bool(parts) and not wrapper.yielded and len(inner) == len(parts) and all(inner)

    def _parts(self, place: Id, depth: int = _DEEPEST) -> Iterator[Id]:
        found = self.expressions[place]
        if isinstance(found, Join) and depth:
            for part in found.parts:
                yield from self._parts(part, depth - 1)
        else:
            yield place

    def _is(self, place: Id, decorator: int, name: str) -> bool:
        """Whether an expression is the decorated function."""
        found = self.expressions[place]
        if isinstance(found, Join) and len(found.parts) == 1:
            found = self.expressions[found.parts[0]]
        return isinstance(found, (Parameter, Lookup)) and (found.scope, found.name) == (decorator, name)

    def _calls(self, place: Id, decorator: int, name: str) -> bool:
        found = self.expressions[place]
        return isinstance(found, Call) and self._is(found.function, decorator, name)

    def _inner(self, place: Id, decorator: int, name: str, depth: int = _DEEPEST) -> bool:
        """Whether what the decorated function gives is part of an expression, and the function itself is not."""
        if not depth or self._is(place, decorator, name):
            return False
        if self._calls(place, decorator, name):
            return True
        inner = [part for part in _within(self.expressions[place]) if part]
        if any(self._is(part, decorator, name) for part in inner):
            return False
        return any(self._inner(part, decorator, name, depth - 1) for part in inner)


def _within(found: Expression) -> tuple[Id, ...]:
    if isinstance(found, Call):
        return (found.function, *(argument.value for argument in found.arguments))
    if isinstance(found, (Attribute, Item, Element)):
        return (found.base,)
    if isinstance(found, SequenceFacts):
        return found.items
    if isinstance(found, Mapping):
        return tuple(entry.value for entry in found.entries)
    return found.parts if isinstance(found, Join) else ()
