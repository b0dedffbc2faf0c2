"""Scan the labelled packages, and say how much of the labels is found and how much of what is found is right.

Packages are fetched as by ``benchmarks/fetch.py``. With ``--fail-under`` it ends with 1 where recall or precision of
all packages together is lower.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from comparison import Score, compare, strangers  # noqa: E402
from fetch import DIRECTORY, Corpus, fetch, read_corpora  # noqa: E402
from labels import APART, Found, Label, read_confirmed, read_findings, read_labels  # noqa: E402

from lockscan.model.config import Config  # noqa: E402
from lockscan.pipeline import ScanOptions  # noqa: E402
from lockscan.pipeline import scan as run  # noqa: E402
from lockscan.reporters import render  # noqa: E402
from lockscan.reporters.options import RenderOptions  # noqa: E402

COLUMNS = (
    "package", "labels", "hit", "recall", "right", "wrong", "precision", "no labels", "confirmed",
    "precision of the rest", "neutral", "local", "dynamic", "request", "files", "hit",
)  # fmt: skip
HEADER = f"| {' | '.join(COLUMNS)} |\n|---|{'--:|' * (len(COLUMNS) - 1)}"


def scan(package: Path, log: Path, jobs: int) -> None:
    """Write lockscan's SARIF log of a package, with paths as the labels have them: from the package on.

    The package is the root and nothing is configured, whatever repository and configuration lie around it.
    """
    options = ScanOptions(config=Config(respect_gitignore=False), jobs=jobs, cache=False)
    log.write_text(render("sarif", run((package,), options, package), RenderOptions()), encoding="utf-8")


def share(part: int, whole: int) -> str:
    """Return a percentage."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def row(name: str, scores: Iterable[Score]) -> str:
    """Return the line of a table for one or more packages.

    The first precision counts every finding of a kind that labels know; ``no labels`` and ``confirmed`` tell which of
    the wrong ones the rest leaves out.
    """
    scores = list(scores)
    labels, hit = total(scores, lambda s: len(s.labels)), total(scores, found_lines)
    right = total(scores, lambda s: len(s.right))
    apart = {
        why: total(scores, lambda s, why=why: len(s.wrong_of(why))) for why in ("", "unlabelled", "confirmed", *APART)
    }
    wrong = apart[""] + apart["unlabelled"] + apart["confirmed"]
    cells = [
        name, labels, hit, share(hit, labels), right, wrong, share(right, right + wrong),
        apart["unlabelled"], apart["confirmed"], share(right, right + apart[""]), *(apart[why] for why in APART),
        total(scores, lambda s: len(s.files)), total(scores, lambda s: len(s.files_hit)),
    ]  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def total(scores: Iterable[Score], of: Callable[[Score], int]) -> int:
    """Return a sum over packages."""
    return sum(map(of, scores))


def found_lines(score: Score) -> int:
    """Return how many of the lines that have to be found are."""
    return sum(line in score.hit for line in score.labels)


def recall_by(scores: Iterable[Score], key: Callable[[Label], str]) -> Iterable[str]:
    """Yield the lines of a table of recall."""
    every: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for score in scores:
        for line, label in score.labels.items():
            every[key(label)] += 1
            hit[key(label)] += line in score.hit
    for name in sorted(every):
        yield f"| {name} | {every[name]} | {hit[name]} | {share(hit[name], every[name])} |"


def precision_by(scores: Iterable[Score], key: Callable[[Found], str]) -> Iterable[str]:
    """Yield the lines of a table of precision, over the findings that labels can judge."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    confirmed: Counter[str] = Counter()
    for score in scores:
        right.update(map(key, score.right.values()))
        wrong.update(map(key, score.wrong_of("")))
        confirmed.update(map(key, score.wrong_of("confirmed")))
    for name in sorted(right | wrong | confirmed):
        every = right[name] + wrong[name] + confirmed[name]
        yield (
            f"| {name} | {right[name]} | {confirmed[name]} | {wrong[name]} | {share(right[name], every)} |"
            f" {share(right[name], right[name] + wrong[name])} |"
        )


def report(scores: Mapping[str, Score]) -> Iterable[str]:
    """Yield the lines of all tables."""
    yield HEADER
    for name, score in scores.items():
        yield row(name, [score])
    every = list(scores.values())
    yield row("**all**", every)
    recall: dict[str, Callable[[Label], str]] = {
        "kind of label": lambda label: label.kind,
        "vendor": lambda label: label.family,
        "calls, by whether their file imports a vendor": calls,
    }
    for title, of_label in recall.items():
        yield f"\n| {title} | labels | found | recall |\n|---|--:|--:|--:|"
        yield from recall_by(every, of_label)
    precision: dict[str, Callable[[Found], str]] = {
        "kind of finding": lambda found: found.kind,
        "confidence": lambda found: found.confidence,
    }
    for title, of_found in precision.items():
        yield f"\n| {title} | right | confirmed | wrong | precision | of the rest |\n|---|--:|--:|--:|--:|--:|"
        yield from precision_by(every, of_found)


def calls(label: Label) -> str:
    """Return whether the file of a call imports a vendor."""
    return "no call" if label.kind != "call" else "imports none" if label.crosses else "imports one"


def details(name: str, score: Score, most: int) -> Iterable[str]:
    """Yield the misses and the false alarms of one package, at most so many of each."""
    for label in score.missed[:most]:
        yield f"missed     {name}/{label.path}:{label.line}: {label.kind} {label.name} ({label.family})"
    wrong = [found for why in ("", "unlabelled", "confirmed", *APART) for found in score.wrong_of(why)]
    for found in wrong[:most]:
        yield f"{found.apart or 'wrong':11}{name}/{found.path}:{found.line}: {found.rule} ({found.family}) {found.text}"


def key_of(corpus: Corpus) -> str:
    """Return how files with labels and logs of a package are called."""
    return "-".join(corpus.file.split("-")[:2])


def main() -> int:
    """Compare the packages that the command line names, else those of the set ``dev``."""
    corpora = read_corpora(HERE / "corpora.toml")
    names = {key_of(corpus): corpus for corpus in corpora}
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("packages", nargs="*", default=["dev"], help="packages or sets (default: dev)")
    parser.add_argument("--list", type=int, default=0, metavar="N", help="list so many misses and false alarms")
    parser.add_argument("--fail-under", nargs=2, type=float, metavar=("RECALL", "PRECISION"), help="in percent")
    parser.add_argument("--groups", default="ai", help="of ai, vectordb, cloud, local-ai: what has to be found")
    parser.add_argument("--sarif", type=Path, metavar="DIR", help="take NAME-VERSION.sarif from here, scan nothing")
    parser.add_argument("--corpora", type=Path, default=DIRECTORY, metavar="DIR", help="where packages are unpacked")
    parser.add_argument("--wheels", type=Path, metavar="DIR", help="take wheels from here instead of downloading")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    options = parser.parse_args()
    unknown = sorted(set(options.packages) - names.keys() - {corpus.set for corpus in corpora})
    if unknown:
        parser.error(f"no such package or set: {', '.join(unknown)}")
    asked = {n: c for n, c in names.items() if n in options.packages or c.set in options.packages}
    groups = frozenset(options.groups.split(","))
    every = {name: read_labels(HERE, name, groups) for name in names}
    labelled = frozenset(label.family for labels in every.values() for label in labels if label.family)
    scores: dict[str, Score] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, corpus in asked.items():
            log = Path(options.sarif or scratch, f"{name}.sarif")
            if not options.sarif:
                fetch(corpus, options.corpora, options.wheels)
                scan(options.corpora / corpus.directory, log, options.jobs)
            found = read_findings(log, labelled, read_confirmed(HERE / "confirmed.toml", name))
            if strangers(every[name], found):
                sys.exit(f"{name}: no finding stands in a file that has labels; the paths of {log} begin elsewhere")
            scores[name] = compare(every[name], found)
    print(*report(scores), sep="\n")
    if options.list:
        print()
        for name, score in scores.items():
            print(*details(name, score, options.list), sep="\n")
    return verdict(scores.values(), options.fail_under)


def verdict(scores: Iterable[Score], floors: tuple[float, float] | None) -> int:
    """Return the exit code: 1 where recall, or precision over the findings that labels can judge, is too low."""
    scores = list(scores)
    labels, hit = total(scores, lambda s: len(s.labels)), total(scores, found_lines)
    right, wrong = total(scores, lambda s: len(s.right)), total(scores, lambda s: len(s.wrong_of("")))
    recall, precision = 100 * hit / (labels or 1), 100 * right / ((right + wrong) or 1)
    if floors and (recall < floors[0] or precision < floors[1]):
        print(f"recall {recall:.2f} and precision {precision:.2f}, below {floors[0]} and {floors[1]}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
