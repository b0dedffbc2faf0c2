"""What a name in an SDK may stand for."""

import ast
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that is there, of a type that its SDK does not tell or does not own."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module or a namespace package."""

    name: str


@dataclass(frozen=True, slots=True)
class Class:
    """A class; ``types`` is what its type variables stand for, ``within`` the function that it is defined in."""

    module: str
    qualname: str
    node: ast.ClassDef
    types: "Types" = ()
    within: "Scope | None" = None


@dataclass(frozen=True, slots=True)
class Builtin:
    """A class of the language itself, which some SDKs derive theirs from."""

    name: str


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class."""

    of: Class | Builtin


@dataclass(frozen=True, slots=True)
class Function:
    """A function, with all its overloads, bound to ``owner`` if it is a method of something."""

    module: str
    qualname: str
    nodes: tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]
    owner: "Class | Instance | None" = None
    types: "Types" = ()


@dataclass(frozen=True, slots=True)
class Callable:
    """What is only known by what it returns when called."""

    result: "tuple[Value, ...]"


@dataclass(frozen=True, slots=True)
class Container:
    """What gives these when it is iterated or asked for an item."""

    elements: "tuple[Value, ...]"


@dataclass(frozen=True, slots=True)
class Service:
    """A client of an AWS service; its methods are the operations of the service's model."""

    name: str


Value = Opaque | Module | Class | Builtin | Instance | Function | Callable | Container | Service
Types = tuple[tuple[str, tuple[Value, ...]], ...]
Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and the place that defines it: ``module:qualname``."""

    value: Value
    where: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: in a module, in a class of it, in a function that is bound to ``owner``."""

    module: str
    qualname: str = ""
    function: Definition | None = None
    owner: Class | Instance | None = None
    types: Types = ()
