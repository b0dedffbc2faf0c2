"""A file without the statements that nothing is looked for in: what is left parses in a fraction of the time."""

import ast
import re
import warnings
from collections.abc import Iterator

from lockscan.decoding.directives import MARK

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
# What is bound to one of these stands for no name of a package and no text.
_NO_NAMES = (
    ast.Await, ast.Call, ast.Compare, ast.Dict, ast.DictComp, ast.GeneratorExp, ast.Lambda, ast.List, ast.ListComp,
    ast.Set, ast.SetComp, ast.Subscript, ast.Tuple,
)  # fmt: skip


def reduce(source: str, lines: frozenset[int], packages: frozenset[str] = frozenset()) -> str:
    """The source with ``...`` for what nothing is looked for in; lines stay where they are.

    Looked for is what stands in one of the lines, and every name that is imported from one of the packages. Statements
    without either are left out, except where the module or a class binds another name to something that may be a
    package, or to a text. Comments that speak to lockscan stay. A file that CPython cannot parse stays as it is.
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
    if MARK in source:
        lines |= {number for number, line in enumerate(text, 1) if MARK in line}
    for run in _idle(tree.body, lines, within=False):
        _blank(text, run[0], run[-1])
    return "".join(text)


def _idle(body: list[ast.stmt], lines: frozenset[int], *, within: bool) -> Iterator[list[ast.stmt]]:
    """Runs of statements that nothing is looked for in; ``within`` a function, it does not matter what they bind."""
    run: list[ast.stmt] = []
    for statement in body:
        first = _first_line(statement)
        if run and not lines.isdisjoint(range(_last_line(run[-1]) + 1, first)):
            yield run
            run = []
        if lines.isdisjoint(range(first, _last_line(statement) + 1)) and (within or _binds_no_name(statement)):
            run.append(statement)
            continue
        if run:
            yield run
            run = []
        inside = within or isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in _bodies(statement):
            yield from _idle(inner, lines, within=inside)
    if run:
        yield run


def _binds_no_name(statement: ast.stmt) -> bool:
    """Whether a statement binds nothing that may stand for a package's name or a text elsewhere in the file."""
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        return statement.value is None or isinstance(statement.value, _NO_NAMES)
    return isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assert | ast.Raise) or (
        isinstance(statement, ast.Expr) and not isinstance(statement.value, ast.Constant)
    )


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
    first, last = _first_line(begins), _last_line(ends)
    before = text[first - 1].encode()[: begins.col_offset].decode(errors="replace")
    after = text[last - 1].encode()[ends.end_col_offset or 0 :].decode(errors="replace").strip()
    if not before.strip() and (not after or after.startswith("#")):
        text[first - 1] = f"{before}...{_ending(text[first - 1])}"
        text[first:last] = map(_ending, text[first:last])


def _first_line(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return min(statement.lineno, *(decorator.lineno for decorator in decorators)) if decorators else statement.lineno


def _last_line(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno


def _imported(tree: ast.Module, packages: frozenset[str]) -> set[str]:
    """The names that imports from some packages bind, anywhere in the file."""
    names: set[str] = set()
    pending = [tree.body]
    while pending:
        for node in pending.pop():
            if isinstance(node, ast.Import):
                names.update(
                    alias.asname or alias.name.partition(".")[0]
                    for alias in node.names
                    if alias.name.partition(".")[0] in packages
                )
            elif not isinstance(node, ast.ImportFrom):
                pending.extend(_bodies(node))
            elif (node.module or "").partition(".")[0] in packages:
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
