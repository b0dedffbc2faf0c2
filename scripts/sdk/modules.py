"""The modules that can be imported where a release is installed, and the names that they bind."""

import ast
from collections.abc import Iterator, Sequence

from sdk import annotations as typed
from sdk.scopes import Body, Bound, Source
from sdk.services import Services
from sdk.values import Definition, Service
from sdk.wheels import Wheel


class Modules:
    """The modules of one release and of what it imports; the release's own stand first."""

    def __init__(self, wheels: Sequence[Wheel]) -> None:
        self._wheels = wheels
        self._importable: dict[str, bool] = {}
        self._sources: dict[str, Source | None] = {}
        self._bodies: dict[ast.AST, Body] = {}
        self._services = Services(wheels)

    def has(self, module: str) -> bool:
        """Whether a dotted name can be imported."""
        if module not in self._importable:
            self._importable[module] = any(module in wheel.packages for wheel in self._wheels)
        return self._importable[module]

    def source(self, module: str) -> Source | None:
        """Return a module, of the first release that has it."""
        if module not in self._sources:
            wheel = next((wheel for wheel in self._wheels if module in wheel.modules), None)
            self._sources[module] = Source(module, wheel) if wheel else None
        return self._sources[module]

    def release(self, module: str) -> str:
        """Return the release that a module is taken from."""
        source = self.source(module)
        return source.release if source else self._services.release if module.startswith("botocore.data.") else ""

    def body(self, node: ast.ClassDef | Definition, module: str) -> Body:
        """Return what the body of a class or function of a module binds."""
        if node not in self._bodies:
            source = self.source(module)
            self._bodies[node] = Body(node.body, source.package if source else "")
        return self._bodies[node]

    def assignments(self, module: str, name: str, most: int = 8) -> Iterator[tuple[str, Bound]]:
        """Yield the assignments to a module's name, followed through imports."""
        source = self.source(module)
        if not source or not most:
            return
        for bound in source.body.names.get(name, ()):
            if bound.taken:
                yield from self.assignments(bound.source, bound.taken, most - 1)
            elif isinstance(bound.node, ast.Assign) or getattr(bound.node, "value", None):
                yield module, bound
        if name not in source.body.names:
            for star in source.body.stars:
                yield from self.assignments(star, name, most - 1)

    def exports(self, module: str, name: str) -> bool:
        """Whether ``__all__`` of a module has a name, which ``import *`` then takes although it begins with ``_``."""
        listed = [getattr(bound.node, "value", None) for _, bound in self.assignments(module, "__all__")]
        texts = (node for value in listed if value for node in ast.walk(value) if isinstance(node, ast.Constant))
        return any(text.value == name for text in texts)

    def is_type_variable(self, module: str, name: str) -> bool:
        """Whether a name of a module is a type variable."""
        values = [getattr(bound.node, "value", None) for _, bound in self.assignments(module, name)]
        return any(isinstance(value, ast.Call) and named(value.func) in typed.TYPE_VARIABLES for value in values)

    def service(self, name: str) -> Service | None:
        """Return an AWS service by the name that clients are asked for."""
        return self._services.named(name)


def named(node: ast.expr | None) -> str:
    """Return the last part of a dotted name, or an empty text."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
