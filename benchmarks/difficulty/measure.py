"""Measure the code before each switch of ``migrations.jsonl`` with lockscan's own rules, into ``measured.jsonl``.

Run ``python benchmarks/difficulty/measure.py BASES``: ``BASES/<id>`` is the tree of a switch before it; what is not
there yet is fetched from GitHub by git. Nothing that is fetched gets installed, imported or run.
"""

import argparse
import json
import sys
from pathlib import Path
from unittest.mock import patch

from lockscan.model.assessment import Assessment
from lockscan.model.config import Config
from lockscan.model.finding import Finding
from lockscan.model.program import Program
from lockscan.model.ruleset import RuleSet
from lockscan.pipeline import ScanOptions, scan
from lockscan.scoring.price import counts

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))

from trees import fetch_tree  # noqa: E402

Row = dict[str, object]


def read(path: Path) -> list[Row]:
    """Every row of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scanned(tree: Path) -> tuple[Program, tuple[Finding, ...]]:
    """The linked program of a tree and all findings; a report has no need of the former."""
    kept: list[tuple[Program, tuple[Finding, ...]]] = []

    def keep(
        program: Program, assessments: tuple[Assessment, ...], findings: tuple[Finding, ...], _rules: RuleSet
    ) -> tuple[Assessment, ...]:
        kept.append((program, findings))
        return assessments

    with patch("lockscan.scoring.price", keep):
        scan((tree,), ScanOptions(Config(respect_gitignore=False), jobs=1, cache=False), tree)
    return kept[0]


def measured(row: Row, tree: Path) -> Row:
    """What lockscan counts, as if nothing of the vendors that were left survived."""
    program, findings = scanned(tree)
    vendors = row["vendors"]
    leaving = [f for f in findings if isinstance(vendors, list) and f.vendor in vendors and not f.is_test]
    counted, files = counts(program, leaving)
    return {
        "id": row["id"],
        **{measure.name: measure.value for measure in counted},
        "likely": sorted(file.path for file in files if file.likely),
        "possible": sorted(file.path for file in files if not file.likely),
    }


def main() -> None:
    """Measure every switch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bases", type=Path, help="where the trees are, or go")
    parser.add_argument("--rows", type=Path, default=HERE / "migrations.jsonl")
    parser.add_argument("--into", type=Path, default=HERE / "measured.jsonl")
    arguments = parser.parse_args()
    lines = []
    for row in read(arguments.rows):
        tree = arguments.bases / str(row["id"])
        if not tree.is_dir():
            fetch_tree(str(row["repo"]), str(row["base"]), tree)
        lines.append(json.dumps(measured(row, tree.resolve())) + "\n")
        print(row["id"], flush=True)
    arguments.into.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
