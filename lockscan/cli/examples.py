"""The examples of rule packs, tried in a scan of their own."""

import ast
import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
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
# Rules for whatever is done with a package: what they find are the API paths of an example.
_PROBES = {
    MatchKind.CALL: "{}.**()",
    MatchKind.EXCEPTION: "{}.**",
    MatchKind.ANNOTATION: "{}.**",
    MatchKind.SUBCLASS: "{}.**",
    MatchKind.DECORATOR: "{}.**",
}
_PROBE = """[[rule]]
id = "{id}"
title = "x"
message = "x"
capability = "client"
severity = "low"
confidence = "high"
effort = 1
remediation = "x"
match = {{ kind = "{kind}", paths = {paths} }}
example = [{{ match = true, code = "x" }}, {{ match = false, code = "x" }}]
"""
_MOST_PATHS = 6


class Tried(NamedTuple):
    """How many rules and examples were tried, and one ``file:line:column: …: what is wrong`` for each that fails."""

    rules: int
    examples: int
    failures: tuple[str, ...]


def try_examples(entries: tuple[Path, ...]) -> Tried:
    """Scan the examples of pack files, or folders of them, each as a file of its own, by all rules.

    Raises :class:`~lockscan.errors.DataError` with every mistake of every pack.
    """
    packs = decoded_files(entries)
    placed = {path: example for pack in packs for path, _, example in _files(pack)}
    found = _found(_scanned(placed, entries))
    for path, example in placed.items():
        if path.endswith(".py") and (wrong := _no_python(example.code)):
            found.setdefault(path, []).append(wrong)
    missed = {
        path: example
        for pack in packs
        for path, (position, _), example in _files(pack)
        if example.matches and pack.rules[position].id not in (here := found.get(path, [])) and not _broken(here)
    }
    paths = _paths(missed, entries, packs) if missed else {}
    rules = sum(len(pack.rules) for pack in packs)
    return Tried(rules, len(placed), tuple(text for pack in packs for text in _failures(pack, found, paths)))


def _scanned(placed: Mapping[str, Example], entries: Iterable[Path]) -> Report:
    config = Config(rules=tuple(str(entry.absolute()) for entry in entries))
    with TemporaryDirectory(prefix="lockscan-") as folder:
        root = Path(folder).resolve()
        for path, example in placed.items():
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(example.code, encoding="utf-8")
        return scan((root,), ScanOptions(config=config, jobs=1, cache=False), root)


def _paths(missed: Mapping[str, Example], entries: tuple[Path, ...], packs: Iterable[Pack]) -> dict[str, list[str]]:
    """Return the API paths that the code of examples has, of the vendors that the packs define."""
    with TemporaryDirectory(prefix="lockscan-") as folder:
        probes = []
        for number, vendor in enumerate(pack.vendor for pack in packs if pack.vendor):
            text = f'vendor = "{vendor.id}"\n' + "".join(
                _PROBE.format(
                    id=f"probe-{number}-{kind.value}",
                    kind=kind.value,
                    paths=json.dumps([pattern.format(root) for root, _ in vendor.roots]),
                )
                for kind, pattern in _PROBES.items()
            )
            probes.append(Path(folder) / f"probe-{number}.toml")
            probes[-1].write_text(text, encoding="utf-8")
        report = _scanned(missed, (*entries, *probes))
    told: dict[str, list[str]] = {}
    for finding in report.findings:
        held = told.setdefault(finding.location.path, [])
        if finding.rule.startswith("probe-") and finding.symbol not in held:
            held.append(finding.symbol)
    return told


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


def _broken(found: Iterable[str]) -> list[str]:
    return [one.removeprefix(_BROKEN) for one in found if one.startswith(_BROKEN)]


def _failures(pack: Pack, found: dict[str, list[str]], paths: Mapping[str, list[str]]) -> tuple[str, ...]:
    mistakes = Mistakes(pack.document)
    for path, (position, number), example in _files(pack):
        here = sorted(found.get(path, []))
        rule = pack.rules[position].id
        broken = _broken(here)
        wrong = ""
        if broken:
            wrong = f"cannot be analysed: {broken[0]}"
        elif example.matches and rule not in here:
            wrong = f"is not matched; {', '.join(here) or 'nothing'} is found in it"
            if has := paths.get(path):
                wrong += f"; its paths: {', '.join(has[:_MOST_PATHS])}{', …' if len(has) > _MOST_PATHS else ''}"
        elif rule in here and not example.matches:
            wrong = "is matched, and should be left alone"
        if wrong:
            mistakes.add(("rule", position, "example", number), wrong)
    return mistakes.texts()
