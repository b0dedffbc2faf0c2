"""The rule that every vendor with hosts has for requests by plain HTTP, unless its pack has one of its own."""

from collections.abc import Iterable
from dataclasses import replace

from lockscan.model.rule import Category, Confidence, Example, Match, MatchKind, Rule, RuleSet, Severity, Vendor

ANY = "/"
"""The pattern of every path."""

_REMEDIATION = (
    "Send requests in one function of your own that takes address, headers and model from configuration, and gives the "
    "answer in a shape of your own."
)


def with_request_rules(rules: RuleSet) -> RuleSet:
    """Add the general rule for requests to each vendor with hosts that has none."""
    own = {rule.vendor for rule in rules.rules if ANY in rule.match.urls}
    taken = {rule.id for rule in rules.rules}
    vendors = (v for v in rules.vendors if v.hosts and v.category is not Category.NEUTRAL and v.id not in own)
    made = (_rule(vendor, [rule for rule in rules.rules if rule.vendor == vendor.id]) for vendor in vendors)
    return replace(rules, rules=(*rules.rules, *(rule for rule in made if rule.id not in taken)))


def _rule(vendor: Vendor, rules: Iterable[Rule]) -> Rule:
    host = vendor.hosts[0].replace("*", "example")
    address = f'"https://{host}/v1/models"'
    return Rule(
        id=f"{_name(vendor, rules)}-http",
        vendor=vendor.id,
        title="Request by plain HTTP",
        message=f"sends a request to {vendor.name} without an SDK",
        match=Match(MatchKind.CALL, urls=(ANY,)),
        capability="configuration",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=3,
        remediation=_REMEDIATION,
        examples=(
            Example(f"import httpx\n\nBASE = {address}\nhttpx.get(BASE)\n", matches=True),
            Example(f"import httpx\n\nprint({address}, httpx)\n", matches=False, note="an address alone"),
        ),
    )


def _name(vendor: Vendor, rules: Iterable[Rule]) -> str:
    """Return the words that the ids of most rules begin with."""
    usual = vendor.id.replace(".", "-").replace("_", "-")
    firsts = [rule.id.rpartition("-")[0] for rule in rules if rule.id.endswith(("-sdk-call", "-endpoint", "-import"))]
    return firsts[0].removesuffix("-sdk") if firsts else usual
