"""Rules compiled for matching."""

from collections.abc import Mapping
from dataclasses import dataclass

from lockscan.matching.endpoints import by_host
from lockscan.matching.literals import Literals, compile_literals
from lockscan.matching.requests import Requests, compile_requests
from lockscan.matching.trie import Node, build
from lockscan.model.program import ReferenceKind
from lockscan.model.rule import Alias, Category, MatchKind, Rule, Vendor
from lockscan.model.ruleset import RuleSet

# What the rules of each kind look at; construct and call rules compete for the same calls.
_KINDS = {
    ReferenceKind.IMPORT: (MatchKind.IMPORT,),
    ReferenceKind.CALL: (MatchKind.CONSTRUCT, MatchKind.CALL),
    ReferenceKind.READ: (MatchKind.RESPONSE,),
    ReferenceKind.CATCH: (MatchKind.EXCEPTION,),
    ReferenceKind.ANNOTATE: (MatchKind.ANNOTATION,),
    ReferenceKind.INHERIT: (MatchKind.SUBCLASS,),
    ReferenceKind.DECORATE: (MatchKind.DECORATOR,),
}


@dataclass(frozen=True, slots=True)
class Matcher:
    """A rule set made ready for :func:`lockscan.matching.match`; the same one serves any number of programs.

    ``tries`` hold the rules with paths by what they look at, ``arguments`` those on arguments by the call's path,
    ``aliases`` are by the path that they rewrite and ``hosts`` by host or ``*.`` pattern; ``roots`` maps import roots,
    ``owned`` are those of each vendor, and ``distributions`` maps the names in manifests to the rules for them.
    """

    tries: Mapping[ReferenceKind, Node]
    arguments: Node
    literals: Literals
    aliases: Mapping[str, Alias]
    hosts: Mapping[str, tuple[Vendor, ...]]
    roots: Mapping[str, str]
    owned: Mapping[str, frozenset[str]]
    distributions: Mapping[str, tuple[Rule, ...]]
    neutral: frozenset[str]
    requests: Requests


def compile_rules(rules: RuleSet) -> Matcher:
    """Compile a rule set for matching."""
    numbered = tuple(enumerate(rules.rules))
    roots: dict[str, str] = {}
    for vendor in rules.vendors:
        for root, distribution in vendor.roots:
            roots.setdefault(root, distribution)
    distributions: dict[str, tuple[Rule, ...]] = {}
    for rule in rules.rules:
        for name in rule.match.names if rule.match.kind is MatchKind.DISTRIBUTION else ():
            distributions[name] = (*distributions.get(name, ()), rule)
    return Matcher(
        {
            reference: build((order, rule) for order, rule in numbered if rule.match.kind in kinds)
            for reference, kinds in _KINDS.items()
        },
        build((order, rule) for order, rule in numbered if rule.match.kind is MatchKind.ARGUMENT),
        compile_literals(rules),
        {alias.path: alias for alias in rules.aliases},
        by_host(rules.vendors),
        roots,
        {vendor.id: frozenset(root for root, _ in vendor.roots) for vendor in rules.vendors},
        distributions,
        frozenset(vendor.id for vendor in rules.vendors if vendor.category is Category.NEUTRAL),
        compile_requests(rules),
    )
