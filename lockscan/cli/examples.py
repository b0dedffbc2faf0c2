"""The examples of rule packs, tried in a scan of their own."""

import ast
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from lockscan.adapters.packs import decoded_files
from lockscan.decoding.rules import Pack
from lockscan.decoding.table import Mistakes
from lockscan.model.config import Config
from lockscan.model.report import Report
from lockscan.model.rule import Example, MatchKind, Rule
from lockscan.pipeline import ScanOptions, scan

_BROKEN = "! "


class Tried(NamedTuple):
    """How many rules and examples were tried, and one ``file:line:column: …: what is wrong`` for each that fails."""

    rules: int
    examples: int
    failures: tuple[str, ...]


def try_examples(entries: tuple[Path, ...]) -> Tried:
    """Scan the examples of pack files, or folders of them, each as a file of its own, by all rules.

    Raises :class:`~lockscan.errors.DataError` with every mistake of every pack.
    """
    config = Config(rules=tuple(str(entry.absolute()) for entry in entries))
    packs = decoded_files(entries)
    placed = {path: example for pack in packs for path, _, example in _files(pack)}
    with TemporaryDirectory(prefix="lockscan-") as folder:
        root = Path(folder).resolve()
        for path, example in placed.items():
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(example.code, encoding="utf-8")
        report = scan((root,), ScanOptions(config=config, jobs=1, cache=False), root)
    found = _found(report)
    for path, example in placed.items():
        if path.endswith(".py") and (wrong := _no_python(example.code)):
            found.setdefault(path, []).append(wrong)
    rules = sum(len(pack.rules) for pack in packs)
    return Tried(rules, len(placed), tuple(text for pack in packs for text in _failures(pack, found)))


def _files(pack: Pack) -> Iterator[tuple[str, tuple[int, int], Example]]:
    """Yield the file that each example is tried as, with the positions of its rule and of itself."""
    for position, rule in enumerate(pack.rules):
        for number, example in enumerate(rule.examples):
            yield _file(rule, number), (position, number), example


def _file(rule: Rule, number: int) -> str:
    suffix = "/requirements.txt" if rule.match.kind is MatchKind.DISTRIBUTION else ".py"
    return f"{rule.id.replace('-', '_')}_{number}{suffix}"


def _found(report: Report) -> dict[str, list[str]]:
    """Return what was found in each file, by the ids of rules; of one that cannot be analysed, why, after a mark."""
    found: dict[str, list[str]] = {}
    for diagnostic in report.diagnostics:
        found.setdefault(diagnostic.path, []).append(f"{_BROKEN}line {diagnostic.line}: {diagnostic.message}")
    for finding in report.findings:
        held = found.setdefault(finding.location.path, [])
        if finding.rule not in held:
            held.append(finding.rule)
    return found


def _no_python(code: str) -> str:
    """Return what is wrong with an example's syntax; the scan itself may have had no reason to look at it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(code)
        except (SyntaxError, ValueError) as error:
            return f"{_BROKEN}line {getattr(error, 'lineno', 0)}: {getattr(error, 'msg', error)}"
    return ""


def _failures(pack: Pack, found: dict[str, list[str]]) -> tuple[str, ...]:
    mistakes = Mistakes(pack.document)
    for path, (position, number), example in _files(pack):
        here = sorted(found.get(path, []))
        rule = pack.rules[position].id
        broken = [one.removeprefix(_BROKEN) for one in here if one.startswith(_BROKEN)]
        wrong = ""
        if broken:
            wrong = f"cannot be analysed: {broken[0]}"
        elif example.matches and rule not in here:
            wrong = f"is not matched; {', '.join(here) or 'nothing'} is found in it"
        elif rule in here and not example.matches:
            wrong = "is matched, and should be left alone"
        if wrong:
            mistakes.add(("rule", position, "example", number), wrong)
    return mistakes.texts()
