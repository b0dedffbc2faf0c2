"""Reuse a boundary: most of what touches the vendor stands behind it already."""

from lockscan.model.counts import counted
from lockscan.suggestions.boundary import Boundary, boundaries
from lockscan.suggestions.use import Proposal, VendorUse, listed, portion

# Below half, more of the project goes around a boundary than through it.
MOST = 1 / 2


def propose(use: VendorUse) -> Proposal | None:
    """Return the boundary that at least half of the functions and classes with the vendor in them stand behind."""
    found = next((boundary for boundary in boundaries(use) if boundary.share >= MOST), None)
    if found is None:
        return None
    where = next(iter(found.seams), found.module)
    rest = len([f for f in use.covers if f.module not in found.modules])
    return Proposal(
        module=found.module,
        path=use.path(found.module),
        title=f"Route the other {counted(rest, 'use')} of {use.vendor.name} through {where}",
        why=" ".join(_reasons(use, found)),
        inside=frozenset(found.modules),
        seam=where,
        settled=f"{where} is the boundary to {use.vendor.name} already: change it there",
    )


def _reasons(use: VendorUse, found: Boundary) -> list[str]:
    behind = sum(scope[0] in found.modules for scope in use.scopes)
    interfaces = [name for name in found.seams if name.partition(":")[0] not in found.modules]
    place = f"{listed(found.modules)}{f', behind {listed(interfaces)}' if interfaces else ''}"
    reasons = [f"{portion(behind, len(use.scopes), use.vendor.name)} {place}."]
    if found.callers:
        calls = "calls" if len(found.callers) == 1 else "call"
        reasons.append(f"{counted(len(found.callers), 'module')} already {calls} it: {listed(found.callers)}.")
    around = use.around(found.modules)
    goes = "goes" if len(around) == 1 else "go"
    reasons.append(f"Around it {goes} {use.counts(around)}." if around else "Nothing goes around it.")
    if found.module in use.coupling.choke_points:
        reasons.append("Every import route from an entry of the project to the vendor goes through it.")
    return reasons
