"""Measure lockscan beside ``ast.parse`` and semgrep on the same files, and print a Markdown table.

``python benchmarks/fetch.py`` comes first. semgrep is taken from ``--semgrep`` or the PATH, and left out with a notice
where there is none; install it into an environment of its own.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from fetch import DIRECTORY, HERE, read_corpora
from measure import Cost, median, run

RULES = HERE / "semgrep-rules.yml"
JOBS = {1: "1 job", 2: "2 jobs"}
HEADER = """\
| corpus | files | lines | tool | CPU s | wall s | peak MB | CPU ÷ ast.parse | semgrep CPU ÷ this |
|---|--:|--:|---|--:|--:|--:|--:|--:|"""


def scan(corpus: Path, jobs: int, output: Path, *caching: str) -> list[str]:
    """Return the lockscan command that is measured; ``caching`` are its flags for the cache."""
    command = [sys.executable, "-m", "lockscan", "scan", str(corpus), "--no-gitignore", "--jobs", str(jobs), *caching]
    return [*command, "--format", "json", "--output", str(output)]


def measure_lockscan(corpus: Path, runs: int, scratch: Path) -> Iterator[tuple[str, Cost]]:
    """Measure without a cache, filling a new one, and with a full one; with one process and with two."""
    output = scratch / "report.json"
    cache = scratch / "cache"
    environment = {**os.environ, "LOCKSCAN_CACHE_DIR": str(cache), "PYTHONPYCACHEPREFIX": str(scratch / "bytecode")}
    # An installed package has its bytecode, which a checkout may not be allowed to keep.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    run(scan(corpus, 1, output, "--no-cache"), environment)

    def fill() -> Cost:
        shutil.rmtree(cache, ignore_errors=True)
        return run(scan(corpus, 1, output), environment)

    for jobs, label in JOBS.items():
        command = scan(corpus, jobs, output, "--no-cache")
        yield f"lockscan, {label}, no cache", median(runs, partial(run, command, environment))
    yield "lockscan, 1 job, filling the cache", median(runs, fill)
    for jobs, label in JOBS.items():
        command = scan(corpus, jobs, output)
        yield f"lockscan, {label}, warm cache", median(runs, partial(run, command, environment))


def measure_semgrep(semgrep: str, corpus: Path, runs: int, scratch: Path) -> Iterator[tuple[str, Cost]]:
    """Measure semgrep with rules for the same vendors, offline, with one process and with two."""
    quiet = ["--metrics=off", "--disable-version-check", "--quiet", "--no-git-ignore", "--max-target-bytes=0"]
    environment = {**os.environ, "SEMGREP_SETTINGS_FILE": str(scratch / "semgrep.yml")}
    for jobs, label in JOBS.items():
        command = [semgrep, "scan", "--config", str(RULES), *quiet, "--jobs", str(jobs), "--json"]
        command += ["--output", str(scratch / "semgrep.json"), str(corpus)]
        yield f"semgrep, {label}", median(runs, partial(run, command, environment))


def measure(corpus: Path, semgrep: str | None, runs: int) -> list[tuple[str, Cost]]:
    """Measure every tool on one corpus; ``ast.parse`` comes first."""
    parse = [sys.executable, str(HERE / "parse_all.py"), str(corpus)]
    with tempfile.TemporaryDirectory() as scratch:
        rows = [("ast.parse", median(runs, partial(run, parse, os.environ)))]
        rows.extend(measure_lockscan(corpus, runs, Path(scratch)))
        if semgrep is not None:
            rows.extend(measure_semgrep(semgrep, corpus, runs, Path(scratch)))
    return rows


def table(name: str, size: tuple[int, int], rows: list[tuple[str, Cost]]) -> Iterator[str]:
    """Yield the lines of one corpus; the ratios compare processor time with one job each."""
    parse = dict(rows)["ast.parse"]
    semgrep = dict(rows).get("semgrep, 1 job")
    for tool, cost in rows:
        ratio = f"{semgrep.cpu / cost.cpu:.1f}" if semgrep is not None else ""
        figures = f"{cost.cpu:.2f} | {cost.wall:.2f} | {cost.peak:.0f} | {cost.cpu / parse.cpu:.2f} | {ratio}"
        yield f"| {name} | {size[0]:,} | {size[1]:,} | {tool} | {figures} |"


def main() -> int:
    """Measure the sets that the command line names."""
    corpora = read_corpora()
    sets = list(dict.fromkeys(corpus.set for corpus in corpora))
    parser = argparse.ArgumentParser(description="Measure lockscan, ast.parse and semgrep on the pinned corpora.")
    parser.add_argument("sets", nargs="*", help=f"of {', '.join(sets)} (default: sample)")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="runs of which the median counts (default: 3)")
    parser.add_argument("--corpora", type=Path, default=DIRECTORY, metavar="DIR", help="where fetch.py unpacked them")
    parser.add_argument(
        "--semgrep", default=shutil.which("semgrep"), metavar="PATH", help="the semgrep to compare with"
    )
    options = parser.parse_args()
    if options.semgrep is None:
        print("semgrep is not installed here, so there is no comparison with it", file=sys.stderr)
    print(HEADER)
    for name in options.sets or ["sample"]:
        members = [corpus for corpus in corpora if corpus.set == name]
        directory = options.corpora / name
        if not members or any(not (options.corpora / corpus.directory).is_dir() for corpus in members):
            parser.error(f"{name} is not unpacked in {options.corpora}: run fetch.py {name}")
        size = (sum(corpus.py_files for corpus in members), sum(corpus.lines for corpus in members))
        for line in table(name, size, measure(directory, options.semgrep, options.runs)):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
