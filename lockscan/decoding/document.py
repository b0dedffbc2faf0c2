"""A TOML document with its source text, so that a mistake can be given its place."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from lockscan.decoding.entries import Place, entries

__all__ = ["Document", "Place", "places_of"]


@dataclass(frozen=True, slots=True)
class Document:
    """What one TOML file says: ``name`` is how messages call the file, ``text`` its source, ``content`` its mapping."""

    name: str
    text: str
    content: Mapping[str, object]


def places_of(text: str) -> dict[Place, tuple[int, int]]:
    """Return line and column, from 1, of every table header, key and list element of a TOML text that parses.

    What stands in several places, such as a table that others are in, stands at the first.
    """
    found: dict[Place, tuple[int, int]] = {(): (1, 1)}
    starts = [0, *(newline.end() for newline in re.finditer("\n", text))]
    for entry in entries(text):
        line = bisect_right(starts, entry.start)
        place = (line, entry.start - starts[line - 1] + 1)
        found.setdefault(entry.place, place)
        if entry.is_key and isinstance(entry.place[-1], int):
            # A list of tables begins with its first table.
            found.setdefault(entry.place[:-1], place)
    return found
