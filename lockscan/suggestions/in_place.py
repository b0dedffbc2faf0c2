"""Leave it: no seam pays."""

from collections import Counter

from lockscan.model.counts import counted
from lockscan.suggestions.use import Proposal, VendorUse, listed


def propose(use: VendorUse) -> Proposal:
    """Return the module with most of the use, to be changed where it stands."""
    if not use.scopes:
        return _portable(use)
    modules = use.around(())
    module = modules[0]
    where = module if len(modules) == 1 else counted(len(modules), "module")
    title = f"Change {use.vendor.name} in place, in {where}"
    return Proposal(module, use.path(module), title, _reason(use, modules), frozenset(modules))


def _reason(use: VendorUse, modules: tuple[str, ...]) -> str:
    uses = counted(use.total, "call") if use.total else counted(len(use.scopes), "use")
    if len(modules) > 1:
        told = use.counts(modules)
        return f"{uses}: {told}. An interface, and what it takes to call it, would be more code than these."
    if use.callers(modules[0]):
        return f"{uses}, in one file that is mostly about something else."
    return f"{uses}, all in one file, and no other module of the project calls it for them."


def _portable(use: VendorUse) -> Proposal:
    counts = Counter(f.module for f in use.portable)
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    reasons = listed(sorted({f.portable.value.replace("-", " ") for f in use.portable}))
    why = f"{counted(len(use.portable), 'call')} in {listed(ranked)}: all portable already ({reasons})."
    title = f"Leave {use.vendor.name} as it is: the address decides who answers"
    return Proposal(ranked[0], use.path(ranked[0]), title, why, frozenset(ranked))
