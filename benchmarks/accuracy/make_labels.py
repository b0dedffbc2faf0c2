"""Ask a type checker whose each call, except clause, base class, annotation and decorator of a package is.

The package lies unpacked in a directory, the SDKs are installed in a virtual environment of their own; nothing of
either is run. Writes ``NAME.jsonl`` with the labels and ``NAME.suspects.jsonl`` with the calls that the checker could
not type, for files that import a vendor, or a file of the package that does.
"""

import argparse
import contextlib
import functools
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from labelling.installed import Installed, Sdk, read_installed, read_vendors  # noqa: E402
from labelling.language_server import LanguageServer, Place  # noqa: E402
from labelling.resolving import Answer, Row, Seen, heirs, import_rows, judge, row_of, suspect  # noqa: E402
from labelling.sites import Import, Site, Source, read_source  # noqa: E402

SERVER = ("basedpyright-langserver", "--stdio")
FEW = 12
NAME = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Package:
    """The files of an unpacked package, and which of them are judged."""

    root: Path
    sources: Mapping[Path, Source]
    texts: Mapping[Path, str]
    judged: tuple[Path, ...]


def read_package(root: Path, installed: Installed) -> Package:
    """Read all files that can be parsed."""
    sources: dict[Path, Source] = {}
    texts: dict[Path, str] = {}
    for path in sorted(root.rglob("*.py")):
        with contextlib.suppress(SyntaxError, ValueError, RecursionError):
            texts[path] = path.read_text(encoding="utf-8-sig")
            sources[path] = read_source(texts[path])
    return Package(root, sources, texts, judged(root, sources, installed))


def judged(root: Path, sources: Mapping[Path, Source], installed: Installed) -> tuple[Path, ...]:
    """Select the files that import a vendor, or import one of those, by however many steps."""
    modules = {module_of(root, path): path for path in sources}
    importers: dict[Path, set[Path]] = defaultdict(set)
    reached: list[Path] = []
    for path, source in sources.items():
        if any(whose(found, installed) for found in source.imports):
            reached.append(path)
        for found in source.imports:
            for name in absolute(module_of(root, path), path.name == "__init__.py", found):
                if name in modules:
                    importers[modules[name]].add(path)
    every = set(reached)
    while reached:
        more = importers[reached.pop()] - every
        every |= more
        reached.extend(more)
    return tuple(sorted(every))


def identifier(place: Place) -> str:
    """Return the name that stands at a place of a file."""
    lines = text_of(place.path).split("\n")
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    found = NAME.match(line.encode("utf-16-le")[2 * place.column :].decode("utf-16-le", errors="replace"))
    return found.group() if found else ""


@functools.lru_cache(maxsize=512)
def text_of(path: Path) -> str:
    """Return a file's text."""
    return path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else ""


def module_of(root: Path, path: Path) -> str:
    """Return a file's dotted name."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def absolute(module: str, package: bool, found: Import) -> Iterator[str]:
    """Yield what an import may load, by its full names."""
    parts = module.split(".")
    around = parts[: len(parts) - found.level + package] if found.level else []
    for name in found.modules:
        yield ".".join([*around, name]).strip(".")


def whose(found: Import, installed: Installed) -> list[Sdk]:
    """Say which SDKs an import statement loads."""
    if found.level:
        return []
    named = [installed.of_module(module) for module in found.modules]
    return list(dict.fromkeys(sdk for sdk in named if sdk))


@dataclass(slots=True)
class Maker:
    """Asks the server about the files of one package, one after the other."""

    package: Package
    installed: Installed
    server: LanguageServer

    def ask(self, path: Path) -> tuple[dict[Place, tuple[Place, ...]], dict[Place, tuple[Place, ...]]]:
        """Return definitions at all sites of a file, and types where the definitions do not tell whose it is."""
        self.server.open(path, self.package.texts[path])
        sites = self.package.sources[path].sites
        definitions = self.server.definitions(Place(path, *site.spot) for site in sites if site.spot)
        asked = [Place(path, *spot) for site in sites for spot in self.unclear(path, site, definitions)]
        types = self.server.types(asked)
        self.server.close(path)
        return {place: self.own(place, found, types.get(place)) for place, found in definitions.items()}, types

    def own(self, place: Place, definitions: tuple[Place, ...], types: tuple[Place, ...] | None) -> tuple[Place, ...]:
        """Leave out definitions of something else.

        Asked for a member that it does not know, inside of an argument, the server tells of the function that is
        called around it. Then the name there is another one, and the member has no type.
        """
        name = identifier(place)
        if types or types is None or any(identifier(one) in {name, "__init__", "__new__"} for one in definitions):
            return definitions
        return ()

    def unclear(self, path: Path, site: Site, known: Mapping[Place, tuple[Place, ...]]) -> Iterator[tuple[int, int]]:
        """Yield the names of a site whose types have to be known."""
        places = known.get(Place(path, *site.spot), ()) if site.spot else ()
        if site.spot and places:
            yield site.spot
        yield from site.before

    def answer(
        self,
        path: Path,
        site: Site,
        definitions: Mapping[Place, tuple[Place, ...]],
        types: Mapping[Place, tuple[Place, ...]],
        made: Mapping[Place, Sdk],
    ) -> Answer:
        """Look up what the places are that the server named for a site."""
        spot = Place(path, *site.spot) if site.spot else None
        bound = {name: module for found in self.package.sources[path].imports for name, module in found.binds}
        return Answer(
            tuple(self.see(place, made) for place in definitions.get(spot, ())[:FEW]) if spot else (),
            tuple(self.see(place, made) for place in types.get(spot, ())[:FEW]) if spot else (),
            tuple(
                tuple(self.see(place, made) for place in types.get(Place(path, *before), ())[:FEW])
                for before in site.before
            ),
            self.installed.of_module(bound.get(site.root, "")),
        )

    def see(self, place: Place, made: Mapping[Place, Sdk]) -> Seen:
        """Say what stands at a place."""
        source = self.package.sources.get(place.path)
        if source is None:
            symbol = self.installed.at(place.path, place.line)
            return Seen("sdk", symbol) if symbol else Seen("other")
        line = Place(place.path, place.line, 0)
        if place.line in source.classes:
            return Seen("class", heir=made.get(line))
        if place.line in source.functions:
            owner = source.functions[place.line]
            return Seen("function", heir=made.get(Place(place.path, owner, 0)))
        return Seen("variable")

    def make(self) -> tuple[list[Row], list[Row]]:
        """Return the labels and the suspects of all judged files."""
        asked = {path: self.ask(path) for path in self.package.judged}
        made = self.heirs({path: definitions for path, (definitions, _) in asked.items()})
        labels: list[Row] = []
        suspects: list[Row] = []
        for path, (definitions, types) in asked.items():
            source, name = self.package.sources[path], path.relative_to(self.package.root).as_posix()
            imports = [(found, sdk) for found in source.imports for sdk in whose(found, self.installed)]
            vendors = {sdk.name for _, sdk in imports}
            labels += import_rows(name, imports)
            for site in source.sites:
                verdicts = judge(site, self.answer(path, site, definitions, types, made))
                if verdicts is None:
                    suspects.append(suspect(name, site))
                else:
                    labels += (row_of(name, site, verdict, vendors) for verdict in verdicts)
        return labels, suspects

    def heirs(self, definitions: Mapping[Path, Mapping[Place, tuple[Place, ...]]]) -> dict[Place, Sdk]:
        """Find the classes of the package that are made from an SDK's, by the line that they begin on."""
        pairs: list[tuple[Place, tuple[Place, ...]]] = []
        direct: dict[Place, Sdk] = {}
        for path, known in definitions.items():
            lines = sorted(self.package.sources[path].classes)
            for site in self.package.sources[path].sites:
                if site.kind != "base" or not site.spot:
                    continue
                heir = Place(path, max(line for line in lines if line <= site.line), 0)
                places = known.get(Place(path, *site.spot), ())
                pairs.append((heir, tuple(Place(place.path, place.line, 0) for place in places)))
                sdk = next((one.symbol.sdk for place in places if (one := self.see(place, {})).symbol), None)
                if sdk:
                    direct[heir] = sdk
        return heirs(pairs, direct)


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write one row a line, by place."""
    ordered = sorted(rows, key=lambda row: (str(row["path"]), int(str(row["line"])), str(row.get("kind"))))
    path.write_text("".join(f"{json.dumps(row)}\n" for row in ordered), encoding="utf-8")


def main() -> int:
    """Label the packages that the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("packages", nargs="+", type=Path, help="directories of unpacked packages, called NAME-VERSION")
    parser.add_argument("--environment", type=Path, required=True, help="the virtual environment with the SDKs")
    parser.add_argument("--into", type=Path, required=True, metavar="DIR", help="where to write")
    parser.add_argument("--server", nargs="+", default=SERVER, help="the type checker's language server")
    options = parser.parse_args()
    installed = read_installed(options.environment, read_vendors(HERE / "labelling" / "vendors.toml"))
    options.into.mkdir(parents=True, exist_ok=True)
    for directory in options.packages:
        root = directory.resolve()
        package = read_package(root, installed)
        python = options.environment.absolute() / "bin" / "python"
        with LanguageServer(options.server, root, python) as server:
            labels, suspects = Maker(package, installed, server).make()
        name, _, version = root.name.rpartition("-")
        stem = f"{name.replace('-', '_')}-{version}"
        write(options.into / f"{stem}.jsonl", labels)
        write(options.into / f"{stem}.suspects.jsonl", suspects)
        print(f"{stem}: {len(package.judged)} files, {len(labels)} labels, {len(suspects)} calls not typed", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
