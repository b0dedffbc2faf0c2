"""Which files matter beyond those that name a vendor themselves."""

from collections.abc import Mapping

from lockscan.linking.linker import Linker
from lockscan.model.program import Module


class Demand:
    """Asks, after each round of linking, for the files that the next round needs.

    A file matters when it imports one through which something of a vendor passes, when something of a vendor is passed
    to it, when a class in a file that matters derives from one of its own, or when it may itself give something of a
    vendor to a file that asks for it.
    """

    def __init__(self, modules: tuple[Module, ...], admitted: frozenset[str]) -> None:
        self.paths = {module.name: module.path for module in modules}
        self.importers: dict[str, set[str]] = {}
        imported: dict[str, set[str]] = {}
        for module in modules:
            imported[module.path] = {self.paths[name] for name in module.imports}
            for path in imported[module.path]:
                self.importers.setdefault(path, set()).add(module.path)
        self.sources = _reaching(admitted, self.importers)
        self.loaded = set(admitted)

    def next(self, linker: Linker) -> frozenset[str]:
        """The files to load in the next round."""
        missing = linker.missing()
        wanted = (missing & self.sources) | linker.reached()
        for carrier in linker.carriers():
            wanted |= self.importers.get(carrier, set())
        wanted = frozenset(wanted - self.loaded)
        self.loaded |= wanted
        return wanted


def _reaching(targets: frozenset[str], importers: Mapping[str, set[str]]) -> frozenset[str]:
    """The files that import one of some files, directly or not, and those files."""
    found = set(targets)
    pending = sorted(targets)
    while pending:
        for importer in importers.get(pending.pop(), ()):
            if importer not in found:
                found.add(importer)
                pending.append(importer)
    return frozenset(found)
