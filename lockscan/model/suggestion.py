"""Abstraction points: where a seam pays."""

from dataclasses import dataclass
from enum import Enum


class SuggestionKind(str, Enum):
    """What to do at an abstraction point."""

    REUSE_BOUNDARY = "reuse-boundary"
    GROW_MODULE = "grow-module"
    NEW_PORT = "new-port"


@dataclass(frozen=True, slots=True)
class AbstractionPoint:
    """A place for an interface between the project and a vendor.

    ``covers`` are fingerprints of the findings that would stand behind it; ``moves`` those among them that stand
    elsewhere today. ``operations`` are the API paths that the interface has to offer. ``score_before`` and
    ``score_after`` are the vendor's difficulty now and with the moves made.
    """

    kind: SuggestionKind
    vendor: str
    module: str
    path: str
    title: str
    why: str
    operations: tuple[str, ...]
    covers: tuple[str, ...]
    moves: tuple[str, ...]
    callers: tuple[str, ...]
    score_before: int
    score_after: int
