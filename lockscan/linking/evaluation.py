"""What each kind of expression stands for: the transfer function of the fixpoint."""

import builtins
from collections.abc import Callable, Iterable
from typing import NamedTuple

from lockscan.linking.layout import Layout
from lockscan.linking.solver import Solver
from lockscan.linking.values import (
    EMPTY,
    ClassValue,
    External,
    FunctionValue,
    GeneratorValue,
    InstanceValue,
    Literal,
    MappingValue,
    ModuleValue,
    PendingValue,
    Place,
    SequenceValue,
    Value,
    Values,
)
from lockscan.model.facts import (
    ENVIRONMENT,
    Argument,
    Attribute,
    Call,
    Class,
    Element,
    Entered,
    Entry,
    FileFacts,
    Free,
    Function,
    Imported,
    Instance,
    Item,
    Join,
    Lookup,
    Mapping,
    Module,
    Parameter,
    ParameterKind,
    Scope,
    ScopeKind,
    Sequence,
    Store,
    Super,
    Text,
)


class Fact(NamedTuple):
    """Something that is asked of a scope or module: ``of`` says what, see the transfer functions."""

    of: str
    file: int
    scope: int
    name: str = ""


Key = Place | Fact

# Longer paths come from loops like `node = node.next`.
_LONGEST_PATH = 14
# Only the beginning of a text decides what it is: a model, a host, a service.
_LONGEST_TEXT = 300

# Functions from outside that hand on one of their arguments: by place.
_HANDS_ON = {
    "functools.partial": 0,
    "functools.partialmethod": 0,
    "asyncio.run": 0,
    "asyncio.wait_for": 0,
    "asyncio.shield": 0,
    "asyncio.create_task": 0,
    "asyncio.ensure_future": 0,
    "contextlib.closing": 0,
    "contextlib.aclosing": 0,
    "contextlib.nullcontext": 0,
    "copy.copy": 0,
    "copy.deepcopy": 0,
    "typing.cast": 1,
    "typing_extensions.cast": 1,
}
# Functions from outside that call their first argument and give what that gives.
_CALLS = frozenset({
    "asyncio.to_thread", "anyio.to_thread.run_sync", "fastapi.Depends", "fastapi.param_functions.Depends",
    "starlette.concurrency.run_in_threadpool", "fastapi.concurrency.run_in_threadpool",
})  # fmt: skip
# Functions from outside that describe a field, and the keyword that makes its default.
_FIELDS = {
    "dataclasses.field": "default_factory",
    "pydantic.Field": "default_factory",
    "pydantic.PrivateAttr": "default_factory",
    "attr.ib": "factory",
    "attrs.field": "factory",
    "attr.field": "factory",
}
IMPORTS = frozenset({"importlib.import_module", "builtins.__import__"})
# Packages that are followed because of the functions above.
FOLLOWED = frozenset({
    "functools", "asyncio", "anyio", "contextlib", "copy", "typing", "typing_extensions", "dataclasses", "pydantic",
    "attr", "attrs", "importlib", "builtins", "fastapi", "starlette",
})  # fmt: skip
_PROPERTIES = frozenset({"property", "cached_property", "functools.cached_property", "abc.abstractproperty"})
_CONTEXT_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})


def _last_two(path: str) -> tuple[str, str]:
    rest, _, last = path.rpartition(".")
    return rest.rpartition(".")[2], last


class Evaluation:
    """The program as far as it is loaded, and the transfer function over it.

    ``heads`` are the first names of the packages that matter; ``keyed`` the last names of the callables whose first
    argument belongs to the path, as in ``boto3.client(bedrock-runtime)``. ``leaves`` are as in ``Interest``.
    """

    def __init__(
        self, layout: Layout, heads: frozenset[str], keyed: frozenset[str], leaves: frozenset[tuple[str, str, str]]
    ) -> None:
        self.layout = layout
        self.heads = heads | FOLLOWED
        self.keyed = keyed
        self.leaves = leaves
        self.paths: list[str] = []
        self.facts: list[FileFacts] = []
        self.numbers: dict[str, int] = {}
        self.stores: dict[str, list[tuple[int, Store]]] = {}
        self.missing: dict[str, dict[Key, None]] = {}
        self.solver: Solver[Key] = Solver(self.transfer)
        self.kinds: dict[type, Callable[..., Iterable[Value]]] = {
            Text: self._text,
            Module: self._module,
            Imported: self._imported,
            Join: self._join,
            Lookup: self._lookup,
            Free: self._free,
            Attribute: self._attribute,
            Call: self._call,
            Element: self._element,
            Item: self._item,
            Sequence: lambda file, place, _: (SequenceValue(file, place),),
            Mapping: lambda file, place, _: (MappingValue(file, place),),
            Parameter: self._parameter,
            Function: self._function,
            Class: self._class,
            Instance: self._instance,
            Entered: self._entered,
            Super: self._super,
        }

    def load(self, path: str, facts: FileFacts) -> int:
        """Add a file; whoever asked for it before is computed again."""
        number = self.numbers[path] = len(self.paths)
        self.paths.append(path)
        self.facts.append(facts)
        for store in facts.stores:
            stores = self.stores.setdefault(store.name, [])
            stores.append((number, store))
            self.solver.grow(Fact("stores", -1, 0, store.name), frozenset((SequenceValue(number, len(stores)),)))
        self.solver.pending.update(self.missing.pop(path, {}))
        return number

    # Keys

    def value(self, file: int, expression: int) -> Values:
        """What an expression of a file stands for."""
        return self.solver.get((file, expression)) if expression else EMPTY

    def scope(self, file: int, scope: int) -> Scope:
        return self.facts[file].scopes[scope]

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

    # Names and modules

    def _text(self, _file: int, _place: int, expression: Text) -> Iterable[Value]:
        yield Literal(expression.value[:_LONGEST_TEXT])

    def _module(self, file: int, _place: int, expression: Module) -> Iterable[Value]:
        return self.module_value(file, expression.name)

    def module_value(self, file: int, name: str) -> Iterable[Value]:
        """The module that an absolute name means in a file."""
        found = self.layout.find(self.paths[file], name, 0)
        if found is not None:
            yield ModuleValue(found)
        elif name.partition(".")[0] in self.heads:
            yield External(name)

    def _imported(self, file: int, _place: int, expression: Imported) -> Iterable[Value]:
        found = self.layout.find(self.paths[file], expression.module, expression.level)
        if found is None:
            if not expression.level and expression.module.partition(".")[0] in self.heads:
                yield External(f"{expression.module}.{expression.name}")
        else:
            yield from self.member(found, expression.name)

    def member(self, module: str, name: str) -> Values:
        """A name of a project's module: bound in it, or a module below it."""
        found = EMPTY
        number = self.numbers.get(module)
        if number is not None:
            found = self.ask("member", number, 0, name)
            if name in self.facts[number].scopes[0].names:
                return found
        elif module in self.layout.files:
            found = self._miss(module)
        child = self.layout.child(module, name)
        return found if child is None else found | {ModuleValue(child)}

    def _miss(self, module: str) -> Values:
        if self.solver.computing:
            self.missing.setdefault(module, {})[self.solver.computing[-1]] = None
        return frozenset((PendingValue(module),))

    def of_member(self, key: Fact) -> Iterable[Value]:
        """A name at the top level of a file."""
        facts = self.facts[key.file]
        top = facts.scopes[0]
        found: set[Value] = set()
        for place in top.names.get(key.name, ()):
            found |= self.value(key.file, place)
        found |= self._stored(key.name, ModuleValue(self.paths[key.file]))
        if key.name not in top.names:
            for star in top.stars:
                found |= self._starred(key.file, star, key.name)
            for place in top.names.get("__getattr__", ()):
                for function in self.value(key.file, place):
                    if isinstance(function, FunctionValue):
                        found |= self.ask("result", function.file, function.scope)
        return found

    def _starred(self, file: int, star: int, name: str) -> Values:
        """A name as ``from module import *`` brings it."""
        imported = self._star(file, star)
        module = self.layout.find(self.paths[file], imported.module, imported.level)
        if module is None:
            head = imported.module.partition(".")[0]
            outside = not imported.level and head in self.heads and not hasattr(builtins, name)
            return frozenset((External(f"{imported.module}.{name}"),)) if outside else EMPTY
        number = self.numbers.get(module)
        if number is None:
            return self._miss(module)
        exports = self.facts[number].exports
        hidden = name.startswith("_") if exports is None else name not in exports
        return EMPTY if hidden else self.member(module, name)

    def starred_module(self, file: int, star: int) -> Iterable[Value]:
        """The project's module that a star import takes everything from."""
        imported = self._star(file, star)
        module = self.layout.find(self.paths[file], imported.module, imported.level)
        if module is not None:
            yield ModuleValue(module)

    def _star(self, file: int, star: int) -> Imported:
        found = self.facts[file].expressions[star]
        return found if isinstance(found, Imported) else Imported("", 0, "*")

    def _join(self, file: int, _place: int, expression: Join) -> Iterable[Value]:
        for part in expression.parts:
            yield from self.value(file, part)

    def _lookup(self, file: int, _place: int, expression: Lookup) -> Iterable[Value]:
        if expression.scope == 0:
            return self.ask("member", file, 0, expression.name)
        return self.ask("local", file, expression.scope, expression.name)

    def of_local(self, key: Fact) -> Iterable[Value]:
        """A name of a function or class, whichever of its bindings holds."""
        for place in self.scope(key.file, key.scope).names.get(key.name, ()):
            yield from self.value(key.file, place)

    def _free(self, file: int, _place: int, expression: Free) -> Iterable[Value]:
        for star in self.facts[file].scopes[0].stars:
            yield from self._starred(file, star, expression.name)
        if expression.name == ENVIRONMENT:
            yield External(ENVIRONMENT)
        elif hasattr(builtins, expression.name):
            yield External(f"builtins.{expression.name}")

    # Attributes

    def _attribute(self, file: int, _place: int, expression: Attribute) -> Iterable[Value]:
        chained = isinstance(self.facts[file].expressions[expression.base], (Attribute, Item))
        for base in self.value(file, expression.base):
            if chained or not (isinstance(base, External) and self.is_leaf(base.path)):
                yield from self.attribute(base, expression.name)

    def is_leaf(self, path: str) -> bool:
        """Whether a path ends in what is read last off an answer."""
        return "(" in path and (path.partition(".")[0], *_last_two(path)) in self.leaves

    def attribute(self, base: Value, name: str) -> Iterable[Value]:
        """``base.name``."""
        if isinstance(base, External):
            if base.path.count(".") < _LONGEST_PATH:
                yield External(f"{base.path}.{name}", base.client, base.call)
        elif isinstance(base, ModuleValue):
            yield from self.member(base.module, name)
        elif isinstance(base, (InstanceValue, ClassValue)):
            instance = isinstance(base, InstanceValue)
            for found in self.ask("attribute", base.file, base.scope, name):
                if isinstance(found, FunctionValue):
                    yield from self._method(found, instance)
                else:
                    yield found
        elif (
            isinstance(base, MappingValue) and not base.view and name in ("values", "items", "get", "pop", "setdefault")
        ):
            yield MappingValue(base.file, base.expression, f".{name}")
        elif isinstance(base, PendingValue):
            yield base

    def _method(self, function: FunctionValue, instance: bool) -> Iterable[Value]:
        scope = self.scope(function.file, function.scope)
        names = [self.decorator_name(function.file, place) for place in scope.decorators]
        if instance and any(name in _PROPERTIES or name.endswith("property") for name in names):
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
            return self.decorator_name(file, bindings[0]) if isinstance(found, (Imported, Module)) else ""
        return ""

    def of_attribute(self, key: Fact) -> Iterable[Value]:
        """An attribute of a class's objects: its own, else a base's and those that subclasses give them."""
        found = set(self.ask("own", key.file, key.scope, key.name))
        scope = self.scope(key.file, key.scope)
        if key.name in scope.attributes or key.name in scope.names:
            return found
        for base in self.bases(key.file, key.scope):
            if isinstance(base, ClassValue) and (base.file, base.scope) != (key.file, key.scope):
                found |= self.ask("attribute", base.file, base.scope, key.name)
            elif isinstance(base, External):
                found.add(External(f"{base.path}().{key.name}", base.client, base.call))
            elif isinstance(base, PendingValue):
                found.add(base)
        for subclass in self.ask("subclasses", key.file, key.scope):
            if isinstance(subclass, ClassValue):
                found |= self.ask("own", subclass.file, subclass.scope, key.name)
        return found

    def of_own(self, key: Fact) -> Iterable[Value]:
        """An attribute that the class itself or a store from outside gives its objects."""
        scope = self.scope(key.file, key.scope)
        found: set[Value] = set()
        for place in (*scope.attributes.get(key.name, ()), *scope.names.get(key.name, ())):
            found |= self.value(key.file, place)
        found |= self._stored(key.name, InstanceValue(key.file, key.scope))
        found |= self._stored(key.name, ClassValue(key.file, key.scope))
        if key.name in scope.names and "__init__" not in scope.names:
            # A dataclass or model: its fields are what its calls pass.
            for file, call in self._calls(key.file, key.scope):
                for argument in self._arguments(file, call):
                    if argument.name == key.name:
                        found |= self.value(file, argument.value)
        return found

    def of_stores(self, _key: Fact) -> Iterable[Value]:
        """The stores to attributes of a name; they announce themselves as their files are loaded."""
        return EMPTY

    def _stored(self, name: str, owner: Value) -> set[Value]:
        found: set[Value] = set()
        self.ask("stores", -1, 0, name)
        for file, store in self.stores.get(name, ()):
            # What other files hang on an object is theirs: a framework's central object would carry everything.
            own = isinstance(owner, ModuleValue) or (
                isinstance(owner, (ClassValue, InstanceValue)) and owner.file == file
            )
            if own and owner in self.value(file, store.base):
                found |= self.value(file, store.value)
        return found

    def of_subclasses(self, _key: Fact) -> Iterable[Value]:
        """The classes that derive from a class; they announce themselves."""
        return EMPTY

    def bases(self, file: int, scope: int) -> Iterable[Value]:
        """What a class derives from, in order; the bases are told of it."""
        for base in self.scope(file, scope).bases:
            for value in sorted(self.value(file, base), key=repr):
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

    # Definitions

    def _function(self, file: int, _place: int, expression: Function) -> Iterable[Value]:
        yield FunctionValue(file, expression.scope)

    def _class(self, file: int, _place: int, expression: Class) -> Iterable[Value]:
        yield ClassValue(file, expression.scope)

    def _instance(self, file: int, _place: int, expression: Instance) -> Iterable[Value]:
        for of in self.types(self.value(file, expression.of)):
            if isinstance(of, ClassValue):
                yield InstanceValue(of.file, of.scope)
            elif isinstance(of, External) and not of.path.endswith(")"):
                yield External(f"{of.path}()")
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

    def _parameter(self, file: int, _place: int, expression: Parameter) -> Iterable[Value]:
        return self.ask("parameter", file, expression.scope, expression.name)

    def of_parameter(self, key: Fact) -> Iterable[Value]:
        """A parameter: its annotation, else its default and whatever the project's calls pass."""
        scope = self.scope(key.file, key.scope)
        place, facts = next((at, item) for at, item in enumerate(scope.parameters) if item.name == key.name)
        names = [self.decorator_name(key.file, item) for item in scope.decorators]
        in_class = scope.parent >= 0 and self.scope(key.file, scope.parent).kind is ScopeKind.CLASS
        if place == 0 and in_class and "staticmethod" not in names:
            of_class = "classmethod" in names or scope.path.endswith((".__new__", ".__init_subclass__"))
            yield ClassValue(key.file, scope.parent) if of_class else InstanceValue(key.file, scope.parent)
            return
        declared = self.value(key.file, facts.annotation)
        yield from declared
        yield from self.value(key.file, facts.default)
        outside = {
            value.path
            for value in declared
            if isinstance(value, External) and value.path.partition(".")[0] not in FOLLOWED
        }
        if facts.kind in (ParameterKind.STAR, ParameterKind.DOUBLE_STAR):
            return
        for file, call, offset in self._call_sites(key.file, key.scope):
            for value in self._passed(file, call, key.name, place - offset, facts.kind):
                # An annotation that names an outside type is believed; a call still tells which client it is.
                if not outside or (isinstance(value, External) and value.path in outside) or isinstance(value, Literal):
                    yield value

    def _passed(self, file: int, call: int, name: str, place: int, kind: ParameterKind) -> Iterable[Value]:
        """What one call passes for a parameter, by its name or place."""
        position = 0
        for argument in self._arguments(file, call):
            if argument.name == name:
                yield from self.value(file, argument.value)
            elif argument.name == "**":
                for value in self.value(file, argument.value):
                    if isinstance(value, MappingValue):
                        yield from self.entries(value, name, loose=False)
            elif argument.name == "*":
                position = -(10**6)
            elif not argument.name:
                if position == place and kind is ParameterKind.POSITIONAL:
                    yield from self.value(file, argument.value)
                position += 1

    def _arguments(self, file: int, call: int) -> tuple[Argument, ...]:
        expression = self.facts[file].expressions[call]
        return expression.arguments if isinstance(expression, Call) else ()

    def _call_sites(self, file: int, scope: int) -> Iterable[tuple[int, int, int]]:
        """The calls that may run a function: file, expression, and how many parameters the dot before it fills."""
        for value in self.ask("sites", file, scope):
            if isinstance(value, SequenceValue):
                yield value.file, value.expression, 0
            elif isinstance(value, MappingValue):
                yield value.file, value.expression, 1
        parent = self.scope(file, scope).parent
        if self.scope(file, scope).path.endswith(".__init__") and parent >= 0:
            for at, call in self._calls(file, parent):
                yield at, call, 1

    def _calls(self, file: int, scope: int) -> Iterable[Place]:
        """The calls that make objects of a class, or of one that derives from it without an ``__init__`` of its own."""
        for value in self.ask("sites", file, scope):
            if isinstance(value, (SequenceValue, MappingValue)):
                yield value.file, value.expression
        for subclass in self.ask("subclasses", file, scope):
            if isinstance(subclass, ClassValue) and "__init__" not in self.scope(subclass.file, subclass.scope).names:
                yield from self._calls(subclass.file, subclass.scope)

    def of_sites(self, _key: Fact) -> Iterable[Value]:
        """The calls of a function or class; they announce themselves (a mapping stands for a bound call)."""
        return EMPTY

    # Calls

    def _call(self, file: int, place: int, expression: Call) -> Iterable[Value]:
        # What a runner of other people's functions gets back is for those who passed them: see `_handed_on`.
        runner = expression.elsewhere and isinstance(self.facts[file].expressions[expression.function], Parameter)
        for function in self.value(file, expression.function):
            self._announce(function, file, place, expression)
            if not runner:
                yield from self.called(function, file, place, expression)

    def _announce(self, function: Value, file: int, place: int, call: Call) -> None:
        """Tell a function or class of a call that reaches it."""
        if isinstance(function, FunctionValue):
            bound = function.bound or self._through_super(file, call)
            site: Value = MappingValue(file, place) if bound else SequenceValue(file, place)
            self.solver.grow(Fact("sites", function.file, function.scope), frozenset((site,)))
        elif isinstance(function, ClassValue):
            self.solver.grow(Fact("sites", function.file, function.scope), frozenset((MappingValue(file, place),)))
        elif isinstance(function, InstanceValue):
            for method in self.ask("attribute", function.file, function.scope, "__call__"):
                if isinstance(method, FunctionValue):
                    self.solver.grow(Fact("sites", method.file, method.scope), frozenset((MappingValue(file, place),)))
        elif isinstance(function, External) and function.path.partition(".")[0] not in FOLLOWED:
            # What the call is given is reported with it.
            for argument in call.arguments:
                for given in self.value(file, argument.value):
                    if isinstance(given, MappingValue) and not given.view:
                        for at, entry in self.flat(given):
                            self.value(at, entry.value)

    def _through_super(self, file: int, call: Call) -> bool:
        function = self.facts[file].expressions[call.function]
        return isinstance(function, Attribute) and isinstance(self.facts[file].expressions[function.base], Super)

    def _handed_on(self, function: FunctionValue, file: int, place: int, call: Call, depth: int) -> Iterable[Value]:
        """What a function gives back of this very call: an argument, or what calling an argument gives.

        Joined over all calls, as other results are, every caller of a runner would get what any caller runs.
        """
        scope = self.scope(function.file, function.scope)
        handed = {part[:2] for returned in scope.returned for part in self._parts(function.file, returned)}
        for at, parameter in enumerate(scope.parameters):
            for calls in (False, True):
                if (parameter.name, calls) in handed:
                    for value in self._passed(file, place, parameter.name, at - function.bound, parameter.kind):
                        if calls:
                            yield from self.called(value, file, place, call, depth)
                        else:
                            yield value

    def _parts(self, file: int, place: int, depth: int = 4) -> Iterable[tuple[str, bool, int]]:
        """What a returned expression joins: by the name of a parameter, whether that is called, and its place."""
        expression = self.facts[file].expressions[place]
        if isinstance(expression, Join) and depth:
            for part in expression.parts:
                yield from self._parts(file, part, depth - 1)
        elif isinstance(expression, Parameter):
            yield expression.name, False, place
        else:
            function = self.facts[file].expressions[expression.function] if isinstance(expression, Call) else None
            yield (function.name, True, place) if isinstance(function, Parameter) else ("", False, place)

    def called(self, function: Value, file: int, place: int, call: Call, depth: int = 2) -> Iterable[Value]:
        """What calling a value gives."""
        if isinstance(function, External):
            yield from self._call_outside(function, file, place, call)
        elif isinstance(function, FunctionValue):
            yield from self.ask("result", function.file, function.scope)
            if depth:
                yield from self._handed_on(function, file, place, call, depth - 1)
        elif isinstance(function, ClassValue):
            yield InstanceValue(function.file, function.scope)
        elif isinstance(function, InstanceValue):
            for method in self.ask("attribute", function.file, function.scope, "__call__"):
                if isinstance(method, FunctionValue):
                    yield from self.ask("result", method.file, method.scope)
        elif isinstance(function, MappingValue) and function.view.startswith("."):
            yield from self._mapping_method(function, file, call)
        elif isinstance(function, PendingValue):
            yield function

    def of_result(self, key: Fact) -> Iterable[Value]:
        """What a function returns, also as its annotation says."""
        scope = self.scope(key.file, key.scope)
        names = [self.decorator_name(key.file, place) for place in scope.decorators]
        if any(name in _CONTEXT_MANAGERS for name in names) or scope.yielded:
            yield GeneratorValue(key.file, key.scope)
            return
        for returned in scope.returned:
            for name, calls, place in self._parts(key.file, returned):
                if not name or name == self._receiver(key.file, key.scope):
                    yield from self.value(key.file, place)
                elif not calls:
                    yield from self._declared(key, name)
        yield from self.value(key.file, scope.annotated)

    def _receiver(self, file: int, scope: int) -> str:
        """The name of a method's own object."""
        parameters, parent = self.scope(file, scope).parameters, self.scope(file, scope).parent
        in_class = parent >= 0 and self.scope(file, parent).kind is ScopeKind.CLASS
        return parameters[0].name if in_class and parameters else ""

    def _declared(self, key: Fact, name: str) -> Iterable[Value]:
        """What a returned parameter is whatever a call passes: its annotation and its default."""
        for parameter in self.scope(key.file, key.scope).parameters:
            if parameter.name == name:
                yield from self.value(key.file, parameter.annotation)
                yield from self.value(key.file, parameter.default)

    def _call_outside(self, function: External, file: int, place: int, call: Call) -> Iterable[Value]:
        path = function.path
        at = _HANDS_ON.get(path)
        if at is not None:
            yield from self._positional(file, call, at)
        elif path in _CALLS:
            for inner in self._positional(file, call, 0):
                yield from self.called(inner, file, place, call)
        elif path in _FIELDS:
            yield from self._field(file, place, call, _FIELDS[path])
        elif path in IMPORTS:
            # A name that is passed in from elsewhere would make every caller's module out of each.
            for argument in call.arguments[:1]:
                name = self.facts[file].expressions[argument.value]
                if isinstance(name, Text) and "{}" not in name.value:
                    top = name.value.partition(".")[0] if path == "builtins.__import__" else name.value
                    yield from self.module_value(file, top)
        elif path.partition(".")[0] not in FOLLOWED:
            client = function.client if "(" in path else (file, place)
            for text in self.keys(path, file, call):
                yield External(f"{path}({text})", client, (file, place))

    def keys(self, path: str, file: int, call: Call) -> Iterable[str]:
        """What stands in the parentheses of a call's path: its first argument where that decides what it gives."""
        if path.rpartition(".")[2] in self.keyed:
            given = {
                value.text for value in self._positional(file, call, 0, "service_name") if isinstance(value, Literal)
            }
            if given:
                return sorted(given)
        return ("",)

    def _positional(self, file: int, call: Call, at: int, keyword: str = "") -> Iterable[Value]:
        place = 0
        for argument in call.arguments:
            if argument.name in ("", "*"):
                if place == at:
                    yield from self.value(file, argument.value)
                place += 1
            elif keyword and argument.name == keyword:
                yield from self.value(file, argument.value)

    def _field(self, file: int, place: int, call: Call, factory: str) -> Iterable[Value]:
        for argument in call.arguments:
            if argument.name == "default":
                yield from self.value(file, argument.value)
            elif argument.name == factory:
                for function in self.value(file, argument.value):
                    yield from self.called(function, file, place, Call(0, ()))

    # Containers

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

    def _mapping_method(self, mapping: MappingValue, file: int, call: Call) -> Iterable[Value]:
        whole = MappingValue(mapping.file, mapping.expression)
        if mapping.view in (".values", ".items"):
            yield MappingValue(mapping.file, mapping.expression, mapping.view[1:])
            return
        keys = [value.text for value in self._positional(file, call, 0) if isinstance(value, Literal)]
        for key in keys or (None,):
            yield from self.entries(whole, key)
        yield from self._positional(file, call, 1)

    def _element(self, file: int, _place: int, expression: Element) -> Iterable[Value]:
        for base in self.value(file, expression.base):
            yield from self.element(base)

    def element(self, base: Value) -> Iterable[Value]:
        """What iterating over a value gives."""
        if isinstance(base, External):
            if base.path.count(".") < _LONGEST_PATH and not base.path.endswith("[][]"):
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

    def _entered(self, file: int, _place: int, expression: Entered) -> Iterable[Value]:
        for manager in self.value(file, expression.manager):
            if isinstance(manager, GeneratorValue):
                yield from self.element(manager)
            elif isinstance(manager, InstanceValue):
                yield from self._enter(manager)
            else:
                yield manager

    def _enter(self, manager: InstanceValue) -> Iterable[Value]:
        yield manager
        for name in ("__enter__", "__aenter__"):
            for method in self.ask("attribute", manager.file, manager.scope, name):
                if isinstance(method, FunctionValue):
                    yield from self.ask("result", method.file, method.scope)
