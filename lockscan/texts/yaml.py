"""YAML line by line: enough to know the key and the keys around it of what stands on one line."""

import re
from collections.abc import Iterator

from lockscan.texts import nested
from lockscan.texts.found import Entry

_LINE = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:-(?: +|$))*)"
    r"(?:(?P<quote>[\"']?)(?P<key>[\w$<.@/ -]{1,100}?)(?P=quote) *:(?= |$) *)?(?P<value>.*)"
)
_BEFORE = re.compile(r"(?:[&!][^\s\"']* +)+")
_REMARK = re.compile(r"(?:^|\s)#.*$")
_QUOTED = re.compile(r"\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^']|'')*)'")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?")
_LONGEST_LINE = 2000


class Block:
    """The lines of a block of text at a key, and of any nested one, as they are met."""

    def __init__(self) -> None:
        self.indent = -1
        self.key = ""
        self.lines: list[tuple[int, int, str]] = []


def entries(lines: list[str], blocks: list[Block]) -> Iterator[Entry]:
    """Yield the entries of some lines; what stands in blocks of text is added to ``blocks``."""
    above: list[tuple[int, str]] = []
    block: Block | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" "))
        if block is not None:
            if indent > block.indent:
                block.lines.append((number, indent, line[indent:]))
                continue
            block = None
        if len(line) > _LONGEST_LINE or line.lstrip().startswith("#") or not (found := _LINE.match(line)):
            continue
        dashes, key = found["dashes"], found["key"]
        inner = indent + len(dashes)
        # A list may stand as far left as the key that it belongs to.
        while above and (above[-1][0] > indent or (above[-1][0] == indent and not dashes)):
            above.pop()
        around = tuple(name for _, name in above[-4:])
        if key is not None:
            above.append((inner, key))
        value, column = _value(line, found.start("value"))
        if _BLOCK.fullmatch(value):
            block = Block()
            block.indent, block.key = indent, key or ""
            blocks.append(block)
        elif value[:1] in "{[" and value[:2] != "{{":
            yield from nested.entries(value, number, column, around, key or "")
        elif key is not None or value:
            yield Entry(number, around, key or "", found.start("key"), value, column)


def _value(line: str, start: int) -> tuple[str, int]:
    """Return the value that begins at a place of a line without its quotes, and where it begins."""
    if before := _BEFORE.match(line, start):
        start = before.end()
    if quoted := _QUOTED.match(line, start):
        group = quoted.lastgroup or "double"
        return quoted[group], quoted.start(group)
    return _REMARK.sub("", line[start:]).rstrip(), start
