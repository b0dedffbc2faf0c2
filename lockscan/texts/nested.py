"""JSON, and what of YAML and TOML is written in its way: keys and values with their places, whatever is broken."""

import re
from collections.abc import Iterator

from lockscan.texts.found import Entry

_TOKEN = re.compile(
    r"\"(?P<double>(?:[^\"\\\n]|\\.)*)\"|'(?P<single>[^'\n]*)'|(?P<remark>(?://|\#)[^\n]*)|(?P<mark>[{}\[\],:=\n])"
    r"|(?P<bare>(?:[^\s{}\[\],:=\"'#]|[:=](?=[^\s{}\[\],\"']))+)"
)
_DEEPEST = 100


def entries(text: str, line: int, column: int, around: tuple[str, ...], key: str = "") -> Iterator[Entry]:
    """Yield the entries of a text in brackets that begins at a line from 1 and a column from 0, at a key."""
    # The key that each open bracket stands at.
    opened: list[str] = []
    start = -column
    # A string of which it is not known yet whether it is a key, and its line and column.
    pending: tuple[str, int, int] | None = None
    at, at_column = key, 0
    for token in _TOKEN.finditer(text):
        kind, place = token.lastgroup or "", token.start(token.lastgroup or 0) - start
        if kind == "mark":
            mark = token["mark"]
            if mark == "\n":
                line, start = line + 1, token.end()
            elif mark in ":=":
                if pending:
                    at, _, at_column = pending
                    pending = None
            else:
                if pending:
                    yield _entry(around, opened, at, at_column, pending)
                    pending = None
                if mark in "{[" and len(opened) < _DEEPEST:
                    opened.append(at)
                elif mark in "}]" and opened:
                    opened.pop()
                at, at_column = ("", 0) if opened else (key, 0)
        elif kind != "remark":
            if pending:
                yield _entry(around, opened, at, at_column, pending)
            pending = token[kind], line, place
    if pending:
        yield _entry(around, opened, at, at_column, pending)


def _entry(around: tuple[str, ...], opened: list[str], key: str, key_column: int, value: tuple[str, int, int]) -> Entry:
    text, line, column = value
    names = (*around, *(name for name in opened[-4:] if name))
    return Entry(line, names, key, key_column, text, column)
