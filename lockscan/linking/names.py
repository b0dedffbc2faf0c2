"""Names: of scopes, modules and imports."""

import builtins
from collections.abc import Iterable

from lockscan.linking.state import Fact, State
from lockscan.linking.values import (
    EMPTY,
    ClassValue,
    External,
    FunctionValue,
    InstanceValue,
    Literal,
    ModuleValue,
    PendingValue,
    Value,
    Values,
)
from lockscan.model.facts import (
    ENVIRONMENT,
    Free,
    Imported,
    Join,
    Lookup,
    Module,
    Text,
)

# Only the beginning of a text decides what it is: a model, a host, a service.
_LONGEST_TEXT = 300


class Names(State):
    """What names stand for."""

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
            # A module of the package is found before its `__getattr__` is asked.
            asked = self.layout.child(self.paths[key.file], key.name) is None
            for place in top.names.get("__getattr__", ()) if asked else ():
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
