"""Calls: whom they reach, and what they give."""

from collections.abc import Iterable

from lockscan.linking.outside import CALLS, CONTEXT_MANAGERS, FIELDS, FOLLOWED, HANDS_ON, IMPORTS, OF_TEXTS
from lockscan.linking.parameters import Parameters
from lockscan.linking.state import Fact
from lockscan.linking.values import (
    ClassValue,
    External,
    FunctionValue,
    FutureValue,
    GeneratorValue,
    InstanceValue,
    Literal,
    MappingValue,
    PendingValue,
    SequenceValue,
    TypeValue,
    Value,
)
from lockscan.model.facts import (
    Attribute,
    Call,
    Entered,
    Future,
    Join,
    Parameter,
    Scope,
    ScopeKind,
    Super,
    Text,
)


class Calls(Parameters):
    """What calls give."""

    def _call(self, file: int, place: int, expression: Call) -> Iterable[Value]:
        # What a runner of other people's functions gets back is for those who passed them: see `_handed_on`.
        runner = expression.elsewhere and isinstance(self.facts[file].expressions[expression.function], Parameter)
        functions = self.value(file, expression.function)
        if any(isinstance(one, External) and one.path.partition(".")[0] not in FOLLOWED for one in functions):
            # What the call is given is reported with it.
            for argument in expression.arguments:
                for given in self.value(file, argument.value):
                    if isinstance(given, MappingValue) and not given.view:
                        self.filled(given)
        for function in functions:
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
        elif isinstance(function, TypeValue):
            yield from self.value(function.file, function.of)
        elif isinstance(function, FutureValue) and function.taken:
            yield from self.value(function.file, function.call)
        elif isinstance(function, PendingValue):
            yield function

    def _future(self, file: int, _place: int, expression: Future) -> Iterable[Value]:
        yield FutureValue(file, expression.call)

    def of_result(self, key: Fact) -> Iterable[Value]:
        """What a function returns, also as its annotation says."""
        scope = self.scope(key.file, key.scope)
        names = [self.decorator_name(key.file, place) for place in scope.decorators]
        if any(name in CONTEXT_MANAGERS for name in names) or scope.yielded:
            yield GeneratorValue(key.file, key.scope)
            return
        yield from self.allowed(key.file, (scope.annotated,), self._returned(key, scope))
        yield from self.value(key.file, scope.annotated)

    def _returned(self, key: Fact, scope: Scope) -> Iterable[Value]:
        for returned in scope.returned:
            for name, calls, place in self._parts(key.file, returned):
                if not name or name == self._receiver(key.file, key.scope):
                    yield from self.value(key.file, place)
                elif not calls:
                    yield from self._declared(key, name)

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
        at = HANDS_ON.get(path) if any(argument.name in ("", "*") for argument in call.arguments) else None
        if at is not None:
            yield from self._positional(file, call, at)
        elif path in CALLS:
            for inner in self._positional(file, call, 0):
                for value in self.called(inner, file, place, call):
                    # A framework runs a generator up to its `yield`, and passes what that gives.
                    injected = isinstance(value, GeneratorValue) and path.endswith(".Depends")
                    yield from self.element(value) if injected else (value,)
        elif path in FIELDS:
            yield from self._field(file, place, call, FIELDS[path])
        elif path in IMPORTS:
            # A name that is passed in from elsewhere would make every caller's module out of each.
            for argument in call.arguments[:1]:
                name = self.facts[file].expressions[argument.value]
                if isinstance(name, Text) and "{}" not in name.value:
                    top = name.value.partition(".")[0] if path == "builtins.__import__" else name.value
                    yield from self.module_value(file, top)
        elif path.partition(".")[0] not in FOLLOWED and not ("(" in path and path.rpartition(".")[2] in OF_TEXTS):
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

    def _mapping_method(self, mapping: MappingValue, file: int, call: Call) -> Iterable[Value]:
        whole = MappingValue(mapping.file, mapping.expression)
        if mapping.view in (".values", ".items"):
            yield MappingValue(mapping.file, mapping.expression, mapping.view[1:])
            return
        keys = [value.text for value in self._positional(file, call, 0) if isinstance(value, Literal)]
        for key in keys or (None,):
            yield from self.entries(whole, key)
        yield from self._positional(file, call, 1)

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
