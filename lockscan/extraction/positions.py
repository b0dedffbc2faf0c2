"""Where the tracked nodes stand.

libcst's own positions cost three times its parse. ``ast`` has them for a tenth of it, and lists the same expressions in
the same order, so the two sequences are matched one to one; every pair must agree in what it is, or libcst is asked.
"""

import ast
import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from lockscan.extraction.builder import ALIAS, ATTRIBUTE, CALL, DICT, KEYWORD, NAME, SUBSCRIPT, TEXT

Span = tuple[int, int, int, int]

_LINE_END = re.compile(r"\r\n|\r|\n")


# Sorts into the order of the source, outermost first; with what stands there, and where.
Place = tuple[tuple[int, ...], str, Span]
_order = itemgetter(0)


def tracked(tree: ast.Module) -> list[Place]:
    """What CPython's tree has of the nodes that a walk tracks, in the order of the source, outermost first."""
    places: list[Place] = []
    _collect(tree, (), None, places)
    places.sort(key=_order)
    return places


def inside_strings(places: list[Place]) -> set[int]:
    """The lines that begin inside of a string, or between two that belong together."""
    spans = (span for _, kind, span in places if kind == TEXT)
    return {line for first, _, last, _ in spans if first < last for line in range(first + 1, last + 1)}


def from_ast(found: list[Place], source: str, kinds: list[str]) -> tuple[Span, ...] | None:
    """The region of each tracked node from CPython's tree, or ``None`` if the two do not list the same nodes.

    Line, column, end line and end column count from 1, columns in code points. A call's region ends with what is
    called, before its arguments, so that it stays on few lines.
    """
    if [kind for _, kind, _ in found] != kinds:
        return None
    if source.isascii():
        return tuple(span for _, _, span in found)
    lines = _LINE_END.split(source)
    return tuple(_in_code_points(span, lines) for _, _, span in found)


def _in_code_points(span: Span, lines: list[str]) -> Span:
    line, column, end_line, end_column = span
    return line, _points(lines, line, column), end_line, _points(lines, end_line, end_column)


def _points(lines: list[str], line: int, column: int) -> int:
    text = lines[line - 1] if line <= len(lines) else ""
    return column if text.isascii() else len(text.encode()[: column - 1].decode(errors="ignore")) + 1


def from_libcst(module: cst.Module, nodes: list[cst.CSTNode]) -> tuple[Span, ...]:
    """The same from libcst, for a file that CPython cannot parse."""
    if not nodes:
        return ()
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    ranges = wrapper.resolve(PositionProvider)

    def span(node: cst.CSTNode) -> Span:
        place = ranges[node.func if isinstance(node, cst.Call) else node]
        return place.start.line, place.start.column + 1, place.end.line, place.end.column + 1

    return tuple(span(node) for node in nodes)


def _collect(root: ast.AST, prefix: tuple[int, ...], inside: Span | None, places: list[Place]) -> None:
    """Append what is tracked below a node, each with a key that sorts into the order of the source, outermost first.

    Inside an f-string older Pythons place expressions wrongly: there the order of the parts counts, and a node whose
    place lies outside of the string gets the string's.
    """
    pending = [root]
    while pending:
        node: Any = pending.pop()
        of = type(node)
        kind = _KINDS.get(of)
        if kind == TEXT and of is ast.Constant and not isinstance(node.value, (str, bytes)):
            continue
        if kind == KEYWORD and node.arg is None:
            kind = None
        if kind is not None:
            line, column, end_line, end_column = node.lineno, node.col_offset, node.end_lineno, node.end_col_offset
            key = (line, column, -end_line, -end_column)
            if prefix:
                key = (*prefix, *key)
            if kind == CALL:
                # What is called, without the brackets that may stand around it.
                line, column = node.func.lineno, node.func.col_offset
                end_line, end_column = node.func.end_lineno, node.func.end_col_offset
            elif kind == KEYWORD:
                end_line, end_column = line, column + len(node.arg.encode())
            span = line, column + 1, end_line, end_column + 1
            if inside is not None and not (inside[0] <= line <= end_line <= inside[2]):
                span = inside
            places.append((key, kind, span))
            if of is ast.JoinedStr:
                _collect_holes(node, key, inside or span, places)
                continue
        for name in _PARTS[of]:
            value = getattr(node, name, None)
            if type(value) is list:
                pending.extend(value)
            elif value is not None:
                pending.append(value)


def _collect_holes(string: ast.JoinedStr, key: tuple[int, ...], inside: Span, places: list[Place]) -> None:
    for count, value in enumerate(_holes(string)):
        _collect(value, (*key, count), inside, places)


def _holes(string: ast.JoinedStr) -> Iterator[ast.AST]:
    for part in string.values:
        if isinstance(part, ast.FormattedValue):
            yield part.value
            if isinstance(part.format_spec, ast.JoinedStr):
                yield from _holes(part.format_spec)


_KINDS: dict[type[ast.AST], str] = {
    ast.Call: CALL,
    ast.Attribute: ATTRIBUTE,
    ast.Subscript: SUBSCRIPT,
    ast.Name: NAME,
    ast.Constant: TEXT,
    ast.JoinedStr: TEXT,
    ast.Dict: DICT,
    ast.keyword: KEYWORD,
    ast.alias: ALIAS,
}

# Fields without nodes in which anything is tracked; what stands in others is looked at.
_PLAIN = frozenset({"arg", "asname", "attr", "ctx", "id", "level", "module", "op", "ops", "type_comment"})


class _Parts(dict[type, tuple[str, ...]]):
    """The fields of each type of node in which others may stand; of what is no node, none."""

    def __missing__(self, of: type) -> tuple[str, ...]:
        fields = of._fields if issubclass(of, ast.AST) and of is not ast.Constant else ()
        self[of] = tuple(field for field in fields if field not in _PLAIN)
        return self[of]


_PARTS = _Parts()
