"""The walk over annotations: every type that they name is a use, and what is annotated is an object of it."""

import builtins
from collections.abc import Callable, Iterable

import libcst as cst

from lockscan.extraction.builder import NAME, NOTHING, SUBSCRIPT, TEXT, Flow
from lockscan.extraction.literals import text_of
from lockscan.extraction.names import NameWalk, last_name
from lockscan.model.facts import Alias, Entry, Free, Id, Instance, Lookup, Mapping
from lockscan.model.program import ReferenceKind

# What the subscript of these typing constructs stands for.
_ANY_OF = frozenset({
    "Optional", "Union", "Required", "NotRequired", "ReadOnly", "Final", "ClassVar", "InitVar", "Awaitable",
    "ContextManager", "AsyncContextManager", "AbstractContextManager", "AbstractAsyncContextManager", "Depends",
    "Mapped",
})  # fmt: skip
_LAST_OF = frozenset({"Coroutine"})
_ELEMENTS_OF = frozenset({
    "List", "list", "Sequence", "MutableSequence", "Iterable", "Iterator", "AsyncIterable", "AsyncIterator",
    "Collection", "Generator", "AsyncGenerator", "Set", "set", "FrozenSet", "frozenset", "Tuple", "tuple", "Deque",
    "deque", "Container", "AbstractSet", "Reversible",
})  # fmt: skip
_TUPLES = frozenset({"Tuple", "tuple"})
_VALUES_OF = frozenset({
    "Dict", "dict", "Mapping", "MutableMapping", "DefaultDict", "defaultdict", "OrderedDict", "WeakValueDictionary",
    "ContextVar",
})  # fmt: skip
_TYPE_OF = frozenset({"Type", "type"})
_LITERAL = frozenset({"Literal"})
_GENERIC = _ANY_OF | _LAST_OF | _ELEMENTS_OF | _VALUES_OF | _TYPE_OF | _LITERAL | {"Annotated", "Callable"}
_TYPING = frozenset({"typing", "typing_extensions", "collections", "contextlib", "contextvars"})
_INJECTING = frozenset({"Depends", "Security"})


class AnnotationWalk(NameWalk):
    """Handlers for annotations."""

    def annotation(self, node: cst.BaseExpression) -> Id:
        """The place of an object of the annotated type."""
        if type(node) is cst.Name or type(node) is cst.Attribute:
            named = self.type_name(node)
            return NOTHING if named == NOTHING else self.add(Instance(named))
        if type(node) is cst.Subscript:
            return self.generic(node)
        if isinstance(node, cst.BinaryOperation):
            return self.join((self.annotation(node.left), self.annotation(node.right)))
        if isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
            return self.forward(node)
        if isinstance(node, (cst.List, cst.Tuple)):
            return self.join([self.annotation(element.value) for element in node.elements])
        return self.visit(node)

    def type_name(self, node: cst.Name | cst.Attribute) -> Id:
        """The place of a type itself, with its use."""
        if isinstance(node, cst.Name) and node.value in ("None", "True", "False"):
            return NOTHING
        region = self.upcoming()
        if isinstance(node, cst.Name):
            self.track(NAME, node)
            named = self.read(node.value) or self.late(node.value)
        else:
            named = self.attribute(node)
        self.use(self.naming, named, region)
        return named

    def late(self, name: str) -> Id:
        """A name that the module binds further down, as annotations in strings may use."""
        owner = self.scope if name in self.scopes[self.scope].local else self.owner(name)
        return NOTHING if owner < 0 else self.add(Lookup(owner, name))

    def generic(self, node: cst.Subscript) -> Id:
        """``Head[inner]``: what that is depends on the head."""
        self.track(SUBSCRIPT, node)
        head = last_name(node.value)
        outer = self.type_name(node.value) if isinstance(node.value, (cst.Name, cst.Attribute)) else NOTHING
        inner = [element.slice.value for element in node.slice if isinstance(element.slice, cst.Index)]
        if head in _LITERAL:
            for value in inner:
                self.visit(value)
            return NOTHING
        if head == "Annotated":
            first = self.annotation(inner[0])
            return self.join((first, *(self.injected(value) for value in inner[1:])))
        parts = [self.annotation(value) for value in inner]
        if head in _ANY_OF:
            return self.join(parts)
        if head in _LAST_OF:
            return parts[-1]
        if head in _TUPLES and not any(isinstance(value, cst.Ellipsis) for value in inner):
            return self.one_of(*parts)
        if head in _ELEMENTS_OF:
            return self.one_of(self.join(parts))
        if head in _VALUES_OF:
            return self.add(Mapping((Entry(None, parts[-1], 0),)))
        if head in _TYPE_OF:
            return self.alias(parts[0])
        if head == "Callable":
            return NOTHING if parts[-1] == NOTHING else self.add(Alias(parts[-1]))
        return NOTHING if outer == NOTHING else self.add(Instance(outer))

    def injected(self, node: cst.BaseExpression) -> Id:
        """What a framework passes for a parameter that is annotated with this beside its type."""
        found = self.visit(node)
        called = isinstance(node, cst.Call) and last_name(node.func) in _INJECTING
        return found if called else NOTHING

    def is_type(self, node: cst.Subscript) -> bool:
        """Whether this is a type such as ``Union[A, B]``, wherever it stands."""
        if last_name(node.value) not in _GENERIC:
            return False
        head = node.value.value if isinstance(node.value, cst.Attribute) else node.value
        if not isinstance(head, cst.Name):
            return False
        found = self.expressions[self.read(head.value)]
        if isinstance(found, Free):
            return head is node.value and hasattr(builtins, found.name)
        return self.dotted(self.read(head.value)).partition(".")[0] in _TYPING

    def forward(self, node: cst.SimpleString | cst.ConcatenatedString) -> Id:
        """An annotation in a string; everything in it has the place of the string."""
        region = self.track(TEXT, node)
        parsed = _parsed(node)
        return NOTHING if parsed is None else self.at(region, self.annotation, parsed)

    def quoted(self, node: cst.BaseExpression, region: int) -> Id | None:
        """A type that is written in a string, which has a place already; ``None`` for anything but a string."""
        parsed = _parsed(node)
        return None if parsed is None else self.at(region, self.named_type, parsed)

    def at(self, region: int, walk: Callable[[cst.BaseExpression], Id], node: cst.BaseExpression) -> Id:
        """Walk an expression all of which has one place."""
        saved, self.fixed_region = self.fixed_region, region
        found = walk(node)
        self.fixed_region = saved
        return found

    def alias(self, annotated: Id) -> Id:
        """The type that gives what an annotation stands for."""
        found = self.expressions[annotated]
        if annotated == NOTHING:
            return NOTHING
        return found.of if isinstance(found, Instance) else self.add(Alias(annotated))

    def named_type(self, node: cst.BaseExpression) -> Id:
        """A type that is written where a value stands, and so annotates nothing yet."""
        self.naming, naming = ReferenceKind.READ, self.naming
        found = self.alias(self.annotation(node))
        self.naming = naming
        return found

    def type_variable(self, bounds: Iterable[Id]) -> Id:
        """A type variable: what it annotates is an object of its bounds, but it names none of them itself."""
        objects = self.join(self.add(Instance(bound)) for bound in bounds if bound != NOTHING)
        return NOTHING if objects == NOTHING else self.add(Alias(self.element(self.one_of(objects))))

    def type_parameters(self, node: cst.TypeParameters) -> Flow:
        """The type parameters that have a bound: those of a function are known in its signature alone."""
        found: Flow = {}
        for item in node.params:
            parameter = item.param
            if isinstance(parameter, cst.TypeVar) and parameter.bound is not None:
                found[parameter.name.value] = self.type_variable((self.named_type(parameter.bound),))
            if item.default is not None:
                self.visit(item.default)
        return found


def _parsed(node: cst.BaseExpression) -> cst.BaseExpression | None:
    """The expression that a string holds."""
    text = text_of(node)
    if text is None:
        return None
    try:
        return cst.parse_expression(text.strip())
    except (cst.ParserSyntaxError, RecursionError):
        return None
