"""The rule that every vendor with hosts has for requests by plain HTTP, unless its pack has one of its own."""

from collections.abc import Iterable
from dataclasses import replace

from lockscan.model.rule import Category, Confidence, Example, Match, MatchKind, Rule, Severity, Vendor
from lockscan.model.ruleset import RuleSet

ANY = "/"
"""The pattern of every path."""

_REMEDIATION = (
    "Send requests in one function of your own that takes address, headers and model from configuration, and gives the "
    "answer in a shape of your own."
)


def with_request_rules(rules: RuleSet) -> RuleSet:
    """Add the general rule for requests to each vendor with a host of its own that has none."""
    own = {rule.vendor for rule in rules.rules if ANY in rule.match.urls}
    taken = {rule.id for rule in rules.rules}
    # A host of several vendors is the first one's.
    first: dict[str, str] = {}
    for vendor in rules.vendors:
        for host in vendor.hosts if vendor.category is not Category.NEUTRAL else ():
            first.setdefault(host, vendor.id)
    made = []
    for vendor in rules.vendors:
        host = next((host for host in vendor.hosts if first.get(host) == vendor.id), "")
        if host and vendor.id not in own:
            made.append(_rule(vendor, host, [rule for rule in rules.rules if rule.vendor == vendor.id]))
    return replace(rules, rules=(*rules.rules, *(rule for rule in made if rule.id not in taken)))


def _rule(vendor: Vendor, host: str, rules: Iterable[Rule]) -> Rule:
    address = f'"https://{host.replace("*", "example")}/v1/models"'
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
