"""The SDKs of a virtual environment: whose a file is, and what stands on a line of it."""

import ast
import csv
import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import tomli

from labelling.sites import tail

# Classes that hold data and do nothing, by what they are made from.
DATA = frozenset({"BaseModel", "TypedDict", "NamedTuple", "RootModel", "proto.Message"})
DEPTH = 8


@dataclass(frozen=True, slots=True)
class Sdk:
    """What labels call a distribution, and the group that it is of."""

    name: str
    group: str


@dataclass(frozen=True, slots=True)
class Symbol:
    """What stands on a line of an SDK: its ``what`` is class, method, function, variable or module."""

    sdk: Sdk
    qualified: str
    what: str
    data: bool
    service: str = ""


@dataclass(frozen=True, slots=True)
class Vendors:
    """Patterns of distributions' names with what labels call those that fit, and of services of AWS with a group."""

    distributions: tuple[tuple[str, Sdk], ...]
    services: tuple[tuple[str, str], ...]

    def only(self, names: Collection[str]) -> "Vendors":
        """Leave out the SDKs that are not among the names."""
        return replace(self, distributions=tuple(pair for pair in self.distributions if pair[1].name in names))


def read_vendors(path: Path) -> Vendors:
    """Read the table of vendors."""
    table = tomli.loads(path.read_text(encoding="utf-8"))
    services = table.pop("services", {})
    return Vendors(
        tuple(
            (pattern, Sdk(name, group))
            for group, names in table.items()
            for name, patterns in names.items()
            for pattern in patterns
        ),
        tuple((pattern, group) for group, patterns in services.items() for pattern in patterns),
    )


@dataclass(frozen=True, slots=True)
class Installed:
    """The SDKs of one environment: whose each file is, by its place in ``site``."""

    site: Path
    files: Mapping[str, Sdk]
    modules: Mapping[str, Sdk]
    services: tuple[tuple[str, str], ...] = ()

    def of_module(self, name: str) -> Sdk | None:
        """Say whose a module is, or the nearest package around it that is anyone's."""
        while name:
            if name in self.modules:
                return self.modules[name]
            name = name.rpartition(".")[0]
        return None

    def at(self, path: Path, line: int) -> Symbol | None:
        """Say what of an SDK stands there, if anything does."""
        if not path.is_relative_to(self.site):
            return None
        relative = path.relative_to(self.site).as_posix()
        sdk = self.files.get(relative)
        if sdk is None:
            return None
        module = _module(relative)
        nodes = tuple(_around(_tree(path), line))
        names = [module, *(node.name for node in nodes)]
        inner = nodes[-1] if nodes else None
        owner = next((node for node in reversed(nodes) if isinstance(node, ast.ClassDef)), None)
        starts = inner is not None and inner.lineno == line
        what = "variable"
        if starts and isinstance(inner, ast.ClassDef):
            what = "class"
        elif starts:
            what = "method" if owner is not None else "function"
        elif not nodes and line == 1:
            what = "module"
        name = ".".join(names)
        data = owner is not None and self._is_data(path, owner, DEPTH)
        service = _service(sdk, module)
        group = next((group for pattern, group in self.services if service and fnmatchcase(service, pattern)), "")
        return Symbol(Sdk(sdk.name, group or sdk.group), name, what, data, service)

    def _is_data(self, path: Path, node: ast.ClassDef, depth: int) -> bool:
        for base in node.bases:
            name = _last(base)
            if name in DATA or name.endswith("Enum") or ast.unparse(base) in DATA:
                return True
            found = _class(path, name, self.site, depth)
            if found and self._is_data(*found, depth - 1):
                return True
        return False


def read_installed(environment: Path, vendors: Vendors) -> Installed:
    """Read which distribution each file of an environment belongs to, from the records of what was installed."""
    site = next((environment / "lib").glob("python*/site-packages")).resolve()
    files: dict[str, Sdk] = {}
    modules: dict[str, Sdk] = {}
    for record in sorted(site.glob("*.dist-info/RECORD")):
        name = record.parent.name.rsplit("-", 1)[0].removesuffix(".dist-info").partition("-")[0]
        name = name.lower().replace("_", "-").replace(".", "-")
        sdk = next((sdk for pattern, sdk in vendors.distributions if fnmatchcase(name, pattern)), None)
        if sdk is None:
            continue
        with record.open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream):
                if row and PurePosixPath(row[0]).suffix in {".py", ".pyi", ".so"} and not row[0].startswith("."):
                    files[row[0]] = sdk
                    modules.setdefault(_module(row[0]), sdk)
    return Installed(site, files, modules, vendors.services)


def _module(relative: str) -> str:
    parts = list(PurePosixPath(relative).with_suffix("").parts)
    parts[0] = parts[0].removesuffix("-stubs")
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)


def _service(sdk: Sdk, module: str) -> str:
    """The service of AWS that a package of stubs speaks of."""
    first = module.partition(".")[0]
    for prefix in ("mypy_boto3_", "types_boto3_", "types_aiobotocore_"):
        if sdk.name == "boto3" and first.startswith(prefix):
            return first.removeprefix(prefix).replace("_", "-")
    return ""


@functools.lru_cache(maxsize=512)
def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError):
        return ast.Module(body=[], type_ignores=[])


Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _around(tree: ast.AST, line: int) -> Iterator[Definition]:
    """The classes and functions around a line, from the outermost on."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno):
            if isinstance(node, Definition):
                yield node
            yield from _around(node, line)
            return
        if isinstance(node, ast.ExceptHandler):
            yield from _around(node, line)


def _class(path: Path, name: str, site: Path, depth: int) -> tuple[Path, ast.ClassDef] | None:
    """Find the class that a file knows by a name: its own, or one that it imports from a file of the environment."""
    if not depth:
        return None
    tree = _tree(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == name:
            return path, node
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        for alias in node.names:
            if (alias.asname or alias.name) != name:
                continue
            folder = path.parents[node.level - 1] if node.level else site
            inside = folder.joinpath(*(node.module or "").split("."))
            for file in (inside.with_suffix(".py"), inside / "__init__.py"):
                if file.is_file() and file != path:
                    return _class(file, alias.name, site, depth - 1)
    return None


def _last(node: ast.expr) -> str:
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return tail(node)
