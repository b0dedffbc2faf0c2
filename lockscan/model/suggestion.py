"""Abstraction points: where a seam pays."""

from dataclasses import dataclass
from enum import Enum


class SuggestionKind(str, Enum):
    """What to do at an abstraction point; ``IN_PLACE`` where none pays."""

    REUSE_BOUNDARY = "reuse-boundary"
    GROW_MODULE = "grow-module"
    NEW_PORT = "new-port"
    IN_PLACE = "in-place"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation: its name, its type as Python text, and whether some call goes without it."""

    name: str
    type: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the code needs done, named by what the code does.

    ``returns`` is a type as Python text, of each item where it ``streams``. ``calls`` are the API paths that it stands
    for, ``sites`` the fingerprints of the findings that call them.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: str
    streams: bool
    awaits: bool
    calls: tuple[str, ...]
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interface:
    """What the code needs of a vendor: ``operations``, and ``errors`` that an adapter must translate.

    ``reads`` are the fields that the code takes from answers. ``settings`` are what clients are built with, which an
    adapter takes from configuration. ``text`` is the whole as a module of Python.
    """

    name: str
    operations: tuple[Operation, ...]
    reads: tuple[str, ...]
    errors: tuple[str, ...]
    settings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class AbstractionPoint:
    """A place for an interface between the project and a vendor.

    ``module`` and ``path`` are the file that the vendor's code belongs in, ``seam`` the class or function that is the
    boundary already (``module:name``), if there is one. ``gates`` are the fewest functions that all calls go through.
    ``covers`` are fingerprints of the findings that would stand behind it; ``moves`` those among them that stand
    elsewhere today, in the modules ``around``. ``share_findings`` and ``share_effort`` are what it covers, in percent
    of the vendor's product code. ``operations`` are the API paths that the interface has to offer, and ``backends``
    what else can stand behind it. ``port`` is the file that a new port would be, whatever the kind. ``score_before``
    and ``score_after`` are the vendor's difficulty now and with the moves made.
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
    seam: str = ""
    gates: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    share_findings: int = 0
    share_effort: int = 0
    port: str = ""
    interface: Interface | None = None
    backends: tuple[str, ...] = ()
