"""Ask a type checker whose each call, except clause, base class, annotation and decorator of a package is.

The package lies unpacked in a directory, the SDKs are installed in a virtual environment of their own; nothing of
either is run. Writes ``NAME.jsonl`` with the labels and ``NAME.suspects.jsonl`` with the calls that the checker could
not type, for files that import a vendor, or a file of the package that does. ``--packed`` writes what the benchmark
reads.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from labelling.installed import Installed, Sdk, read_installed, read_vendors  # noqa: E402
from labelling.language_server import LanguageServer, Place  # noqa: E402
from labelling.package import Package, identifier, read_package, whose  # noqa: E402
from labelling.packing import pack, packed  # noqa: E402
from labelling.resolving import Answer, Row, Seen, heirs, import_rows, judge, row_of, suspect  # noqa: E402
from labelling.sites import Site  # noqa: E402

SERVER = ("basedpyright-langserver", "--stdio")
FEW = 12


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
        return definitions if types or not renamed(place, definitions) else ()

    def unclear(self, path: Path, site: Site, known: Mapping[Place, tuple[Place, ...]]) -> Iterator[tuple[int, int]]:
        """Yield the names of a site whose types have to be known; a question that need not be asked saves its time."""
        spot = Place(path, *site.spot) if site.spot else None
        places = known.get(spot, ()) if spot else ()
        other = spot is not None and renamed(spot, places)
        if site.spot and places and (other or site.kind != "attribute"):
            yield site.spot
        yield from site.before if other or not places else site.before[: site.kind == "call"]

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
        owner = Place(path, *site.before[0]) if site.before else None
        return Answer(
            tuple(self.see(place, made) for place in definitions.get(spot, ())[:FEW]) if spot else (),
            tuple(self.see(place, made) for place in definitions.get(owner, ())[:FEW]) if owner else (),
            tuple(self.see(place, made) for place in types.get(spot, ())[:FEW]) if spot else (),
            tuple(
                tuple(self.see(place, made) for place in types.get(Place(path, *before), ())[:FEW])
                for before in site.before
            ),
            self.installed.of_module(self.package.sources[path].bound.get(site.root, "")),
        )

    def see(self, place: Place, made: Mapping[Place, Sdk]) -> Seen:
        """Say what stands at a place."""
        source = self.package.sources.get(place.path)
        if source is None:
            symbol = self.installed.at(place.path, place.line)
            return Seen("sdk", symbol) if symbol else Seen("other")
        line = Place(place.path, place.line, 0)
        named = place.line, identifier(place)
        if named in source.classes:
            return Seen("class", heir=made.get(line))
        if named in source.functions:
            owner = source.functions[named]
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
            lines = [line for line, _ in self.package.sources[path].classes]
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


def renamed(place: Place, definitions: Iterable[Place]) -> bool:
    """Say whether what stands at a place goes by another name in all of its definitions."""
    names = {identifier(place), "__init__", "__new__"}
    found = [identifier(one) for one in definitions]
    return bool(found) and names.isdisjoint(found)


def beside(labels: Iterable[Row], suspects: Iterable[Row]) -> list[Row]:
    """Keep the suspects of files that import one of the SDKs; for the others, labels of all SDKs say what is known."""
    importing = {row["path"] for row in labels if row["kind"] == "import"}
    return [row for row in suspects if row["path"] in importing]


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Sort rows by place."""
    return sorted(rows, key=lambda row: (str(row["path"]), int(str(row["line"])), str(row.get("kind"))))


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write one row a line."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def main() -> int:
    """Label the packages that the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("packages", nargs="+", type=Path, help="directories of unpacked packages, called NAME-VERSION")
    parser.add_argument("--environment", type=Path, required=True, help="the virtual environment with the SDKs")
    parser.add_argument("--into", type=Path, required=True, metavar="DIR", help="where to write")
    parser.add_argument(
        "--packed", type=Path, metavar="DIR", help="where to write the labels as accuracy.py reads them"
    )
    parser.add_argument("--sdks", metavar="NAMES", help="label these SDKs alone, by the names that vendors.toml gives")
    parser.add_argument("--server", nargs="+", default=SERVER, help="the type checker's language server")
    options = parser.parse_args()
    vendors = read_vendors(HERE / "labelling" / "vendors.toml")
    if options.sdks:
        vendors = vendors.only(frozenset(options.sdks.split(",")))
    installed = read_installed(options.environment, vendors)
    options.into.mkdir(parents=True, exist_ok=True)
    for directory in options.packages:
        root = directory.resolve()
        package = read_package(root, installed)
        python = options.environment.absolute() / "bin" / "python"
        with LanguageServer(options.server, root, python) as server:
            labels, suspects = Maker(package, installed, server).make()
        name, _, version = root.name.rpartition("-")
        stem = f"{name.replace('-', '_')}-{version}"
        if options.sdks:
            suspects = beside(labels, suspects)
        write(options.into / f"{stem}.jsonl", in_order(labels))
        write(options.into / f"{stem}.suspects.jsonl", in_order(suspects))
        if options.packed and (labels or not options.sdks):
            options.packed.mkdir(parents=True, exist_ok=True)
            pack(options.packed / f"{stem}.jsonl.gz", packed(in_order(labels), in_order(suspects)))
        for path in package.unread:
            print(f"{path}: cannot be parsed, so it has no labels", file=sys.stderr)
        print(f"{stem}: {len(package.judged)} files, {len(labels)} labels, {len(suspects)} calls not typed", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
