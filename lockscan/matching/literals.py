"""Strings and dict literals that speak a vendor's language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lockscan.decoding.anchored import anchored
from lockscan.model.program import Reference
from lockscan.model.rule import Confidence, MatchKind, Role, Rule
from lockscan.model.ruleset import RuleSet

# A string that is a vendor's by its place says more than one that is by its text, so the first of these wins.
_ROLES = (Role.ENDPOINT, Role.HEADER, Role.ENVIRONMENT, Role.MODEL, Role.PROMPT)
_SEARCHED = {Role.ENDPOINT, Role.PROMPT}
# No name of a model, header or variable is longer, and a long text costs backtracking.
_LONGEST_NAME = 200

_URL = re.compile(r"(?:(?:https?|wss?)://\S+|[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?)")
_HEADER_ROLE = re.compile(r"header", re.IGNORECASE)
_ENVIRONMENT_ROLE = re.compile(r"(?:.*\.)?(?:getenv|setenv|delenv|(?:environ|env)(?:\.\w+)?)", re.IGNORECASE)
_MODEL_WORDS = re.compile(r"(?<![a-z])(?:models?|engines?|deployments?)(?![a-z])")
_VERSIONED = re.compile(r"[./:-].*\d|\d.*[./:-]")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class LiteralRule:
    """A literal rule with its expression compiled; the needles' quotes are all single ones."""

    rule: Rule
    needles: tuple[str, ...]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Literals:
    """The literal and shape rules; ``any_needle`` finds whether looking closer pays.

    ``by_needle`` are the places of the rules that look for a needle: shorter than to ask each rule for its own.
    """

    rules: tuple[LiteralRule, ...]
    any_needle: re.Pattern[str]
    by_needle: Mapping[str, tuple[int, ...]]
    shapes: Mapping[str, tuple[Rule, ...]]


def compile_literals(rules: RuleSet) -> Literals:
    """Compile the literal and shape rules."""
    literals = tuple(
        LiteralRule(
            rule,
            tuple(dict.fromkeys(needle.replace('"', "'") for needle in rule.match.needles)),
            re.compile(rule.match.pattern),
        )
        for rule in rules.rules
        if rule.match.kind is MatchKind.LITERAL
    )
    by_needle: dict[str, tuple[int, ...]] = {}
    for place, literal in enumerate(literals):
        for needle in literal.needles:
            by_needle[needle] = (*by_needle.get(needle, ()), place)
    shapes = [rule for rule in rules.rules if rule.match.kind is MatchKind.SHAPE]
    seen: dict[str, int] = {}
    for rule in shapes:
        for name in rule.match.names:
            seen[name] = seen.get(name, 0) + 1
    index: dict[str, tuple[Rule, ...]] = {}
    for rule in shapes:
        rarest = min(rule.match.names, key=lambda name: (seen[name], name))
        index[rarest] = (*index.get(rarest, ()), rule)
    return Literals(literals, re.compile(anchored(by_needle)), by_needle, index)


def matching_literals(text: str, role: str, literals: Literals) -> list[tuple[Rule, Confidence]]:
    """Return at most one rule per vendor for a string that stands at a role, with how sure it is."""
    quoted = f"'{text.lower()}'"
    if not literals.any_needle.search(quoted):
        return []
    best: dict[str, tuple[int, Rule, Confidence]] = {}
    near = {number for needle, numbers in literals.by_needle.items() if needle in quoted for number in numbers}
    for number in sorted(near):
        literal = literals.rules[number]
        rule = literal.rule
        for place, accepted in enumerate(_ROLES):
            if accepted in rule.match.roles and (confidence := _confidence(text, role, accepted, literal)):
                if rule.vendor not in best or place < best[rule.vendor][0]:
                    best[rule.vendor] = (place, rule, confidence)
                break
    return [(rule, confidence) for _, rule, confidence in best.values()]


def prompt_tokens(text: str, literals: Literals) -> Iterator[tuple[Rule, str, int]]:
    """Yield, for a text that is a whole file, each rule for prompts that it meets, with the words that meet it first.

    With them comes where they begin. Of the rules of one vendor, the first counts.
    """
    lowered = text.lower()
    if len(lowered) != len(text) or not literals.any_needle.search(lowered):
        return
    vendors: set[str] = set()
    for literal in literals.rules:
        rule = literal.rule
        if Role.PROMPT not in rule.match.roles or rule.vendor in vendors:
            continue
        found = literal.pattern.search(text) if any(needle in lowered for needle in literal.needles) else None
        if found and found[0]:
            vendors.add(rule.vendor)
            # A pattern may look at what stands before; the words themselves are what ends with the match.
            last = max((lowered.rfind(needle, *found.span()) for needle in literal.needles), default=-1)
            words = text[max(last, found.start()) : found.end()]
            yield rule, words.strip(), max(last, found.start()) + len(words) - len(words.lstrip())


def _confidence(text: str, role: str, accepted: Role, literal: LiteralRule) -> Confidence | None:
    """Say how sure it is that the string matches in the accepted role, or that it does not."""
    if accepted in _SEARCHED:
        if accepted is Role.ENDPOINT and not _URL.fullmatch(text.strip()):
            return None
        return literal.rule.confidence if literal.pattern.search(text) else None
    if len(text) > _LONGEST_NAME or not literal.pattern.fullmatch(text):
        return None
    if accepted is Role.HEADER:
        return literal.rule.confidence if _HEADER_ROLE.search(role) else None
    if accepted is Role.ENVIRONMENT:
        return literal.rule.confidence if _ENVIRONMENT_ROLE.fullmatch(role) else None
    if _MODEL_WORDS.search(_HUMP.sub("_", role).lower()):
        return literal.rule.confidence
    # At any other place a word is no name of a model: ``o1`` and ``command`` say too little, ``gpt-4`` says enough.
    return Confidence.LOW if _VERSIONED.search(text) else None


def matching_shapes(reference: Reference, literals: Literals) -> list[Rule]:
    """Return at most one rule per vendor for a dict literal: the one that asks for most of it."""
    keys = dict.fromkeys(reference.path.split(","))
    texts = {(argument.name, text) for argument in reference.arguments for text in argument.texts}
    best: dict[str, tuple[int, Rule]] = {}
    for key in keys:
        for rule in literals.shapes.get(key, ()):
            if not keys.keys() >= set(rule.match.names) or keys.keys() & set(rule.match.without):
                continue
            if not _values_met(rule.match.values, texts):
                continue
            asked = len(rule.match.names) + bool(rule.match.values)
            if rule.vendor not in best or asked > best[rule.vendor][0]:
                best[rule.vendor] = (asked, rule)
    return [rule for _, rule in best.values()]


def _values_met(values: Iterable[str], texts: set[tuple[str, str]]) -> bool:
    """Say whether each key that values are given for has one of them."""
    met: dict[str, bool] = {}
    for value in values:
        key, _, text = value.partition("=")
        met[key] = met.get(key, False) or (key, text) in texts
    return all(met.values())
