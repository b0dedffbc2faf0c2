"""Namespaces of modules and classes: which statements bind a name, in any branch, and names that are loaded lazily."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from sdk.values import Definition
from sdk.wheels import Wheel

Statement = ast.stmt | ast.alias


@dataclass(frozen=True, slots=True)
class Bound:
    """A statement that binds a name; of an import, ``source`` is the module and ``taken`` the name in it, if one is."""

    node: ast.stmt
    source: str = ""
    taken: str = ""


class Body:
    """What the statements of a module or class bind, branches included, functions not."""

    def __init__(self, statements: Iterable[ast.stmt], package: str = "") -> None:
        self.names: dict[str, list[Bound]] = {}
        self.stars: list[str] = []
        for node in _flat(statements):
            self._bind(node, package)
            if isinstance(node, ast.FunctionDef):
                for inner in _to_globals(node):
                    self._bind(inner, package)

    def _bind(self, node: ast.stmt, package: str) -> None:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            self._add(node.name, Bound(node))
        elif isinstance(node, ast.Import):
            for alias in node.names:
                source = alias.name if alias.asname else alias.name.partition(".")[0]
                self._add(alias.asname or source, Bound(node, source))
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(node, package)
            for alias in node.names:
                if alias.name == "*":
                    self.stars.append(source)
                else:
                    self._add(alias.asname or alias.name, Bound(node, source, alias.name))
        else:
            for name in _targets(node):
                self._add(name, Bound(node))

    def _add(self, name: str, bound: Bound) -> None:
        self.names.setdefault(name, []).append(bound)


class Source:
    """A module's syntax: its own file and its stub, if it has both."""

    def __init__(self, name: str, wheel: Wheel) -> None:
        self.name = name
        self.release = wheel.release
        self._files = [(path, wheel.read(path)) for path in wheel.modules.get(name, ())]

    @property
    def package(self) -> str:
        """What relative imports in it begin from."""
        is_package = any("__init__." in path for path, _ in self._files)
        return self.name if is_package else self.name.rpartition(".")[0]

    @cached_property
    def body(self) -> Body:
        """What the module binds."""
        return Body((node for tree in self.trees for node in tree.body), self.package)

    @cached_property
    def trees(self) -> list[ast.Module]:
        """The trees of its files; a file in an older Python's syntax has none."""
        return [tree for _, data in self._files if (tree := _parsed(data))]

    @cached_property
    def lazy(self) -> dict[str, set[tuple[str, str]]]:
        """Names that ``__getattr__`` loads, by the tables for it: the module, and the name in it if that differs."""
        found: dict[str, set[tuple[str, str]]] = {}
        if "__getattr__" not in self.body.names and b"__getattr__" not in b"".join(data for _, data in self._files):
            return found
        for bound in (one for bounds in self.body.names.values() for one in bounds):
            value = getattr(bound.node, "value", None)
            for table in ast.walk(value) if value else ():
                if isinstance(table, ast.Dict):
                    for key, entry in zip(table.keys, table.values, strict=True):
                        if isinstance(key, ast.Constant) and isinstance(key.value, str):
                            _lazy_entry(found, key.value, entry)
        for bound in self.body.names.get("__getattr__", ()):
            for name, module, taken in _branches(bound.node, self.package):
                found.setdefault(name, set()).add((module, taken))
        return found


def given_lazily(source: Source, name: str) -> Iterator[tuple[Definition, ast.expr]]:
    """Yield what `__getattr__` of a module returns for a name that it asks for, with the function itself."""
    for bound in source.body.names.get("__getattr__", ()):
        for branch in ast.walk(bound.node):
            asked = isinstance(branch, ast.If) and any(
                isinstance(one, ast.Constant) and one.value == name for one in ast.walk(branch.test)
            )
            for node in branch.body if isinstance(branch, ast.If) and asked else ():
                if isinstance(node, ast.Return) and node.value and isinstance(bound.node, ast.FunctionDef):
                    yield bound.node, node.value


def _branches(function: ast.stmt, package: str) -> Iterator[tuple[str, str, str]]:
    """Yield what ``if name == "x":`` in ``__getattr__`` imports: the name, the module, and the name in it."""
    for branch in ast.walk(function):
        if not (isinstance(branch, ast.If) and isinstance(branch.test, ast.Compare)):
            continue
        names = [one.value for one in ast.walk(branch.test) if isinstance(one, ast.Constant)]
        for node in (inner for statement in branch.body for inner in ast.walk(statement)):
            for name in names:
                if isinstance(node, ast.ImportFrom):
                    yield from ((str(name), _absolute(node, package), alias.name) for alias in node.names)
                elif isinstance(node, ast.Call) and "import" in ast.unparse(node.func) and node.args:
                    texts = [one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
                    yield from ((str(name), str(text), str(name)) for text in texts)


def _lazy_entry(found: dict[str, set[tuple[str, str]]], key: str, entry: ast.expr) -> None:
    """Take an entry for name → module, name → (module, name), or module → names."""
    texts = [node.value for node in ast.walk(entry) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    if not texts:
        return
    if isinstance(entry, ast.List | ast.Set) or (isinstance(entry, ast.Tuple) and len(texts) != 2):  # noqa: PLR2004 - a pair
        for text in texts:
            found.setdefault(text, set()).add((key, text))
    else:
        module, colon, name = texts[0].partition(":")
        found.setdefault(key, set()).add((module, texts[1] if len(texts) > 1 else name if colon else key))


def _flat(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for node in statements:
        yield node
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for field in ("body", "orelse", "finalbody"):
                yield from _flat(getattr(node, field, ()))
            for handler in getattr(node, "handlers", ()):
                yield from _flat(handler.body)


def _to_globals(node: ast.FunctionDef) -> Iterator[ast.stmt]:
    """Yield the assignments of a function to names of its module."""
    names = {name for one in ast.walk(node) if isinstance(one, ast.Global) for name in one.names}
    if names:
        yield from (one for one in _flat(node.body) if isinstance(one, ast.Assign) and names.issuperset(_targets(one)))


def _targets(node: ast.stmt) -> Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    if isinstance(node, ast.With | ast.AsyncWith):
        targets = [item.optional_vars for item in node.items]
    if type(node).__name__ == "TypeAlias":
        targets = [getattr(node, "name", None)]
    for target in targets:
        for one in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
            if isinstance(one, ast.Name):
                yield one.id


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    above = parts[: len(parts) - node.level + 1]
    return ".".join([*above, node.module] if node.module else above)


@cache
def _parsed(data: bytes) -> ast.Module | None:
    try:
        return ast.parse(data)
    except (SyntaxError, ValueError):
        return None
