"""Texts of string literals."""

import ast

import libcst as cst

HOLE = "{}"


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
    if "b" in node.prefix.lower():
        return None
    if "\\" not in node.value or "r" in node.prefix.lower():
        return node.raw_value
    try:
        value = ast.literal_eval(node.value)
    except (SyntaxError, ValueError):
        return node.raw_value
    return value if isinstance(value, str) else None


def integer_of(node: cst.BaseExpression) -> int | None:
    """The value of an integer literal, also a negative one."""
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        inner = integer_of(node.expression)
        return None if inner is None else -inner
    if isinstance(node, cst.Integer) and len(node.value) < 10:  # noqa: PLR2004  # no index is longer
        return int(node.value.replace("_", ""), 0)
    return None
