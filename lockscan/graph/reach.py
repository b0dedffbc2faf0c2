"""How far each vendor reaches, and nothing else: what scores are made of, for when many are asked for."""

from lockscan.graph.build import uses_of
from lockscan.graph.nodes import UseKind
from lockscan.model.finding import Finding
from lockscan.model.graph import Coupling
from lockscan.model.program import Program
from lockscan.model.ruleset import RuleSet


def reach(program: Program, findings: tuple[Finding, ...], rules: RuleSet) -> tuple[Coupling, ...]:
    """Return couplings with the modules that use each vendor and the further ones that these reach, by vendor.

    In these two they are what `measure` returns; a vendor that nothing binds to has none.
    """
    importers: dict[str, list[str]] = {}
    for module in program.modules:
        if not module.is_test:
            for name in module.imports:
                importers.setdefault(name, []).append(module.name)
    modules: dict[str, set[str]] = {}
    binding: dict[str, set[str]] = {}
    for finding, kind in uses_of(findings, rules):
        if kind is not UseKind.IMPORT:
            modules.setdefault(finding.vendor, set()).add(finding.module)
            if kind is not UseKind.MENTION:
                binding.setdefault(finding.vendor, set()).add(finding.module)
    return tuple(
        Coupling(
            vendor=vendor,
            surface=0,
            modules=tuple(sorted(used)),
            symbols=(),
            blast=tuple(sorted(_reached(binding.get(vendor, set()), importers) - used)),
            capabilities=(),
            choke_points=(),
        )
        for vendor, used in sorted(modules.items())
    )


def _reached(start: set[str], importers: dict[str, list[str]]) -> set[str]:
    reached = set(start)
    pending = list(start)
    while pending:
        for importer in importers.get(pending.pop(), ()):
            if importer not in reached:
                reached.add(importer)
                pending.append(importer)
    return reached
