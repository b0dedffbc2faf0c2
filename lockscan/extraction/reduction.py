"""A file without the statements that nothing is looked for in: what is left parses in a fraction of the time."""

import ast
import re
import warnings
from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def reduce(source: str, lines: frozenset[int], packages: frozenset[str] = frozenset()) -> str:
    """The source with ``...`` for what nothing is looked for in; lines stay where they are.

    Looked for is what stands in one of the lines, and every name that is imported from one of the packages. Left out
    are bodies of functions, and simple statements in functions. A file that CPython cannot parse stays as it is.
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
    for body in _idle(tree.body, lines, within=False):
        _blank(text, body[0], body[-1])
    return "".join(text)


def _idle(body: list[ast.stmt], lines: frozenset[int], *, within: bool) -> Iterator[list[ast.stmt]]:
    """Runs of statements that nothing is looked for in; ``within`` a function simple statements count, too."""
    for statement in body:
        sought = not lines.isdisjoint(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1))
        if isinstance(statement, ast.ClassDef):
            yield from _idle(statement.body, lines, within=within)
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            if sought:
                yield from _idle(statement.body, lines, within=True)
            else:
                yield statement.body
        elif not within:
            continue
        elif not sought:
            yield [statement]
        else:
            for inner in _bodies(statement):
                yield from _idle(inner, lines, within=True)


def _bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a compound statement."""
    for block in (statement, *getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        for name in ("body", "orelse", "finalbody"):
            # An `elif` is an `if` in the place of an `else`: its line begins with another word.
            inner = getattr(block, name, None)
            if isinstance(inner, list):
                yield inner


def _blank(text: list[str], begins: ast.stmt, ends: ast.stmt) -> None:
    """Replace some lines by ``...``, if they hold these statements alone."""
    first, last = _first_line(begins), ends.end_lineno or ends.lineno
    before = text[first - 1].encode()[: begins.col_offset].decode(errors="replace")
    after = text[last - 1].encode()[ends.end_col_offset or 0 :].decode(errors="replace").strip()
    if before.isspace() and (not after or after.startswith("#")):
        text[first - 1] = f"{before}...{_ending(text[first - 1])}"
        text[first:last] = map(_ending, text[first:last])


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


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
