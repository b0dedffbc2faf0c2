"""What linking has of the rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lockscan.model.program import enclosing
from lockscan.model.rule import Category, MatchKind
from lockscan.model.ruleset import RuleSet

# `client` in `boto3.client(bedrock-runtime).converse()`.
_KEYED = re.compile(r"\b(\w+)\([^)]")
# Segments of a pattern, between dots outside of braces.
_SEGMENTS = re.compile(r"(?:\{[^}]*\}|\([^)]*\)|[^.{(])+")


@dataclass(frozen=True, slots=True)
class Interest:
    """What linking follows: ``roots`` are the packages of vendors that rules speak of, ``keyed`` as in ``Evaluation``.

    ``neutral`` are the packages that bind to nobody: they are told of by name, and not followed. ``leaves`` are the
    last two names of what is read off an answer in the end: what is done with a text is nobody's business. ``hosts``
    are the ends of the names of vendors' hosts.
    """

    roots: frozenset[str]
    neutral: frozenset[str]
    leaves: frozenset[tuple[str, str, str]]
    keyed: frozenset[str]
    hosts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rules: RuleSet) -> "Interest":
        """What the loaded rules speak of."""
        patterns = [pattern for rule in rules.rules for pattern in rule.match.paths]
        patterns += [spelling for alias in rules.aliases for spelling in (alias.path, alias.canonical)]
        keyed = {name for pattern in patterns if "(" in pattern for name in _KEYED.findall(pattern)}
        roots = {root: vendor.category for vendor in rules.vendors for root, _ in vendor.roots}
        neutral = frozenset(root for root, category in roots.items() if category is Category.NEUTRAL)
        hosts = frozenset(host.removeprefix("*.") for vendor in rules.vendors for host in vendor.hosts)
        return cls(frozenset(roots) - neutral, neutral, _leaves(rules), frozenset(keyed), hosts)

    def covers(self, path: str) -> bool:
        """Whether an API path starts in one of the packages."""
        return any(name in self.roots for name in enclosing(path))


def _leaves(rules: RuleSet) -> frozenset[tuple[str, str, str]]:
    """The last two names of what response rules read off an answer in the end, such as ``message.content``."""
    found: set[tuple[str, str, str]] = set()
    inner: set[tuple[str, str, str]] = set()
    for rule in rules.rules:
        for pattern in rule.match.paths if rule.match.kind is MatchKind.RESPONSE else ():
            head, _, rest = pattern.partition(".")
            segments = [list(_names(segment)) for segment in _SEGMENTS.findall(rest)]
            ends = pattern[-1] not in "*])"
            for place in range(1, len(segments)):
                pairs = {(head, before, last) for before in segments[place - 1] for last in segments[place]}
                (found if ends and place == len(segments) - 1 else inner).update(pairs)
    return frozenset(_spelled(found - inner, rules))


def _spelled(leaves: set[tuple[str, str, str]], rules: RuleSet) -> set[tuple[str, str, str]]:
    """Add what the leaves are called where their owner has another spelling, such as the type that it is of."""
    after: dict[tuple[str, str], set[str]] = {}
    for head, before, last in leaves:
        after.setdefault((head, before), set()).add(last)
    return leaves | {
        (alias.path.partition(".")[0], alias.path.rpartition(".")[2], last)
        for alias in rules.aliases
        for last in after.get((alias.canonical.partition(".")[0], alias.canonical.rpartition(".")[2]), ())
    }


def _names(segment: str) -> Iterator[str]:
    """The spellings of one segment of a pattern."""
    before, brace, rest = segment.partition("{")
    if not brace:
        yield segment
        return
    inside, _, after = rest.partition("}")
    for name in inside.split(","):
        yield f"{before}{name}{after}"
