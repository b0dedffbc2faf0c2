"""A file without the functions that nothing is looked for in: what is left parses in a fraction of the time."""

import ast
import re
import warnings
from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def reduce(source: str, lines: frozenset[int], packages: frozenset[str] = frozenset()) -> str:
    """The source with ``...`` for the body of each function that nothing is looked for in; lines stay where they are.

    Looked for is what stands in one of the lines, and every name that is imported from one of the packages. Functions
    of the module and of classes count, not those inside of functions. A file that CPython cannot parse stays as it is.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
    text = _LINE.findall(source)
    if any(package in source for package in packages):
        lines |= _lines_with(_imported(tree, packages), text)
    for function in _functions(tree.body):
        first, last = _first_line(function.body[0]), function.end_lineno or function.lineno
        if lines.isdisjoint(range(function.lineno, last + 1)):
            before = text[first - 1].encode()[: function.body[0].col_offset].decode(errors="replace")
            if before.isspace():
                text[first - 1] = f"{before}...{_ending(text[first - 1])}"
                text[first:last] = map(_ending, text[first:last])
    return "".join(text)


def _first_line(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return min(statement.lineno, *(decorator.lineno for decorator in decorators)) if decorators else statement.lineno


def _imported(tree: ast.Module, packages: frozenset[str]) -> set[str]:
    """The names that imports from some packages bind, anywhere in the file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(
                alias.asname or alias.name.partition(".")[0]
                for alias in node.names
                if alias.name.partition(".")[0] in packages
            )
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in packages:
            names.update(alias.asname or alias.name for alias in node.names)
    return names


def _lines_with(names: set[str], text: list[str]) -> frozenset[int]:
    if not names:
        return frozenset()
    if "*" in names:
        return frozenset(range(1, len(text) + 1))
    word = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b")
    return frozenset(number for number, line in enumerate(text, 1) if word.search(line))


def _functions(body: list[ast.stmt]) -> Iterator[Function]:
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield from _functions(statement.body)
        elif isinstance(statement, Function):
            yield statement


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
