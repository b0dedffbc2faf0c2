"""The project as it would be with a seam in place, to be measured and scored anew."""

from dataclasses import replace

from lockscan.model.finding import Finding
from lockscan.model.program import Module, Program
from lockscan.suggestions.use import CALLS, Proposal, VendorUse


def moved(use: VendorUse, program: Program, proposal: Proposal) -> tuple[Program, tuple[Finding, ...]]:
    """Return the modules that matter, and the covered findings as they are with the boundary in place.

    A use that the boundary has already is not needed twice; what is new to it gets one function for each operation.
    Whoever used the vendor imports the boundary.
    """
    operations = sorted({f.symbol for f in use.covers if f.kind in CALLS}, key=lambda path: (-len(path), path))
    inside = [f for f in use.covers if f.module in proposal.inside]
    outside = [f for f in use.covers if f.module not in proposal.inside]
    homes: dict[str, tuple[str, str]] = {}
    kept: dict[tuple[str, str, str], Finding] = {}
    for finding in sorted(inside, key=lambda f: f.module != proposal.module):
        homes.setdefault(_operation(finding.symbol, operations), (finding.module, finding.scope))
        kept.setdefault((finding.rule, finding.symbol, finding.detail), finding)
    after = list(inside)
    # What belongs to no operation, such as the name of a model, goes where its scope's operation goes.
    companions: dict[tuple[str, str], str] = {}
    for finding in outside:
        if operation := _operation(finding.symbol, operations):
            companions.setdefault((finding.module, finding.scope), operation)
    for finding in outside:
        operation = _operation(finding.symbol, operations) or companions.get((finding.module, finding.scope), "")
        module, scope = homes.setdefault(operation, (proposal.module, operation))
        place = replace(finding, module=module, scope=scope)
        twin = kept.setdefault((finding.rule, finding.symbol, finding.detail), place)
        after.append(replace(place, module=twin.module, scope=twin.scope, location=twin.location))
    movers = {f.module for f in outside}
    # No other module can import its way to the vendor, before or after.
    near = {*use.coupling.modules, *use.coupling.blast}
    modules = [
        replace(m, imports=tuple(sorted({*m.imports, proposal.module}))) if m.name in movers else m
        for m in program.modules
        if m.name in near
    ]
    if all(m.name != proposal.module for m in modules):
        modules.append(Module(proposal.module, proposal.path, is_test=False, imports=()))
    return Program((), tuple(modules), ()), tuple(after)


def _operation(symbol: str, operations: list[str]) -> str:
    """Return the longest operation that a symbol starts with, or nothing: the module level."""
    return next((path for path in operations if symbol.startswith(path)), "")
