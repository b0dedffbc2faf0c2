"""Comments in settings that tell lockscan what to leave out."""

import re
from dataclasses import replace

from lockscan.decoding.directives import MARK, read_comment
from lockscan.model.directive import Directive

_REMARK = re.compile(r"(?:^|\s)(?P<comment>#\s*lockscan:.*)$")


def read_directives(text: str) -> tuple[Directive, ...]:
    """Return the directives of a text whose comments begin with ``#``, in the order of their lines.

    One behind something covers its line, one on a line of its own the next line that is neither empty nor a comment,
    and ``file-ignore`` everything.
    """
    if MARK not in text:
        return ()
    lines = text.split("\n")
    found = []
    for number, line in enumerate(lines, 1):
        remark = _REMARK.search(line) if MARK in line else None
        directive, of_file = read_comment(remark["comment"], number) if remark else (None, False)
        if directive and remark:
            if of_file:
                directive = replace(directive, first=1, last=len(lines))
            elif not line[: remark.start("comment")].strip():
                covered = _next(lines, number)
                directive = replace(directive, first=covered, last=covered)
            found.append(directive)
    return tuple(found)


def _next(lines: list[str], number: int) -> int:
    """Return the number of the first line with content behind a line, or of this one if there is none."""
    following = (
        place for place, line in enumerate(lines[number:], number + 1) if line.strip() and line.lstrip()[0] not in "#;"
    )
    return next(following, number)
