"""A file without the statements that nothing is looked for in: what is left parses in a fraction of the time."""

import ast
import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from lockscan.decoding.directives import MARK

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_WORD = re.compile(r"\w+")
# What is bound to one of these stands for no name of a package and no text.
_NO_NAMES = (
    ast.Await, ast.Call, ast.Compare, ast.Dict, ast.DictComp, ast.GeneratorExp, ast.Lambda, ast.List, ast.ListComp,
    ast.Set, ast.SetComp, ast.Subscript, ast.Tuple,
)  # fmt: skip


def reduce(source: str, lines: frozenset[int], packages: frozenset[str] = frozenset()) -> str:
    """The source with ``...`` for what nothing is looked for in; lines stay where they are.

    Looked for is what stands in one of the lines, and every name that is imported from one of the packages. Statements
    without either are left out, except where the module or a class binds a name to something that may be a package, or
    to a text, and what stays reads that name. Comments that speak to lockscan stay. A file that CPython cannot parse
    stays as it is, and so does one with a thousand blocks in each other, as ``elif`` stand.
    """
    try:
        return _reduced(source, lines, packages)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source


def _reduced(source: str, lines: frozenset[int], packages: frozenset[str]) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(source)
    text = _LINE.findall(source)
    if any(package in source for package in packages):
        lines |= _lines_with(_imported(tree, packages), text)
    if MARK in source:
        lines |= {number for number, line in enumerate(text, 1) if MARK in line}
    lines |= _read_there(tree, text, lines)
    for run in _idle(tree.body, sorted(lines)):
        _blank(text, run[0], run[-1])
    return "".join(text)


def _idle(body: list[ast.stmt], lines: list[int]) -> Iterator[list[ast.stmt]]:
    """Runs of statements that nothing is looked for in; the lines are sorted."""
    run: list[ast.stmt] = []
    for statement in body:
        if run and _has(lines, _last_line(run[-1]) + 1, _first_line(statement) - 1):
            yield run
            run = []
        if not _has(lines, _first_line(statement), _last_line(statement)):
            run.append(statement)
            continue
        if run:
            yield run
            run = []
        for inner in _bodies(statement):
            yield from _idle(inner, lines)
    if run:
        yield run


def _read_there(tree: ast.Module, text: list[str], lines: frozenset[int]) -> set[int]:
    """The lines of statements by which a name is bound that what stays reads, by way of other such names too."""
    left = [
        (names, range(_first_line(one), _last_line(one) + 1)) for one in _binding(tree.body) if (names := _bound(one))
    ]
    found: set[int] = set()
    fresh = lines.union(*_staying(tree.body, sorted(lines)))
    words: set[str] = set()
    while fresh:
        words.update(_WORD.findall(" ".join(text[line - 1] for line in fresh if line <= len(text))))
        read = [one for one in left if not words.isdisjoint(one[0])]
        left = [one for one in left if words.isdisjoint(one[0])]
        fresh = frozenset().union(*(place for _, place in read))
        found |= fresh
    return found


def _staying(body: list[ast.stmt], lines: list[int]) -> Iterator[range]:
    """The lines of what stays for its own sake: of compound statements the heads alone."""
    for statement in body:
        first, last = _first_line(statement), _last_line(statement)
        if _has(lines, first, last):
            inner = list(_bodies(statement))
            yield range(first, min((_first_line(block[0]) for block in inner if block), default=last + 1))
            for block in inner:
                yield from _staying(block, lines)


def _binding(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module and its classes, and of the blocks in these; those of functions bind nothing there."""
    for statement in body:
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement
            for inner in _bodies(statement):
                yield from _binding(inner)


def _bound(statement: ast.stmt) -> frozenset[str]:
    """The names that a statement binds to what may stand for a package's name or a text elsewhere in the file."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return frozenset(map(_head, statement.names))
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or isinstance(statement.value, (type(None), *_NO_NAMES)):
        return frozenset()
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return frozenset(node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))


def _has(lines: list[int], first: int, last: int) -> bool:
    """Whether one of the sorted lines is among those from the first to the last."""
    return bisect_left(lines, first) < bisect_right(lines, last)


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
                names.update(_head(alias) for alias in node.names if alias.name.partition(".")[0] in packages)
            elif not isinstance(node, ast.ImportFrom):
                pending.extend(_bodies(node))
            elif not node.level and (node.module or "").partition(".")[0] in packages:
                names.update(map(_head, node.names))
    return names


def _head(alias: ast.alias) -> str:
    """The name that an import binds."""
    return alias.asname or alias.name.partition(".")[0]


def _lines_with(names: set[str], text: list[str]) -> frozenset[int]:
    if not names:
        return frozenset()
    if "*" in names:
        return frozenset(range(1, len(text) + 1))
    word = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b")
    return frozenset(number for number, line in enumerate(text, 1) if word.search(line))


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
