"""Attributes: of modules, of classes and their objects, and of what is outside."""

from collections.abc import Iterable

from lockscan.linking.names import Names
from lockscan.linking.outside import PROPERTIES
from lockscan.linking.state import LONGEST_PATH, Fact
from lockscan.linking.values import (
    EMPTY,
    ClassValue,
    External,
    FunctionValue,
    FutureValue,
    InstanceValue,
    MappingValue,
    ModuleValue,
    PendingValue,
    Place,
    SequenceValue,
    Value,
)
from lockscan.model.facts import (
    Argument,
    Attribute,
    Call,
    Class,
    Free,
    Function,
    Imported,
    Item,
    Join,
    Lookup,
    Module,
    Parameter,
    ScopeKind,
    Super,
)

# So many classes above one are looked at for a name.
_DEEPEST = 8
# What gives the plain data of an answer, whose own methods are nobody's.
_PLAIN = (".model_dump()", ".to_dict()", ".dict()", ".model_json_schema()")
_OF_MAPPINGS = frozenset({"clear", "copy", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"})
# What Python hangs on any object is nothing of a vendor's.
_OF_OBJECTS = frozenset({"__class__", "__dict__", "__doc__", "__module__"})


def _where(of: ClassValue) -> Place:
    return of.file, of.scope


def _last_two(path: str) -> tuple[str, str]:
    rest, _, last = path.rpartition(".")
    return rest.rpartition(".")[2], last


class Attributes(Names):
    """What attributes stand for."""

    def _attribute(self, file: int, _place: int, expression: Attribute) -> Iterable[Value]:
        for base in self.value(file, expression.base):
            leaf = base.path if isinstance(base, External) and self.is_leaf(base.path) else ""
            if not leaf or self._is_read(file, expression.base, leaf):
                yield from self.attribute(base, expression.name)

    def _is_read(self, file: int, place: int, path: str) -> bool:
        """Whether an expression reads what has a path off the answer that it is of, in one go with what follows."""
        expression = self.facts[file].expressions[place]
        return isinstance(expression, (Attribute, Item)) and any(
            isinstance(base, External) and path.startswith(base.path) for base in self.value(file, expression.base)
        )

    def is_leaf(self, path: str) -> bool:
        """Whether a path ends in what is read last off an answer."""
        return "(" in path and (path.partition(".")[0], *_last_two(path)) in self.leaves

    def attribute(self, base: Value, name: str) -> Iterable[Value]:
        """``base.name``."""
        if isinstance(base, External):
            plain = name in _OF_OBJECTS or (name in _OF_MAPPINGS and base.path.endswith(_PLAIN))
            if not plain and base.path.count(".") < LONGEST_PATH:
                yield External(f"{base.path}.{name}", base.client, base.call)
        elif isinstance(base, ModuleValue):
            yield from self.member(base.module, name)
        elif isinstance(base, (InstanceValue, ClassValue)):
            instance = isinstance(base, InstanceValue)
            for found in self.ask("attribute", base.file, base.scope, name):
                if isinstance(found, FunctionValue):
                    yield from self._method(found, name, instance)
                elif isinstance(found, InstanceValue) and "__get__" in self.scope(found.file, found.scope).names:
                    yield from self._got(found)
                else:
                    yield found
        elif (
            isinstance(base, MappingValue) and not base.view and name in ("values", "items", "get", "pop", "setdefault")
        ):
            yield MappingValue(base.file, base.expression, f".{name}")
        elif isinstance(base, FutureValue) and name == "result":
            yield FutureValue(base.file, base.call, taken=True)
        elif isinstance(base, PendingValue):
            yield base

    def _got(self, descriptor: InstanceValue) -> Iterable[Value]:
        """What a descriptor gives where it is read."""
        for method in self.ask("own", descriptor.file, descriptor.scope, "__get__"):
            if isinstance(method, FunctionValue):
                yield from self.ask("result", method.file, method.scope)

    def _method(self, function: FunctionValue, name: str, instance: bool) -> Iterable[Value]:
        scope = self.scope(function.file, function.scope)
        names = [self.decorator_name(function.file, place) for place in scope.decorators]
        # A property that is kept in an attribute of another name is just a function there.
        own = scope.path.rpartition(".")[2] == name
        if instance and own and any(one in PROPERTIES or one.endswith("property") for one in names):
            yield from self.ask("result", function.file, function.scope)
            return
        in_class = scope.parent >= 0 and self.scope(function.file, scope.parent).kind is ScopeKind.CLASS
        bound = in_class and "staticmethod" not in names and (instance or "classmethod" in names)
        yield FunctionValue(function.file, function.scope, bound)

    def decorator_name(self, file: int, place: int) -> str:
        """The dotted name of a decorator as it is written."""
        expression = self.facts[file].expressions[place]
        if isinstance(expression, Free):
            return expression.name
        if isinstance(expression, Imported):
            return f"{expression.module}.{expression.name}"
        if isinstance(expression, Module):
            return expression.name
        if isinstance(expression, Attribute):
            return f"{self.decorator_name(file, expression.base)}.{expression.name}"
        if isinstance(expression, Call):
            return self.decorator_name(file, expression.function)
        if isinstance(expression, Lookup):
            bindings = self.scope(file, expression.scope).names.get(expression.name, ())
            found = self.facts[file].expressions[bindings[0]] if len(bindings) == 1 else None
            if isinstance(found, Class):
                return expression.name
            return self.decorator_name(file, bindings[0]) if isinstance(found, (Imported, Module)) else ""
        return ""

    def of_attribute(self, key: Fact) -> Iterable[Value]:
        """An attribute of a class's objects: its own, else a base's and those that subclasses give them."""
        scope = self.scope(key.file, key.scope)
        self.ask("stores", -1, 0, key.name)
        says = self.says(key.file, key.scope, key.name)
        # Where neither the class nor a store knows of the name, the class has none of its own.
        own = says or key.name in self.stores
        found = set(self.ask("own", key.file, key.scope, key.name) if own else EMPTY)
        if says:
            return found
        bases = self.ask("bases", key.file, key.scope)
        # What the project itself defines is not looked for in a class from outside, which may have anything.
        defined = any(self._defines(base, key.name) for base in bases)
        for base in bases:
            if isinstance(base, ClassValue) and (base.file, base.scope) != (key.file, key.scope):
                found |= self.ask("attribute", base.file, base.scope, key.name)
            elif isinstance(base, External) and not defined:
                found.add(External(f"{base.path}().{key.name}", base.client, base.call))
            elif isinstance(base, PendingValue):
                found.add(base)
        found |= self._from_below(key)
        if not key.name.startswith("__"):
            for place in scope.names.get("__getattr__", ()):
                found.update(self._delegated(key.file, place, key.name))
        return found

    def _delegated(self, file: int, place: int, name: str) -> Iterable[Value]:
        """What ``__getattr__`` gives for a name that a class lacks, where it asks another object for it."""
        expressions = self.facts[file].expressions
        function = expressions[place]
        scope = self.scope(file, function.scope) if isinstance(function, Function) else None
        for returned in scope.returned if scope is not None and len(scope.parameters) > 1 else ():
            found = expressions[returned]
            for part in found.parts if isinstance(found, Join) else (returned,):
                call = expressions[part]
                if isinstance(call, Call) and expressions[call.function] == Free("getattr") and len(call.arguments) > 1:
                    asked = expressions[call.arguments[1].value]
                    if isinstance(asked, Parameter) and scope and asked.name == scope.parameters[1].name:
                        for base in self.value(file, call.arguments[0].value):
                            yield from self.attribute(base, name)

    def of_own(self, key: Fact) -> Iterable[Value]:
        """An attribute that the class itself or a store from outside gives its objects."""
        scope = self.scope(key.file, key.scope)
        found: set[Value] = set()
        for place in (*scope.attributes.get(key.name, ()), *scope.names.get(key.name, ())):
            found |= self.value(key.file, place)
        found |= self._stored(key.name, InstanceValue(key.file, key.scope))
        found |= self._stored(key.name, ClassValue(key.file, key.scope))
        if key.name in scope.names and "__init__" not in scope.names:
            found |= self.ask("field", key.file, key.scope, key.name)
        return found

    def _from_below(self, key: Fact) -> set[Value]:
        """What the classes that derive from a class give its objects.

        Those that say nothing of the name are not asked: of a class that hundreds derive from, each would be for each
        name.
        """
        below = self.ask("below", key.file, key.scope)
        found: set[Value] = set()
        if not below:
            return found
        giving = below & self.naming.get(key.name, EMPTY)
        storing = {file for file, _ in self.stores.get(key.name, ())}
        if storing:
            giving |= {one for one in below if isinstance(one, ClassValue) and one.file in storing}
        for one in giving:
            if isinstance(one, ClassValue) and self._inherits(one, key):
                found |= self.ask("own", one.file, one.scope, key.name)
        for one in self.ask("mixed", key.file, key.scope):
            if isinstance(one, ClassValue) and not self.says(*_where(one), key.name) and self._inherits(one, key):
                found |= self.ask("attribute", one.file, one.scope, key.name)
        return found

    def _defines(self, of: Value, name: str, depth: int = _DEEPEST) -> bool:
        """Whether a class of the project, or one above it, has a name."""
        return isinstance(of, ClassValue) and (
            self.says(*_where(of), name)
            or (depth > 0 and any(self._defines(base, name, depth - 1) for base in self.ask("bases", *_where(of))))
        )

    def _inherits(self, one: ClassValue, key: Fact) -> bool:
        """Whether a class derives from another, by classes that say nothing of a name."""
        seen = {one}
        ring = [one]
        while ring:
            for base in self.ask("bases", *_where(ring.pop())):
                if isinstance(base, ClassValue) and base not in seen:
                    if (base.file, base.scope) == (key.file, key.scope):
                        return True
                    seen.add(base)
                    if not self.says(*_where(base), key.name):
                        ring.append(base)
        return False

    def of_below(self, key: Fact) -> Iterable[Value]:
        """The classes that derive from a class, directly or not."""
        for subclass in self.ask("subclasses", key.file, key.scope):
            if isinstance(subclass, ClassValue):
                yield subclass
                yield from self.ask("below", subclass.file, subclass.scope)

    def of_mixed(self, key: Fact) -> Iterable[Value]:
        """Those classes below a class that have attributes from elsewhere too: of other bases, or handed on."""
        for subclass in self.ask("subclasses", key.file, key.scope):
            if isinstance(subclass, ClassValue):
                bases = self.ask("bases", subclass.file, subclass.scope)
                names = self.scope(subclass.file, subclass.scope).names
                if len(bases) > 1 or "__getattr__" in names or not all(isinstance(one, ClassValue) for one in bases):
                    yield subclass
                yield from self.ask("mixed", subclass.file, subclass.scope)

    def of_subclasses(self, _key: Fact) -> Iterable[Value]:
        """The classes that derive from a class; they announce themselves."""
        return EMPTY

    def bases(self, file: int, scope: int) -> Iterable[Value]:
        """What a class derives from, in order; the bases are told of it."""
        for base in self.scope(file, scope).bases:
            for value in self.in_order(self.value(file, base)):
                if isinstance(value, ClassValue):
                    self.solver.grow(Fact("subclasses", value.file, value.scope), frozenset((ClassValue(file, scope),)))
                yield value

    def of_bases(self, key: Fact) -> Iterable[Value]:
        """What a class derives from."""
        return self.bases(key.file, key.scope)

    def _super(self, file: int, _place: int, expression: Super) -> Iterable[Value]:
        for base in self.bases(file, expression.scope):
            if isinstance(base, ClassValue):
                yield InstanceValue(base.file, base.scope)
            elif isinstance(base, External):
                yield External(f"{base.path}()", base.client, base.call)
            elif isinstance(base, PendingValue):
                yield base

    def _calls(self, file: int, scope: int) -> Iterable[Place]:
        """The calls that make objects of a class, or of one that derives from it without an ``__init__`` of its own."""
        pending = [ClassValue(file, scope)]
        # A name that is bound anew may make a class derive from itself.
        seen = set(pending)
        while pending:
            of = pending.pop()
            for value in self.ask("sites", of.file, of.scope):
                if isinstance(value, (SequenceValue, MappingValue)):
                    yield value.file, value.expression
            for one in self.ask("subclasses", of.file, of.scope):
                if isinstance(one, ClassValue) and one not in seen:
                    seen.add(one)
                    if "__init__" not in self.scope(one.file, one.scope).names:
                        pending.append(one)

    def _arguments(self, file: int, call: int) -> tuple[Argument, ...]:
        expression = self.facts[file].expressions[call]
        return expression.arguments if isinstance(expression, Call) else ()

    def of_sites(self, _key: Fact) -> Iterable[Value]:
        """The calls of a function or class; they announce themselves (a mapping stands for a bound call)."""
        return EMPTY
