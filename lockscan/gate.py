"""Which files are worth parsing, from their bytes alone."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from lockscan.decoding.anchored import alternation, anchored, without_supersets
from lockscan.model.imports import ImportLine

if TYPE_CHECKING:
    from lockscan.model.rule import Rule
    from lockscan.model.ruleset import RuleSet

# Keys and values that so many dicts have that they say nothing of a vendor.
# fmt: off
_COMMON = frozenset((
    "arguments", "body", "content", "data", "description", "file", "file_id", "format", "function", "id", "image",
    "index", "input", "items", "key", "kind", "method", "model", "mode", "name", "object", "options", "output",
    "parameters", "params", "path", "properties", "query", "role", "schema", "source", "status", "strict", "system",
    "text", "time", "title", "tool", "tools", "type", "url", "user", "value", "version",
))
# fmt: on
# Longer than import lists are, in brackets and on a line: without bounds, hostile files would take time without end.
_LIST = 1000
_LINE = 300

_SPACE = r"(?:[ \t\f]|\\\r?\n)+"
_NAME = r"[\w.\x80-\xff]+"
_ITEM = r"(?:[^)#]|#[^\n]{0,500}\n)"
_DOTTED = r"[\w.]+"
# Each begins with a fixed word, which is found faster than one of two.
_FROM = re.compile(
    (
        rf"from(?:{_SPACE}|(?=\.))(?P<module>\.+(?:{_NAME})?|{_NAME})(?:{_SPACE})?import"
        rf"(?:(?:{_SPACE})?\((?P<bracketed>(?:[^)#]+|#[^\n]*)*)"
        rf"|(?:{_SPACE})?(?P<names>\*|(?:[\w \t\f,\x80-\xff]|\\\r?\n)+))"
    ).encode("latin-1")
)
_IMPORT = re.compile(
    (
        rf"import(?:{_SPACE}(?P<modules>{_NAME}(?:[\w. \t\f,\x80-\xff]|\\\r?\n)*)"
        rf"|(?:_module|__)\s*\(\s*(?:name\s*=\s*)?[\"'](?P<dynamic>\.*{_NAME})[\"'])"
    ).encode("latin-1")
)
_REMARK = re.compile(rb"#[^\n]*|\\\r?\n")


class Needles(NamedTuple):
    """What a file must have for a rule to match in it: an import of one of ``roots``, or one of ``texts`` anywhere.

    The texts are in lower case and stand for any spelling; ``capitals`` count as they are. None contains another.
    Of each of ``shapes``, in lower case too, all texts must be there, the first of them the most telling one.
    """

    roots: tuple[str, ...]
    texts: tuple[str, ...]
    capitals: tuple[str, ...] = ()
    shapes: tuple[tuple[str, ...], ...] = ()


def needles(rules: "RuleSet") -> Needles:
    """Return what the rules can only match in the presence of."""
    looked_for = {(text, _in_capitals(text, rule)) for rule in rules.rules for text in _texts(rule)}
    hosts = [host.removeprefix("*.") for vendor in rules.vendors for host in vendor.hosts]
    texts = without_supersets([*hosts, *(text for text, capital in looked_for if not capital)])
    capitals = without_supersets([text.upper() for text, capital in looked_for if capital])
    roots = {root for vendor in rules.vendors for root, _ in vendor.roots}
    # What stands in another text is looked for alone.
    shapes = {
        shape[:1] if any(shape[0] in text for text in texts) else shape
        for rule in rules.rules
        for shape in _shapes(rule)
    }
    return Needles(
        tuple(sorted(roots)),
        texts,
        tuple(capital for capital in capitals if not any(text in capital.lower() for text in texts)),
        tuple(sorted(shape for shape in shapes if not any(text in shape[0] for text in texts))),
    )


def _texts(rule: "Rule") -> tuple[str, ...]:
    from lockscan.model.rule import MatchKind  # noqa: PLC0415 - keeps a scan that needs no rules light

    return rule.match.needles if rule.match.kind is MatchKind.LITERAL else ()


def _shapes(rule: "Rule") -> Iterator[tuple[str, ...]]:
    """The texts that a dict of a shape is written with: the keys, and of the values one for each key."""
    from lockscan.model.rule import MatchKind  # noqa: PLC0415 - keeps a scan that needs no rules light

    if rule.match.kind is not MatchKind.SHAPE:
        return
    telling = [name for name in rule.match.names if name not in _COMMON]
    options = [value.partition("=") for value in rule.match.values]
    values = [value for key, _, value in options if key == options[0][0]]
    words = frozenset(name.lower() for name in rule.match.names)
    best = [max(telling or rule.match.names, key=lambda name: (len(name), name))] if telling or not values else values
    for first in best:
        for text in _quoted(first):
            yield text, *sorted(words - {first.lower()})


def _in_capitals(text: str, rule: "Rule") -> bool:
    """Whether a rule looks for capitals only, as those for environment variables do."""
    from lockscan.model.rule import Role  # noqa: PLC0415 - keeps a scan that needs no rules light

    return rule.match.roles == (Role.ENVIRONMENT,) and text.upper() in rule.match.pattern


def _quoted(text: str) -> tuple[str, str]:
    return f"'{text.lower()}'", f'"{text.lower()}"'


def silent(data: bytes, sought: Needles) -> bool:
    """Say whether a file holds none of what is sought, not even as part of a word: cheap for a few files."""
    text = data.lower()
    together = (*(root.split(".") for root in sought.roots), *sought.shapes)
    return not (
        any(word.encode() in text for word in sought.texts)
        or any(word.encode() in data for word in sought.capitals)
        or any(all(word.encode() in text for word in words) for words in together)
    )


class Gate:
    """Admits the files in which a rule may match by themselves; those that import such a file are a further matter."""

    def __init__(self, sought: Needles) -> None:
        self._imports = tuple(re.compile(expression.encode()) for expression in _root_expressions(sought.roots))
        self._text = re.compile(anchored((*sought.texts, *(shape[0] for shape in sought.shapes))).encode())
        self._shapes: dict[bytes, list[list[tuple[bytes, bytes]]]] = {}
        for first, *others in sought.shapes:
            spellings = [(f"'{other}'".encode(), f'"{other}"'.encode()) for other in others]
            self._shapes.setdefault(first.encode(), []).append(spellings)
        self._firsts = tuple(self._shapes)
        self._capitals = re.compile(anchored(sought.capitals).encode())

    def admits(self, data: bytes) -> bool:
        """Say whether the file imports a vendor's package or holds a telling text; rather yes than no."""
        return self.imports(data) or bool(self._capitals.search(data)) or any(self._telling(data.lower()))

    def _telling(self, text: bytes) -> Iterator[int]:
        """Where texts stand that tell something: one that belongs to a shape does where the rest of it stands too."""
        known: dict[bytes, bool] = {}
        match = self._text.search(text)
        while match:
            end = match.end()
            if not text.endswith(self._firsts, 0, end) or any(
                self._complete(first, text, known) for first in self._firsts if text.endswith(first, 0, end)
            ):
                yield match.start()
            match = self._text.search(text, match.start() + 1)

    def _complete(self, first: bytes, text: bytes, known: dict[bytes, bool]) -> bool:
        if first not in known:
            known[first] = any(
                all(single in text or double in text for single, double in others) for others in self._shapes[first]
            )
        return known[first]

    def imports(self, data: bytes) -> bool:
        """Say whether the file seems to import a vendor's package."""
        return any(sought.search(data) for sought in self._imports)

    def lines(self, data: bytes) -> frozenset[int]:
        """Return the lines, from 1, around each telling text."""
        found: set[int] = set()
        for places in (self._telling(data.lower()), (match.start() for match in self._capitals.finditer(data))):
            line, at = 1, 0
            for place in places:
                line += data.count(b"\n", at, place)
                at = place
                found.update((line - 1, line, line + 1))
        return frozenset(found)


def _root_expressions(roots: tuple[str, ...]) -> tuple[str, str]:
    """Return the expressions for ``from`` and for ``import``: each begins with a fixed word, which is found fast."""
    names = [(root, "") for root in roots]
    anywhere = rf"{alternation(names)}(?![\w])"
    taken = []
    for root in roots:
        parent, dot, leaf = root.rpartition(".")
        if dot:
            end = rf"\b{leaf}\b"
            bracketed = rf"(?:[ \t\f]|\\\r?\n){{0,20}}\((?:{_ITEM}{{0,{_LIST}}}?{end}|{_ITEM}{{{_LIST}}})"
            bare = rf"(?:[^\n(\\]|\\\r?\n){{0,{_LINE}}}?{end}"
            taken.append((parent, rf"{_SPACE}import\b(?:{bracketed}|{bare})"))
    inside = [(root, rf"(?:\.{_DOTTED})?{_SPACE}import\b") for root in roots]
    several = rf"(?:{_DOTTED}(?:{_SPACE}as{_SPACE}\w+)?[ \t\f]*,(?:[ \t\f]|\\\r?\n)*)*"
    return (
        rf"from{_SPACE}{alternation([*inside, *taken])}",
        rf"import(?:{_SPACE}{several}|(?:_module|__)\s*\(\s*(?:name\s*=\s*)?[\"']){anywhere}",
    )


def import_lines(data: bytes) -> tuple[ImportLine, ...]:
    """Return what a file seems to import, in order; what only looks like an import, in a text say, counts too."""
    found: list[ImportLine] = []
    end = 0
    for match in sorted([*_FROM.finditer(data), *_IMPORT.finditer(data)], key=re.Match.start):
        if match.start() < end:
            continue
        end = match.end()
        if match.re is _FROM:
            module, bracketed, names = match.groups()
            found.append(_line(module, _first_words(bracketed or names or b"")))
        else:
            modules, dynamic = match.groups()
            if modules is None:
                found.append(_line(dynamic, ()))
            else:
                found += [ImportLine(0, module, ()) for module in _first_words(modules)]
    return tuple(found)


def _line(written: bytes, names: tuple[str, ...]) -> ImportLine:
    module = written.decode("utf-8", "replace")
    bare = module.lstrip(".")
    return ImportLine(len(module) - len(bare), bare, names)


def _first_words(listed: bytes) -> tuple[str, ...]:
    """Return the names of an import list without what they are imported as."""
    if b"#" in listed or b"\\" in listed:
        listed = _REMARK.sub(b" ", listed)
    items = listed.decode("utf-8", "replace").split(",")
    return tuple([words[0] for item in items if (words := item.split())])
