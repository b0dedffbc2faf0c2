"""A file without the functions that nothing is looked for in: what is left parses in a fraction of the time."""

import ast
import re
import warnings
from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def reduce(source: str, lines: frozenset[int]) -> str:
    """The source with ``...`` for the body of each function that none of the lines stands in; lines stay where they are.

    Functions of the module and of classes count, not those inside of functions. A file that CPython cannot parse stays
    as it is.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
    text = _LINE.findall(source)
    for function in _functions(tree.body):
        first, last = function.body[0].lineno, function.end_lineno or function.lineno
        if lines.isdisjoint(range(function.lineno, last + 1)):
            before = text[first - 1].encode()[: function.body[0].col_offset].decode(errors="replace")
            if before.isspace():
                text[first - 1] = f"{before}...{_ending(text[first - 1])}"
                text[first:last] = map(_ending, text[first:last])
    return "".join(text)


def _functions(body: list[ast.stmt]) -> Iterator[Function]:
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield from _functions(statement.body)
        elif isinstance(statement, Function):
            yield statement


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
