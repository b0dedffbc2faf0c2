"""Which files matter beyond those that name a vendor themselves."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet

from lockscan.linking.linker import Linker
from lockscan.model.imports import ImportLine
from lockscan.model.program import Module


class Demand:
    """Asks, after each round of linking, for the files that the next round needs.

    A file matters when it imports something that a vendor's objects can be had from, when one is passed to it, or when
    a class that holds one derives from a class of its own. No other file can give or take any. A file that sends
    requests matters also when it imports a vendor's address.
    """

    def __init__(
        self,
        modules: tuple[Module, ...],
        imports: Mapping[str, Iterable[ImportLine]],
        admitted: frozenset[str],
        sends: Callable[[str, AbstractSet[str]], bool] = lambda _path, _names: False,
    ) -> None:
        """``sends`` says of a file whether it may send requests by itself, and writes one of some names if there are any."""
        paths = {module.name: module.path for module in modules}
        self.imports = imports
        self.imported = {module.path: {paths[name] for name in module.imports} for module in modules}
        self.loaded = set(admitted)
        self.sends = sends
        self.taken: dict[str, tuple[tuple[str, str], ...]] = {}

    def next(self, linker: Linker) -> frozenset[str]:
        """The files to load in the next round."""
        wanted = set(linker.reached())
        for path, targets in self.imported.items():
            if path not in self.loaded and not self.loaded.isdisjoint(targets) and self._takes(path, linker):
                wanted.add(path)
        wanted -= self.loaded
        self.loaded |= wanted
        return frozenset(wanted)

    def _takes(self, path: str, linker: Linker) -> bool:
        """Whether a file imports something that a vendor's objects can be had from."""
        taken = self.taken.get(path)
        if taken is None:
            taken = self.taken[path] = tuple(self._imports_of(path, linker))
        if any(linker.carried(module, name) for module, name in taken):
            return True
        # A whole module has the addresses in it by the names that it offers.
        return any(
            self.sends(path, frozenset() if name else linker.addressed_by(module))
            for module, name in taken
            if linker.addressed(module, name)
        )

    def _imports_of(self, path: str, linker: Linker) -> Iterable[tuple[str, str]]:
        """What a file takes: files and names in them, no name for a whole file."""
        for line in self.imports[path]:
            module = linker.layout.find(path, line.module, line.level)
            if module is None:
                continue
            names = [name for name in line.names if name != "*"]
            for name in names:
                yield module, name
                child = linker.layout.child(module, name)
                if child is not None:
                    yield child, ""
            if len(names) < len(line.names) or not line.names:
                yield (module if module in linker.layout.files else f"{module}/__init__.py"), ""
