"""Comments that tell lockscan what to leave out, read off the source."""

import tokenize
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

from lockscan.decoding.directives import MARK, read_comment
from lockscan.model.directive import Directive

_LAYOUT = {tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def read_directives(source: str) -> tuple[Directive, ...]:
    """Return the directives of a file, or of a notebook's cell, in the order of their lines.

    One behind or inside a statement covers the lines of that logical line, one on a line of its own the next logical
    line, and ``file-ignore`` everything. Where the source cannot be read to its end, those up to there count.
    """
    if MARK not in source:
        return ()
    whole = (1, source.count("\n") + 1)
    directives: list[Directive] = []
    waiting: list[Directive] = []
    first = 0
    for token in _tokens(source):
        line = token.start[0]
        if token.type == tokenize.COMMENT:
            found, of_file = read_comment(token.string, line)
            if found and of_file:
                directives.append(replace(found, first=whole[0], last=whole[1]))
            elif found:
                waiting.append(found)
        elif token.type == tokenize.NEWLINE:
            directives += [replace(one, first=min(first, one.line), last=line) for one in waiting]
            waiting, first = [], 0
        elif token.type not in _LAYOUT:
            first = first or line
    return tuple(sorted((*directives, *waiting), key=lambda one: one.line))


def _tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(StringIO(source).readline)
    except (tokenize.TokenError, SyntaxError, RecursionError, ValueError):
        return
