"""Measure how long lockscan takes to start beside ``import click``, the least that its command line costs.

Runs of each command and of the reference take turns, so that the ratio holds however busy the machine is.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from measure import run

REFERENCE = [sys.executable, "-c", "import click"]
HEADER = """\
| command | CPU ms | wall ms | CPU ÷ import click | wall ÷ import click |
|---|--:|--:|--:|--:|"""
# Thirty lines as there are in any project, and no vendor in them.
FILE = """\
\"\"\"Count words in files, and print the most frequent ones.\"\"\"

import argparse
import collections
import pathlib
import re
import sys

WORD = re.compile(r"[a-z]+")


def words(text):
    return WORD.findall(text.lower())


def count(paths):
    counter = collections.Counter()
    for path in paths:
        counter.update(words(path.read_text(encoding="utf-8")))
    return counter


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    parser.add_argument("--most", type=int, default=10)
    options = parser.parse_args(arguments)
    for word, number in count(options.paths).most_common(options.most):
        print(f"{number:8} {word}")


sys.exit(main())
"""


def line(label: str, command: list[str], runs: int, environment: dict[str, str]) -> str:
    """Return the table's line of one command; figures are medians, ratios medians of those of each turn."""
    run(command, environment)
    turns = [(run(command, environment), run(REFERENCE, environment)) for _ in range(runs)]
    cpu, wall = (statistics.median(getattr(own, part) * 1000 for own, _ in turns) for part in ("cpu", "wall"))
    ratios = [
        statistics.median(getattr(own, part) / getattr(reference, part) for own, reference in turns)
        for part in ("cpu", "wall")
    ]
    return f"| {label} | {cpu:.0f} | {wall:.0f} | {ratios[0]:.2f} | {ratios[1]:.2f} |"


def main() -> int:
    """Measure the help, and a scan of one file whose rules are in the cache already."""
    parser = argparse.ArgumentParser(description="Measure how long lockscan takes to start.")
    parser.add_argument("--runs", type=int, default=20, metavar="N", help="turns of which the median counts")
    options = parser.parse_args()
    print(HEADER)
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "project/count.py")
        file.parent.mkdir()
        file.write_text(FILE, encoding="utf-8")
        environment = {**os.environ, "LOCKSCAN_CACHE_DIR": str(Path(scratch, "cache"))}
        for label, arguments in (("`lockscan --help`", "--help"), ("`lockscan count.py`, no vendor in it", str(file))):
            command = [sys.executable, "-m", "lockscan", arguments]
            print(line(label, command, options.runs, environment), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
