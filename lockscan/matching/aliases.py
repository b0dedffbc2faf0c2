"""API paths in the spelling that the rules are written for."""

from collections.abc import Iterator, Mapping

from lockscan.model.rule import Alias

# More rewritings than any chain of aliases in the packs; it ends what would go in circles.
MOST_STEPS = 12


def canonical(path: str, aliases: Mapping[str, Alias]) -> tuple[str, str]:
    """Rewrite the longest known prefix until none is left; return the path, and the vendor that it now belongs to."""
    vendor = ""
    for _ in range(MOST_STEPS):
        alias = next((aliases[prefix] for prefix in prefixes(path) if prefix in aliases), None)
        if alias is None:
            break
        path = alias.canonical + path[len(alias.path) :]
        vendor = alias.vendor or vendor
    return path, vendor


def prefixes(path: str) -> Iterator[str]:
    """Yield the path and all that it goes through, longest first: ``a.b()``, ``a.b``, ``a``."""
    yield path
    depth = 0
    for position in range(len(path) - 1, 0, -1):
        character = path[position]
        depth += (character == ")") - (character == "(")
        if depth == 0 and character in ".([":
            yield path[:position]


def callee(path: str) -> tuple[str, str]:
    """Split the path of a call into what is called and the final parentheses."""
    depth = 0
    for position in range(len(path) - 1, 0, -1):
        depth += (path[position] == ")") - (path[position] == "(")
        if depth == 0:
            return path[:position], path[position:]
    return path, ""


def inner_calls(path: str) -> Iterator[str]:
    """Yield each call that the path of another call goes through, longest first."""
    return (prefix for prefix in prefixes(callee(path)[0]) if prefix.endswith(")"))
