"""Scan corpora in every way that must not matter, and say which reports differ.

Number of processes, cache (none, filled by this run, full) and gate have to give the same JSON; without the gate only
the count of parsed files may differ. Ends with 1 if any report is another than the first one's.
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from fetch import DIRECTORY, read_corpora

from lockscan.pipeline import ScanOptions, scan
from lockscan.reporters import render
from lockscan.reporters.options import RenderOptions


def ways(cache: Path) -> Iterator[tuple[str, ScanOptions]]:
    """Yield every way to scan; the cache is filled on the way."""
    yield "1 job, no cache", ScanOptions(jobs=1, cache=False)
    yield "2 jobs, no cache", ScanOptions(jobs=2, cache=False)
    yield "2 jobs, filling the cache", ScanOptions(jobs=2, cache=cache)
    yield "1 job, warm cache", ScanOptions(jobs=1, cache=cache)
    yield "2 jobs, warm cache", ScanOptions(jobs=2, cache=cache)
    yield "2 jobs, no gate", ScanOptions(jobs=2, cache=False, gate=False)


def digest(root: Path, options: ScanOptions) -> str:
    """Return the digest of the JSON report; the count of parsed files, which depends on the gate, is left out."""
    report = scan((root,), options, root)
    same = replace(report, statistics=report.statistics._replace(parsed=0))
    return hashlib.sha256(render("json", same, RenderOptions()).encode()).hexdigest()


def compare(root: Path) -> bool:
    """Print the digest of every way, and return whether they are all the same."""
    with tempfile.TemporaryDirectory() as cache:
        digests = []
        for name, options in ways(Path(cache)):
            digests.append(digest(root, options))
            equal = "" if digests[-1] == digests[0] else "  differs"
            print(f"{root.name:20} {name:28} {digests[-1][:16]}{equal}", flush=True)
    return len(set(digests)) == 1


def main() -> int:
    """Compare the sets that the command line names."""
    sets = list(dict.fromkeys(corpus.set for corpus in read_corpora()))
    parser = argparse.ArgumentParser(description="Scan corpora in every way that must not matter.")
    parser.add_argument("sets", nargs="*", help=f"of {', '.join(sets)} (default: sample)")
    parser.add_argument("--corpora", type=Path, default=DIRECTORY, metavar="DIR", help="where fetch.py unpacked them")
    options = parser.parse_args()
    roots = [options.corpora / name for name in options.sets or ["sample"]]
    missing = [root.name for root in roots if not root.is_dir()]
    if missing:
        parser.error(f"not unpacked in {options.corpora}: {', '.join(missing)}; run fetch.py")
    equal = [compare(root) for root in roots]
    return 0 if all(equal) else 1


if __name__ == "__main__":
    sys.exit(main())
