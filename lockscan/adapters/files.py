"""Which files of a project are scanned, and their bytes.

The tree is hostile: nothing of it is run (git neither, which a repository's configuration can make run commands),
directory links are not followed, file links only to regular files inside the root, and nothing but a regular file is
opened.

What is named on the command line is read even if git ignores it, but not if the configuration excludes it. Stubs
(``.pyi``) are not read: what they say of a vendor stands in the code too.
"""

import os
import re
from pathlib import Path
from typing import NamedTuple

from lockscan.adapters.configuration import CONFIGURATION_FILES, configures
from lockscan.adapters.gitignore import Patterns
from lockscan.adapters.ignorefiles import Layers, entered, ignored, layers_above, work_tree
from lockscan.adapters.regular import read_regular
from lockscan.errors import UsageError
from lockscan.model.config import Config
from lockscan.model.diagnostic import Diagnostic, DiagnosticKind
from lockscan.model.source import SourceFile, SourceKind
from lockscan.texts.kinds import kind_of

_SKIPPED = frozenset({".git", ".hg", ".svn", ".tox", ".nox", ".eggs", "__pycache__", "node_modules", "site-packages"})
_CACHES = frozenset({".mypy_cache", ".pytest_cache", ".ruff_cache"})
_BUILT = frozenset({"build", "dist"})
_PROJECT_FILES = frozenset({"pyproject.toml", "setup.py", "setup.cfg"})
_ENVIRONMENT_MARKS = frozenset({"pyvenv.cfg", "conda-meta"})
_MANIFESTS = frozenset({"pyproject.toml", "setup.cfg", "Pipfile", "environment.yml", "environment.yaml"})
_REQUIREMENTS = re.compile(r"(?:.*[-_.])?requirements.*\.(?:txt|in)", re.DOTALL)
_SHEBANG = re.compile(rb"#!\s*(?:\S*/env\s(?:.*[\s/])?|\S*/)(?:python|pypy)[\d.]*(?:\s|$)")
_ILL_NAMED = "has a name that is not valid UTF-8, and was left out"


class Discovery(NamedTuple):
    """The files to scan in path order, what was named but is not scanned (excluded, or no Python), and what failed."""

    files: tuple[SourceFile, ...]
    skipped: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def find_root(paths: tuple[Path, ...]) -> Path:
    """Return the nearest directory above all paths that holds lockscan's configuration or ``.git``.

    Without one, that is the deepest directory that holds all paths; without paths it is found from the working
    directory. Raises :class:`UsageError` if no directory holds all of them.
    """
    real = [Path(os.path.realpath(path)) for path in paths or (Path(),)]
    try:
        common = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in real]))
    except ValueError as error:
        raise UsageError("the paths lie on several drives: scan one drive at a time") from error
    for directory in (common, *common.parents):
        if (directory / ".git").exists() or any(configures(directory / name) for name in CONFIGURATION_FILES):
            return directory
    return common


def discover(root: Path, paths: tuple[Path, ...], config: Config) -> Discovery:
    """Find the files to scan below the paths, or below the root if there are none.

    Raises :class:`UsageError` with every path that does not exist or lies outside of the root.
    """
    top = root.resolve()
    walk = _Walk(top, config)
    wrong = []
    for path in paths or (root,):
        real = Path(os.path.realpath(path))
        if not os.path.lexists(real):
            wrong.append(f"{path}: no such file or directory")
        elif not real.is_relative_to(top):
            wrong.append(f"{path}: lies outside of the project's root {top}")
        else:
            walk.add(_relative(real, top).removesuffix("/"))
    if wrong:
        raise UsageError(_shown("\n".join(wrong)))
    return Discovery(
        tuple(SourceFile(path, walk.files[path]) for path in sorted(walk.files)),
        tuple(sorted(walk.skipped)),
        tuple(sorted(walk.diagnostics)),
    )


def read_bytes(root: Path, path: str, max_size: int) -> bytes | Diagnostic:
    """Return the bytes of a discovered file, or why it has none to show; ``path`` is relative to the root."""
    full = f"{root}/{path}"
    try:
        is_link = os.path.islink(full)  # noqa: PTH114 - a path for each of thousands of files takes longer than reading
        if is_link and not Path(full).resolve().is_relative_to(root.resolve()):
            return _unread(path, "leads out of the project")
        data = read_regular(full, max_size + 1, follow_link=is_link)
    except (OSError, ValueError, RuntimeError) as error:
        return _unread(path, f"cannot be read: {getattr(error, 'strerror', None) or error}")
    if len(data) > max_size:
        message = f"is larger than {max_size:,} bytes; raise max-file-size to scan it"
        return Diagnostic(path, 0, DiagnosticKind.TOO_LARGE, message)
    return data


class _Walk:
    """What has been found so far; ``top`` is the root's path, ``above`` leads to it from the top of the work tree.

    Other paths are relative to the root; those of directories end in ``/``, and the root's is empty.
    """

    def __init__(self, top: Path, config: Config) -> None:
        self.top = str(top)
        self.tree = work_tree(top)
        self.above = _relative(top, self.tree)
        self.exclude = Patterns(pattern.encode("utf-8", "surrogateescape") for pattern in config.exclude)
        self.respect_gitignore = config.respect_gitignore
        self.text_files = config.text_files
        self.files: dict[str, SourceKind] = {}
        self.skipped: set[str] = set()
        self.diagnostics: set[Diagnostic] = set()

    def add(self, path: str) -> None:
        """Add what was named: a directory's tree, or a file."""
        full = Path(self.top, path)
        if self.exclude.cover(path, is_directory=full.is_dir()):
            self.skipped.add(_shown(path))
        elif full.is_dir():
            self._descend(path and path + "/")
        elif not full.is_file():
            self.diagnostics.add(_unread(path, "is not a regular file"))
        elif kind := self._kind(full.name, path.rpartition("/")[0], full.parent.name) or _kind_by_shebang(full):
            self._keep(path, kind)
        else:
            self.skipped.add(_shown(path))

    def _descend(self, start: str) -> None:
        waiting = [(start, layers_above(self.tree, self.above + start) if self.respect_gitignore else ())]
        while waiting:
            directory, layers = waiting.pop()
            entries = self._entries(directory)
            names = {entry.name for entry, _ in entries}
            if directory != start and not names.isdisjoint(_ENVIRONMENT_MARKS):
                continue
            if self.respect_gitignore:
                layers = entered(self.tree, self.above + directory, names, layers)
            is_project = not names.isdisjoint(_PROJECT_FILES)
            parent = Path(self.top, directory).name
            for entry, is_directory in entries:
                path = directory + entry.name
                if is_directory:
                    if not _is_skipped(entry.name, is_project) and not self._ignored(path, layers, is_directory=True):
                        waiting.append((path + "/", layers))
                    continue
                kind = self._kind(entry.name, directory, parent)
                if kind and not self._ignored(path, layers, is_directory=False):
                    self._add_entry(entry, path, kind)

    def _kind(self, name: str, directory: str, parent: str) -> SourceKind | None:
        kind = _kind(name, parent)
        if kind is None and self.text_files and kind_of(name, directory):
            return SourceKind.TEXT
        return kind

    def _entries(self, directory: str) -> list[tuple["os.DirEntry[str]", bool]]:
        if not _is_text(directory):
            self.diagnostics.add(_unread(directory, _ILL_NAMED))
            return []
        try:
            with os.scandir(f"{self.top}/{directory}") as found:
                return [(entry, entry.is_dir(follow_symlinks=False)) for entry in found]
        except OSError as error:
            self.diagnostics.add(_unread(directory, f"cannot be read: {error.strerror}"))
            return []

    def _add_entry(self, entry: "os.DirEntry[str]", path: str, kind: SourceKind) -> None:
        if entry.is_file(follow_symlinks=False):
            self._keep(path, kind)
        elif not entry.is_symlink():
            self.diagnostics.add(_unread(path, "is not a regular file"))
        elif _leads_inside(entry.path, self.top):
            self._keep(path, kind)

    def _keep(self, path: str, kind: SourceKind) -> None:
        if _is_text(path):
            self.files[path] = kind
        else:
            self.diagnostics.add(_unread(path, _ILL_NAMED))

    def _ignored(self, path: str, layers: Layers, *, is_directory: bool) -> bool:
        if self.exclude and self.exclude.verdict(os.fsencode(path), is_directory=is_directory):
            return True
        return bool(layers) and ignored(os.fsencode(self.above + path), layers, is_directory=is_directory)


def _is_skipped(name: str, is_project: bool) -> bool:
    return name in _SKIPPED or name in _CACHES or name.endswith(".egg-info") or (is_project and name in _BUILT)


def _kind(name: str, parent: str) -> SourceKind | None:
    if name.endswith((".py", ".pyw")):
        return SourceKind.PYTHON
    if name.endswith(".ipynb"):
        return SourceKind.NOTEBOOK
    lists = name.endswith((".txt", ".in")) and (parent == "requirements" or _REQUIREMENTS.fullmatch(name))
    return SourceKind.MANIFEST if lists or name in _MANIFESTS else None


def _kind_by_shebang(path: Path) -> SourceKind | None:
    try:
        return SourceKind.PYTHON if _SHEBANG.match(read_regular(path, 200)) else None
    except OSError:
        return None


def _relative(path: Path, top: Path) -> str:
    """Return the way from one directory down to another: empty, or with ``/`` behind each part."""
    return "".join(f"{part}/" for part in path.relative_to(top).parts)


def _leads_inside(path: str, top: str) -> bool:
    """Whether a link ends at a regular file below a directory, rather than nowhere, in a circle or elsewhere."""
    try:
        real = Path(os.path.realpath(path))
        return real.is_relative_to(top) and real.is_file()
    except OSError:
        return False


def _is_text(path: str) -> bool:
    return path.isascii() or not any("\ud800" <= char <= "\udfff" for char in path)


def _shown(path: str) -> str:
    """Return a path in which bytes that are not UTF-8 are spelled out, so that every reporter can write it."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _unread(path: str, reason: str) -> Diagnostic:
    return Diagnostic(_shown(path) or ".", 0, DiagnosticKind.UNREADABLE, reason)
