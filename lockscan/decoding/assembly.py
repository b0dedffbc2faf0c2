"""Several packs made into one rule set, and what only shows when they are looked at together."""

import re
from collections.abc import Iterator, Mapping

from lockscan.decoding.document import Place
from lockscan.decoding.patterns import expand, leads_to, path_mistake
from lockscan.decoding.rules import Pack
from lockscan.decoding.table import Mistakes, guess, near, shown
from lockscan.model.ruleset import RuleSet

_HEAD = re.compile(r"\w+(?:\.\w+)*")
# No chain of aliases is as long; what is goes in circles, or grows.
_MOST_STEPS = 12


def assemble(packs: tuple[Pack, ...], digest: str) -> tuple[RuleSet, tuple[str, ...]]:
    """Join packs in the order given; rule, vendor and capability ids are unique, and what a rule names exists."""
    rules = RuleSet(
        tuple(pack.vendor for pack in packs if pack.vendor),
        tuple(rule for pack in packs for rule in pack.rules),
        tuple(capability for pack in packs for capability in pack.capabilities),
        tuple(alias for pack in packs for alias in pack.aliases),
        digest,
        tuple(target for pack in packs for target in pack.targets),
        tuple(crossing for pack in packs for _, crossing in pack.crossings),
        tuple(one for pack in packs for one in pack.retirements),
    )
    homes: dict[tuple[str, str], str] = {}
    spelled: dict[str, str] = {}
    rewritten = {alias.path: alias.canonical for alias in rules.aliases if alias.canonical}
    roots = frozenset(root for vendor in rules.vendors for root, _ in vendor.roots)
    texts: list[str] = []
    for pack in packs:
        mistakes = Mistakes(pack.document)
        for kind, ident, place in _ids(pack):
            if ident and (kind, ident) in homes:
                mistakes.add((*place, "id"), f"{shown(ident)} is the id of another {kind} in {homes[kind, ident]}")
            homes.setdefault((kind, ident), pack.document.name)
        bad_aliases = _bad_aliases(pack, roots, spelled)
        for place, wrong in (*_unknown(pack, rules), *_rootless(pack, roots), *bad_aliases, *_circles(pack, rewritten)):
            mistakes.add(place, wrong)
        texts += mistakes.texts()
    return rules, tuple(texts)


def _ids(pack: Pack) -> Iterator[tuple[str, str, Place]]:
    """Yield every id that the pack defines: of what kind, the id, and where."""
    if pack.vendor:
        yield "vendor", pack.vendor.id, ("vendor",)
    for position, capability in enumerate(pack.capabilities):
        yield "capability", capability.id, ("capability", position)
    for position, rule in enumerate(pack.rules):
        yield "rule", rule.id, ("rule", position)
    for position, target in enumerate(pack.targets):
        yield "target", target.id, ("target", position)


def _unknown(pack: Pack, rules: RuleSet) -> Iterator[tuple[Place, str]]:
    """Yield what the pack names and no pack defines."""
    vendors = tuple(vendor.id for vendor in rules.vendors)
    if pack.vendor_id and pack.vendor_id not in vendors:
        yield ("vendor",), f"{shown(pack.vendor_id)} is no known vendor; {near(pack.vendor_id, vendors)}"
    capabilities = tuple(capability.id for capability in rules.capabilities)
    for position, rule in enumerate(pack.rules):
        if rule.capability and rule.capability not in capabilities:
            wrong = f"{shown(rule.capability)} is no known capability; {near(rule.capability, capabilities)}"
            yield ("rule", position, "capability"), wrong
    for position, target in enumerate(pack.targets):
        for vendor in target.vendors:
            if vendor not in vendors:
                wrong = f"{shown(vendor)} is no known vendor; {near(vendor, vendors)}"
                yield ("target", position, "vendors"), wrong
    targets = tuple(target.id for target in rules.targets)
    for place, crossing in pack.crossings:
        for word, known, kind in (
            (crossing.target, targets, "target"),
            (crossing.vendor, vendors, "vendor"),
            (crossing.capability, capabilities, "capability"),
        ):
            # An empty vendor stands for all.
            if word and word not in known:
                yield place, f"{shown(word)} is no known {kind}; {near(word, known)}"
    ids = tuple(rule.id for rule in rules.rules)
    for position, one in enumerate(pack.retirements):
        if one.vendor and one.vendor not in vendors:
            wrong = f"{shown(one.vendor)} is no known vendor; {near(one.vendor, vendors)}"
            yield ("retirement", position, "vendor"), wrong
        for number, rule_id in enumerate(one.rules):
            if rule_id not in ids:
                wrong = f"{shown(rule_id)} is the id of no rule; {guess(rule_id, ids) or 'lockscan rules lists them'}"
                yield ("retirement", position, "rules", number), wrong


def _rootless(pack: Pack, roots: frozenset[str]) -> Iterator[tuple[Place, str]]:
    """Yield the paths of rules that begin with no import root: files that only import such a package are not read."""
    for position, rule in enumerate(pack.rules):
        for number, path in enumerate(rule.match.paths):
            if _root(path, roots) or path_mistake(path):
                continue
            if head := next((one for one in expand(path) if not _root(one, roots)), ""):
                package = head.partition(".")[0].partition("(")[0]
                hint = guess(package, tuple(sorted(roots))) or "a pack has to name it under [vendor.roots]"
                yield ("rule", position, "match", "paths", number), f"{shown(package)} is no import root; {hint}"


def _root(path: str, roots: frozenset[str]) -> str:
    """Return the import root that a path begins with, if its first names, up to a brace, are enough to tell."""
    head = _HEAD.match(path)
    # What ends before a brace may be half a name.
    names = head[0].split(".") if head else []
    if head and path[head.end() :].startswith("{"):
        names.pop()
    return next((root for end in range(len(names), 0, -1) if (root := ".".join(names[:end])) in roots), "")


def _circles(pack: Pack, rewritten: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    """Yield aliases that are rewritten, by way of others, without end."""
    for alias in pack.aliases:
        path = alias.path
        seen = [path]
        while alias.canonical:
            cuts = (end for end in range(len(path), 0, -1) if path[end : end + 1] in {"", ".", "(", "["})
            prefix = next((path[:end] for end in cuts if path[:end] in rewritten), "")
            # One that leads to itself is told of as such.
            if not prefix or leads_to(prefix, rewritten[prefix]):
                break
            path = rewritten[prefix] + path[len(prefix) :]
            if path in seen or len(seen) > _MOST_STEPS:
                place = ("clients", alias.path) if alias.vendor else ("aliases", alias.canonical)
                back = shown(path) if path in seen else "…"
                yield place, f"goes in circles: {' → '.join((*map(shown, seen[:3]), back))}"
                break
            seen.append(path)


def _bad_aliases(pack: Pack, roots: frozenset[str], spelled: dict[str, str]) -> Iterator[tuple[Place, str]]:
    """Yield aliases that lead nowhere, to themselves, or to two places; ``spelled`` holds those of earlier packs."""
    for alias in pack.aliases:
        if not alias.canonical:
            continue
        place = ("clients", alias.path) if alias.vendor else ("aliases", alias.canonical)
        if not _root(alias.canonical, roots):
            yield place, f"{shown(alias.canonical)} begins with no import root of a vendor"
        if leads_to(alias.path, alias.canonical):
            yield place, f"{shown(alias.path)} would be rewritten to {shown(alias.canonical)} without end"
        other = spelled.setdefault(alias.path, alias.canonical)
        if other != alias.canonical:
            yield place, f"{shown(alias.path)} already stands for {shown(other)}"
