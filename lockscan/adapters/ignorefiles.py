"""The ignore files of a work tree, one on top of the other; git itself is never run.

As for git, with two differences: what is tracked although it is ignored counts as ignored, and a person's global
ignore file does not count.
"""

import os
from collections.abc import Container
from pathlib import Path
from typing import NamedTuple

from lockscan.adapters.gitignore import Patterns
from lockscan.adapters.regular import read_regular

_LARGEST = 1_000_000
_NAMES = (".git", ".gitignore")


class IgnoreFile(NamedTuple):
    """The patterns of one ignore file; its directory takes up ``cut`` bytes of a path relative to the work tree."""

    patterns: Patterns
    cut: int


Layers = tuple[IgnoreFile, ...]
"""The ignore files that apply to a directory's entries, the deepest first."""


def work_tree(root: Path) -> Path:
    """Return the top of the work tree that a directory lies in, or the directory if it lies in none."""
    return next((directory for directory in (root, *root.parents) if os.path.lexists(directory / ".git")), root)


def layers_above(tree: Path, directory: str) -> Layers:
    """Return what applies to a directory's entries by the ignore files above it.

    If the directory is itself ignored, that is nothing: who names it wants it read. ``directory`` is relative to the
    work tree, ends in ``/`` or is empty.
    """
    layers: Layers = ()
    parts = directory.split("/")[:-1]
    for depth, name in enumerate(parts):
        above = "".join(f"{part}/" for part in parts[:depth])
        names = {name for name in _NAMES if os.path.lexists(tree / above / name)}
        layers = entered(tree, above, names, layers)
        if ignored(os.fsencode(above + name), layers, is_directory=True):
            layers = ()
    return layers


def entered(tree: Path, directory: str, names: Container[str], layers: Layers) -> Layers:
    """Return what applies to the entries (``names``) of a directory that ``layers`` leads to.

    A repository inside of another is ruled by its own ignore files alone.
    """
    cut = len(os.fsencode(directory))
    if ".git" in names:
        layers = _layer(_exclude_file(tree / directory), cut)
    if ".gitignore" in names:
        layers = _layer(tree / directory / ".gitignore", cut) + layers
    return layers


def ignored(path: bytes, layers: Layers, *, is_directory: bool) -> bool:
    """Whether an entry is ignored, given that its directory is not; ``path`` is relative to the work tree."""
    for layer in layers:
        verdict = layer.patterns.verdict(path[layer.cut :], is_directory=is_directory)
        if verdict is not None:
            return verdict
    return False


def _layer(path: Path, cut: int) -> Layers:
    patterns = Patterns(_read(path).removeprefix(b"\xef\xbb\xbf").split(b"\n"))
    return (IgnoreFile(patterns, cut),) if patterns else ()


def _exclude_file(tree: Path) -> Path:
    """Return where ``info/exclude`` is; the ``.git`` of a linked work tree or a submodule is a file that leads on."""
    directory = tree / ".git"
    pointer = os.fsdecode(_read(directory))
    if pointer.startswith("gitdir: "):
        directory = tree / pointer.removeprefix("gitdir: ").rstrip("\n")
        directory /= os.fsdecode(_read(directory / "commondir")).rstrip("\n")
    return directory / "info" / "exclude"


def _read(path: Path) -> bytes:
    """Return the bytes of a regular file; none for anything else. git follows no link here either."""
    try:
        return read_regular(path, _LARGEST)
    except (OSError, ValueError):
        return b""
