import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockscan.adapters.packs import load_rules
from lockscan.decoding.automaton import ambiguous, automaton, text_without
from lockscan.decoding.scrutiny import missed_text, slow_on
from lockscan.model.rule import Match, MatchKind, Role, Rule

LITERALS = [rule for rule in load_rules().rules if rule.match.kind is MatchKind.LITERAL]


@pytest.mark.parametrize(
    ("pattern", "character"),
    [
        ("(a+)+", "a"),
        ("(a*)*b", "a"),
        ("x(?:[0-9]+)+y", "0"),
        (r"(\w+\s?)+", "0"),
        ("(a|aa)+", "a"),
        ("(?:ab|a|b)+", "a"),
        (r"(?:[a-z.]+\.)+com", "."),
        ("(x+x+)+y", "x"),
        ("(?:a{1,3}){1,40}", "a"),
        ("((?i:A)|[a]b?)+c", "a"),
        ("(?:a?b?)*c", "a"),
        ("(?:.*,)*", ","),
    ],
)
def test_a_run_that_can_be_read_in_many_ways_is_seen(pattern: str, character: str) -> None:
    assert ambiguous(automaton(pattern)) == character


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "a+b+",
        r"(?:\w+-)*\w+",
        r"(?:[a-z]+\.)+com",
        "(a|b)*",
        "gpt-[\\w.-]+",
        "(.*)=(.*)",
        "(?:a{2})+",
        r"(?:[^,]*,)*",
    ],
)
def test_what_can_be_read_in_one_way_only_is_left_alone(pattern: str) -> None:
    assert ambiguous(automaton(pattern)) == ""


@pytest.mark.parametrize(
    ("pattern", "needles", "around", "text"),
    [
        ("house-[0-9]+", ["house-"], "", None),
        ("house-[0-9]+", ["home-"], "", "house-0"),
        ("(?i)House|x", ["house"], "", "X"),
        ("a(?:bc)?d", ["abc"], "", "ad"),
        ("[a-z]{3}", ["aaa"], "", "zzz"),
        ("gpt-4", ["'gpt-"], "'", None),
        ("my-gpt-4", ["'gpt-"], "'", "my-gpt-4"),
        ("o[13]", ["'o1'", "o3'"], "'", None),
        ("o[13].*", ["'o1'", "o3"], "'", "o10"),
        ("a?", ["a"], "", ""),
        ("(?:x|y)z", ["xz", "yz"], "", None),
        ("a.b", ["ab"], "", "a0b"),
        (r"(a)\1", ["aa"], "", "a"),
    ],
)
def test_a_shortest_text_without_a_needle_is_found(pattern: str, needles: list[str], around: str, text: str) -> None:
    assert text_without(automaton(pattern, "".join(needles) + around), needles, around) == text


_PART = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", "c{1,2}"])
_PATTERN = st.recursive(
    _PART,
    lambda inner: (
        st.tuples(inner, inner).map("".join)
        | st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})")
        | inner.map(lambda one: f"(?:{one})?")
        | inner.map(lambda one: f"(?:{one}){{2}}")
    ),
    max_leaves=6,
)


@given(_PATTERN, st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=3))
def test_the_text_is_matched_and_has_no_needle_and_if_there_is_none_every_match_has_one(
    pattern: str, needles: list[str]
) -> None:
    text = text_without(automaton(pattern, "".join(needles)), needles)
    compiled = re.compile(pattern)
    if text is not None:
        assert compiled.fullmatch(text)
        assert not any(needle in text for needle in needles)
    else:
        texts = [""]
        for _ in range(5):
            texts += [one + character for one in texts for character in "abcd" if len(one) < 5]
            texts = list(dict.fromkeys(texts))
        assert all(any(needle in one for needle in needles) for one in texts if compiled.fullmatch(one))


def test_a_lookahead_may_rule_out_what_the_automaton_takes_for_a_match() -> None:
    match = Match(MatchKind.LITERAL, pattern="(?!b).b?a", needles=("a",), roles=(Role.MODEL,))
    assert missed_text(match, re.compile(match.pattern)) is None
    ruled_out = Match(MatchKind.LITERAL, pattern="(?!b)[ab]", needles=("a",), roles=(Role.MODEL,))
    assert missed_text(ruled_out, re.compile(ruled_out.pattern)) is None


@pytest.mark.parametrize("rule", LITERALS, ids=lambda rule: rule.id)
def test_shipped_expressions_are_fast_and_their_needles_stand_in_all_that_they_match(rule: Rule) -> None:
    assert slow_on(rule.match) == ""
    assert missed_text(rule.match, re.compile(rule.match.pattern)) is None
