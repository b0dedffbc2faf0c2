"""Record where the SDKs define every API path that the rules name, by their wheels alone: ``tests/signatures/*.json``.

Downloads the releases of ``tests/signatures/releases.toml`` with pip, resolves each path in the newest release that has
it, and ends with 1 if some path is in none of them. Nothing of an SDK is imported or run, but for what pip asks the
build of a release that comes as source alone.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import tomli
from sdk.paths import home, named, unproven
from sdk.resolver import Resolver
from sdk.wheels import Wheel, fetch

from lockscan.adapters.packs import load_rules
from lockscan.decoding.patterns import leads_to
from lockscan.model.ruleset import RuleSet

ROOT = Path(__file__).parent.parent
RECORDS = ROOT / "tests/signatures"


def main() -> int:
    """Write the records, and tell which paths have none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, default=ROOT / "scripts/.wheels", help="where releases are kept")
    parser.add_argument("--vendor", action="append", help="only this vendor's; repeatable")
    options = parser.parse_args()
    rules = load_rules()
    wheels, beside = _wheels(options.wheels)
    finder = _Finder(rules, wheels, beside)
    patterns = named(rules)
    found: dict[str, dict[str, str]] = {}
    for path in sorted({path for pattern in patterns for _, path in pattern.paths}):
        if (not options.vendor or home(path, rules) in options.vendor) and (record := finder.record(path)):
            found[path] = record
    missing = [
        f"{path}\n    named by {', '.join(sources)}\n    {finder.told(path)}"
        for path, sources in unproven(patterns, found).items()
        if not options.vendor or home(path, rules) in options.vendor
    ]
    records: dict[str, dict[str, dict[str, str]]] = {}
    for path, record in found.items():
        records.setdefault(home(path, rules), {})[path] = record
    for vendor, held in records.items():
        lines = (f"{json.dumps(path)}: {json.dumps(record)}" for path, record in held.items())
        (RECORDS / f"{vendor}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    for old in () if options.vendor else RECORDS.glob("*.json"):
        if old.stem not in records:
            old.unlink()
    print(f"{len(found):,} paths recorded, {len(missing):,} in no release", *missing, sep="\n")
    return bool(missing)


def _wheels(folder: Path) -> tuple[list[Wheel], list[Wheel]]:
    table = tomli.loads((RECORDS / "releases.toml").read_text(encoding="utf-8"))
    return list(fetch(table["releases"], folder)), list(fetch(table["beside"], folder))


class _Finder:
    """Looks a path up in release after release."""

    def __init__(self, rules: RuleSet, wheels: Sequence[Wheel], beside: Sequence[Wheel]) -> None:
        self._roots = sorted({root for vendor in rules.vendors for root, _ in vendor.roots}, key=len, reverse=True)
        self._wheels = wheels
        newest = {wheel.distribution: wheel for wheel in reversed(wheels)}
        self._beside = [*beside, *(newest[distribution] for distribution in sorted(newest))]
        self._spellings: dict[str, tuple[str, ...]] = {}
        for alias in rules.aliases:
            if not alias.vendor:
                self._spellings[alias.canonical] = (*self._spellings.get(alias.canonical, ()), alias.path)
        self._resolvers: dict[str, Resolver] = {}
        self._dynamic = tomli.loads((RECORDS / "dynamic.toml").read_text(encoding="utf-8"))

    def record(self, path: str) -> dict[str, str]:
        """Return the newest release that has a path, and where; nothing if none has."""
        for wheel in self._candidates(path):
            resolver = self._resolver(wheel)
            if found := resolver.find(path):
                where = found[0].where
                return {"release": resolver.release(where.partition(":")[0]) or wheel.release, "where": where}
        for prefix, place in self._dynamic.items():
            if leads_to(prefix, path):
                return {**self._built(place), "how": "dynamic"}
        return {}

    def told(self, path: str) -> str:
        """Return how far a path leads that no release has, in the release where it leads farthest."""
        told = [f"{wheel.release}: {self._resolver(wheel).told(path)}" for wheel in self._candidates(path)]
        return max(told, key=len) if told else "no release has its package"

    def _candidates(self, path: str) -> Iterator[Wheel]:
        """Yield the releases that may have a path, then those of its other spellings."""
        spelled = (
            other for canonical, others in self._spellings.items() if leads_to(canonical, path) for other in others
        )
        for root in dict.fromkeys(self._root(one) for one in (path, *spelled)):
            yield from (wheel for wheel in self._wheels if root in wheel.packages)

    def _root(self, path: str) -> str:
        return next((root for root in self._roots if leads_to(root, path)), "")

    def _resolver(self, wheel: Wheel) -> Resolver:
        if wheel.release not in self._resolvers:
            others = [other for other in self._beside if other.distribution != wheel.distribution]
            self._resolvers[wheel.release] = Resolver([wheel, *others], self._spellings)
        return self._resolvers[wheel.release]

    def _built(self, place: str) -> dict[str, str]:
        """Return the record of what is built at run time; raises if even the place that builds it is gone."""
        module, _, qualname = place.partition(":")
        for wheel in self._wheels:
            if module in wheel.modules and self._resolver(wheel).find(f"{module}.{qualname}"):
                return {"release": wheel.release, "where": place}
        raise SystemExit(f"dynamic.toml: no release has {place}")


if __name__ == "__main__":
    sys.exit(main())
