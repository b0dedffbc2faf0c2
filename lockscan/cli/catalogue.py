"""Rules, and the vendors and capabilities that they speak of, as JSON for other tools."""

from collections.abc import Sequence

from lockscan import __version__
from lockscan.model.rule import Capability, Rule, Vendor
from lockscan.model.ruleset import RuleSet
from lockscan.reporters.encoding import Json, dumps

VERSION = 1
SCHEMA = f"urn:lockscan:schema:rules-{VERSION}"


def catalogue(rules: Sequence[Rule], known: RuleSet) -> str:
    """Return some of the known rules as JSON, with the vendors and capabilities that they belong to."""
    vendors = {rule.vendor for rule in rules}
    capabilities = {rule.capability for rule in rules}
    return dumps(
        {
            "version": VERSION,
            "schema": SCHEMA,
            "tool": {"name": "lockscan", "version": __version__, "rules_digest": known.digest},
            "vendors": [_vendor(one) for one in sorted(known.vendors, key=_by_id) if one.id in vendors],
            "capabilities": [
                _capability(one) for one in sorted(known.capabilities, key=_by_id) if one.id in capabilities
            ],
            "rules": [_rule(one) for one in rules],
        }
    )


def _by_id(one: Vendor | Capability) -> str:
    return one.id


def _vendor(vendor: Vendor) -> Json:
    return {
        "id": vendor.id,
        "name": vendor.name,
        "category": vendor.category.value,
        "gateway": vendor.gateway,
        "distributions": vendor.distributions,
        "roots": [{"root": root, "distribution": distribution} for root, distribution in vendor.roots],
        "hosts": vendor.hosts,
    }


def _capability(capability: Capability) -> Json:
    return {
        "id": capability.id,
        "title": capability.title,
        "portability": capability.portability.value,
        "equivalent": capability.equivalent,
        "state": capability.state,
    }


def _rule(rule: Rule) -> Json:
    match = rule.match
    return {
        "id": rule.id,
        "vendor": rule.vendor,
        "kind": match.kind.value,
        "severity": rule.severity.value,
        "confidence": rule.confidence.value,
        "effort": rule.effort,
        "capability": rule.capability,
        "portable": rule.portable,
        "title": rule.title,
        "message": rule.message,
        "remediation": rule.remediation,
        "match": {
            "paths": match.paths,
            "names": match.names,
            "values": match.values,
            "pattern": match.pattern,
            "needles": match.needles,
            "roles": [role.value for role in match.roles],
            "urls": match.urls,
            "without": match.without,
        },
        "examples": [{"match": one.matches, "note": one.note, "code": one.code} for one in rule.examples],
    }
