"""Findings made of what matched: one per place and rule, numbered and fingerprinted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b

from lockscan.matching.aliases import prefixes
from lockscan.matching.endpoints import Service, service
from lockscan.matching.matcher import Matcher
from lockscan.model.finding import Finding, Portable
from lockscan.model.program import Reference, ReferenceKind
from lockscan.model.rule import Confidence, MatchKind, Rule

_THROUGH_A_CLIENT = {ReferenceKind.CALL, ReferenceKind.READ, ReferenceKind.REQUEST}
_OF_PATHLESS = {MatchKind.LITERAL, MatchKind.SHAPE}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that a reference meets: ``said`` if the message is to show the detail, ``vague`` if by a catch-all.

    Its ``capability`` is that of the rule unless it says another.
    """

    reference: Reference
    rule: Rule
    vendor: str
    symbol: str
    detail: str
    confidence: Confidence
    said: bool = False
    vague: bool = False
    capability: str = ""


def settle(candidates: Iterable[Candidate], matcher: Matcher) -> tuple[Finding, ...]:
    """Return the findings in the order of location, rule and symbol, one for each place and rule."""
    places: dict[tuple[object, ...], list[Finding]] = {}
    for candidate in candidates:
        finding = _finding(candidate, matcher)
        places.setdefault(_place(finding), []).append(finding)
    found = sorted((_one(same) for same in places.values()), key=lambda one: (one.location, one.rule, one.symbol))
    ordinals: Counter[tuple[str, str, str, str]] = Counter()
    numbered = []
    for finding in found:
        identity = (finding.rule, finding.location.path, finding.scope, finding.symbol)
        ordinal = ordinals[identity]
        ordinals[identity] += 1
        numbered.append(replace(finding, ordinal=ordinal, fingerprint=fingerprint(*identity, ordinal)))
    return tuple(numbered)


def fingerprint(rule: str, path: str, scope: str, symbol: str, ordinal: int) -> str:
    """Return the identity of a finding, as 32 hexadecimal digits: the same after edits elsewhere in its file."""
    digest = blake2b(digest_size=16)
    for part in (rule, path, scope, symbol, str(ordinal)):
        data = part.encode("utf-8", "surrogatepass")
        # The lengths keep one part's end from passing for the next one's beginning.
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def _place(finding: Finding) -> tuple[object, ...]:
    """Return what two findings have in common that are one.

    A chain of reads from one place is one, however long, and so is a line of imports, however many names it has.
    """
    location = finding.location
    if finding.kind is MatchKind.RESPONSE:
        return finding.rule, location.path, location.cell, location.region.line, location.region.column
    if finding.kind is MatchKind.IMPORT:
        return finding.rule, finding.vendor, location.path, location.cell, location.region.line
    return finding.rule, location


def _one(same: list[Finding]) -> Finding:
    """Join what flows together at one place: it is portable only if each possibility is, and none of them is proven."""
    if same[0].kind is MatchKind.IMPORT:
        return min(same, key=lambda one: (one.location, one.symbol))
    first = min(same, key=_rank)
    if len({(one.symbol, one.vendor, one.portable) for one in same}) == 1:
        return first
    portable = Portable.NO if any(one.portable is Portable.NO for one in same) else first.portable
    return replace(first, portable=portable, confidence=_at_most_medium(first.confidence))


def _rank(finding: Finding) -> tuple[object, ...]:
    # Of addresses, the one that leaves open in what they differ speaks for all.
    return "{}" not in finding.symbol, finding.symbol, finding.portable.value, finding.vendor, finding.location


def _finding(candidate: Candidate, matcher: Matcher) -> Finding:
    reference, rule = candidate.reference, candidate.rule
    detail = f" (`{candidate.detail}`)" if candidate.said and candidate.detail else ""
    behind = _behind(candidate, matcher)
    return Finding(
        rule=rule.id,
        vendor=behind.vendor,
        distribution=_distribution(candidate, matcher),
        kind=rule.match.kind,
        capability=candidate.capability or rule.capability,
        severity=rule.severity,
        confidence=candidate.confidence if reference.proven else _at_most_medium(candidate.confidence),
        effort=rule.effort,
        message=rule.message + detail,
        remediation=rule.remediation,
        location=reference.location,
        module=reference.module,
        scope=reference.scope,
        symbol=candidate.symbol,
        detail=candidate.detail,
        ordinal=0,
        fingerprint="",
        is_test=reference.is_test,
        portable=behind.portable,
        related=reference.related,
        snippet="",
        dynamic=reference.kind is ReferenceKind.IMPORT and bool(reference.role),
    )


def _behind(candidate: Candidate, matcher: Matcher) -> Service:
    if candidate.rule.portable or candidate.vendor in matcher.neutral:
        return Service(candidate.vendor, Portable.NEUTRAL_LAYER)
    if candidate.reference.kind in _THROUGH_A_CLIENT:
        return service(candidate.reference, candidate.vendor, matcher.hosts)
    return Service(candidate.vendor, Portable.NO)


def _distribution(candidate: Candidate, matcher: Matcher) -> str:
    """Return the distribution of the SDK in use, which strings and dicts do not tell.

    It is one of the rule's vendor, also where the package of another one hands its client out.
    """
    path, rule = candidate.reference.path, candidate.rule
    if rule.match.kind in _OF_PATHLESS:
        return ""
    if rule.match.kind is MatchKind.DISTRIBUTION:
        return path
    # No root has a bracket in it.
    heads = (path.partition("(")[0], candidate.symbol.partition("(")[0])
    roots = [prefix for head in heads for prefix in prefixes(head) if prefix in matcher.roots]
    own = matcher.owned.get(rule.vendor, frozenset())
    return next((matcher.roots[root] for root in roots if root in own), matcher.roots[roots[0]] if roots else "")


def _at_most_medium(confidence: Confidence) -> Confidence:
    return Confidence.MEDIUM if confidence is Confidence.HIGH else confidence
