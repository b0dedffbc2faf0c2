"""Copies of SDKs that a project carries along: what stands in them is the vendor's code, and no lock-in of its own."""

from collections.abc import Iterable
from posixpath import basename, dirname

# Folders for other people's code. `vendors` is none of them: there, adapters to vendors stand as often as not.
_FOLDERS = frozenset({
    "_vendor", "vendor", "_vendored", "vendored", "third_party", "_third_party", "thirdparty", "3rdparty", "extern",
    "_extern", "external", "site-packages",
})  # fmt: skip
# What a package has that is released for itself, and an adapter of the same name has not.
_RELEASED = frozenset({"_version.py", "version.py", "__version__.py"})


def copies(paths: Iterable[str], roots: Iterable[str]) -> frozenset[str]:
    """Return the files within copies of the packages ``roots``: named like one, among copies, with a version."""
    paths = frozenset(paths)
    known = frozenset(roots)
    found = {dirname(path) for path in paths if basename(path) in _RELEASED and _is_copy(dirname(path), known)}
    if not found:
        return frozenset()
    tops = tuple(f"{directory}/" for directory in found)
    return frozenset(path for path in paths if path.startswith(tops))


def _is_copy(directory: str, roots: frozenset[str]) -> bool:
    parts = directory.split("/")
    return any(part in _FOLDERS and ".".join(parts[at + 1 :]) in roots for at, part in enumerate(parts))
