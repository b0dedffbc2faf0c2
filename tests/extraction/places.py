"""What stands where: the tracked nodes of a source, by CPython's tree and by libcst's."""

import ast
import re
import sysconfig
from pathlib import Path

import libcst as cst

from lockscan.extraction.positions import Span, from_ast, from_libcst, tracked
from lockscan.extraction.statements import StatementWalk

_LINE_END = re.compile(r"\r\n|\r|\n")
_LIBRARY = Path(sysconfig.get_path("stdlib"))

# Modules of many styles, all of them in every Python since 3.10.
MODULES = ("dataclasses.py", "heapq.py", "json/scanner.py", "locale.py", "textwrap.py", "tokenize.py", "typing.py")


def library(module: str) -> str:
    """Return the source of a module of the running Python's standard library."""
    return (_LIBRARY / module).read_text(encoding="utf-8")


def walked(source: str) -> tuple[StatementWalk, cst.Module]:
    walk, module = StatementWalk(), cst.parse_module(source)
    walk.module(module)
    return walk, module


def by_ast(source: str) -> tuple[Span, ...]:
    found = from_ast(tracked(ast.parse(source)), source, walked(source)[0].kinds)
    assert found is not None, "the two trees do not list the same nodes"
    return found


def by_libcst(source: str) -> tuple[Span, ...]:
    walk, module = walked(source)
    return from_libcst(module, walk.nodes)


def text_at(source: str, span: Span) -> str:
    line, column, end_line, end_column = span
    lines = _LINE_END.split(source)[line - 1 : end_line]
    lines[-1] = lines[-1][: end_column - 1]
    lines[0] = lines[0][column - 1 :]
    return "\n".join(lines)


def texts(source: str, spans: tuple[Span, ...]) -> list[str]:
    return [text_at(source, span) for span in spans]
