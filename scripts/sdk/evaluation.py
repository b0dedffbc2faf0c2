"""What the expressions and annotations of an SDK stand for, evaluated without running them."""

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from sdk import annotations as typed
from sdk.members import Members, decorated, self_name
from sdk.modules import named
from sdk.scopes import Bound
from sdk.values import (
    Builtin,
    Callable,
    Class,
    Container,
    Definition,
    Function,
    Instance,
    Module,
    Opaque,
    Scope,
    Types,
    Value,
)

_DEEPEST = 60


class Evaluation(Members):
    """The evaluator of expressions (what a value is) and annotations (of what type it is)."""

    # Expressions

    def expression(self, node: ast.expr | None, scope: Scope) -> list[Value]:
        """Return what an expression may stand for; nothing where that cannot be told."""
        key = (node, scope)
        if node is None or key in self.under_way or len(self.under_way) > _DEEPEST:
            return []
        self.under_way.add(key)
        try:
            return list(dict.fromkeys(self._expression(node, scope)))
        finally:
            self.under_way.discard(key)

    def _expression(self, node: ast.expr, scope: Scope) -> Iterable[Value]:
        match node:
            case ast.Name():
                return self._name(node.id, scope)
            case ast.Attribute():
                return self._attributes(self.expression(node.value, scope), node.attr)
            case ast.Call():
                return self._call(node, scope)
            case ast.Await() | ast.NamedExpr() | ast.Starred():
                return self.expression(node.value, scope)
            case ast.IfExp():
                return [*self.expression(node.body, scope), *self.expression(node.orelse, scope)]
            case ast.BoolOp():
                return [value for part in node.values for value in self.expression(part, scope)]
            case ast.List() | ast.Tuple() | ast.Set():
                return [Container(tuple(value for part in node.elts for value in self.expression(part, scope)))]
            case ast.Dict():
                return [Container(tuple(value for part in node.values for value in self.expression(part, scope)))]
            case ast.Subscript():
                return self._subscript(node, scope)
            case ast.Lambda():
                return [Callable(tuple(self.expression(node.body, scope)))]
            case _:
                return [Opaque()]

    def _name(self, name: str, scope: Scope) -> list[Value]:
        if scope.function:
            arguments = scope.function.args
            if name == self_name(scope.function) and scope.owner:
                return [scope.owner]
            for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                if argument.arg == name:
                    return self.annotation(argument.annotation, scope) if argument.annotation else [Opaque()]
            bounds = self.body(scope.function, scope.module).names.get(name)
            if bounds:
                return [one.value for one in self.bound(name, bounds, scope, scope.qualname)]
        elif scope.qualname and isinstance(scope.owner, Class):
            bounds = self.body(scope.owner.node, scope.owner.module).names.get(name)
            if bounds:
                return [one.value for one in self.bound(name, bounds, scope, scope.qualname)]
        found = [one.value for one in self.attribute(Module(scope.module), name)]
        if not found and isinstance(getattr(builtins, name, None), type):
            return [Builtin(name)]
        return found or self._name_around(name, scope)

    def _name_around(self, name: str, scope: Scope) -> list[Value]:
        """Look a name up in the functions that the class of a method is defined in."""
        of = scope.owner.of if isinstance(scope.owner, Instance) else scope.owner
        classes = self.ancestors(of) if isinstance(of, Class) else []
        around = (one.within for one in classes if isinstance(one, Class) and one.within and one.within != scope)
        return [value for outer in around for value in self._name(name, outer)]

    def _attributes(self, values: Iterable[Value], name: str) -> list[Value]:
        found = []
        for value in values:
            if name == "__class__" and isinstance(value, Instance):
                found.append(value.of)
            direct = self.attribute(value, name) or [
                one for entered in self.entered(value) for one in self.attribute(entered, name)
            ]
            found += [one.value for one in direct]
        return found

    def _call(self, node: ast.Call, scope: Scope) -> list[Value]:
        called = named(node.func)
        first = node.args[0] if node.args else None
        if called == "super" and isinstance(scope.owner, Instance | Class):
            of = scope.owner.of if isinstance(scope.owner, Instance) else scope.owner
            inherited = self.ancestors(of)[1:] if isinstance(of, Class) else []
            return [Instance(one) for one in inherited]
        if called == "cast" and first:
            return self.annotation(first, scope)
        if called == "type" and len(node.args) == 1:
            return self._classes(self.expression(first, scope))
        if called in typed.PROPERTIES and first:
            return [result for one in self.expression(first, scope) for result in self.call(one)] or [Opaque()]
        if called in {"partial", "wraps", "staticmethod", "classmethod", "copy", "deepcopy"} and first:
            return self.expression(first, scope)
        if called == "getattr" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
            return self._attributes(self.expression(first, scope), str(node.args[1].value)) or [Opaque()]
        arguments = [self.expression(argument, scope) for argument in node.args]
        keywords = {word.arg: self.expression(word.value, scope) for word in node.keywords if word.arg}
        found = [result for one in self.expression(node.func, scope) for result in self.call(one, arguments, keywords)]
        return found or [Opaque()]

    def _classes(self, values: Iterable[Value]) -> list[Value]:
        return list({one.of: None for one in values if isinstance(one, Instance)})

    def _subscript(self, node: ast.Subscript, scope: Scope) -> list[Value]:
        values = self.expression(node.value, scope)
        classes = [self.parametrised(one, node.slice, scope) for one in values if isinstance(one, Class)]
        return [*classes, *(inner for one in values if not isinstance(one, Class) for inner in self.elements(one))]

    # Annotations

    def annotation(self, node: ast.expr | None, scope: Scope) -> list[Value]:
        """Return what a value of this type may be."""
        # Names in an annotation are never those that the function binds.
        scope = replace(scope, function=None)
        key = (node, scope, "type")
        if node is None or key in self.under_way or len(self.under_way) > _DEEPEST:
            return []
        self.under_way.add(key)
        try:
            return list(dict.fromkeys(self._annotation(node, scope))) or [Opaque()]
        finally:
            self.under_way.discard(key)

    def _annotation(self, node: ast.expr, scope: Scope) -> Iterable[Value]:
        match node:
            case ast.Constant(value=str(text)):
                parsed = _parsed(text)
                return self.annotation(parsed, scope) if parsed else []
            case ast.BinOp(op=ast.BitOr()):
                return [*self.annotation(node.left, scope), *self.annotation(node.right, scope)]
            case ast.Name() | ast.Attribute():
                return self._named_type(node, scope)
            case ast.Subscript():
                return self._generic(node, scope)
            case ast.Call() if named(node.func) in {"NewType", "TypeAliasType"} and len(node.args) > 1:
                return self.annotation(node.args[1], scope)
            case _:
                return []

    def _named_type(self, node: ast.Name | ast.Attribute, scope: Scope) -> Iterable[Value]:
        name = named(node)
        # An SDK may have a class of its own by a name of typing's.
        own = [Instance(one) for one in self.expression(node, scope) if isinstance(one, Class)]
        if name in typed.NOTHING:
            return own
        if name == "Self":
            return [Instance(scope.owner) if isinstance(scope.owner, Class) else scope.owner] if scope.owner else []
        if name in typed.SEQUENCE | typed.MAPPING and not own:
            return [Container(())]
        known = dict(scope.types)
        if isinstance(node, ast.Name) and name in known:
            return known[name]
        found: list[Value] = []
        for module, bound in self._definitions(node, scope):
            value = getattr(bound.node, "value", None)
            if isinstance(value, ast.Call) and named(value.func) in typed.TYPE_VARIABLES:
                limits = [word.value for word in value.keywords if word.arg in {"bound", "default"}]
                found += [one for limit in limits for one in self.annotation(limit, Scope(module))]
            elif isinstance(value, ast.expr):
                found += self.annotation(value, Scope(module))
        if found:
            return found
        return own or [Instance(one) for one in self.expression(node, scope) if isinstance(one, Builtin)]

    def _definitions(self, node: ast.Name | ast.Attribute, scope: Scope) -> Iterator[tuple[str, Bound]]:
        """Yield the assignments that make a name of a type, followed through imports."""
        modules = [scope.module]
        if isinstance(node, ast.Attribute):
            modules = [one.name for one in self.expression(node.value, scope) if isinstance(one, Module)]
        yield from ((module, bound) for name in modules for module, bound in self.assignments(name, named(node)))

    def _generic(self, node: ast.Subscript, scope: Scope) -> Iterable[Value]:
        name = named(node.value)
        arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name == "Annotated":
            return self.annotation(arguments[0], scope)
        if name in typed.SAME:
            return [value for argument in arguments for value in self.annotation(argument, scope)]
        if name in typed.NOTHING:
            return []
        if name in typed.LAST:
            return self.annotation(arguments[-1], scope)
        if name in typed.CALLABLE:
            return [Callable(tuple(self.annotation(arguments[-1], scope)))]
        if name in typed.CLASS:
            return self._classes(self.annotation(arguments[0], scope))
        if name in typed.MAPPING:
            return [Container(tuple(self.annotation(arguments[-1], scope)))]
        if name in typed.SEQUENCE:
            return [Container(tuple(value for one in arguments for value in self.annotation(one, scope)))]
        classes = [one for one in self.expression(node.value, scope) if isinstance(one, Class)]
        if classes:
            return [Instance(self.parametrised(one, node.slice, scope)) for one in classes]
        # An alias of a type, with arguments of its own.
        return [
            value
            for base in [node.value]
            if isinstance(base, ast.Name | ast.Attribute)
            for value in self._named_type(base, scope)
        ]

    # Calls

    def returned(
        self, function: Function, arguments: list[list[Value]], keywords: dict[str, list[Value]]
    ) -> list[Value]:
        """Return what a function returns, by its annotation or else by its return statements."""
        found: list[Value] = []
        for node in function.nodes:
            scope = Scope(function.module, function.qualname, node, function.owner, function.types)
            types = self._bindings(node, scope, arguments, keywords)
            scope = Scope(function.module, function.qualname, node, function.owner, (*types, *function.types))
            values = self.annotation(node.returns, scope) if node.returns else []
            if all(isinstance(value, Opaque) for value in values):
                values = self._inferred(node, scope) or values
            elif decorated(node, typed.MANAGERS):
                values = [inner for value in values for inner in self.elements(value)] or values
            found += values
        return list(dict.fromkeys(found)) or [Opaque()]

    def _inferred(self, node: Definition, scope: Scope) -> list[Value]:
        given = [one for one in _own(node) if isinstance(one, ast.Return | ast.Yield)]
        values = [value for one in given if one.value for value in self.expression(one.value, scope)]
        generates = any(isinstance(one, ast.Yield) for one in given) and not decorated(node, typed.MANAGERS)
        return [Container(tuple(values))] if generates else [one for one in values if not isinstance(one, Opaque)]

    def _bindings(
        self, node: Definition, scope: Scope, arguments: list[list[Value]], keywords: dict[str, list[Value]]
    ) -> Types:
        """Return what a call tells of the function's type variables, by its arguments and by whose method it is."""
        parameters = [*node.args.posonlyargs, *node.args.args]
        given: list[tuple[ast.arg, list[Value]]] = []
        if scope.owner and parameters and self_name(node):
            given.append((parameters.pop(0), [scope.owner]))
        given += zip(parameters, arguments, strict=False)
        given += [(one, keywords[one.arg]) for one in (*parameters, *node.args.kwonlyargs) if one.arg in keywords]
        found: dict[str, tuple[Value, ...]] = {}
        for parameter, values in given:
            told = parameter.annotation
            if isinstance(told, ast.Constant) and isinstance(told.value, str):
                told = _parsed(told.value)
            if isinstance(told, ast.Name):
                found[told.id] = tuple(values)
            elif isinstance(told, ast.Subscript):
                last = told.slice.elts[-1] if isinstance(told.slice, ast.Tuple) and told.slice.elts else told.slice
                inner = last.slice if isinstance(last, ast.Subscript) and named(last.value) in typed.SAME else last
                if isinstance(inner, ast.Name) and named(told.value) in typed.CLASS:
                    found[inner.id] = tuple(Instance(one) for one in values if isinstance(one, Class))
                elif isinstance(inner, ast.Name) and named(told.value) in typed.CALLABLE:
                    found[inner.id] = tuple(result for one in values for result in self.call(one))
        variables = {name for name in found if self.is_type_variable(scope.module, name)}
        return tuple((name, values) for name, values in found.items() if name in variables and values)


def _own(node: Definition) -> Iterator[ast.AST]:
    """Yield the nodes of a function, without those of functions in it."""
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        one = waiting.pop()
        yield one
        if not isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(one)


@cache
def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return None
