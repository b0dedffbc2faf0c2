"""A file of the project before anything is known about it."""

from enum import Enum
from typing import NamedTuple


class SourceKind(str, Enum):
    """How to read the file."""

    PYTHON = "python"
    NOTEBOOK = "notebook"
    MANIFEST = "manifest"
    TEXT = "text"


class SourceFile(NamedTuple):
    """A file to scan; ``path`` is relative to the root, with ``/``."""

    path: str
    kind: SourceKind
