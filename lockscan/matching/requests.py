"""Requests by plain HTTP matched with the rules: the vendor by the host, the capability by the path."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lockscan.matching.endpoints import owners
from lockscan.model.rule import Category, MatchKind, Rule, Vendor
from lockscan.model.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Route:
    """A pattern for the paths of addresses, and what it leads to."""

    pattern: re.Pattern[str]
    length: int
    rule: Rule | None
    capability: str


@dataclass(frozen=True, slots=True)
class Requests:
    """The rules for requests by vendor; ``routes`` tell the capability for those that speak of no path."""

    rules: Mapping[str, tuple[Route, ...]]
    general: Mapping[str, Rule]
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """The rule that a request meets, its capability, and the address without what is behind a question mark."""

    rule: Rule
    capability: str
    address: str


def compile_requests(rules: RuleSet) -> Requests:
    """Compile the rules for requests."""
    routed: dict[str, tuple[Route, ...]] = {}
    general: dict[str, Rule] = {}
    for rule in rules.rules:
        if rule.match.kind is MatchKind.CALL and rule.match.urls:
            for url in rule.match.urls:
                if url == "/":
                    general.setdefault(rule.vendor, rule)
                else:
                    routed[rule.vendor] = (*routed.get(rule.vendor, ()), _route(url, rule, rule.capability))
    return Requests(routed, general, tuple(_route(url, None, one.id) for one in rules.capabilities for url in one.urls))


def _route(url: str, rule: Rule | None, capability: str) -> Route:
    expression = re.escape(url).replace(r"\*", "[^/]*")
    return Route(re.compile(rf"{expression}(?![^/:])"), len(url), rule, capability)


def matching_requests(url: str, requests: Requests, hosts: Mapping[str, tuple[Vendor, ...]]) -> list[Met]:
    """Return the rule for a request to an address, or nothing if the host is no vendor's."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return []
    vendor = next((one.id for one in owners(host, hosts) if one.category is not Category.NEUTRAL), "")
    own = _first(requests.rules.get(vendor, ()), parts.path)
    rule = own.rule if own else requests.general.get(vendor)
    if rule is None:
        return []
    told = None if own else _first(requests.routes, parts.path)
    return [Met(rule, told.capability if told else rule.capability, f"{parts.scheme}://{host}{parts.path}")]


def _first(routes: Sequence[Route], path: str) -> Route | None:
    """Return the route whose pattern stands first in a path; of several, the longest."""
    met = [
        (found.start(), -route.length, place)
        for place, route in enumerate(routes)
        if (found := route.pattern.search(path))
    ]
    return routes[min(met)[2]] if met else None
