"""Every rule's examples, each a file of its own, run through a whole scan of its pack's project."""

from pathlib import Path

import pytest

from lockscan.adapters.packs import load_rules
from lockscan.model.rule import Example, MatchKind, Rule
from lockscan.model.ruleset import RuleSet
from lockscan.pipeline import ScanOptions, scan

RULES = load_rules()
PACKS = sorted({rule.vendor for rule in RULES.rules})


def examples(rules: RuleSet, vendor: str) -> dict[str, tuple[Rule, Example]]:
    """Return the examples of a vendor's rules by the file that each is written to."""
    files = {}
    for rule in rules.rules:
        for number, example in enumerate(rule.examples if rule.vendor == vendor else ()):
            name = f"{rule.id.replace('-', '_')}_{number}"
            suffix = "/requirements.txt" if rule.match.kind is MatchKind.DISTRIBUTION else ".py"
            files[name + suffix] = rule, example
    return files


@pytest.mark.parametrize("vendor", PACKS)
def test_examples_match_their_rule_or_do_not(vendor: str, tmp_path: Path) -> None:
    files = examples(RULES, vendor)
    for path, (_, example) in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(example.code, encoding="utf-8")
    report = scan((tmp_path,), ScanOptions(jobs=1, cache=False), tmp_path)
    assert report.diagnostics == ()
    found: dict[str, set[str]] = {path: set() for path in files}
    for finding in report.findings:
        found[finding.location.path].add(finding.rule)
    wrong = [
        f"{rule.id}: must {'' if example.matches else 'not '}match; found {sorted(found[path])}\n{example.code}"
        for path, (rule, example) in files.items()
        if (rule.id in found[path]) is not example.matches
    ]
    assert not wrong, "\n".join(wrong)


def test_every_rule_has_an_example_of_both_kinds() -> None:
    assert [rule.id for rule in RULES.rules if {example.matches for example in rule.examples} != {True, False}] == []
