"""An unpacked package: its files, which of them are judged, and what names stand where."""

import contextlib
import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from labelling.installed import Installed, Sdk
from labelling.language_server import Place
from labelling.sites import Import, Source, read_source

NAME = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Package:
    """The files of an unpacked package, which of them are judged, and which this Python cannot parse."""

    root: Path
    sources: Mapping[Path, Source]
    texts: Mapping[Path, str]
    judged: tuple[Path, ...]
    unread: tuple[Path, ...]


def read_package(root: Path, installed: Installed) -> Package:
    """Read all files that can be parsed."""
    sources: dict[Path, Source] = {}
    texts: dict[Path, str] = {}
    every = sorted(root.rglob("*.py"))
    for path in every:
        with contextlib.suppress(SyntaxError, ValueError, RecursionError):
            texts[path] = path.read_text(encoding="utf-8-sig")
            sources[path] = read_source(texts[path])
    return Package(
        root, sources, texts, judged(root, sources, installed), tuple(path for path in every if path not in sources)
    )


def judged(root: Path, sources: Mapping[Path, Source], installed: Installed) -> tuple[Path, ...]:
    """Select the files that import a vendor, or import one of those, by however many steps."""
    modules = {module_of(root, path): path for path in sources}
    importers: dict[Path, set[Path]] = defaultdict(set)
    reached: list[Path] = []
    for path, source in sources.items():
        if any(whose(found, installed) for found in source.imports):
            reached.append(path)
        for found in source.imports:
            for name in absolute(module_of(root, path), path.name == "__init__.py", found):
                if name in modules:
                    importers[modules[name]].add(path)
    every = set(reached)
    while reached:
        more = importers[reached.pop()] - every
        every |= more
        reached.extend(more)
    return tuple(sorted(every))


def identifier(place: Place) -> str:
    """Return the name that stands at a place of a file."""
    lines = lines_of(place.path)
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    found = NAME.match(line.encode("utf-16-le")[2 * place.column :].decode("utf-16-le", errors="replace"))
    return found.group() if found else ""


@functools.lru_cache(maxsize=512)
def lines_of(path: Path) -> list[str]:
    """Return a file's lines."""
    return path.read_text(encoding="utf-8-sig", errors="replace").split("\n") if path.is_file() else []


def module_of(root: Path, path: Path) -> str:
    """Return a file's dotted name."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def absolute(module: str, package: bool, found: Import) -> Iterator[str]:
    """Yield what an import may load, by its full names."""
    parts = module.split(".")
    around = parts[: len(parts) - found.level + package] if found.level else []
    for name in found.modules:
        yield ".".join([*around, name]).strip(".")


def whose(found: Import, installed: Installed) -> list[Sdk]:
    """Say which SDKs an import statement loads."""
    if found.level:
        return []
    named = [installed.of_module(module) for module in found.modules]
    return list(dict.fromkeys(sdk for sdk in named if sdk))
