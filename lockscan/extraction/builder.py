"""The tables that the visitor fills: expressions, scopes, uses, and which syntax nodes need a place."""

from collections.abc import Iterable

import libcst as cst

from lockscan.model.facts import (
    Attribute,
    Element,
    Expression,
    Free,
    Id,
    Item,
    Join,
    Lookup,
    Parameter,
    ParameterFacts,
    Scope,
    ScopeKind,
    Sequence,
    Store,
    Unknown,
    Use,
)
from lockscan.model.program import ReferenceKind

NOTHING: Id = 0

# What a tracked node is: the same letters name the nodes of `ast` in `positions`.
CALL, ATTRIBUTE, SUBSCRIPT, NAME, TEXT, DICT, KEYWORD, ALIAS = "CASNTDKI"

# The bindings that reach a point in a scope, by name.
Flow = dict[str, Id]


class OpenScope:
    """A scope while its body is being visited."""

    def __init__(self, kind: ScopeKind, path: str, parent: int, local: set[str]) -> None:
        self.kind = kind
        self.path = path
        self.parent = parent
        self.local = local
        self.names: dict[str, list[Id]] = {}
        self.stars: list[Id] = []
        self.attributes: dict[str, list[Id]] = {}
        self.bases: list[Id] = []
        self.parameters: tuple[ParameterFacts, ...] = ()
        self.decorators: tuple[Id, ...] = ()
        self.returned: list[Id] = []
        self.yielded: list[Id] = []
        self.annotated: Id = NOTHING
        self.applied: list[Id] = []
        self.outer: set[str] = set()
        # Names that functions inside rebind: no order of statements tells what they stand for.
        self.shared: set[str] = set()
        self.receiver = ""

    def closed(self) -> Scope:
        """The scope as facts."""
        return Scope(
            kind=self.kind,
            path=self.path,
            parent=self.parent,
            names={name: tuple(dict.fromkeys(ids)) for name, ids in self.names.items()},
            stars=tuple(self.stars),
            attributes={name: tuple(dict.fromkeys(ids)) for name, ids in self.attributes.items()},
            bases=tuple(self.bases),
            parameters=self.parameters,
            decorators=self.decorators,
            returned=tuple(dict.fromkeys(self.returned)),
            yielded=tuple(dict.fromkeys(self.yielded)),
            annotated=self.annotated,
            applied=tuple(dict.fromkeys(self.applied)),
        )


class Builder:
    """State of one walk; its subclasses know the syntax."""

    def __init__(self) -> None:
        self.expressions: list[Expression] = [Unknown()]
        self.interned: dict[Expression, Id] = {}
        self.scopes: list[OpenScope] = []
        self.uses: list[Use] = []
        self.stores: list[Store] = []
        self.nodes: list[cst.CSTNode] = []
        self.kinds: list[str] = []
        self.scope = -1
        self.flow: Flow = {}
        self.overlays: list[Flow] = []
        self.fixed_region = -1
        # How types that an annotation names are used: outside of annotations they are only named.
        self.naming = ReferenceKind.ANNOTATE

    def add(self, expression: Expression) -> Id:
        """The place of an expression in the table; equal ones share it."""
        found = self.interned.get(expression)
        if found is None:
            found = self.interned[expression] = len(self.expressions)
            self.expressions.append(expression)
        return found

    def reserve(self) -> Id:
        """A place whose expression is known later; see :meth:`fill`."""
        self.expressions.append(Unknown())
        return len(self.expressions) - 1

    def fill(self, place: Id, expression: Expression) -> None:
        """Say what stands at a reserved place."""
        self.expressions[place] = expression

    def join(self, parts: Iterable[Id]) -> Id:
        """Any of the parts; nothing and repetitions are left out."""
        distinct = tuple(dict.fromkeys(part for part in parts if part != NOTHING))
        if len(distinct) > 1:
            return self.add(Join(distinct))
        return distinct[0] if distinct else NOTHING

    def track(self, kind: str, node: cst.CSTNode) -> int:
        """Note that a node needs a place, in source order; gives the index of its region."""
        if self.fixed_region >= 0:
            return self.fixed_region
        self.kinds.append(kind)
        self.nodes.append(node)
        return len(self.nodes) - 1

    def upcoming(self) -> int:
        """The index that the next tracked node will have."""
        return self.fixed_region if self.fixed_region >= 0 else len(self.nodes)

    def use(self, kind: ReferenceKind, expression: Id, region: int, role: str = "") -> None:
        """Note a place that may refer to something outside."""
        if expression != NOTHING:
            self.uses.append(Use(kind, expression, self.scope, region, role))

    # Names

    def open(self, kind: ScopeKind, name: str, local: set[str]) -> OpenScope:
        """Enter a new scope; the caller saves and restores ``scope``, ``flow`` and ``overlays``."""
        parent = self.scopes[self.scope] if self.scope >= 0 else None
        path = f"{parent.path}.{name}" if parent is not None and parent.path else name
        scope = OpenScope(kind, path, self.scope, local)
        self.scopes.append(scope)
        self.scope = len(self.scopes) - 1
        self.flow = {}
        self.overlays = []
        return scope

    def read(self, name: str) -> Id:
        """What a name stands for where the walk is."""
        for overlay in reversed(self.overlays):
            if name in overlay:
                return overlay[name]
        current = self.scopes[self.scope]
        if name in current.shared:
            return self.join((self.flow.get(name, NOTHING), self.add(Lookup(self.scope, name))))
        if name in self.flow:
            value = self.flow[name]
            # A chain that begins at a name is told from the chain that the name was bound to.
            return self.add(Join((value,))) if isinstance(self.expressions[value], (Attribute, Item)) else value
        if name in current.outer:
            return self.add(Lookup(self.owner(name), name))
        if name in current.local and current.kind is not ScopeKind.CLASS:
            # Read before any assignment that the walk has seen: the name is deleted, or not bound yet.
            return NOTHING
        owner = self.owner(name)
        return self.add(Free(name)) if owner < 0 else self.add(Lookup(owner, name))

    def owner(self, name: str) -> int:
        """The enclosing scope that binds a name, or -1."""
        current = self.scopes[self.scope]
        index = 0 if name in current.outer and name not in self.enclosing(name) else current.parent
        while index >= 0:
            scope = self.scopes[index]
            if scope.kind is not ScopeKind.CLASS and name in scope.local:
                return index
            index = scope.parent
        return -1

    def enclosing(self, name: str) -> set[str]:
        """The name as a set when an enclosing function binds it, so that ``nonlocal`` is told from ``global``."""
        index = self.scopes[self.scope].parent
        while index > 0:
            scope = self.scopes[index]
            if scope.kind is ScopeKind.FUNCTION and name in scope.local:
                return {name}
            index = scope.parent
        return set()

    def bind(self, name: str, value: Id) -> None:
        """Let a name stand for a value from here on."""
        current = self.scopes[self.scope]
        if name in current.outer:
            owner = self.owner(name)
            if owner >= 0:
                self.scopes[owner].names.setdefault(name, []).append(value)
            return
        current.local.add(name)
        current.names.setdefault(name, []).append(value)
        self.flow[name] = value

    def extend(self, name: str, value: Id) -> None:
        """Let a name stand for a value beside what it stands for: ``name[key] = value``, ``name.append(value)``."""
        if name in self.flow:
            self.bind(name, self.join((self.flow[name], value)))
            return
        owner = self.owner(name)
        if owner >= 0:
            self.scopes[owner].names.setdefault(name, []).append(value)
            self.scopes[owner].shared.add(name)

    def is_receiver(self, expression: Id) -> OpenScope | None:
        """The class whose ``self`` an expression is, if it is one."""
        found = self.expressions[expression]
        if isinstance(found, Parameter):
            function = self.scopes[found.scope]
            if function.receiver == found.name:
                return self.scopes[function.parent]
        return None

    def store(self, base: Id, name: str, value: Id) -> None:
        """Note ``base.name = value``."""
        if NOTHING in (value, base):
            return
        owner = self.is_receiver(base)
        if owner is not None:
            owner.attributes.setdefault(name, []).append(value)
        else:
            self.stores.append(Store(base, name, value))

    def one_of(self, *items: Id) -> Id:
        """A sequence of these items."""
        return self.add(Sequence(items))

    def element(self, base: Id) -> Id:
        """What iterating over an expression gives."""
        return NOTHING if base == NOTHING else self.add(Element(base))

    def merge(self, flows: Iterable[Flow]) -> Flow:
        """The flow after branches that ended in these."""
        flows = list(flows)
        if len(flows) == 1:
            return flows[0]
        merged: Flow = {}
        differing: set[str] = set()
        for flow in flows:
            for name, value in flow.items():
                if merged.setdefault(name, value) != value:
                    differing.add(name)
        for name in [name for name in merged if name in differing] if differing else ():
            merged[name] = self.join(flow[name] for flow in flows if name in flow)
        return merged
