"""Fit the sizes of switches to what lockscan measures before them, and say how well that works on unseen repositories.

Run ``python benchmarks/difficulty/calibrate.py``; ``--write`` makes ``lockscan/scoring/coefficients.py``. Everything
that stands in the table is predicted by lines fitted without the repository in question.
"""

import argparse
import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lockscan.scoring import coefficients as shipped

HERE = Path(__file__).parent
COEFFICIENTS = HERE.parent.parent / "lockscan" / "scoring" / "coefficients.py"
# The masses were chosen for what they mean: what is rewritten, and what is edited around it.
MASSES = {
    "functions": ("functions", "callers", "annotated", "shapes"),
    "files": ("files",),
    "lines": ("functions", "callers", "annotated", "shapes"),
}
# Draws slopes to zero by as much as this many switches would; 43 rows carry no more trust.
RIDGE = 1.0
TAIL = 0.1


@dataclass(frozen=True, slots=True)
class Switch:
    """One switch: what lockscan measured before it, how it was made, and what it took."""

    repo: str
    measures: dict[str, int]
    boundary: int
    interface: int
    sizes: dict[str, int]
    naive: dict[str, int]
    touched: frozenset[str]
    likely: frozenset[str]
    possible: frozenset[str]
    naive_touched: frozenset[str]


def load(rows: Path, measured: Path) -> tuple[Switch, ...]:
    """The switches of a file, with what was measured of each."""
    known = {entry["id"]: entry for entry in _lines(measured)}
    switches = []
    for row in _lines(rows):
        entry = known[row["id"]]
        switches.append(
            Switch(
                repo=row["repo"],
                measures={name: value for name, value in entry.items() if isinstance(value, int)},
                boundary=row["boundary"],
                interface=row["interface"],
                sizes={name: row[name] for name in ("functions", "files", "lines", "unfiltered")},
                naive={"functions": row["naive"]["functions"], "files": row["naive"]["files"]},
                touched=_python(row["touched"]),
                likely=_python(entry["likely"]),
                possible=_python(entry["possible"]),
                naive_touched=_python(row["naive"]["touched"]),
            )
        )
    return tuple(switches)


def mass(switch: Switch, names: Iterable[str]) -> float:
    """The logarithm of what is counted."""
    return math.log1p(sum(switch.measures[name] for name in names))


def ours(size: str, *, plan: bool) -> Callable[[Switch], list[float]]:
    """What lockscan predicts a size from."""
    return lambda s: [mass(s, MASSES[size]), *((float(s.boundary), float(s.interface)) if plan else ())]


def naive(count: str, *, plan: bool) -> Callable[[Switch], list[float]]:
    """The same from one plain count."""
    return lambda s: [math.log1p(s.naive[count]), *((float(s.boundary), float(s.interface)) if plan else ())]


def fit(switches: Sequence[Switch], size: str, features: Callable[[Switch], list[float]]) -> list[float]:
    """Least squares of the logarithm of a size, with a ridge on all but the base."""
    rows = [[1.0, *features(s)] for s in switches]
    sizes = [math.log1p(s.sizes[size]) for s in switches]
    width = range(len(rows[0]))
    normal = [
        [math.fsum(row[i] * row[j] for row in rows) + (RIDGE if i == j and i else 0.0) for j in width]
        + [math.fsum(row[i] * y for row, y in zip(rows, sizes, strict=True))]
        for i in width
    ]
    for pivot in width:
        for other in width:
            if other != pivot:
                share = normal[other][pivot] / normal[pivot][pivot]
                normal[other] = [a - share * b for a, b in zip(normal[other], normal[pivot], strict=True)]
    return [row[-1] / row[i] for i, row in enumerate(normal)]


def predict(line: Sequence[float], values: list[float]) -> float:
    """What a fitted line says, as a logarithm."""
    return math.fsum(a * b for a, b in zip(line, [1.0, *values], strict=True))


def unseen(switches: Sequence[Switch], size: str, features: Callable[[Switch], list[float]]) -> list[float]:
    """What is predicted for each switch by a line fitted without its repository."""
    lines = {repo: fit([s for s in switches if s.repo != repo], size, features) for repo in {s.repo for s in switches}}
    return [predict(lines[s.repo], features(s)) for s in switches]


def quantile(values: Iterable[float], share: float) -> float:
    """A quantile, between neighbours where it falls between them."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def residuals(switches: Sequence[Switch], size: str, predicted: Sequence[float]) -> list[float]:
    """How far off predictions are, as logarithms."""
    return [math.log1p(s.sizes[size]) - p for s, p in zip(switches, predicted, strict=True)]


def coverage(switches: Sequence[Switch], size: str, features: Callable[[Switch], list[float]]) -> float:
    """How often the interval holds a size, made each time without the repository in question."""
    held = 0
    for repo in {s.repo for s in switches}:
        others = [s for s in switches if s.repo != repo]
        off = residuals(others, size, unseen(others, size, features))
        line = fit(others, size, features)
        own = [s for s in switches if s.repo == repo]
        for gap in residuals(own, size, [predict(line, features(s)) for s in own]):
            held += quantile(off, TAIL) <= gap <= quantile(off, 1 - TAIL)
    return held / len(switches)


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks, the mean of them where values are equal."""
    order = sorted(values)
    return [order.index(v) + (order.count(v) - 1) / 2 for v in values]


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """How well the order of one agrees with the order of the other."""
    a, b = ranks(one), ranks(other)
    mean = (len(a) - 1) / 2
    top = math.fsum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    return top / math.sqrt(math.fsum((x - mean) ** 2 for x in a) * math.fsum((y - mean) ** 2 for y in b))


def report(switches: Sequence[Switch]) -> str:
    """The tables: sizes and files, beside plain counts."""
    told = [
        f"{len(switches)} switches of {len({s.repo for s in switches})} repositories, each predicted without its own",
        "",
        "| size | predicted from | Spearman | error factor, median | 80 % interval holds |",
        "|---|---|---|---|---|",
    ]
    for size in ("functions", "lines", "unfiltered", "files"):
        base = size if size in MASSES else "lines"
        plain = "files" if size == "files" else "functions"
        for words, features in (
            (f"{_NAIVE[plain]}", naive(plain, plan=False)),
            (f"{_NAIVE[plain]}, plan", naive(plain, plan=True)),
            ("lockscan", ours(base, plan=False)),
            ("lockscan, plan", ours(base, plan=True)),
        ):
            predicted = unseen(switches, size, features)
            off = [abs(gap) for gap in residuals(switches, size, predicted)]
            order = spearman(predicted, [s.sizes[size] for s in switches])
            told.append(
                f"| {_SIZES[size]} | {words} | {order:.2f} | {math.exp(quantile(off, 0.5)):.2f} "
                f"| {coverage(switches, size, features):.0%} |"
            )
    return "\n".join([*told, *_files(switches)]) + "\n"


def _files(switches: Sequence[Switch]) -> list[str]:
    told = ["", "| files that change | precision | recall |", "|---|---|---|"]
    choices: dict[str, Callable[[Switch], frozenset[str]]] = {
        "import or call the vendor": lambda s: s.naive_touched,
        "lockscan, likely": lambda s: s.likely,
        "lockscan, likely and possible": lambda s: s.likely | s.possible,
    }
    for words, choose in choices.items():
        pairs = [(choose(s), s.touched) for s in switches if s.touched]
        precision = math.fsum(len(a & b) / len(a) if a else 0.0 for a, b in pairs) / len(pairs)
        recall = math.fsum(len(a & b) / len(b) for a, b in pairs) / len(pairs)
        told.append(f"| {words} | {precision:.2f} | {recall:.2f} |")
    return told


def kept(switches: Sequence[Switch]) -> str:
    """How well the lines in the package tell switches that they were not fitted to."""
    told = [
        f"{len(switches)} switches of {len({s.repo for s in switches})} repositories, by the lines in the package",
        "",
    ]
    told += ["| size | Spearman | error factor, median | 80 % interval holds |", "|---|---|---|---|"]
    for size, words in _SIZES.items():
        line = getattr(shipped, (size if size in MASSES else "lines").upper())
        predicted = [
            line.base + line.slope * mass(s, line.masses) + line.boundary * s.boundary + line.interface * s.interface
            for s in switches
        ]
        off = residuals(switches, size, predicted)
        order = spearman(predicted, [s.sizes[size] for s in switches])
        inside = sum(line.low <= gap <= line.high for gap in off) / len(off)
        middle = math.exp(quantile([abs(gap) for gap in off], 0.5))
        told.append(f"| {words} | {order:.2f} | {middle:.2f} | {inside:.0%} |")
    return "\n".join([*told, *_files(switches)]) + "\n"


def coefficients(switches: Sequence[Switch]) -> str:
    """The source of the module that holds the lines."""
    before = COEFFICIENTS.read_text(encoding="utf-8").partition("\n\nFUNCTIONS")[0]
    made = []
    for size, masses in MASSES.items():
        features = ours(size, plan=True)
        off = residuals(switches, size, unseen(switches, size, features))
        numbers = (*fit(switches, size, features), quantile(off, TAIL), quantile(off, 1 - TAIL))
        names = " ".join(f'"{name}",' for name in masses)
        held = names if len(masses) == 1 else names.rstrip(",")
        made.append(f"{size.upper()} = Line(({held}), {', '.join(f'{number:.3f}' for number in numbers)})")
    return before + "\n\n" + "\n".join(made) + "\n"


_SIZES = {
    "functions": "functions touched",
    "lines": "lines changed",
    "unfiltered": "lines of the whole commit",
    "files": "files touched",
}
_NAIVE = {"functions": "functions that name the vendor", "files": "files that import the vendor"}


def _lines(path: Path) -> list[dict]:  # type: ignore[type-arg]  # rows as they stand in the file
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _python(paths: Iterable[str]) -> frozenset[str]:
    return frozenset(path for path in paths if path.endswith(".py"))


def main() -> None:
    """Print the tables, or write the coefficients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, default=HERE / "migrations.jsonl")
    parser.add_argument("--measured", type=Path, default=HERE / "measured.jsonl")
    parser.add_argument("--kept", action="store_true", help="fit nothing: ask the lines in the package, of other rows")
    parser.add_argument("--write", action="store_true", help="write the coefficients into the package")
    arguments = parser.parse_args()
    switches = load(arguments.rows, arguments.measured)
    if arguments.write:
        COEFFICIENTS.write_text(coefficients(switches), encoding="utf-8")
    print(kept(switches) if arguments.kept else report(switches), end="")


if __name__ == "__main__":
    main()
