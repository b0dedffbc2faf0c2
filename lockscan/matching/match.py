"""References of a program matched with the rules."""

from collections.abc import Iterator
from dataclasses import replace

from lockscan.matching.findings import Candidate, settle
from lockscan.matching.literals import matching_literals, matching_shapes
from lockscan.matching.lookup import Hit, Lookup
from lockscan.matching.matcher import Matcher
from lockscan.model.finding import Finding
from lockscan.model.program import Program, Reference, ReferenceKind
from lockscan.model.rule import Confidence, MatchKind

_SHOWN = 60


def match(program: Program, matcher: Matcher) -> tuple[Finding, ...]:
    """Return what the rules find, in the order of location, rule and symbol.

    References at the same location that lead to the same rule make one finding, and so do the names of one line of
    imports. Snippets are left empty.
    """
    lookup = Lookup(matcher)
    candidates = [found for one in program.references for found in _candidates(one, lookup, matcher)]
    return settle(_without_strays(candidates), matcher)


def _without_strays(candidates: list[Candidate]) -> Iterator[Candidate]:
    """Leave out what only a catch-all meets where several things flow together: it would be a guess.

    Of the clients of several vendors, each call goes to the one that has such a method.
    """
    known = {one.reference.location for one in candidates if one.reference.kind is ReferenceKind.CALL and not one.vague}
    return (
        one for one in candidates if not (one.vague and (one.reference.location in known or not one.reference.proven))
    )


def _candidates(reference: Reference, lookup: Lookup, matcher: Matcher) -> Iterator[Candidate]:
    if reference.kind is ReferenceKind.STRING:
        text = " ".join(reference.path.split())
        shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        for rule, confidence in matching_literals(reference.path, reference.role, matcher.literals):
            yield Candidate(reference, rule, rule.vendor, reference.path, shown, confidence, said=True)
    elif reference.kind is ReferenceKind.SHAPE:
        for rule in matching_shapes(reference, matcher.literals):
            detail = next(
                (
                    f"{argument.name}={text}"
                    for argument in reference.arguments
                    for text in argument.texts
                    if f"{argument.name}={text}" in rule.match.values
                ),
                ", ".join(rule.match.names),
            )
            yield Candidate(reference, rule, rule.vendor, reference.path, detail, Confidence.LOW)
    elif reference.kind is ReferenceKind.REQUIREMENT:
        for rule in matcher.distributions.get(reference.path, ()):
            yield Candidate(reference, rule, rule.vendor, reference.path, reference.path, rule.confidence)
    elif reference.kind is ReferenceKind.CALL:
        yield from _call(reference, lookup)
    elif hit := lookup.best(reference.kind, reference.path):
        yield _hit(reference, hit)


def _call(reference: Reference, lookup: Lookup) -> Iterator[Candidate]:
    hit = lookup.best(ReferenceKind.CALL, reference.path)
    if (
        hit
        and (hit.entry.catch_all or hit.entry.rule.match.kind is MatchKind.CONSTRUCT)
        and lookup.is_read_off_an_answer(hit.symbol)
    ):
        hit = lookup.best(ReferenceKind.READ, hit.symbol, original=reference.path)
    if hit:
        yield _hit(reference, hit)
    for argument in reference.arguments:
        if found := lookup.argument(reference.path, argument):
            rule = found.entry.rule
            # One call may pass the keyword of one rule twice, each time in another place: a literal and a dict.
            place = replace(reference, location=argument.location)
            yield Candidate(place, rule, found.vendor, found.symbol, argument.name, rule.confidence, said=True)


def _hit(reference: Reference, hit: Hit) -> Candidate:
    rule = hit.entry.rule
    said = hit.entry.wild and rule.match.kind not in (MatchKind.IMPORT, MatchKind.RESPONSE)
    vague = hit.entry.catch_all
    return Candidate(reference, rule, hit.vendor, hit.symbol, hit.last_name, rule.confidence, said=said, vague=vague)
