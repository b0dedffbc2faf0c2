"""Several packs made into one rule set, and what only shows when they are looked at together."""

from collections.abc import Iterator

from lockscan.decoding.document import Place
from lockscan.decoding.patterns import leads_to
from lockscan.decoding.rules import Pack
from lockscan.decoding.table import Mistakes, near, shown
from lockscan.model.rule import RuleSet


def assemble(packs: tuple[Pack, ...], digest: str) -> tuple[RuleSet, tuple[str, ...]]:
    """Join packs in the order given; rule, vendor and capability ids are unique, and what a rule names exists."""
    rules = RuleSet(
        tuple(pack.vendor for pack in packs if pack.vendor),
        tuple(rule for pack in packs for rule in pack.rules),
        tuple(capability for pack in packs for capability in pack.capabilities),
        tuple(alias for pack in packs for alias in pack.aliases),
        digest,
    )
    homes: dict[tuple[str, str], str] = {}
    spelled: dict[str, str] = {}
    texts: list[str] = []
    for pack in packs:
        mistakes = Mistakes(pack.document)
        for kind, ident, place in _ids(pack):
            if ident and (kind, ident) in homes:
                mistakes.add((*place, "id"), f"{shown(ident)} is the id of another {kind} in {homes[kind, ident]}")
            homes.setdefault((kind, ident), pack.document.name)
        for place, wrong in (*_unknown(pack, rules), *_bad_aliases(pack, rules, spelled)):
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


def _bad_aliases(pack: Pack, rules: RuleSet, spelled: dict[str, str]) -> Iterator[tuple[Place, str]]:
    """Yield aliases that lead nowhere, to themselves, or to two places; ``spelled`` holds those of earlier packs."""
    roots = tuple(root for vendor in rules.vendors for root, _ in vendor.roots)
    for alias in pack.aliases:
        if not alias.canonical:
            continue
        place = ("clients", alias.path) if alias.vendor else ("aliases", alias.canonical)
        if not any(leads_to(root, alias.canonical) for root in roots):
            yield place, f"{shown(alias.canonical)} begins with no import root of a vendor"
        if leads_to(alias.path, alias.canonical):
            yield place, f"{shown(alias.path)} would be rewritten to {shown(alias.canonical)} without end"
        other = spelled.setdefault(alias.path, alias.canonical)
        if other != alias.canonical:
            yield place, f"{shown(alias.path)} already stands for {shown(other)}"
