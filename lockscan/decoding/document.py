"""A TOML document with its source text, so that a mistake can be given a line number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

Place = tuple[str | int, ...]
"""Keys and list positions that lead from the top of a document to a value."""

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_LINE = re.compile(rf"\s*(?:\[\[\s*(?P<item>{_DOTTED})\s*\]\]|\[\s*(?P<table>{_DOTTED})\s*\]|(?P<key>{_DOTTED})\s*=)")
_PART = re.compile(_KEY)
_TOKEN = re.compile(r"""'{3}|"{3}|"(?:[^"\\]|\\.)*"|'[^']*'|#.*""")


@dataclass(frozen=True, slots=True)
class Document:
    """What one TOML file says: ``name`` is how messages call the file, ``text`` its source, ``content`` its mapping."""

    name: str
    text: str
    content: Mapping[str, object]


def lines_of(text: str) -> dict[Place, int]:
    """Return the line, from 1, of every table header and key of a TOML text.

    The text is known to parse; keys inside inline tables have no line of their own.
    """
    found: dict[Place, int] = {(): 1}
    lengths: dict[Place, int] = {}
    table: Place = ()
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        opened = fence
        fence = _fence_after(line, fence)
        if opened or not (match := _LINE.match(line)):
            continue
        parts = [_unquoted(part) for part in _PART.findall(match[0].rpartition("=")[0] if match["key"] else match[0])]
        if match["key"]:
            found.setdefault((*table, *parts), number)
            continue
        parent = _current(parts[:-1], lengths)
        table = (*parent, parts[-1])
        if match["item"]:
            lengths[table] = lengths.get(table, 0) + 1
            table = (*table, lengths[table] - 1)
        found.setdefault(table, number)
    return found


def _current(parts: list[str], lengths: dict[Place, int]) -> Place:
    """Return the place that a header's leading parts lead to: the latest element of each array of tables."""
    place: Place = ()
    for part in parts:
        place = (*place, part)
        if place in lengths:
            place = (*place, lengths[place] - 1)
    return place


def _fence_after(line: str, fence: str) -> str:
    """Return the quotes of the multi-line text that is open at the end of a line, if one is."""
    position = 0
    while True:
        if fence:
            position = line.find(fence, position)
            if position < 0:
                return fence
            position += len(fence)
        token = _TOKEN.search(line, position)
        if not token:
            return ""
        position = token.end()
        fence = token[0] if token[0] in {"'''", '"""'} else ""


def _unquoted(part: str) -> str:
    return part[1:-1] if part[0] in "\"'" else part
