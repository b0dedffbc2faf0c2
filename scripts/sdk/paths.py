"""Which API paths the rule packs name, and therefore have to be found in an SDK."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from lockscan.decoding.patterns import expand, leads_to, split_path
from lockscan.model.rule import MatchKind
from lockscan.model.ruleset import RuleSet

_BRACES = re.compile(r"\{([^{}]*)\}")
_NAMING = {
    MatchKind.CONSTRUCT,
    MatchKind.CALL,
    MatchKind.ARGUMENT,
    MatchKind.RESPONSE,
    MatchKind.EXCEPTION,
    MatchKind.ANNOTATION,
    MatchKind.SUBCLASS,
    MatchKind.DECORATOR,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A pattern of a pack: who names it, and each path that it asks for by the alternatives that were taken for it."""

    source: str
    paths: tuple[tuple[tuple[str, ...], str], ...]


def named(rules: RuleSet) -> tuple[Named, ...]:
    """Return every pattern of the rules and aliases that names something of an SDK."""
    return tuple(_named(rules))


def unproven(patterns: Iterable[Named], known: Container[str]) -> dict[str, tuple[str, ...]]:
    """Return the paths that are not known, sorted, each with who names it.

    Of ``a.{A,B}().{x,y}()`` not every combination has to be there, but each alternative in some combination.
    """
    found: dict[str, dict[str, None]] = {}
    for pattern in patterns:
        proven = {taken for chosen, path in pattern.paths if path in known for taken in enumerate(chosen)}
        for chosen, path in pattern.paths:
            if path not in known and not (chosen and proven.issuperset(enumerate(chosen))):
                found.setdefault(path, {})[pattern.source] = None
    return {path: tuple(sources) for path, sources in sorted(found.items())}


def home(path: str, rules: RuleSet) -> str:
    """Return the vendor whose import root a path begins with: the longest root, the first vendor that has it."""
    owned = [(root, vendor.id) for vendor in rules.vendors for root, _ in vendor.roots if leads_to(root, path)]
    longest = max((len(root) for root, _ in owned), default=0)
    return next((vendor for root, vendor in owned if len(root) == longest), "")


def prefix(pattern: str) -> str:
    """Return a pattern without braces up to its first wildcard: ``a.b().*()`` asks for ``a.b()``."""
    kept = []
    for segment in split_path(pattern):
        if "*" in segment:
            break
        kept.append(segment)
    return ".".join(kept)


def _named(rules: RuleSet) -> Iterator[Named]:
    for rule in rules.rules:
        if rule.match.kind in _NAMING:
            yield from (_choices(path, rule.id, rule.match.kind is MatchKind.RESPONSE) for path in rule.match.paths)
    for alias in rules.aliases:
        source = f"{'clients' if alias.vendor else 'aliases'} {alias.canonical}"
        yield from (_choices(path, source) for path in (alias.path, alias.canonical))


def _choices(pattern: str, source: str, of_answer: bool = False) -> Named:
    paths = []
    braces = [group.split(",") for group in _BRACES.findall(pattern)]
    for chosen, spelled in zip(product(*braces), expand(pattern), strict=True):
        path = prefix(spelled)
        # What is read off an answer is data; who gives the answer has to exist.
        paths.append((chosen, path[: path.rfind(")") + 1 or None] if of_answer else path))
    return Named(source, tuple(paths))
