"""Texts of string literals."""

import ast
import re
from collections.abc import Iterator
from collections.abc import Sequence as SequenceOf

import libcst as cst

HOLE = "{}"

_QUOTES = ("'", '"')
_LONG_QUOTES = ("'''", '"""')
_LONGEST_ADDRESS = 300
_PERCENT = re.compile(r"%(?:\(\w+\))?[sdr]")


def may_be_address(text: str) -> bool:
    """Whether a text with holes may be an address, or a part of one: it is worth knowing what fills the holes."""
    if len(text) > _LONGEST_ADDRESS or any(character.isspace() for character in text):
        return False
    return "/" in text or not text.replace(HOLE, "")


def percent_parts(text: str, given: SequenceOf[int]) -> Iterator[int | str]:
    """What ``text % given`` is made of: texts, and what the ``%s`` between them stand for, 0 where nobody knows."""
    for place, part in enumerate(_PERCENT.split(text)):
        if place:
            yield given[place - 1] if place <= len(given) else 0
        yield part


def text_of(node: cst.BaseExpression) -> str | None:
    """The text of a string literal, ``{}`` for each hole of an f-string; ``None`` for bytes and anything else."""
    if isinstance(node, cst.SimpleString):
        return _plain(node)
    if isinstance(node, cst.FormattedString):
        return "".join(part.value if isinstance(part, cst.FormattedStringText) else HOLE for part in node.parts)
    if isinstance(node, cst.ConcatenatedString):
        left, right = text_of(node.left), text_of(node.right)
        return None if left is None or right is None else left + right
    return None


def _plain(node: cst.SimpleString) -> str | None:
    value = node.value
    if "\\" not in value and value[0] in _QUOTES:
        # As most are; libcst looks for the prefix and the quotes letter by letter.
        return value[3:-3] if value.startswith(_LONG_QUOTES) else value[1:-1]
    if "b" in node.prefix:
        return None
    if "\\" not in value or "r" in node.prefix:
        return node.raw_value
    try:
        text = ast.literal_eval(value)
    except (SyntaxError, ValueError):
        return node.raw_value
    return _encodable(text) if isinstance(text, str) else None


def _encodable(text: str) -> str:
    """A text without halves of surrogate pairs, which escapes can spell and no encoding has."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def integer_of(node: cst.BaseExpression) -> int | None:
    """The value of an integer literal, also a negative one."""
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        inner = integer_of(node.expression)
        return None if inner is None else -inner
    if isinstance(node, cst.Integer) and len(node.value) < 10:  # noqa: PLR2004  # no index is longer
        return int(node.value.replace("_", ""), 0)
    return None
