"""What must not reach the parser.

libcst ends the process on some inputs and needs minutes for others: deeply nested brackets, long chains of ``elif``, of
operators or of calls. CPython's own parser refuses the worst of them cleanly and quickly, and its tree tells how deep
the rest goes.
"""

import ast
import re

# Far above what people write, and far below what hurts libcst.
MAX_LEVELS = 500
# CPython compiles no more than 200 nested brackets.
MAX_BRACKETS = 200

_SUSPICIOUS = 250
_TOKENS = re.compile(
    r"#[^\n]*|\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|[()\[\]{}]", re.DOTALL
)
_LONG_CHAIN = 200
_CHAIN = re.compile(rf"(?:\.[ \t]*\w+[ \t]*){{{_LONG_CHAIN}}}")
_LINKS = (
    "elif",
    "+",
    "-",
    "*",
    "/",
    "%",
    "|",
    "&",
    "~",
    " or ",
    " and ",
    "not ",
    "lambda",
    ").",
    "](",
    ")(",
    "][",
    " if ",
)


def too_deep(source: str, tree: ast.Module | None) -> str | None:
    """Why a file would be too much for libcst, or ``None``; ``tree`` is what CPython made of it, if it could."""
    if tree is None:
        depth = bracket_depth(source)
        return f"brackets are nested {depth} deep; the limit is {MAX_BRACKETS}" if depth > MAX_BRACKETS else None
    chained = source.count(".") >= _LONG_CHAIN and _CHAIN.search(source)
    if not chained and all(source.count(link) < _SUSPICIOUS for link in _LINKS):
        return None
    levels = _levels(tree)
    return f"it is nested {levels} levels deep; the limit is {MAX_LEVELS}" if levels > MAX_LEVELS else None


def bracket_depth(source: str) -> int:
    """How deeply brackets are nested outside of strings and comments."""
    depth = deepest = 0
    for found in _TOKENS.finditer(source):
        if found.group() in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif found.group() in ")]}":
            depth = max(0, depth - 1)
    return deepest


def _levels(tree: ast.AST) -> int:
    level: list[ast.AST] = [tree]
    count = 0
    while level:
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        count += 1
    return count
