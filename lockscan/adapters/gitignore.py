"""Gitignore patterns, matched byte for byte as git's wildmatch does it.

A pattern is held against an entry itself, never against what lies below it: git does not look into an ignored
directory, and one that lets patterns of several files reach down (as pathspec does) decides otherwise than git where
they disagree. Whatever a hostile pattern holds, a match takes polynomial time of low degree: the part up to the next
star is matched at its first place and never again, which a star makes right. (Five stars cost pathspec 13 seconds.)
"""

import itertools
import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_STAR, _STARS, _SLASH = b"*", b"**", b"/"
_WILD = re.compile(rb"[*?\[\\]")
_WITHOUT_TRAILING_SPACES = re.compile(rb"(?:\\.?|[^ \\]| +(?=[^ ]))*", re.DOTALL)
_ASCII = [bytes([code]) for code in range(128)]
_CLASSES = {
    b"alnum": {ord(c) for c in _ASCII if c.isalnum()},
    b"alpha": {ord(c) for c in _ASCII if c.isalpha()},
    b"blank": {9, 32},
    b"cntrl": {*range(32), 127},
    b"digit": {ord(c) for c in _ASCII if c.isdigit()},
    b"graph": set(range(33, 127)),
    b"lower": {ord(c) for c in _ASCII if c.islower()},
    b"print": set(range(32, 127)),
    b"punct": {ord(c) for c in _ASCII[33:127] if not c.isalnum()},
    b"space": {ord(c) for c in _ASCII if c.isspace()},
    b"upper": {ord(c) for c in _ASCII if c.isupper()},
    b"xdigit": set(b"0123456789abcdefABCDEF"),
}


class _Group(NamedTuple):
    """Patterns that stand together: plain ones as sets, which costs nothing, the others as alternatives of a regex."""

    names: frozenset[bytes]
    endings: tuple[bytes, ...]
    paths: frozenset[bytes]
    wild_names: re.Pattern[bytes] | None
    wild_paths: re.Pattern[bytes] | None

    def matches(self, name: bytes, path: bytes) -> bool:
        return (
            name in self.names
            or name.endswith(self.endings)
            or path in self.paths
            or (self.wild_names is not None and self.wild_names.fullmatch(name) is not None)
            or (self.wild_paths is not None and self.wild_paths.fullmatch(path) is not None)
        )


class _Run(NamedTuple):
    """Neighbouring patterns of one sign: those for any entry, and those for directories alone."""

    ignores: bool
    anything: _Group
    directories: _Group


class Patterns:
    """The patterns of one ignore file, or of one list in a configuration."""

    __slots__ = ("_runs",)

    def __init__(self, lines: Iterable[bytes]) -> None:
        parsed = [pattern for line in lines if (pattern := _parsed(line))]
        runs = [_run(ignores, list(run)) for ignores, run in itertools.groupby(parsed, lambda pattern: pattern[0])]
        self._runs = tuple(reversed(runs))

    def __bool__(self) -> bool:
        return bool(self._runs)

    def verdict(self, path: bytes, *, is_directory: bool) -> bool | None:
        """Whether an entry is ignored, or ``None`` if no pattern speaks of it; its parents are not looked at.

        ``path`` is relative to the directory of the ignore file, with ``/``.
        """
        name = path[path.rfind(b"/") + 1 :]
        for run in self._runs:
            if run.anything.matches(name, path) or (is_directory and run.directories.matches(name, path)):
                return run.ignores
        return None

    def cover(self, path: str, *, is_directory: bool = False) -> bool:
        """Whether an entry or a directory above it is ignored."""
        if not self._runs:
            return False
        whole = os.fsencode(path)
        above = (whole[: found.start()] for found in re.finditer(b"/", whole))
        return any(self.verdict(part, is_directory=True) for part in above) or bool(
            self.verdict(whole, is_directory=is_directory)
        )


def _parsed(line: bytes) -> tuple[bool, bool, bytes] | None:
    """Return whether a line's pattern ignores, whether it is for directories alone, and what is left of it."""
    spaceless = _WITHOUT_TRAILING_SPACES.match(line.removesuffix(b"\r"))
    body = spaceless[0] if spaceless else b""
    if body.startswith(b"#"):
        return None
    ignores = not body.startswith(b"!")
    body = body if ignores else body[1:]
    for_directories = body.endswith(b"/")
    body = body[:-1] if for_directories else body
    return (ignores, for_directories, body) if body else None


def _run(ignores: bool, patterns: list[tuple[bool, bool, bytes]]) -> _Run:
    return _Run(
        ignores,
        _group([body for _, for_directories, body in patterns if not for_directories]),
        _group([body for _, for_directories, body in patterns if for_directories]),
    )


def _group(bodies: list[bytes]) -> _Group:
    names: set[bytes] = set()
    paths: set[bytes] = set()
    endings: list[bytes] = []
    wild_names: list[bytes] = []
    wild_paths: list[bytes] = []
    numbers = itertools.count()
    for body in bodies:
        if b"/" in body:
            path = body.removeprefix(b"/")
            if not _WILD.search(path):
                paths.add(path)
            elif tokens := _tokens(path, is_path=True):
                wild_paths.append(_path_regex(tokens, numbers))
        elif not _WILD.search(body):
            names.add(body)
        elif body[:1] == b"*" and not _WILD.search(body, 1):
            endings.append(body[1:])
        elif tokens := _tokens(body, is_path=False):
            wild_names.append(_segment_regex(tokens, numbers))
    return _Group(
        frozenset(names),
        tuple(endings),
        frozenset(paths),
        re.compile(b"|".join(wild_names), re.DOTALL) if wild_names else None,
        re.compile(b"|".join(wild_paths), re.DOTALL) if wild_paths else None,
    )


def _tokens(body: bytes, *, is_path: bool) -> list[bytes] | None:
    """Return stars, slashes and regexes of one character each; ``None`` for a pattern that git never matches."""
    tokens: list[bytes] = []
    at = 0
    while at < len(body):
        char = body[at : at + 1]
        if char == b"*":
            end = at + len(body[at:]) - len(body[at:].lstrip(b"*"))
            alone = body[at - 1 : at] in (b"", b"/") and (end == len(body) or body.startswith((b"/", b"\\/"), end))
            tokens.append(_STARS if is_path and end - at > 1 and alone else _STAR)
            at = end
        elif char == b"[":
            bracket = _bracket(body, at + 1)
            if bracket is None:
                return None
            token, at = bracket
            tokens.append(token)
        else:
            at += char == b"\\"
            if at == len(body):
                return None
            plain = body[at : at + 1]
            tokens.append(b"[^/]" if char == b"?" else _SLASH if plain == b"/" else re.escape(plain))
            at += 1
    return tokens


def _bracket(body: bytes, at: int) -> tuple[bytes, int] | None:
    """Return the regex of a bracket expression and the place behind it; ``None`` if it is broken."""
    negated = body[at : at + 1] in (b"!", b"^")
    at += negated
    start = at
    chosen: set[int] = set()
    previous = -1
    while at == start or body[at : at + 1] != b"]":
        if at >= len(body):
            return None
        first, previous = previous, body[at]
        if body.startswith(b"[:", at) and (end := body.find(b"]", at + 2)) != at + 2 and body[end - 1 : end] == b":":
            chosen |= _CLASSES.get(body[at + 2 : end - 1], set())
            if end < 0 or body[at + 2 : end - 1] not in _CLASSES:
                return None
            previous, at = -1, end
        elif body[at : at + 1] == b"-" and first >= 0 and body[at + 1 : at + 2] not in (b"", b"]"):
            at += 1 + (body[at + 1 : at + 2] == b"\\")
            if at >= len(body):
                return None
            chosen.update(range(first, body[at] + 1))
            previous = -1
        else:
            at += body[at : at + 1] == b"\\"
            if at >= len(body):
                return None
            previous = body[at]
            chosen.add(previous)
        at += 1
    values = (set(range(256)) - chosen if negated else chosen) - {ord("/")}
    return b"[" + b"".join(b"\\x%02x" % value for value in sorted(values)) + b"]" if values else b"(?!)", at + 1


def _path_regex(tokens: list[bytes], numbers: Iterator[int]) -> bytes:
    segments = [list(part) for is_slash, part in itertools.groupby(tokens, lambda t: t == _SLASH) if not is_slash]
    if tokens.count(_SLASH) != len(segments) - 1:
        # An empty segment stands in no path.
        return b"(?!)"
    parts: list[list[bytes]] = [[]]
    for segment in segments:
        if segment == [_STARS]:
            parts.append([])
        else:
            parts[-1].append(_segment_regex(segment, numbers))
    first, *middle = [b"/".join(part) for part in parts]
    if not middle:
        return first
    last = middle.pop()
    regex = first and first + b"/"
    regex += b"".join(_first_place(b"(?:.*?/)??" + part + b"/", numbers) for part in middle if part)
    return regex + (b"(?:.*/)?" + last if last else b".+")


def _segment_regex(tokens: list[bytes], numbers: Iterator[int]) -> bytes:
    parts: list[bytes] = [b""]
    for token in tokens:
        if token == _STAR:
            parts.append(b"")
        else:
            parts[-1] += token
    first, *middle = parts
    if not middle:
        return first
    last = middle.pop()
    return first + b"".join(_first_place(b"[^/]*?" + part, numbers) for part in middle if part) + b"[^/]*" + last


def _first_place(regex: bytes, numbers: Iterator[int]) -> bytes:
    """Return a regex that matches as another does, but is never tried at a second place."""
    name = b"g%d" % next(numbers)
    return b"(?=(?P<" + name + b">" + regex + b"))(?P=" + name + b")"
