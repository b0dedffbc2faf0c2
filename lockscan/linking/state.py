"""The program as far as it is loaded, and the questions that may be asked of it."""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple, TypeVar

from lockscan.linking.layout import Layout
from lockscan.linking.outside import FOLLOWED, SENDING
from lockscan.linking.solver import Solver
from lockscan.linking.values import (
    EMPTY,
    ClassValue,
    External,
    FunctionValue,
    InstanceValue,
    ModuleValue,
    Place,
    SequenceValue,
    Untold,
    Value,
    Values,
)
from lockscan.model.facts import (
    FileFacts,
    Scope,
    ScopeKind,
    Store,
)


class Fact(NamedTuple):
    """Something that is asked of a scope or module: ``of`` says what, see the transfer functions."""

    of: str
    file: int
    scope: int
    name: str = ""


Key = Place | Fact
V = TypeVar("V", bound=Value)

# What tells who is to be asked may not be cut short.
_WHOLE = frozenset({"below", "mixed"})
_THINGS = (External, FunctionValue, ClassValue, InstanceValue, ModuleValue, Untold)
_UNTOLD = Untold()
# Longer paths come from loops like `node = node.next`.
LONGEST_PATH = 14


def _told(values: Values) -> Values:
    """What is not mere data, or unknown: of hundreds of texts and dicts nothing can be said but that there are some."""
    things = frozenset(value for value in values if isinstance(value, _THINGS))
    return things if len(things) == len(values) else things | {_UNTOLD}


class Shelf(NamedTuple):
    """The expressions that a dict display holds: by their keys, behind keys that are computed, all, and unpacked."""

    named: dict[str, list[int]]
    open: list[int]
    all: list[int]
    unpacked: list[int]


class State:
    """The program as far as it is loaded.

    ``heads`` are the first names of the packages that matter; ``keyed`` the last names of the callables whose first
    argument belongs to the path, as in ``boto3.client(bedrock-runtime)``. ``leaves`` are as in ``Interest``.
    """

    def __init__(
        self, layout: Layout, heads: frozenset[str], keyed: frozenset[str], leaves: frozenset[tuple[str, str, str]]
    ) -> None:
        self.layout = layout
        self.heads = heads | FOLLOWED | SENDING
        self.keyed = keyed
        self.leaves = leaves
        self.paths: list[str] = []
        self.facts: list[FileFacts] = []
        self.numbers: dict[str, int] = {}
        self.stores: dict[str, list[tuple[int, Store]]] = {}
        # The classes that say something of a name.
        self.naming: dict[str, set[Value]] = {}
        self.shelves: dict[Place, Shelf] = {}
        self.missing: dict[str, dict[Key, None]] = {}
        self.solver: Solver[Key] = Solver(self.transfer, lambda key: isinstance(key, Fact) and key.of in _WHOLE, _told)
        self.kinds: dict[type, Callable[..., Iterable[Value]]] = {}

    def load(self, path: str, facts: FileFacts) -> int:
        """Add a file; whoever asked for it before is computed again."""
        number = self.numbers[path] = len(self.paths)
        self.paths.append(path)
        self.facts.append(facts)
        for index, scope in enumerate(facts.scopes):
            if scope.kind is ScopeKind.CLASS:
                for name in {**scope.attributes, **scope.names}:
                    self.naming.setdefault(name, set()).add(ClassValue(number, index))
        for store in facts.stores:
            stores = self.stores.setdefault(store.name, [])
            stores.append((number, store))
            self.solver.grow(Fact("stores", -1, 0, store.name), frozenset((SequenceValue(number, len(stores)),)))
        self.solver.pending.update(self.missing.pop(path, {}))
        return number

    def value(self, file: int, expression: int) -> Values:
        """What an expression of a file stands for."""
        return self.solver.get((file, expression)) if expression else EMPTY

    def have(self, file: int, expression: int) -> None:
        """Have an expression computed, for those who read it in the end."""
        if expression:
            self.solver.have((file, expression))

    def in_order(self, values: Collection[V]) -> list[V]:
        """Values in an order that does not depend on when their files were loaded."""
        return sorted(values, key=self._rank) if len(values) > 1 else list(values)

    def _rank(self, value: Value) -> tuple[object, ...]:
        fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return type(value).__name__, *(self._by_path(name, field) for name, field in fields)

    def _by_path(self, name: str, field: Place | int | str | None) -> object:
        if isinstance(field, tuple):
            return self.paths[field[0]], field[1]
        if field is None:
            return "", 0
        return self.paths[field] if name == "file" and isinstance(field, int) else field

    def scope(self, file: int, scope: int) -> Scope:
        return self.facts[file].scopes[scope]

    def says(self, file: int, scope: int, name: str) -> bool:
        """Whether a class itself has a name, so that its bases are not asked for it."""
        found = self.scope(file, scope)
        return name in found.attributes or name in found.names

    def transfer(self, key: Key) -> Values:
        """What a place stands for, given what the others do."""
        if isinstance(key, Fact):
            return frozenset(getattr(self, f"of_{key.of}")(key))
        file, place = key
        expression = self.facts[file].expressions[place]
        handler = self.kinds.get(type(expression))
        return EMPTY if handler is None else frozenset(handler(file, place, expression))

    def ask(self, of: str, file: int, scope: int, name: str = "") -> Values:
        return self.solver.get(Fact(of, file, scope, name))
