"""Processor time to load the rule packs where their compiled form is in the cache: a Markdown table on standard output.

`--times 1 2` measures as many packs as there are, and twice as many: each pack's file is read again under another name,
and its rules stand again in the compiled form.
"""

import argparse
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lockscan.adapters.cache import Cache
from lockscan.adapters.packs import decode_rules, encode_rules, load_rules, read_packs


def main() -> None:
    """Print a row for each number of packs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 2], help="how many times the packs of today")
    parser.add_argument("--runs", type=int, default=21, help="the median of how many runs")
    options = parser.parse_args()
    # As the command line does.
    gc.disable()
    print("| packs | rules | bytes | read, ms | decode, ms | together, ms |\n|--:|--:|--:|--:|--:|--:|")
    for times in options.times:
        print(_row(times, options.runs))


def _row(times: int, runs: int) -> str:
    rules, shipped = load_rules(), read_packs()
    grown = replace(rules, **{name: getattr(rules, name) * times for name in ("vendors", "rules", "aliases")})
    with tempfile.TemporaryDirectory() as folder:
        for copy in range(1, times):
            for name, data in shipped.files:
                (Path(folder) / f"{copy}-{Path(name).name}").write_bytes(data)
        extra = (Path(folder),) if times > 1 else ()
        with Cache(Path(folder)) as cache:
            cache.put_many("rules", {"key": encode_rules(grown)})
            read = _median(lambda: read_packs(extra), runs)
            decode = _median(lambda: decode_rules(cache.get_many("rules", ("key",))["key"]), runs)
        files = read_packs(extra).files
    size = sum(len(data) for _, data in files)
    return f"| {len(files)} | {len(grown.rules):,} | {size:,} | {read:.1f} | {decode:.1f} | {read + decode:.1f} |"


def _median(work: Callable[[], object], runs: int) -> float:
    """Return the median of the processor time of some runs, in milliseconds, after one that is not counted."""
    taken = []
    for _ in range(runs + 1):
        begun = time.process_time()
        work()
        taken.append((time.process_time() - begun) * 1000)
    return statistics.median(taken[1:])


if __name__ == "__main__":
    sys.exit(main())
