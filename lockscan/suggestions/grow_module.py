"""Grow a module: one is there for the vendor and has the largest part of its use, but most goes around it."""

from lockscan.suggestions.boundary import DEDICATED, boundaries
from lockscan.suggestions.use import Proposal, VendorUse, listed, portion

# With this or a smaller part, as much has to be moved as into a module of its own.
DOMINANT = 1 / 4
_FEW = 3


def propose(use: VendorUse) -> Proposal | None:
    """Return the module that is there for the vendor and has the largest share of its use, if some stands elsewhere."""
    if len(use.scopes) < _FEW or not use.calls or len({module for module, _ in use.scopes}) == 1:
        return None
    found = [(b.share, b.module, b.modules, next(iter(b.seams), "")) for b in boundaries(use)]
    dedicated = (module for module in use.around(()) if use.dedication(module) >= DEDICATED)
    found += [(use.share(use.within(module)), module, (module,), "") for module in dedicated]
    ranks = {name: rank for rank, name in enumerate(use.around(()))}
    large = sorted((one for one in found if one[0] > DOMINANT), key=lambda one: (ranks[one[1]], -one[0]))
    if not large:
        return None
    share, module, inside, seam = large[0]
    behind = sum(scope[0] in inside for scope in use.scopes)
    callers = use.callers(module)
    calls = "calls" if len(callers) == 1 else "call"
    leader = f"{portion(behind, len(use.scopes), use.vendor.name)} {listed(inside)} ({share:.0%})"
    called = f"; {listed(callers)} {calls} that one already" if callers else ""
    why = (
        f"{leader}, and no other module that is there for it calls it more{called}. "
        f"The others: {use.counts(use.around(inside))}."
    )
    title = f"Grow {module} into the one place that calls {use.vendor.name}"
    return Proposal(module, use.path(module), title, why, frozenset(inside), seam)
