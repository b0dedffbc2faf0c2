"""Reuse a boundary: most calls stand in one module already, and the rest of the project calls it."""

from lockscan.suggestions.use import Proposal, VendorUse, counted, listed


def propose(use: VendorUse) -> Proposal | None:
    """Return the module that has at least half of the calls, if others call it for them."""
    module, count = use.calls[0]
    callers = use.callers(module)
    if count * 2 < use.total or not callers:
        return None
    where = _place(use, module)
    around = use.around(module)
    seated = f"{count} of the {use.total} calls to {use.vendor.name} stand in {where}"
    called = f"{counted(len(callers), 'module')} of the project already {'calls' if len(callers) == 1 else 'call'}"
    goes = "goes" if len(use.calls) == 2 else "go"  # noqa: PLR2004 - the boundary and one other
    reasons = [
        f"{seated}, which {called}: {listed(callers)}.",
        f"Around it {goes} {around}." if around else "None goes around it.",
    ]
    if module in use.coupling.choke_points:
        reasons.append("Every import route from an entry of the project to the vendor goes through it.")
    title = (
        f"Send the other {counted(use.total - count, 'call')} to {use.vendor.name} through {where}"
        if around
        else f"{where} is the boundary to {use.vendor.name} already: change it there"
    )
    return Proposal(module, use.path(module), title, " ".join(reasons))


def _place(use: VendorUse, module: str) -> str:
    """Return the module, or the class in it that holds all of its covered findings."""
    scopes = {f.scope for f in use.covers if f.module == module}
    tops = {scope.partition(".")[0] for scope in scopes}
    return f"{module}:{tops.pop()}" if len(tops) == 1 and all("." in scope for scope in scopes) else module
