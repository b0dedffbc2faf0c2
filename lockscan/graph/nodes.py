"""The nodes and edges of the dependency graph."""

from enum import Enum
from typing import NamedTuple

from lockscan.model.location import Location
from lockscan.model.rule import MatchKind


class NodeKind(str, Enum):
    """What a node stands for; ``ROOT`` is the outside, from which the project is entered."""

    ROOT = "root"
    MODULE = "module"
    SYMBOL = "symbol"
    CAPABILITY = "capability"
    PACKAGE = "package"
    VENDOR = "vendor"


class EdgeKind(str, Enum):
    """How one node leads to the next; an edge that leads out of the project carries the uses that it stands for."""

    IMPORT = "import"
    CONTAIN = "contain"
    CALL = "call"
    USE = "use"
    OFFER = "offer"


class UseKind(str, Enum):
    """What code of the project does with a vendor; ``MENTION`` names a model or a variable and binds nothing."""

    IMPORT = "import"
    CONSTRUCT = "construct"
    CALL = "call"
    READ_RESPONSE = "read-response"
    CATCH = "catch"
    ANNOTATE = "annotate"
    INHERIT = "inherit"
    CONFIGURE = "configure"
    MENTION = "mention"


class Node(NamedTuple):
    """A node: a symbol is named ``module:scope``, a capability ``vendor:capability``, a package as on PyPI."""

    kind: NodeKind
    name: str


class Use(NamedTuple):
    """One finding on an edge out of the project."""

    kind: UseKind
    symbol: str
    location: Location


ROOT = Node(NodeKind.ROOT, "")
USES = {
    MatchKind.IMPORT: UseKind.IMPORT,
    MatchKind.CONSTRUCT: UseKind.CONSTRUCT,
    MatchKind.CALL: UseKind.CALL,
    MatchKind.ARGUMENT: UseKind.CONFIGURE,
    MatchKind.RESPONSE: UseKind.READ_RESPONSE,
    MatchKind.EXCEPTION: UseKind.CATCH,
    MatchKind.ANNOTATION: UseKind.ANNOTATE,
    MatchKind.SUBCLASS: UseKind.INHERIT,
    MatchKind.DECORATOR: UseKind.CALL,
    MatchKind.LITERAL: UseKind.MENTION,
    MatchKind.SHAPE: UseKind.CONFIGURE,
}
SURFACE = {UseKind.CONSTRUCT, UseKind.CALL, UseKind.CATCH, UseKind.ANNOTATE, UseKind.INHERIT}
