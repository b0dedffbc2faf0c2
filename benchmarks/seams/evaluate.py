"""Compare the seams that lockscan suggests with what people did: where the boundary went in real migrations.

Run ``python benchmarks/seams/evaluate.py BASES``: ``BASES/<id>`` is the tree of a project before its migration; what is
not there yet is fetched from GitHub by git (1 GB, some minutes). ``--thresholds`` also chooses the thresholds anew for
each repository from all others. Nothing that is fetched gets installed, imported or run.
"""

import argparse
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import dirname
from typing import NamedTuple
from unittest.mock import patch

from lockscan.graph import measure
from lockscan.model.config import Config
from lockscan.model.finding import Finding, Portable
from lockscan.model.graph import Coupling
from lockscan.model.program import Program
from lockscan.model.rule import Category, Vendor
from lockscan.model.ruleset import RuleSet
from lockscan.model.suggestion import AbstractionPoint
from lockscan.pipeline import ScanOptions, scan
from lockscan.suggestions import suggest
from lockscan.suggestions.use import Rescore

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))

from trees import fetch_tree  # noqa: E402

# What people did, by the kind of suggestion that says so.
CHOICES = {
    "reuse-boundary": "reused_module",
    "grow-module": "grown_in_place",
    "new-port": "new_module",
    "in-place": "none",
}
EXISTING = ("reused_module", "grown_in_place")
# The thresholds, and the values that each may have had.
GRID = {
    "lockscan.suggestions.reuse_boundary.MOST": (0.4, 0.5, 0.6),
    "lockscan.suggestions.grow_module.DOMINANT": (0.2, 0.25, 0.33),
    "lockscan.suggestions.boundary.DEDICATED": (0.15, 0.25, 0.35),
    "lockscan.suggestions.new_port.MANY": (5, 8, 12),
}


class Row(NamedTuple):
    """One migration: the vendors that were left, what was done, and the files of the boundary."""

    id: str
    repo: str
    base: str
    vendors: list[str]
    choice: str
    base_shape: str
    facade: list[str]
    adapter_reused: list[str]
    adapter_new: list[str]
    naive: str

    @property
    def files(self) -> set[str]:
        """The files of the boundary that were there before."""
        return {*self.facade, *self.adapter_reused} - set(self.adapter_new)

    @property
    def directories(self) -> set[str]:
        """Where new files of the boundary went: their directories, and those that new packages were put in."""
        found = {dirname(path) for path in self.adapter_new}
        return found | {dirname(path) for path in found}


@dataclass(frozen=True)
class Case:
    """What a scan found before a migration, all vendors that were left taken for one that nothing makes portable."""

    row: Row
    program: Program
    findings: tuple[Finding, ...]
    rules: RuleSet
    rescore: Rescore

    def suggestion(self) -> AbstractionPoint | None:
        """Return what lockscan suggests."""
        couplings = measure(self.program, self.findings, self.rules)
        return next(iter(suggest(self.program, couplings, self.findings, self.rules, self.rescore)), None)


def examined(row: Row, tree: Path) -> Case:
    """Scan a tree."""
    kept: list[tuple[Program, tuple[Finding, ...], RuleSet, Rescore]] = []

    def keep(
        program: Program,
        _couplings: tuple[Coupling, ...],
        findings: tuple[Finding, ...],
        rules: RuleSet,
        rescore: Rescore,
    ) -> tuple[AbstractionPoint, ...]:
        kept.append((program, findings, rules, rescore))
        return ()

    with patch("lockscan.suggestions.suggest", keep):
        scan((tree,), ScanOptions(Config(respect_gitignore=False), jobs=1, cache=False), tree)
    program, findings, rules, rescore = kept[0]
    roots = tuple(root for vendor in rules.vendors if vendor.id in row.vendors for root in vendor.roots)
    left = Vendor("left", "what is left", Category.MODEL_API, roots=roots)
    own = tuple(replace(f, vendor="left", portable=Portable.NO) for f in findings if f.vendor in row.vendors)
    return Case(row, program, own, replace(rules, vendors=(*rules.vendors, left)), rescore)


@contextmanager
def thresholds(values: tuple[float, ...]) -> Iterator[None]:
    """Have other thresholds for a while."""
    with ExitStack() as stack:
        for name, value in zip(GRID, values, strict=True):
            stack.enter_context(patch(name, value))
        yield


def choice(case: Case) -> str:
    """Return what the suggestion says to do; where nothing is suggested, nothing."""
    point = case.suggestion()
    return CHOICES[point.kind.value] if point else "none"


def part(hits: list[bool]) -> str:
    """Return how many of some are right."""
    return f"{sum(hits)} of {len(hits)} ({sum(hits) / max(1, len(hits)):.0%})"


def tell(cases: list[Case]) -> None:
    """Print a line for each case, and the sums."""
    right, files, new, naive_files, naive_new, ports, seen = [], [], [], [], [], [], []
    confusion: Counter[tuple[str, str]] = Counter()
    for case in cases:
        row, point = case.row, case.suggestion()
        path = point.path if point else ""
        kind = CHOICES[point.kind.value] if point else "none"
        right.append(kind == row.choice)
        seen += [kind == row.choice] if point else []
        confusion[row.choice, kind] += 1
        if row.choice in EXISTING:
            files.append(path in row.files)
            naive_files.append(row.naive in row.files)
        if row.choice == "new_module":
            new.append(dirname(path) in row.directories)
            ports.append(bool(point) and dirname(point.port) in row.directories)
            naive_new.append(dirname(row.naive) in row.directories)
        print(f"{'ok' if kind == row.choice else '--'}  {row.id:22}{row.choice:16}{kind:16}{path}")
    print(f"\nkind of choice                              {part(right)}, where a use is seen {part(seen)}")
    same = [(a in EXISTING) == (b in EXISTING) and (a in EXISTING or a == b) for a, b in confusion.elements()]
    print(f"  reused and grown taken together           {part(same)}")
    for known in CHOICES.values():
        print(f"  always {known:35}{part([case.row.choice == known for case in cases])}")
    print(f"first file is one of people's, if it was there {part(files)}; the file with most calls {part(naive_files)}")
    print(
        f"directory, where people made a new module   {part(new)}; of the port {part(ports)}; naive {part(naive_new)}"
    )
    for (true, said), number in sorted(confusion.items()):
        print(f"  {true:16} {said:16} {number}")


def held_out(cases: list[Case]) -> None:
    """Print how often the kind is right with thresholds that were chosen without the repository in question."""
    hits = {}
    for values in itertools.product(*GRID.values()):
        with thresholds(values):
            hits[values] = {case.row.id: choice(case) == case.row.choice for case in cases}
    print(f"kind, least and most over {len(hits)} settings: {min(map(total, hits.values()))} and "
          f"{max(map(total, hits.values()))} of {len(cases)}")  # fmt: skip
    right = []
    for repo in sorted({case.row.repo for case in cases}):
        inside = [case.row.id for case in cases if case.row.repo == repo]
        best = max(hits, key=lambda values: total(hits[values]) - sum(hits[values][one] for one in inside))
        right += [hits[best][one] for one in inside]
    print(f"kind, each repository with the thresholds that suit all others best: {part(right)}")


def total(hits: dict[str, bool]) -> int:
    """Return how many are right."""
    return sum(hits.values())


def main() -> None:
    """Evaluate every migration."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bases", type=Path, help="where the trees are, or go")
    parser.add_argument("--rows", type=Path, default=HERE / "migrations.jsonl")
    parser.add_argument("--thresholds", action="store_true", help="choose thresholds anew without each repository")
    arguments = parser.parse_args()
    cases = []
    for line in arguments.rows.read_text(encoding="utf-8").splitlines():
        row = Row(**json.loads(line))
        tree = arguments.bases / row.id
        if not tree.is_dir():
            fetch_tree(row.repo, row.base, tree)
        cases.append(examined(row, tree.resolve()))
    tell(cases)
    if arguments.thresholds:
        held_out(cases)


if __name__ == "__main__":
    main()
