"""References of a program matched with the rules."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from lockscan.matching.aliases import callee
from lockscan.matching.findings import Candidate, settle
from lockscan.matching.literals import matching_literals, matching_shapes, prompt_tokens
from lockscan.matching.lookup import Hit, Lookup
from lockscan.matching.matcher import Matcher
from lockscan.matching.requests import matching_requests
from lockscan.model.finding import Finding
from lockscan.model.location import Location, Region
from lockscan.model.program import PROMPT_FILE, Program, Reference, ReferenceKind
from lockscan.model.rule import Confidence, MatchKind

_SHOWN = 60
_Spot = tuple[ReferenceKind, Location]


def match(program: Program, matcher: Matcher) -> tuple[Finding, ...]:
    """Return what the rules find, in the order of location, rule and symbol.

    References at the same location that lead to the same rule make one finding, and so do the names of one line of
    imports. Snippets are left empty.
    """
    lookup = Lookup(matcher)
    candidates = [found for one in program.references for found in _candidates(one, lookup, matcher)]
    return settle(_without_strays(candidates, _joins(program.references, lookup)), matcher)


def _without_strays(candidates: list[Candidate], joins: Mapping[_Spot, frozenset[str]]) -> Iterator[Candidate]:
    """Leave out what would be a guess where several things flow together, and what is told of already.

    Of the clients of several vendors, each call goes to the one that has such a method, and what only a catch-all meets
    is left out. Where whatever is passed in gets called, nothing depends on any of it, and neither does it where the
    project's own functions are called in the place of several SDKs'. A decorator with arguments is a call as well, and
    stands for both; so does a call whose result is called at once, where both meet one rule. Of a request that may go
    to several vendors, none is certain.
    """
    asked: dict[Location, set[str]] = {}
    for one in candidates:
        if one.reference.kind is ReferenceKind.REQUEST:
            asked.setdefault(one.reference.location, set()).add(one.vendor)
    decorators = {one.reference.location for one in candidates if one.reference.kind is ReferenceKind.DECORATE}
    known = {one.reference.location for one in candidates if one.reference.kind is ReferenceKind.CALL and not one.vague}
    called = {_call_at(one, one.reference.path) for one in candidates if one.reference.kind is ReferenceKind.CALL}
    for one in candidates:
        reference, paths = one.reference, joins.get(_spot(one.reference), frozenset())
        told = reference.kind is ReferenceKind.CALL and (
            reference.location in decorators or _call_at(one, callee(reference.path)[0]) in called
        )
        if not told and not _is_guess(one, paths, known):
            several = reference.kind is ReferenceKind.REQUEST and len(asked[reference.location]) > 1
            proven = not (paths or several or reference.mixed or reference.handed)
            # What is read off whatever comes by says little once that is of several SDKs, or of the project's own.
            anything = reference.mixed or len({path.partition(".")[0] for path in paths}) > 1
            unlikely = anything and one.rule.match.kind is MatchKind.RESPONSE
            confidence = Confidence.LOW if unlikely else one.confidence
            # As nearly all are, it is left as it is.
            same = proven is reference.proven and confidence is one.confidence
            yield one if same else replace(one, reference=replace(reference, proven=proven), confidence=confidence)


def _call_at(one: Candidate, path: str) -> tuple[object, ...]:
    """What tells a call from others: where it begins, its path, and the rule that it meets."""
    location = one.reference.location
    return location.path, location.cell, location.region.line, location.region.column, path, one.rule.id


def _is_guess(one: Candidate, paths: frozenset[str], known: Container[Location]) -> bool:
    """Say whether nothing tells that it is this one of all ``paths`` that flow together."""
    reference = one.reference
    strange = bool(paths) and not _are_kin(paths)
    vague = one.vague and (strange or reference.location in known)
    replaced = strange and reference.mixed and one.rule.match.kind is MatchKind.CALL
    return vague or replaced or (bool(paths) and reference.handed)


def _joins(references: Iterable[Reference], lookup: Lookup) -> Mapping[_Spot, frozenset[str]]:
    """The places at which different things flow together, each with the paths of these; two spellings are one."""
    paths: dict[_Spot, set[str]] = {}
    for one in references:
        if not one.proven:
            paths.setdefault(_spot(one), set()).add(lookup.spelling(one.kind, one.path))
    return {spot: frozenset(spelled) for spot, spelled in paths.items() if len(spelled) > 1}


def _are_kin(paths: frozenset[str]) -> bool:
    """Say whether all are methods of one SDK's objects."""
    owners = {callee(path)[0].rpartition(".")[0] for path in paths}
    return len({_service(owner) for owner in owners}) == 1 and all(owner.endswith(")") for owner in owners)


def _service(owner: str) -> tuple[str, str]:
    """The package of an object, and which of its services it is a client of, where its path says so."""
    return owner.partition(".")[0], owner.partition(")")[0].partition("(")[2]


def _spot(reference: Reference) -> _Spot:
    return reference.kind, reference.location


def _candidates(reference: Reference, lookup: Lookup, matcher: Matcher) -> Iterator[Candidate]:
    if reference.role == PROMPT_FILE:
        for rule, words, start in prompt_tokens(reference.path, matcher.literals):
            place = replace(reference, path=words, location=_inside(reference, words, start))
            yield Candidate(place, rule, rule.vendor, words, words, rule.confidence, said=True)
    elif reference.kind is ReferenceKind.STRING:
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
    elif reference.kind is ReferenceKind.REQUEST:
        for met in matching_requests(reference.path, matcher.requests, matcher.hosts):
            shown = met.address.partition("://")[2]
            yield Candidate(reference, met.rule, met.rule.vendor, met.address, shown, met.rule.confidence, said=True,
                            capability=met.capability)  # fmt: skip
    elif reference.kind is ReferenceKind.CALL:
        yield from _call(reference, lookup)
    elif hit := lookup.best(reference.kind, reference.path):
        yield _hit(reference, hit)


def _inside(reference: Reference, words: str, start: int) -> Location:
    """Return the place of some words of a text that begins where the reference does."""
    before = reference.path[:start]
    line, column = before.count("\n") + 1, start - before.rfind("\n")
    end = words.rpartition("\n")[2]
    ends_at = len(end) + (column if end == words else 1)
    return Location(reference.location.path, Region(line, column, line + words.count("\n"), ends_at))


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
    # Any client has errors: of several clients, none can be told by those that it has.
    of_client = reference.kind is ReferenceKind.CATCH and "(" in hit.symbol
    vague = hit.entry.catch_all or of_client
    return Candidate(reference, rule, hit.vendor, hit.symbol, hit.last_name, rule.confidence, said=said, vague=vague)
