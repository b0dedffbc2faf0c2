"""libcst's parser, kept from what the walk has no use for.

Its native part calls, for each node, the class of that name in the module ``libcst``, which it asks Python for. Two
thirds of the nodes are blanks, line ends and punctuation, and to make them is a fifth of a parse. While a file is
parsed, a module stands in for ``libcst`` in which all blanks are one object, and so are all commas. Nor are nodes
checked then, as those are that a program puts together: that is another twentieth. A libcst that makes its nodes in
another way does not notice. Empty lines and comments, each of which would be several nodes, it need not read at all.
"""

import sys
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import cache
from types import ModuleType

import libcst as cst

_BLANK = cst.SimpleWhitespace("")
# Between words there must be one, and libcst sees to that.
_SPACE = cst.SimpleWhitespace(" ")
_SHARED = {
    "Comment": cst.Comment("#"),
    "EmptyLine": cst.EmptyLine(),
    "Newline": cst.Newline(),
    "ParenthesizedWhitespace": cst.ParenthesizedWhitespace(),
    "TrailingWhitespace": cst.TrailingWhitespace(),
    "AssignEqual": cst.AssignEqual(),
    "Colon": cst.Colon(),
    "Comma": cst.Comma(),
    "Dot": cst.Dot(),
    "LeftCurlyBrace": cst.LeftCurlyBrace(),
    "LeftParen": cst.LeftParen(),
    "LeftSquareBracket": cst.LeftSquareBracket(),
    "RightCurlyBrace": cst.RightCurlyBrace(),
    "RightParen": cst.RightParen(),
    "RightSquareBracket": cst.RightSquareBracket(),
    "Semicolon": cst.Semicolon(),
}


def bare(source: str, inside: AbstractSet[int]) -> str:
    """The source without empty lines and lines of comments; those ``inside`` of strings, counted from 1, stay."""
    if "\r" in source:
        # It is not worth telling which of these end lines.
        return source
    lines = source.split("\n")
    kept = (
        line
        for number, (before, line) in enumerate(zip(["", *lines], lines, strict=False), 1)
        if (line and not line.isspace() and not line.lstrip().startswith("#"))
        or number in inside
        # It ends what this backslash continues.
        or before.endswith("\\")
    )
    return "\n".join((*kept, ""))


def parse(source: str) -> cst.Module:
    """The tree of a file, without its blanks: nothing in it says where it stands, and it cannot be written out again.

    Raises :class:`libcst.ParserSyntaxError`.
    """
    with _stand_in():
        return cst.parse_module(source)


@contextmanager
def _stand_in() -> Iterator[None]:
    checking = cst.CSTNode.__post_init__
    sys.modules["libcst"] = _module()
    cst.CSTNode.__post_init__ = _unchecked  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        cst.CSTNode.__post_init__ = checking  # type: ignore[method-assign]
        sys.modules["libcst"] = cst


def _unchecked(_node: cst.CSTNode) -> None:
    """Take a node as it is."""


@cache
def _module() -> ModuleType:
    module = ModuleType("libcst")
    module.__dict__.update(vars(cst))
    module.__dict__.update({name: _always(node) for name, node in _SHARED.items()})
    module.__dict__["SimpleWhitespace"] = _whitespace
    return module


def _always(node: cst.CSTNode) -> Callable[..., cst.CSTNode]:
    return lambda **_: node


def _whitespace(value: str) -> cst.SimpleWhitespace:
    return _SPACE if value else _BLANK
