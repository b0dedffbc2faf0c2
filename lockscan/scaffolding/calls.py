"""What the text of a call says: its keywords, whether it streams, whether it is awaited."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lockscan.model.location import Region

Spot = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class CallText:
    """One call: ``unpacks`` where keywords come from a mapping; ``streams`` is None where a value decides."""

    keywords: tuple[str, ...]
    unpacks: bool
    streams: bool | None
    awaited: bool


def call_texts(source: str) -> Mapping[Spot, CallText]:
    """Return the calls of a Python source by where the function that is called stands; none if it does not parse."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    lines = source.split("\n")
    awaited = {id(one) for node in ast.walk(tree) for one in _waited_for(node)}
    return {
        spot: _text(node, awaited=id(node) in awaited)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for spot in _spots(node.func, lines)
    }


def _waited_for(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Await):
        yield node.value
    elif isinstance(node, ast.AsyncFor):
        yield node.iter
    elif isinstance(node, ast.AsyncWith):
        yield from (item.context_expr for item in node.items)


def spot(region: Region) -> Spot:
    """Return a region as the key of a call."""
    return region.line, region.column, region.end_line, region.end_column


def _spots(function: ast.expr, lines: list[str]) -> Iterator[Spot]:
    if function.end_lineno is not None and function.end_col_offset is not None:
        start = _column(lines, function.lineno, function.col_offset)
        end = _column(lines, function.end_lineno, function.end_col_offset)
        yield function.lineno, start, function.end_lineno, end


def _column(lines: list[str], line: int, offset: int) -> int:
    """Return a column in code points from 1 for an offset in bytes."""
    text = lines[line - 1] if line <= len(lines) else ""
    return len(text.encode("utf-8", "replace")[:offset].decode("utf-8", "replace")) + 1


def _text(call: ast.Call, *, awaited: bool) -> CallText:
    streams: bool | None = False
    for keyword in call.keywords:
        if keyword.arg == "stream":
            streams = keyword.value.value is True if isinstance(keyword.value, ast.Constant) else None
    names = tuple(keyword.arg for keyword in call.keywords if keyword.arg)
    unpacks = any(keyword.arg is None for keyword in call.keywords)
    return CallText(names, unpacks, streams, awaited)
