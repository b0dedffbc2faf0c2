"""Where a seam between the project and a vendor pays: one file for each kind of suggestion."""

from dataclasses import replace

from lockscan.model.finding import Finding
from lockscan.model.graph import Coupling
from lockscan.model.program import Program
from lockscan.model.rule import RuleSet
from lockscan.model.suggestion import AbstractionPoint, SuggestionKind
from lockscan.suggestions import grow_module, new_port, reuse_boundary
from lockscan.suggestions.use import Proposal, Rescore, VendorUse, layout, moved, uses

# In the order in which people choose: what is there already first, then what is nearly there, then something new.
SUGGESTERS = (
    (SuggestionKind.REUSE_BOUNDARY, reuse_boundary.propose),
    (SuggestionKind.GROW_MODULE, grow_module.propose),
    (SuggestionKind.NEW_PORT, new_port.propose),
)
# Fewer calls than this are as quickly rewritten as moved.
_FEW = 3


def suggest(
    program: Program,
    couplings: tuple[Coupling, ...],
    findings: tuple[Finding, ...],
    rules: RuleSet,
    rescore: Rescore,
) -> tuple[AbstractionPoint, ...]:
    """Return at most one abstraction point for each vendor, the one that lowers its score most first.

    ``rescore`` assesses findings anew on a changed program. No seam is suggested for few calls, nor one that
    makes the vendor no easier to leave; but a boundary that exists is pointed out, however little is left to move.
    """
    candidates = [use for use in uses(layout(program), couplings, findings, rules.vendors) if use.total >= _FEW]
    if not candidates:
        return ()
    # Scores do not depend on calls, and building a graph of them would be most of the time.
    bare = replace(program, references=(), calls=())
    before = {assessment.vendor: assessment.score for assessment in rescore(bare, findings)}
    points = []
    for use in candidates:
        proposals = ((kind, propose(use)) for kind, propose in SUGGESTERS)
        kind, proposal = next(((kind, found) for kind, found in proposals if found), (None, None))
        if kind and proposal:
            covered = {f.fingerprint for f in use.covers}
            rest = tuple(f for f in findings if f.vendor == use.vendor.id and f.fingerprint not in covered)
            point = _point(kind, use, proposal, before[use.vendor.id])
            code, behind = moved(use, bare, proposal.module, proposal.path)
            after = next(a.score for a in rescore(code, (*rest, *behind)) if a.vendor == use.vendor.id)
            if after < point.score_before + (kind is SuggestionKind.REUSE_BOUNDARY):
                points.append(replace(point, score_after=after))
    return tuple(sorted(points, key=lambda point: (point.score_after - point.score_before, point.vendor)))


def _point(kind: SuggestionKind, use: VendorUse, proposal: Proposal, score: int) -> AbstractionPoint:
    outside = [f for f in use.covers if f.module != proposal.module]
    return AbstractionPoint(
        kind=kind,
        vendor=use.vendor.id,
        module=proposal.module,
        path=proposal.path,
        title=proposal.title,
        why=proposal.why,
        operations=use.operations,
        covers=tuple(f.fingerprint for f in use.covers),
        moves=tuple(f.fingerprint for f in outside),
        callers=tuple(sorted({*use.callers(proposal.module), *(f.module for f in outside)})),
        score_before=score,
        score_after=score,
    )
