"""What every shipped rule keeps to, whatever it matches."""

import ast
import re
from collections import Counter
from itertools import chain

import pytest
from packaging.requirements import Requirement

from lockscan.adapters.packs import load_rules
from lockscan.decoding.patterns import expand, leads_to
from lockscan.model.rule import Category, MatchKind, Role, Rule

RULES = load_rules()
NEUTRAL = {vendor.id for vendor in RULES.vendors if vendor.category is Category.NEUTRAL}
ROOTS = tuple({root: None for vendor in RULES.vendors for root, _ in vendor.roots})
# SDKs of many services: importing them says nothing of the one that a pack is about.
SHARED = {"boto3", "aioboto3", "aiobotocore", "botocore"}
SEARCHED = {Role.PROMPT, Role.ENDPOINT}

every_rule = pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)


def of_kind(*kinds: MatchKind) -> list[Rule]:
    return [rule for rule in RULES.rules if rule.match.kind in kinds]


@every_rule
def test_examples_are_code_or_requirements(rule: Rule) -> None:
    for example in rule.examples:
        if rule.match.kind is MatchKind.DISTRIBUTION:
            names = {Requirement(line).name for line in example.code.split("\n") if line.strip()}
            assert bool(names & set(rule.match.names)) == example.matches
        else:
            ast.parse(example.code)
        assert bool(example.note) or example.matches, "an example that is left alone says why"


@every_rule
def test_texts_are_short_and_plain(rule: Rule) -> None:
    assert len(rule.title) <= 60
    assert not rule.title.endswith(".")
    assert len(rule.message) <= 90
    assert rule.message[0].islower()
    assert not rule.message.endswith(".")
    assert 10 <= len(rule.remediation) <= 240
    assert rule.remediation.endswith(".")
    assert len(rule.examples) <= 12


def test_every_rule_of_a_neutral_layer_is_portable() -> None:
    assert [rule.id for rule in RULES.rules if rule.vendor in NEUTRAL and not rule.portable] == []


@every_rule
def test_paths_begin_with_an_import_root(rule: Rule) -> None:
    for path in chain.from_iterable(map(expand, rule.match.paths)):
        assert any(leads_to(root, path) for root in ROOTS), path


@pytest.mark.parametrize("rule", of_kind(MatchKind.LITERAL), ids=lambda rule: rule.id)
def test_a_literal_pattern_finds_a_text_of_each_matching_example(rule: Rule) -> None:
    pattern = re.compile(rule.match.pattern)
    applied = pattern.search if SEARCHED & set(rule.match.roles) else pattern.fullmatch
    for example in rule.examples:
        texts = [node.value for node in ast.walk(ast.parse(example.code)) if isinstance(node, ast.Constant)]
        found = [match[0] for text in texts if isinstance(text, str) and (match := applied(text))]
        if example.matches:
            assert found, example.code
            source = example.code.lower()
            assert any(needle in source for needle in rule.match.needles)


def test_a_needle_stands_in_every_text_that_an_example_shows_a_pattern_to_match() -> None:
    for rule in of_kind(MatchKind.LITERAL):
        bare = [needle.strip("\"'/:") for needle in rule.match.needles]
        for example in rule.examples:
            for node in ast.walk(ast.parse(example.code)):
                text = node.value if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and re.fullmatch(rule.match.pattern, text):
                    assert any(needle in text.lower() for needle in bare), (rule.id, text)


def test_every_vendor_has_an_import_rule_for_its_roots() -> None:
    imported = {path for rule in of_kind(MatchKind.IMPORT) for pattern in rule.match.paths for path in expand(pattern)}
    missing = {root for root in ROOTS if not any(leads_to(root, path) for path in imported)}
    assert missing == SHARED


def test_no_two_rules_of_a_kind_have_the_same_pattern() -> None:
    seen = Counter(
        (rule.match.kind, path)
        for rule in of_kind(*set(MatchKind) - {MatchKind.ARGUMENT})
        for pattern in rule.match.paths
        for path in expand(pattern)
    )
    assert [place for place, times in seen.items() if times > 1] == []


def test_every_capability_is_used() -> None:
    used = {rule.capability for rule in RULES.rules}
    assert [capability.id for capability in RULES.capabilities if capability.id not in used] == []
