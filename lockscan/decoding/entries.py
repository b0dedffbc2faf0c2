"""Keys and values of a TOML text with their places: a TOML parser gives the values, but not where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

Place = tuple[str | int, ...]
"""Keys and list positions that lead from the top of a document to a value."""

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
    """A key (of a table, too), or a value: its place, its text without quotes, and where that begins.

    The place of a key is that of its value. Escapes in ``text`` are left as they are written; of what is neither a key
    nor a string, the text is empty. ``start`` is where it begins with its quotes.
    """

    place: Place
    text: str
    offset: int
    start: int
    is_key: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """The place without the positions in lists."""
        return tuple(step for step in self.place if isinstance(step, str))


def entries(text: str) -> Iterator[Entry]:
    """Yield what a TOML text, which is known to parse, holds; a key that leads to several values comes repeatedly."""
    yield from _Reader(text).document()


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = [token for token in _TOKEN.finditer(text) if token.lastgroup != "comment"]
        self._at = 0
        # How many tables stand in each array of tables so far.
        self._lengths: dict[Place, int] = {}

    def document(self) -> Iterator[Entry]:
        table: Place = ()
        while self._at < len(self._tokens):
            if self._passed("\n"):
                continue
            if self._passed("["):
                of_array = self._passed("[")
                *above, last = self._keys((), "]")
                self._passed("]")
                yield from above
                if of_array:
                    position = self._lengths.get(last.place, 0)
                    self._lengths[last.place] = position + 1
                    last = replace(last, place=(*last.place, position))
                yield last
                table = last.place
            else:
                yield from self._pair(table)

    def _pair(self, above: Place) -> Iterator[Entry]:
        keys = self._keys(above, "=")
        yield from keys
        yield from self._value(keys[-1].place)

    def _keys(self, above: Place, end: str) -> list[Entry]:
        keys: list[Entry] = []
        while not self._passed(end):
            token = self._next()
            if token.lastgroup != "mark":
                # What stands below an array of tables belongs to the latest of them.
                if keys and above in self._lengths:
                    above = (*above, self._lengths[above] - 1)
                text, offset = _content(token)
                above = (*above, text)
                keys.append(Entry(above, text, offset, token.start(), is_key=True))
        return keys

    def _value(self, place: Place) -> Iterator[Entry]:
        token = self._next()
        if token.lastgroup == "string":
            yield Entry(place, *_content(token), token.start(), is_key=False)
            return
        yield Entry(place, "", token.start(), token.start(), is_key=False)
        if token[0] in "[{":
            end = "]" if token[0] == "[" else "}"
            position = 0
            while not self._passed(end):
                if self._passed(",") or self._passed("\n"):
                    continue
                yield from self._value((*place, position)) if end == "]" else self._pair(place)
                position += 1
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
