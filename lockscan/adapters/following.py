"""The files of a project that some of its files import, found on disk: what a run over named files needs to know."""

from collections.abc import Callable, Iterable
from pathlib import Path
from posixpath import dirname

from lockscan.model.imports import ImportLine

# A file of a project that imports more of it than this is as good as the whole project.
MOST_FILES = 5_000


def follow(root: Path, named: Iterable[str], imports: Callable[[str], Iterable[ImportLine]]) -> tuple[str, ...]:
    """The named files and everything of the project that they import, directly or not.

    ``imports`` reads a file's import lines; paths are relative to the root, with ``/``.
    """
    found = dict.fromkeys(named)
    pending = list(found)
    while pending and len(found) < MOST_FILES:
        path = pending.pop()
        for line in imports(path):
            for module in _modules(root, path, line):
                if module not in found:
                    found[module] = None
                    pending.append(module)
    return tuple(sorted(found))


def _modules(root: Path, importer: str, line: ImportLine) -> Iterable[str]:
    inner = line.module.replace(".", "/")
    if line.level:
        start = dirname(importer)
        for _ in range(line.level - 1):
            start = dirname(start)
        starts = [start]
    else:
        starts = list(dict.fromkeys((_source_root(root, importer), "", "src")))
    for start in starts:
        base = "/".join(part for part in (start, inner) if part)
        found = [module for place in _places(base, line.names) for module in _at(root, place)]
        if found:
            for package in _packages_above(base, start):
                found.extend(_at(root, package))
            return found
    return ()


def _places(base: str, names: tuple[str, ...]) -> Iterable[str]:
    if base:
        yield base
    for name in names:
        if name != "*":
            yield f"{base}/{name}" if base else name


def _packages_above(base: str, start: str) -> Iterable[str]:
    package = dirname(base)
    while package and package != start:
        yield package
        package = dirname(package)


def _at(root: Path, place: str) -> Iterable[str]:
    for candidate in (f"{place}/__init__.py", f"{place}.py"):
        if (root / candidate).is_file():
            yield candidate
            return


def _source_root(root: Path, path: str) -> str:
    package = dirname(path)
    while package and (root / package / "__init__.py").is_file():
        package = dirname(package)
    return package
