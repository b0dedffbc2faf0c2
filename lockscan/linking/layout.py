"""Which file a module name means."""

from collections.abc import Iterable
from functools import lru_cache
from posixpath import dirname


class Layout:
    """The modules of a project, told from its file names alone.

    A module is named by its file, a namespace package by its directory: paths relative to the root, with ``/``.
    """

    def __init__(self, paths: Iterable[str], outside: frozenset[str], projects: frozenset[str] = frozenset()) -> None:
        """``outside`` are the first names of the packages that rules speak of.

        They mean those packages, unless the importing file has a module of that name in its own source root.
        ``projects`` are directories that imports are known to start at.
        """
        self.files = frozenset(paths)
        roots = projects | {""} | {dirname(path) for path in self.files if path.endswith("/setup.py")}
        self.projects = roots | {f"{root}/src".lstrip("/") for root in roots}
        self.outside = outside
        directories: set[str] = set()
        for path in self.files:
            parent = dirname(path)
            while parent and parent not in directories:
                directories.add(parent)
                parent = dirname(parent)
        self.directories = frozenset(directories)
        self.packages = frozenset(dirname(path) for path in self.files if path.rpartition("/")[2] == "__init__.py")
        tops = {dirname(top) for top in map(self._top, self.packages)}
        self.roots = tuple(sorted(tops | {"", "src"} & (self.directories | {""})))
        self.places: dict[str, str] = {}
        for ending in (".ipynb", ".py", "/__init__.py"):
            self.places |= {path.removesuffix(ending): path for path in self.files if path.endswith(ending)}
        self.ends: dict[str, list[str]] = {}
        for place in sorted({path.rpartition(".")[0] for path in self.files} | self.directories):
            self.ends.setdefault(place.rpartition("/")[2], []).append(place)
        # Asked for again and again, once for each import of each file.
        self.source_root = lru_cache(maxsize=None)(self._source_root)
        self.child = lru_cache(maxsize=None)(self._child)
        self.find = lru_cache(maxsize=None)(self._find)
        self.name = lru_cache(maxsize=None)(self._name)
        self.nested = lru_cache(maxsize=None)(self._nested)

    def _top(self, package: str) -> str:
        while dirname(package) in self.packages and package:
            package = dirname(package)
        return package

    def _source_root(self, path: str) -> str:
        """The directory that the absolute imports of a file start at."""
        package = dirname(path)
        return dirname(self._top(package)) if package in self.packages else package

    def _name(self, path: str) -> str:
        """The dotted name of a file's module."""
        root = self.source_root(path)
        if dirname(path) not in self.packages and ("" in self.roots or "src" in self.roots):
            # A script or a namespace package: named from the nearest well-known root.
            root = "src" if path.startswith("src/") else ""
        inner = path[len(root) + 1 :] if root else path
        dotted = inner.rpartition(".")[0].replace("/", ".")
        return dotted.removesuffix(".__init__") if dotted != "__init__" else dotted

    def _child(self, module: str, name: str) -> str | None:
        """The module ``name`` inside of a package or namespace package, given by file or directory."""
        directory = module
        if module in self.files:
            if not module.endswith("__init__.py"):
                return None
            directory = dirname(module)
        return self.at(f"{directory}/{name}" if directory else name)

    def at(self, place: str) -> str | None:
        """The module at a path without its ending."""
        return self.places.get(place) or (place if place in self.directories else None)

    def _find(self, importer: str, module: str, level: int) -> str | None:
        """The project's module that an import in a file means, or ``None`` for anything outside of the project."""
        if level:
            directory = dirname(importer)
            for _ in range(level - 1):
                if not directory:
                    return None
                directory = dirname(directory)
            place = "/".join(part for part in (directory, module.replace(".", "/")) if part)
            return self.at(place) if place else None
        own = self.source_root(importer)
        inner = module.replace(".", "/")
        outside = module.partition(".")[0] in self.outside
        for root in (own, *(root for root in self.roots if root != own)):
            # A package inside of what may be namespace packages is imported by its whole name.
            if outside and (root != own or self._may_be_namespace(importer, own)):
                continue
            found = self.at(f"{root}/{inner}" if root else inner)
            if found is not None and found != importer and (found in self.files or self._holds_code(found, root)):
                return found
        return None if outside or "/" not in inner else self.nested(inner)

    def leads_out(self, importer: str, module: str) -> bool:
        """Whether an absolute import in a file leads out of the project.

        What a file imports from the package that it belongs to may be missing there, as generated code often is.
        """
        return self.find(importer, module, 0) is None and not self._within(importer, module.partition(".")[0])

    def _within(self, path: str, head: str) -> bool:
        """Whether a file stands somewhere in a package of that name."""
        directory = dirname(path)
        while directory:
            parent = dirname(directory)
            if directory.rpartition("/")[2] == head and directory in self.packages and parent not in self.packages:
                return True
            directory = parent
        return False

    def _nested(self, inner: str) -> str | None:
        """The module of a namespace package that stands in plain folders, if there is just one of that name."""
        found = [
            place
            for place in self.ends.get(inner.rpartition("/")[2], ())
            if place.endswith(f"/{inner}") and place.removesuffix(f"/{inner}") not in self.packages
        ]
        return self.at(found[0]) if len(found) == 1 else None

    def _may_be_namespace(self, importer: str, root: str) -> bool:
        # What no import can name, such as the folder of a release, is above all packages.
        named = root.rpartition("/")[2].isidentifier()
        return named and root not in self.projects and dirname(importer) in self.packages

    def _holds_code(self, directory: str, root: str) -> bool:
        # A directory without code of its own is no namespace package where it has an outside package's name.
        return directory[len(root) :].lstrip("/").partition("/")[0] not in self.outside
