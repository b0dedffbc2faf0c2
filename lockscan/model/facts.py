"""What one file says, without its syntax tree: enough to link it with the other files, and nothing about rules.

Expressions stand in one table, ``FileFacts.expressions``, and refer to each other by their place in it (``Id``); 0
is :class:`Unknown`. Reads of local names are resolved already, in the order of the statements: such a read *is* the
:class:`Join` of the assignments that reach it. Everything that another scope or file decides stays open as a
:class:`Lookup`, :class:`Free`, :class:`Parameter`, :class:`Imported` or :class:`Module`.

The values are msgspec structs, so that they pass between processes and into the cache as checked bytes.
"""

from enum import Enum

from msgspec import Struct

from lockscan.model.directive import Directive
from lockscan.model.program import ReferenceKind

Id = int

ENVIRONMENT = "os.environ"
"""The name of a :class:`Free` that stands for what the environment holds."""


class Unknown(Struct, frozen=True, array_like=True, tag=0):
    """Nothing that matters: numbers, comparisons, arithmetic."""


class Text(Struct, frozen=True, array_like=True, tag=1):
    """A string; in an f-string, ``{}`` stands for each hole."""

    value: str


class Module(Struct, frozen=True, array_like=True, tag=2):
    """The module that ``import a.b`` binds."""

    name: str


class Imported(Struct, frozen=True, array_like=True, tag=3):
    """What ``from module import name`` binds; ``level`` counts the leading dots."""

    module: str
    level: int
    name: str


class Join(Struct, frozen=True, array_like=True, tag=4):
    """Any of several expressions."""

    parts: tuple[Id, ...]


class Lookup(Struct, frozen=True, array_like=True, tag=5):
    """A name of another scope of this file: any of its bindings."""

    scope: int
    name: str


class Free(Struct, frozen=True, array_like=True, tag=6):
    """A name bound nowhere in the file: a builtin, or from a star import."""

    name: str


class Attribute(Struct, frozen=True, array_like=True, tag=7):
    """``base.name``."""

    base: Id
    name: str


class Argument(Struct, frozen=True, array_like=True):
    """One argument: ``name`` is empty for a positional one, ``*`` or ``**`` for an unpacked one."""

    name: str
    value: Id
    region: int


class Call(Struct, frozen=True, array_like=True, tag=8):
    """``function(arguments)``; ``elsewhere`` when an executor or event loop makes the call."""

    function: Id
    arguments: tuple[Argument, ...]
    elsewhere: bool = False


class Element(Struct, frozen=True, array_like=True, tag=9):
    """What iterating over ``base`` gives."""

    base: Id


class Item(Struct, frozen=True, array_like=True, tag=10):
    """``base[key]``: ``key`` is a string or an integer where it is literal, else ``None``."""

    base: Id
    key: str | int | None


class Sequence(Struct, frozen=True, array_like=True, tag=11):
    """A list, tuple or set display."""

    items: tuple[Id, ...]


class Entry(Struct, frozen=True, array_like=True):
    """One entry of a mapping; ``key`` is ``None`` where it is not a literal string, ``**`` for an unpacked mapping."""

    key: str | None
    value: Id
    region: int


class Mapping(Struct, frozen=True, array_like=True, tag=12):
    """A dict display, or ``dict(key=value)``."""

    entries: tuple[Entry, ...]


class Parameter(Struct, frozen=True, array_like=True, tag=13):
    """A parameter of the function whose scope it is."""

    scope: int
    name: str


class Function(Struct, frozen=True, array_like=True, tag=14):
    """A function or lambda, by its scope."""

    scope: int


class Class(Struct, frozen=True, array_like=True, tag=15):
    """A class, by its scope."""

    scope: int


class Instance(Struct, frozen=True, array_like=True, tag=16):
    """An object of the type that an annotation or an except clause names."""

    of: Id


class Entered(Struct, frozen=True, array_like=True, tag=17):
    """What ``with`` gives for a context manager."""

    manager: Id


class Super(Struct, frozen=True, array_like=True, tag=18):
    """``super()`` in a method of the class whose scope it is."""

    scope: int


class Alias(Struct, frozen=True, array_like=True, tag=19):
    """A type expression such as ``Union[A, B]``: what it annotates is ``of``."""

    of: Id


class Narrowed(Struct, frozen=True, array_like=True, tag=20):
    """``base`` where it is an object of the type or tuple of types ``to``, or where it is none unless ``holds``."""

    base: Id
    to: Id
    holds: bool


class Future(Struct, frozen=True, array_like=True, tag=21):
    """What an executor gives for a call that it makes: ``.result()`` is what the call gives."""

    call: Id


class Concat(Struct, frozen=True, array_like=True, tag=22):
    """Texts one after the other that may be an address: an f-string, or a sum; 0 for what is not known."""

    parts: tuple[Id, ...]


Expression = (
    Unknown | Text | Module | Imported | Join | Lookup | Free | Attribute | Call | Element | Item | Sequence | Mapping
    | Parameter | Function | Class | Instance | Entered | Super | Alias | Narrowed | Future
    | Concat
)  # fmt: skip


class ScopeKind(str, Enum):
    """What opens a scope; a namespace is an object without a class, which has attributes and no code."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    NAMESPACE = "namespace"


class ParameterKind(str, Enum):
    """How arguments reach a parameter."""

    POSITIONAL = "positional"
    KEYWORD = "keyword"
    STAR = "star"
    DOUBLE_STAR = "double-star"


class ParameterFacts(Struct, frozen=True, array_like=True):
    """One parameter: ``annotation`` (an :class:`Instance` or similar) and ``default`` are 0 where there is none."""

    name: str
    kind: ParameterKind
    annotation: Id
    default: Id


class Scope(Struct, frozen=True, array_like=True):
    """A module, class or function.

    ``path`` is its dotted name in the module; ``names`` maps each name bound in it to all of its bindings.
    ``attributes`` are the stores to ``self.name`` in the methods of a class. ``returned`` and ``yielded`` are what
    a function gives, ``annotated`` what its annotation says it returns. ``applied`` are calls that are not written as
    calls: those of its decorators, and in it those that executors and the like make.
    """

    kind: ScopeKind
    path: str
    parent: int
    names: dict[str, tuple[Id, ...]]
    stars: tuple[Id, ...] = ()
    attributes: dict[str, tuple[Id, ...]] = {}
    bases: tuple[Id, ...] = ()
    parameters: tuple[ParameterFacts, ...] = ()
    decorators: tuple[Id, ...] = ()
    returned: tuple[Id, ...] = ()
    yielded: tuple[Id, ...] = ()
    annotated: Id = 0
    applied: tuple[Id, ...] = ()


class Store(Struct, frozen=True, array_like=True):
    """``base.name = value`` where ``base`` is not the method's own object."""

    base: Id
    name: str
    value: Id


class Use(Struct, frozen=True, array_like=True):
    """A place that may refer to something outside: ``region`` indexes ``FileFacts.regions``, ``role`` is a string's."""

    kind: ReferenceKind
    expression: Id
    scope: int
    region: int
    role: str = ""


class FileFacts(Struct, frozen=True, array_like=True):
    """One file; ``scopes[0]`` is the module. ``regions`` hold line, column, end line and end column, as in ``Region``.

    ``exports`` is ``__all__`` where it is a literal.
    """

    expressions: tuple[Expression, ...]
    scopes: tuple[Scope, ...]
    uses: tuple[Use, ...]
    stores: tuple[Store, ...]
    regions: tuple[tuple[int, int, int, int], ...]
    directives: tuple[Directive, ...]
    exports: tuple[str, ...] | None
    lines: int
