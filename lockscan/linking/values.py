"""What an expression may stand for. Structs, because millions of them are hashed and compared."""

from msgspec import Struct

# A place in the program: a file by its number, and an expression or scope in it.
Place = tuple[int, int]


class External(Struct, frozen=True):
    """Something outside of the project, by its API path.

    ``client`` is the call that the path starts with and ``call`` the last one on it.
    """

    path: str
    client: Place | None = None
    call: Place | None = None


class Literal(Struct, frozen=True):
    """A text; ``{}`` stands for what is not known of it."""

    text: str


class FunctionValue(Struct, frozen=True):
    """A function of the project; ``bound`` when it takes its object from the dot before it."""

    file: int
    scope: int
    bound: bool = False


class ClassValue(Struct, frozen=True):
    """A class of the project."""

    file: int
    scope: int


class InstanceValue(Struct, frozen=True):
    """An object of a class of the project."""

    file: int
    scope: int


class ModuleValue(Struct, frozen=True):
    """A module of the project, by file or directory."""

    module: str


class SequenceValue(Struct, frozen=True):
    """A list or tuple display, by the expression that makes it."""

    file: int
    expression: int


class MappingValue(Struct, frozen=True):
    """A dict display, by the expression that makes it, or what was taken of it.

    ``view`` is ``.values`` for the method, ``values`` or ``items`` for what that gives, ``pair`` for one of the items.
    """

    file: int
    expression: int
    view: str = ""


class GeneratorValue(Struct, frozen=True):
    """What a call of a generator function gives."""

    file: int
    scope: int


class TypeValue(Struct, frozen=True):
    """A type that is written as an expression: its objects are what the expression ``of`` stands for."""

    file: int
    of: int


class FutureValue(Struct, frozen=True):
    """What an executor gives for a call; ``taken`` for its method that waits for the result."""

    file: int
    call: int
    taken: bool = False


class TextValue(Struct, frozen=True):
    """A text that is put together of others: by a sum, an f-string or a method; see :mod:`lockscan.linking.texts`."""

    file: int
    expression: int


class PendingValue(Struct, frozen=True):
    """Something made of a name in a file of the project that is not loaded."""

    module: str


class Untold(Struct, frozen=True):
    """What a place has let go of, that may stand for very many things."""


Value = (
    External
    | Literal
    | FunctionValue
    | ClassValue
    | InstanceValue
    | ModuleValue
    | SequenceValue
    | MappingValue
    | GeneratorValue
    | TypeValue
    | FutureValue
    | TextValue
    | PendingValue
    | Untold
)
Values = frozenset[Value]
EMPTY: Values = frozenset()
