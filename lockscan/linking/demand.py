"""Which files matter beyond those that name a vendor themselves."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet

from lockscan.linking.carrying import AT_ONCE, Offers, merged
from lockscan.linking.linker import Linker
from lockscan.linking.requests import may_send
from lockscan.model.imports import ImportLine
from lockscan.model.program import Module


class Demand:
    """Asks, after each round of linking, for the files that the next round needs.

    A file matters when it imports something that a vendor's objects can be had from, when one is passed to it, or when
    a class that holds one derives from a class of its own. No other file can give or take any. Where an object is had
    by a name, such as that of an attribute, files that write it come first; those that may only hand things on follow
    where some other file writes the name. A file that sends requests matters also when it imports a vendor's address.
    """

    def __init__(
        self,
        modules: tuple[Module, ...],
        imports: Mapping[str, Iterable[ImportLine]],
        admitted: frozenset[str],
        data: Callable[[str], bytes],
    ) -> None:
        """``data`` gives what a file holds."""
        paths = {module.name: module.path for module in modules}
        self.imports = imports
        self.imported = {module.path: {paths[name] for name in module.imports} for module in modules}
        self.loaded = set(admitted)
        self.fresh = admitted
        self.data = data
        # Who takes what: by file and name, no name for a whole file.
        self.takers: dict[tuple[str, str], list[str]] = {}
        self.indexed: set[str] = set()

    def next(self, linker: Linker) -> frozenset[str]:
        """The files to load in the next round."""
        reached = {path: offered for path, offered in linker.reached().items() if path not in self.loaded}
        # Most of what is new comes from the files of the last round. In the end all are asked again.
        wanted = self._writing(self._offers(self.fresh, reached, linker))
        if not wanted:
            offers = self._offers(self.loaded, reached, linker)
            wanted = self._writing(offers) or self._handing_on(offers, linker)
        self.loaded |= wanted
        self.fresh = wanted
        return wanted

    def _offers(self, loaded: AbstractSet[str], reached: Mapping[str, Offers], linker: Linker) -> dict[str, Offers]:
        """What comes to files that are not loaded, by imports from some loaded ones and otherwise."""
        self._index(loaded, linker)
        found: dict[str, list[Offers]] = {path: [offered] for path, offered in reached.items()}
        addresses: dict[str, list[Offers]] = {}
        for (module, name), takers in self.takers.items():
            if module not in loaded:
                continue
            offered, addressed = linker.carrying.offered_by(module, name), linker.addressing.offered_by(module, name)
            for path in takers if offered or addressed else ():
                if path not in self.loaded:
                    found.setdefault(path, []).append(offered)
                    addresses.setdefault(path, []).append(addressed)
        offers = {path: merged(several) for path, several in found.items()}
        for path, several in addresses.items():
            address = {} if AT_ONCE in offers[path] else merged(several)
            if address and self._writes(path, address) and may_send(self.data(path)):
                offers[path] = {AT_ONCE: frozenset()}
        return offers

    def _index(self, loaded: AbstractSet[str], linker: Linker) -> None:
        """Note what is taken by those who import one of the loaded files."""
        for path, targets in self.imported.items():
            if path not in self.indexed and path not in self.loaded and not loaded.isdisjoint(targets):
                self.indexed.add(path)
                for taken in dict.fromkeys(self._imports_of(path, linker)):
                    self.takers.setdefault(taken, []).append(path)

    def _writing(self, offers: Mapping[str, Offers]) -> frozenset[str]:
        return frozenset(path for path, offered in offers.items() if self._writes(path, offered))

    def _writes(self, path: str, offered: Offers) -> bool:
        """Whether a file gets at something that it is offered, as far as its text tells."""
        data = self.data(path)
        return AT_ONCE in offered or any(name.encode() in data for name in offered)

    def _handing_on(self, offers: Mapping[str, Offers], linker: Linker) -> frozenset[str]:
        """The files without the names of what they are offered, if these are written where it may come from there."""
        everything = merged(tuple(offers.values()))
        others = [self.data(path) for path in self.imports if path not in self.loaded]
        sought = {
            name
            for name, given in everything.items()
            if linker.is_read(name, given) or any(name.encode() in data for data in others)
        }
        return frozenset(path for path, offered in offers.items() if not sought.isdisjoint(offered))

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
