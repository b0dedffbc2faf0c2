"""Where a seam between the project and a vendor pays: one file for each kind of suggestion."""

from dataclasses import replace

from lockscan.model.finding import Finding
from lockscan.model.graph import Coupling
from lockscan.model.program import Program
from lockscan.model.ruleset import RuleSet
from lockscan.model.suggestion import AbstractionPoint, SuggestionKind
from lockscan.suggestions import grow_module, in_place, new_port, reuse_boundary
from lockscan.suggestions.interface import Arguments, arguments_of, interface
from lockscan.suggestions.moves import moved
from lockscan.suggestions.use import Proposal, Rescore, VendorUse, layout, uses

# In the order in which people choose: what is there already first, then what is nearly there, then something new.
SUGGESTERS = (
    (SuggestionKind.REUSE_BOUNDARY, reuse_boundary.propose),
    (SuggestionKind.GROW_MODULE, grow_module.propose),
    (SuggestionKind.NEW_PORT, new_port.propose),
    (SuggestionKind.IN_PLACE, in_place.propose),
)


def suggest(
    program: Program,
    couplings: tuple[Coupling, ...],
    findings: tuple[Finding, ...],
    rules: RuleSet,
    rescore: Rescore,
) -> tuple[AbstractionPoint, ...]:
    """Return one abstraction point for each vendor that is called, the one with most to hide first.

    That order is the same for every target, since commands name a point by its number. ``rescore`` assesses findings
    anew on a changed program. A seam that makes the vendor no easier to leave is none; but a boundary that exists is
    pointed out, however little is left to move.
    """
    known = uses(layout(program), couplings, findings, rules.vendors)
    candidates = [use for use in known if use.scopes or use.portable]
    given = arguments_of(program.references, (f for use in candidates for f in use.covers))
    # Scores do not depend on calls, and building a graph of them would be most of the time.
    bare = replace(program, references=(), calls=(), definitions=(), flow=())
    effort = {use.vendor.id: sum(f.effort for f in use.covers) for use in candidates}
    points = [_best(use, bare, findings, rescore, given) for use in candidates]
    return tuple(sorted(points, key=lambda point: (_is_last(point), -effort[point.vendor], point.vendor)))


def _is_last(point: AbstractionPoint) -> bool:
    return point.kind is SuggestionKind.IN_PLACE


def _best(
    use: VendorUse, bare: Program, findings: tuple[Finding, ...], rescore: Rescore, given: Arguments
) -> AbstractionPoint:
    own = tuple(f for f in findings if f.vendor == use.vendor.id)
    covered = {f.fingerprint for f in use.covers}
    rest = tuple(f for f in own if f.fingerprint not in covered)
    before = _score(use, rescore, bare, own)
    for kind, propose in SUGGESTERS[:-1]:
        proposal = propose(use) if use.scopes else None
        if proposal is None:
            continue
        code, behind = moved(use, bare, proposal)
        after = _score(use, rescore, code, (*rest, *behind))
        if after < before:
            return _point(kind, use, proposal, (before, after), given)
        if proposal.settled:
            return _point(kind, use, replace(proposal, title=proposal.settled), (before, before), given)
    return _point(SuggestionKind.IN_PLACE, use, in_place.propose(use), (before, before), given)


def _score(use: VendorUse, rescore: Rescore, code: Program, findings: tuple[Finding, ...]) -> int:
    return next((a.score for a in rescore(code, findings) if a.vendor == use.vendor.id), 0)


def _point(
    kind: SuggestionKind, use: VendorUse, proposal: Proposal, scores: tuple[int, int], given: Arguments
) -> AbstractionPoint:
    gains = scores[1] < scores[0]
    outside = [f for f in use.covers if gains and f.module not in proposal.inside]
    covered = [f for f in use.covers if gains or f.module in proposal.inside]
    callers = {caller for module in sorted(proposal.inside) for caller in use.callers(module)} - proposal.inside
    needed, backends = interface(use, given)
    return AbstractionPoint(
        kind=kind,
        vendor=use.vendor.id,
        module=proposal.module,
        path=proposal.path,
        title=proposal.title,
        why=proposal.why,
        operations=use.operations,
        covers=tuple(f.fingerprint for f in covered),
        moves=tuple(f.fingerprint for f in outside),
        callers=tuple(sorted({*callers, *(f.module for f in outside)})),
        score_before=scores[0],
        score_after=scores[1],
        seam=proposal.seam,
        gates=tuple(f"{module}:{scope}" for module, scope in use.gates),
        around=use.around(proposal.inside),
        share_findings=_percent(len(covered), len(use.costing)),
        share_effort=_percent(sum(f.effort for f in covered), sum(f.effort for f in use.costing)),
        port=new_port.place(use)[1] if use.scopes else "",
        interface=needed,
        backends=backends,
    )


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 0
