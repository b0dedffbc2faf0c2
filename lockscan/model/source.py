"""A file of the project before anything is known about it."""

from dataclasses import dataclass
from enum import Enum


class SourceKind(str, Enum):
    """How to read the file."""

    PYTHON = "python"
    NOTEBOOK = "notebook"
    MANIFEST = "manifest"
    TEXT = "text"


@dataclass(frozen=True, slots=True, order=True)
class SourceFile:
    """A file to scan; ``path`` is relative to the root, with ``/``."""

    path: str
    kind: SourceKind
