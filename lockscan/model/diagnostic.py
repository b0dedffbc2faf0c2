"""What went wrong with one scanned file."""

from enum import Enum
from typing import NamedTuple


class DiagnosticKind(str, Enum):
    """Why a file, or a part of it, was not analysed, or which directive in it does nothing."""

    UNREADABLE = "unreadable"
    ENCODING = "encoding"
    SYNTAX = "syntax"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    TIMEOUT = "timeout"
    CRASH = "crash"
    NOTEBOOK = "notebook"
    MANIFEST = "manifest"
    UNUSED_SUPPRESSION = "unused-suppression"

    @property
    def unanalysed(self) -> bool:
        """Whether the file's findings are missing from the report because of it."""
        return self is not DiagnosticKind.UNUSED_SUPPRESSION


class Diagnostic(NamedTuple):
    """One thing to tell the reader about one file; ``line`` is 0 where the whole file is meant."""

    path: str
    line: int
    kind: DiagnosticKind
    message: str
    cell: int = 0
