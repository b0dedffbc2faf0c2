"""The grammar of API-path patterns: which texts are one, and what their braces stand for."""

import re
from itertools import product

_SEGMENT = re.compile(
    r"(?:\*\*?|(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*(?:,[A-Za-z_]\w*)+\}))"  # a wildcard, a name, or names to choose from
    r"(?:\((?:[^(){},\s]+|\{[^(){},\s]+(?:,[^(){},\s]+)+\})?\)|\[\])*"  # called, with an argument, or taken apart
)
_WITHOUT_DOTS_IN_BRACES = re.compile(r"[^{}]*(?:\{[^{}.]*\}[^{}]*)*")
_BRACES = re.compile(r"\{([^{}]*)\}")


def path_mistake(path: str) -> str:
    """Say what is wrong with an API-path pattern, or return an empty text."""
    if path.count("{") != path.count("}"):
        return f"{path!r}: braces are not balanced"
    if path.count("(") != path.count(")"):
        return f"{path!r}: parentheses are not balanced"
    segments = split_path(path)
    for segment in segments:
        if not segment:
            return f"{path!r}: has an empty segment"
        if not _SEGMENT.fullmatch(segment):
            return f"{path!r}: {segment!r} is neither a name, {{a,b}}, * nor **, with () or [] after it"
    if not segments[0].strip("*"):
        return f"{path!r}: must begin with the name of a package"
    return ""


def split_path(path: str) -> tuple[str, ...]:
    """Split a path at the dots that stand outside of brackets: ``a.b(c.d).e`` has three segments."""
    if path.count("(") == path.count("()") == path.count(")") and _WITHOUT_DOTS_IN_BRACES.fullmatch(path):
        # As nearly all are.
        return tuple(path.split("."))
    segments = [""]
    depth = 0
    for character in path:
        depth += (character in "({") - (character in ")}")
        if character == "." and depth == 0:
            segments.append("")
        else:
            segments[-1] += character
    return tuple(segments)


def expand(path: str) -> tuple[str, ...]:
    """Return every path that a pattern's braces stand for: ``a.{b,c}()`` is ``a.b()`` and ``a.c()``."""
    pieces = _BRACES.split(path)
    options = [piece.split(",") if position % 2 else [piece] for position, piece in enumerate(pieces)]
    return tuple("".join(option) for option in product(*options))


def leads_to(prefix: str, path: str) -> bool:
    """Say whether a path goes through the prefix: ``a.b`` leads to ``a.b().c`` but not to ``a.bc``."""
    return path.startswith(prefix) and (len(path) == len(prefix) or path[len(prefix)] in ".([")
