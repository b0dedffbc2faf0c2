"""The linked program: every reference with the API path that it stands for, across modules."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from lockscan.model.finding import Related
from lockscan.model.location import Location


class ReferenceKind(str, Enum):
    """What the code does with the thing that it refers to."""

    IMPORT = "import"
    CALL = "call"
    READ = "read"
    CATCH = "catch"
    ANNOTATE = "annotate"
    INHERIT = "inherit"
    DECORATE = "decorate"
    STRING = "string"
    SHAPE = "shape"
    REQUIREMENT = "requirement"
    REQUEST = "request"


class Endpoint(str, Enum):
    """Where the ``base_url`` of a client comes from."""

    DEFAULT = "default"
    LITERAL = "literal"
    CONFIGURED = "configured"


PROMPT_FILE = "prompt file"
"""The role of a text that is a whole file; what is found in it has a place of its own."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call: its keyword (empty if positional), and the texts that its value may have."""

    name: str
    texts: tuple[str, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference that leads to something outside of the project.

    ``path`` is its API path, the text of a string, the keys of a dict joined by commas, the name of a distribution, or
    the address that a request goes to.
    ``proven`` is false where the path is one of several that flow together, ``mixed`` is true where something of the
    project's own does, and ``handed`` where what is called was passed in as it is. ``role`` is, for a string, the
    keyword, call or key that it stands at, and ``call`` for an import that a call makes. ``base_urls`` are the literal
    endpoints of the client that it goes through.
    """

    kind: ReferenceKind
    path: str
    location: Location
    module: str
    scope: str
    is_test: bool
    proven: bool = True
    arguments: tuple[Argument, ...] = ()
    role: str = ""
    endpoint: Endpoint = Endpoint.DEFAULT
    base_urls: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    mixed: bool = False
    handed: bool = False


@dataclass(frozen=True, slots=True)
class Module:
    """One module of the project: its dotted name, file, and the project modules that it imports."""

    name: str
    path: str
    is_test: bool
    imports: tuple[str, ...]


class ProjectCall(NamedTuple):
    """What one module takes from another to call it: a function or class by name, in an unknown scope of the caller."""

    caller_module: str
    caller_scope: str
    callee_module: str
    callee_scope: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A function or class of a module with a vendor in it.

    ``bases`` of a class are ``module:name`` where they are the project's own, else dotted paths; ``parameters`` of a
    function go without the object that it is called on.
    """

    module: str
    scope: str
    is_class: bool
    parameters: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """What linking made of all the files.

    ``definitions`` are what the modules with a vendor in them define, and ``flow`` the calls of that.
    """

    references: tuple[Reference, ...]
    modules: tuple[Module, ...]
    calls: tuple[ProjectCall, ...]
    definitions: tuple[Definition, ...] = ()
    flow: tuple[ProjectCall, ...] = ()


def enclosing(scope: str) -> Iterator[str]:
    """Yield a dotted name, such as a scope's, and those of what it stands in; none for the module's own level."""
    while scope:
        yield scope
        scope = scope.rpartition(".")[0]
