"""Where the tracked nodes stand.

libcst's own positions cost three times its parse. ``ast`` has them for a tenth of it, and lists the same expressions in
the same order, so the two sequences are matched one to one; every pair must agree in what it is, or libcst is asked.
"""

import ast
import re
from collections.abc import Iterator

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from lockscan.extraction.builder import ALIAS, ATTRIBUTE, CALL, DICT, KEYWORD, NAME, SUBSCRIPT, TEXT

Span = tuple[int, int, int, int]

_LINE_END = re.compile(r"\r\n|\r|\n")


def from_ast(tree: ast.Module, source: str, kinds: list[str]) -> tuple[Span, ...] | None:
    """The region of each tracked node from CPython's tree, or ``None`` if the two do not list the same nodes.

    Line, column, end line and end column count from 1, columns in code points. A call's region ends with what is
    called, before its arguments, so that it stays on few lines.
    """
    found = _tracked(tree)
    if [kind for kind, _ in found] != kinds:
        return None
    lines = _LINE_END.split(source)
    plain = source.isascii()
    spans = (span if plain else _in_code_points(span, lines) for _, span in found)
    return tuple((line, column + 1, end_line, end_column + 1) for line, column, end_line, end_column in spans)


def _in_code_points(span: Span, lines: list[str]) -> Span:
    line, column, end_line, end_column = span
    return line, _points(lines, line, column), end_line, _points(lines, end_line, end_column)


def _points(lines: list[str], line: int, column: int) -> int:
    text = lines[line - 1] if line <= len(lines) else ""
    return column if text.isascii() else len(text.encode()[:column].decode(errors="ignore"))


def from_libcst(module: cst.Module, nodes: list[cst.CSTNode]) -> tuple[Span, ...]:
    """The same from libcst, for a file that CPython cannot parse."""
    if not nodes:
        return ()
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    ranges = wrapper.resolve(PositionProvider)

    def span(node: cst.CSTNode) -> Span:
        start, end = ranges[node].start, ranges[node.func if isinstance(node, cst.Call) else node].end
        return start.line, start.column + 1, end.line, end.column + 1

    return tuple(span(node) for node in nodes)


Place = tuple[tuple[int, ...], str, Span]


def _tracked(tree: ast.Module) -> list[tuple[str, Span]]:
    places: list[Place] = []
    _collect(tree, (), None, places)
    places.sort(key=_order)
    return [(kind, span) for _, kind, span in places]


def _order(place: Place) -> tuple[int, ...]:
    return place[0]


def _collect(root: ast.AST, prefix: tuple[int, ...], inside: Span | None, places: list[Place]) -> None:
    """Append what is tracked below a node, each with a key that sorts into the order of the source, outermost first.

    Inside an f-string older Pythons place expressions wrongly: there the order of the parts counts, and a node whose
    place lies outside of the string gets the string's.
    """
    pending: list[ast.AST] = [root]
    while pending:
        node = pending.pop()
        kind = _KINDS.get(type(node))
        if kind is None:
            pending.extend(_children(node))
            continue
        if kind == TEXT and isinstance(node, ast.Constant) and not isinstance(node.value, (str, bytes)):
            continue
        if kind == KEYWORD and isinstance(node, ast.keyword) and node.arg is None:
            pending.append(node.value)
            continue
        span = _span(node)
        key = (*prefix, span[0], span[1], -span[2], -span[3])
        if kind == CALL and isinstance(node, ast.Call):
            span = (span[0], span[1], node.func.end_lineno or span[2], _end(node.func, span[3]))
        if kind == KEYWORD and isinstance(node, ast.keyword):
            span = (span[0], span[1], span[0], span[1] + len((node.arg or "").encode()))
        if inside is not None and not (inside[0] <= span[0] <= span[2] <= inside[2]):
            span = inside
        places.append((key, kind, span))
        if isinstance(node, ast.JoinedStr):
            _collect_holes(node, key, inside or _span(node), places)
        elif not isinstance(node, (ast.Constant, ast.Name)):
            pending.extend(_children(node))


def _children(node: ast.AST) -> Iterator[ast.AST]:
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            for item in value:
                if isinstance(item, ast.AST):
                    yield item
        elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
            yield value


def _collect_holes(string: ast.JoinedStr, key: tuple[int, ...], inside: Span, places: list[Place]) -> None:
    for count, value in enumerate(_holes(string)):
        _collect(value, (*key, count), inside, places)


def _holes(string: ast.JoinedStr) -> Iterator[ast.AST]:
    for part in string.values:
        if isinstance(part, ast.FormattedValue):
            yield part.value
            if isinstance(part.format_spec, ast.JoinedStr):
                yield from _holes(part.format_spec)


def _span(node: ast.AST) -> Span:
    line = getattr(node, "lineno", 1)
    column = getattr(node, "col_offset", 0)
    return line, column, getattr(node, "end_lineno", line) or line, getattr(node, "end_col_offset", column) or column


def _end(node: ast.expr, default: int) -> int:
    return default if node.end_col_offset is None else node.end_col_offset


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
