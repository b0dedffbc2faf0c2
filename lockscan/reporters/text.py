"""Text for people: made harmless, measured in terminal columns, wrapped and clipped."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lockscan.model.counts import counted

if TYPE_CHECKING:
    from lockscan.model.finding import Finding

HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
"""Characters that act on a terminal or cannot be seen: controls, bidi overrides, zero widths, tags, lone surrogates."""


def escape(text: str) -> str:
    r"""Return the text with every hidden character written out (``\x1b``); doing it twice changes nothing."""
    return HIDDEN.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def columns(text: str) -> int:
    """Return how many terminal columns an escaped text takes: East Asian wide characters two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def wrap(text: str, width: int) -> list[str]:
    """Return an escaped text as lines of at most ``width`` columns; a longer word stands on a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and columns(lines[-1]) + 1 + columns(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def clip(text: str, width: int) -> str:
    """Return the start of an escaped text in at most ``width`` columns, with an ellipsis if something is cut."""
    if columns(text) <= width:
        return text
    return "".join(_first(text, width - 1)) + "…"


def clip_left(text: str, width: int) -> str:
    """Return the end of an escaped text in at most ``width`` columns, with an ellipsis if something is cut."""
    if columns(text) <= width:
        return text
    return "…" + "".join(_first(text[::-1], width - 1))[::-1]


def _first(text: str, width: int) -> Iterator[str]:
    for character in text:
        width -= _columns_of(character)
        if width < 0:
            return
        yield character


def pad(text: str, width: int) -> str:
    """Return an escaped text filled up with blanks to ``width`` columns."""
    return text + " " * (width - columns(text))


def points(findings: "Iterable[Finding]") -> str:
    """Return the effort of those findings that bind, with its unit."""
    return counted(sum(finding.effort for finding in findings if finding.binds), "point")
