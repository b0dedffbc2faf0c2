"""Keys and strings of a TOML text with their places: a TOML parser gives the values, but not where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\n]* )
    | (?P<string> \"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' )
    | (?P<bare> [A-Za-z0-9_+:-]+ )
    | (?P<mark> [\[\]{},=.\n] )
    """,
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key or a string: the keys that lead to it (a key's own included), its text without quotes, where that begins.

    Positions in arrays are no part of ``place``; escapes in ``text`` are left as they are written.
    """

    place: tuple[str, ...]
    text: str
    offset: int
    is_key: bool


def entries(text: str) -> Iterator[Entry]:
    """Yield what a TOML text, which is known to parse, holds; a key that leads to several values comes repeatedly."""
    yield from _Reader(text).document()


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = [token for token in _TOKEN.finditer(text) if token.lastgroup != "comment"]
        self._at = 0

    def document(self) -> Iterator[Entry]:
        table: tuple[str, ...] = ()
        while self._at < len(self._tokens):
            if self._passed("\n"):
                continue
            if self._passed("["):
                self._passed("[")
                keys = self._keys((), "]")
                self._passed("]")
                table = keys[-1].place
                yield from keys
            else:
                yield from self._pair(table)

    def _pair(self, above: tuple[str, ...]) -> Iterator[Entry]:
        keys = self._keys(above, "=")
        yield from keys
        yield from self._value(keys[-1].place)

    def _keys(self, above: tuple[str, ...], end: str) -> list[Entry]:
        keys: list[Entry] = []
        while not self._passed(end):
            token = self._next()
            if token.lastgroup != "mark":
                text, offset = _content(token)
                above = (*above, text)
                keys.append(Entry(above, text, offset, is_key=True))
        return keys

    def _value(self, place: tuple[str, ...]) -> Iterator[Entry]:
        token = self._next()
        if token.lastgroup == "string":
            yield Entry(place, *_content(token), is_key=False)
        elif token[0] in "[{":
            end = "]" if token[0] == "[" else "}"
            while not self._passed(end):
                if self._passed(",") or self._passed("\n"):
                    continue
                yield from self._value(place) if end == "]" else self._pair(place)
        else:
            # A number or a date may be several tokens.
            while self._at < len(self._tokens) and self._tokens[self._at][0] not in ",]}\n":
                self._at += 1

    def _next(self) -> re.Match[str]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _passed(self, mark: str) -> bool:
        found = self._at < len(self._tokens) and self._tokens[self._at][0] == mark
        self._at += found
        return found


def _content(token: re.Match[str]) -> tuple[str, int]:
    written = token[0]
    if token.lastgroup == "bare":
        return written, token.start()
    quotes = 3 if written.startswith(('"""', "'''")) else 1
    return written[quotes:-quotes], token.start() + quotes
