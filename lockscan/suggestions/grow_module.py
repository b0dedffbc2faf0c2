"""Grow a module: one has the largest part of the calls, but is not yet where the others turn to."""

from lockscan.suggestions.use import Proposal, VendorUse, counted

_DOMINANT = 1 / 3


def propose(use: VendorUse) -> Proposal | None:
    """Return the module that has more than a third of the calls, if some stand elsewhere."""
    module, count = use.calls[0]
    share = count / use.total
    if share <= _DOMINANT or len(use.calls) == 1:
        return None
    callers = use.callers(module)
    why = (
        f"{module} has {count} of the {use.total} calls to {use.vendor.name} ({share:.0%}), and no module has more; "
        f"{counted(len(callers), 'module')} of the project {'calls' if len(callers) == 1 else 'call'} it for them. "
        f"The others: {use.around(module)}."
    )
    title = f"Grow {module} into the one place that calls {use.vendor.name}"
    return Proposal(module, use.path(module), title, why)
