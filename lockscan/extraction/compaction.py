"""The same code without what the walk passes over: comments, blank lines and line breaks inside of brackets.

libcst makes several nodes for each of them, a fifth of its time. The places of the nodes come from CPython's tree of
the whole source, so nothing is lost; see :mod:`lockscan.extraction.positions`, which also notices a source that this
misreads.
"""

import re
from collections.abc import Iterator

# libcst looks for each token from the beginning of its line.
_LONGEST = 200
_TOKEN = re.compile(
    r"(?P<comment>#[^\r\n]*)"
    r"|(?P<string>\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|\"(?:\\.|[^\"\\\r\n])*\"|'(?:\\.|[^'\\\r\n])*')"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])"
    r"|(?P<joined>\\(?:\r\n|\r|\n)[ \t\f]*)"
    r"|(?P<end>[ \t\f]*(?:\r\n|\r|\n)(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*(?P<indent>[ \t\f]*))"
    r"|(?P<code>[^#\"'()\[\]{}\\\r\n]+?(?=[ \t\f]*(?:[#\"'()\[\]{}\\\r\n]|\Z)))"
    r"|(?P<other>.)",
    re.DOTALL,
)


def compact(source: str) -> str:
    """The source with the same statements and expressions in fewer lines."""
    return "".join(_pieces(source))


def _pieces(source: str) -> Iterator[str]:
    depth = column = 0
    for token in _TOKEN.finditer(source):
        kind = token.lastgroup
        if kind == "comment":
            continue
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind == "joined":
            yield " "
            continue
        elif kind in ("end", "indent"):
            joins = depth > 0 and column < _LONGEST
            column = column + 1 if joins else 0
            yield " " if joins else "\n" + token["indent"]
            continue
        column += token.end() - token.start()
        yield token.group()
