"""Attributes, calls and elements of what an SDK's modules define."""

import ast
import builtins
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from sdk import annotations as typed
from sdk.modules import Modules, named
from sdk.scopes import Bound, given_lazily
from sdk.values import (
    Builtin,
    Callable,
    Class,
    Container,
    Definition,
    Found,
    Function,
    Instance,
    Module,
    Opaque,
    Scope,
    Service,
    Value,
)
from sdk.wheels import Wheel

_ENTER = ("__enter__", "__aenter__", "__await__")
_ITERATE = ("__iter__", "__aiter__", "__next__", "__anext__", "__getitem__")


class Members(Modules):
    """Attributes, calls and elements of values; what an expression stands for is the business of its heir."""

    def __init__(self, wheels: Sequence[Wheel]) -> None:
        super().__init__(wheels)
        self._attributes_known: dict[tuple[Value, str], list[Found]] = {}
        self._ancestors: dict[Class, list[Class | Builtin]] = {}
        self.under_way: set[object] = set()

    def attribute(self, value: Value, name: str) -> list[Found]:
        """Return what an attribute may be, with the place that defines it."""
        key = (value, name)
        if key in self._attributes_known:
            return self._attributes_known[key]
        if key in self.under_way:
            return []
        self.under_way.add(key)
        try:
            found = list(dict.fromkeys(self._attribute(value, name)))
        finally:
            self.under_way.discard(key)
        # What is found on the way to something else may lack what that something depends on.
        if found or not self.under_way:
            self._attributes_known[key] = found
        return found

    def _attribute(self, value: Value, name: str) -> Iterable[Found]:
        match value:
            case Module():
                return self._of_module(value, name)
            case Class():
                return self._of_class(value, name, value)
            case Instance(of=Class() as of):
                return self._of_class(of, name, value)
            case Builtin(name=builtin) | Instance(of=Builtin(name=builtin)):
                return (
                    [Found(Opaque(), f"builtins:{builtin}.{name}")] if hasattr(getattr(builtins, builtin), name) else []
                )
            case Service():
                return self._services.attribute(value, name)
            case _:
                return []

    def _of_module(self, module: Module, name: str) -> Iterator[Found]:
        source = self.source(module.name)
        if source:
            yield from self.bound(name, source.body.names.get(name, []), Scope(module.name), "")
            for star in source.body.stars:
                if not name.startswith("_") or self.exports(star, name):
                    yield from self.attribute(Module(star), name)
            for target, taken in sorted(source.lazy.get(name, ())):
                yield from self._lazy(module.name, target, taken)
            for function, value in given_lazily(source, name):
                scope = Scope(module.name, "__getattr__", function)
                found = (one for one in self.expression(value, scope) if not isinstance(one, Opaque))
                yield from (Found(one, f"{module.name}:__getattr__") for one in found)
        inner = f"{module.name}.{name}"
        if self.has(inner):
            yield Found(Module(inner), inner)

    def _lazy(self, module: str, target: str, taken: str) -> Iterator[Found]:
        """Follow an entry of a lazily loading module, whose name may be relative to it or absolute."""
        inside = f"{module}.{target.lstrip('.')}".rstrip(".")
        for place in (inside, target):
            if place and self.has(place):
                direct = self.attribute(Module(place), taken)
                yield from direct or ([Found(Module(place), place)] if place.endswith(f".{taken}") else [])
                return
        outer, _, last = target.rpartition(".")
        if outer and self.has(outer):
            yield from self.attribute(Module(outer), last)

    def bound(self, name: str, bounds: Sequence[Bound], scope: Scope, within: str) -> Iterator[Found]:
        """Yield what the statements that bind a name give it."""
        qualname = f"{within}.{name}" if within else name
        where = f"{scope.module}:{qualname}"
        definitions = tuple(one.node for one in bounds if isinstance(one.node, ast.FunctionDef | ast.AsyncFunctionDef))
        if definitions:
            owner = scope.owner if not scope.function else None
            yield Found(Function(scope.module, qualname, definitions, owner, scope.types), where)
        for bound in bounds:
            node = bound.node
            if isinstance(node, ast.ClassDef):
                yield Found(Class(scope.module, qualname, node, (), scope if scope.function else None), where)
            elif isinstance(node, ast.Import | ast.ImportFrom):
                yield from self._imported(bound, where)
            elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from (Found(value, where) for value in _telling(self._assigned(node, scope)))

    def _imported(self, bound: Bound, where: str) -> Iterable[Found]:
        if not self.has(bound.source):
            return [Found(Opaque(), where)]
        if not bound.taken:
            return [Found(Module(bound.source), bound.source)]
        return self.attribute(Module(bound.source), bound.taken)

    def _assigned(self, node: ast.stmt, scope: Scope) -> list[Value]:
        if isinstance(node, ast.AnnAssign):
            told = self.annotation(node.annotation, scope)
            return told if any(not isinstance(one, Opaque) for one in told) else self.expression(node.value, scope)
        if isinstance(node, ast.Assign):
            return self.expression(node.value, scope) if isinstance(node.targets[0], ast.Name) else []
        if isinstance(node, ast.For | ast.AsyncFor):
            return [inner for one in self.expression(node.iter, scope) for inner in self.elements(one)]
        if isinstance(node, ast.With | ast.AsyncWith):
            return [one for item in node.items for one in self.expression(item.context_expr, scope)]
        return []

    def _of_class(self, of: Class, name: str, owner: Class | Instance) -> Iterable[Found]:
        for base in self.ancestors(of):
            found = list(self._own_member(base, name, owner))
            if found:
                return found
        metaclasses = [word.value for word in of.node.keywords if word.arg == "metaclass"]
        return [
            found
            for node in metaclasses if isinstance(owner, Class)
            for meta in self.expression(node, Scope(of.module)) if isinstance(meta, Class)
            for found in self._of_class(meta, name, Instance(meta))
        ]  # fmt: skip

    def _own_member(self, base: Class | Builtin, name: str, owner: Class | Instance) -> Iterator[Found]:
        if isinstance(base, Builtin):
            yield from self._attribute(base, name)
            return
        scope = Scope(base.module, base.qualname, None, owner, base.types)
        names = self.body(base.node, base.module).names
        for one in self.bound(name, names.get(name, []), scope, base.qualname):
            value = one.value
            computed = isinstance(value, Function) and any(decorated(node, typed.PROPERTIES) for node in value.nodes)
            if computed and isinstance(owner, Instance):
                yield from (Found(result, one.where) for result in self.call(value))
                continue
            yield one
            if isinstance(value, Instance):
                descriptors = self.attribute(value, "__get__")
                yield from (Found(result, one.where) for got in descriptors for result in self.call(got.value))
        if isinstance(owner, Instance) and name not in names:
            yield from self._stored(base, name, owner)

    def _stored(self, base: Class, name: str, owner: Instance) -> Iterator[Found]:
        """Yield what the methods of a class store to an attribute of themselves."""
        for node in base.node.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            scope = Scope(base.module, f"{base.qualname}.{node.name}", node, owner, base.types)
            for store, told, value in _stores(node):
                if store == name:
                    values = self.annotation(told, scope) if told else self.expression(value, scope)
                    yield from (Found(one, f"{base.module}:{scope.qualname}") for one in values or [Opaque()])

    def ancestors(self, of: Class) -> list[Class | Builtin]:
        """Return a class and its bases, the nearest first."""
        if of in self._ancestors:
            return self._ancestors[of]
        self._ancestors[of] = [of]
        found: dict[object, Class | Builtin] = {}
        for base in [of, *self._bases(of)]:
            for one in [base] if base is of or isinstance(base, Builtin) else self.ancestors(base):
                found.setdefault((one.module, one.qualname) if isinstance(one, Class) else one, one)
        self._ancestors[of] = list(found.values())
        return self._ancestors[of]

    def _bases(self, of: Class) -> Iterator[Class | Builtin]:
        outer = of.qualname.rpartition(".")[0]
        scope = Scope(of.module, outer, None, None, of.types)
        for node in of.node.bases:
            yield from (one for one in self.expression(node, scope) if isinstance(one, Class | Builtin) and one != of)

    def parametrised(self, of: Class, node: ast.expr, scope: Scope) -> Class:
        """Return a generic class with its type variables bound to these arguments."""
        arguments = node.elts if isinstance(node, ast.Tuple) else [node]
        values = [tuple(self.annotation(argument, scope)) for argument in arguments]
        return replace(of, types=tuple(zip(self._variables(of), values, strict=False)))

    def _variables(self, of: Class) -> list[str]:
        declared = [one.name for one in getattr(of.node, "type_params", ())]
        bases = [base for base in of.node.bases if isinstance(base, ast.Subscript)]
        generic = [base for base in bases if named(base.value) in {"Generic", "Protocol"}]
        names = [node.id for base in generic or bases for node in ast.walk(base.slice) if isinstance(node, ast.Name)]
        return declared or list(dict.fromkeys(name for name in names if self.is_type_variable(of.module, name)))

    # Calls and elements

    def call(
        self,
        value: Value,
        arguments: list[list[Value]] | None = None,
        keywords: dict[str, list[Value]] | None = None,
    ) -> list[Value]:
        """Return what calling a value gives; nothing if it cannot be called."""
        match value:
            case Class() | Builtin():
                return [Instance(value)]
            case Function():
                return self.returned(value, arguments or [], keywords or {})
            case Callable():
                return list(value.result) or [Opaque()]
            case Instance():
                calls = [one.value for one in self.attribute(value, "__call__")]
                return [result for one in calls for result in self.call(one, arguments, keywords)]
            case Opaque():
                return [Opaque()]
            case _:
                return []

    def elements(self, value: Value) -> list[Value]:
        """Return what iterating over a value gives, or asking it for an item."""
        if isinstance(value, Container):
            return list(value.elements) or [Opaque()]
        if isinstance(value, Opaque):
            return [Opaque()]
        if not isinstance(value, Instance):
            return []
        found: list[Value] = []
        for name in _ITERATE:
            results = [result for one in self.attribute(value, name) for result in self.call(one.value)]
            if name in {"__iter__", "__aiter__"}:
                results = [inner for one in results if one != value for inner in self.elements(one)]
            found += results
        return list(dict.fromkeys(found))

    def entered(self, value: Value) -> list[Value]:
        """Return what ``with … as`` and ``await`` give of a value."""
        found: list[Value] = []
        for name in _ENTER if isinstance(value, Instance) else ():
            results = [result for one in self.attribute(value, name) for result in self.call(one.value)]
            if name == "__await__":
                results = [inner for one in results for inner in self.elements(one)]
            found += [one for one in results if one != value]
        return found

    # What evaluation adds

    def expression(self, node: ast.expr | None, scope: Scope) -> list[Value]:
        """Return what an expression may stand for."""
        raise NotImplementedError

    def annotation(self, node: ast.expr | None, scope: Scope) -> list[Value]:
        """Return what a value of this type may be."""
        raise NotImplementedError

    def returned(
        self, function: Function, arguments: list[list[Value]], keywords: dict[str, list[Value]]
    ) -> list[Value]:
        """Return what a function returns."""
        raise NotImplementedError


def _telling(values: list[Value]) -> list[Value]:
    """Return the values whose type is known, or one of unknown type."""
    known = [value for value in values if not isinstance(value, Opaque)]
    return known or [Opaque()]


def decorated(node: Definition, names: frozenset[str]) -> bool:
    """Whether a function carries one of these decorators."""
    return any(named(one.func if isinstance(one, ast.Call) else one) in names for one in node.decorator_list)


def self_name(node: Definition) -> str:
    """Return the name of a method's first parameter; of a static method's, nothing."""
    parameters = [*node.args.posonlyargs, *node.args.args]
    return parameters[0].arg if parameters and not decorated(node, frozenset({"staticmethod"})) else ""


@cache
def _stores(node: Definition) -> list[tuple[str, ast.expr | None, ast.expr | None]]:
    """Return the attributes that a method stores to its object: name, annotation, value."""
    own = self_name(node)
    found: list[tuple[str, ast.expr | None, ast.expr | None]] = []
    for one in ast.walk(node):
        targets = one.targets if isinstance(one, ast.Assign) else [one.target] if isinstance(one, ast.AnnAssign) else []
        for target in targets:
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == own:
                told = one.annotation if isinstance(one, ast.AnnAssign) else None
                found.append((target.attr, told, one.value if isinstance(one, ast.Assign | ast.AnnAssign) else None))
    return found
